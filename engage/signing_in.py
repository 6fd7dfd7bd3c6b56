"""What signing in stands on: sessions, waits after wrong tries, refusals, and the audit of it all."""

import hmac
import math
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from engage.access import Actor
from engage.office import Office
from surveys.records import Staff
from surveys.store import audit, staff
from surveys.store.database import Transaction

SESSION = timedelta(hours=12)
KEPT = timedelta(days=30)
"""How long an ended session, or the count of failures nobody added to, stays in the database."""
FREE_FAILURES = 5
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=15)


class SignInRefusedError(PermissionError):
    """Signing in did not work; it looks alike for an unknown account and a wrong password.

    ``wait_seconds`` is how long to wait before the next try counts, 0 for no wait.
    """

    def __init__(self, wait_seconds: int = 0) -> None:
        super().__init__("sign-in refused")
        self.wait_seconds = wait_seconds


class SecondStepError(PermissionError):
    """The password was right, and a second step is needed before there is a session.

    ``ticket`` says so to ``second_step``. ``is_set_up`` is false when the step must be set up first.
    """

    def __init__(self, ticket: str, *, is_set_up: bool) -> None:
        super().__init__("second step needed")
        self.ticket = ticket
        self.is_set_up = is_set_up


def open_session(tx: Transaction, office: Office, person: Staff, way: str) -> str:
    """Open a session for a person who has shown who they are; return its token."""
    token = secrets.token_urlsafe(16)  # 128 bits
    now = office.now()
    staff.forget_old(tx, before=now - KEPT)
    staff.open_session(tx, staff_id=person.id, token_hash=hashed(token), at=now, expires_at=now + SESSION)
    note(tx, office, "sign_in.done", person, way=way)
    return token


def count_try(tx: Transaction, office: Office, account: str) -> int:
    """Count a try as failed until it is proven right; return how many seconds to wait instead, 0 to go on.

    A hundred guesses sent at once are a hundred failures.
    """
    failures, last_at = staff.hold_failures(tx, account, at=office.now())
    wait = seconds_until(last_at + _delay(failures), office.now())
    if wait == 0:
        staff.note_failure(tx, account, at=office.now())
    return wait


def note_refusal(tx: Transaction, office: Office, account: str, person: Staff | None, way: str) -> int:
    """Note a wrong try in the audit; return how long to wait before the next one counts."""
    failures, _ = staff.failures(tx, account)
    note(tx, office, "sign_in.refused", person, outcome="refused", way=way, failures=failures)
    return seconds_until(office.now() + _delay(failures), office.now())


def _delay(failures: int) -> timedelta:
    """Return how long to wait after that many failures: none at first, then twice as long each time."""
    if failures < FREE_FAILURES:
        return timedelta()
    return min(FIRST_WAIT * (1 << min(failures - FREE_FAILURES, 20)), LONGEST_WAIT)


def seconds_until(then: datetime, now: datetime) -> int:
    """Return whole seconds from ``now`` to ``then``, 0 when it is past."""
    return max(0, math.ceil((then - now).total_seconds()))


def account_of(office: Office, name: str) -> str:
    """Return under what failures are counted; keyed, so that the table does not list addresses."""
    return hmac.new(office.settings.secret, name.casefold().encode(), sha256).hexdigest()


def hashed(token: str) -> str:
    """Return what is kept of a session's token."""
    return sha256(token.encode(errors="replace")).hexdigest()


def note(
    tx: Transaction,
    office: Office,
    action: str,
    person: Staff | None,
    *,
    outcome: str = "done",
    **details: object,
) -> None:
    """Write an audit entry about a person's signing in."""
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
