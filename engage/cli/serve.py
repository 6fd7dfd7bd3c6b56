"""``serve``: the residents' pages and the portal, each in processes of its own."""

import argparse
import os
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from engage.cli import CommandError, add_command

if TYPE_CHECKING:
    from engage.cli import Subparsers
    from engage.office import Office
    from engage.settings import Settings
    from engage.web.serve import Addresses
    from engage.web.sockets import PortError

PORT_REASONS = {
    "in_use": "Port %(port)d is in use by another program. Choose another port with %(flag)s "
    "(0 takes any free one), or stop that program.",
    "not_allowed": "Port %(port)d may not be opened by this account. Choose one above 1023 with %(flag)s.",
    "host_wrong": "%(host)s is not an address of this machine. Choose another with --host.",
}
SERVE_REASONS = {
    "died": "The %(face)s process ended as it started; what it said stands above. Everything was stopped.",
    "silent": "The %(face)s process does not answer. Everything was stopped.",
}


def add(subparsers: "Subparsers") -> None:
    """Add the command."""
    parser = add_command(subparsers, "serve", _serve, help="serve the residents' pages and the portal")
    parser.add_argument(
        "--residents-port", type=_port, metavar="N", help="port of the residents' pages (8000)"
    )
    parser.add_argument("--portal-port", type=_port, metavar="N", help="port of the portal (8501)")
    parser.add_argument("--host", metavar="H", help="address to listen on (127.0.0.1: this machine only)")
    parser.add_argument(
        "--demo", action="store_true", help="let anybody on this machine sign in as one of the demo people"
    )
    parser.add_argument(
        "--sample",
        action="store_true",
        help="load the sample consultation first, where nobody and nothing is yet",
    )


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to 65535")
    return int(text)


def _serve(args: argparse.Namespace) -> int:
    from engage.web.serve import Launcher, ServeError
    from engage.web.sockets import PortError

    settings = _settings(args)
    launcher = Launcher(settings)
    told: list[str] = []
    try:
        addresses = launcher.start(lambda: told.append(_prepare(settings, with_sample=args.sample)))
        launcher.run(lambda: print(_told(addresses, told[0]), flush=True))
    except PortError as error:
        raise CommandError(_port_reason(error, settings)) from None
    except ServeError as error:
        raise CommandError(SERVE_REASONS[error.code] % {"face": error.face}) from None
    print("Stopped.")
    return 0


def _settings(args: argparse.Namespace) -> "Settings":
    from engage.settings import load_settings

    environ = {**os.environ, **({"ENGAGE_DEMO": "1"} if args.demo else {})}
    settings = load_settings(environ, data=args.data, host=args.host)
    ports = {"residents_port": args.residents_port, "portal_port": args.portal_port}
    return replace(settings, **{name: port for name, port in ports.items() if port is not None})


def _prepare(settings: "Settings", *, with_sample: bool) -> str:
    """Bring the database up to date once, before several processes open it; return how to sign in."""
    from surveys.store import schema
    from surveys.store.glance import glance

    seen = glance(settings.database_url)
    if seen and seen.schema == schema.head() and (seen.people or not with_sample):
        # Nothing is to be done: what doing it would import takes longer than all the rest.
        return _signing_in(settings, has_people=seen.people > 0, has_password=seen.has_password)

    from engage.access import OPERATOR
    from engage.actions import administer
    from engage.office import office_of

    with office_of(settings) as office:
        people = administer.everyone(office, OPERATOR)
        if with_sample and not people:
            _load_sample(office)
            people = administer.everyone(office, OPERATOR)
    has_password = any(person.has_password and person.is_active for person in people)
    return _signing_in(settings, has_people=bool(people), has_password=has_password)


def _load_sample(office: "Office") -> None:
    """Load the sample into a database that nobody has used yet, and into no other."""
    from engage.sample import SampleRefusedError, load_sample

    with suppress(SampleRefusedError):
        load_sample(office)


def _signing_in(settings: "Settings", *, has_people: bool, has_password: bool) -> str:
    if settings.is_demo:
        if has_people:
            return "open the portal and pick one of the demo people; no password is needed."
        return "there is nobody yet; load the sample people with: python -m engage sample"
    if settings.oidc:
        return f"with the accounts of {settings.oidc.issuer}."
    if has_password:
        return "with your e-mail address and password."
    return "nobody can yet; make an account with: python -m engage staff add"


def _told(addresses: "Addresses", signing_in: str) -> str:
    return (
        f"Residents:  {addresses.residents}\n"
        f"Portal:     {addresses.portal}\n"
        f"Signing in: {signing_in}\n"
        "Stop with Ctrl-C."
    )


def _port_reason(error: "PortError", settings: "Settings") -> str:
    is_residents = error.port == settings.residents_port
    flag = "--residents-port" if is_residents else "--portal-port"
    return PORT_REASONS[error.reason] % {"port": error.port, "host": error.host, "flag": flag}
