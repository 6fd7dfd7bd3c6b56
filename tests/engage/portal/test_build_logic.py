"""Conditions, checks, calculations, quotas and endings in the builder: chosen from lists, saved as chosen."""

from typing import Any

import pytest

from engage.actions import build
from engage.portal import state
from surveys.definition import SurveyDefinition
from tests.engage.portal.conftest import click, texts
from tests.factories import AT, both, cast, make_survey, question


def made(office: Any) -> SurveyDefinition:
    return build.draft_for(office, cast(office).ana, "library").definition


def key(*names: str, turn: int = 0) -> str:
    return state.field_key("build", ".".join(("library", str(turn), *names)))


def household() -> list[list[dict[str, Any]]]:
    return [
        [
            question("single_choice", "ward", "north", "south", text="Where do you live?"),
            question("number_entry", "age", text="How old are you?"),
            question("date_entry", "moved", text="When did you move here?"),
        ],
        [
            question("number_entry", "children", text="How many children?"),
            question("long_text", "why", text="Why?"),
        ],
    ]


def opened(portal: Any, office: Any, part: str, *, language: str = "en", **settings: Any) -> Any:
    make_survey(office, is_published=False, **({"pages": household()} | settings))
    return portal("build", cast(office).ana, survey="library", part=part, language=language)


def relevance(office: Any, name: str = "why") -> Any:
    found = made(office).question(name)
    assert found is not None
    return None if found.relevance is None else found.relevance.model_dump(mode="json")


def row(*names: str, place: str = "0", turn: int = 0) -> str:
    return key("question", "why", "relevance", place, *names, turn=turn)


def compare(name: str, sign: str, right: Any) -> dict[str, Any]:
    return {"test": "compare", "left": {"value": "answer", "question": name}, "sign": sign, "right": right}


IN_NORTH = {"test": "selected", "question": "ward", "options": ["north"]}


def test_a_condition_is_chosen_from_lists(portal, office) -> None:
    app = opened(portal, office, "q.why")
    assert "Everybody." in texts(app)
    click(app, "Ask only some people")
    assert relevance(office) == compare("children", "=", 0.0)
    app.selectbox(key=row("children", "question")).set_value("ward").run()
    assert relevance(office) == IN_NORTH
    app.multiselect(key=row("ward", "selected", "options")).set_value(["south"]).run()
    assert relevance(office) == {**IN_NORTH, "options": ["south"]}
    assert "Asked if the answer to “Where do you live" in texts(app)
    app.selectbox(key=row("ward", "selected", "test")).set_value("not_selected").run()
    assert relevance(office) == {"test": "not", "of": {**IN_NORTH, "options": ["south"]}}
    app.button(key=row("out")).click().run()
    assert relevance(office) is None
    click(app, "Undo")
    assert relevance(office) == {"test": "not", "of": {**IN_NORTH, "options": ["south"]}}


def test_numbers_and_days_are_compared(portal, office) -> None:
    office.now = lambda: AT
    app = opened(portal, office, "q.why")
    click(app, "Ask only some people")
    app.selectbox(key=row("children", "=", "test")).set_value("between").run()
    app.number_input(key=row("children", "between", "0", "value")).set_value(1).run()
    app.number_input(key=row("children", "between", "1", "value")).set_value(4).run()
    assert relevance(office) == {
        "test": "between",
        "of": {"value": "answer", "question": "children"},
        "lowest": 1.0,
        "highest": 4.0,
    }
    app.selectbox(key=row("children", "between", "1", "source")).set_value("age").run()
    assert relevance(office)["highest"] == {"value": "answer", "question": "age"}
    app.selectbox(key=row("children", "question")).set_value("moved").run()
    app.selectbox(key=row("moved", "between", "test")).set_value("<").run()
    assert relevance(office) == compare("moved", "<", {"value": "today"})
    app.selectbox(key=row("moved", "<", "0", "source")).set_value("").run()
    assert relevance(office) == compare("moved", "<", {"value": "date", "day": "2026-09-14"})
    assert "is before September 14, 2026" in texts(app)
    assert not app.exception


