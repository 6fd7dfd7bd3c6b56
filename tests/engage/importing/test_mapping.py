"""Columns meet questions by name, by wording in either language, by near spelling, by what the cells hold."""

import json
from collections.abc import Sequence
from datetime import date

import pytest

from engage.importing.guessing import guess_columns
from engage.importing.mapping import Mapping_, chosen, slug_of, targets
from engage.tabular import Table, TableError, read_table
from surveys.definition import SurveyDefinition
from tests.factories import definition, option, question


def survey() -> SurveyDefinition:
    ward = question("single_choice", "ward", text={"en": "Where do you live?", "fr": "Où habitez-vous?"})
    ward["options"] = [option("old_town", label={"en": "Old Town", "fr": "Vieille ville"}), option("harbour")]
    return definition(
        [
            ward,
            question("multiple_choice", "used", "permits", "tax", text="What did you use?"),
            question("long_text", "improve", text="What could we do better?"),
        ]
    )


def table(header: Sequence[str], *rows: Sequence[str]) -> Table:
    lines = ["\t".join(cells) for cells in (header, *rows)]
    return read_table("\n".join(lines).encode(), name="answers.tsv")


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("ward", "ward"),
        ("WARD ", "ward"),
        ("Where do you live?", "ward"),
        ("Où habitez-vous?", "ward"),
        ("ou habitez vous", "ward"),
        ("What could we do beter", "improve"),
        ("used/tax", "used/tax"),
        ("What did you use? [Tax]", "used/tax"),
        ("Lang", "_language"),
        ("langue", "_language"),
        ("Canal", "_channel"),
        ("Version", "_release"),
    ],
)
def test_a_header_is_recognised(header: str, target: str) -> None:
    assert guess_columns(survey(), table([header, "other"], ["x", "y"])) == {target: header.strip()}


def test_a_strange_header_is_recognised_by_its_cells() -> None:
    found = guess_columns(survey(), table(["Q7", "Q8"], ["Vieille ville", "x"], ["Harbour", "y"]))
    assert found == {"ward": "Q7"}


def test_cells_that_fit_two_questions_decide_nothing() -> None:
    twins = definition([question("single_choice", name, "yes", "no") for name in ("first", "second")])
    assert guess_columns(twins, table(["Q1"], ["yes"], ["no"])) == {}


def test_a_number_column_counts_only_when_every_row_has_its_own() -> None:
    assert guess_columns(survey(), table(["id", "ward"], ["1", "harbour"], ["2", "harbour"])) == {
        "ward": "ward",
        "_id": "id",
    }
    assert guess_columns(survey(), table(["id", "ward"], ["1", "harbour"], ["1", "harbour"])) == {
        "ward": "ward"
    }
    assert guess_columns(survey(), table(["id", "ward"], ["1", "harbour"], ["", "harbour"])) == {
        "ward": "ward"
    }


def test_a_date_column_counts_only_when_it_holds_days() -> None:
    assert guess_columns(survey(), table(["date", "ward"], ["2026-09-30", "harbour"])) == {
        "ward": "ward",
        "_received_at": "date",
    }
    assert guess_columns(survey(), table(["date", "ward"], ["dinner", "harbour"])) == {"ward": "ward"}


def test_no_column_is_used_twice() -> None:
    found = guess_columns(survey(), table(["ward", "improve", "Where do you live?"], ["a", "b", "c"]))
    assert sorted(found.values()) == sorted(set(found.values()))
    assert found["ward"] == "ward"


def test_targets_say_what_they_are_in_both_languages() -> None:
    told = {target.name: dict(target.text) for target in targets(survey())}
    assert told["used/tax"] == {"en": "What did you use? – Tax", "fr": "What did you use? (fr) – Tax (fr)"}
    assert told["_received_at"] == {"en": "Day it was received", "fr": "Jour de réception"}
    assert [name for name in told if name.startswith("_")] == [
        "_id",
        "_received_at",
        "_channel",
        "_language",
        "_release",
    ]


def test_rows_are_chosen_by_the_value_of_a_column() -> None:
    whole = table(["place", "improve"], ["here", "a"], ["there", "b"], [" here ", "c"])
    assert [row["improve"] for row in chosen(whole, {"Place": "here"}).rows] == ["a", "c"]
    assert chosen(whole, {}) is whole
    with pytest.raises(TableError):
        chosen(whole, {"plaice": "here"})


def test_a_mapping_is_remembered_as_plain_data() -> None:
    assert Mapping_({"ward": "Q7"}, "day_first", keep_good_answers=True).as_data() == {
        "columns": {"ward": "Q7"},
        "date_order": "day_first",
        "as_of": None,
        "keep_good_answers": True,
        "where": {},
        "style": "",
        "by_position": (),
        "take_unfinished": False,
    }


def test_a_mapping_comes_back_from_what_was_remembered() -> None:
    mapped = Mapping_({"ward": "Q7"}, as_of=date(2026, 9, 30), style="Qualtrics", by_position=("ward",))
    assert Mapping_.from_data(json.loads(json.dumps(mapped.as_data()))) == mapped
    before_there_were_styles = {"columns": {"ward": "Q7"}, "date_order": "", "as_of": None, "where": {}}
    assert Mapping_.from_data(before_there_were_styles) == Mapping_({"ward": "Q7"})


@pytest.mark.parametrize(
    ("text", "slug"),
    [("NHS_fft (2)", "nhs-fft-2"), ("Été 2026!", "ete-2026"), ("数据", ""), ("a" * 80, "a" * 60)],
)
def test_a_file_name_becomes_an_address(text: str, slug: str) -> None:
    assert slug_of(text) == slug
