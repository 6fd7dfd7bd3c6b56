"""Tickets between the password and the second step: who has shown a right password, and for how long."""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from itsdangerous import BadSignature, URLSafeSerializer

from engage.office import Office
from engage.one_time import new_salt, secret_of
from surveys.records import Staff
from surveys.store import second_factors, staff
from surveys.store.database import Transaction

LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A right password was shown. ``salt`` is what a second step that is to be set up will follow from."""

    staff_id: int
    salt: str
    token: str

    @property
    def is_set_up(self) -> bool:
        """Say whether the person has a second step already."""
        return not self.salt

    def secret(self, key: bytes) -> bytes:
        """Return the secret to be set up."""
        return secret_of(key, self.salt)


def ticket_for(
    tx: Transaction, office: Office, person: Staff, password_hash: str, *, is_wanted: bool = False
) -> Ticket | None:
    """Return a ticket when a second step is to follow the password; ``None`` when the password is enough."""
    rule = office.settings.second_factor
    if not rule.is_offered:
        return None
    has_one = second_factors.of(tx, person.id) is not None
    if not (has_one or is_wanted or rule.is_required_of(role.name for role in person.roles)):
        return None
    salt = "" if has_one else new_salt()
    said = [person.id, salt, _mark(office, password_hash), int(office.now().timestamp())]
    return Ticket(person.id, salt, str(_signer(office.settings.secret).dumps(said)))


def read_ticket(tx: Transaction, office: Office, token: str) -> tuple[Ticket, Staff] | None:
    """Return a ticket of ours and its person while both are good; ``None`` means to sign in again."""
    try:
        staff_id, salt, mark, made = _signer(office.settings.secret).loads(token[:1000])
    except (BadSignature, ValueError, TypeError, UnicodeError):
        return None
    age = office.now() - datetime.fromtimestamp(made, UTC)
    person = staff.by_id(tx, staff_id)
    found = staff.by_email(tx, person.email) if person and person.is_active else None
    if found is None or age > LASTS or not hmac.compare_digest(mark, _mark(office, found[1] or "")):
        return None
    ticket = Ticket(staff_id, salt, token)
    # Set up, or taken away, since the ticket was given: what it was given for is over.
    has_one = second_factors.of(tx, staff_id) is not None
    return (ticket, found[0]) if has_one == ticket.is_set_up else None


def _mark(office: Office, password_hash: str) -> str:
    """Return what ties a ticket to the password it was given for; a new one ends it."""
    return hmac.new(office.settings.secret, b"ticket:" + password_hash.encode(), "sha256").hexdigest()[:16]


@cache
def _signer(secret: bytes) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="second step")