def test_groups_stand_in_groups(portal, office) -> None:
    settings = {"relevance": IN_NORTH}
    pages = household()
    pages[1][1] |= settings
    app = opened(portal, office, "q.why", pages=pages)
    click(app, "Add a group")
    inner = {"test": "any", "of": [compare("children", "=", 0.0)]}
    assert relevance(office) == {"test": "all", "of": [IN_NORTH, inner]}
    click(app, "Add a condition")
    assert relevance(office)["of"][1]["of"] == [compare("children", "=", 0.0)] * 2
    app.selectbox(key=row("how", place="1")).set_value("none").run()
    app.selectbox(key=row("how", place="")).set_value("any").run()
    found = relevance(office)
    assert (found["test"], found["of"][1]["test"], found["of"][1]["of"]["test"]) == ("any", "not", "any")
    click(app, "Take the group out")
    assert relevance(office) == IN_NORTH
    assert not app.exception


def test_a_condition_is_written_as_a_formula(portal, office) -> None:
    pages = household()
    pages[1][1]["relevance"] = IN_NORTH
    app = opened(portal, office, "q.why", pages=pages)
    field = next(each for each in app.text_area if each.label == "Condition")
    assert field.value == "selected(ward, north)"
    field.set_value("years(moved, today) > 2 and agee > 3").run()
    assert relevance(office) == IN_NORTH
    assert any("Did you mean “age”?" in each.value for each in app.error)
    field = next(each for each in app.text_area if each.label == "Condition")
    field.set_value("ward > 3").run()
    assert any("Not saved yet" in each.value for each in app.error)
    assert relevance(office) == IN_NORTH
    field = next(each for each in app.text_area if each.label == "Condition")
    field.set_value("years(moved, today) > 2 and age > 3").run()
    assert relevance(office)["of"][1] == compare("age", ">", 3.0)
    assert "Change it in the formula below." in texts(app)
    assert not app.exception


@pytest.mark.parametrize(("language", "told"), [("en", "This answer"), ("fr", "Cette réponse")])
def test_a_check_looks_at_the_answer_itself(portal, office, language: str, told: str) -> None:
    app = opened(portal, office, "q.children", language=language)
    click(app, {"en": "Add a check", "fr": "Ajouter une vérification"}[language])
    where = ("question", "children", "constraint", "condition", "0", "children")
    assert told in app.selectbox(key=key(*where, "question")).options
    app.selectbox(key=key(*where, ">=", "test")).set_value("<=").run()
    app.number_input(key=key(*where, "<=", "0", "value")).set_value(12).run()
    app.text_input(key=key("question", "children", "constraint", "message", "en")).set_value(
        "12 or less."
    ).run()
    found = made(office).question("children")
    assert found is not None
    assert found.constraint is not None
    assert found.constraint.condition.model_dump(mode="json") == compare("children", "<=", 12.0)
    assert found.constraint.message == {"en": "12 or less.", "fr": ""}
    label = {"en": "things to mend", "fr": "à corriger"}[language]
    assert [each for each in app.caption if label in each.value or "thing to mend" in each.value] != []
    click(app, {"en": "Take the check out", "fr": "Retirer la vérification"}[language])
    assert made(office).question("children").constraint is None  # type: ignore[union-attr]


def test_a_value_is_worked_out(portal, office) -> None:
    app = opened(portal, office, "add")
    click(app, "A calculated value")
    field = next(each for each in app.text_area if each.label == "Calculation")
    assert field.value == "0"
    name = made(office).asked()[-1].name
    field.set_value("children / (age +").run()
    assert ["Something is missing at the end" in each.value for each in app.error] == [True]
    field = next(each for each in app.text_area if each.label == "Calculation")
    field.set_value("children / (age + 1)").run()
    found = made(office).question(name)
    assert found is not None
    assert dict(found.rules())["formula"].model_dump(mode="json")["value"] == "divided"
    assert "the answer to “How many children?” ÷" in texts(app)


