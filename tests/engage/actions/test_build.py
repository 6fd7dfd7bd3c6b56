"""Building a draft: every change is saved by itself, nobody's is lost, and all of it is told in the audit.

Cho, of another department, is refused everywhere as if there were no such survey.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from engage.access import NotFoundError, RefusedError
from engage.actions import author, build
from engage.office import Office
from surveys import editing
from surveys.definition import SurveyDefinition
from surveys.problems import DefinitionError
from surveys.store import audit
from tests.factories import cast, definition, make_survey, question

NEW = question("long_text", "new")


def add(made: SurveyDefinition) -> SurveyDefinition:
    return editing.add(made, NEW)


VERBS: dict[str, Callable[[Office, Any], Any]] = {
    "draft_for": lambda office, who: build.draft_for(office, who, "library"),
    "change_draft": lambda office, who: build.change_draft(office, who, "library", add, seen=definition()),
    "put_back": lambda office, who: build.put_back(
        office, who, "library", definition(title="Back"), agreed={}, edits=1
    ),
    "confirm_translations": lambda office, who: build.confirm_translations(office, who, "library", []),
}


@pytest.mark.parametrize("name", ["rosa", "ana", "ben", "cho", "dev", "dee", "sam", "ava"])
@pytest.mark.parametrize("verb", VERBS)
def test_each_of_the_cast_may_do_what_is_theirs(office: Office, verb: str, name: str) -> None:
    make_survey(office, is_published=False)
    actor = getattr(cast(office), name)
    if name in ("ana", "ben", "dee"):
        VERBS[verb](office, actor)
        return
    wanted = NotFoundError if name in ("rosa", "cho") else RefusedError
    with pytest.raises((NotFoundError, RefusedError)) as raised:
        VERBS[verb](office, actor)
    assert raised.type is wanted


def test_a_draft_says_who_saved_it_last(office_on_both: Office) -> None:
    office = office_on_both
    people = cast(office)
    make_survey(office, is_published=False)
    build.change_draft(office, people.ben, "library", add, seen=definition())
    found = build.draft_for(office, people.ana, "library")
    assert (found.edits, found.edited_by, found.edited_at is not None) == (2, "Ben", True)


def test_the_first_change_makes_a_draft_beside_what_is_live(office_on_both: Office) -> None:
    office = office_on_both
    ana = cast(office).ana
    make_survey(office)
    before = build.draft_for(office, ana, "library")
    saved = build.change_draft(office, ana, "library", add, seen=before.definition)
    draft, versions, _ = author.versions_for(office, ana, "library")
    assert (before.edits, saved.edits) == (0, 1)
    assert draft is not None
    assert draft.definition == saved.definition == editing.add(before.definition, NEW)
    assert [version.definition for version in versions] == [before.definition]


def test_what_somebody_else_changed_elsewhere_is_kept(office_on_both: Office) -> None:
    office = office_on_both
    people = cast(office)
    make_survey(office, is_published=False)
    seen = definition()
    build.change_draft(office, people.ben, "library", lambda made: editing.remove(made, "postal"), seen=seen)
    saved = build.change_draft(
        office,
        people.ana,
        "library",
        lambda made: editing.change(made, "ease", {"required": False}),
        seen=seen,
    )
    assert saved.others == {("question", "postal")}
    assert saved.definition == editing.change(editing.remove(seen, "postal"), "ease", {"required": False})


def hint(text: str) -> Callable[[SurveyDefinition], SurveyDefinition]:
    return lambda made: editing.change(made, "ease", {"hint": {"en": text, "fr": text}})


def test_of_two_who_change_the_same_thing_the_second_is_told(office: Office) -> None:
    people = cast(office)
    make_survey(office, is_published=False)
    first = build.change_draft(office, people.ben, "library", hint("Ben's"), seen=definition())
    with pytest.raises(build.EditConflictError):
        build.change_draft(office, people.ana, "library", hint("Ana's"), seen=definition())
    assert build.draft_for(office, people.ana, "library").definition == first.definition


def test_a_change_to_what_somebody_took_out_is_told(office: Office) -> None:
    people = cast(office)
    make_survey(office, is_published=False)
    build.change_draft(
        office, people.ben, "library", lambda made: editing.remove(made, "ease"), seen=definition()
    )
    for change in (hint("Ana's"), lambda made: editing.add(made, NEW, after="ease")):
        with pytest.raises(build.EditConflictError):
            build.change_draft(office, people.ana, "library", change, seen=definition())


def test_many_at_once_lose_nothing(office_on_both: Office) -> None:
    office = office_on_both
    ana = cast(office).ana
    make_survey(office, is_published=False)
    seen = definition()

    def save(number: int) -> None:
        new = question("long_text", f"new_{number}")
        for _ in range(8):
            try:
                build.change_draft(office, ana, "library", lambda made: editing.add(made, new), seen=seen)
            except build.EditConflictError:
                continue
            return

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(save, range(4)))
    names = {each.name for each in build.draft_for(office, ana, "library").definition.questions()}
    assert {f"new_{number}" for number in range(4)} <= names


def test_a_change_that_would_break_the_survey_saves_nothing(office: Office) -> None:
    ana = cast(office).ana
    make_survey(office, is_published=False, questions=[NEW])
    seen = build.draft_for(office, ana, "library")
    with pytest.raises(DefinitionError):
        build.change_draft(
            office, ana, "library", lambda made: editing.remove(made, "new"), seen=seen.definition
        )
    assert build.draft_for(office, ana, "library") == seen


def test_a_change_that_changes_nothing_is_not_saved(office: Office) -> None:
    ana = cast(office).ana
    make_survey(office, is_published=False)
    saved = build.change_draft(office, ana, "library", lambda made: made, seen=definition())
    assert saved.edits == 1


def retitle(made: SurveyDefinition) -> SurveyDefinition:
    return editing.change_survey(made, {"title": {**made.title, "en": "Renamed"}})


def test_a_change_is_put_back_with_what_was_remembered(office_on_both: Office) -> None:
    office = office_on_both
    ana = cast(office).ana
    make_survey(office, is_published=False)
    seen = definition()
    saved = build.change_draft(office, ana, "library", retitle, seen=seen)
    assert list(saved.agreed) == ["survey/title"]
    back = build.put_back(office, ana, "library", seen, agreed={}, edits=saved.edits)
    found = build.draft_for(office, ana, "library")
    assert (found.definition, found.agreed, found.edits) == (seen, {}, back.edits)


def test_what_somebody_saved_since_is_not_put_back(office: Office) -> None:
    people = cast(office)
    make_survey(office, is_published=False)
    saved = build.change_draft(office, people.ana, "library", retitle, seen=definition())
    build.change_draft(office, people.ben, "library", add, seen=saved.definition)
    with pytest.raises(build.EditConflictError):
        build.put_back(office, people.ana, "library", definition(), agreed={}, edits=saved.edits)


def test_a_translation_that_lags_keeps_it_from_being_published_until_confirmed(office: Office) -> None:
    ana = cast(office).ana
    make_survey(office, is_published=False)
    build.change_draft(office, ana, "library", retitle, seen=definition())
    with pytest.raises(DefinitionError) as raised:
        author.publish(office, ana, "library")
    assert [problem.code for problem in raised.value.problems] == ["translation_stale"]
    build.confirm_translations(office, ana, "library", ["survey/title"])
    assert author.publish(office, ana, "library").number == 1
    assert build.draft_for(office, ana, "library").agreed == {}


def test_each_save_is_told(office: Office) -> None:
    ana = cast(office).ana
    make_survey(office, is_published=False)
    build.change_draft(office, ana, "library", add, seen=definition())
    with office.db.read() as tx:
        told = [(entry.actor, entry.action, dict(entry.details)) for entry in audit.entries(tx)]
    assert told[0] == (ana.label, "survey.draft_saved", {"edits": 2})
