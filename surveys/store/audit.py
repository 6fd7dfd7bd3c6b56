"""The record of who did what: only ever added to, each entry's hash covering the one before it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import text
from sqlmodel import col, select

from surveys.records import AuditEntry
from surveys.store.database import Transaction
from surveys.tables import AuditRow

FIRST = "0" * 64


def append(
    tx: Transaction,
    *,
    at: datetime,
    actor: str,
    action: str,
    target: str,
    outcome: str = "done",
    department_id: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add an entry in the transaction of the thing it tells of. Details hold ids and counts, never words."""
    if tx.get_bind().dialect.name == "postgresql":
        # One writer at a time, so that the chain has no fork; SQLite has one writer anyway.
        tx.execute(text("SELECT pg_advisory_xact_lock(7266002)"))
    before = tx.exec(select(AuditRow.hash).order_by(col(AuditRow.id).desc()).limit(1)).first() or FIRST
    row = AuditRow(
        at=at,
        actor=actor,
        action=action,
        target=target,
        outcome=outcome,
        department_id=department_id,
        details=dict(details or {}),
        hash="",
    )
    row.hash = _hash(before, row)
    tx.add(row)
    tx.flush()


def entries(
    tx: Transaction, *, department_ids: frozenset[int] | None = None, limit: int = 500
) -> list[AuditEntry]:
    """Return the newest entries first; ``department_ids`` keeps those departments', ``None`` keeps all."""
    query = select(AuditRow).order_by(col(AuditRow.id).desc()).limit(limit)
    if department_ids is not None:
        query = query.where(col(AuditRow.department_id).in_(department_ids))
    return [
        AuditEntry(
            row.id or 0,
            row.at,
            row.actor,
            row.action,
            row.target,
            row.department_id,
            row.outcome,
            row.details,
            row.hash,
        )
        for row in tx.exec(query)
    ]


def broken_link(tx: Transaction) -> int | None:
    """Return the id of the first entry whose hash does not follow from the one before; ``None`` if all do."""
    before = FIRST
    for row in tx.exec(select(AuditRow).order_by(col(AuditRow.id))):
        if row.hash != _hash(before, row):
            return row.id
        before = row.hash
    return None


def _hash(before: str, row: AuditRow) -> str:
    told = [
        row.at.astimezone(UTC).isoformat(),
        row.actor,
        row.action,
        row.target,
        row.outcome,
        row.department_id,
        row.details,
    ]
    return sha256((before + json.dumps(told, sort_keys=True)).encode()).hexdigest()
