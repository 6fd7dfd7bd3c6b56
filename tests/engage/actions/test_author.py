"""Authoring: create, save, publish, close, reopen, show results; each told in the audit.

Cho, of another department, is refused everywhere as if there were no such survey.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from engage import drafts
from engage.access import NotFoundError, RefusedError
from engage.actions import author
from engage.office import Office
from surveys.problems import DefinitionError, Problem
from surveys.store import audit
from surveys.store.surveys import EditConflictError
from tests.conftest import statements_of
from tests.factories import answer, cast, definition, make_service, make_survey, publish_survey, survey_now

NEW = definition(title="Newer")

VERBS: dict[str, Callable[[Office, Any], Any]] = {
    "survey_for": lambda office, who: author.survey_for(office, who, "library"),
    "versions_for": lambda office, who: author.versions_for(office, who, "library"),
    "save_draft": lambda office, who: author.save_draft(office, who, "library", NEW, edits=1),
    "publish": lambda office, who: author.publish(office, who, "library"),
    "close": lambda office, who: author.close(office, who, "library"),
    "reopen": lambda office, who: author.reopen(office, who, "library"),
    "show_results": lambda office, who: author.show_results(office, who, "library", is_public=True),
}
# Who may: by verb, on Ana's survey.
MAY = {
    "survey_for": {"ana", "ben", "dev", "dee", "sam", "ava"},
    "versions_for": {"ana", "ben", "dev", "dee", "sam", "ava"},
    "save_draft": {"ana", "ben", "dee"},
    "publish": {"ana", "dee"},
    "close": {"ana", "dee"},
    "reopen": {"ana", "dee"},
    "show_results": {"ana", "dee"},
}


def with_draft(office: Office) -> None:
    """A live survey with a draft beside it, so that every verb has something to do."""
    make_survey(office)
    author.save_draft(office, cast(office).ana, "library", definition(), edits=0)


def audit_of(office: Office) -> list[tuple[str, str, dict[str, Any]]]:
    with office.db.read() as tx:
        return [(e.actor, e.action, dict(e.details)) for e in reversed(audit.entries(tx))]


@pytest.mark.parametrize("name", ["rosa", "ana", "ben", "cho", "dev", "dee", "sam", "ava"])
@pytest.mark.parametrize("verb", VERBS)
def test_each_of_the_cast_may_do_what_is_theirs(office: Office, verb: str, name: str) -> None:
    with_draft(office)
    before = audit_of(office)
    if name in MAY[verb]:
        VERBS[verb](office, getattr(cast(office), name))
        return
    wanted = NotFoundError if name in ("rosa", "cho") else RefusedError
    with pytest.raises((NotFoundError, RefusedError)) as raised:
        VERBS[verb](office, getattr(cast(office), name))
    assert raised.type is wanted
    assert audit_of(office) == before


@pytest.mark.parametrize("verb", VERBS)
def test_another_departments_survey_is_as_unknown_as_none(office: Office, verb: str) -> None:
    told = []
    for is_there in (False, True):
        if is_there:
            with_draft(office)
        with pytest.raises(NotFoundError) as raised:
            VERBS[verb](office, cast(office).cho)
        told.append(type(raised.value))
    assert told == [NotFoundError, NotFoundError]


def test_a_creator_owns_the_draft(office_on_both: Office) -> None:
    office = office_on_both
    people = cast(office)
    made = author.create_survey(
        office, people.ana, slug="Parks-2026", definition=definition(), department_id=people.digital
    )
    assert people.ana.staff is not None
    assert (made.slug, made.owner_id, made.department_id, made.state, made.has_draft) == (
        "parks-2026",
        people.ana.staff.id,
        people.digital,
        "draft",
        True,
    )
    assert audit_of(office) == [(people.ana.label, "survey.created", {})]


@pytest.mark.parametrize("name", ["rosa", "cho", "dev", "sam", "ava"])
def test_who_may_not_edit_cannot_create(office: Office, name: str) -> None:
    people = cast(office)
    with pytest.raises((NotFoundError, RefusedError)):
        author.create_survey(
            office,
            getattr(people, name),
            slug="mine",
            definition=definition(),
            department_id=people.digital,
        )
    assert audit_of(office) == []


@pytest.mark.parametrize("slug", ["", "-", "a--b", "a b", "é", "a/b", "x" * 61, "a_b", "a-", "../x"])
def test_an_address_is_letters_digits_and_dashes(office: Office, slug: str) -> None:
    people = cast(office)
    with pytest.raises(ValueError, match="slug_wrong"):
        author.create_survey(
            office, people.ana, slug=slug, definition=definition(), department_id=people.digital
        )


def test_an_address_is_used_once(office: Office) -> None:
    people = cast(office)
    make_survey(office)
    with pytest.raises(ValueError, match="slug_taken"):
        author.create_survey(
            office, people.ana, slug="LIBRARY", definition=definition(), department_id=people.digital
        )


def test_of_many_who_take_an_address_at_once_one_gets_it(office_on_both: Office) -> None:
    office = office_on_both
    people = cast(office)

    def create(number: int) -> str:
        try:
            author.create_survey(
                office, people.ana, slug="library", definition=definition(), department_id=people.digital
            )
        except ValueError as error:
            return str(error)
        return "created"

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(create, range(6)))
    assert sorted(outcomes) == ["created"] + ["slug_taken"] * 5


def test_the_second_of_two_editors_is_told(office: Office) -> None:
    people = cast(office)
    make_survey(office, is_published=False)
    assert author.save_draft(office, people.ana, "library", NEW, edits=1) == 2
    with pytest.raises(EditConflictError):
        author.save_draft(office, people.ben, "library", definition(), edits=1)
    draft, _, _ = author.versions_for(office, people.ana, "library")
    assert draft is not None
    assert (draft.definition, draft.edits) == (NEW, 2)


def test_the_first_publishing_opens_and_later_ones_keep_the_state(office_on_both: Office) -> None:
    office = office_on_both
    ana = cast(office).ana
    make_survey(office, is_published=False)
    assert author.publish(office, ana, "library").number == 1
    assert survey_now(office).stage_at(office.now()) == "open"
    author.close(office, ana, "library")
    assert publish_survey(office, title="Newer").number == 2
    survey = survey_now(office)
    assert (survey.state, survey.title["en"]) == ("closed", "Newer")


def test_what_must_be_mended_is_told_all_at_once(office: Office) -> None:
    make_survey(office, is_published=False, notice={}, title={"en": "Only English"})
    with pytest.raises(DefinitionError) as raised:
        author.publish(office, cast(office).ana, "library")
    assert raised.value.problems == (
        Problem("language_missing", "title", {"language": "fr"}),
        Problem("notice_missing", "notice"),
    )
    assert survey_now(office).state == "draft"


def test_without_a_draft_there_is_nothing_to_publish(office: Office) -> None:
    make_survey(office)
    with pytest.raises(LookupError):
        author.publish(office, cast(office).ana, "library")


@pytest.mark.parametrize("verb", ["close", "reopen"])
def test_what_was_never_published_neither_closes_nor_reopens(office: Office, verb: str) -> None:
    make_survey(office, is_published=False)
    with pytest.raises(LookupError):
        VERBS[verb](office, cast(office).ana)
    assert survey_now(office).state == "draft"


def test_results_are_shown_and_hidden(office: Office) -> None:
    make_survey(office)
    ana = cast(office).ana
    states = []
    for is_public in (True, False):
        author.show_results(office, ana, "library", is_public=is_public)
        states.append(survey_now(office).are_results_public)
    assert states == [True, False]


def test_every_change_is_told_in_order(office_on_both: Office) -> None:
    office = office_on_both
    ana = cast(office).ana
    make_survey(office)
    author.save_draft(office, ana, "library", NEW, edits=0)
    author.publish(office, ana, "library")
    author.close(office, ana, "library")
    author.reopen(office, ana, "library")
    author.show_results(office, ana, "library", is_public=True)
    author.show_results(office, ana, "library", is_public=False)
    assert [(action, details) for _, action, details in audit_of(office)] == [
        ("survey.created", {}),
        ("survey.published", {"version": 1}),
        ("survey.draft_saved", {"edits": 1}),
        ("survey.published", {"version": 2}),
        ("survey.closed", {}),
        ("survey.reopened", {}),
        ("survey.results_shown", {}),
        ("survey.results_hidden", {}),
    ]
    assert {actor for actor, _, _ in audit_of(office)} == {ana.label}


def test_a_change_that_cannot_be_told_is_not_made(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    make_survey(office)

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OSError

    monkeypatch.setattr(drafts.audit, "append", refuse)
    with pytest.raises(OSError):
        author.close(office, cast(office).ana, "library")
    assert survey_now(office).state == "open"


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("rosa", []),
        ("ana", ["library"]),
        ("ben", ["bens", "library"]),
        ("cho", []),
        ("dev", ["bens", "library"]),
        ("dee", ["bens", "library"]),
        ("sam", ["bens", "library"]),
        ("ava", ["bens", "library"]),
    ],
)
def test_a_list_holds_what_its_reader_may_see(office: Office, name: str, seen: list[str]) -> None:
    people = cast(office)
    make_survey(office)
    author.create_survey(
        office, people.ben, slug="bens", definition=definition(), department_id=people.digital
    )
    assert [state.survey.slug for state in author.surveys_for(office, getattr(people, name))] == seen


def test_a_list_says_how_many_answered_which_service_in_few_statements(office: Office) -> None:
    people = cast(office)
    service_id = make_service(office)
    taken = []
    for slugs in (["one"], ["two", "three"]):
        for slug in slugs:
            make_survey(office, slug, service_id=service_id)
        answer(office, slugs[0])
        with statements_of(office.db) as statements:
            found = author.surveys_for(office, people.ana)
        taken.append(len([sql for sql in statements if sql.startswith("SELECT")]))
    assert [(s.survey.slug, s.responses, s.service and s.service.slug) for s in found] == [
        ("three", 0, "permits"),
        ("two", 1, "permits"),
        ("one", 1, "permits"),
    ]
    assert taken == [3, 3]


def test_versions_come_with_the_draft_and_the_releases(office: Office) -> None:
    people = cast(office)
    make_survey(office, service_id=make_service(office))
    author.save_draft(office, people.ana, "library", NEW, edits=0)
    draft, versions, releases = author.versions_for(office, people.dev, "library")
    assert draft is not None
    assert (draft.definition, [version.number for version in versions], releases) == (NEW, [1], [])
