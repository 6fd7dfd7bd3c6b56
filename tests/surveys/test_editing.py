"""Changes to a survey: what comes out can be asked, and only what was meant has changed.

1. Adding, copying, moving, removing questions and pages; an empty page goes.
2. What would break the survey is refused with its reasons.
3. Two changes are in each other's way only where they touch the same thing.
"""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import editing
from surveys.definition import SurveyDefinition, read_definition
from surveys.problems import DefinitionError
from surveys.questions import KINDS
from tests.factories import definition, option, question

WARD = question("single_choice", "ward", "north", "south")
WHY = question("long_text", "why")
EASE = question("scale", "ease", "poor", "good")
ASKED_NORTH = question(
    "long_text", "more", relevance={"test": "selected", "question": "ward", "options": ["north"]}
)
TWO_PAGES = definition(pages=[[WARD, WHY], [EASE]])


def outline(made: SurveyDefinition) -> list[list[str]]:
    return [[each.name for each in page.questions] for page in made.pages]


def codes(change: Any) -> list[tuple[str, str]]:
    with pytest.raises(DefinitionError) as raised:
        change()
    return [(problem.code, problem.place) for problem in raised.value.problems]


def test_a_blank_survey_can_be_edited_at_once() -> None:
    made = editing.blank_survey({"en": "Parks", "fr": "Parcs"})
    assert (outline(made), made.title["fr"]) == ([["comments"]], "Parcs")


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.menu.start is not None])
def test_every_kind_can_be_added(kind: str) -> None:
    made = editing.add(TWO_PAGES, editing.begun(kind, "new"), after="ward")
    assert outline(made) == [["ward", "new", "why"], ["ease"]]
    found = made.question("new")
    assert found is not None
    assert found.kind == kind


def test_a_kind_that_belongs_to_another_question_does_not_stand_alone() -> None:
    alone = next(name for name, kind in KINDS.items() if kind.menu.start is None)
    with pytest.raises(ValueError, match=alone):
        editing.begun(alone, "new")


def test_without_a_place_it_goes_to_the_end() -> None:
    made = editing.add(TWO_PAGES, question("long_text", "new"))
    assert outline(made) == [["ward", "why"], ["ease", "new"]]


@pytest.mark.parametrize(("after", "wanted"), [("", 2), ("page_1", 1)])
def test_a_new_page_begins_with_its_question(after: str, wanted: int) -> None:
    made = editing.add_page(TWO_PAGES, question("long_text", "new"), after=after)
    assert outline(made)[wanted] == ["new"]
    assert len({page.name for page in made.pages}) == 3


def test_a_copy_has_a_name_of_its_own() -> None:
    made = editing.duplicate(editing.duplicate(TWO_PAGES, "ward"), "ward")
    assert outline(made)[0] == ["ward", "ward_3", "ward_2", "why"]
    assert [made.question(name).text for name in ("ward", "ward_3")] == [WARD["text"]] * 2  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("ward", "ward_2"),
        ("How easy was it?", "how_easy_was_it"),
        ("Été à Montréal", "ete_a_montreal"),
        ("2026 budget", "q_2026_budget"),
        ("", "q"),
        ("page_1", "page_1_2"),
        ("x" * 99, "x" * 55),
    ],
)
def test_a_free_name_is_made_of_words(wanted: str, found: str) -> None:
    assert editing.free_name(TWO_PAGES, wanted) == found


@given(st.text())
def test_any_words_make_a_name(words: str) -> None:
    name = editing.free_name(TWO_PAGES, words)
    assert editing.add(TWO_PAGES, question("long_text", name)).question(name) is not None


def test_settings_are_changed() -> None:
    made = editing.change(TWO_PAGES, "ward", {"required": True, "hint": {"en": "Roughly", "fr": "Environ"}})
    ward = made.question("ward")
    assert ward is not None
    assert (ward.required, ward.hint["en"]) == (True, "Roughly")
    assert editing.touched(TWO_PAGES, made) == {("question", "ward")}


@pytest.mark.parametrize(
    ("name", "by", "wanted"),
    [
        ("ward", 1, [["why", "ward"], ["ease"]]),
        ("why", 1, [["ward"], ["why", "ease"]]),
        ("ease", -1, [["ward", "why", "ease"]]),
        ("ward", -1, [["ward", "why"], ["ease"]]),
        ("ease", 1, [["ward", "why"], ["ease"]]),
    ],
)
def test_a_question_moves_up_and_down_over_pages(name: str, by: int, wanted: list[list[str]]) -> None:
    assert outline(editing.move(TWO_PAGES, name, by=by)) == wanted


def test_a_question_moves_to_another_page() -> None:
    assert outline(editing.move_to(TWO_PAGES, "ward", "page_2")) == [["why"], ["ease", "ward"]]
    assert editing.move_to(TWO_PAGES, "ward", "page_1") == TWO_PAGES


