"""Cuts a comment into sentences and clauses, and tells the language and the tone of each.

A clause ends where a contrast begins ("but", "mais"), and at a comma or an "and" between good and bad words.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from analysis.cleaning import matchable
from analysis.language import detect
from analysis.results import Segment
from analysis.sentiment.rules import weight_of
from analysis.valence import Weight

MOST = 80
"""Segments told apart in one comment; the last one holds the rest."""
_NEUTRAL = 0.12
_TORN = 0.7
_FEWEST_WORDS = 3
_ABBREVIATED = (
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bNo)(?<!\bAve)(?<!\bRd)(?<!\bMme)"
)
_SENTENCE = re.compile(rf"{_ABBREVIATED}[.!?…]+[\"')»”\]]*\s+|\s*\n+\s*|;\s+")
_CONTRAST = re.compile(
    r",?\s+(?=(?:but|however|although|whereas|except that|mais|cependant|toutefois|pourtant|par contre"
    r"|alors que|tandis que|sauf que|en revanche)\b)|,\s+(?=(?:though|while|yet|even if|même si|quoique)\b)",
    re.IGNORECASE,
)
_JOINED = re.compile(r",\s+(?:and\s|et\s)?|\s+(?:and|et)\s+", re.IGNORECASE)
_MARKS = re.compile(r"[^\w\s]*")
_Place = tuple[int, int]


def segments(text: str, language: str, *, asks_for_faults: bool = False) -> tuple[Segment, ...]:
    """Return the segments of a text in ``language`` (as ``detect`` names it), in order; none if it is of one.

    A segment's language is its sentence's: English, French, other, or unknown where too few words tell; in a
    text of one language it is that one unless the words say otherwise. Segments that are neither English nor
    French have no tone.
    """
    sentences = _most(_cut(text, 0, len(text), _SENTENCE))
    made: list[tuple[int, int, str]] = []
    for start, end in sentences:
        spoken = _language(matchable(text[start:end]), language) if len(sentences) > 1 else language
        for first, last in _clauses(text, start, end, spoken, asks_for_faults):
            made.append((first, last, spoken))
    if len(made) < 2:
        return ()
    return tuple(_segment(text, first, last, spoken, asks_for_faults) for first, last, spoken in made)


def _most(places: Iterator[_Place]) -> list[_Place]:
    found = list(places)
    return found if len(found) <= MOST else [*found[: MOST - 1], (found[MOST - 1][0], found[-1][1])]


def _cut(text: str, start: int, end: int, border: re.Pattern[str]) -> Iterator[_Place]:
    """Yield the places between borders that hold a letter or a digit; marks stay with what they close."""
    at = seen = start
    says = False
    for match in border.finditer(text, start, end):
        says = says or any(map(str.isalnum, text[seen : match.start()]))
        seen = match.end()
        stop = match.start() + len(_MARKS.match(match[0])[0])  # type: ignore[index]
        if says:
            yield at, stop
            at, says = match.end(), False
    if says or any(map(str.isalnum, text[seen:end])):
        yield at, at + len(text[at:end].rstrip())


def _language(sentence: str, whole: str) -> str:
    if whole in ("en", "fr"):
        found = detect(sentence) if sentence.count(" ") >= _FEWEST_WORDS else whole
        return whole if found == "unknown" else found
    return detect(sentence)


def _clauses(text: str, start: int, end: int, language: str, asks_for_faults: bool) -> Iterator[_Place]:
    """Yield the clauses of a sentence; those of a sentence with both good and bad words are cut finer."""
    for first, last in _cut(text, start, end, _CONTRAST):
        if not _JOINED.search(text, first, last):
            yield first, last
            continue
        whole = _weight(text[first:last], language, asks_for_faults)
        if whole is not None and whole.good and whole.bad:
            yield from _apart(text, list(_cut(text, first, last, _JOINED)), language, asks_for_faults)
        else:
            yield first, last


def _apart(text: str, parts: list[_Place], language: str, asks_for_faults: bool) -> Iterator[_Place]:
    """Yield parts of a sentence joined again, except where the tone turns."""
    signs = [_sign(_weight(text[first:last], language, asks_for_faults)) for first, last in parts]
    begun, sign = parts[0][0], signs[0]
    for (earlier, later), following in zip(pairwise(parts), signs[1:], strict=True):
        long_enough = all(text[a:b].count(" ") >= _FEWEST_WORDS - 2 for a, b in ((begun, earlier[1]), later))
        if following and sign and following != sign and long_enough:
            yield begun, earlier[1]
            begun = later[0]
            sign = following
        sign = following or sign
    yield begun, parts[-1][1]


def _weight(text: str, language: str, asks_for_faults: bool) -> Weight | None:
    if language == "other":
        return None
    return weight_of(matchable(text), language, asks_for_faults=asks_for_faults)


def _sign(weight: Weight | None) -> int:
    if weight is None or abs(weight.score) < _NEUTRAL:
        return 0
    return 1 if weight.score > 0 else -1


def _segment(text: str, start: int, end: int, language: str, asks_for_faults: bool) -> Segment:
    weight = _weight(text[start:end], language, asks_for_faults)
    if weight is None:
        return Segment(start, end, language)
    if weight.is_mixed and abs(weight.score) < _TORN:
        return Segment(start, end, language, "mixed", round(weight.score, 4))
    sign = _sign(weight)
    sentiment = "neutral" if not sign else "positive" if sign > 0 else "negative"
    return Segment(start, end, language, sentiment, round(weight.score, 4))
