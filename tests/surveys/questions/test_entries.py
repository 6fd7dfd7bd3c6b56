"""Entries that must be understood: numbers, days, times, addresses, telephone numbers, postal codes.

1. What people write is kept in one form, whichever language they write in.
2. What cannot be understood, or lies outside the limits, is refused with a code of its own.
3. Limits that cross are the author's problem.
4. Numbers are summed up by mean, median and range, and every number is counted in one bar.
5. A postal code is cut to its first three characters unless the author needs all of it.
6. Personal details are counted, not looked at.
"""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.problems import AnswerError
from surveys.questions import KINDS, Question
from surveys.questions.number_entry import NumberEntry
from surveys.summaries import ChoiceSummary, FigureSummary, TextSummary
from tests.factories import both, question


def built(kind: str, **settings: Any) -> Question:
    return KINDS[kind].model_validate(question(kind, "asked", **settings))


def refused(asked: Question, text: str) -> tuple[str, dict[str, object]]:
    with pytest.raises(AnswerError) as raised:
        asked.parse([text])
    return raised.value.code, raised.value.details


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("12", "12"),
        ("12,5", "12.5"),
        ("12.50", "12.5"),
        ("1,234", "1234"),
        ("1\u202f234,5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("$1,234.50", "1234.5"),
        ("1 234,50 $", "1234.5"),
        ("-0", "0"),
        ("\u22123", "-3"),
        ("+7", "7"),
        (".5", "0.5"),
        ("٣", "3"),
    ],
)
def test_a_number_is_kept_in_one_form(written: str, kept: str) -> None:
    assert built("number_entry", decimals=2).parse([written]) == kept


@pytest.mark.parametrize(
    "written", ["twelve", "1e5", "NaN", "inf", "1,2,3", "--1", "1.2.3", "9" * 14, "12 km"]
)
def test_what_is_no_number_is_refused(written: str) -> None:
    assert refused(built("number_entry", decimals=6), written) == ("number_unreadable", {})


def test_a_number_keeps_to_its_limits() -> None:
    asked = built("number_entry", lowest=0, highest=10)
    assert [asked.parse([text]) for text in ("0", "10")] == ["0", "10"]
    assert refused(asked, "-1") == ("number_too_small", {"lowest": 0})
    assert refused(asked, "11") == ("number_too_large", {"highest": 10})
    assert refused(asked, "1.5") == ("number_too_fine", {"decimals": 0})


def test_a_number_is_shown_with_its_unit_as_the_language_writes_it() -> None:
    asked = built("number_entry", decimals=1, unit={"en": "hours", "fr": "heures"})
    assert asked.show("2.5", "en") == ["2.5 hours"]
    assert asked.show("2.5", "fr") == ["2,5 heures"]
    assert [place for place, _ in asked.texts()] == ["text", "unit"]


def test_numbers_are_summed_up() -> None:
    summary = built("number_entry").summarise(["1", "2", None, "6"])
    assert isinstance(summary, FigureSummary)
    assert (summary.base, summary.missing, summary.mean, summary.median) == (3, 1, 3, 2)
    assert (summary.lowest, summary.highest) == (1, 6)
    assert [(bar.code, bar.count) for bar in summary.bars][:3] == [("1", 1), ("2", 1), ("3", 0)]


@given(
    numbers=st.lists(st.integers(-(10**6), 10**6) | st.decimals(-1000, 1000, places=2), min_size=1),
    decimals=st.sampled_from([0, 2]),
)
def test_every_number_stands_in_one_bar(numbers: list[Any], decimals: int) -> None:
    asked = built("number_entry", decimals=decimals)
    values = [asked.parse([str(int(n) if decimals == 0 else n)]) for n in numbers]
    summary = asked.summarise(values)
    assert isinstance(summary, FigureSummary)
    assert sum(bar.count for bar in summary.bars) == len(numbers)
    assert len({bar.code for bar in summary.bars}) == len(summary.bars)


def test_limits_that_cross_are_named() -> None:
    crossed = (
        built("number_entry", lowest=5, highest=1),
        built("date_entry", earliest="2026-02-01", latest="2026-01-01"),
    )
    assert [[problem.code for problem in asked.own_problems()] for asked in crossed] == [
        ["range_crossed"]
    ] * 2
    assert (
        NumberEntry.model_validate(question("number_entry", "asked", lowest=1, highest=1)).own_problems()
        == []
    )


@pytest.mark.parametrize("written", ["2026-09-04", "2026/9/4", "2026.09.04", "2026-09-04 00:00:00"])
def test_a_day_is_kept_in_one_form(written: str) -> None:
    assert built("date_entry").parse([written]) == "2026-09-04"


@pytest.mark.parametrize("written", ["2026-02-30", "04/09/2026", "9 Sept 2026", "2026", "0000-01-01"])
def test_a_day_that_could_be_two_is_refused(written: str) -> None:
    assert refused(built("date_entry"), written) == ("date_unreadable", {})


