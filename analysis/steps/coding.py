"""Codes every comment to the themes of the code frame, by definitions and by what people reviewed."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from analysis.cleaning import has_words, matchable
from analysis.code_frame import LANGUAGES
from analysis.coder import MAX_THEMES_EACH
from analysis.coding.features import Numbers
from analysis.coding.learned import FEWEST, LOOKED_AT, Example, LearnedCoder
from analysis.coding.matching import Matcher, Reading
from analysis.results import ThemeAssignment
from analysis.work import Desk, Work

_OTHERS = 5000  # comments nobody reviewed that tell which words are common
_NEAR = 0.7  # of its threshold: a theme that comes so near leaves a comment unsure
Asked = tuple[str, str, str]
"""The text, its language, and the question it answers."""


class Coding:
    """Gives each comment none, one or several themes, with confidence and the words that suggested them."""

    name = "coding"
    version = "6"

    def run(self, work: Work, desk: Desk) -> Work:
        """Fill ``assignments`` and ``unsure``; unprocessed comments and mere signs have no theme."""
        texts = [
            (matchable(text) if reason is None and has_words(text) else "", language)
            for text, language, reason in zip(work.texts, work.languages, work.unprocessed, strict=True)
        ]
        matcher = desk.learned("matcher", lambda: _matcher(work, texts))
        if not matcher.reads(_spoken(texts)):  # a language that nobody had used
            matcher = _matcher(work, texts)
        asked = [
            (text, language, comment.question_name or comment.question)
            for (text, language), comment in zip(texts, work.comments, strict=True)
        ]
        learned = desk.learned(self.name, lambda: _learned(work, matcher, asked))
        code = partial(learned_readings, matcher, learned) if learned else partial(_code, matcher)
        found = desk.each(self.name, code, asked, is_kept=True)
        decided = _decided(work)
        readings = tuple(map(_laid_over, found, decided, _unknown(work)))
        unseen = {place: found[place] for place, themes in enumerate(decided) if themes is not None}
        if learned:
            unseen |= _unseen(work, matcher, learned, asked)
        return replace(
            work,
            assignments=tuple(reading.themes for reading in readings),
            unsure=tuple(reading.is_unsure for reading in readings),
            unseen_themes={place: (each.themes, each.is_unsure) for place, each in unseen.items()},
        )


def _decided(work: Work) -> list[tuple[str, ...] | None]:
    reviews = (work.reviews.get(comment.id) for comment in work.comments)
    return [review.themes if review else None for review in reviews]


def _unknown(work: Work) -> list[frozenset[str]]:
    """Return the themes that there were not yet when people decided about each comment."""
    reviews = (work.reviews.get(comment.id) for comment in work.comments)
    return [review.unknown if review else frozenset() for review in reviews]


def _laid_over(found: Reading, decided: tuple[str, ...] | None, unknown: frozenset[str]) -> Reading:
    """Return the themes a person decided, with the words that the machine sees for them.

    Of themes that the person could not give, the machine's reading stays.
    """
    if decided is None:
        return found
    because = {theme.theme_id: theme.because for theme in found.themes}
    given = tuple(ThemeAssignment(each, 1.0, because.get(each, ())) for each in decided)
    return Reading((*given, *(theme for theme in found.themes if theme.theme_id in unknown - set(decided))))


def _learned(work: Work, matcher: Matcher, asked: list[Asked]) -> LearnedCoder | None:
    """Return a model of the reviewed comments, once there are enough; copies count once."""
    known = {theme.id for theme in work.code_frame.themes}
    decided = _decided(work)
    places = _reviewed(work, asked)
    labels = [frozenset(decided[place] or ()) & known for place in places]
    if len(places) < FEWEST or not any(labels):
        return None
    reviewed = [asked[place] for place in places]
    others = [each for place, each in enumerate(asked) if each[0] and decided[place] is None][:_OTHERS]
    return LearnedCoder(
        [_example(each) for each in reviewed],
        labels,
        [theme.id for theme in work.code_frame.themes],
        defined=defined(matcher, reviewed),
        others=[_example(each) for each in others],
        others_defined=defined(matcher, others[:LOOKED_AT]),
        seed=work.seed,
    )


def _reviewed(work: Work, asked: list[Asked]) -> list[int]:
    """Return the places of the comments that a model learns from."""
    return [
        place
        for place, themes in enumerate(_decided(work))
        if themes is not None and asked[place][0] and work.duplicate_of[place] is None
    ]


def _unseen(work: Work, matcher: Matcher, learned: LearnedCoder, asked: list[Asked]) -> dict[int, Reading]:
    """Return, by place, what models that had not seen them say of reviewed comments and of their copies."""
    places = _reviewed(work, asked)
    if not places:
        return {}
    read = _readings(matcher, learned, [asked[place] for place in places], learned.unseen)
    of_text = {asked[place]: reading for place, reading in zip(places, read, strict=True)}
    return {
        place: of_text[asked[place]]
        for place, themes in enumerate(_decided(work))
        if themes is not None and asked[place] in of_text
    }


def defined(matcher: Matcher, asked: Sequence[Asked]) -> Numbers:
    """Return what definitions say of comments, each read in its language, of shape (comments, themes)."""
    found: Numbers | None = None
    for language in sorted({spoken for _, spoken, _ in asked}):
        places = [place for place, each in enumerate(asked) if each[1] == language]
        likely = matcher.probabilities([asked[place][0] for place in places], language)
        if found is None:
            found = np.zeros((len(asked), likely.shape[1]), dtype=np.float32)
        found[places] = likely
    return np.zeros((0, 0), dtype=np.float32) if found is None else found


def learned_readings(matcher: Matcher, learned: LearnedCoder, asked: list[Asked]) -> list[Reading]:
    """Return the themes that a model of reviewed comments gives."""
    readings = [Reading()] * len(asked)
    places = [place for place, each in enumerate(asked) if each[0]]
    if not places:
        return readings
    spoken = [asked[place] for place in places]
    likely = learned.probabilities([_example(each) for each in spoken], defined(matcher, spoken))
    for place, reading in zip(places, _readings(matcher, learned, spoken, likely), strict=True):
        readings[place] = reading
    return readings


def _readings(
    matcher: Matcher, learned: LearnedCoder, asked: Sequence[Asked], likely: NDArray[np.float64]
) -> list[Reading]:
    """Return the themes given to comments of which it is known how likely each theme is."""
    readings = []
    for (text, language, _), row, given in zip(asked, likely, learned.given(likely), strict=True):
        themes = [int(theme) for theme in np.argsort(-row, kind="stable") if given[theme]][:MAX_THEMES_EACH]
        unsure = not themes and float((row / learned.thresholds).max()) >= _NEAR
        told = tuple(matcher.assignment(text, language, theme, float(row[theme])) for theme in themes)
        readings.append(Reading(told, unsure))
    return readings


def _example(asked: Asked) -> Example:
    text, language, question = asked
    return Example(text, language if language in LANGUAGES else "en", (question,))


def _matcher(work: Work, texts: list[tuple[str, str]]) -> Matcher:
    """Return a matcher to whom these comments are what is usual; a form letter counts once."""
    usual: dict[str, list[str]] = {each: [] for each in LANGUAGES}
    for (text, language), duplicate_of, campaign in zip(
        texts, work.duplicate_of, work.campaign_of, strict=True
    ):
        if text and language in usual and duplicate_of is None and campaign is None:
            usual[language].append(text)
    return Matcher(work.code_frame, usual, languages=_spoken(texts))


def _spoken(texts: list[tuple[str, str]]) -> list[str]:
    """Return the languages that comments are read in: both, where one is in neither for sure."""
    spoken = {language for text, language in texts if text}
    return [each for each in LANGUAGES if each in spoken or not spoken <= set(LANGUAGES)]


def _code(matcher: Matcher, texts: list[Asked]) -> list[Reading]:
    readings = [Reading()] * len(texts)
    for language in sorted({language for text, language, _ in texts if text}):
        places = [place for place, (text, spoken, _) in enumerate(texts) if text and spoken == language]
        for place, reading in zip(
            places, matcher.code([texts[place][0] for place in places], language), strict=True
        ):
            readings[place] = reading
    return readings
