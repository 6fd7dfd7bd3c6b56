"""Names groups of texts by the phrases that people say in them and hardly elsewhere."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from nltk.metrics import BigramAssocMeasures

from analysis.cleaning import matchable
from analysis.words import carries_no_theme, stem

_CLAUSE = re.compile(r"[.!?;:,()\[\]\"“”«»\n/…]+|\s[-–—]\s|\[[^\]]*\]")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_MASK = re.compile(r"\[[^\]\n]{1,40}\]")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu)'(?=[^\W\d_])", re.IGNORECASE)
_LONGEST = 5
_MOST_TELLING = 3
_BETWEEN = 2
_COLLOCATED = 6.63  # chi-squared, one degree of freedom, p = 0.01
_WEIGHT = {1: 1.0, 2: 1.9, 3: 2.3}  # a phrase is said less often than its words, and says more
_MOST_READ = 250
_TURNS = {  # small words that turn what follows, and so belong to the phrase
    "en": frozenset({"no", "not", "never", "more", "less", "too", "enough", "without", "can't", "cannot"}),
    "fr": frozenset({"pas", "plus", "moins", "trop", "jamais", "aucun", "aucune", "sans", "manque", "assez"}),
}
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """A name, the phrases that mark a group (strongest first), and its telling words."""

    name: str
    phrases: tuple[str, ...]
    terms: tuple[str, ...]


class Phrasebook:
    """The phrases of many texts, so that those of some can be held against the others.

    ``texts`` are masked and of one ``language``. A phrase counts once a text; its key is the stems of its
    telling words, so that "waiting for my card" and "waiting on a card" are one, shown as most wrote it.
    """

    def __init__(self, texts: Sequence[str], language: str) -> None:
        self._said = [dict(_phrases(text, language)) for text in texts]
        self._everywhere = Counter(key for said in self._said for key in said)

    def name(self, members: Sequence[int], among: Sequence[int] | None = None) -> Naming:
        """Name the texts at ``members``, against the texts at ``among`` (all)."""
        base = self._everywhere if among is None else Counter(k for at in among for k in self._said[at])
        size = len(self._said) if among is None else len(among)
        inside = Counter(key for at in members for key in self._said[at])
        scores = self._scores(inside, base, len(members), size)
        ranked = sorted(scores, key=lambda key: (-scores[key], key))
        shown = self._spellings(members, ranked[:60])
        phrases = _unlike([key for key in ranked[:60] if len(key) > 1], 5)
        terms = [key for key in ranked if len(key) == 1][:8] or ranked[:8]
        name = _name(ranked[:60], scores, inside, len(members))
        return Naming(
            ", ".join(shown[key] for key in name),
            tuple(shown[key] for key in phrases),
            tuple(self._spellings(members, terms)[key] for key in terms),
        )

    def _scores(self, inside: Counter[Key], base: Counter[Key], members: int, size: int) -> dict[Key, float]:
        """Score phrases: share inside, times the log of how much commoner inside than in all.

        It is TF-IDF with the group for a document (Grootendorst 2022), on shares, smoothed by half a text.
        A phrase of several words must hold together by Dunning's likelihood ratio (1993).
        """
        fewest = 1 if members < 6 else max(2, round(0.03 * members))
        scores = {}
        for key, count in inside.items():
            if count < fewest:
                continue
            lift = (count + 0.5) / (members + 1) / ((base[key] + 0.5) / (size + 1))
            if lift > 1.2 and self._holds_together(key):
                scores[key] = count / members * log(lift) * _WEIGHT[min(len(key), _MOST_TELLING)]
        return scores

    def _holds_together(self, key: Key) -> bool:
        """Say whether neighbours in a phrase stand together more than chance would have it."""
        count, size = self._everywhere, len(self._said)
        return all(
            _likelihood(count[one, other], count[one,], count[other,], size) >= _COLLOCATED
            for one, other in pairwise(key)
            if count[one,] and count[other,]  # words that only turn another are not counted alone
        )

    def _spellings(self, members: Sequence[int], keys: Sequence[Key]) -> dict[Key, str]:
        """Return each phrase as it was most often written; in lower case where anybody wrote it so."""
        written: dict[Key, Counter[str]] = {key: Counter() for key in keys}
        for at in members:
            for key in written.keys() & self._said[at].keys():
                written[key][self._said[at][key]] += 1
        return {key: _spelling(counts) for key, counts in written.items()}


def _likelihood(together: int, one: int, other: int, size: int) -> float:
    """Return Dunning's ratio; 0 for words of nearly every text, which stand together by chance."""
    if one + other - together > size:  # texts hold both, apart: no table of two by two says so
        return 0.0
    return float(BigramAssocMeasures.likelihood_ratio(together, (one, other), size))


