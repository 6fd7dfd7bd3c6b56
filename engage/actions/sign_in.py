"""Signing in and out: passwords, demo people, the town's identity provider, and sessions."""

import hmac
import math
import secrets
import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from hashlib import sha256
from typing import NoReturn

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engage.access import Actor
from engage.actions import guarded
from engage.office import Office
from surveys.records import Staff
from surveys.store import audit, catalogue, staff
from surveys.store.database import Transaction

COOKIE = "engage_staff"
SESSION = timedelta(hours=12)
KEPT = timedelta(days=30)
"""How long an ended session, or the count of failures nobody added to, stays in the database."""
FREE_FAILURES = 5
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=15)
LONGEST_PASSWORD = 1024
"""Characters; a longer one is refused unread, since hashing it would cost us more than the sender."""

HASHER = PasswordHasher()


class SignInRefusedError(PermissionError):
    """Signing in did not work; it looks alike for an unknown account and a wrong password.

    ``wait_seconds`` is how long to wait before the next try counts, 0 for no wait.
    """

    def __init__(self, wait_seconds: int = 0) -> None:
        super().__init__("sign-in refused")
        self.wait_seconds = wait_seconds


@guarded("open: the password is the key")
def sign_in(office: Office, email: str, password: str) -> str:
    """Return a session token for the right e-mail address and password.

    Raises:
        SignInRefusedError: anything else, after the same work and with the same words.
    """
    email = readable(email.strip())
    account = _account(office, email)
    with office.db.write() as tx:
        # Counted as failed until proven right: a hundred guesses sent at once are a hundred failures.
        wait = _wait_of(tx, office, account)
        if wait == 0:
            staff.note_failure(tx, account, at=office.now())
        found = staff.by_email(tx, email)
    if wait:
        # The password is not even looked at, so that guessing on gains nothing.
        raise SignInRefusedError(wait)
    person, kept = found or (None, None)
    if not _is_right(kept, password) or person is None or not person.is_active:
        _refuse(office, account, person)
    with office.db.write() as tx:
        if kept and HASHER.check_needs_rehash(kept):
            staff.set_password(tx, person.id, hashed_password(password))
        staff.clear_failures(tx, account)
        return _open_session(tx, office, person, "password")


@guarded("open: demo mode only, on this machine only")
def demo_people(office: Office) -> list[Staff]:
    """Return who may be picked in demo mode; nobody outside it."""
    if not office.settings.is_demo:
        return []
    with office.db.read() as tx:
        return [person for person in staff.everyone(tx) if person.is_active]


@guarded("open: demo mode only, on this machine only")
def demo_departments(office: Office) -> dict[int, Mapping[str, str]]:
    """Return the departments' names by id in demo mode; none outside it."""
    if not office.settings.is_demo:
        return {}
    with office.db.read() as tx:
        return {department.id: department.name for department in catalogue.departments(tx)}


@guarded("open: demo mode only, on this machine only")
def sign_in_as(office: Office, staff_id: int) -> str:
    """Return a session token for a demo person.

    Raises:
        SignInRefusedError: not in demo mode, or no such person.
    """
    person = next((person for person in demo_people(office) if person.id == staff_id), None)
    if person is None:
        raise SignInRefusedError
    with office.db.write() as tx:
        return _open_session(tx, office, person, "demo")


@guarded("open: the identity provider vouches")
def sign_in_by_identity(office: Office, email: str, is_verified: bool) -> str:
    """Return a session token for a person whom the town's identity provider vouches for.

    Only people already known here and active get in; the provider decides who they are, not what they may.

    Raises:
        SignInRefusedError: unknown, inactive, or the address is not verified.
    """
    with office.db.write() as tx:
        found = staff.by_email(tx, readable(email)) if email and is_verified else None
        person = found[0] if found else None
        if person is not None and person.is_active:
            return _open_session(tx, office, person, "identity provider")
        _note(tx, office, "sign_in.refused", person, outcome="refused", way="identity provider")
    raise SignInRefusedError


