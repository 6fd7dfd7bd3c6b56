"""Signing in and out: passwords, demo people, the town's identity provider, and sessions."""

import secrets
import unicodedata
from collections.abc import Mapping
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engage import tickets
from engage.access import Actor
from engage.actions import guarded
from engage.office import Office
from engage.signing_in import (
    SecondStepError,
    SignInRefusedError,
    account_of,
    count_try,
    hashed,
    note,
    note_refusal,
    open_session,
)
from surveys.records import Staff
from surveys.store import catalogue, staff

COOKIE = "engage_staff"
LONGEST_PASSWORD = 1024
"""Characters; a longer one is refused unread, since hashing it would cost us more than the sender."""

HASHER = PasswordHasher()


@guarded("open: the password is the key")
def sign_in(office: Office, email: str, password: str, *, wants_second_step: bool = False) -> str:
    """Return a session token for the right e-mail address and password.

    ``wants_second_step``: somebody who has no second step yet and need not have one wants to set one up.

    Raises:
        SecondStepError: they are right, and a second step is to follow.
        SignInRefusedError: anything else, after the same work and with the same words.
    """
    email = readable(email.strip())
    account = account_of(office, email)
    with office.db.write() as tx:
        wait = count_try(tx, office, account)
        found = staff.by_email(tx, email)
    if wait:
        # The password is not even looked at, so that guessing on gains nothing.
        raise SignInRefusedError(wait)
    person, kept = found or (None, None)
    if not _is_right(kept, password) or person is None or not person.is_active:
        with office.db.write() as tx:
            wait = note_refusal(tx, office, account, person, "password")
        raise SignInRefusedError(wait)
    with office.db.write() as tx:
        if kept and HASHER.check_needs_rehash(kept):
            kept = hashed_password(password)
            staff.set_password(tx, person.id, kept)
        staff.clear_failures(tx, account)
        ticket = tickets.ticket_for(tx, office, person, kept or "", is_wanted=wants_second_step)
        if ticket is None:
            return open_session(tx, office, person, "password")
    raise SecondStepError(ticket.token, is_set_up=ticket.is_set_up)


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
        return open_session(tx, office, person, "demo")


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
            return open_session(tx, office, person, "identity provider")
        note(tx, office, "sign_in.refused", person, outcome="refused", way="identity provider")
    raise SignInRefusedError


@guarded("open: says only who the bearer of a session is")
def actor_of(office: Office, token: str | None) -> Actor | None:
    """Return who a session token belongs to, with the roles they have now; ``None`` when it is over."""
    if not token or len(token) > 100:
        return None
    with office.db.read() as tx:
        person = staff.of_session(tx, hashed(token), now=office.now())
    return Actor(person) if person else None


@guarded("open: ends only the bearer's own session")
def sign_out(office: Office, token: str) -> None:
    """End a session; one that is over already, or never was, is fine too."""
    with office.db.write() as tx:
        person = staff.of_session(tx, hashed(token), now=office.now())
        if person is None:
            return
        staff.close_session(tx, hashed(token), at=office.now())
        note(tx, office, "sign_in.ended", person)


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
