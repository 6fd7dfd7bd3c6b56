"""The second step of signing in: a code from an app on one's telephone, or a recovery code."""

from dataclasses import dataclass
from datetime import date

from engage import one_time
from engage.access import Actor, NotFoundError
from engage.actions import guarded
from engage.keys import LOCAL
from engage.office import Office
from engage.signing_in import (
    SignInRefusedError,
    account_of,
    count_try,
    note,
    note_refusal,
    open_session,
)
from engage.tickets import read_ticket
from surveys.records import Staff
from surveys.store import second_factors, staff
from surveys.store.database import Transaction


class TicketOverError(SignInRefusedError):
    """The password was shown too long ago, or something changed since: sign in again from the start."""


class SecondStepRequiredError(PermissionError):
    """The town requires a second step of this person, so it cannot be removed."""


@dataclass(frozen=True, slots=True)
class ToSetUp:
    """What an app is told: ``address`` in a QR code, or ``spelled`` by hand."""

    address: str
    spelled: str


@dataclass(frozen=True, slots=True)
class SetUp:
    """A second step that counts from now on: a session, and recovery codes that are shown this once."""

    token: str
    recovery_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's own second step: since when (``None``: none), and what may be done about it."""

    since: date | None
    recovery_codes: int
    is_offered: bool
    is_required: bool


@guarded("open: a ticket for a right password is the key")
def to_set_up(office: Office, ticket: str, *, town: str) -> ToSetUp:
    """Return what to tell an app; the same for the same ticket.

    Raises:
        TicketOverError: sign in again.
    """
    with office.db.read() as tx:
        found = read_ticket(tx, office, ticket)
    if found is None or found[0].is_set_up:
        raise TicketOverError
    secret = found[0].secret(office.settings.secret)
    return ToSetUp(one_time.app_address(secret, town=town, email=found[1].email), one_time.spelled(secret))


@guarded("open: a ticket for a right password and a code are the key")
def set_up(office: Office, ticket: str, code: str) -> SetUp:
    """Set up a second step with the first code that the app shows.

    Raises:
        TicketOverError: sign in again.
        SignInRefusedError: the code is wrong, or came too fast after wrong ones.
    """
    with office.db.write() as tx:
        found = read_ticket(tx, office, ticket)
        wait = count_try(tx, office, _account(office, found[1].id)) if found else 0
    if found is None or found[0].is_set_up:
        raise TicketOverError
    given, person = found
    if wait:
        raise SignInRefusedError(wait)
    step = one_time.step_of(given.secret(office.settings.secret), one_time.plain(code), office.now())
    if step is None:
        raise _refused(office, person, "first code")
    with office.db.write() as tx:
        if read_ticket(tx, office, ticket) is None:  # somebody else was faster
            raise TicketOverError
        second_factors.put(tx, person.id, salt=given.salt, step=step, at=office.now())
        codes = _new_recovery_codes(tx, office, person)
        staff.clear_failures(tx, _account(office, person.id))
        staff.close_sessions(tx, person.id, at=office.now())
        note(tx, office, "second_step.set_up", person)
        return SetUp(open_session(tx, office, person, "password and code"), codes)


@guarded("open: a ticket for a right password and a code are the key")
def finish(office: Office, ticket: str, code: str) -> str:
    """Return a session token for the app's code, or for a recovery code; each works once.

    Raises:
        TicketOverError: sign in again.
        SignInRefusedError: the code is wrong or used, or came too fast after wrong ones.
    """
    with office.db.write() as tx:
        found = read_ticket(tx, office, ticket)
        wait = count_try(tx, office, _account(office, found[1].id)) if found else 0
    if found is None or not found[0].is_set_up:
        raise TicketOverError
    if wait:
        raise SignInRefusedError(wait)
    person = found[1]
    with office.db.write() as tx:
        way = _use(tx, office, person, code)
        if way:
            staff.clear_failures(tx, _account(office, person.id))
            return open_session(tx, office, person, way)
    raise _refused(office, person, "code")


