"""Who may do what: the table in code is the table we mean, and every cell of it holds.

The matrix below is written out by hand from the access plan; the tests are generated from it for every
role, action and scope, so that a change of the table in code must be made in two places, on purpose.
"""

import itertools
from typing import get_args

import pytest

from engage import access
from engage.access import (
    OPERATOR,
    RESIDENT,
    ROLES,
    TABLE,
    Actor,
    Grant,
    NotFoundError,
    RefusedError,
    Rule,
    Scope,
)
from surveys.records import Role, Staff

HOME, ELSEWHERE = 1, 2
ME, SOMEBODY = 10, 11

# Scopes: department, owner, published. A staff member of HOME with id ME looks at each.
SCOPES = {
    "mine": Scope(HOME, ME, False),
    "department": Scope(HOME, SOMEBODY, False),
    "elsewhere": Scope(ELSEWHERE, SOMEBODY, False),
    "published elsewhere": Scope(ELSEWHERE, SOMEBODY, True),
}

# m: mine; d: others' of my department; e: elsewhere; p: published, elsewhere. "*" masked, "t" as a test.
MATRIX = {
    #                      analyst  editor   owner  dept    site     auditor
    "answer_survey": ("mdt", "mdt", "mdt", "mdt", "mdept", ""),
    "see_survey": ("md", "md", "m", "md", "mdep", ""),
    "edit_survey": ("", "md", "m", "md", "", ""),
    "publish_survey": ("", "", "m", "md", "", ""),
    "see_results": ("mdp", "mdp", "mp", "mdp", "p", "mdep"),
    "see_comments": ("md*", "", "m", "md", "", ""),
    "reveal_comments": ("", "", "m", "md", "", ""),
    "run_analysis": ("md", "", "m", "md", "", ""),
    "code_comments": ("md", "", "m", "md", "", ""),
    "edit_code_frame": ("md", "", "m", "md", "", ""),
    "bring_in_responses": ("", "md", "m", "md", "", ""),
    "export_responses": ("", "", "m", "md", "", ""),
    "manage_staff": ("", "", "", "md", "mdep", ""),
    "read_audit": ("", "", "", "md", "mdep", "mdep"),
}
STAFF_ROLES = ("analyst", "editor", "owner", "department_admin", "site_admin", "auditor")
LETTERS = {"mine": "m", "department": "d", "elsewhere": "e", "published elsewhere": "p"}


def person(*roles: tuple[str, int | None], is_active: bool = True) -> Actor:
    held = tuple(Role(name, department_id) for name, department_id in roles)
    return Actor(Staff(ME, "me@larkmere.example", "Me", is_active, held, True))


def with_role(name: str) -> Actor:
    return person((name, None if name in access.SITE_ROLES else HOME))


def test_the_matrix_has_every_action_and_role() -> None:
    assert set(MATRIX) == set(TABLE)
    assert set(ROLES) == {"resident", *STAFF_ROLES}
    assert {role for row in TABLE.values() for role in row} <= set(ROLES)


def test_every_cell_of_the_table_is_a_known_rule() -> None:
    assert {rule for row in TABLE.values() for rule in row.values()} <= set(get_args(Rule))


@pytest.mark.parametrize("action", MATRIX)
@pytest.mark.parametrize("role", STAFF_ROLES)
@pytest.mark.parametrize("scope", SCOPES)
def test_a_role_may_do_what_the_matrix_says(action: str, role: str, scope: str) -> None:
    cell = MATRIX[action][STAFF_ROLES.index(role)]
    wanted = Grant(is_masked="*" in cell, is_test="t" in cell) if LETTERS[scope] in cell else None
    assert access.grant(with_role(role), action, SCOPES[scope]) == wanted


@pytest.mark.parametrize("action", MATRIX)
@pytest.mark.parametrize("scope", SCOPES)
def test_a_resident_may_answer_and_see_what_is_published(action: str, scope: str) -> None:
    may = action in ("answer_survey", "see_results") and scope == "published elsewhere"
    assert access.grant(RESIDENT, action, SCOPES[scope]) == (Grant() if may else None)


@pytest.mark.parametrize("action", MATRIX)
@pytest.mark.parametrize("scope", SCOPES)
def test_the_operator_may_do_everything(action: str, scope: str) -> None:
    assert access.grant(OPERATOR, action, SCOPES[scope]) == Grant()


@pytest.mark.parametrize("action", MATRIX)
@pytest.mark.parametrize("role", STAFF_ROLES)
def test_someone_inactive_is_a_resident(action: str, role: str) -> None:
    gone = person((role, None if role in access.SITE_ROLES else HOME), is_active=False)
    assert access.grant(gone, action, SCOPES["mine"]) is None


def test_an_owners_survey_in_another_department_is_not_hers_any_more() -> None:
    assert access.grant(person(("owner", HOME)), "edit_survey", Scope(ELSEWHERE, ME)) is None


def test_the_widest_of_several_roles_counts() -> None:
    both_roles = person(("analyst", HOME), ("owner", HOME))
    assert access.grant(both_roles, "see_comments", SCOPES["mine"]) == Grant()
    assert access.grant(both_roles, "see_comments", SCOPES["department"]) == Grant(is_masked=True)


def test_a_role_nobody_knows_gives_nothing() -> None:
    king = person(("king", None))
    for action, scope in itertools.product(MATRIX, ("mine", "department", "elsewhere")):
        assert access.grant(king, action, SCOPES[scope]) is None


def test_an_action_nobody_knows_is_an_error() -> None:
    for actor in (RESIDENT, OPERATOR, with_role("site_admin")):
        with pytest.raises(KeyError):
            access.grant(actor, "open_the_safe", SCOPES["mine"])


def test_who_sees_a_thing_is_refused_and_who_does_not_is_told_there_is_none() -> None:
    with pytest.raises(RefusedError) as refused:
        access.require(with_role("analyst"), "publish_survey", SCOPES["department"])
    assert refused.value.action == "publish_survey"
    for actor in (RESIDENT, with_role("owner"), with_role("department_admin")):
        with pytest.raises(NotFoundError):
            access.require(actor, "publish_survey", SCOPES["elsewhere"])


def test_can_says_what_require_would() -> None:
    assert access.can(with_role("owner"), "publish_survey", SCOPES["mine"]) is True
    assert access.can(with_role("owner"), "publish_survey", SCOPES["department"]) is False


@pytest.mark.parametrize(
    ("actor", "action", "departments"),
    [
        (OPERATOR, "see_survey", None),
        (RESIDENT, "see_survey", frozenset()),
        (with_role("analyst"), "see_survey", {HOME}),
        (with_role("owner"), "see_survey", {HOME}),
        (with_role("site_admin"), "see_survey", None),
        (with_role("site_admin"), "see_results", frozenset()),
        (with_role("auditor"), "see_results", None),
        (person(("analyst", HOME), ("editor", ELSEWHERE)), "see_survey", {HOME, ELSEWHERE}),
        (person(("analyst", HOME), is_active=False), "see_survey", frozenset()),
    ],
)
def test_lists_are_read_from_the_departments_that_count(
    actor: Actor, action: str, departments: set[int] | None
) -> None:
    assert access.departments_where(actor, action) == departments


@pytest.mark.parametrize(
    ("actor", "label"), [(RESIDENT, "resident"), (OPERATOR, "operator"), (with_role("owner"), f"staff:{ME}")]
)
def test_the_audit_names_actors_without_names(actor: Actor, label: str) -> None:
    assert actor.label == label
