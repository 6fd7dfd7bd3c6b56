"""``staff``: make accounts, list them, give roles and passwords."""

import argparse
import getpass
import sys
from typing import TYPE_CHECKING, TypeVar

from engage.cli import CommandError, add_command, opened_office

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engage.cli import Subparsers
    from engage.office import Office
    from surveys.records import Department, Role, Staff

Done = TypeVar("Done")

ROLE_HELP = (
    "a role: site_admin or auditor for the whole site, or ROLE:DEPARTMENT, such as owner:parks, with "
    "analyst, editor, owner or department_admin (repeat for more)"
)
PASSWORD_REASONS = {
    "too_short": "The password is too short: use at least 12 characters. A few words in a row are fine.",
    "too_long": "The password is too long: use at most 1,024 characters.",
    "common": "The password is one that is guessed first. Choose one that is not a common word.",
    "personal": "The password is the person's own name or e-mail address. Choose another.",
}
STAFF_REASONS = {
    "email_wrong": "That is not an e-mail address.",
    "email_taken": "Somebody with that e-mail address is there already. See: python -m engage staff list",
    "name_missing": "The name is missing, or longer than 200 characters.",
    "role_unknown": "There is no role %(role)s. Roles: analyst, editor, owner, department_admin, "
    "site_admin, auditor.",
    "role_needs_department": "The role %(role)s needs a department: write %(role)s:DEPARTMENT.",
    "last_admin": "That is the last site admin; make another one first.",
}


def add(subparsers: "Subparsers") -> None:
    """Add the command and its parts."""
    parser = subparsers.add_parser("staff", help="make accounts, list them, give roles and passwords")
    parts = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)
    new = add_command(parts, "add", _add, help="make an account")
    new.add_argument("email", help="e-mail address to sign in with")
    new.add_argument("--name", required=True, help="the person's name")
    new.add_argument("--role", action="append", default=[], required=True, metavar="ROLE", help=ROLE_HELP)
    new.add_argument("--language", choices=("en", "fr"), default="en", help="language of the portal")
    _add_password_options(new)
    add_command(parts, "list", _list, help="list everybody and their roles")
    roles = add_command(parts, "roles", _roles, help="replace somebody's roles")
    roles.add_argument("email", help="whose")
    roles.add_argument("--role", action="append", default=[], metavar="ROLE", help=ROLE_HELP)
    password = add_command(parts, "password", _password, help="give somebody a new password")
    password.add_argument("email", help="whose")
    _add_password_options(password)
    reset = add_command(parts, "reset-second-step", _reset, help="let somebody in who lost their phone")
    reset.add_argument("email", help="whose; be sure that it is them who asks")
    for name, told in (("deactivate", "let somebody sign in no more"), ("activate", "let them in again")):
        part = add_command(parts, name, _activate if name == "activate" else _deactivate, help=told)
        part.add_argument("email", help="whom")

    department = add_command(parts, "department", _department, help="add a department")
    department.add_argument("slug", help="its short name in commands, such as parks")
    department.add_argument("--name", required=True, help="its name in English")
    department.add_argument("--name-fr", default="", help="its name in French")


def _add_password_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input, for scripts"
    )
    group.add_argument(
        "--no-password", action="store_true", help="no password: the town's account service only"
    )


def _add(args: argparse.Namespace) -> int:
    from engage.access import OPERATOR
    from engage.actions import administer

    with opened_office(args) as office:
        roles = _read_roles(office, args.role)
        password = None if args.no_password else _asked_password(args)
        person = _try(
            lambda: administer.add_staff(
                office,
                OPERATOR,
                email=args.email,
                name=args.name,
                roles=roles,
                password=password,
                language=args.language,
            )
        )
    print(f"{person.name} ({person.email}) can sign in.")
    return 0


def _list(args: argparse.Namespace) -> int:
    from engage.access import OPERATOR
    from engage.actions import administer

    with opened_office(args) as office:
        people = administer.everyone(office, OPERATOR)
        departments = administer.departments(office, OPERATOR)
        twice = administer.with_second_step(office, OPERATOR)
    if not people:
        print("Nobody yet. Make an account with: python -m engage staff add")
    for person in people:
        state = "  (second step)" if person.id in twice else ""
        state += "" if person.is_active else "  (deactivated)"
        print(f"{person.email:<36} {person.name:<24} {_shown_roles(person.roles, departments)}{state}")
    return 0