def test_pages_move_and_change_and_go() -> None:
    assert outline(editing.move_page(TWO_PAGES, "page_1", by=1)) == [["ease"], ["ward", "why"]]
    assert editing.move_page(TWO_PAGES, "page_1", by=-1) == TWO_PAGES
    assert (
        editing.change_page(TWO_PAGES, "page_1", {"title": {"en": "A", "fr": "B"}}).pages[0].title["fr"]
        == "B"
    )
    assert outline(editing.remove_page(TWO_PAGES, "page_1")) == [["ease"]]


def test_taking_out_a_question_takes_its_own_line_with_it() -> None:
    ward = WARD | {"options": [*WARD["options"], option("other")]}
    made = definition([ward, question("other_text", "ward_other", of="ward", option="other"), WHY])
    assert outline(editing.remove(made, "ward")) == [["why"]]


def test_what_others_depend_on_stays() -> None:
    made = definition([WARD, ASKED_NORTH])
    assert codes(lambda: editing.remove(made, "ward")) == [("relevance_unknown_question", "more")]
    assert codes(lambda: editing.move(made, "more", by=-1)) == [("relevance_later_question", "more")]
    assert codes(lambda: editing.change(made, "ward", {"options": [option("south")]})) == [
        ("relevance_unknown_option", "more")
    ]


def test_the_last_question_stays() -> None:
    assert codes(lambda: editing.remove(definition([WHY]), "why")) == [("no_questions", "pages")]


@pytest.mark.parametrize("change", [editing.duplicate, editing.remove])
def test_what_is_gone_is_named(change: Any) -> None:
    assert codes(lambda: change(TWO_PAGES, "gone")) == [("part_gone", "gone")]


def test_a_page_that_is_gone_is_named() -> None:
    assert codes(lambda: editing.move_to(TWO_PAGES, "ward", "page_9")) == [("part_gone", "page_9")]


def test_the_survey_itself_is_changed() -> None:
    made = editing.change_survey(TWO_PAGES, {"minutes": 9, "pages": []})
    assert (made.minutes, outline(made)) == (9, outline(TWO_PAGES))
    assert editing.touched(TWO_PAGES, made) == {("survey", "minutes")}


def test_moves_touch_nothing() -> None:
    assert editing.touched(TWO_PAGES, editing.move(TWO_PAGES, "ward", by=1)) == set()


def test_what_came_and_went_is_touched() -> None:
    added = editing.add(TWO_PAGES, question("long_text", "new"))
    assert editing.touched(TWO_PAGES, added) == editing.touched(added, TWO_PAGES) == {("question", "new")}


def test_a_value_is_put_where_its_path_leads() -> None:
    made = editing.put(TWO_PAGES, ("question", "ward"), ["options", "north", "label", "fr"], "Nord")
    made = editing.put(made, ("question", "ward"), ["hint", "en"], "Roughly")
    made = editing.put(made, ("page", "page_2"), ["title", "en"], "More")
    made = editing.put(made, ("survey", ""), ["minutes"], 7)
    ward = made.question("ward")
    assert ward is not None
    assert (ward.choices()[0].label["fr"], ward.hint, made.pages[1].title["en"], made.minutes) == (
        "Nord",
        {"en": "Roughly"},
        "More",
        7,
    )


def test_a_place_goes_by_its_number_where_it_has_no_code() -> None:
    place = {"label": {"en": "Hall", "fr": "Salle"}, "latitude": 43, "longitude": -79}
    made = definition([question("map_point", "spot", addresses=[place])])
    made = editing.put(made, ("question", "spot"), ["addresses", "1", "label", "fr"], "Mairie")
    assert made.as_data()["pages"][0]["questions"][0]["addresses"][0]["label"]["fr"] == "Mairie"


@pytest.mark.parametrize(
    ("owner", "path"),
    [
        (("question", "gone"), ["required"]),
        (("page", "gone"), ["title", "en"]),
        (("question", "ward"), ["options", "west", "label", "en"]),
        (("question", "ward"), ["options", "west"]),
    ],
)
def test_where_a_path_leads_nowhere_that_is_told(owner: tuple[str, str], path: list[str]) -> None:
    assert codes(lambda: editing.put(TWO_PAGES, owner, path, "x"))[0][0] == "part_gone"


def test_what_does_not_fit_is_refused_with_its_place() -> None:
    assert codes(lambda: editing.put(TWO_PAGES, ("survey", ""), ["minutes"], 0)) == [
        ("field_wrong", "minutes")
    ]


def test_a_question_gets_another_name_unless_others_look_at_it() -> None:
    assert outline(editing.rename(TWO_PAGES, "why", "reason"))[0] == ["ward", "reason"]
    assert codes(lambda: editing.rename(TWO_PAGES, "why", "ward")) == [("name_repeated", "ward")]
    made = definition([WARD, ASKED_NORTH])
    assert codes(lambda: editing.rename(made, "ward", "place")) == [("relevance_unknown_question", "more")]


