"""Signing in: the right password only, guessing slows down, sessions end, demo people only in demo mode."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from engage.access import OPERATOR, Actor
from engage.actions import administer, sign_in
from engage.actions.sign_in import SignInRefusedError
from engage.office import Office
from surveys.records import AuditEntry, Role, Staff
from surveys.store import audit, staff
from tests.factories import cast
from tests.signing_in import ANA, PASSWORD, Clock, quick_hashing

pytestmark = pytest.mark.usefixtures("quick_hashing")
__all__ = ["quick_hashing"]


SHIPPED = sign_in.HASHER
TABLES = ("staff_session", "sign_in_failure")


@pytest.fixture
def clock(office: Office) -> Clock:
    office.now = Clock()
    return office.now


@pytest.fixture
def ana(office: Office, clock: Clock) -> Staff:
    """Ana, with a password."""
    person = cast(office).ana.staff
    administer.set_password(office, OPERATOR, person.id, PASSWORD)
    return person


@pytest.fixture
def demo(office: Office) -> Iterator[Office]:
    office.settings = replace(office.settings, is_demo=True)
    cast(office)
    return office


def told(office: Office, action: str) -> list[AuditEntry]:
    with office.db.read() as tx:
        return [entry for entry in audit.entries(tx) if entry.action == action]


def refused(office: Office, email: str, password: str) -> int:
    with pytest.raises(SignInRefusedError) as caught:
        sign_in.sign_in(office, email, password)
    return caught.value.wait_seconds


def test_the_right_password_opens_a_session_of_that_person(office: Office, ana: Staff) -> None:
    token = sign_in.sign_in(office, ANA, PASSWORD)
    assert sign_in.actor_of(office, token) == Actor(replace(ana, has_password=True))


def test_an_address_is_compared_without_case_and_surrounding_space(office: Office, ana: Staff) -> None:
    assert (
        sign_in.actor_of(office, sign_in.sign_in(office, " ANA@Larkmere.Example ", PASSWORD)).staff.id
        == ana.id
    )


def test_two_ways_to_type_an_accent_are_one_password(office: Office, ana: Staff) -> None:
    administer.set_password(office, OPERATOR, ana.id, "sept loutres à l\u2019été")
    composed = "sept loutres a\u0300 l\u2019e\u0301te\u0301"
    assert sign_in.actor_of(office, sign_in.sign_in(office, ANA, composed)).staff.id == ana.id


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (ANA, "seven otters cross quickly"),
        (ANA, PASSWORD.upper()),
        (ANA, ""),
        (ANA, PASSWORD + " " * 2000),
        (ANA, "\ud800"),
        ("nobody@larkmere.example", PASSWORD),
        ("", ""),
        ("\ud800", PASSWORD),
        ("ben@larkmere.example", PASSWORD),  # has no password
    ],
)
def test_anything_else_is_refused_alike(office: Office, ana: Staff, email: str, password: str) -> None:
    assert refused(office, email, password) == 0


def test_a_deactivated_person_is_refused_like_a_wrong_password(office: Office, ana: Staff) -> None:
    administer.set_active(office, OPERATOR, ana.id, is_active=False)
    assert refused(office, ANA, PASSWORD) == 0


def test_an_unknown_account_costs_the_same_work(office: Office, ana: Staff, monkeypatch) -> None:
    verified: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str, password: str) -> bool:
            verified.append(hash.split("$")[3])
            return super().verify(hash, password)

    monkeypatch.setattr(sign_in, "HASHER", Counting(time_cost=1, memory_cost=64, parallelism=1))
    refused(office, ANA, "wrong password here")
    refused(office, "nobody@larkmere.example", "wrong password here")
    refused(office, "ben@larkmere.example", "wrong password here")
    assert verified == [verified[0]] * 3


def test_five_tries_are_free_then_the_wait_doubles_and_is_never_endless(
    office: Office, ana: Staff, clock: Clock
) -> None:
    waits = []
    for _ in range(18):
        waits.append(refused(office, ANA, "not the password"))
        clock.passes(seconds=waits[-1])
    assert waits[:9] == [0, 0, 0, 0, 5, 10, 20, 40, 80]
    assert waits[-1] == 900


def test_during_the_wait_even_the_right_password_is_refused_and_after_it_works(
    office: Office, ana: Staff, clock: Clock
) -> None:
    for _ in range(5):
        refused(office, ANA, "not the password")
    assert refused(office, ANA, PASSWORD) == 5
    clock.passes(seconds=5)
    sign_in.sign_in(office, ANA, PASSWORD)
    assert refused(office, ANA, "not the password") == 0


def test_one_account_waits_while_another_signs_in(office: Office, ana: Staff) -> None:
    for _ in range(6):
        refused_somebody = refused(office, "cho@larkmere.example", "not the password")
    assert refused_somebody == 5
    assert sign_in.actor_of(office, sign_in.sign_in(office, ANA, PASSWORD)).staff.id == ana.id


def test_an_unknown_account_waits_just_like_a_known_one(office: Office, ana: Staff) -> None:
    waits = {
        email: [refused(office, email, "not the password") for _ in range(7)]
        for email in (ANA, "nobody@larkmere.example")
    }
    assert waits[ANA] == waits["nobody@larkmere.example"]


def test_a_hash_made_with_weaker_settings_is_renewed(office: Office, ana: Staff) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with office.db.write() as tx:
        staff.set_password(tx, ana.id, weak)
    sign_in.sign_in(office, ANA, PASSWORD)
    with office.db.read() as tx:
        _, kept = staff.by_email(tx, ANA)
    assert kept.startswith("$argon2id$")
    assert not sign_in.HASHER.check_needs_rehash(kept)


def test_the_shipped_hash_is_argon2id_at_least_as_costly_as_rfc_9106_advises() -> None:
    assert SHIPPED.type.name == "ID"
    assert SHIPPED.memory_cost >= 65_536
    assert SHIPPED.time_cost >= 3


def test_a_session_ends_after_twelve_hours(office: Office, ana: Staff, clock: Clock) -> None:
    token = sign_in.sign_in(office, ANA, PASSWORD)
    clock.passes(hours=11, minutes=59)
    assert sign_in.actor_of(office, token).staff.id == ana.id
    clock.passes(minutes=1)
    assert sign_in.actor_of(office, token) is None


def test_signing_out_ends_that_session_only(office: Office, ana: Staff) -> None:
    first, second = sign_in.sign_in(office, ANA, PASSWORD), sign_in.sign_in(office, ANA, PASSWORD)
    sign_in.sign_out(office, first)
    sign_in.sign_out(office, first)
    assert sign_in.actor_of(office, first) is None
    assert sign_in.actor_of(office, second).staff.id == ana.id


@pytest.mark.parametrize("token", [None, "", "x", "x" * 10_000, "é\ud800", "' OR 1=1 --"])
def test_a_token_we_did_not_make_is_nobodys(office: Office, ana: Staff, token: str | None) -> None:
    assert sign_in.actor_of(office, token) is None


def test_the_database_keeps_no_token_and_no_address_of_who_failed(office: Office, ana: Staff) -> None:
    token = sign_in.sign_in(office, ANA, PASSWORD)
    refused(office, "curious@larkmere.example", "not the password")
    with office.db.read() as tx:
        raw = tx.connection().connection.driver_connection
        dump = "\n".join(raw.iterdump())
    assert token not in dump
    assert PASSWORD not in dump
    assert "curious@larkmere.example" not in dump


def test_ended_sessions_and_old_failures_are_forgotten_after_a_month(
    office: Office, ana: Staff, clock: Clock
) -> None:
    def kept() -> tuple[int, int]:
        with office.db.read() as tx:
            counted = [tx.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in TABLES]
        return counted[0], counted[1]

    sign_in.sign_in(office, ANA, PASSWORD)
    refused(office, "nobody@larkmere.example", "not the password")
    assert kept() == (1, 1)
    clock.passes(days=30)
    sign_in.sign_in(office, ANA, PASSWORD)
    assert kept() == (2, 1)
    clock.passes(days=1)
    sign_in.sign_in(office, ANA, PASSWORD)
    assert kept() == (2, 0)


def test_a_role_taken_away_counts_at_once(office: Office, ana: Staff) -> None:
    token = sign_in.sign_in(office, ANA, PASSWORD)
    administer.set_roles(office, OPERATOR, ana.id, [Role("analyst", cast(office).digital)])
    assert [role.name for role in sign_in.actor_of(office, token).staff.roles] == ["analyst"]


def test_a_new_password_and_deactivation_end_every_session(office: Office, ana: Staff) -> None:
    token = sign_in.sign_in(office, ANA, PASSWORD)
    administer.set_password(office, OPERATOR, ana.id, "another nine gentle herons")
    assert sign_in.actor_of(office, token) is None
    again = sign_in.sign_in(office, ANA, "another nine gentle herons")
    administer.set_active(office, OPERATOR, ana.id, is_active=False)
    assert sign_in.actor_of(office, again) is None


def test_signing_in_being_refused_and_signing_out_are_in_the_audit(office: Office, ana: Staff) -> None:
    refused(office, ANA, "not the password")
    sign_in.sign_out(office, sign_in.sign_in(office, ANA, PASSWORD))
    digital = cast(office).digital
    assert [(e.outcome, e.department_id) for e in told(office, "sign_in.refused")] == [("refused", digital)]
    assert [dict(e.details) for e in told(office, "sign_in.done")] == [{"way": "password"}]
    assert [e.actor for e in told(office, "sign_in.ended")] == [f"staff:{ana.id}"]


def test_demo_people_can_be_picked_in_demo_mode_only(office: Office, demo: Office) -> None:
    assert [person.name for person in sign_in.demo_people(demo)][:2] == ["Ana", "Ava"]
    picked = sign_in.demo_people(demo)[0]
    assert sign_in.actor_of(demo, sign_in.sign_in_as(demo, picked.id)).staff.name == "Ana"
    with pytest.raises(SignInRefusedError):
        sign_in.sign_in_as(demo, 999)
    demo.settings = replace(demo.settings, is_demo=False)
    assert sign_in.demo_people(demo) == []
    with pytest.raises(SignInRefusedError):
        sign_in.sign_in_as(demo, picked.id)


def test_the_identity_provider_lets_in_known_active_people_with_a_verified_address(
    office: Office, ana: Staff
) -> None:
    token = sign_in.sign_in_by_identity(office, "Ana@larkmere.example", True)
    assert sign_in.actor_of(office, token).staff.id == ana.id
    administer.set_active(office, OPERATOR, ana.id, is_active=False)
    for email, is_verified in (
        (ANA, True),
        ("ben@larkmere.example", False),
        ("new@larkmere.example", True),
        ("", True),
    ):
        with pytest.raises(SignInRefusedError):
            sign_in.sign_in_by_identity(office, email, is_verified)
    assert len(told(office, "sign_in.refused")) == 4
