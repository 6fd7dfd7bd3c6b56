"""Cuts every comment into segments, and tells the tone in which each of its themes is spoken of."""

from dataclasses import replace

from analysis.cleaning import fold, matchable
from analysis.prompts import leaning
from analysis.results import Segment, ThemeAssignment
from analysis.segments import segments
from analysis.work import Desk, Tone, Work

_Piece = tuple[str, str, str, Tone, tuple[ThemeAssignment, ...]]
"""The masked text, its language, the question it answers, its tone and its themes."""
_Read = tuple[tuple[Segment, ...], tuple[ThemeAssignment, ...]]


class Segments:
    """Gives each comment its segments, and each of its themes the tone of the segments that speak of it.

    A theme that no segment names for sure has the comment's tone.
    """

    name = "segments"
    version = "1"

    def run(self, work: Work, desk: Desk) -> Work:
        """Fill ``segments``, and the ``sentiment`` of ``assignments``; unprocessed comments have none."""
        pieces = [
            (masked if reason is None else "", language, comment.question, tone, themes)
            for masked, language, comment, tone, themes, reason in zip(
                work.masked,
                work.languages,
                work.comments,
                work.tones,
                work.assignments,
                work.unprocessed,
                strict=True,
            )
        ]
        read = desk.each(self.name, _read, pieces, is_kept=True)
        return replace(
            work,
            segments=tuple(found for found, _ in read),
            assignments=tuple(themes for _, themes in read),
        )


def _read(pieces: list[_Piece]) -> list[_Read]:
    return [_one(*piece) for piece in pieces]


def _one(text: str, language: str, question: str, tone: Tone, themes: tuple[ThemeAssignment, ...]) -> _Read:
    found = segments(text, language, asks_for_faults=leaning(question) < 0) if text else ()
    if not found:
        return (), tuple(replace(theme, sentiment=tone.sentiment) for theme in themes)
    told = [fold(matchable(text[each.start : each.end]).lower()) for each in found]
    return found, tuple(replace(theme, sentiment=_mention(theme, found, told, tone)) for theme in themes)


def _mention(theme: ThemeAssignment, found: tuple[Segment, ...], told: list[str], tone: Tone) -> str | None:
    """Return the tone of the segments that hold the words which suggested a theme."""
    words = [fold(word.lower()) for word in theme.because]
    speaking = [each for each, text in zip(found, told, strict=True) if any(word in text for word in words)]
    heard = {each.sentiment for each in speaking} - {None, "neutral"}
    if heard:
        return heard.pop() if len(heard) == 1 else "mixed"
    if speaking and tone.sentiment == "mixed":
        return "neutral"
    return tone.sentiment
