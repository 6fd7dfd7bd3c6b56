"""Days as people write them; a date that could be two days is never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.importing.dates import DayOrder, day_order, is_day, moment_of, noon_of


def told(text: str, *, is_day_first: bool = False) -> str | None:
    moment = moment_of(text, is_day_first=is_day_first)
    return moment.isoformat() if moment else None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-09-30", "2026-09-30T16:00:00+00:00"),
        ("2026/9/3", "2026-09-03T16:00:00+00:00"),
        ("2026-12-01", "2026-12-01T17:00:00+00:00"),
        ("2026-09-30T23:30:00", "2026-10-01T03:30:00+00:00"),
        ("2026-09-30 23:30", "2026-10-01T03:30:00+00:00"),
        ("2026-09-30T10:00:00Z", "2026-09-30T10:00:00+00:00"),
        ("2026-09-30 10:00:00+02:00", "2026-09-30T08:00:00+00:00"),
        ("30/09/2026", "2026-09-30T16:00:00+00:00"),
        ("9/30/2026 4:05:06 PM", "2026-09-30T20:05:06+00:00"),
        ("9/30/2026 12:05 a.m.", "2026-09-30T04:05:00+00:00"),
        ("30.09.2026", "2026-09-30T16:00:00+00:00"),
        ("Sep 30, 2026", "2026-09-30T16:00:00+00:00"),
        ("30 September 2026", "2026-09-30T16:00:00+00:00"),
        ("1er octobre 2026", "2026-10-01T16:00:00+00:00"),
        ("3 août 2026", "2026-08-03T16:00:00+00:00"),
        ("46295", "2026-09-30T16:00:00+00:00"),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str, moment: str) -> None:
    assert told(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "2026", "2026-13-01", "31/02/2026", "00/00/2026", "2026-09-30T25:00", "32 May 2026"),
        *(
            "0026-01-01",
            "1/2/26",
            "jui 3 2026",
            "99999",
            "12",
            "½/½/2026",
            "9" * 400,
            "2026-09-30T10:00:00+99:00",
        ),
    ],
)
def test_anything_else_is_no_day(text: str) -> None:
    assert told(text) is None


def test_the_order_decides_only_where_both_are_possible() -> None:
    assert told("03/04/2026", is_day_first=True) == "2026-04-03T16:00:00+00:00"
    assert told("03/04/2026", is_day_first=False) == "2026-03-04T17:00:00+00:00"
    assert told("30/04/2026", is_day_first=False) == told("04/30/2026", is_day_first=True)


@pytest.mark.parametrize(
    ("cells", "found", "must_be_told"),
    [
        (["03/04/2026", "30/04/2026"], DayOrder("30/04/2026", "", "03/04/2026"), False),
        (["03/04/2026", "04/30/2026"], DayOrder("", "04/30/2026", "03/04/2026"), False),
        (["03/04/2026", "05/05/2026"], DayOrder("", "", "03/04/2026"), True),
        (["30/04/2026", "04/30/2026", "1/2/2026"], DayOrder("30/04/2026", "04/30/2026", "1/2/2026"), True),
        (["30/04/2026", "04/30/2026"], DayOrder("30/04/2026", "04/30/2026", ""), False),
        (["2026-03-04", "5/5/2026", "nonsense", ""], DayOrder(), False),
    ],
)
def test_a_column_shows_its_order_or_a_person_must(
    cells: list[str], found: DayOrder, must_be_told: bool
) -> None:
    assert day_order(cells) == found
    assert found.must_be_told is must_be_told


@given(day=st.dates(min_value=date(1990, 1, 2), max_value=date(2060, 1, 1)))
def test_every_day_comes_back_from_each_way_of_writing_it(day: date) -> None:
    noon = noon_of(day)
    assert moment_of(day.isoformat(), is_day_first=True) == noon
    assert moment_of(day.strftime("%d/%m/%Y"), is_day_first=True) == noon
    assert moment_of(day.strftime("%m/%d/%Y"), is_day_first=False) == noon
    assert moment_of(day.strftime("%B %d, %Y"), is_day_first=False) == noon


@given(text=st.text(max_size=30))
def test_no_text_is_too_strange_to_be_refused(text: str) -> None:
    assert is_day(text) in (True, False)
