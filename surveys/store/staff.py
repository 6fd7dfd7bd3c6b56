"""People who sign in, their roles and their sessions."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from surveys.records import Role, Staff
from surveys.store.database import Transaction
from surveys.tables import RoleRow, SignInFailureRow, StaffRow, StaffSessionRow, metadata


def add(
    tx: Transaction,
    *,
    email: str,
    name: str,
    password_hash: str | None,
    at: datetime,
    language: str = "en",
) -> int:
    """Add a person and return the id; e-mail addresses are compared without case."""
    row = StaffRow(
        email=email.casefold(), name=name, password_hash=password_hash, created_at=at, language=language
    )
    tx.add(row)
    tx.flush()
    return row.id or 0


def set_roles(tx: Transaction, staff_id: int, roles: Sequence[Role]) -> None:
    """Replace a person's roles."""
    tx.execute(delete(RoleRow).where(col(RoleRow.staff_id) == staff_id))
    for role in roles:
        tx.add(RoleRow(staff_id=staff_id, name=role.name, department_id=role.department_id or 0))
    tx.flush()


def set_password(tx: Transaction, staff_id: int, password_hash: str) -> None:
    """Replace a person's password hash."""
    tx.execute(update(StaffRow).where(col(StaffRow.id) == staff_id).values(password_hash=password_hash))


def set_active(tx: Transaction, staff_id: int, *, is_active: bool) -> None:
    """Let a person sign in, or not; a session of someone inactive is worth nothing."""
    tx.execute(update(StaffRow).where(col(StaffRow.id) == staff_id).values(is_active=is_active))


def everyone(tx: Transaction) -> list[Staff]:
    """Return all people by name, with their roles, in two statements."""
    roles: dict[int, list[Role]] = {}
    for role in tx.exec(select(RoleRow).order_by(col(RoleRow.id))):
        roles.setdefault(role.staff_id, []).append(_role(role))
    rows = tx.exec(select(StaffRow).order_by(col(StaffRow.name)))
    return [_staff(row, tuple(roles.get(row.id or 0, ()))) for row in rows]


def by_id(tx: Transaction, staff_id: int) -> Staff | None:
    """Return a person, or ``None``."""
    row = tx.get(StaffRow, staff_id)
    return _staff(row, _roles(tx, staff_id)) if row else None


def by_email(tx: Transaction, email: str) -> tuple[Staff, str | None] | None:
    """Return a person and their password hash, or ``None``."""
    row = tx.exec(select(StaffRow).where(StaffRow.email == email.casefold())).first()
    return (_staff(row, _roles(tx, row.id or 0)), row.password_hash) if row else None


def open_session(
    tx: Transaction, *, staff_id: int, token_hash: str, at: datetime, expires_at: datetime
) -> None:
    """Remember a signed-in browser."""
    tx.add(StaffSessionRow(staff_id=staff_id, token_hash=token_hash, created_at=at, expires_at=expires_at))


def of_session(tx: Transaction, token_hash: str, *, now: datetime) -> Staff | None:
    """Return who a live session belongs to, roles as they are now; ``None`` when it is over."""
    row = tx.exec(select(StaffSessionRow).where(StaffSessionRow.token_hash == token_hash)).first()
    if row is None or row.revoked_at is not None or row.expires_at <= now:
        return None
    person = by_id(tx, row.staff_id)
    return person if person and person.is_active else None


def close_session(tx: Transaction, token_hash: str, *, at: datetime) -> None:
    """End a session."""
    tx.execute(
        update(StaffSessionRow).where(col(StaffSessionRow.token_hash) == token_hash).values(revoked_at=at)
    )


def close_sessions(tx: Transaction, staff_id: int, *, at: datetime) -> None:
    """End every session of a person."""
    query = update(StaffSessionRow).where(col(StaffSessionRow.staff_id) == staff_id)
    tx.execute(query.where(col(StaffSessionRow.revoked_at).is_(None)).values(revoked_at=at))


def failures(tx: Transaction, account_hash: str) -> tuple[int, datetime | None]:
    """Return how often signing in failed since it last worked, and when last."""
    row = tx.get(SignInFailureRow, account_hash)
    return (row.failures, row.last_at) if row else (0, None)


def hold_failures(tx: Transaction, account_hash: str, *, at: datetime) -> tuple[int, datetime]:
    """Return what ``failures`` does, and keep others from counting under that account until the end.

    Without it, of a hundred guesses that reach PostgreSQL at once each would find no failure before it.
    """
    dialect = sqlite if tx.get_bind().dialect.name == "sqlite" else postgresql
    table = metadata.tables["sign_in_failure"]
    put = dialect.insert(table).values(account_hash=account_hash, failures=0, last_at=at)
    # Written anew as it is: that holds the row, also one which somebody removes at this moment.
    held = put.on_conflict_do_update(
        index_elements=[table.c.account_hash], set_={"account_hash": put.excluded.account_hash}
    )
    failed, last_at = tx.execute(held.returning(table.c.failures, table.c.last_at)).one()
    return failed, last_at


def note_failure(tx: Transaction, account_hash: str, *, at: datetime) -> None:
    """Count a failed sign-in."""
    row = tx.get(SignInFailureRow, account_hash) or SignInFailureRow(account_hash=account_hash, failures=0)
    row.failures += 1
    row.last_at = at
    tx.add(row)


def clear_failures(tx: Transaction, account_hash: str) -> None:
    """Forget failed sign-ins after one that worked."""
    tx.execute(delete(SignInFailureRow).where(col(SignInFailureRow.account_hash) == account_hash))


def forget_old(tx: Transaction, *, before: datetime) -> None:
    """Remove sessions that ended, and failures that were counted last, before then."""
    tx.execute(delete(StaffSessionRow).where(col(StaffSessionRow.expires_at) < before))
    tx.execute(delete(SignInFailureRow).where(col(SignInFailureRow.last_at) < before))


def _roles(tx: Transaction, staff_id: int) -> tuple[Role, ...]:
    rows = tx.exec(select(RoleRow).where(RoleRow.staff_id == staff_id).order_by(col(RoleRow.id)))
    return tuple(_role(row) for row in rows)


def _role(row: RoleRow) -> Role:
    return Role(row.name, row.department_id or None)


def _staff(row: StaffRow, roles: tuple[Role, ...]) -> Staff:
    return Staff(
        row.id or 0, row.email, row.name, row.is_active, roles, row.password_hash is not None, row.language
    )
