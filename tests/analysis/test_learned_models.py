"""What a run learned comes back and reads alike, holds nobody's words, and never runs anything."""

import io
import json
from collections import Counter
from functools import cache

import numpy as np
import pytest

from analysis.code_frame import CodeFrame
from analysis.coding.matching import starter_rows
from analysis.comments import Comment
from analysis.incremental import read_new
from analysis.learned_models import CannotKeep, HashedCounts, pack, unpack
from analysis.pipeline import run
from analysis.reviews import Review
from analysis.work import Tone

WORD = "zwieback"
"""Stands in every comment and nowhere else."""


@cache
def _comments() -> tuple[Comment, ...]:
    rows = [row for row in starter_rows() if row["language"] == "en"][:180]
    return tuple(
        Comment(id=str(n), text=f"{row['text']} {WORD} {n % 7}", question=row["question"])
        for n, row in enumerate(rows)
    )


@pytest.fixture(scope="module")
def learned(frame: CodeFrame) -> dict[str, object]:
    models: dict[str, object] = {}
    reviews = {str(n): Review(("negative", "positive")[n % 2], (("pay", "find")[n % 2],)) for n in range(60)}
    run(_comments()[:140], code_frame=frame, reviews=reviews, models=models)
    return models


def test_models_that_were_kept_read_as_those_that_learned(
    frame: CodeFrame, learned: dict[str, object]
) -> None:
    known, new = _comments()[:140], _comments()[140:]
    assert learned["sentiment"] is not None
    assert learned["coding"] is not None
    kept = unpack(pack(learned, "sum"), "sum")
    read = [read_new(new, known, code_frame=frame, models=models) for models in (kept, learned)]
    assert read[0] == read[1]
    assert [each.id for each in read[0]] == [comment.id for comment in new]


def test_a_language_that_nobody_had_used_is_read_too(frame: CodeFrame, learned: dict[str, object]) -> None:
    kept = unpack(pack(learned, "sum"), "sum")
    said = "Je voudrais payer mes factures par carte de crédit, mais le paiement est refusé"
    [read] = read_new([Comment(id="fr", text=said)], (), code_frame=frame, models=kept)
    assert (read.language, read.themes[0].theme_id) == ("fr", "pay")


def test_a_copy_of_a_known_comment_names_it(frame: CodeFrame, learned: dict[str, object]) -> None:
    known = _comments()[:140]
    copy = Comment(id="new", text=known[7].text.upper() + "!!")
    [read] = read_new([copy], known, code_frame=frame, models=learned)
    assert read.duplicate_of == known[7].id


def test_nobody_s_words_are_kept(learned: dict[str, object]) -> None:
    with np.load(io.BytesIO(pack(learned, "sum"))) as stored:
        held = b"".join(stored[name].tobytes() for name in stored.files)
    assert WORD[:4].encode() not in held
    assert WORD[:4].encode("utf-32-le") not in held


def test_counts_are_looked_up_by_word_and_listed_by_nobody() -> None:
    kept = unpack(pack({"counts": Counter({"permit": 3, "été": 1})}, "sum"), "sum")
    assert kept is not None
    counts = kept["counts"]
    assert isinstance(counts, HashedCounts)
    assert [counts[word] for word in ("permit", "été", "fence")] == [3, 1, 0]
    assert "permit" in counts
    assert "permit" not in list(counts)


@pytest.mark.parametrize(
    "value",
    [object(), print, io.BytesIO(), np.array([object()]), {"x": [Counter]}, lambda: None],
    ids=["object", "builtin", "file", "array of objects", "class", "lambda"],
)
def test_what_is_not_known_is_not_kept(value: object) -> None:
    with pytest.raises((CannotKeep, AttributeError, TypeError)):
        pack({"model": value}, "sum")


def _told(model: object) -> bytes:
    file = io.BytesIO()
    tree = json.dumps({"of": "sum", "models": {"model": model}}).encode()
    np.savez(file, tree=np.frombuffer(tree, dtype=np.uint8))
    return file.getvalue()


def test_plain_values_come_back() -> None:
    tone = Tone("mixed", -0.5, 0.25)
    values = {"a": [1, 2.5, None, True], "b": ("x", {1: frozenset({"y"})}), "c": tone, "d": np.float32(0.5)}
    assert unpack(pack(values, "sum"), "sum") == values


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x80\x04cos\nsystem\n",
        pack({"a": 1}, "another"),
        pack({"a": 1}, "sum")[:-20],
        _told({"function": "os:system"}),
        _told({"object": ["subprocess:Popen", [["args", "true"]]]}),
        _told({"function": "analysis.learned_models:importlib"}),
        _told({"function": "analysis.vectors:json.loads"}),
        _told({"__class__": 1}),
        _told({"again": 3}),
        _told({"array": 9}),
    ],
)
def test_what_is_damaged_foreign_or_forged_is_not_believed(content: bytes) -> None:
    assert unpack(content, "sum") is None
