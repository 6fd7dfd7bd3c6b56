"""Tells what sort of feedback a comment is, by rules: what it reports, and how soon somebody should look."""

import re
from functools import cache

from analysis.words import LEXICONS

KINDS = ("urgent", "accessibility_barrier", "problem", "question", "idea", "praise", "other")
"""Sorts of feedback, in the order in which people should see them."""
_LOUD = re.compile(r"\bNOW\b|\bRIGHT AWAY\b|\bMAINTENANT\b|\bLÀ\b")


def feedback_of(text: str, sentiment: str | None, *, question: str = "", lean: int = 0) -> str | None:
    """Return which of ``KINDS`` a ``matchable`` text is; ``None`` for a comment that could not be read.

    ``lean`` is what the question asks for (−1 faults, 1 praise). "Urgent" says "look first", no more; praise
    is never urgent.
    """
    if sentiment is None:
        return None
    lower = text.lower()
    if sentiment != "positive" and _is_urgent(text, lower):
        return "urgent"
    asks_for_ideas = bool(_cue("idea_question").search(question.lower()))
    if sentiment in ("negative", "neutral") and not asks_for_ideas and _cue("disability").search(lower):
        return "accessibility_barrier"
    if sentiment == "positive":
        return "praise"
    return _neutral(lower, asks_for_ideas, lean) if sentiment == "neutral" else "problem"


def _is_urgent(text: str, lower: str) -> bool:
    if _cue("danger").search(lower):
        return True
    is_now = _cue("now").search(lower) or _LOUD.search(text)
    return bool(is_now and _cue("at_risk").search(lower))


def _neutral(lower: str, asks_for_ideas: bool, lean: int) -> str:
    if "?" in lower and _question().search(lower):
        return "question"
    if asks_for_ideas or lean < 0:
        return "idea"
    return "idea" if len(lower.split()) > 2 and _cue("wish").search(lower) else "other"


@cache
def _question() -> re.Pattern[str]:
    """Return what finds a question: an opening word, at a beginning, and a question mark."""
    before = r"\b(?:hi|hello|bonjour|question|and|but|so|et|mais|also|just wondering)\b[ ,:–-]*"
    begins = rf"(?:^|[.!?…\n,;]\s*|{before})"
    return re.compile(begins + _cue("question_word").pattern + r"[^.!?]*\?")


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_cues()[name])})\b")


@cache
def _cues() -> dict[str, list[str]]:
    """Read ``data/lexicons/feedback_cues.txt``: expressions by heading."""
    cues: dict[str, list[str]] = {}
    heading: list[str] = []
    for line in (LEXICONS / "feedback_cues.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            heading = cues.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            heading.append(line)
    return cues
