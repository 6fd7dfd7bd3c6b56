import json
import re
from collections import Counter
from pathlib import Path

import pytest

from analysis.code_frame import starter_code_frame
from analysis.feedback import KINDS
from analysis.results import SENTIMENTS

FOLDER = Path(__file__).parents[1] / "data" / "starter"
KEYS = ["language", "question", "service", "text", "sentiment", "themes", "feedback_type"]
Row = dict[str, str | list[str]]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return [
        json.loads(line)
        for path in sorted(FOLDER.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def test_every_row_has_known_values(rows: list[Row]) -> None:
    assert {tuple(row) for row in rows} == {tuple(KEYS)}
    assert {row["language"] for row in rows} == {"en", "fr"}
    assert {row["sentiment"] for row in rows} == set(SENTIMENTS)
    assert {row["feedback_type"] for row in rows} == set(KINDS)
    assert {theme.id for theme in starter_code_frame().themes} <= {
        theme for row in rows for theme in row["themes"]
    }


def test_there_are_enough_comments_in_both_languages(rows: list[Row]) -> None:
    counts = Counter(str(row["language"]) for row in rows)
    assert counts["en"] >= 2500
    assert counts["fr"] >= 1200


def test_no_comment_is_written_twice(rows: list[Row]) -> None:
    counts = Counter((row["language"], " ".join(str(row["text"]).lower().split())) for row in rows)
    assert [text for text, n in counts.items() if n > 1] == []


def test_phone_numbers_are_fictional(rows: list[Row]) -> None:
    numbers = [found for row in rows for found in re.findall(r"\d{3}-\d{4}\b", str(row["text"]))]
    assert [number for number in numbers if not number.startswith("555-01")] == []


def test_the_readme_tells_how_many(rows: list[Row]) -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for path in sorted(FOLDER.glob("*.jsonl")):
        count = len(path.read_text(encoding="utf-8").splitlines())
        assert f"| `{path.stem}` | {count} |" in readme
    assert f"{len(rows):,} fictional comments" in readme
