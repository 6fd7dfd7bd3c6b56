"""New survey: from a template or a file, with what is wrong in words; advice stands at the draft."""

import json

import pytest

from engage.actions import author
from engage.settings import ROOT
from tests.engage.portal.conftest import click, links, texts
from tests.factories import cast, definition_data, make_survey, option, question, survey_now

NOT_FOUND = "We could not find that"
REFUSED = "You cannot do this here"


@pytest.mark.parametrize(
    ("name", "told"), [("dev", REFUSED), ("sam", REFUSED), ("ava", REFUSED), ("", NOT_FOUND)]
)
def test_only_who_may_write_gets_here(portal, office, name: str, told: str) -> None:
    people = cast(office)
    app = portal("new_survey", getattr(people, name) if name else None)
    assert [each.value for each in app.header] == [told]
    assert not app.exception


@pytest.mark.parametrize(("name", "is_shown"), [("ana", True), ("ben", True), ("dev", False), ("sam", False)])
def test_the_list_of_surveys_leads_here(portal, office, name: str, is_shown: bool) -> None:
    make_survey(office)
    app = portal("surveys", getattr(cast(office), name))
    assert ("New survey" in [label for label, _ in links(app)]) is is_shown


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_template_can_be_looked_at(portal, office, language: str) -> None:
    app = portal("new_survey", cast(office).ana, language=language)
    for name in app.selectbox(key="new_survey.field.template").options[:4]:
        app.selectbox(key="new_survey.field.template").select(name).run()
        assert not app.exception


KEYS = {"slug": "new_survey.field.event.slug"}


def filled(portal, office, **words: str):
    app = portal("new_survey", cast(office).ana)
    app.selectbox(key="new_survey.field.template").select("event").run()
    for name, text in words.items():
        app.text_input(key=KEYS.get(name, f"new_survey.event.field.{name}")).set_value(text)
    return click(app, "Create the draft")


def test_a_template_becomes_a_draft_with_the_towns_own_words(portal, office) -> None:
    app = filled(portal, office, **{"event.en": "Winter Fair", "event.fr": "Foire d’hiver", "slug": "fair"})
    assert not app.exception
    draft, _, _ = author.versions_for(office, cast(office).ana, "fair")
    assert draft is not None
    assert draft.definition.title == {
        "en": "Tell us about the event: Winter Fair",
        "fr": "Parlez-nous de l’événement\u00a0: Foire d’hiver",
    }
    assert "under the Municipal Act, 2001" in draft.definition.notice["en"]


def test_blanks_left_open_are_told_at_the_draft(portal, office) -> None:
    filled(portal, office, slug="fair")
    app = portal("survey", cast(office).ana, survey="fair")
    told = [each.value for each in app.error]
    assert len(told) == 1
    assert "Name of the event" in told[0]
    assert "Name of the municipality" not in told[0]
    assert "Publish" not in [button.label for button in app.button]


def test_blanks_are_filled_at_the_draft(portal, office) -> None:
    filled(portal, office, slug="fair")
    app = portal("survey", cast(office).ana, survey="fair")
    app.text_input(key="survey.fair.1.field.event.en").set_value("Winter Fair")
    app.text_input(key="survey.fair.1.field.event.fr").set_value("Foire d’hiver")
    click(app, "Fill them in")
    assert not app.exception
    assert "The blanks are filled." in texts(app)
    assert "Name of the event" not in texts(app)
    assert survey_now(office, "fair").title["en"] == "Tell us about the event: Winter Fair"


def test_who_cannot_edit_cannot_fill(portal, office) -> None:
    filled(portal, office, slug="fair")
    app = portal("survey", cast(office).dev, survey="fair")
    assert "Name of the event" in texts(app)
    assert "Fill them in" not in [button.label for button in app.button]


def test_an_address_that_cannot_be_is_told_and_makes_nothing(portal, office) -> None:
    app = filled(portal, office, slug="Winter Fair!")
    assert ["such as winter\\-fair" in each.value for each in app.error] == [True]
    assert author.surveys_for(office, cast(office).ana) == []


def test_an_address_that_is_taken_is_told(portal, office) -> None:
    make_survey(office)
    app = filled(portal, office, slug="library")
    assert ["There is already a survey" in each.value for each in app.error] == [True]


def upload(portal, office, content: bytes, name: str = "survey.json"):
    app = portal("new_survey", cast(office).ana)
    app.session_state["new_survey.field.way"] = "file"
    app.run()
    app.file_uploader[0].upload(name, content).run()
    return app


def test_a_file_of_our_own_becomes_a_draft(portal, office) -> None:
    text = (ROOT / "data" / "samples" / "larkmere" / "winter-trails.json").read_bytes()
    app = upload(portal, office, text)
    click(app, "Create the draft")
    assert not app.exception
    assert survey_now(office, "which-trails-should-we-clear-first-in-winter").state == "draft"


def test_a_file_that_is_no_survey_says_why(portal, office) -> None:
    app = upload(
        portal, office, json.dumps(definition_data([{"kind": "slidr", "name": "q", "text": {}}])).encode()
    )
    assert ["slidr" in each.value for each in app.error] == [True]
    assert "Create the draft" not in [button.label for button in app.button]


def test_advice_stands_at_the_draft_and_does_not_keep_it_back(portal, office) -> None:
    age = question("single_choice", "age", text={"en": "How old are you?", "fr": "Quel âge avez-vous?"})
    age["options"] = [option("young"), option("old")]
    make_survey(office, is_published=False, questions=[age])
    app = portal("survey", cast(office).ana, survey="library")
    assert "nobody can decline to say" in texts(app)
    assert "Publish" in [button.label for button in app.button]


def test_a_survey_begins_with_nothing_but_a_title(portal, office) -> None:
    app = portal("new_survey", cast(office).ana)
    app.session_state["new_survey.field.way"] = "blank"
    app.run()
    app.text_input(key="new_survey.field.title.en").set_value("Dog parks")
    app.text_input(key="new_survey.field.title.fr").set_value("Parcs à chiens")
    click(app, "Create the draft")
    assert not app.exception
    assert survey_now(office, "dog-parks").title["fr"] == "Parcs à chiens"
