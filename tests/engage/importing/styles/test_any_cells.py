"""Whatever stands in the cells and headings of a tool's export: it is read or told, and never breaks."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from engage.importing.drafting import Drafted, draft
from engage.importing.guessing import by_position, guess
from engage.importing.mapping import Mapping_
from engage.importing.styles import dressed
from engage.importing.translating import Translator
from engage.tabular import Rows, Table, read_table
from surveys.definition import read_definition
from tests.engage.importing.styles.test_styles import FOLDER, TOOLS, questions
from tests.factories import definition

TABLES = {name: read_table(Path(FOLDER, name)) for name in TOOLS}
SURVEY = definition(questions())
CELLS = st.one_of(
    st.sampled_from(
        ["", "1", "2", "99", "-oth-", "Other", "Y", "N/A", "Permits;", "Permits, Tax", ";;", ", ,", "[x]"]
    ),
    st.sampled_from(['{"ImportId":"Q"}', "Q1_2_TEXT", "Rank 1", "2026-09-12 07:30:00", "ANON-1ABC-DEF2-G"]),
    st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=12),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Draw an export in which some headings and cells were exchanged for others."""
    table = TABLES[draw(st.sampled_from(sorted(TABLES)))]
    rows = [list(row) for row in table.rows.cells]
    columns = list(table.columns)
    for _ in range(draw(st.integers(0, 12))):
        at = draw(st.integers(0, len(columns) - 1))
        rows[draw(st.integers(0, len(rows) - 1))][at] = draw(CELLS)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(columns) - 1))
        named = " ".join(draw(CELLS).split())
        if named and named not in columns:
            columns[at] = named
    names = tuple(columns)
    return Table(names, Rows(names, [tuple(row) for row in rows]), (), "utf-8", ",")


@given(table=tables())
@settings(max_examples=150, deadline=None)
def test_any_export_is_matched_and_translated(table: Table) -> None:
    styled = dressed(table)
    columns = {target: found.column for target, found in guess(SURVEY, styled).items()}
    assert set(columns.values()) <= set(table.columns)
    mapped = Mapping_(columns, style=styled.style, by_position=by_position(SURVEY, styled, columns))
    translator = Translator(SURVEY, styled, mapped)
    for row in styled.table.rows:
        assert translator.refusal(row) in ("", "row_is_test", "row_is_spam", "row_unfinished")
        told = translator.row(row)
        assert all(isinstance(cell, str) for cell in told.values())


@given(table=tables())
@settings(max_examples=100, deadline=None)
def test_any_export_makes_a_survey_or_says_why_not(table: Table) -> None:
    found = draft(table, "export.csv")
    if not isinstance(found, Drafted):
        assert found in ("nothing_to_ask", "too_many_columns")
        return
    assert read_definition(found.definition.as_data()) == found.definition
    assert set(found.columns.values()) <= set(table.columns)


def test_a_grid_with_a_column_called_other_keeps_what_was_said_beside_it() -> None:
    columns = ("Response ID", "2: Judge - Clarity", "2: Judge - Speed", "2: Judge - Other")
    cells = [("ANON-1ABC-DEF2-G", "Good", "Other", "Tone")]
    found = draft(Table(columns, Rows(columns, cells), (), "utf-8", ","), "export.csv")
    assert isinstance(found, Drafted)
    assert read_definition(found.definition.as_data()) == found.definition
