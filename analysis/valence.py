"""Weighs the words of a text: how good, how bad, in English or French.

The lexicon and the rules for negation, intensity and contrast follow VADER (Hutto and Gilbert 2014); ours
differ where comments on services need it: phrases, valences when negated, clauses kept apart, wishes that are
no praise, emoticons that no negation turns round.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from nltk.sentiment.vader import VaderConstants

from analysis.lexicon import Valence, emoji_valences, lexicon, tokens

_REACH = 3
_SIDE = 0.9  # what each side of a mixed text says at least
_EVEN = 0.3  # and the lesser beside the greater
_STRONGER = 0.293
_CAPITALS = 0.733
_ALPHA = 15.0

_NEGATIONS = {
    "en": frozenset(VaderConstants.NEGATE) - {"despite", "nothing", "none", "without", "seldom", "rarely"}
    | frozenset(
        [
            "no",
            "without",
            "nobody",
            "hardly",
            "barely",
            "nothing",
            "didn't",
            "unable",
            "couldnt",
            "isn",
            "not",
        ]
    ),
    "fr": frozenset(
        ["pas", "jamais", "aucun", "aucune", "sans", "ni", "guère", "rien", "aucunement", "nullement"]
    ),
}
_AFTER_VERB = frozenset(["pas", "jamais", "plus", "guère", "rien", "point", "aucun", "aucune"])
_VERY = """
    très trop vraiment extrêmement tellement totalement complètement absolument si beaucoup fort super tout
    hyper bien particulièrement énormément carrément vachement incroyablement"""
_HARDLY = "peu presque assez plutôt légèrement moins quasi moyennement"
_STRENGTH = {
    "en": {word: math.copysign(_STRONGER, value) for word, value in VaderConstants.BOOSTER_DICT.items()},
    "fr": dict.fromkeys(_VERY.split(), _STRONGER) | dict.fromkeys(_HARDLY.split(), -_STRONGER),
}
_CONTRAST = {
    "en": frozenset(["but", "however", "although", "though", "yet", "except", "unfortunately"]),
    "fr": frozenset(["mais", "cependant", "toutefois", "pourtant", "sauf", "malheureusement", "néanmoins"]),
}
_ENDS = frozenset([".", "!", "?", ";", "\n", "…"])
_TOO = {"en": "too", "fr": "trop"}
_WISH = {
    "en": re.compile(
        r"\b(?:should(?:n't)?|would (?:be|like|love|appreciate|prefer|make)|could (?:be|have|use|do|you"
        r"|we|they)|wish"
        r"|please|needs? (?:to|a|an|more|some|better)|must|want|hope|suggest|consider|if (?:you|we"
        r"|there|it|only)"
        r"|make (?:it|the|them|this|sure)|be (?:nice|good|great|helpful|better))\b"
    ),
    "fr": re.compile(
        r"\b(?:il faut|faudrait|devrai(?:t|ent)|devriez|pourr(?:ait|iez|aient)|aimerai[st]|souhait\w+"
        r"|voudrais"
        r"|serait|besoin|svp|s'il vous pla[iî]t|pri[èe]re de|veuillez|si (?:on|vous|nous|je|le|la))\b"
    ),
}
_EASIER = "easier better faster quicker clearer simpler nicer friendlier safer improved improvement"
_BETTER = "mieux meilleur meilleure meilleurs meilleures"
_COMPARED = {"en": frozenset(_EASIER.split()), "fr": frozenset(_BETTER.split())}
_MORE = {"en": "more", "fr": "plus"}


@dataclass(frozen=True, slots=True)
class Weight:
    """What was found in one text: good and bad in all (0 or more), by clause, and the balance.

    ``total`` counts what follows a "but" more than what comes before it; ``score`` is it within −1 to 1.
    """

    good: float
    bad: float
    total: float
    is_mixed: bool

    @property
    def score(self) -> float:
        """The balance, from −1 to 1."""
        return within_one(self.total)


def within_one(total: float) -> float:
    """Squeeze a sum of valences into −1…1, as VADER does."""
    return total / math.sqrt(total * total + _ALPHA)


def is_even(good: float, bad: float) -> bool:
    """Say whether good and bad weigh enough, and alike enough, to make a text mixed."""
    return min(good, bad) >= max(_SIDE, _EVEN * max(good, bad))


def has_emotion_sign(text: str) -> bool:
    """Say whether a text without words still holds an emoticon or emoji whose tone is known."""
    known, english = emoji_valences(), lexicon("en")
    return any(token in known or english.word(token.lower()) for token in tokens(text, "en"))


def weigh(text: str, language: str, *, asks_for_faults: bool = False) -> Weight:
    """Weigh ``matchable`` text in "en" or "fr"; to a question about faults, a wish is no praise."""
    written = tokens(text, language)
    shouting = _shouts(written)
    clauses = list(_clauses(written, language))
    sums: list[float] = []
    good = bad = 0.0
    for clause, follows_contrast in clauses:
        values = _values(clause, language, shouting, asks_for_faults)
        if follows_contrast and sums:
            sums = [0.6 * earlier for earlier in sums]
            values = [1.3 * value for value in values]
        sums.append(sum(values))
        good += sum(value for value in values if value > 0)
        bad -= sum(value for value in values if value < 0)
    total = sum(sums)
    total += math.copysign(0.29 * min(4, written.count("!")), total) if total else 0.0
    best, worst = max(sums, default=0.0), min(sums, default=0.0)
    return Weight(good, bad, total, best >= _SIDE and worst <= -_SIDE and is_even(good, bad))


def _shouts(written: list[str]) -> bool:
    """Say whether only some words are in capitals, so that they are meant loud."""
    loud = sum(token.isupper() and len(token) > 2 for token in written)
    return 0 < loud < len([token for token in written if token[0].isalpha()]) / 2


def _clauses(written: list[str], language: str) -> Iterator[tuple[list[str], bool]]:
    """Yield the clauses, each with whether a contrast ("but") leads into it."""
    clause: list[str] = []
    after_contrast = False
    for token in written:
        if token in _ENDS:
            yield clause, after_contrast
            clause, after_contrast = [], False
        elif token.lower() in _CONTRAST[language]:
            yield clause, after_contrast
            clause, after_contrast = [token], True
        else:
            clause.append(token)
    yield clause, after_contrast


def _values(clause: list[str], language: str, shouting: bool, asks_for_faults: bool) -> list[float]:
    """Return the valence of every word or phrase of a clause that has one."""
    if not clause:
        return []
    lower = [token.lower() for token in clause]
    is_wish = _WISH[language].search(" ".join(lower).replace("' ", "'")) is not None
    known, signs = lexicon(language), emoji_valences()
    values: list[float] = []
    consumed = 0
    for start, token in enumerate(lower):
        if start < consumed:
            continue
        if token in signs:
            values.append(signs[token])
            continue
        phrase = known.phrase(lower, start)
        length, valence = phrase or (1, known.word(token))
        if valence is None:
            too = _too(lower, start, language)
            if too:
                values.append(too)
            continue
        value = _turned(valence, lower, start, start + length, consumed, language)
        if token[0].isalpha():
            value = _strengthened(value, clause, lower, start, language, shouting)
            if (
                value > 0
                and length == 1
                and (is_wish or asks_for_faults)
                and _is_no_praise(lower, start, language, is_wish)
            ):
                value = 0.0
        consumed = start + length
        values.append(value)
    return values


def _is_no_praise(lower: list[str], start: int, language: str, is_wish: bool) -> bool:
    """Say whether a good word is only wished for: "should be easier", "easier" (asked about faults)."""
    if is_wish:
        return True
    return lower[start] in _COMPARED[language] or (start > 0 and lower[start - 1] == _MORE[language])


def _too(lower: list[str], start: int, language: str) -> float:
    """Return the valence of "too" before a word that has none ("too many steps"), else 0."""
    following = lower[start + 1 : start + 2]
    return -1.0 if lower[start] == _TOO[language] and following and following[0][0].isalpha() else 0.0


def _turned(valence: Valence, lower: list[str], start: int, end: int, consumed: int, language: str) -> float:
    """Return the valence, plain or negated; a negation reaches three words and no further than a comma."""
    if not lower[start][0].isalpha():
        return valence.plain
    for back in range(1, _REACH + 1):
        place = start - back
        if place < consumed or lower[place] == ",":
            break
        word = lower[place]
        if word == _TOO[language] and back == 1 and valence.plain > 0:
            return valence.negated
        if _negates(word, lower, place, language):
            return valence.negated
    if (
        language == "fr"
        and end < len(lower)
        and lower[end] in _AFTER_VERB
        and _is_ne_before(lower, start, lower[end])
    ):
        return valence.negated
    return valence.plain


def _negates(word: str, lower: list[str], place: int, language: str) -> bool:
    if language == "en":
        if word == "not" and lower[place + 1 : place + 2] == ["only"]:
            return False
        return word in _NEGATIONS["en"] or word.endswith("n't")
    if word == "plus":
        return any(token in ("n'", "ne") for token in lower[max(0, place - 4) : place])
    return word in _NEGATIONS["fr"]


def _is_ne_before(lower: list[str], start: int, following: str) -> bool:
    """Say whether "pas" after a verb negates it: always, while "plus" and the like need a "ne"."""
    return following == "pas" or any(token in ("n'", "ne") for token in lower[max(0, start - 3) : start])


def _strengthened(
    value: float, clause: list[str], lower: list[str], start: int, language: str, shouting: bool
) -> float:
    if not value:
        return value
    for back, share in ((1, 1.0), (2, 0.95), (3, 0.9)):
        if start - back >= 0:
            word = lower[start - back]
            value += math.copysign(_STRENGTH[language].get(word, 0.0) * share, value) * (
                -1 if _STRENGTH[language].get(word, 0.0) < 0 else 1
            )
    if shouting and clause[start].isupper():
        value += math.copysign(_CAPITALS, value)
    return value
