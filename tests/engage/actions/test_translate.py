"""Saving translations: the other language is not marked, others' changes are kept."""

import pytest

from engage.access import NotFoundError, RefusedError
from engage.actions import build, translate
from engage.office import Office
from surveys import editing
from surveys.definition import SurveyDefinition
from tests.factories import cast, definition, make_survey

TITLE = {"survey/title": {"fr": "Sondage sur la bibliothèque"}}


@pytest.mark.parametrize(
    ("name", "refused"),
    [("rosa", NotFoundError), ("cho", NotFoundError), ("dev", RefusedError), ("sam", RefusedError)],
)
def test_only_who_may_edit_may_translate(office: Office, name: str, refused: type[Exception]) -> None:
    make_survey(office, is_published=False)
    with pytest.raises(refused):
        translate.put_translations(office, getattr(cast(office), name), "library", TITLE, seen=definition())


def test_a_translation_marks_nothing(office_on_both: Office) -> None:
    office = office_on_both
    make_survey(office, is_published=False)
    saved = translate.put_translations(office, cast(office).ben, "library", TITLE, seen=definition())
    assert (saved.definition.title["fr"], saved.agreed) == ("Sondage sur la bibliothèque", {})


def retitled(made: SurveyDefinition) -> SurveyDefinition:
    return editing.change_survey(made, {"title": {**made.title, "en": "Reading rooms"}})


def test_it_ends_what_was_out_of_date(office: Office) -> None:
    make_survey(office, is_published=False)
    ana = cast(office).ana
    seen = build.change_draft(office, ana, "library", retitled, seen=definition())
    assert list(seen.agreed) == ["survey/title"]
    saved = translate.put_translations(office, ana, "library", TITLE, seen=seen.definition)
    assert saved.agreed == {}


def test_some_are_confirmed_as_they_are(office: Office) -> None:
    make_survey(office, is_published=False)
    ana = cast(office).ana
    seen = build.change_draft(office, ana, "library", retitled, seen=definition())
    saved = translate.put_translations(
        office, ana, "library", {}, seen=seen.definition, keys=["survey/title"]
    )
    assert (saved.agreed, saved.definition) == ({}, seen.definition)


def test_of_two_who_change_the_same_text_the_second_is_told(office: Office) -> None:
    make_survey(office, is_published=False)
    people = cast(office)
    build.change_draft(office, people.ben, "library", retitled, seen=definition())
    with pytest.raises(build.EditConflictError):
        translate.put_translations(office, people.ana, "library", TITLE, seen=definition())


def test_what_others_changed_elsewhere_is_kept(office: Office) -> None:
    make_survey(office, is_published=False)
    people = cast(office)
    build.change_draft(
        office, people.ben, "library", lambda made: editing.remove(made, "postal"), seen=definition()
    )
    saved = translate.put_translations(office, people.ana, "library", TITLE, seen=definition())
    assert (saved.others, saved.definition.question("postal")) == ({("question", "postal")}, None)
