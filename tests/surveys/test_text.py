"""Residents' words as we keep them: composed, free of control characters, otherwise untouched."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from surveys.text import clean, is_readable


@given(st.text())
@example("e\x00\u0301")
@example("\x85\u00a0a")
@example("\u0958")
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_what_is_kept_is_composed_and_has_no_controls(text: str) -> None:
    kept = clean(text)
    assert unicodedata.is_normalized("NFC", kept)
    assert [letter for letter in kept if unicodedata.category(letter) == "Cc" and letter not in "\t\n"] == []


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  hello \n", "hello"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("tab\tstays", "tab\tstays"),
        ("nul\x00bell\x07", "nulbell"),
        ("e\u0301te\u0301", "été"),
        ("a\u200bb\u202ec", "a\u200bb\u202ec"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ],
)
def test_cleaning_keeps_what_was_written(written: str, kept: str) -> None:
    assert clean(written) == kept


@pytest.mark.parametrize(("text", "is_kept"), [("a", True), ("", True), ("\ud800", False), ("😀", True)])
def test_only_lone_surrogates_are_unreadable(text: str, is_kept: bool) -> None:
    assert is_readable(text) is is_kept
