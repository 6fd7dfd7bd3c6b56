"""The orders shown as columns of their own, in every version that shuffles, and in the codebook."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from surveys.definition import SurveyDefinition
from surveys.exporting.codebook import HEADER, Codebook, entries, rows
from surveys.exporting.columns import Table
from surveys.exporting.layout import LaidOut, Layout
from surveys.records import Response, SurveyVersion
from tests.factories import both, definition, question

AT = datetime(2026, 9, 1, 15, tzinfo=UTC)
SHUFFLED = definition(
    [question("single_choice", "ward", "north", "south", shuffled=True, text="Which ward?")]
)
PLAIN = definition([question("single_choice", "ward", "north", "south", text="Which ward?")])


def table(*definitions: SurveyDefinition) -> Table:
    return Table(versions(*definitions), zone=ZoneInfo("America/Toronto"))


def versions(*definitions: SurveyDefinition) -> list[SurveyVersion]:
    return [
        SurveyVersion(number, 1, number, "published", made, "", AT, 0)
        for number, made in enumerate(definitions, 1)
    ]


def response(version: int, orders: dict[str, list[str]] | None) -> Response:
    return Response(
        1, "K7P-Q2M-XT9", 1, version, "complete", "web", "en", None, {"ward": "south"}, AT, False, orders
    )


def test_the_order_stands_in_a_column_after_the_answers() -> None:
    made = table(PLAIN, SHUFFLED)
    assert [column.name for column in made.columns][-2:] == ["ward", "ward.options"]
    told = list(made.rows([response(1, None), response(2, {"ward.options": ["south", "north"]})]))
    assert [row[-2:] for row in told] == [["south", ""], ["south", "south|north"]]


def test_a_survey_that_shuffles_nothing_has_no_such_column() -> None:
    assert [column.name for column in table(PLAIN).columns][-1] == "ward"


def test_the_heading_is_the_same_in_every_layout() -> None:
    for labels in ("codes", "labels", "both"):
        header = LaidOut(table(SHUFFLED).columns, Layout(labels=labels)).header
        assert header[-1] == "ward.options"


def test_the_codebook_says_what_it_holds_and_since_which_version() -> None:
    made = versions(PLAIN, SHUFFLED, SHUFFLED)
    book = Codebook(
        slug="library", title=both("Library"), introduction={}, notice={}, responses=0, versions=(1, 2, 3),
        made_on="2026-10-01", collected=("", ""),
        entries=entries(made, Table(made, zone=ZoneInfo("America/Toronto")).columns),
    )  # fmt: skip
    told = [dict(zip(HEADER, row, strict=True)) for row in rows(book)]
    [orders] = [row for row in told if row["variable"] == "ward.options"]
    assert orders["label_en"] == "Which ward? – answers in the order shown"
    assert orders["label_fr"] == "Which ward? (fr) – réponses dans l’ordre affiché"
    assert orders["versions"] == "2-3"


def test_a_quota_that_marks_has_a_column_of_its_own() -> None:
    quota = {"name": "northern", "title": both("North"), "limit": 1, "when_full": "mark"}
    quota["condition"] = {"test": "selected", "question": "ward", "options": ["north"]}
    marking = definition([question("single_choice", "ward", "north", "south")], quotas=[quota])
    made = table(PLAIN, marking)
    assert [column.name for column in made.columns][-2:] == ["ward", "quotas.over"]
    over = replace(response(2, None), over_quotas=["northern"])
    assert [row[-1] for row in made.rows([over, response(2, None)])] == ["northern", ""]
