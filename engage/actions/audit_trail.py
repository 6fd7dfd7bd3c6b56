"""Reading the record of who did what; reading it is recorded too."""

from dataclasses import dataclass

from engage.access import Actor, NotFoundError, departments_where
from engage.actions import guarded
from engage.office import Office
from surveys.records import AuditEntry
from surveys.store import audit, staff

MOST = 500


@dataclass(frozen=True, slots=True)
class AuditTrail:
    """The newest entries first, names of the staff in them, and whether the chain holds.

    ``broken_at`` is the first entry that does not follow from the one before; ``None`` when all do.
    """

    entries: tuple[AuditEntry, ...]
    names: dict[str, str]
    broken_at: int | None


@guarded("read_audit")
def entries(office: Office, actor: Actor, *, limit: int = MOST) -> AuditTrail:
    """Return what ``actor`` may read: everything, or what belongs to their departments.

    Raises:
        NotFoundError: they may read nothing.
    """
    ids = departments_where(actor, "read_audit")
    if ids == frozenset():
        raise NotFoundError("read_audit")
    with office.db.read() as tx:
        found = audit.entries(tx, department_ids=ids, limit=min(limit, MOST))
        broken_at = audit.broken_link(tx)
        names = {f"staff:{person.id}": person.name for person in staff.everyone(tx)}
    # Apart, so that checking a long chain keeps no resident waiting; nothing is shown unless it is noted.
    with office.db.write() as tx:
        audit.append(
            tx,
            at=office.now(),
            actor=actor.label,
            action="audit.read",
            target="audit",
            department_id=next(iter(ids)) if ids and len(ids) == 1 else None,
            details={"entries": len(found)},
        )
    return AuditTrail(tuple(found), names, broken_at)
