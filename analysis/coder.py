"""Codes a text to the themes of a code frame by seeds, names and definitions, and says because of what."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analysis.code_frame import LANGUAGES, CodeFrame, Theme
from analysis.results import ThemeAssignment
from analysis.words import stem, theme_stems, words

MAX_THEMES_EACH = 4
THRESHOLD = 0.4
_SEED, _PHRASE, _NAME, _INCLUDE, _DEFINITION, _EXAMPLE = 1.0, 1.25, 0.9, 0.5, 0.4, 0.3
_BESIDE_TOP = 0.4  # a theme far weaker than the strongest is a passing mention
_PLAIN_LENGTH = 20


@dataclass(frozen=True, slots=True)
class _Term:
    """A run of stems that speaks for a theme (by its place in the frame)."""

    stems: tuple[str, ...]
    theme: int
    weight: float
    is_seed: bool


class Coder:
    """A code frame made ready for matching. It learns nothing from comments, so each is coded alone.

    A theme's score is the sum of its terms found: a seed counts 1, a phrase 1.25, words of name, inclusions
    and definition less (as their inverse frequency among the themes says, and less in long texts, where they
    turn up by chance). Confidence is ``1 - exp(-score)``.
    """

    def __init__(self, code_frame: CodeFrame) -> None:
        self._ids = tuple(theme.id for theme in code_frame.themes)
        self._terms = {language: _terms(code_frame, language) for language in LANGUAGES}

    def code(self, text: str, language: str) -> tuple[ThemeAssignment, ...]:
        """Return the themes of ``matchable`` text, strongest first; an empty tuple when none fits."""
        scores: dict[int, float] = defaultdict(float)
        because: dict[int, dict[str, None]] = defaultdict(dict)
        for each in (language,) if language in LANGUAGES else LANGUAGES:
            self._score(text, each, scores, because)
        return self._chosen(scores, because)

    def strengths(self, texts: Sequence[str], language: str) -> NDArray[np.float32]:
        """Return the confidence of every theme in every text, 0 where no term of it is found."""
        found = np.zeros((len(texts), len(self._ids)), dtype=np.float32)
        for place, text in enumerate(texts):
            scores: dict[int, float] = defaultdict(float)
            self._score(text, language, scores, defaultdict(dict))
            for theme, score in scores.items():
                found[place, theme] = 1 - math.exp(-score)
        return found

    def because(self, text: str, language: str, theme_id: str) -> tuple[str, ...]:
        """Return the words of a text that are terms of a theme."""
        because: dict[int, dict[str, None]] = defaultdict(dict)
        self._score(text, language, defaultdict(float), because)
        return tuple(because.get(self._ids.index(theme_id), ()))

    def _score(
        self, text: str, language: str, scores: dict[int, float], because: dict[int, dict[str, None]]
    ) -> None:
        written, stemmed = _written(text, language)
        chance = min(1.0, math.sqrt(_PLAIN_LENGTH / max(1, len(written))))
        terms = self._terms[language]
        seen: set[tuple[int, tuple[str, ...]]] = set()
        for start, first in enumerate(stemmed):
            for term in terms.get(first, ()):
                end = start + len(term.stems)
                if stemmed[start:end] != term.stems or (term.theme, term.stems) in seen:
                    continue
                seen.add((term.theme, term.stems))
                scores[term.theme] += term.weight * (1.0 if term.is_seed else chance)
                because[term.theme][" ".join(written[start:end])] = None

    def _chosen(
        self, scores: dict[int, float], because: dict[int, dict[str, None]]
    ) -> tuple[ThemeAssignment, ...]:
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:MAX_THEMES_EACH]
        chosen = []
        for theme, score in ranked:
            confidence = 1 - math.exp(-score)
            if confidence >= THRESHOLD and score >= _BESIDE_TOP * ranked[0][1]:
                chosen.append(ThemeAssignment(self._ids[theme], round(confidence, 3), tuple(because[theme])))
        return tuple(chosen)


@lru_cache(maxsize=4096)
def _written(text: str, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of a text and their stems; a text is asked about more than once."""
    written = tuple(words(text, language))
    return written, tuple(stem(word, language) for word in written)


def _terms(code_frame: CodeFrame, language: str) -> dict[str, list[_Term]]:
    """Return the terms of all themes by their first stem."""
    weighted = [_theme_terms(theme, language) for theme in code_frame.themes]
    shared = Counter(stems for terms in weighted for stems in terms)
    count = len(code_frame.themes)
    by_first: dict[str, list[_Term]] = defaultdict(list)
    for place, terms in enumerate(weighted):
        for stems, (weight, is_seed) in terms.items():
            rarity = math.log(1 + count / shared[stems]) / math.log(1 + count)
            by_first[stems[0]].append(_Term(stems, place, weight * rarity, is_seed))
    return dict(by_first)


def _theme_terms(theme: Theme, language: str) -> dict[tuple[str, ...], tuple[float, bool]]:
    """Return a theme's runs of stems with weight and whether they are seeds; the highest weight each."""
    terms: dict[tuple[str, ...], tuple[float, bool]] = {}

    def add(stems: Iterable[str], weight: float, is_seed: bool) -> None:
        run = tuple(stems)
        if run and (run not in terms or terms[run][0] < weight):
            terms[run] = (weight, is_seed)

    for seed in theme.seeds.get(language, ()):
        run = [stem(word, language) for word in words(seed.lower(), language)]
        add(run, _PHRASE if len(run) > 1 else _SEED, True)
    for text, weight in (
        (theme.name.get(language, ""), _NAME),
        (theme.include.get(language, ""), _INCLUDE),
        (theme.definition.get(language, ""), _DEFINITION),
        (" ".join(theme.examples.get(language, ())), _EXAMPLE),
    ):
        for each in theme_stems(text, language):
            add([each], weight, False)
    return terms
