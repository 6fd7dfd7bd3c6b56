"""Departments, services and their releases."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import col, select

from surveys.records import Department, Release, Service
from surveys.store.database import Transaction
from surveys.tables import DepartmentRow, ReleaseRow, ServiceRow, SettingRow


def add_department(tx: Transaction, *, slug: str, name: Mapping[str, str]) -> int:
    """Add a department and return its id; an existing slug returns the one there is."""
    found = tx.exec(select(DepartmentRow).where(DepartmentRow.slug == slug)).first()
    row = found or DepartmentRow(slug=slug, name=dict(name))
    tx.add(row)
    tx.flush()
    return row.id or 0


def departments(tx: Transaction) -> list[Department]:
    """Return every department by id."""
    rows = tx.exec(select(DepartmentRow).order_by(col(DepartmentRow.id)))
    return [Department(row.id or 0, row.slug, row.name) for row in rows]


def add_service(
    tx: Transaction, *, slug: str, name: Mapping[str, str], stage: str, department_id: int
) -> int:
    """Add a service and return its id."""
    row = ServiceRow(slug=slug, name=dict(name), stage=stage, department_id=department_id)
    tx.add(row)
    tx.flush()
    return row.id or 0


def services(tx: Transaction) -> list[Service]:
    """Return every service by id."""
    rows = tx.exec(select(ServiceRow).order_by(col(ServiceRow.id)))
    return [Service(row.id or 0, row.slug, row.name, row.stage, row.department_id) for row in rows]


def add_release(
    tx: Transaction,
    *,
    service_id: int,
    number: str,
    released_at: datetime,
    notes: Mapping[str, str],
    known_issues: Mapping[str, str],
) -> int:
    """Add a release and return its id."""
    row = ReleaseRow(
        service_id=service_id,
        number=number,
        released_at=released_at,
        notes=dict(notes),
        known_issues=dict(known_issues),
    )
    tx.add(row)
    tx.flush()
    return row.id or 0


def releases(tx: Transaction, service_id: int) -> list[Release]:
    """Return a service's releases, oldest first."""
    query = select(ReleaseRow).where(ReleaseRow.service_id == service_id)
    rows = tx.exec(query.order_by(col(ReleaseRow.released_at), col(ReleaseRow.id)))
    return [
        Release(row.id or 0, row.service_id, row.number, row.released_at, row.notes, row.known_issues)
        for row in rows
    ]


def setting(tx: Transaction, name: str) -> Mapping[str, object] | None:
    """Return a site setting, or ``None`` when it was never set."""
    row = tx.get(SettingRow, name)
    return row.value if row else None


def keep_setting(tx: Transaction, name: str, value: Mapping[str, object]) -> None:
    """Set a site setting."""
    row = tx.get(SettingRow, name) or SettingRow(name=name, value={})
    row.value = dict(value)
    tx.add(row)
