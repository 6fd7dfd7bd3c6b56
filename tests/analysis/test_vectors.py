import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from analysis.vectors import SHIPPED, Vectors, VectorsError, WordPieces, load_vectors, shipped_vectors, using


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    return load_vectors()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in ("vectors.json", "vectors.npz", "vocabulary.txt"):
        shutil.copy(SHIPPED / name, tmp_path)
    return tmp_path


def test_the_longest_known_piece_is_cut_first() -> None:
    pieces = WordPieces({"un": 0, "##pay": 1, "##paid": 2, "##able": 3, "pay": 4, "!": 5})
    assert pieces.cut("Unpaid unpayable PAY!") == [0, 2, 0, 1, 3, 4, 5]


def test_accents_and_case_do_not_matter() -> None:
    pieces = WordPieces({"depot": 0})
    assert pieces.cut("Dépôt DEPOT") == [0, 0]


def test_a_word_that_cannot_be_cut_is_left_out() -> None:
    pieces = WordPieces({"a": 0, "b": 1})
    assert pieces.cut(f"a ab {'a' * 200} b") == [0, 1]


def test_every_text_has_a_row_of_length_one(vectors: Vectors) -> None:
    rows = vectors.encode(["The payment page is broken", "café", "!"])
    assert rows.shape == (3, vectors.dimensions)
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)


def test_a_text_without_known_pieces_has_zeros(vectors: Vectors) -> None:
    assert not vectors.encode(["", "\u0f00\u0f01", " "]).any()


def test_no_texts_give_no_rows(vectors: Vectors) -> None:
    assert vectors.encode([]).shape == (0, vectors.dimensions)


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("My card was declined", "I could not pay", "The dog park is muddy"),
        ("garbage was not picked up", "missed waste collection", "the library opens late"),
        ("the bus never comes on time", "public transit schedule", "property tax bill"),
        ("trop de mots de passe", "mot de passe oublié", "les rues sont glacées"),
    ],
)
def test_what_means_alike_lies_near(vectors: Vectors, text: str, near: str, far: str) -> None:
    one, close, distant = vectors.encode([text, near, far])
    assert one @ close > one @ distant + 0.1


def test_a_text_has_the_same_vector_alone_and_among_others(vectors: Vectors) -> None:
    texts = [f"comment number {number} about the search" for number in range(5000)]
    assert vectors.encode(texts)[-1] == pytest.approx(vectors.encode(texts[-1:])[0], abs=1e-6)


@pytest.mark.parametrize("name", ["vectors.npz", "vocabulary.txt"])
def test_a_changed_file_is_refused(copied: Path, name: str) -> None:
    content = bytearray((copied / name).read_bytes())
    content[1000] ^= 1
    (copied / name).write_bytes(content)
    with pytest.raises(VectorsError, match=name):
        shipped_vectors(copied)


def test_a_missing_file_is_told(copied: Path) -> None:
    (copied / "vectors.npz").unlink()
    with pytest.raises(VectorsError, match="cannot be read"):
        shipped_vectors(copied)


def test_what_is_shipped_stays_small() -> None:
    about = json.loads((SHIPPED / "vectors.json").read_text(encoding="utf-8"))
    assert set(about["sha256"]) == {"vectors.npz", "vocabulary.txt"}
    assert sum((SHIPPED / name).stat().st_size for name in about["sha256"]) <= 8_000_000


def test_without_a_choice_the_shipped_vectors_are_used() -> None:
    about = json.loads((SHIPPED / "vectors.json").read_text(encoding="utf-8"))
    with using("") as vectors:
        assert vectors is load_vectors()
    assert (vectors.name, vectors.sha256) == (about["name"], about["sha256"]["vectors.npz"])
