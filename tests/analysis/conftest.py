"""Comments and code frames that the analysis tests share."""

import json
from pathlib import Path

import pytest

from analysis.code_frame import CodeFrame, load_code_frame
from analysis.comments import Comment

SAMPLES = Path(__file__).parents[2] / "data" / "samples" / "comments"
PROMPTS = {
    "worked_well": "What worked well?",
    "improve": "What could we do better?",
    "fix_one_thing": "If we could fix one thing about our online services, what should it be?",
    "anything_else": "Is there anything else you want the town to know?",
}


@pytest.fixture(scope="session")
def frame() -> CodeFrame:
    """A small code frame: two themes, both languages."""
    return load_code_frame(
        {
            "id": "two",
            "version": "1",
            "themes": [
                {
                    "id": "pay",
                    "name": {"en": "Payments", "fr": "Paiements"},
                    "definition": {"en": "Paying online", "fr": "Payer en ligne"},
                    "seeds": {"en": ["pay", "credit card", "charged twice"], "fr": ["payer", "paiement"]},
                },
                {
                    "id": "find",
                    "name": {"en": "Search", "fr": "Recherche"},
                    "definition": {"en": "Finding things", "fr": "Trouver des choses"},
                    "seeds": {"en": ["search"], "fr": ["recherche"]},
                },
            ],
        }
    )


@pytest.fixture(scope="session")
def sample_rows() -> list[dict[str, str]]:
    """The comments of the sample consultation."""
    rows = [
        json.loads(line)
        for path in sorted(SAMPLES.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    if not any(row["survey"] == "permits-beta" for row in rows):
        pytest.skip("THE SAMPLE COMMENTS ARE NOT THERE: the story cannot be looked for")
    return rows


@pytest.fixture(scope="session")
def sample_comments(sample_rows: list[dict[str, str]]) -> list[Comment]:
    """The sample's comments as the analysis takes them."""
    return [
        Comment(
            id=str(number),
            text=row["text"],
            language=row["language"],
            question=PROMPTS[row["question"]],
            question_name=row["question"],
            group=row.get("release", ""),
            resident=str(number),
        )
        for number, row in enumerate(sample_rows)
    ]
