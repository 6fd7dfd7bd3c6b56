"""People who sign in: found without case, with their roles, for as long as their session lives."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from surveys.records import Role, Staff
from surveys.store import staff
from surveys.store.database import Database
from tests.conftest import statements_of
from tests.factories import AT

LATER = AT + timedelta(hours=12)


def add(db: Database, name: str = "Ana", *roles: Role) -> int:
    with db.write() as tx:
        staff_id = staff.add(tx, email=f"{name}@Larkmere.example", name=name, password_hash="hash", at=AT)
        staff.set_roles(tx, staff_id, roles)
        return staff_id


def test_a_person_is_found_by_address_without_case(db: Database) -> None:
    staff_id = add(db, "Ana", Role("owner", 1), Role("auditor", None))
    ana = Staff(
        staff_id, "ana@larkmere.example", "Ana", True, (Role("owner", 1), Role("auditor", None)), True
    )
    with db.read() as tx:
        assert staff.by_email(tx, "ANA@LARKMERE.EXAMPLE") == (ana, "hash")
        assert staff.by_id(tx, staff_id) == ana
        assert (staff.by_email(tx, "nobody@larkmere.example"), staff.by_id(tx, 99)) == (None, None)


def test_an_address_is_used_once(db: Database) -> None:
    add(db, "Ana")
    with pytest.raises(IntegrityError):
        add(db, "ANA")


def test_roles_are_replaced(db: Database) -> None:
    staff_id = add(db, "Ana", Role("owner", 1))
    with db.write() as tx:
        staff.set_roles(tx, staff_id, [Role("editor", 2)])
    with db.read() as tx:
        found = staff.by_id(tx, staff_id)
    assert found is not None
    assert found.roles == (Role("editor", 2),)


def test_everyone_takes_two_statements(db: Database) -> None:
    add(db, "Cho", Role("owner", 2))
    add(db, "Ana", Role("owner", 1))
    with statements_of(db) as statements, db.read() as tx:
        found = staff.everyone(tx)
    assert [(person.name, person.roles) for person in found] == [
        ("Ana", (Role("owner", 1),)),
        ("Cho", (Role("owner", 2),)),
    ]
    assert len([sql for sql in statements if sql.startswith("SELECT")]) == 2


@pytest.mark.parametrize("end", ["expired", "closed", "inactive", "unknown", "alive"])
def test_a_session_lives_until_it_ends(db: Database, end: str) -> None:
    staff_id = add(db)
    with db.write() as tx:
        staff.open_session(tx, staff_id=staff_id, token_hash="token", at=AT, expires_at=LATER)
    with db.write() as tx:
        if end == "closed":
            staff.close_session(tx, "token", at=AT)
        if end == "inactive":
            staff.set_active(tx, staff_id, is_active=False)
    now = LATER if end == "expired" else LATER - timedelta(seconds=1)
    with db.read() as tx:
        found = staff.of_session(tx, "other" if end == "unknown" else "token", now=now)
    assert (found.id if found else None) == (staff_id if end == "alive" else None)


def test_failures_are_counted_until_one_works(db: Database) -> None:
    for minutes in (1, 2):
        with db.write() as tx:
            staff.note_failure(tx, "account", at=AT + timedelta(minutes=minutes))
    with db.read() as tx:
        assert staff.failures(tx, "account") == (2, AT + timedelta(minutes=2))
    with db.write() as tx:
        staff.clear_failures(tx, "account")
    with db.read() as tx:
        assert staff.failures(tx, "account") == (0, None)


def test_a_password_is_replaced(db: Database) -> None:
    staff_id = add(db)
    with db.write() as tx:
        staff.set_password(tx, staff_id, "new hash")
    with db.read() as tx:
        found = staff.by_email(tx, "ana@larkmere.example")
    assert found is not None
    assert found[1] == "new hash"