def readable(members: Sequence[int]) -> list[int]:
    """Return the places of some members, evenly: enough to name a group by."""
    step = max(1, -(-len(members) // _MOST_READ))
    return list(members[::step])


def _phrases(text: str, language: str) -> Iterator[tuple[Key, str]]:
    for clause in _CLAUSE.split(_MASK.sub(". ", matchable(text))):
        tokens = [_ELISION.sub("", word) if language == "fr" else word for word in _WORD.findall(clause)]
        stems = [_telling(word.lower(), language) for word in tokens]
        turns = [word.lower() in _TURNS.get(language, ()) for word in tokens]
        for start in range(len(tokens)):
            if stems[start] or turns[start]:
                yield from _from(start, tokens, stems, turns)


def _from(
    start: int, tokens: Sequence[str], stems: Sequence[str], turns: Sequence[bool]
) -> Iterator[tuple[Key, str]]:
    """Yield the phrases that begin at a place and end with a telling word."""
    key: tuple[str, ...] = ()
    since = 0
    for end in range(start, min(start + _LONGEST, len(tokens))):
        if stems[end] or turns[end]:
            part = stems[end] or tokens[end].lower()
            if part in key or len(key) == _MOST_TELLING:
                return
            key, since = (*key, part), 0
            if stems[end]:
                yield key, " ".join(tokens[start : end + 1])
        else:
            since += 1
            if since > _BETWEEN:
                return


def _telling(word: str, language: str) -> str:
    """Return the stem of a word that can carry a theme, or an empty string."""
    if len(word) < 2 or word in _TURNS.get(language, ()) or carries_no_theme(word, language):
        return ""
    return stem(word, language)


def _name(ranked: Sequence[Key], scores: dict[Key, float], inside: Counter[Key], members: int) -> list[Key]:
    """Return the best phrase, and a second one where the first speaks for few."""
    if not ranked:
        return []
    often = 2 if members < 15 else 3
    first = ranked[0]
    phrases = [key for key in ranked if len(key) > 1 and inside[key] >= often]
    best = next((key for key in phrases if scores[key] >= 0.5 * scores[first]), None)
    if best is None:  # the words alone: say at least what people say with them
        around = [key for key in ranked if len(key) > 1 and set(key) & set(first)]
        best = max(around, key=lambda key: (inside[key], scores[key]), default=first)
    if inside[best] >= 0.4 * members:
        return [best]
    floor = 0.4 * scores[best]
    others = [
        key for key in ranked if not set(key) & set(best) and scores[key] >= floor and inside[key] >= often
    ]
    second = next((key for key in others if len(key) > 1), None) or next(iter(others), None)
    return [best] if second is None else [best, second]


def _unlike(keys: Sequence[Key], most: int) -> list[Key]:
    kept: list[Key] = []
    for key in keys:
        if len(kept) < most and not any(len(set(key) & set(each)) * 2 >= len(key) for each in kept):
            kept.append(key)
    return kept


def _spelling(counts: Counter[str]) -> str:
    if not counts:
        return ""
    small = Counter({written: n for written, n in counts.items() if written == written.lower()})
    among = small if sum(small.values()) * 4 >= sum(counts.values()) else counts
    return min(among, key=lambda written: (-among[written], written))