def test_a_choice_gets_an_other_with_its_line() -> None:
    made = editing.add_other(TWO_PAGES, "ward")
    assert outline(made)[0] == ["ward", "ward_other", "why"]
    found = made.question("ward")
    assert found is not None
    assert [choice.code for choice in found.choices()] == ["north", "south", "other"]
    assert made.question("ward_other").follows() == "ward"  # type: ignore[union-attr]
    fits = {name: editing.can_have_other(TWO_PAGES, name) for name in ("ward", "why", "ease", "gone")}
    assert fits == {"ward": True, "why": False, "ease": False, "gone": False}
    assert editing.can_have_other(made, "ward") is False


def test_an_other_that_is_there_gets_the_line_only() -> None:
    made = editing.add_other(definition([WARD | {"options": [option("north"), option("other")]}]), "ward")
    assert outline(made) == [["ward", "ward_other"]]
    assert len(made.question("ward").choices()) == 2  # type: ignore[union-attr]


KIND = st.sampled_from([name for name, kind in KINDS.items() if kind.menu.start is not None])
NAMES = st.sampled_from(["ward", "why", "ease", "new", "gone", "page_1", "page_2"])
STEP = st.sampled_from([-1, 1])


def begun(made: SurveyDefinition, kind: str) -> dict[str, Any]:
    return editing.begun(kind, editing.free_name(made, kind))


CHANGES = st.one_of(
    st.builds(lambda kind, at: lambda s: editing.add(s, begun(s, kind), after=at), KIND, NAMES),
    st.builds(lambda kind: lambda s: editing.add_page(s, begun(s, kind)), KIND),
    st.builds(lambda name: lambda s: editing.duplicate(s, name), NAMES),
    st.builds(lambda name: lambda s: editing.remove(s, name), NAMES),
    st.builds(lambda name, by: lambda s: editing.move(s, name, by=by), NAMES, STEP),
    st.builds(lambda name, page: lambda s: editing.move_to(s, name, page), NAMES, NAMES),
    st.builds(lambda name, by: lambda s: editing.move_page(s, name, by=by), NAMES, STEP),
    st.builds(lambda name: lambda s: editing.remove_page(s, name), NAMES),
    st.builds(lambda name, to: lambda s: editing.rename(s, name, to), NAMES, NAMES),
    st.builds(lambda name: lambda s: editing.add_other(s, name), NAMES),
    st.builds(lambda name, text: lambda s: editing.put(s, ("question", name), ["text", "fr"], text), NAMES,
              st.text(st.characters(codec="utf-8"), max_size=20)),
)  # fmt: skip


@given(st.lists(CHANGES, max_size=8))
def test_whatever_is_done_the_survey_can_be_asked_or_the_change_is_refused(steps: list[Any]) -> None:
    made = definition(pages=[[WARD, WHY], [ASKED_NORTH, EASE]])
    for step in steps:
        with suppress(DefinitionError):
            made = step(made)
        assert read_definition(made.as_data()) == made
        assert all(page.questions for page in made.pages)


def test_words_taken_back_in_both_languages_are_no_gap() -> None:
    made = definition([question("long_text", "why", hint={"en": "Short", "fr": "Court"})])
    for language in ("en", "fr"):
        made = editing.put(made, ("question", "why"), ["hint", language], " ")
    assert made.question("why").hint == {}  # type: ignore[union-attr]
    made = editing.put(made, ("question", "why"), ["hint", "fr"], "Encore")
    assert made.question("why").hint == {"fr": "Encore"}  # type: ignore[union-attr]


def test_what_stands_at_a_place_is_read_where_it_is_put() -> None:
    made = definition()
    assert editing.value_at(made, ("question", "ward"), ["options", "harbour", "label", "en"]) == "Harbour"
    with pytest.raises(DefinitionError):
        editing.value_at(made, ("question", "ward"), ["options", "nowhere", "label"])


def test_a_page_is_asked_under_one_condition() -> None:
    ward = question("single_choice", "ward", "north", "other")
    late = [question("long_text", "why"), question("yes_no", "sure")]
    condition = {"test": "selected", "question": "ward", "options": ["north"]}
    made = editing.put_on_page(definition(pages=[[ward], late]), "page_2", condition)
    assert [each.relevance.model_dump() for each in made.pages[1].questions if each.relevance] == [
        {**condition, "options": ("north",)}
    ] * 2
    assert editing.page_relevance(made.pages[1]) == (True, made.pages[1].questions[0].relevance)
    mixed = editing.change(made, "why", {"relevance": None})
    assert editing.page_relevance(mixed.pages[1]) == (False, None)
    assert editing.put_on_page(made, "page_2", None) == definition(pages=[[ward], late])


def test_a_line_of_an_answer_keeps_the_condition_that_brings_it_up() -> None:
    first = [question("yes_no", "lives_here")]
    second = [question("single_choice", "ward", "north", "south")]
    made = editing.add_other(definition(pages=[first, second]), "ward")
    line = next(each for each in made.questions() if each.follows())
    changed = editing.put_on_page(made, "page_2", {"test": "answered", "question": "lives_here"})
    assert changed.question(line.name) == line
    assert editing.page_relevance(changed.pages[1])[0] is True
