"""Building in the portal: every change is saved as it is made, told where it fails, and can be taken back."""

from typing import Any

import pytest

from engage.actions import author, build
from engage.portal import state
from surveys import editing
from surveys.definition import SurveyDefinition
from tests.engage.portal.conftest import click, links, texts
from tests.factories import cast, definition, make_survey, question, survey_now

BANK = "Do you rent or own your home?"
IF_OLD_TOWN = {"test": "selected", "question": "ward", "options": ["old_town"]}


def made(office: Any, slug: str = "library") -> SurveyDefinition:
    return build.draft_for(office, cast(office).ana, slug).definition


def key(*names: str, turn: int = 0) -> str:
    return state.field_key("build", ".".join(("library", str(turn), *names)))


def opened(portal: Any, office: Any, part: str = "", name: str = "ana", **settings: Any) -> Any:
    settings.setdefault("is_published", False)
    make_survey(office, **settings)
    return portal("build", getattr(cast(office), name), survey="library", part=part)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("dev", "You cannot do this here"),
        ("sam", "You cannot do this here"),
        ("cho", "We could not find that"),
    ],
)
def test_only_who_may_edit_gets_here(portal, office, name: str, told: str) -> None:
    app = opened(portal, office, name=name)
    assert [each.value for each in app.header] == [told]
    assert not app.exception


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "part",
    ["", "survey", "add", "preview", "publish", "p.page_1", "q.ease", "q.none", "x", "quotas", "endings"],
)
def test_every_part_is_drawn_in_both_languages(portal, office, part: str, language: str) -> None:
    make_survey(office)
    app = portal("build", cast(office).ana, survey="library", part=part, language=language)
    assert not app.exception
    assert [each.value for each in app.title] == [
        "Library survey" + (" \\(fr\\)" if language == "fr" else "")
    ]


def test_a_new_text_is_saved_at_once_and_marks_its_translation(portal, office) -> None:
    app = opened(portal, office, "q.ease")
    app.text_area(key=key("question", "ease", "text", "en")).set_value("Was it easy?").run()
    assert not app.exception
    found = made(office).question("ease")
    assert found is not None
    assert found.text == {"en": "Was it easy?", "fr": "How easy was it? (fr)"}
    assert "Out of date: the English said" in texts(app)
    assert "1 thing to mend" in texts(app)
    click(app, "Still right")
    assert "Out of date" not in texts(app)


def test_an_answer_gets_its_words(portal, office) -> None:
    app = opened(portal, office, "q.ward")
    app.text_input(key=key("question", "ward", "options", "old_town", "label", "fr")).set_value(
        "Vieille ville"
    ).run()
    assert made(office).question("ward").choices()[0].label["fr"] == "Vieille ville"  # type: ignore[union-attr]


def test_answers_are_added_and_pasted(portal, office) -> None:
    app = opened(portal, office, "q.ward")
    click(app, "Add one")
    codes = [option.code for option in made(office).question("ward").choices()]  # type: ignore[union-attr]
    assert codes == ["old_town", "harbour", "unsaid", "option_1"]
    app.text_area(key=key("question", "ward", "options", "pasted")).set_value(
        "Harbour | Port\n\nHill Side | Colline"
    )
    click(app, "Use this list")
    found = made(office).question("ward")
    assert found is not None
    assert [(option.code, option.label["fr"]) for option in found.choices()] == [
        ("harbour", "Port"),
        ("hill_side", "Colline"),
    ]


def test_a_question_is_added_after_the_one_looked_at(portal, office) -> None:
    app = opened(portal, office, "q.ease")
    click(app, "Add a question")
    click(app, "Yes or no")
    assert not app.exception
    names = [each.name for each in made(office).questions()]
    assert names[:3] == ["ease", "choice", "used"]
    assert app.query_params["part"] in ("q.choice", ["q.choice"])


