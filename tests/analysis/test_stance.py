import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.cleaning import matchable
from analysis.stance import STANCES, stance_of

SETS = Path(__file__).parents[2] / "data" / "labelled"


def _rows(language: str) -> list[dict[str, str]]:
    lines = (SETS / f"stance_{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _is_held_out(text: str) -> bool:
    return hashlib.sha256(text.encode()).digest()[0] < 86


@pytest.mark.parametrize(("language", "least"), [("en", 0.90), ("fr", 0.80)])
def test_the_held_out_third_of_the_labelled_comments_is_mostly_right(language: str, least: float) -> None:
    rows = [row for row in _rows(language) if _is_held_out(row["text"])]
    right = sum(stance_of(matchable(row["text"]), language).stance == row["stance"] for row in rows)
    assert right / len(rows) >= least


def test_labels_are_known() -> None:
    assert {row["stance"] for language in ("en", "fr") for row in _rows(language)} == set(STANCES)


@pytest.mark.parametrize(
    ("text", "language", "stance"),
    [
        ("I do not support this", "en", "oppose"),
        ("I'm not against it", "en", "support"),
        ("I don't know the details but I support it", "en", "support"),
        ("So angry it took this long. Build it.", "en", "support"),
        ("A lovely evening, but leave the park alone. I oppose this.", "en", "oppose"),
        ("No", "en", "oppose"),
        ("Non", "fr", "oppose"),
        ("Oui", "fr", "support"),
        ("Je n’appuie pas ce projet", "fr", "oppose"),
        ("Je ne suis pas contre", "fr", "support"),
        ("I love this town", "en", "unclear"),
        ("Terrible traffic every day", "en", "unclear"),
        ("", "en", "unclear"),
    ],
)
def test_what_is_said_counts_and_not_the_tone(text: str, language: str, stance: str) -> None:
    assert stance_of(matchable(text), language).stance == stance


def test_the_words_that_say_so_are_told() -> None:
    assert stance_of("Bad idea, but I agree with the goal", "en").because == ("bad idea", "i agree with")


@given(st.text(max_size=200), st.sampled_from(["en", "fr", "mixed", "other", "unknown"]))
def test_any_text_has_a_stance(text: str, language: str) -> None:
    assert stance_of(text, language).stance in STANCES
