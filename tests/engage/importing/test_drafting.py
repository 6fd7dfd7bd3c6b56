"""A survey made out of a table: what each column becomes, told by its cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.importing.drafting import MOST_COLUMNS, Drafted, draft
from engage.tabular import Table, read_table
from surveys.definition import publishing_problems, read_definition
from surveys.questions.scale import Scale


def table(columns: dict[str, list[str]]) -> Table:
    rows = zip(*columns.values(), strict=True)
    lines = ["\t".join(columns), *("\t".join(cells) for cells in rows)]
    return read_table("\n".join(lines).encode(), name="answers.tsv")


def drafted(columns: dict[str, list[str]], *texts: str) -> Drafted:
    found = draft(table(columns), "our_answers.csv", text_columns=texts)
    assert isinstance(found, Drafted)
    return found


def controls(found: Drafted) -> dict[str, str]:
    return {question.name: question.control for question in found.definition.asked()}


SENTENCES = [f"The {word} page took far too long" for word in ("tax", "dog", "pool", "fence", "deck", "burn")]


def test_columns_become_what_their_cells_look_like() -> None:
    found = drafted(
        {
            "Record ID": ["a", "b", "c", "d", "e", "f"],
            "Date": ["2026-09-01"] * 6,
            "Rating": ["1", "2", "3", "4", "5", "5"],
            "Branch": ["North", "South", "North", "North", "South", ""],
            "Name": ["Ida", "Bo", "Cy", "Di", "Ed", "Flo"],
            "Remarks": SENTENCES,
            "Blank": [""] * 6,
        }
    )
    assert controls(found) == {"rating": "scale", "branch": "choose_one", "name": "line", "remarks": "lines"}
    assert found.columns == {
        "_id": "Record ID",
        "_received_at": "Date",
        "rating": "Rating",
        "branch": "Branch",
        "name": "Name",
        "remarks": "Remarks",
    }


def test_only_the_columns_named_are_comments_when_some_are_named() -> None:
    found = drafted({"remarks": SENTENCES, "themes": [f"{s}|and more" for s in SENTENCES]}, "themes")
    assert controls(found) == {"remarks": "line", "themes": "lines"}


@pytest.mark.parametrize(
    ("cells", "control"),
    [
        (["1", "2", "3", "4", "5"], "scale"),
        (["1.0", "2.0", "3.0", "5.0", "5.0"], "scale"),
        (["0", "10", "9", "10", "9"], "scale"),
        (["1", "2", "3", "4", "6"], "choose_one"),
        (["1", "5", "5", "5", "5"], "choose_one"),
        (["-1", "0", "1", "1", "1"], "choose_one"),
    ],
)
def test_numbers_are_a_scale_when_they_use_a_usual_one_from_end_to_end(
    cells: list[str], control: str
) -> None:
    assert controls(drafted({"score": cells})) == {"score": control}


@pytest.mark.parametrize(("best_low", "steps"), [((), ["1", "5"]), (("score",), ["5", "1"])])
def test_the_lowest_number_is_the_best_when_somebody_says_so(
    best_low: tuple[str, ...], steps: list[str]
) -> None:
    found = draft(table({"score": ["1", "2", "3", "4", "5"]}), "f.csv", best_low=best_low)
    assert isinstance(found, Drafted)
    question = found.definition.question("score")
    assert isinstance(question, Scale)
    assert [question.steps()[0], question.steps()[-1]] == steps


def test_options_are_numbers_in_order_or_the_most_frequent_first() -> None:
    found = drafted({"n": ["10", "2", "2", "33"], "w": ["b", "a", "a", "c"]})
    codes = {q.name: [option.code for option in q.choices()] for q in found.definition.asked()}
    assert codes == {"n": ["2", "10", "33"], "w": ["a", "b", "c"]}


def test_names_and_codes_that_would_clash_are_kept_apart() -> None:
    found = drafted({"Über!": ["a", "a"], "uber": ["+", "-"], "2nd": ["x", "x"], "数据": ["y", "y"]})
    assert list(controls(found)) == ["uber", "uber_2", "column_2nd", "column"]
    question = found.definition.question("uber_2")
    assert question is not None
    assert [option.code for option in question.choices()] == ["option", "option_2"]


def test_what_cannot_become_a_survey_says_why() -> None:
    assert draft(table({f"c{i}": ["x"] for i in range(MOST_COLUMNS + 1)}), "wide.csv") == "too_many_columns"
    assert draft(table({"date": ["2026-09-01"], "id": ["7"]}), "dates.csv") == "nothing_to_ask"


def test_the_survey_says_in_both_languages_that_the_data_was_imported() -> None:
    definition = drafted({"w": ["a", "a"]}).definition
    assert definition.title == {"en": "our answers", "fr": "our answers"}
    assert definition.notice["en"].startswith("Imported data")
    assert definition.notice["fr"].startswith("Données importées")
    assert publishing_problems(definition, None) == []


@given(
    cells=st.lists(
        st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=30),
        min_size=1,
        max_size=12,
    )
)
def test_any_cells_make_a_survey_that_can_be_published_and_read_back(cells: list[str]) -> None:
    found = draft(table({"kept": ["x"] * len(cells), "col": cells}), "any.csv")
    assert isinstance(found, Drafted)
    assert publishing_problems(found.definition, None) == []
    assert read_definition(found.definition.as_data()) == found.definition
