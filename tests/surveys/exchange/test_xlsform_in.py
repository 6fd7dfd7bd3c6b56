"""XLSForms from outside: what is carried is ours, what is not is listed by row.

1. A type, its choices and both languages become the question kind that asks the same.
2. Conditions and constraints become ours, or are listed; nothing else is asked of fewer people.
3. Groups are pages; a group in a group stands on its page; a table of selects is a matrix.
4. Repeats are refused; what only records the device is left out; media is left out, with a note.
"""

import pytest

from surveys.exchange.notes import Carried, RefusedFileError
from surveys.exchange.xlsform_in import read
from surveys.questions import Question
from surveys.relevance import All, Answered, Not, Selected
from tests.surveys.exchange.sheets import codes, form, sheets


def question(carried: Carried, name: str) -> Question:
    assert carried.definition is not None, carried.refusals
    found = carried.definition.question(name)
    assert found is not None
    return found


def test_a_select_is_a_choice_in_both_languages() -> None:
    carried = form(
        """
        type            | name | label::English (en) | label::Français (fr) | hint::fr | required
        select_one ward | ward | Where do you live?  | Où habitez-vous?     | À Larkmere | yes
        """
    )
    ward = question(carried, "ward")
    assert (ward.kind, ward.text) == ("single_choice", {"en": "Where do you live?", "fr": "Où habitez-vous?"})
    assert [(o.code, o.label["fr"]) for o in ward.choices()] == [
        ("old", "Vieille ville"),
        ("new", "Ville nouvelle"),
    ]
    assert (ward.hint, ward.required) == ({"fr": "À Larkmere"}, True)
    assert carried.notes == ()


@pytest.mark.parametrize(
    ("type_", "appearance", "kind"),
    [
        ("text", "", "short_text"),
        ("text", "multiline", "long_text"),
        ("integer", "", "number_entry"),
        ("decimal", "", "number_entry"),
        ("date", "", "date_entry"),
        ("time", "", "time_entry"),
        ("note", "", "information"),
        ("acknowledge", "", "consent_box"),
        ("select_one ward", "minimal", "single_choice"),
        ("select one from ward", "", "single_choice"),
        ("select_one steps", "likert", "scale"),
        ("select_multiple ways", "", "multiple_choice"),
        ("select all that apply from ways", "", "multiple_choice"),
        ("rank ways", "", "ranking"),
        ("range", "", "rating_scale"),
        ("file", "", "file_upload"),
        ("image", "", "file_upload"),
        ("geopoint", "", "map_point"),
        ("datetime", "", "date_entry"),
        ("barcode", "", "short_text"),
    ],
)
def test_each_type_is_a_kind(type_: str, appearance: str, kind: str) -> None:
    carried = form(
        f"""
        type    | name | label | appearance
        text    | one  | One   |
        {type_} | q    | Q     | {appearance}
        """
    )
    assert question(carried, "q").kind == kind


def test_or_other_is_an_option_and_a_variable_of_its_own() -> None:
    carried = form("type | name | label\nselect_one ward or_other | ward | Where?")
    assert [option.code for option in question(carried, "ward").choices()] == ["old", "new", "other"]
    assert question(carried, "ward_other").relevance == Selected(question="ward", options=("other",))


@pytest.mark.parametrize(
    ("relevant", "condition"),
    [
        ("selected(${ward}, 'old')", Selected(question="ward", options=("old",))),
        ("${ward} = 'old'", Selected(question="ward", options=("old",))),
        ("'old' = ${ward}", Selected(question="ward", options=("old",))),
        ("${ward} != 'old'", Not(of=Selected(question="ward", options=("old",)))),
        ("${ward} != ''", Answered(question="ward")),
        ("${ward} = ''", Not(of=Answered(question="ward"))),
        ("${ward} = 'old' or ${ward} = 'new'", Selected(question="ward", options=("old", "new"))),
        ("${rate} <= 2", Selected(question="rate", options=("1", "2"))),
        (
            "selected(${ways}, 'web') and not(selected(${ways}, 'desk'))",
            All(
                of=(
                    Selected(question="ways", options=("web",)),
                    Not(of=Selected(question="ways", options=("desk",))),
                )
            ),
        ),
        ("true()", None),
    ],
)
def test_a_condition_is_carried(relevant: str, condition: object) -> None:
    carried = form(
        f"""
        type                 | name | label | relevant
        select_one ward      | ward | Where |
        select_multiple ways | ways | How   |
        select_one steps     | rate | Rate  |
        text                 | why  | Why   | {relevant}
        """
    )
    assert question(carried, "why").relevance == condition
    assert codes(carried) == []