def _roles(args: argparse.Namespace) -> int:
    from engage.access import OPERATOR
    from engage.actions import administer

    with opened_office(args) as office:
        person = _found(office, args.email)
        roles = _read_roles(office, args.role)
        _try(lambda: administer.set_roles(office, OPERATOR, person.id, roles))
        departments = administer.departments(office, OPERATOR)
    print(f"{person.name} is now {_shown_roles(roles, departments)}.")
    return 0


def _password(args: argparse.Namespace) -> int:
    from engage.access import OPERATOR
    from engage.actions import administer

    with opened_office(args) as office:
        person = _found(office, args.email)
        if args.no_password:
            raise CommandError("Nothing to do: give a password, or deactivate the account.")
        password = _asked_password(args)
        _try(lambda: administer.set_password(office, OPERATOR, person.id, password))
    print(f"{person.name} has a new password and was signed out everywhere.")
    return 0


def _reset(args: argparse.Namespace) -> int:
    from engage.access import OPERATOR
    from engage.actions import administer

    with opened_office(args) as office:
        person = _found(office, args.email)
        had_one = administer.reset_second_step(office, OPERATOR, person.id)
    if had_one:
        print(f"{person.name} signs in with the password alone now, and was signed out everywhere.")
    else:
        print(f"{person.name} has no second step.")
    return 0


def _activate(args: argparse.Namespace) -> int:
    return _set_active(args, is_active=True)


def _deactivate(args: argparse.Namespace) -> int:
    return _set_active(args, is_active=False)


def _set_active(args: argparse.Namespace, *, is_active: bool) -> int:
    from engage.access import OPERATOR
    from engage.actions import administer

    with opened_office(args) as office:
        person = _found(office, args.email)
        _try(lambda: administer.set_active(office, OPERATOR, person.id, is_active=is_active))
    print(f"{person.name} can sign in {'again' if is_active else 'no more'}.")
    return 0


def _department(args: argparse.Namespace) -> int:
    from engage.access import OPERATOR
    from engage.actions import administer

    if not all(part.isalnum() and part.isascii() for part in args.slug.split("-")):
        raise CommandError("A department's short name is lower-case letters, digits and dashes, like: parks")
    with opened_office(args) as office:
        name = {"en": args.name, "fr": args.name_fr or args.name}
        made = administer.add_department(office, OPERATOR, slug=args.slug.lower(), name=name)
    print(f"Department {made.slug}: {made.name['en']} / {made.name['fr']}")
    return 0


def _try(verb: "Callable[[], Done]") -> "Done":
    """Do it, or say in words why it cannot be done."""
    from engage.actions.administer import PasswordError, StaffError

    try:
        return verb()
    except PasswordError as error:
        raise CommandError(PASSWORD_REASONS[error.code]) from None
    except StaffError as error:
        raise CommandError(STAFF_REASONS[error.code] % error.details) from None


def _found(office: "Office", email: str) -> "Staff":
    from engage.access import OPERATOR
    from engage.actions import administer

    people = administer.everyone(office, OPERATOR)
    found = next((person for person in people if person.email == email.strip().casefold()), None)
    if found is None:
        raise CommandError(f"There is nobody with the address {email}. See: python -m engage staff list")
    return found


def _read_roles(office: "Office", texts: "Sequence[str]") -> "list[Role]":
    from engage.access import OPERATOR
    from engage.actions import administer
    from surveys.records import Role

    departments = {found.slug: found.id for found in administer.departments(office, OPERATOR)}
    roles = []
    for text in texts:
        name, _, slug = text.partition(":")
        if slug and slug not in departments:
            known = ", ".join(departments) or "none yet"
            raise CommandError(
                f"There is no department {slug} (there is: {known}). "
                "Make one with: python -m engage staff department SLUG --name NAME --name-fr NAME"
            )
        roles.append(Role(name, departments.get(slug)))
    return roles


def _shown_roles(roles: "Sequence[Role]", departments: "Sequence[Department]") -> str:
    slugs = {department.id: department.slug for department in departments}
    shown = [
        role.name if role.department_id is None else f"{role.name}:{slugs.get(role.department_id, '?')}"
        for role in roles
    ]
    return ", ".join(shown) or "no role"


def _asked_password(args: argparse.Namespace) -> str:
    if args.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise CommandError("No terminal to ask for a password on: use --password-stdin or --no-password.")
    password = getpass.getpass("Password (12 characters or more; nothing is shown): ")
    if getpass.getpass("The same again: ") != password:
        raise CommandError("The two passwords are not the same. Nothing was changed.")
    return password
