"""Administering: who is staff, what they may do, and their passwords."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from engage.access import (
    ROLES,
    SITE_ROLES,
    Actor,
    NotFoundError,
    RefusedError,
    Scope,
    departments_where,
    require,
)
from engage.actions import guarded
from engage.actions.sign_in import LONGEST_PASSWORD, hashed_password, readable
from engage.office import Office
from surveys.records import Department, Role, Staff
from surveys.store import audit, catalogue, second_factors, staff
from surveys.store.database import Transaction

SHORTEST_PASSWORD = 12
LOOK_ALIKES = str.maketrans("@4310$57", "aaeiosst")
_COMMON = Path(__file__).parent.parent / "common_passwords.txt"


class PasswordError(ValueError):
    """A password that would be guessed. ``code``: ``too_short``, ``too_long``, ``common``, ``personal``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class StaffError(ValueError):
    """A person who cannot be kept so. ``code``: ``email_wrong``, ``email_taken``, ``role_unknown``, …"""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


@guarded("manage_staff")
def everyone(office: Office, actor: Actor) -> list[Staff]:
    """Return the people ``actor`` manages, by name: everybody, or those with a role in their departments.

    Raises:
        NotFoundError: they manage nobody.
    """
    ids = _managed(actor)
    with office.db.read() as tx:
        found = staff.everyone(tx)
    return [person for person in found if ids is None or _is_within(person, ids)]


@guarded("manage_staff")
def departments(office: Office, actor: Actor) -> list[Department]:
    """Return the departments in which ``actor`` manages people. Raises as ``everyone``."""
    ids = _managed(actor)
    with office.db.read() as tx:
        return [found for found in catalogue.departments(tx) if ids is None or found.id in ids]


@guarded("manage_staff")
def add_department(office: Office, actor: Actor, *, slug: str, name: dict[str, str]) -> Department:
    """Add a department, or return the one with that slug.

    Raises:
        NotFoundError, RefusedError: only who manages the whole site may.
    """
    _require_site(actor)
    with office.db.write() as tx:
        department_id = catalogue.add_department(tx, slug=slug, name=name)
        _note(tx, office, actor, "department.added", f"department:{department_id}", department_id)
        return next(found for found in catalogue.departments(tx) if found.id == department_id)


@guarded("manage_staff")
def add_staff(
    office: Office,
    actor: Actor,
    *,
    email: str,
    name: str,
    roles: Sequence[Role],
    password: str | None = None,
    language: str = "en",
) -> Staff:
    """Add a person; without a password they sign in through the identity provider only.

    Raises:
        NotFoundError, RefusedError: a role outside what ``actor`` manages.
        StaffError, PasswordError: with the code of what is wrong.
    """
    email, name = email.strip(), readable(name.strip())
    _check_person(email, name)
    if password is not None:
        check_password(password, email=email, name=name)
    with office.db.write() as tx:
        _require_roles(tx, actor, roles)
        if staff.by_email(tx, email) is not None:
            raise StaffError("email_taken")
        staff_id = staff.add(
            tx,
            email=email,
            name=name,
            password_hash=hashed_password(password) if password is not None else None,
            at=office.now(),
            language=language,
        )
        staff.set_roles(tx, staff_id, roles)
        _note_person(tx, office, actor, "staff.added", staff_id, roles)
        return _found(tx, staff_id)


@guarded("manage_staff")
def set_roles(office: Office, actor: Actor, staff_id: int, roles: Sequence[Role]) -> Staff:
    """Replace a person's roles; they count from the person's next click.

    Raises:
        NotFoundError, RefusedError: the person, a role they had, or a role they would get is not
            ``actor``'s to manage.
        StaffError: ``role_unknown``, ``role_needs_department``, ``last_admin``.
    """
    with office.db.write() as tx:
        person = _managed_person(tx, actor, staff_id)
        # Only what changes must be theirs: a role in another department may stay as it is.
        _require_roles(tx, actor, [*set(roles).symmetric_difference(person.roles)])
        staff.set_roles(tx, staff_id, roles)
        _keep_an_admin(tx, person)
        _note_person(tx, office, actor, "staff.roles_set", staff_id, roles)
        return _found(tx, staff_id)


@guarded("manage_staff")
def set_password(office: Office, actor: Actor, staff_id: int, password: str) -> None:
    """Give a person a new password and end their sessions.

    Raises:
        NotFoundError, RefusedError: not ``actor``'s to manage.
        PasswordError: with the code of what is wrong.
    """
    with office.db.write() as tx:
        person = _managed_person(tx, actor, staff_id)
        _require_roles(tx, actor, person.roles)
        check_password(password, email=person.email, name=person.name)
        staff.set_password(tx, staff_id, hashed_password(password))
        staff.close_sessions(tx, staff_id, at=office.now())
        _note_person(tx, office, actor, "staff.password_set", staff_id, person.roles)


@guarded("manage_staff")
def set_active(office: Office, actor: Actor, staff_id: int, *, is_active: bool) -> None:
    """Let a person sign in, or end their sessions and let them in no more; what they did stays theirs.

    Raises:
        NotFoundError, RefusedError: not ``actor``'s to manage.
        StaffError: ``last_admin``.
    """
    with office.db.write() as tx:
        person = _managed_person(tx, actor, staff_id)
        _require_roles(tx, actor, person.roles)
        staff.set_active(tx, staff_id, is_active=is_active)
        if not is_active:
            staff.close_sessions(tx, staff_id, at=office.now())
            _keep_an_admin(tx, person)
        told = "staff.activated" if is_active else "staff.deactivated"
        _note_person(tx, office, actor, told, staff_id, person.roles)


