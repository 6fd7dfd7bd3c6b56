"""Sentence vectors: texts that mean alike lie near each other; read with numpy and scipy alone."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

SHIPPED = Path(__file__).parent.parent / "data" / "vectors"
Matrix = NDArray[np.float32]
_ACCENT = re.compile(r"[\u0300-\u036f]")
TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
_LONGEST_WORD = 100
_REMEMBERED = 100_000
_AT_ONCE = 4096


class VectorsError(ValueError):
    """The vectors cannot be used: a file is missing, damaged or not what its checksum says."""


class WordPieces:
    """Cuts text into the longest pieces that a vocabulary knows, as BERT's WordPiece does.

    Case and accents do not matter. ``vocabulary`` gives each piece its number; a piece inside a word begins
    with ``##``. A word that cannot be cut into known pieces is left out.
    """

    def __init__(self, vocabulary: dict[str, int]) -> None:
        self._numbers = vocabulary
        self._known: dict[str, tuple[int, ...]] = {}

    def cut(self, text: str) -> list[int]:
        """Return the numbers of a text's pieces, in order."""
        numbers: list[int] = []
        for word in TOKEN.findall(plain(text)):
            found = self._known.get(word)
            if found is None:
                found = self._pieces(word)
                if len(self._known) >= _REMEMBERED:
                    self._known.clear()
                self._known[word] = found
            numbers += found
        return numbers

    def _pieces(self, word: str) -> tuple[int, ...]:
        if len(word) > _LONGEST_WORD:
            return ()
        pieces = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                number = self._numbers.get(("##" if start else "") + word[start:end])
                if number is not None:
                    break
            else:
                return ()
            pieces.append(number)
            start = end
        return tuple(pieces)


class SentenceVectors:
    """A vector for each piece of a word; a text's vector is their mean, of length 1."""

    def __init__(self, name: str, pieces: WordPieces, vectors: Matrix) -> None:
        self.name = name
        self._pieces = pieces
        self._vectors = vectors

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        return int(self._vectors.shape[1])

    def encode(self, texts: Iterable[str]) -> Matrix:
        """Return a row for each text, of length 1, or of zeros where no piece of it is known."""
        cut = [self._pieces.cut(text) for text in texts]
        found = np.zeros((len(cut), self.dimensions), dtype=np.float32)
        for start in range(0, len(cut), _AT_ONCE):
            found[start : start + _AT_ONCE] = self._means(cut[start : start + _AT_ONCE])
        return unit(found)

    def _means(self, cut: Sequence[Sequence[int]]) -> Matrix:
        ends = np.cumsum([0, *map(len, cut)])
        numbers = np.fromiter(
            (number for each in cut for number in each), dtype=np.int32, count=int(ends[-1])
        )
        counts = csr_matrix(
            (np.ones(len(numbers), dtype=np.float32), numbers, ends), shape=(len(cut), len(self._vectors))
        )
        return np.asarray(counts @ self._vectors, dtype=np.float32)


def unit(rows: Matrix) -> Matrix:
    """Return rows divided by their length; rows of zeros stay so."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found: Matrix = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return found


@cache
def load_vectors(folder: Path = SHIPPED) -> SentenceVectors:
    """Read vectors and vocabulary after checking that they are what ``vectors.json`` says; once a process.

    Raises:
        VectorsError: a file is missing or was changed.
    """
    try:
        about = json.loads((folder / "vectors.json").read_text(encoding="utf-8"))
        files = {name: (folder / name).read_bytes() for name in about["sha256"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise VectorsError(f"{folder}: the sentence vectors cannot be read ({error}).") from None
    for name, content in files.items():
        if hashlib.sha256(content).hexdigest() != about["sha256"][name]:
            raise VectorsError(f"{folder / name} is not the file it should be. Get it again.")
    with np.load(folder / "vectors.npz", allow_pickle=False) as stored:
        vectors = stored["vectors"].astype(np.float32) * stored["scales"].astype(np.float32)[:, None]
    listed = files["vocabulary.txt"].decode("utf-8").split("\n")[: len(vectors)]
    return SentenceVectors(about["name"], WordPieces({piece: at for at, piece in enumerate(listed)}), vectors)


def plain(text: str) -> str:
    """Return a text in lower case, without accents."""
    text = text.lower()
    if text.isascii():
        return text
    return _ACCENT.sub("", unicodedata.normalize("NFD", text))