def test_a_question_begins_a_new_page(portal, office) -> None:
    app = opened(portal, office, "add")
    app.checkbox(key=key("add", "page")).check()
    click(app, "A comment")
    assert [[each.name for each in page.questions] for page in made(office).pages][1] == ["text"]


def test_one_of_the_bank_keeps_its_name(portal, office) -> None:
    app = opened(portal, office, "add")
    click(app, BANK)
    found = made(office).question("housing")
    assert found is not None
    app = portal("build", cast(office).ana, survey="library", part="add")
    assert next(each for each in app.button if each.label == BANK).disabled


def test_a_question_moves_and_is_copied_and_deleted_and_brought_back(portal, office) -> None:
    before = definition()
    app = opened(portal, office, "q.ease")
    click(app, "Down")
    assert [each.name for each in made(office).questions()][:2] == ["used", "ease"]
    click(app, "Duplicate")
    assert made(office).question("ease_2") is not None
    click(app, "Delete")
    assert made(office).question("ease_2") is None
    assert "Deleted." in texts(app)
    for _ in range(3):
        click(app, "Undo")
    assert made(office) == before
    assert next(each for each in app.button if each.label == "Undo").disabled


def test_what_would_break_the_survey_is_told_and_not_saved(portal, office) -> None:
    questions = [
        question("single_choice", "ward", "old_town"),
        question("long_text", "why", relevance=IF_OLD_TOWN),
    ]
    app = opened(portal, office, "q.ward", questions=questions)
    click(app, "Delete")
    assert not app.exception
    assert ["Not saved" in each.value for each in app.error] == [True]
    assert made(office).question("ward") is not None


def test_settings_of_a_kind_are_drawn_from_its_model(portal, office) -> None:
    app = opened(portal, office, "q.first")
    app.number_input(key=key("question", "first", "places")).set_value(2).run()
    assert made(office).question("first").places == 2  # type: ignore[union-attr]
    app.toggle(key=key("question", "first", "required")).set_value(True).run()
    assert made(office).question("first").required is True  # type: ignore[union-attr]


def test_the_surveys_own_settings_are_saved(portal, office) -> None:
    app = opened(portal, office, "survey")
    app.number_input(key=key("survey", "", "minutes")).set_value(9).run()
    app.radio(key=key("survey", "", "purpose")).set_value("beta_feedback").run()
    assert (made(office).minutes, made(office).purpose) == (9, "beta_feedback")


def test_a_published_question_keeps_its_name(portal, office) -> None:
    app = opened(portal, office, "q.ease", is_published=True)
    assert app.text_input(key=key("q", "ease", "name")).disabled
    assert not app.text_input(key=key("question", "ease", "hint", "en")).disabled


def test_a_draft_question_is_renamed(portal, office) -> None:
    app = opened(portal, office, "q.ease")
    app.text_input(key=key("q", "ease", "name")).set_value("Effort!").run()
    assert not app.exception
    assert made(office).question("effort") is not None


def test_of_two_who_write_the_same_the_second_is_told_and_keeps_the_words(portal, office) -> None:
    app = opened(portal, office, "q.ease")

    def bens(now: SurveyDefinition) -> SurveyDefinition:
        return editing.change(now, "ease", {"hint": {"en": "Ben's", "fr": "De Ben"}})

    build.change_draft(office, cast(office).ben, "library", bens, seen=definition())
    app.text_area(key=key("question", "ease", "text", "en")).set_value("Ana's words").run()
    assert ["changed the same thing" in each.value for each in app.warning][:1] == [True]
    assert "Ana's words" in [each.value for each in app.text]
    found = made(office).question("ease")
    assert found is not None
    assert (found.text["en"], found.hint["en"]) == ("How easy was it?", "Ben's")


