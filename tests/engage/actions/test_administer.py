"""Administering staff: who may change whom, passwords that would be guessed, the last site admin."""

import pytest
from argon2 import PasswordHasher

from engage.access import OPERATOR, NotFoundError, RefusedError
from engage.actions import administer, audit_trail, sign_in
from engage.actions.administer import PasswordError, StaffError
from engage.office import Office
from surveys.records import Role
from tests.factories import Cast, cast

GOOD = "seven otters cross slowly"


@pytest.fixture(autouse=True)
def _fast_hashing(monkeypatch) -> None:
    monkeypatch.setattr(sign_in, "HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def people(office: Office) -> Cast:
    return cast(office)


def names(found) -> list[str]:
    return [person.name for person in found]


def add_eve(office: Office, actor, *roles: Role, **more):
    return administer.add_staff(
        office, actor, email="eve@larkmere.example", name="Eve", roles=list(roles), **more
    )


def test_the_site_admin_sees_everyone_and_a_department_admin_their_own(office: Office, people: Cast) -> None:
    assert names(administer.everyone(office, people.sam)) == ["Ana", "Ava", "Ben", "Cho", "Dee", "Dev", "Sam"]
    assert names(administer.everyone(office, people.dee)) == ["Ana", "Ben", "Dee", "Dev"]
    assert [found.slug for found in administer.departments(office, people.dee)] == ["digital"]


@pytest.mark.parametrize("who", ["rosa", "ana", "ben", "cho", "dev", "ava"])
def test_nobody_else_manages_anybody(office: Office, people: Cast, who: str) -> None:
    actor = getattr(people, who)
    ben = people.ben.staff.id
    for verb in (
        lambda: administer.everyone(office, actor),
        lambda: administer.departments(office, actor),
        lambda: administer.add_department(office, actor, slug="x", name={"en": "X"}),
        lambda: add_eve(office, actor, Role("editor", people.digital)),
        lambda: add_eve(office, actor),
        lambda: administer.set_roles(office, actor, ben, []),
        lambda: administer.set_password(office, actor, ben, GOOD),
        lambda: administer.set_active(office, actor, ben, is_active=False),
    ):
        with pytest.raises((NotFoundError, RefusedError)):
            verb()
    assert names(administer.everyone(office, OPERATOR)) == ["Ana", "Ava", "Ben", "Cho", "Dee", "Dev", "Sam"]


def test_a_department_admin_adds_people_to_their_own_department(office: Office, people: Cast) -> None:
    made = add_eve(office, people.dee, Role("editor", people.digital), password=GOOD, language="fr")
    assert (made.email, made.roles, made.has_password, made.language) == (
        "eve@larkmere.example",
        (Role("editor", people.digital),),
        True,
        "fr",
    )


def test_a_department_admin_gives_no_role_elsewhere_or_on_the_site(office: Office, people: Cast) -> None:
    with pytest.raises(NotFoundError):
        add_eve(office, people.dee, Role("editor", people.parks))
    for name in ("site_admin", "auditor"):
        with pytest.raises(RefusedError):
            add_eve(office, people.dee, Role(name, None))
        with pytest.raises(RefusedError):
            administer.set_roles(office, people.dee, people.ben.staff.id, [Role(name, people.digital)])


def test_another_departments_person_looks_like_nobody(office: Office, people: Cast) -> None:
    for staff_id in (people.cho.staff.id, people.sam.staff.id, 999):
        with pytest.raises(NotFoundError):
            administer.set_roles(office, people.dee, staff_id, [])
        with pytest.raises(NotFoundError):
            administer.set_password(office, people.dee, staff_id, GOOD)


def test_a_department_admin_cannot_take_over_somebody_who_is_more_elsewhere(
    office: Office, people: Cast
) -> None:
    ben = people.ben.staff.id
    administer.set_roles(office, people.sam, ben, [Role("editor", people.digital), Role("site_admin", None)])
    with pytest.raises(RefusedError):
        administer.set_password(office, people.dee, ben, GOOD)
    with pytest.raises(RefusedError):
        administer.set_active(office, people.dee, ben, is_active=False)


def test_a_role_in_another_department_may_stay_but_not_go(office: Office, people: Cast) -> None:
    ben, digital, parks = people.ben.staff.id, people.digital, people.parks
    administer.set_roles(office, people.sam, ben, [Role("editor", digital), Role("editor", parks)])
    kept = [Role("owner", digital), Role("editor", parks)]
    assert administer.set_roles(office, people.dee, ben, kept).roles == tuple(kept)
    with pytest.raises(NotFoundError):
        administer.set_roles(office, people.dee, ben, [Role("owner", digital)])


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role("resident", None), "role_unknown"),
        (Role("king", 1), "role_unknown"),
        (Role("owner", None), "role_needs_department"),
    ],
)
def test_a_role_that_makes_no_sense_is_refused(office: Office, people: Cast, role: Role, code: str) -> None:
    with pytest.raises(StaffError) as caught:
        add_eve(office, OPERATOR, role)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "email", ["", "eve", "eve@", "@larkmere.example", "eve@larkmere", "e ve@a.ca", "a@b@c.ca", "eve\x00@a.ca"]
)
def test_what_is_no_address_is_refused(office: Office, people: Cast, email: str) -> None:
    with pytest.raises(StaffError) as caught:
        administer.add_staff(office, OPERATOR, email=email, name="Eve", roles=[])
    assert caught.value.code == "email_wrong"


