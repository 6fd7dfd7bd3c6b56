"""The codebook: every variable, in both languages, with its codes and who was asked; and as DDI."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree as Tree
from zoneinfo import ZoneInfo

import pytest
import xmlschema

from engage.settings import ROOT
from surveys.definition import SurveyDefinition, read_definition
from surveys.exporting import ddi
from surveys.exporting.codebook import HEADER, Codebook, entries, rows, version_range
from surveys.exporting.columns import Table
from surveys.exporting.formulas import formula
from surveys.records import SurveyVersion
from tests.factories import both, definition, option, question

EXAMPLE = ROOT / "data" / "examples" / "every_question_kind.json"
AT = datetime(2026, 9, 1, tzinfo=UTC)
IF_NORTH = {"test": "selected", "question": "ward", "options": ["north"]}


def book_of(*definitions: SurveyDefinition) -> Codebook:
    versions = [
        SurveyVersion(number, 1, number, "published", made, "", AT, 0)
        for number, made in enumerate(definitions, 1)
    ]
    return Codebook(
        slug="library",
        title=both("Library & <survey>"),
        introduction=both("Tell us."),
        notice=both("Under the Act."),
        responses=12,
        versions=tuple(version.number for version in versions),
        made_on="2026-10-01",
        collected=("2026-09-01", "2026-09-30"),
        entries=entries(versions, Table(versions, zone=ZoneInfo("America/Toronto")).columns),
    )


def ward() -> dict[str, object]:
    made = question("single_choice", "ward", "north", "south", text="Which ward?")
    made["options"].append(option("unsaid", missing=True, label="Prefer not to say"))
    return made


def asked() -> SurveyDefinition:
    return definition([ward(), question("long_text", "why", text="Why?", relevance=IF_NORTH)])


def test_a_row_a_code_and_a_row_for_a_variable_without_codes() -> None:
    told = [dict(zip(HEADER, row, strict=True)) for row in rows(book_of(asked()))]
    of_ward = [row for row in told if row["variable"] == "ward"]
    assert [(row["code"], row["number"], row["is_missing"]) for row in of_ward] == [
        ("north", "1", "0"),
        ("south", "2", "0"),
        ("unsaid", "-1", "1"),
        (".not_asked", "-98", "1"),
        (".left_out", "-99", "1"),
    ]
    assert [row["why_missing"] for row in of_ward] == ["", "", "declined", "not_asked", "left_out"]
    why, *reasons = [row for row in told if row["variable"] == "why"]
    assert [(row["why_missing"], row["number"], row["spss_missing"]) for row in reasons] == [
        ("not_asked", "-98", "why_missing"),
        ("left_out", "-99", "why_missing"),
    ]
    assert why == {
        "variable": "why",
        "spss_name": "why",
        "stata_name": "why",
        "question": "why",
        "kind": "long_text",
        "holds": "text",
        "label_en": "Why?",
        "label_fr": "Why? (fr)",
        "asked_if": "selected(ward, north)",
        "formula": "",
        "versions": "1",
        "code": "",
        "number": "",
        "code_label_en": "",
        "code_label_fr": "",
        "is_missing": "",
        "why_missing": "",
        "spss_missing": "why_missing",
        "stata_missing": "why_missing",
    }


def test_who_was_asked_is_told_version_by_version_where_it_changed() -> None:
    everyone = definition([ward(), question("long_text", "why", text="Why?")])
    same = book_of(asked(), asked()).entries[-1]
    changed = book_of(asked(), everyone).entries[-1]
    assert same.asked_if == (((1, 2), "selected(ward, north)"),)
    assert changed.asked_if == (((1,), "selected(ward, north)"), ((2,), ""))


@pytest.mark.parametrize(
    ("numbers", "told"), [((), ""), ((2,), "2"), ((1, 2, 3), "1-3"), ((1, 2, 4, 6, 7), "1-2, 4, 6-7")]
)
def test_versions_are_told_as_ranges(numbers: Sequence[int], told: str) -> None:
    assert version_range(numbers) == told


def test_a_condition_reads_as_a_formula() -> None:
    either = {"test": "any", "of": [IF_NORTH, {"test": "not", "of": {"test": "answered", "question": "q"}}]}
    assert formula(either) == "any(selected(ward, north), not(answered(q)))"
    age = {"value": "answer", "question": "age"}
    adult = {"test": "compare", "left": age, "sign": ">=", "right": 18.0}
    assert formula(adult) == "age >= 18"
    assert formula({"test": "between", "of": age, "lowest": 0.5, "highest": 1}) == "0.5 <= age <= 1"
    counted = {"value": "count", "question": "used"}
    assert formula({"test": "compare", "left": counted, "sign": "=", "right": "x"}) == "count(used) = 'x'"
    twice = {"value": "times", "left": {"value": "sum", "of": [age, 2]}, "right": {"value": "today"}}
    assert formula(twice) == "(sum(age, 2) * today())"


def test_a_calculated_value_says_what_it_is_worked_out_by() -> None:
    twice = {"value": "times", "left": {"value": "answer", "question": "age"}, "right": 2}
    asked = [question("number_entry", "age"), question("calculated", "twice", formula=twice)]
    book = book_of(definition(asked))
    assert {entry.question: entry.formula for entry in book.entries if entry.question} == {
        "age": "",
        "twice": "(age * 2)",
    }
    found = Tree.fromstring(ddi.xml(book, file_name="x.csv", version="1")).findall(".//{*}drvdesc")
    assert [each.text for each in found] == ["(age * 2)"]


# DDI

SCHEMA = xmlschema.XMLSchema(ROOT / "docs" / "schema" / "ddi-codebook-subset.xsd", allow="local")
"""What we use of DDI Codebook 2.5, written by us: see the file itself."""
EVERY_KIND = read_definition(EXAMPLE.read_text("utf-8"))
NS = f"{{{ddi.NAMESPACE}}}"


def described(book: Codebook) -> Tree.Element:
    return Tree.fromstring(ddi.xml(book, file_name="library.csv", version="1.0"))


def wrong(root: Tree.Element) -> list[str]:
    return [str(error.reason) for error in SCHEMA.iter_errors(root)]


@pytest.mark.parametrize("made", [asked(), EVERY_KIND], ids=["two questions", "every kind"])
def test_the_schema_takes_our_codebooks(made: SurveyDefinition) -> None:
    assert wrong(described(book_of(made))) == []
    assert wrong(described(book_of(made, made))) == []


def test_the_schema_takes_the_codebook_of_a_survey_that_nobody_answered() -> None:
    empty = replace(book_of(asked()), responses=0, collected=("", ""), introduction={}, notice={})
    assert wrong(described(empty)) == []


def test_lists_whose_names_look_alike_stay_apart() -> None:
    grid = question("matrix_multiple", "a", "x", "y", rows=[option("b")])
    alike = question("multiple_choice", "a_b", "x", "y")
    root = described(book_of(definition([grid, alike])))
    assert wrong(root) == []
    assert [group.attrib["name"] for group in root.iter(f"{NS}varGrp")] == ["a/b", "a_b"]


def moved(root: Tree.Element) -> None:
    variable = next(root.iter(f"{NS}var"))
    variable.insert(0, variable[-1])


def doubled(root: Tree.Element) -> None:
    use = next(root.iter(f"{NS}useStmt"))
    use.append(use[0])


def unnamed(root: Tree.Element) -> None:
    del next(root.iter(f"{NS}var")).attrib["name"]


def astray(root: Tree.Element) -> None:
    next(root.iter(f"{NS}var")).set("files", "F9")


def twice(root: Tree.Element) -> None:
    first, second, *_ = root.iter(f"{NS}var")
    second.set("ID", first.attrib["ID"])


def unknown(root: Tree.Element) -> None:
    Tree.SubElement(root, f"{NS}variables")


def undated(root: Tree.Element) -> None:
    next(root.iter(f"{NS}prodDate")).set("date", "yesterday")


@pytest.mark.parametrize("spoil", [moved, doubled, unnamed, astray, twice, unknown, undated])
def test_the_schema_refuses_a_codebook_that_was_spoilt(spoil: Callable[[Tree.Element], None]) -> None:
    root = described(book_of(asked()))
    spoil(root)
    assert wrong(root) != []


def test_what_the_notice_says_stands_once_in_each_language() -> None:
    uses = described(book_of(asked())).iter(f"{NS}useStmt")
    assert [[text.text for text in use] for use in uses] == [["Under the Act."], ["Under the Act. (fr)"]]


def test_a_question_is_told_in_both_languages_with_codes_and_who_was_asked() -> None:
    root = described(book_of(asked()))
    found = {variable.attrib["name"]: variable for variable in root.iter(f"{NS}var")}
    literal = [text.text for text in found["ward"].iter(f"{NS}qstnLit")]
    assert literal == ["Which ward?", "Which ward? (fr)"]
    codes = {
        name: [
            (category.findtext(f"{NS}catValu"), category.get("missType", ""))
            for category in found[name].iter(f"{NS}catgry")
            if category.attrib["missing"] == ("Y" if category.get("missType") else "N")
        ]
        for name in ("ward", "why", "received_day")
    }
    reasons = [(".not_asked", "not asked"), (".left_out", "left out")]
    assert codes == {
        "ward": [("north", ""), ("south", ""), ("unsaid", "declined"), *reasons],
        "why": reasons,
        "received_day": [],
    }
    assert found["why"].findtext(f"{NS}universe") == "asked if selected(ward, north)"
    assert root.findtext(f".//{NS}caseQnty") == "12"
    assert root.findtext(f".//{NS}titl") == "Library & <survey>"
