"""How near texts are to themes, seen in several ways, in numbers that can be compared between themes."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from analysis.code_frame import LANGUAGES, CodeFrame, Theme
from analysis.coder import Coder
from analysis.vectors import Matrix, load_vectors, unit
from analysis.words import carries_no_theme, stem, words

NEARNESSES = (
    "definition",
    "items",
    "part_definition",
    "part_items",
    "excluded",
    "words",
    "meanings",
    "seeds",
)
OUTRIGHT = ("definition", "words", "seeds")
"""The nearnesses also told outright, not against what is usual: a frame may fit no comment at all."""
_ITEM = re.compile(r"[,;|]\s*|\.\s+")
_PART = re.compile(r"(?<=[.!?;])\s+|\n+|,\s+(?=(?:but|mais)\b)")
_SHORTEST_PART = 3  # words
_ALIKE = 0.45  # below this share of common letters two words have nothing to do with each other
_FARTHEST, _LEAST_SPREAD = 6.0, 0.03  # a word nobody used yet is not infinitely telling
_FEW_THEMES = 3
_REMEMBERED = 60_000
_CELLS = 5_000_000  # pairs of words compared at once
_NAME, _ITEMS, _DEFINITION = 2.0, 1.5, 1.0

Numbers = NDArray[np.float32]


class Nearness:
    """Measures texts of one language against the themes of a code frame.

    ``usual`` are texts that show what is usual (the comments of the run, or the starter corpus): their middle
    is taken out of every vector, and each number says how many standard deviations a text is above them.
    Without this a theme of general words would be near to everything.
    """

    def __init__(self, code_frame: CodeFrame, language: str, usual: Sequence[str]) -> None:
        self.language = language
        self._coder = Coder(code_frame)
        self._count = len(code_frame.themes)
        themes = [_Texts(theme, language) for theme in code_frame.themes]
        vectors = load_vectors()
        self._middle = vectors.encode(usual).mean(0) if usual else np.zeros(vectors.dimensions, np.float32)
        definitions = vectors.encode(theme.whole for theme in themes)
        self._definitions = _centred(definitions, self._between(definitions))
        items = vectors.encode(item for theme in themes for item in theme.items)
        middle = self._between(items)
        self._items = _centred(items, middle)
        self._items_of = _bounds([len(theme.items) for theme in themes])
        self._excluded = _centred(vectors.encode(item for theme in themes for item in theme.excluded), middle)
        self._excluded_of = _bounds([len(theme.excluded) for theme in themes])
        self._words = _WordNearness(themes, language, usual)
        self._mean, self._spread = np.float32(0), np.float32(1)
        if usual:
            measured = self._raw(usual)
            self._mean, self._spread = (
                measured.mean(0),
                np.maximum(measured.std(0), np.float32(_LEAST_SPREAD)),
            )

    def measure(self, texts: Sequence[str]) -> Numbers:
        """Return numbers of shape (texts, themes, ``NEARNESSES`` + ``OUTRIGHT``)."""
        raw = self._raw(texts)
        outright = raw[:, :, [NEARNESSES.index(name) for name in OUTRIGHT]]
        above = np.clip((raw - self._mean) / self._spread, -_FARTHEST, _FARTHEST)
        return np.concatenate([above, outright], axis=2).astype(np.float32)

    def because(self, text: str, theme: int) -> tuple[str, ...]:
        """Return up to three words of a text that bring it nearest to a theme (by its place in the frame)."""
        return self._words.nearest(text, theme)

    def _between(self, rows: Matrix) -> Matrix:
        """Return the middle of what themes say: of few themes, mostly that of what comments say."""
        few = np.float32(_FEW_THEMES)
        return np.asarray(
            (rows.mean(0) * self._count + self._middle * few) / (self._count + few), dtype=np.float32
        )

    def _raw(self, texts: Sequence[str]) -> Numbers:
        vectors = load_vectors()
        whole = _centred(vectors.encode(texts), self._middle)
        definition = whole @ self._definitions.T
        to_items = whole @ self._items.T
        strongest, items = _strongest_two(to_items, self._items_of)
        part_definition, part_items = definition.copy(), strongest
        owners, parts = _parts(texts)
        if parts:
            part = _centred(vectors.encode(parts), self._middle)
            np.maximum.at(part_definition, owners, part @ self._definitions.T)
            np.maximum.at(part_items, owners, _strongest_two(part @ self._items.T, self._items_of)[0])
        excluded, _ = _strongest_two(whole @ self._excluded.T, self._excluded_of)
        spelled, meant = self._words.measure(texts)
        seeds = self._coder.strengths(texts, self.language)
        return np.stack(
            [definition, items, part_definition, part_items, excluded, spelled, meant, seeds], axis=2
        )


class _Texts:
    """What a theme says about itself in one language (the other one where it says nothing in this)."""

    def __init__(self, theme: Theme, language: str) -> None:
        spoken = (language, *(each for each in LANGUAGES if each != language))

        def said(by_language: dict[str, str]) -> str:
            return next((by_language[each] for each in spoken if by_language.get(each)), "")

        name, definition, include = (
            said(dict(theme.name)),
            said(dict(theme.definition)),
            said(dict(theme.include)),
        )
        examples = next((theme.examples[each] for each in spoken if theme.examples.get(each)), ())
        seeds = next((theme.seeds[each] for each in spoken if theme.seeds.get(each)), ())
        listed = [item for item in _ITEM.split(include) if item.strip()]
        self.whole = f"{name}. {definition} {include}"
        self.items = [name or theme.id, *listed, *seeds, *examples]
        self.excluded = [item for item in _ITEM.split(said(dict(theme.exclude))) if item.strip()]
        self.weighted = (
            (name, _NAME),
            (" ".join((include, *seeds, *examples)), _ITEMS),
            (definition, _DEFINITION),
        )


class _WordNearness:
    """Compares texts with themes word by word: by spelling (forms, typos, compounds) and by meaning."""

    def __init__(self, themes: Sequence[_Texts], language: str, usual: Sequence[str]) -> None:
        self._language = language
        self._count = len(themes)
        borne = Counter[str]()
        for text in usual:
            borne.update({stem(word, language) for word in words(text, language)})
        self._borne, self._texts = borne, len(usual)
        weights: list[dict[str, float]] = [{} for _ in themes]
        for place, theme in enumerate(themes):
            for text, weight in theme.weighted:
                for word in words(text.lower(), language):
                    if len(word) > 1 and not carries_no_theme(word, language):
                        weights[place][word] = max(weight, weights[place].get(word, 0.0))
        listed = sorted({word for each in weights for word in each})
        numbers = {word: number for number, word in enumerate(listed)}
        shared = Counter(word for each in weights for word in each)
        self._weights = np.zeros((len(listed), len(themes)), dtype=np.float32)
        for place, each in enumerate(weights):
            for word, weight in each.items():
                rarity = math.log(1 + len(themes) / shared[word]) / math.log(1 + len(themes))
                self._weights[numbers[word], place] = weight * rarity
        self._grams = _Grams(listed)
        self._meanings = load_vectors().encode(listed)
        self._rows: dict[str, int] = {}
        self._spelled = np.zeros((0, len(themes)), dtype=np.float32)
        self._meant = np.zeros((0, len(themes)), dtype=np.float32)

    def __getstate__(self) -> dict[str, object]:
        forgotten = {"_rows": {}, "_spelled": self._spelled[:0], "_meant": self._meant[:0]}
        return {**self.__dict__, **forgotten}

    def measure(self, texts: Sequence[str]) -> tuple[Numbers, Numbers]:
        """Return nearness by spelling and by meaning, each of shape (texts, themes)."""
        said = [self._telling(text) for text in texts]
        self._learn({word for each in said for word in each})
        rows = [[self._rows[word] for word in each] for each in said]
        ends = np.cumsum([0, *map(len, rows)])
        places = np.fromiter((row for each in rows for row in each), dtype=np.int32, count=int(ends[-1]))
        counts = csr_matrix(
            (np.ones(len(places), dtype=np.float32), places, ends), shape=(len(rows), len(self._spelled))
        )
        length = np.sqrt(np.maximum(1, np.diff(ends)))[:, None].astype(np.float32)
        spelled: Numbers = np.asarray(counts @ self._spelled, dtype=np.float32) / length
        meant: Numbers = np.asarray(counts @ self._meant, dtype=np.float32) / length
        return spelled, meant

    def nearest(self, text: str, theme: int) -> tuple[str, ...]:
        said = self._telling(text)
        self._learn(set(said))
        strength = {
            word: float(self._spelled[self._rows[word], theme] + self._meant[self._rows[word], theme])
            for word in said
        }
        ranked = sorted(strength, key=lambda word: -strength[word])[:3]
        return tuple(word for word in ranked if strength[word] > 0)

    def _telling(self, text: str) -> list[str]:
        return [word for word in dict.fromkeys(words(text, self._language)) if _tells(word, self._language)]

    def _learn(self, said: set[str]) -> None:
        """Work out the rows of words not met before: every word is compared with the themes' words once."""
        if len(self._rows) > _REMEMBERED:
            self.__dict__.update(self.__getstate__())
        new = sorted(word for word in said if word not in self._rows)
        if not new:
            return
        at_once = max(1, _CELLS // max(1, len(self._weights)))
        for start in range(0, len(new), at_once):
            self._learn_some(new[start : start + at_once])

    def _learn_some(self, new: list[str]) -> None:
        rare = np.array([self._rarity(word) for word in new], dtype=np.float32)[:, None]
        alike = self._grams.compare(new)
        near = load_vectors().encode(new) @ self._meanings.T
        spelled = _strongest_products(np.where(alike >= _ALIKE, alike**2, 0), self._weights) * rare
        meant = _strongest_products(np.maximum(near - 0.3, 0), self._weights) * rare
        common = meant.mean(1, keepdims=True) * np.float32(self._count / (self._count + _FEW_THEMES))
        self._rows |= {word: len(self._rows) + number for number, word in enumerate(new)}
        self._spelled = np.concatenate([self._spelled, spelled])
        self._meant = np.concatenate([self._meant, meant - common])

    def _rarity(self, word: str) -> float:
        borne = self._borne[stem(word, self._language)]
        return math.log(1 + (self._texts + 1) / (borne + 1)) / math.log(2 + self._texts)


@lru_cache(maxsize=100_000)
def _tells(word: str, language: str) -> bool:
    return len(word) > 1 and not carries_no_theme(word, language)


class _Grams:
    """The runs of three to five letters of words, for telling how much of their spelling two words share."""

    def __init__(self, listed: Sequence[str]) -> None:
        found = [grams(word) for word in listed]
        self._numbers = {gram: number for number, gram in enumerate(sorted(frozenset().union(*found)))}
        self._listed = self._matrix(found)

    def compare(self, others: Sequence[str]) -> Numbers:
        """Return the cosine of every word of ``others`` (rows) with every listed word."""
        found = self._matrix([grams(word) for word in others])
        return np.asarray((found @ self._listed.T).toarray(), dtype=np.float32)

    def _matrix(self, found: Sequence[frozenset[str]]) -> csr_matrix:
        known = [[self._numbers[gram] for gram in sorted(each) if gram in self._numbers] for each in found]
        ends = np.cumsum([0, *map(len, known)])
        places = [number for each in known for number in each]
        values = [1 / math.sqrt(len(all_of)) for all_of, each in zip(found, known, strict=True) for _ in each]
        return csr_matrix(
            (np.array(values, dtype=np.float32), np.array(places, dtype=np.int32), ends),
            shape=(len(found), len(self._numbers)),
        )


@lru_cache(maxsize=20_000)
def grams(word: str) -> frozenset[str]:
    """Return the runs of three to five letters of a word, its edges marked by spaces."""
    word = f" {word[:40]} "
    return frozenset(word[at : at + size] for size in (3, 4, 5) for at in range(len(word) - size + 1))


def _strongest_products(near: Numbers, weights: Numbers) -> Numbers:
    """Return for each row and theme the largest nearness times weight over the theme's words."""
    found = np.zeros((len(near), weights.shape[1]), dtype=np.float32)
    for theme in range(weights.shape[1]):
        own = np.flatnonzero(weights[:, theme])
        if len(own):
            found[:, theme] = (near[:, own] * weights[own, theme]).max(1)
    return found


def _parts(texts: Sequence[str]) -> tuple[NDArray[np.int64], list[str]]:
    """Return the parts of texts that have several, and the place of the text each is of."""
    owners: list[int] = []
    parts: list[str] = []
    for place, text in enumerate(texts):
        found = [part for part in _PART.split(text) if part.count(" ") + 1 >= _SHORTEST_PART]
        if len(found) > 1:
            owners += [place] * len(found)
            parts += found
    return np.array(owners, dtype=np.int64), parts


def _bounds(lengths: Sequence[int]) -> list[tuple[int, int]]:
    return list(pairwise(np.cumsum([0, *lengths]).tolist()))


def _strongest_two(near: Matrix, of: Sequence[tuple[int, int]]) -> tuple[Matrix, Matrix]:
    """Return for each theme the strongest of its columns, and the mean of its two strongest."""
    first, both = np.zeros((2, len(near), len(of)), dtype=np.float32)
    for theme, (start, end) in enumerate(of):
        if end - start == 1:
            first[:, theme] = both[:, theme] = near[:, start]
        elif end > start:
            two = np.partition(near[:, start:end], end - start - 2, axis=1)[:, -2:]
            first[:, theme], both[:, theme] = two[:, 1], two.mean(1)
    return first, both


def _centred(rows: Matrix, middle: Matrix) -> Matrix:
    return unit(rows - middle)