def test_an_address_is_taken_once_whatever_its_case(office: Office, people: Cast) -> None:
    with pytest.raises(StaffError) as caught:
        administer.add_staff(office, OPERATOR, email="ANA@larkmere.example", name="Ana", roles=[])
    assert caught.value.code == "email_taken"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "too_short"),
        ("elevenchars", "too_short"),
        ("x" * 1025, "too_long"),
        ("aaaaaaaaaaaa", "common"),
        ("password1234", "common"),
        ("P@ssw0rd!!2026", "common"),
        ("motdepasse2026!", "common"),
        ("hello hello hello", "common"),
        ("qwertyuiop1234", "common"),
        ("123456789012", "common"),
        ("correct horse battery staple", "common"),
        ("eve@larkmere.example", "personal"),
        ("evangeline.roy2026", "personal"),
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password: str, code: str) -> None:
    with pytest.raises(PasswordError) as caught:
        administer.check_password(password, email="eve@larkmere.example", name="Evangeline.Roy")
    assert caught.value.code == code


@pytest.mark.parametrize(
    "password",
    [
        "seven otters cross",
        "Kz8!pQ2m#vLw",
        "loutres-été-neige",
        "十二个字符的密码很好用的呀",
        "x9" * 6 + "abc",
    ],
)
def test_a_password_needs_no_signs_when_it_is_long(password: str) -> None:
    administer.check_password(password, email="eve@larkmere.example", name="Eve")


def test_the_last_site_admin_stays(office: Office, people: Cast) -> None:
    sam = people.sam.staff.id
    for verb in (
        lambda: administer.set_roles(office, OPERATOR, sam, []),
        lambda: administer.set_active(office, OPERATOR, sam, is_active=False),
    ):
        with pytest.raises(StaffError) as caught:
            verb()
        assert caught.value.code == "last_admin"
    assert administer.everyone(office, people.sam)[-1].is_active
    administer.set_roles(office, OPERATOR, people.ava.staff.id, [Role("site_admin", None)])
    assert administer.set_roles(office, OPERATOR, sam, []).roles == ()


def test_each_change_is_in_the_audit_without_a_password(office: Office, people: Cast) -> None:
    eve = add_eve(office, people.dee, Role("editor", people.digital), password=GOOD)
    administer.set_password(office, people.dee, eve.id, "another nine gentle herons")
    administer.set_active(office, people.dee, eve.id, is_active=False)
    found = audit_trail.entries(office, people.sam).entries
    assert [entry.action for entry in found] == ["staff.deactivated", "staff.password_set", "staff.added"]
    assert {entry.department_id for entry in found} == {people.digital}
    assert "otters" not in str(found)


def test_a_refused_change_leaves_nothing_behind(office: Office, people: Cast) -> None:
    with pytest.raises(PasswordError):
        add_eve(office, OPERATOR, Role("editor", people.digital), password="short")
    assert "Eve" not in names(administer.everyone(office, OPERATOR))
    assert audit_trail.entries(office, OPERATOR).entries == ()


def test_adding_a_department_twice_keeps_one(office: Office, people: Cast) -> None:
    first = administer.add_department(office, people.sam, slug="roads", name={"en": "Roads", "fr": "Routes"})
    assert administer.add_department(office, people.sam, slug="roads", name={"en": "Other"}) == first
    with pytest.raises(RefusedError):
        administer.add_department(office, people.dee, slug="x", name={"en": "X"})
