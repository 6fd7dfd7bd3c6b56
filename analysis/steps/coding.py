"""Codes every comment to the themes of the code frame."""

from dataclasses import replace
from functools import partial

from analysis.cleaning import matchable
from analysis.code_frame import LANGUAGES
from analysis.coding.matching import Matcher, Reading
from analysis.work import Desk, Work


class Coding:
    """Gives each comment none, one or several themes, with confidence and the words that suggested them."""

    name = "coding"
    version = "2"

    def run(self, work: Work, desk: Desk) -> Work:
        """Fill ``assignments`` and ``unsure``; unprocessed comments have no theme."""
        texts = [
            (matchable(text) if reason is None else "", language)
            for text, language, reason in zip(work.texts, work.languages, work.unprocessed, strict=True)
        ]
        readings = desk.each(self.name, partial(_code, _matcher(work, texts)), texts)
        return replace(
            work,
            assignments=tuple(reading.themes for reading in readings),
            unsure=tuple(reading.is_unsure for reading in readings),
        )


def _matcher(work: Work, texts: list[tuple[str, str]]) -> Matcher:
    """Return a matcher to whom these comments are what is usual; a form letter counts once."""
    usual: dict[str, list[str]] = {each: [] for each in LANGUAGES}
    for (text, language), duplicate_of, campaign in zip(
        texts, work.duplicate_of, work.campaign_of, strict=True
    ):
        if text and language in usual and duplicate_of is None and campaign is None:
            usual[language].append(text)
    spoken = {language for text, language in texts if text}
    needed = [each for each in LANGUAGES if each in spoken or not spoken <= set(LANGUAGES)]
    return Matcher(work.code_frame, usual, languages=needed)


def _code(matcher: Matcher, texts: list[tuple[str, str]]) -> list[Reading]:
    readings = [Reading()] * len(texts)
    for language in sorted({language for text, language in texts if text}):
        places = [place for place, (text, spoken) in enumerate(texts) if text and spoken == language]
        for place, reading in zip(
            places, matcher.code([texts[place][0] for place in places], language), strict=True
        ):
            readings[place] = reading
    return readings