@guarded("open: says only who the bearer of a session is")
def actor_of(office: Office, token: str | None) -> Actor | None:
    """Return who a session token belongs to, with the roles they have now; ``None`` when it is over."""
    if not token or len(token) > 100:
        return None
    with office.db.read() as tx:
        person = staff.of_session(tx, _hashed(token), now=office.now())
    return Actor(person) if person else None


@guarded("open: ends only the bearer's own session")
def sign_out(office: Office, token: str) -> None:
    """End a session; one that is over already, or never was, is fine too."""
    with office.db.write() as tx:
        person = staff.of_session(tx, _hashed(token), now=office.now())
        if person is None:
            return
        staff.close_session(tx, _hashed(token), at=office.now())
        _note(tx, office, "sign_in.ended", person)


def _open_session(tx: Transaction, office: Office, person: Staff, way: str) -> str:
    token = secrets.token_urlsafe(16)  # 128 bits
    now = office.now()
    staff.forget_old(tx, before=now - KEPT)
    staff.open_session(tx, staff_id=person.id, token_hash=_hashed(token), at=now, expires_at=now + SESSION)
    _note(tx, office, "sign_in.done", person, way=way)
    return token


def _refuse(office: Office, account: str, person: Staff | None) -> NoReturn:
    with office.db.write() as tx:
        failures, _ = staff.failures(tx, account)
        _note(tx, office, "sign_in.refused", person, outcome="refused", way="password", failures=failures)
    raise SignInRefusedError(_seconds(_delay(failures)))


def hashed_password(password: str) -> str:
    """Return the Argon2id hash of a password; two ways to type one accent are one password."""
    return HASHER.hash(_normal(password))


def _normal(password: str) -> str:
    return readable(unicodedata.normalize("NFKC", password))


def readable(text: str) -> str:
    """Return text that every database takes: no lone surrogates, no NUL."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


@cache
def _nobodys_hash() -> str:
    return HASHER.hash(secrets.token_urlsafe(16))


def _is_right(kept: str | None, password: str) -> bool:
    is_usable = kept is not None and len(password) <= LONGEST_PASSWORD
    try:
        # Somebody unknown costs the same work, so that the time taken tells nothing.
        HASHER.verify(kept if kept and is_usable else _nobodys_hash(), _normal(password[:LONGEST_PASSWORD]))
    except (VerificationError, InvalidHashError):
        return False
    return is_usable


def _wait_of(tx: Transaction, office: Office, account: str) -> int:
    failures, last_at = staff.failures(tx, account)
    if last_at is None:
        return 0
    return _seconds(last_at + _delay(failures) - office.now())


def _delay(failures: int) -> timedelta:
    """Return how long to wait after that many failures: none at first, then twice as long each time."""
    if failures < FREE_FAILURES:
        return timedelta()
    return min(FIRST_WAIT * (1 << min(failures - FREE_FAILURES, 20)), LONGEST_WAIT)


def _seconds(wait: timedelta) -> int:
    return max(0, math.ceil(wait.total_seconds()))


def _account(office: Office, email: str) -> str:
    """Return under what failures are counted; keyed, so that the table does not list addresses."""
    return hmac.new(office.settings.secret, email.casefold().encode(), sha256).hexdigest()


def _hashed(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()


def _note(
    tx: Transaction,
    office: Office,
    action: str,
    person: Staff | None,
    *,
    outcome: str = "done",
    **details: object,
) -> None:
    departments = {role.department_id for role in person.roles} if person else set()
    audit.append(
        tx,
        at=office.now(),
        actor=Actor(person).label if person else "unknown",
        action=action,
        target=f"staff:{person.id}" if person else "staff:unknown",
        outcome=outcome,
        # Whoever belongs to one department only is that department's business.
        department_id=departments.pop() if len(departments) == 1 else None,
        details=details,
    )
