"""A translator's table: every text out; each row back is taken, or refused with a reason, once."""

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import translators
from surveys.strings import with_texts
from surveys.translations import agreed_after
from surveys.translators import Checked, Refusal, checked, rows
from tests.factories import definition, question

MADE = definition([question("long_text", "ease", text={"en": "Easy in {town}?", "fr": ""})])
KEY = "question/ease/text"
ROW = {"key": KEY, "en": "Easy in {town}?", "fr": "Facile à {town}?", "state": "missing"}


def found(*given: dict[str, str], **more: str) -> Checked:
    return checked(MADE, {}, given, **more)


def test_every_text_has_a_row() -> None:
    out = {row[0]: row for row in rows(MADE, {})}
    assert out[KEY] == (KEY, "ease.text", "Easy in {town}?", "", "missing")
    assert out["survey/title"][-1] == "done"
    assert {row[-1] for row in rows(MADE, {}, into="en")} == {"done"}


def test_a_translation_is_taken() -> None:
    assert found(ROW) == Checked({KEY: {"fr": "Facile à {town}?"}}, (), (), 0)


def test_the_same_table_changes_nothing_the_second_time() -> None:
    after = with_texts(MADE, found(ROW).texts)
    assert checked(after, {}, [ROW]) == Checked({}, (), (), 1)


def test_an_untouched_table_changes_nothing() -> None:
    out = [dict(zip(translators.COLUMNS, row, strict=True)) for row in rows(MADE, {})]
    assert checked(MADE, {}, out) == Checked({}, (), (), len(out))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"key": ""}, "key_missing"),
        ({"key": "question/gone/text"}, "key_unknown"),
        ({"en": "Was it easy in {town}?"}, "source_changed"),
        ({"fr": "Facile?"}, "placeholder_lost"),
        ({"fr": "Facile à {ville}?"}, "placeholder_lost"),
        ({"fr": "Facile à {town} et {town}?"}, "placeholder_lost"),
        ({"fr": "{town}" + "x" * 4000}, "text_too_long"),
        ({"fr": "{town} \ud800"}, "text_unreadable"),
    ],
)
def test_a_row_is_refused_for_a_reason(change: dict[str, str], code: str) -> None:
    told = found(ROW | change)
    assert [(each.code, each.row) for each in told.refusals] == [(code, 2)]
    assert (dict(told.texts), told.confirmed) == ({}, ())


def test_only_the_row_that_is_wrong_is_refused() -> None:
    told = found({"key": "survey/gone"}, ROW, ROW)
    assert told.texts == {KEY: {"fr": "Facile à {town}?"}}
    assert [(each.code, each.row) for each in told.refusals] == [("key_unknown", 2), ("key_repeated", 4)]


def test_without_the_source_column_the_translation_counts() -> None:
    assert found({"key": KEY, "fr": "Facile à {town}?"}).texts == {KEY: {"fr": "Facile à {town}?"}}


def test_an_empty_translation_leaves_the_text_as_it_is() -> None:
    title = {"key": "survey/title", "fr": "  ", "en": "Library survey"}
    assert found(title) == Checked({}, (), (), 1)


def test_a_stale_text_is_confirmed_by_its_state() -> None:
    before = definition(title={"en": "Old", "fr": "Titre"})
    after = definition(title={"en": "New", "fr": "Titre"})
    agreed = agreed_after(before, after, {})
    row = {"key": "survey/title", "en": "New", "fr": "Titre"}
    assert checked(after, agreed, [row | {"state": "stale"}]).confirmed == ()
    assert checked(after, agreed, [row | {"state": "done"}]).confirmed == ("survey/title",)


def test_english_can_be_the_translation() -> None:
    row = {"key": "survey/title", "en": "Survey of the library", "fr": "Library survey (fr)"}
    assert found(row, into="en").texts == {"survey/title": {"en": "Survey of the library"}}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hello {town}", ["town"]),
        ("{{ward|here}} and {{ ward }}", ["ward", "ward"]),
        ("${ward}", ["ward"]),
        ("{} {A} { x }", []),
    ],
)
def test_what_a_text_leaves_open(text: str, names: list[str]) -> None:
    assert sorted(translators.placeholders(text).elements()) == names


def test_a_csv_runs_nothing_and_comes_back() -> None:
    made = definition(title={"en": "=1+1", "fr": "-a"})
    out = translators.as_csv(rows(made, {}))
    read = list(csv.DictReader(io.StringIO(out.decode("utf-8-sig"))))
    assert (read[0]["en"], read[0]["fr"]) == ("'=1+1", "'-a")
    assert checked(made, {}, read) == Checked({}, (), (), len(read))


def test_a_workbook_comes_back() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(translators.as_xlsx(rows(MADE, {})))).active
    assert sheet is not None
    cells = [tuple(cell or "" for cell in row) for row in sheet.iter_rows(values_only=True)]
    assert cells == [translators.COLUMNS, *rows(MADE, {})]


def test_a_refusal_nobody_registered_is_refused() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        Refusal("nonsense", 2, "")


hostile = st.dictionaries(
    st.sampled_from(translators.COLUMNS), st.sampled_from([KEY, "survey/title"]) | st.text(), max_size=5
)


@given(st.lists(hostile, max_size=8))
def test_whatever_comes_every_row_ends_one_way(given: list[dict[str, str]]) -> None:
    told = checked(MADE, {}, given)
    assert len(told.texts) + len(told.confirmed) + len(told.refusals) + told.unchanged == len(given)
    with_texts(MADE, told.texts)
