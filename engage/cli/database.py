"""``migrate`` and ``check``: bring the database up to date, and say whether all is well before serving."""

import argparse
from typing import TYPE_CHECKING

from engage.cli import CommandError, add_command, settings_of

if TYPE_CHECKING:
    from engage.cli import Subparsers
    from engage.settings import Settings

REASONS = {
    "url_wrong": "DATABASE_URL: %(url)s is not an address of a database we know. "
    "Use sqlite:///path/to/file.db or postgresql://user:password@host/name (not postgres://).",
    "schema_newer": "The database was used by a newer version of this product (schema %(found)s). "
    "Install that version or a later one; this one would not understand what is stored.",
    "not_reachable": "The database cannot be opened (%(why)s). Check that DATABASE_URL or --data points at "
    "it, that it is a database, that its server runs, and that you may read it.",
    "not_writable": "The database can be read but not written (%(why)s): answers could not be stored. "
    "Check who owns its folder, the space left on the disk, and that nothing holds it locked.",
    "schema_wrong": "The database has schema %(found)s, but this version needs %(wanted)s. "
    "Run: python -m engage migrate",
}


def add(subparsers: "Subparsers") -> None:
    """Add the commands."""
    add_command(subparsers, "migrate", _migrate, help="create the database, or bring it up to this version")
    add_command(subparsers, "check", _check, help="read the settings, try the database, say what is wrong")


def reason_of(error: Exception) -> str:
    """Return why a database cannot be used and what to do; empty for any other error."""
    from surveys.store.database import DatabaseError

    if not isinstance(error, DatabaseError):
        return ""
    return REASONS.get(error.code, "The database cannot be used (%(code)s).") % {
        "code": error.code,
        **{name: "none" if value is None else value for name, value in error.details.items()},
    }


def _migrate(args: argparse.Namespace) -> int:
    from surveys.store.database import Database
    from surveys.store.schema import head

    settings = settings_of(args)
    db = Database(settings.database_url)
    try:
        db.migrate()
        print(f"{_place(settings)} is at schema {head()}.")
    finally:
        db.close()
    return 0


def _check(args: argparse.Namespace) -> int:
    from surveys.store.database import Database

    settings = settings_of(args)
    print("Settings: good.")
    _check_people(settings)
    db = Database(settings.database_url)
    try:
        db.probe()
    finally:
        db.close()
    print(f"Database: good, and answers can be stored. {_place(settings)}")
    return 0


def _check_people(settings: "Settings") -> None:
    if settings.is_demo:
        print("Sign-in: demo people, without passwords, on this machine only.")
    elif settings.oidc:
        print(f"Sign-in: {settings.oidc.issuer}, and local accounts.")
    else:
        print("Sign-in: local accounts (python -m engage staff add).")
    if not settings.is_loopback and not settings.public_url.startswith("https://"):
        raise CommandError(
            f"PUBLIC_URL: {settings.public_url} is open to other machines but not encrypted. "
            "Put a web server with a certificate in front, and set PUBLIC_URL to its https address."
        )


def _place(settings: "Settings") -> str:
    url = settings.database_url
    return url.removeprefix("sqlite:///") if url.startswith("sqlite") else "The database at DATABASE_URL"