@pytest.mark.parametrize(
    "relevant",
    [
        "${later} = 'old'",
        "${ward} = 'nowhere'",
        "${nothing} = 'old'",
        "pulldata('x', 'y', 'z', ${ward}) = 'a'",
        "${ward} = 'old' and",
        "now() > '2026-01-01'",
        "(" * 3000,
    ],
)
def test_a_condition_that_cannot_be_carried_is_listed_by_row(relevant: str) -> None:
    carried = form(
        f"""
        type            | name  | label | relevant
        select_one ward | ward  | Where |
        text            | why   | Why   | {relevant}
        select_one ward | later | Later |
        """
    )
    assert codes(carried) == [("relevance_not_carried", "survey 3")]
    assert question(carried, "why").relevance is None


@pytest.mark.parametrize(
    ("type_", "constraint", "settings"),
    [
        ("integer", ". >= 0 and . <= 120", {"lowest": 0, "highest": 120}),
        ("integer", ". > 0", {"lowest": 1, "highest": None}),
        ("date", ". >= date('2026-01-01')", {"earliest": "2026-01-01"}),
        ("text", "string-length(.) <= 80", {"longest": 80}),
        ("select_multiple ways", "count-selected(.) <= 2", {"fewest": 0, "most": 2}),
    ],
)
def test_a_constraint_is_a_setting(type_: str, constraint: str, settings: dict[str, object]) -> None:
    carried = form(f"type | name | label | constraint\n{type_} | q | Q | {constraint}")
    data = question(carried, "q").model_dump(mode="json")
    assert {name: data[name] for name in settings} == settings
    assert codes(carried) == []


def test_none_of_these_is_exclusive_where_the_form_says_so() -> None:
    rule = "not(selected(., 'none') and count-selected(.) > 1)"
    carried = form(f"type | name | label | constraint\nselect_multiple ways | ways | How | {rule}")
    assert [o.code for o in question(carried, "ways").choices() if o.exclusive] == ["none"]


def test_a_constraint_that_is_no_setting_is_listed() -> None:
    carried = form("type | name | label | constraint\ntext | q | Q | regex(., '^A')")
    assert codes(carried) == [("constraint_not_carried", "survey 2")]


def test_groups_are_pages_and_inner_groups_stand_on_them() -> None:
    carried = form(
        """
        type            | name  | label   | relevant
        begin group     | about | About   |
        select_one ward | ward  | Where   |
        begin_group     | inner | Details | ${ward} = 'old'
        text            | why   | Why     |
        end_group       |       |         |
        end group       |       |         |
        text            | last  | Last    |
        """
    )
    assert carried.definition is not None
    assert [(p.name, [q.name for q in p.questions]) for p in carried.definition.pages] == [
        ("about", ["ward", "inner", "why"]),
        ("page_2", ["last"]),
    ]
    assert question(carried, "why").relevance == Selected(question="ward", options=("old",))
    assert codes(carried) == [("group_flattened", "survey 4")]


def test_a_table_of_selects_is_a_matrix() -> None:
    carried = form(
        """
        type             | name       | label   | appearance | relevant
        begin_group      | parts      | Parts   | table-list |
        select_one steps | parts_find | Find    |            |
        select_one steps | parts_pay  | Pay     |            |
        end_group        |            |         |            |
        text             | why        | Why     |            | ${parts_pay} = '1'
        """
    )
    parts = question(carried, "parts")
    assert (parts.kind, sorted(parts.selectable())[:2]) == ("matrix_single", ["find=1", "find=2"])
    assert question(carried, "why").relevance == Selected(question="parts", options=("pay=1",))


