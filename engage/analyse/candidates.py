"""Describes a candidate theme in one line: how many, what they say, in which tone, and whether it is new."""

from analysis.results import CandidateTheme
from engage.wording import Wording

_MOST = 0.5


def described(candidate: CandidateTheme, t: Wording) -> str:
    """Return the line, made of counts and of what people wrote; the phrases stay in their own language."""
    parts = [t.n("%(n)s comment.", "%(n)s comments.", candidate.size)]
    shown = candidate.phrases or candidate.terms
    quoted = "“%s”" if t.language == "en" else "« %s »"
    if shown:
        parts.append(t("Often said: %(phrases)s.", phrases=", ".join(quoted % each for each in shown[:3])))
    parts += [part for part in (_tone(candidate, t), _news(candidate, t)) if part]
    if candidate.is_outside_frame:
        parts.append(t("The code frame does not cover it."))
    return " ".join(parts)


def _tone(candidate: CandidateTheme, t: Wording) -> str:
    negative = candidate.by_sentiment.get("negative", 0) / max(1, candidate.size)
    positive = candidate.by_sentiment.get("positive", 0) / max(1, candidate.size)
    if candidate.side == "negative":
        return t("The negative side.")
    if candidate.side == "positive":
        return t("The positive side.")
    if negative > _MOST:
        return t("Mostly negative (%(share)s).", share=t.percent(negative))
    if positive > _MOST:
        return t("Mostly positive (%(share)s).", share=t.percent(positive))
    return ""


def _news(candidate: CandidateTheme, t: Wording) -> str:
    if candidate.news == "new":
        return t("New since the last run.")
    return t("More of it than in the last run.") if candidate.news == "grown" else ""