@guarded("open: says only what concerns the bearer of a session")
def standing(office: Office, actor: Actor) -> Standing:
    """Return how one's own second step stands.

    Raises:
        NotFoundError: nobody is signed in.
    """
    person = _oneself(actor)
    rule = office.settings.second_factor
    with office.db.read() as tx:
        found = second_factors.of(tx, person.id)
    return Standing(
        found.set_at.astimezone(LOCAL).date() if found else None,
        found.recovery_codes if found else 0,
        rule.is_offered and person.has_password and not office.settings.is_demo,
        rule.is_required_of(role.name for role in person.roles),
    )


@guarded("open: changes only the bearer's own account, with a code")
def renew_recovery_codes(office: Office, actor: Actor, code: str) -> tuple[str, ...]:
    """Replace one's own recovery codes; the old ones end.

    Raises:
        NotFoundError: nobody is signed in.
        SignInRefusedError: the code is wrong, or came too fast after wrong ones.
    """
    person = _oneself(actor)
    _check_try(office, person)
    with office.db.write() as tx:
        if _use(tx, office, person, code):
            staff.clear_failures(tx, _account(office, person.id))
            note(tx, office, "second_step.codes_renewed", person)
            return _new_recovery_codes(tx, office, person)
    raise _refused(office, person, "code")


@guarded("open: changes only the bearer's own account, with a code")
def remove(office: Office, actor: Actor, code: str) -> None:
    """Remove one's own second step, where the town does not require one.

    Raises:
        NotFoundError: nobody is signed in.
        SecondStepRequiredError: the town requires it.
        SignInRefusedError: the code is wrong, or came too fast after wrong ones.
    """
    person = _oneself(actor)
    if office.settings.second_factor.is_required_of(role.name for role in person.roles):
        raise SecondStepRequiredError
    _check_try(office, person)
    with office.db.write() as tx:
        if _use(tx, office, person, code):
            staff.clear_failures(tx, _account(office, person.id))
            second_factors.remove(tx, person.id)
            note(tx, office, "second_step.removed", person)
            return
    raise _refused(office, person, "code")


def _oneself(actor: Actor) -> Staff:
    if actor.staff is None or not actor.staff.is_active:
        raise NotFoundError("second_step")
    return actor.staff


def _check_try(office: Office, person: Staff) -> None:
    with office.db.write() as tx:
        wait = count_try(tx, office, _account(office, person.id))
    if wait:
        raise SignInRefusedError(wait)


def _use(tx: Transaction, office: Office, person: Staff, code: str) -> str:
    """Use up a code of a person; return what sort it was, empty when it is none (any more)."""
    key = office.settings.secret
    factor = second_factors.of(tx, person.id)
    typed = one_time.plain(code)
    if factor is None or not typed:
        return ""
    step = one_time.step_of(one_time.secret_of(key, factor.salt), typed, office.now())
    if step is not None:
        return "password and code" if second_factors.use_step(tx, person.id, step) else ""
    if not second_factors.use_recovery_code(tx, person.id, one_time.recovery_hash(key, typed)):
        return ""
    note(tx, office, "second_step.recovery_code_used", person, left=factor.recovery_codes - 1)
    return "password and recovery code"


def _new_recovery_codes(tx: Transaction, office: Office, person: Staff) -> tuple[str, ...]:
    codes = one_time.new_recovery_codes()
    key = office.settings.secret
    second_factors.set_recovery_codes(tx, person.id, [one_time.recovery_hash(key, code) for code in codes])
    return codes


def _refused(office: Office, person: Staff, way: str) -> SignInRefusedError:
    """Note a wrong code; return what to raise."""
    with office.db.write() as tx:
        return SignInRefusedError(note_refusal(tx, office, _account(office, person.id), person, way))


def _account(office: Office, staff_id: int) -> str:
    # Counted apart from passwords: a right password must not wipe out wrong codes.
    return account_of(office, f"second step of {staff_id}")