def test_a_repeat_is_refused_by_name() -> None:
    carried = form(
        """
        type         | name  | label
        begin_repeat | child | Child
        text         | name  | Name
        end_repeat   |       |
        """
    )
    assert carried.definition is None
    assert [(r.code, r.place, dict(r.details)) for r in carried.refusals] == [
        ("repeat_refused", "survey 2", {"name": "child"})
    ]


@pytest.mark.parametrize("survey", ["begin_group | a | A", "end_group | |"])
def test_a_group_without_its_other_half_is_refused(survey: str) -> None:
    carried = form(f"type | name | label\ntext | q | Q\n{survey}")
    assert [refusal.code for refusal in carried.refusals] == ["group_not_closed"]


def test_everything_left_behind_is_listed_by_row() -> None:
    carried = form(
        """
        type            | name  | label::en | label::Español (es) | image   | choice_filter | default
        start           | start |           |                     |         |               |
        geotrace        | place | Where?    |                     |         |               |
        select_one ward | ward  | Where?    | ¿Dónde?             | map.png | pulldata(x)   | old
        select_one gone | gone  | Gone?     |                     |         |               |
        text            | again | ${ward}?  |                     |         |               |
        """
    )
    assert sorted(codes(carried)) == [
        ("choice_filter_not_carried", "survey 4"),
        ("fallback_needed", "again"),
        ("language_not_carried", "survey"),
        ("list_missing", "survey 5"),
        ("media_not_carried", "survey 4"),
        ("metadata_not_carried", "survey 2"),
        ("page_begun", "again"),
        ("setting_not_carried", "survey 4"),
        ("type_not_carried", "survey 3"),
    ]


def test_names_and_codes_we_cannot_use_are_changed_and_said() -> None:
    carried = form(
        "type | name | label\nselect_one l | MyWard | Where?",
        choices="list_name | name | label\nl | Île-du-Nord | Île\nl | b | B",
    )
    assert [(n.code, dict(n.details)) for n in carried.notes] == [
        ("code_changed", {"before": "Île-du-Nord", "now": "ile_du_nord"}),
        ("name_changed", {"before": "MyWard", "now": "myward"}),
    ]


def test_headings_without_a_language_take_the_default_one() -> None:
    carried = form(
        "type | name | label\ntext | q | Votre nom", settings="form_title | default_language\nF | French (fr)"
    )
    assert question(carried, "q").text == {"fr": "Votre nom"}
    assert carried.definition is not None
    assert (carried.definition.languages, carried.notes) == (("fr",), ())


def test_a_form_without_a_survey_sheet_or_a_type_column_is_refused() -> None:
    with pytest.raises(RefusedFileError) as missing:
        read({"choices": []}, "x.xlsx")
    assert missing.value.note.details == {"sheet": "survey"}
    with pytest.raises(RefusedFileError) as column:
        read(sheets("kind | name\ntext | q"), "x.xlsx")
    assert column.value.note.details == {"column": "type"}


def test_a_form_that_names_no_language_is_taken_as_english_and_says_so() -> None:
    carried = form("type | name | label\ntext | q | Votre nom", settings="form_title\nF")
    assert question(carried, "q").text == {"en": "Votre nom"}
    assert codes(carried) == [("language_assumed", "survey")]


def test_questions_outside_groups_go_on_to_another_page() -> None:
    rows = "\n".join(f"text | q{number} | Question {number}" for number in range(120))
    carried = form(f"type | name | label\n{rows}")
    assert carried.definition is not None
    assert [len(page.questions) for page in carried.definition.pages] == [50, 50, 20]
    assert codes(carried) == [("page_divided", "survey")]


def test_a_form_of_a_thousand_questions_is_read_and_one_more_is_refused() -> None:
    rows = [f"text | q{number} | Question {number}" for number in range(1001)]
    whole = form("\n".join(["type | name | label", *rows[:1000]]))
    assert whole.definition is not None
    assert len(whole.definition.asked()) == 1000
    more = form("\n".join(["type | name | label", *rows]))
    assert [(refusal.code, refusal.details) for refusal in more.refusals] == [
        ("too_many_questions", {"count": 1001, "most": 1000})
    ]
