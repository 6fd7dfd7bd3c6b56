"""Sentence vectors: texts that mean alike lie near each other; read with numpy and scipy alone.

The shipped ones are used unless a run is done ``using`` others (``analysis.other_vectors``).
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

SHIPPED = Path(__file__).parent.parent / "data" / "vectors"
HUB = "hub:"
"""What begins the name of a model that is to be fetched; anything else is a folder and never is."""
Matrix = NDArray[np.float32]
Before = TypeVar("Before")
After = TypeVar("After")
_ACCENT = re.compile(r"[\u0300-\u036f]")
TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
_LONGEST_WORD = 100
_REMEMBERED = 100_000
_AT_ONCE = 4096


class VectorsError(ValueError):
    """The vectors cannot be used: a file is missing, damaged or not what its checksum says."""


class Vectors(Protocol):
    """Gives each text a vector; ``name`` and ``sha256`` say which model does."""

    @property
    def name(self) -> str:
        """What the model is called."""

    @property
    def sha256(self) -> str:
        """The checksum of its files."""

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""

    def encode(self, texts: Iterable[str]) -> Matrix:
        """Return a row for each text, of length 1, or of zeros where a text means nothing to it."""


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

    def __init__(self, name: str, pieces: WordPieces, vectors: Matrix, *, sha256: str = "") -> None:
        self.name = name
        self.sha256 = sha256
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


_place: ContextVar[str] = ContextVar("place of the vectors", default="")


@contextmanager
def using(place: str, *, identity: str = "") -> Iterator[Vectors]:
    """Have ``load_vectors`` give the vectors of a place for as long as this lasts: "" the shipped ones.

    A place is a folder, or ``hub:owner/name`` for a model to be fetched. ``identity`` is what
    ``identity_of`` must say of them; "" takes any.

    Raises:
        VectorsError: they cannot be read, or are other ones.
    """
    vectors = _read(place)
    if identity and identity_of(vectors) != identity:
        raise VectorsError(
            f"{place or SHIPPED}: these are not the vectors of before: {identity_of(vectors)}, not {identity}"
        )
    before = _place.set(place)
    try:
        yield vectors
    finally:
        _place.reset(before)


def carried(function: Callable[[list[Before]], list[After]]) -> Callable[[list[Before]], list[After]]:
    """Return a function that another process runs with the vectors in use here, whatever it used before."""
    place = _place.get()
    return _Carried(function, place, identity_of(_read(place)) if place else "")


class _Carried(Generic[Before, After]):
    """A function with the vectors it needs; a class, as it travels between processes."""

    def __init__(self, function: Callable[[list[Before]], list[After]], place: str, identity: str) -> None:
        self._function = function
        self._place = place
        self._identity = identity

    def __call__(self, items: list[Before]) -> list[After]:
        with using(self._place, identity=self._identity):
            return self._function(items)


def load_vectors() -> Vectors:
    """Return the vectors in use: the shipped ones, or those that a run is done ``using``.

    Raises:
        VectorsError: a file is missing or was changed.
    """
    return _read(_place.get())


def identity_of(vectors: Vectors) -> str:
    """Return name and checksum in short, as runs keep them: other vectors give other figures."""
    return f"{vectors.name} {vectors.sha256[:12]}"


@cache
def _read(place: str) -> Vectors:
    """Read vectors once a process."""
    if not place:
        return shipped_vectors()
    from analysis.other_vectors import read

    return read(place)


def shipped_vectors(folder: Path = SHIPPED) -> SentenceVectors:
    """Read vectors and vocabulary after checking that they are what ``vectors.json`` says.

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
    pieces = WordPieces({piece: at for at, piece in enumerate(listed)})
    return SentenceVectors(about["name"], pieces, vectors, sha256=about["sha256"]["vectors.npz"])


def plain(text: str) -> str:
    """Return a text in lower case, without accents."""
    text = text.lower()
    if text.isascii():
        return text
    return _ACCENT.sub("", unicodedata.normalize("NFD", text))
