"""Second steps of signing in: what each follows from, which codes were used, and recovery codes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, update
from sqlmodel import col, select

from surveys.store.database import Transaction
from surveys.tables import RecoveryCodeRow, SecondFactorRow


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """A person's second step, and how many recovery codes are left."""

    salt: str
    set_at: datetime
    recovery_codes: int


def of(tx: Transaction, staff_id: int) -> SecondFactor | None:
    """Return a person's second step, or ``None``."""
    row = tx.get(SecondFactorRow, staff_id)
    if row is None:
        return None
    left = select(func.count()).select_from(RecoveryCodeRow).where(RecoveryCodeRow.staff_id == staff_id)
    return SecondFactor(row.salt, row.set_at, tx.exec(left).one())


def who_has_one(tx: Transaction) -> frozenset[int]:
    """Return the ids of everybody with a second step."""
    return frozenset(tx.exec(select(SecondFactorRow.staff_id)))


def put(tx: Transaction, staff_id: int, *, salt: str, step: int, at: datetime) -> None:
    """Give a person a second step whose code of ``step`` was just used; it replaces an earlier one."""
    remove(tx, staff_id)
    tx.add(SecondFactorRow(staff_id=staff_id, salt=salt, last_step=step, set_at=at))
    tx.flush()


def remove(tx: Transaction, staff_id: int) -> bool:
    """Take a second step and its recovery codes away; say whether there was one."""
    tx.execute(delete(RecoveryCodeRow).where(col(RecoveryCodeRow.staff_id) == staff_id))
    done = tx.execute(delete(SecondFactorRow).where(col(SecondFactorRow.staff_id) == staff_id))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def use_step(tx: Transaction, staff_id: int, step: int) -> bool:
    """Use up the code of ``step``; ``False`` when it, or a later one, was used before."""
    query = update(SecondFactorRow).where(col(SecondFactorRow.staff_id) == staff_id)
    done = tx.execute(query.where(col(SecondFactorRow.last_step) < step).values(last_step=step))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def set_recovery_codes(tx: Transaction, staff_id: int, hashes: Iterable[str]) -> None:
    """Replace a person's recovery codes."""
    tx.execute(delete(RecoveryCodeRow).where(col(RecoveryCodeRow.staff_id) == staff_id))
    tx.add_all(RecoveryCodeRow(code_hash=code, staff_id=staff_id) for code in hashes)
    tx.flush()


def use_recovery_code(tx: Transaction, staff_id: int, code_hash: str) -> bool:
    """Use up a recovery code; ``False`` when it is not one of this person's (any more)."""
    query = delete(RecoveryCodeRow).where(col(RecoveryCodeRow.staff_id) == staff_id)
    done = tx.execute(query.where(col(RecoveryCodeRow.code_hash) == code_hash))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]