def test_a_day_keeps_to_its_limits() -> None:
    asked = built("date_entry", earliest="2026-01-01", latest="2026-12-31")
    assert asked.parse(["2026-12-31"]) == "2026-12-31"
    assert refused(asked, "2025-12-31") == ("date_too_early", {"earliest": "2026-01-01"})
    assert refused(asked, "2027-01-01") == ("date_too_late", {"latest": "2026-12-31"})


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("14:30", "14:30"),
        ("14 h 30", "14:30"),
        ("14h", "14:00"),
        ("2:30 pm", "14:30"),
        ("2 p.m.", "14:00"),
        ("12:05 am", "00:05"),
        ("12 PM", "12:00"),
        ("9:05:00", "09:05"),
    ],
)
def test_a_time_is_kept_in_24_hours(written: str, kept: str) -> None:
    assert built("time_entry").parse([written]) == kept


@pytest.mark.parametrize("written", ["25:00", "12:60", "13 pm", "0 am", "noon", "930", "9"])
def test_what_is_no_time_is_refused(written: str) -> None:
    assert refused(built("time_entry"), written) == ("time_unreadable", {})


def test_a_time_is_shown_as_the_language_writes_it() -> None:
    assert (built("time_entry").show("09:05", "en"), built("time_entry").show("09:05", "fr")) == (
        ["09:05"],
        ["9 h 05"],
    )


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Rosa.Diaz+town@Example.CA", "Rosa.Diaz+town@example.ca"),
        ("mailto:rosa@mail.larkmere.example", "rosa@mail.larkmere.example"),
    ],
)
def test_an_address_is_kept_with_its_domain_small(written: str, kept: str) -> None:
    assert built("email_address").parse([written]) == kept


@pytest.mark.parametrize(
    "written",
    [
        "rosa",
        "rosa@",
        "@example.ca",
        "rosa@example",
        "a b@example.ca",
        "rosa@exa_mple.ca",
        "r..d@example.ca",
        "a@b.ca, c@d.ca",
        "x" * 250 + "@a.ca",
        "rosa@-example.ca",
    ],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    assert refused(built("email_address"), written) == ("email_unreadable", {})


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("(905) 555-0142", "905-555-0142"),
        ("+1 905.555.0142", "905-555-0142"),
        ("9055550142 poste 12", "905-555-0142 ext. 12"),
        ("905-555-0142 x7", "905-555-0142 ext. 7"),
        ("+33 1 23 45 67 89", "+33123456789"),
    ],
)
def test_a_telephone_number_is_kept_in_one_form(written: str, kept: str) -> None:
    assert built("phone_number").parse([written]) == kept


@pytest.mark.parametrize("written", ["555-0142", "105-555-0142", "call me", "+12", "905-555-01423", "911"])
def test_what_is_no_telephone_number_is_refused(written: str) -> None:
    assert refused(built("phone_number"), written) == ("phone_unreadable", {})


@pytest.mark.parametrize("written", ["l3k 1a1", "L3K1A1", "L3K-1A1", " l3k"])
def test_a_postal_code_is_cut_to_its_area(written: str) -> None:
    assert built("postal_area").parse([written]) == "L3K"


def test_a_whole_postal_code_is_kept_where_the_author_needs_it() -> None:
    asked = built("postal_area", keep="whole")
    assert [asked.parse([text]) for text in ("l3k1a1", "L3K")] == ["L3K 1A1", "L3K"]


@pytest.mark.parametrize("written", ["L3", "D3K", "W1A", "L3O", "90210", "L3K 1A", "L3K 1A1 2"])
def test_what_is_no_postal_code_is_refused(written: str) -> None:
    assert refused(built("postal_area"), written) == ("postal_unreadable", {})


def test_postal_areas_are_counted_for_staff() -> None:
    summary = built("postal_area", keep="whole").summarise(["L3K 1A1", "L0S", "L3K 2B2", None])
    assert isinstance(summary, ChoiceSummary)
    assert [(bar.code, bar.count) for bar in summary.bars] == [("L3K", 2), ("L0S", 1)]
    assert (summary.base, summary.missing, summary.is_offered) == (3, 1, False)


@pytest.mark.parametrize("kind", ["email_address", "phone_number", "date_entry", "time_entry"])
def test_who_answered_is_counted_and_nothing_else(kind: str) -> None:
    assert built(kind).summarise(["…", None]) == TextSummary(1, 1)


@pytest.mark.parametrize(
    "kind", ["number_entry", "date_entry", "email_address", "phone_number", "postal_area"]
)
def test_two_texts_or_an_unreadable_one_are_refused(kind: str) -> None:
    asked = built(kind)
    with pytest.raises(AnswerError) as several:
        asked.parse(["1", "2"])
    assert several.value.code == "several_answers"
    assert refused(asked, "\ud800") == ("text_unreadable", {})
    assert refused(asked, "1" * 301)[0] == "text_too_long"


def test_a_unit_stands_beside_both_languages() -> None:
    assert built("number_entry", unit=both("km")).show("3", "fr") == ["3 km (fr)"]
