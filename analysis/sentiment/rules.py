"""Reads the sentiment of one comment by lexicons and rules, in the light of what was asked."""

from dataclasses import dataclass

from analysis.cleaning import matchable, nothing_or_everything
from analysis.language import detect
from analysis.prompts import leaning
from analysis.sentiment.writing import restored
from analysis.valence import Weight, is_even, weigh, within_one
from analysis.work import Tone, Work

_LEAN = 1.2  # what the question adds when the words say little
_CLEAR = 2.0  # words that say this much stand against the question
_NEUTRAL = 0.12
_TORN = 0.7  # beyond this the balance is plain, whatever speaks against it


@dataclass(frozen=True, slots=True)
class Asked:
    """A cleaned comment with what is known before its tone is read.

    ``reason`` says why it cannot be read (``None`` when it can); ``features`` are other things known of it,
    each a category of its own (its question, its rating).
    """

    text: str
    key: str
    language: str
    question: str = ""
    reason: str | None = None
    features: tuple[str, ...] = ()

    @property
    def lean(self) -> int:
        """What was asked for: −1 faults, 1 praise, 0 neither."""
        return leaning(self.question)

    @property
    def nothing(self) -> int:
        """−1 when the whole answer is "nothing", 1 when it is "everything", else 0."""
        return nothing_or_everything(self.key) if self.reason == "uninformative" else 0


def asked(work: Work) -> list[Asked]:
    """Return the comments of a run as they are read here, in order."""
    return [
        Asked(
            restored(text), key, language, comment.question, reason, _known(comment.question, comment.rating)
        )
        for text, key, language, comment, reason in zip(
            work.texts, work.keys, work.languages, work.comments, work.unprocessed, strict=True
        )
    ]


def _known(question: str, rating: float | None) -> tuple[str, ...]:
    return question, "" if rating is None else f"{rating:.1f}"


def tone(comment: Asked) -> Tone:
    """Return the tone; unreadable comments have none, uninformative ones what the question implies."""
    if comment.reason == "uninformative":
        return _of_nothing(comment.nothing * comment.lean)
    if comment.reason is not None:
        return Tone()
    lean = comment.lean
    weight = weight_of(matchable(comment.text), comment.language, asks_for_faults=lean < 0)
    if weight.is_mixed and abs(weight.score) < _TORN:
        return Tone("mixed", round(weight.score, 4), 0.5)
    total = weight.total
    if lean and -_CLEAR < weight.total * lean < _CLEAR:
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


def weight_of(text: str, language: str, *, asks_for_faults: bool) -> Weight:
    """Weigh ``matchable`` text in its language: sentence by sentence when it is in both."""
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
    return Weight(good, bad, total, is_even(good, bad))
