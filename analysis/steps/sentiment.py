"""Gives every comment a sentiment: that of its words, in the light of what was asked."""

from dataclasses import replace

from analysis.cleaning import matchable, nothing_or_everything
from analysis.language import detect
from analysis.prompts import leaning
from analysis.valence import Weight, weigh, within_one
from analysis.work import Desk, Tone, Work

_LEAN = 1.2  # what the question adds when the words say little
_CLEAR = 2.0  # words that say this much stand against the question
_NEUTRAL = 0.12
_Asked = tuple[str, str, str, str, str | None]


class Sentiment:
    """Reads negative, neutral, positive or mixed from lexicons and rules; the rating plays no part."""

    name = "sentiment"
    version = "2"

    def run(self, work: Work, desk: Desk) -> Work:
        """Fill ``tones``; unreadable comments have none, uninformative ones what the question implies."""
        asked: list[_Asked] = [
            (text, key, language, comment.question, reason)
            for text, key, language, comment, reason in zip(
                work.texts, work.keys, work.languages, work.comments, work.unprocessed, strict=True
            )
        ]
        return replace(work, tones=desk.each(self.name, _tones, asked))


def _tones(asked: list[_Asked]) -> list[Tone]:
    return [_tone(*each) for each in asked]


def _tone(text: str, key: str, language: str, question: str, reason: str | None) -> Tone:
    lean = leaning(question)
    if reason == "uninformative":
        return _of_nothing(nothing_or_everything(key) * lean)
    if reason is not None:
        return Tone()
    weight = _weigh(matchable(text), language, lean < 0)
    if weight.is_mixed and abs(weight.score) < 0.6:
        return Tone("mixed", round(weight.score, 4), 0.5)
    total = weight.total
    if lean and weight.total * lean > -_CLEAR and weight.total * lean < _CLEAR:
        total += lean * _LEAN
    score = within_one(total)
    if abs(score) < _NEUTRAL:
        return Tone("neutral", round(score, 4), 0.5 if weight.good or weight.bad else 0.4)
    sentiment = "positive" if score > 0 else "negative"
    agreement = abs(weight.good - weight.bad) / (weight.good + weight.bad + 1.0)
    return Tone(sentiment, round(score, 4), round(0.4 + 0.3 * abs(score) + 0.25 * agreement, 3))


def _of_nothing(meaning: int) -> Tone:
    """Return the tone of "nothing" or "everything": what it says about what was asked."""
    if meaning == 0:
        return Tone("neutral", 0.0, 0.4)
    return Tone("positive" if meaning > 0 else "negative", 0.3 * meaning, 0.4)


def _weigh(text: str, language: str, asks_for_faults: bool) -> Weight:
    if language in ("en", "fr"):
        return weigh(text, language, asks_for_faults=asks_for_faults)
    if language != "mixed":  # a word or two: read it in whichever language it says more
        both = [weigh(text, each, asks_for_faults=asks_for_faults) for each in ("en", "fr")]
        return max(both, key=lambda weight: abs(weight.total))
    parts = [
        part
        for part in text.replace("!", ".").replace("?", ".").replace("\n", ".").split(".")
        if part.strip()
    ]
    weights = [
        weigh(part, "fr" if detect(part, "en") == "fr" else "en", asks_for_faults=asks_for_faults)
        for part in parts
    ]
    good, bad = sum(weight.good for weight in weights), sum(weight.bad for weight in weights)
    total = sum(weight.total for weight in weights)
    return Weight(good, bad, total, min(good, bad) >= 1.2 and min(good, bad) >= 0.45 * max(good, bad))
