"""Reading the audit: by whom, how much of it, and that reading leaves a trace."""

import pytest
from sqlalchemy import text

from engage.access import NotFoundError
from engage.actions import administer, audit_trail
from engage.office import Office
from surveys.records import Role
from tests.factories import cast, make_survey


def test_a_department_admin_reads_their_department_and_the_auditor_everything(office: Office) -> None:
    people = cast(office)
    make_survey(office)
    administer.set_roles(office, people.sam, people.cho.staff.id, [Role("editor", people.parks)])
    assert {e.department_id for e in audit_trail.entries(office, people.dee).entries} == {people.digital}
    everything = audit_trail.entries(office, people.ava)
    assert {e.department_id for e in everything.entries} == {people.digital, people.parks}
    assert everything.names[f"staff:{people.cho.staff.id}"] == "Cho"


@pytest.mark.parametrize("who", ["rosa", "ana", "ben", "cho", "dev"])
def test_nobody_else_reads_it(office: Office, who: str) -> None:
    with pytest.raises(NotFoundError):
        audit_trail.entries(office, getattr(cast(office), who))


def test_reading_is_recorded(office: Office) -> None:
    ava = cast(office).ava
    assert audit_trail.entries(office, ava).entries == ()
    found = audit_trail.entries(office, ava).entries
    assert [(e.actor, e.action, dict(e.details)) for e in found] == [
        (ava.label, "audit.read", {"entries": 0})
    ]


def test_an_entry_changed_behind_our_back_is_named(office: Office) -> None:
    people = cast(office)
    make_survey(office)
    assert audit_trail.entries(office, people.ava).broken_at is None
    with office.db.write() as tx:
        triggers = tx.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        for name in triggers:
            tx.execute(text(f'DROP TRIGGER "{name}"'))
        tx.execute(text("UPDATE audit_entry SET actor = 'staff:999' WHERE id = 2"))
    assert audit_trail.entries(office, people.ava).broken_at == 2


def test_at_most_so_many_entries_newest_first(office: Office) -> None:
    ava = cast(office).ava
    for _ in range(4):
        audit_trail.entries(office, ava)
    assert [entry.id for entry in audit_trail.entries(office, ava, limit=2).entries] == [4, 3]