@guarded("manage_staff")
def with_second_step(office: Office, actor: Actor) -> frozenset[int]:
    """Return the ids of those of ``everyone`` who sign in with a second step. Raises as ``everyone``."""
    shown = {person.id for person in everyone(office, actor)}
    with office.db.read() as tx:
        return second_factors.who_has_one(tx) & shown


@guarded("manage_staff")
def reset_second_step(office: Office, actor: Actor, staff_id: int) -> bool:
    """Remove somebody's second step and end their sessions; return whether there was one.

    For whoever lost the telephone and the recovery codes. Be sure that it is them who asks.

    Raises:
        NotFoundError, RefusedError: not ``actor``'s to manage.
    """
    with office.db.write() as tx:
        person = _managed_person(tx, actor, staff_id)
        _require_roles(tx, actor, person.roles)
        if not second_factors.remove(tx, staff_id):
            return False
        staff.close_sessions(tx, staff_id, at=office.now())
        _note_person(tx, office, actor, "staff.second_step_reset", staff_id, person.roles)
        return True


def check_password(password: str, *, email: str = "", name: str = "") -> None:
    """Refuse a password that would be guessed; long ones need no digits or signs.

    Raises:
        PasswordError: with its code.
    """
    plain = "".join(password.casefold().split())
    stem = _stem(plain)
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordError("too_short")
    if len(password) > LONGEST_PASSWORD:
        raise PasswordError("too_long")
    # Digits and signs alone are a date or a telephone number.
    if not stem or len(set(plain)) < 5 or {plain, stem, _once(stem), stem.translate(LOOK_ALIKES)} & _common():
        raise PasswordError("common")
    own = {email.casefold(), *email.casefold().split("@"), "".join(name.casefold().split())}
    if stem in {_stem(word) for word in own if word}:
        raise PasswordError("personal")


def _once(word: str) -> str:
    """Return what a word repeats (``abcabc``: ``abc``), or the word."""
    again = (word + word).find(word, 1)
    return word[:again] if again > 0 else word


def _stem(word: str) -> str:
    """Return a word without the digits and signs people put round a common one."""
    return word.strip("0123456789!@#$%^&*()-_=+.,?/")


@cache
def _common() -> frozenset[str]:
    lines = _COMMON.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _check_person(email: str, name: str) -> None:
    local, _, domain = email.partition("@")
    is_address = local and "." in domain.strip(".") and "@" not in domain and len(email) <= 254
    if not is_address or any(c.isspace() or not c.isprintable() for c in email):
        raise StaffError("email_wrong")
    if not name or len(name) > 200:
        raise StaffError("name_missing")


def _managed(actor: Actor) -> frozenset[int] | None:
    ids = departments_where(actor, "manage_staff")
    if ids == frozenset():
        raise NotFoundError("manage_staff")
    return ids


def _is_within(person: Staff, department_ids: frozenset[int]) -> bool:
    return any(role.department_id in department_ids for role in person.roles)


def _managed_person(tx: Transaction, actor: Actor, staff_id: int) -> Staff:
    ids = _managed(actor)
    person = staff.by_id(tx, staff_id)
    if person is None or not (ids is None or _is_within(person, ids)):
        raise NotFoundError(staff_id)
    return person


def _require_roles(tx: Transaction, actor: Actor, roles: Sequence[Role]) -> None:
    known = {department.id for department in catalogue.departments(tx)}
    for role in roles:
        if role.name not in ROLES or role.name == "resident":
            raise StaffError("role_unknown", role=role.name)
        if role.department_id is None and role.name not in SITE_ROLES:
            raise StaffError("role_needs_department", role=role.name)
        if role.name in SITE_ROLES or role.department_id is None:
            _require_site(actor)
        elif role.department_id not in known:
            raise NotFoundError(role.department_id)
        else:
            require(actor, "manage_staff", Scope(role.department_id))
    if not roles:
        _managed(actor)


def _require_site(actor: Actor) -> None:
    if _managed(actor) is not None:
        raise RefusedError("manage_staff")


def _keep_an_admin(tx: Transaction, before: Staff) -> None:
    """Refuse to take away the last person who manages the site: nobody could ever give it back."""
    if not any(role.name == "site_admin" for role in before.roles):
        return
    people = [person for person in staff.everyone(tx) if person.is_active]
    if not any(role.name == "site_admin" for person in people for role in person.roles):
        raise StaffError("last_admin")


def _found(tx: Transaction, staff_id: int) -> Staff:
    person = staff.by_id(tx, staff_id)
    if person is None:
        raise NotFoundError(staff_id)
    return person


def _note_person(
    tx: Transaction, office: Office, actor: Actor, action: str, staff_id: int, roles: Sequence[Role]
) -> None:
    ids = {role.department_id for role in roles}
    department_id = ids.pop() if len(ids) == 1 else None
    named = [f"{role.name}:{role.department_id or 'site'}" for role in roles]
    _note(tx, office, actor, action, f"staff:{staff_id}", department_id, roles=named)


def _note(
    tx: Transaction,
    office: Office,
    actor: Actor,
    action: str,
    target: str,
    department_id: int | None,
    **details: object,
) -> None:
    audit.append(
        tx,
        at=office.now(),
        actor=actor.label,
        action=action,
        target=target,
        department_id=department_id,
        details=details,
    )
