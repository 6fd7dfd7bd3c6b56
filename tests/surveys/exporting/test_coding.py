"""Names that statistics programs accept, and numbers for codes that stay the same."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.exporting.coding import coding_of, spss_names, stata_names
from surveys.exporting.columns import Column, Table
from surveys.questions import Option
from surveys.records import SurveyVersion
from tests.factories import definition, question


def column(*codes: str, missing: tuple[str, ...] = ()) -> Column:
    options = [Option(code=code, label={"en": code}) for code in codes]
    declined = [Option(code=code, label={"en": code}, missing=True) for code in missing]
    return Column("q", {"en": "Q"}, "code", (*options, *declined))


@pytest.mark.parametrize(
    ("given_column", "numbers"),
    [
        (column("1", "2", "5"), {"1": 1, "2": 2, "5": 5}),
        (column("north", "south"), {"north": 1, "south": 2}),
        (column("01", "02"), {"01": 1, "02": 2}),
        (column("10", "20", missing=("unsaid", "unsure")), {"10": 10, "20": 20, "unsaid": -1, "unsure": -2}),
        (column(missing=("unsaid",)), {"unsaid": -1}),
    ],
)
def test_numbers_stand_for_codes(given_column: Column, numbers: dict[str, int]) -> None:
    assert coding_of(given_column).numbers == numbers


def test_an_option_added_first_in_a_later_version_renumbers_nothing() -> None:
    at = datetime(2026, 9, 1, tzinfo=UTC)
    versions = [
        SurveyVersion(1, 1, 1, "superseded", definition([question("single_choice", "ward", "b")]), "", at, 0),
        SurveyVersion(
            2, 1, 2, "published", definition([question("single_choice", "ward", "a", "b")]), "", at, 0
        ),
    ]
    ward = Table(versions, zone=ZoneInfo("America/Toronto")).columns[-1]
    assert (ward.name, ward.versions) == ("ward", (1, 2))
    assert coding_of(ward).numbers == {"b": 1, "a": 2}


@given(
    names=st.lists(
        st.from_regex(r"\A[a-z][a-z0-9_]{0,59}(/[A-Za-z0-9_.\-]{1,40})?\Z")
        | st.sampled_from(["all", "with", "if", "str7", "used/a", "used_a", "used/A"]),
        unique=True,
        max_size=12,
    )
)
def test_names_are_accepted_and_differ_whatever_the_case(names: list[str]) -> None:
    for accepted, longest, reserved in (
        (spss_names(names), 64, {"all", "with"}),
        (stata_names(names), 32, {"with", "if", "str7"}),
    ):
        assert list(accepted) == names
        assert len({name.lower() for name in accepted.values()}) == len(names)
        for name in accepted.values():
            assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name)
            assert len(name) <= longest
            assert name.lower() not in reserved


def test_names_stay_readable() -> None:
    assert spss_names(["ward", "used/a", "used_a", "all"]) == {
        "ward": "ward",
        "used/a": "used_a",
        "used_a": "used_a_2",
        "all": "v_all",
    }