def test_a_quota_is_made_by_lists_and_fields(portal, office) -> None:
    app = opened(portal, office, "quotas")
    click(app, "Add a quota")
    where = ("survey", "", "quotas", "quota")
    app.text_input(key=key(*where, "title", "en")).set_value("North").run()
    app.number_input(key=key(*where, "limit")).set_value(40).run()
    app.radio(key=key(*where, "when_full")).set_value("mark").run()
    [quota] = made(office).quotas
    assert (quota.limit, quota.when_full, quota.title) == (40, "mark", {"en": "North", "fr": ""})
    assert quota.condition.model_dump(mode="json") == IN_NORTH
    assert "Counts a response if the answer to “Where do you live" in texts(app)
    click(app, "Delete")
    assert made(office).quotas == ()


def test_an_ending_has_words_and_a_link_and_an_order(portal, office) -> None:
    app = opened(portal, office, "endings")
    click(app, "Add an ending")
    where = ("survey", "", "endings", "ending")
    app.text_area(key=key(*where, "text", "en")).set_value("See you in the north.").run()
    app.toggle(key=key(*where, "link")).set_value(True).run()
    app.text_input(key=key(*where, "link", "address")).set_value("javascript:alert(1)").run()
    [ending] = made(office).endings
    assert ending.link is not None
    assert ending.link.address == "/"
    assert any("Not saved" in each.value for each in app.error)
    app.text_input(key=key(*where, "link", "address")).set_value("https://larkmere.example").run()
    click(app, "Add an ending")
    click(app, "Up")
    first, second = made(office).endings
    assert (first.name, second.name) == ("ending_2", "ending")
    assert second.text == {"en": "See you in the north.", "fr": ""}
    assert not app.exception


def test_a_page_ends_the_survey_for_some(portal, office) -> None:
    app = opened(portal, office, "p.page_1")
    click(app, "End the survey for some people here")
    [way] = made(office).pages[0].screen_outs
    assert way.condition.model_dump(mode="json") == IN_NORTH
    where = ("page", "page_1", "screen_outs", "screen_out")
    app.radio(key=key(*where, "keeps")).set_value("answers").run()
    assert made(office).pages[0].screen_outs[0].keeps == "answers"  # type: ignore[comparison-overlap]
    assert "The survey is over if" in texts(app)
    asked = app.selectbox(key=key(*where, "condition", "0", "ward", "question"))
    assert len(asked.options) == 3  # nothing of the pages after it


def test_a_whole_page_is_for_some(portal, office) -> None:
    app = opened(portal, office, "p.page_2")
    click(app, "Show it to some people only")
    assert relevance(office) == relevance(office, "children") == compare("moved", "=", {"value": "today"})
    click(app, "Undo")
    assert relevance(office) is None


def test_an_answer_is_repeated_in_a_text(portal, office) -> None:
    app = opened(portal, office, "q.why")
    key_ = key("question", "why", "repeat")
    assert app.selectbox(key=f"{key_}.question").options == [
        "Where do you live?",
        "How old are you?",
        "When did you move here?",
    ]
    app.text_input(key=f"{key_}.en").set_value("your ward}}")
    app.text_input(key=f"{key_}.fr").set_value("votre quartier")
    click(app, "Insert")
    found = made(office).question("why")
    assert found is not None
    assert found.text == {"en": "Why? {{ward|your ward}}", "fr": "Why? (fr) {{ward|votre quartier}}"}
    shown = next(each for each in app.text_area if each.label == "Question, in English")
    assert shown.value == "Why? {{ward|your ward}}"


def test_an_answer_of_a_list_is_offered_to_some(portal, office) -> None:
    pages = household()
    pages[1].append(question("single_choice", "school", "a", "b"))
    app = opened(portal, office, "q.school", pages=pages)
    click(app, "Offer it to some people only")
    found = made(office).question("school")
    assert found is not None
    assert found.choices()[0].relevance is not None
    assert "“A” is offered if" in texts(app)
    assert not app.exception


def test_texts_taken_back_leave_no_gap(portal, office) -> None:
    app = opened(portal, office, "endings", endings=[
        {"name": "north", "condition": IN_NORTH, "text": both("Thanks, north")}
    ])  # fmt: skip
    where = ("survey", "", "endings", "north", "text")
    for language in ("en", "fr"):
        app.text_area(key=key(*where, language)).set_value("").run()
    assert made(office).endings[0].text == {}
    assert "Without words of yours" in texts(app)
    assert "thing to mend" not in texts(app)