def test_what_somebody_changed_elsewhere_is_kept_and_told(portal, office) -> None:
    app = opened(portal, office, "q.ease")
    build.change_draft(
        office, cast(office).ben, "library", lambda now: editing.remove(now, "postal"), seen=definition()
    )
    app.text_area(key=key("question", "ease", "text", "en")).set_value("Was it easy?").run()
    assert ["postal" in each.value for each in app.info] == [True]
    assert made(office).question("postal") is None
    assert made(office).question("ease").text["en"] == "Was it easy?"  # type: ignore[union-attr]


def test_publishing_tells_what_changes_and_what_breaks(portal, office) -> None:
    make_survey(office)
    after = definition(title="Newer")
    after = editing.change(after, "ease", {"text": {"en": "Was it easy?", "fr": "Facile?"}})
    author.save_draft(office, cast(office).ana, "library", after, edits=0)
    app = portal("build", cast(office).ana, survey="library", part="publish")
    assert ["The wording changes; before" in each.value for each in app.warning] == [True]
    assert "What changes since version 1" in texts(app)
    click(app, "Publish now")
    assert not app.exception
    assert len(author.versions_for(office, cast(office).ana, "library")[1]) == 2


def test_what_stops_publishing_leads_to_its_place(portal, office) -> None:
    app = opened(portal, office, "publish", notice={}, thanks={"en": "Thanks"})
    assert "Publish now" not in [each.label for each in app.button]
    click(app, "Go there")
    assert app.query_params["part"] in ("survey", ["survey"])


def test_an_editor_builds_and_leaves_publishing_to_the_owner(portal, office) -> None:
    app = opened(portal, office, "publish", name="ben")
    assert "All is ready." in texts(app) or any("All is ready." in each.value for each in app.info)
    assert "Publish now" not in [each.label for each in app.button]
    assert survey_now(office).state == "draft"


def test_a_mere_rerun_saves_nothing(portal, office) -> None:
    app = opened(portal, office, "q.ease")
    click(app, "Down")
    edits = build.draft_for(office, cast(office).ana, "library").edits
    app.run()
    assert build.draft_for(office, cast(office).ana, "library").edits == edits


def test_the_surveys_page_leads_here(portal, office) -> None:
    make_survey(office)
    app = portal("survey", cast(office).ben, survey="library")
    assert "Build" in [label for label, _ in links(app)]
    app = portal("survey", cast(office).dev, survey="library")
    assert "Build" not in [label for label, _ in links(app)]


def test_a_code_is_made_of_what_was_typed(portal, office) -> None:
    app = opened(portal, office, "q.ward")
    app.text_input(key=key("question", "ward", "options", "harbour", "code")).set_value(
        "Port / Harbour "
    ).run()
    assert not app.exception
    codes = [option.code for option in made(office).question("ward").choices()]  # type: ignore[union-attr]
    assert codes == ["old_town", "Port_Harbour", "unsaid"]


HOSTILE = '**<b onclick="x">$x$ [a](http://x) :red[y] ![i](http://x/i.png) {town}'


def test_an_authors_signs_are_shown_as_they_are(portal, office) -> None:
    words = {"en": HOSTILE, "fr": HOSTILE}
    ward = question("single_choice", "ward", "a", "b", text=words)
    ward["options"][0]["label"] = words
    questions = [ward, question("long_text", "why", text=words)]
    questions[1] |= {"relevance": {"test": "selected", "question": "ward", "options": ["a"]}}
    way = {"name": "way", "condition": {"test": "answered", "question": "ward"}, "text": words}
    ways = {"quotas": [{**way, "title": words, "limit": 3}], "endings": [way]}
    make_survey(office, is_published=False, questions=questions, title=words, **ways)
    for part in ("q.ward", "q.why", "p.page_1", "add", "preview", "publish", "quotas", "endings"):
        app = portal("build", cast(office).ana, survey="library", part=part)
        assert not app.exception
        drawn = texts(app) + "\n".join(button.label for button in app.button)
        assert "**<b" not in drawn
        assert "](http" not in drawn
