"""Starting from a template: who may, what is made of it, and what the audit says."""

import pytest

from engage.access import OPERATOR, NotFoundError, RefusedError
from engage.actions import author, begin
from engage.office import Office
from surveys.problems import DefinitionError
from surveys.store import audit
from tests.factories import cast, definition, question, survey_now

TOWN = {"town": {"en": "the Town of Larkmere", "fr": "la Ville de Larkmere"}}
MAY = {"ana": {"digital"}, "ben": {"digital"}, "dee": {"digital"}, "cho": {"parks"}}


def create(office: Office, who: str, **settings: object) -> object:
    people = cast(office)
    wanted = {
        "template": "event",
        "fillings": TOWN,
        "slug": "fair",
        "department_id": people.digital,
    } | settings
    return begin.create_from_template(office, getattr(people, who), **wanted)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["ana", "ben", "cho", "dev", "dee", "sam", "ava", "rosa"])
def test_each_of_the_cast_writes_where_they_may(office: Office, name: str) -> None:
    actor = getattr(cast(office), name)
    if name in MAY:
        assert {each.slug for each in begin.departments_to_write_in(office, actor)} == MAY[name]
        assert len(begin.templates(office, actor)) >= 12
        assert "about_you" in begin.question_bank(office, actor)
        return
    for ask in (begin.departments_to_write_in, begin.templates, begin.question_bank):
        with pytest.raises(NotFoundError if name == "rosa" else RefusedError):
            ask(office, actor)


def test_the_operator_writes_anywhere(office: Office) -> None:
    cast(office)
    assert [each.slug for each in begin.departments_to_write_in(office, OPERATOR)] == ["digital", "parks"]


def test_a_survey_is_made_with_its_blanks_filled(office: Office) -> None:
    create(office, "ana", fillings=TOWN | {"event": {"en": "Winter Fair", "fr": "Foire d’hiver"}})
    survey = survey_now(office, "fair")
    draft, versions, _ = author.versions_for(office, cast(office).ana, "fair")
    assert (survey.state, survey.title["en"], versions) == (
        "draft",
        "Tell us about the event: Winter Fair",
        [],
    )
    assert draft is not None
    assert "by the Town of Larkmere under {authority}" in draft.definition.notice["en"]
    assert "par la Ville de Larkmere en vertu de {authority}" in draft.definition.notice["fr"]


def test_the_audit_says_which_template(office: Office) -> None:
    create(office, "ana")
    with office.db.read() as tx:
        newest = audit.entries(tx)[0]
    assert (newest.action, dict(newest.details)) == ("survey.created", {"from": "template event"})


def test_another_departments_people_are_refused(office: Office) -> None:
    with pytest.raises(NotFoundError):
        create(office, "cho")
    assert author.surveys_for(office, OPERATOR) == []


def test_an_unknown_template_is_not_found(office: Office) -> None:
    with pytest.raises(NotFoundError):
        create(office, "ana", template="../secrets")


def test_an_address_is_taken_once(office: Office) -> None:
    create(office, "ana")
    with pytest.raises(ValueError, match="slug_taken"):
        create(office, "ana")


def test_words_too_long_for_a_survey_make_none(office: Office) -> None:
    with pytest.raises(DefinitionError):
        create(office, "ana", fillings={"event": {"en": "x" * 5000, "fr": "y"}})
    assert author.surveys_for(office, OPERATOR) == []


def test_until_it_is_published_a_survey_goes_by_the_title_of_its_draft(office: Office) -> None:
    create(office, "ana")
    people = cast(office)
    asked = [question("long_text", "stalls")]  # none of the template's, whose translations would lag behind
    author.save_draft(office, people.ana, "fair", definition(asked, title="Winter Fair"), edits=1)
    assert survey_now(office, "fair").title["en"] == "Winter Fair"
    author.publish(office, people.ana, "fair")
    author.save_draft(office, people.ana, "fair", definition(asked, title="Summer Fair"), edits=0)
    author.save_draft(office, people.ana, "fair", definition(asked, title="Autumn Fair"), edits=1)
    assert survey_now(office, "fair").title["en"] == "Winter Fair"
