"""What those read for whom a survey is over early, closed or not open yet."""

from datetime import datetime

from engage.wording import Wording
from surveys.questions import in_language
from surveys.records import Survey


def usual_words(t: Wording, way: str) -> tuple[str, str]:
    """Return heading and words for a ``quota`` that is full, or for a ``screen_out``."""
    if way == "quota":
        return t("Thank you for wanting to take part"), t(
            "Enough people in your situation have already answered, so there are no more questions for you. "
            "This says nothing about you or your answers."
        )
    return t("Thank you for your interest"), t(
        "The rest of this survey is about something that does not concern you, so there are no more "
        "questions for you."
    )


def closed_words(t: Wording, survey: Survey, now: datetime) -> str:
    """Return what those read who come to a survey that is closed, or not open yet, with the moment."""
    title = in_language(survey.title, t.language)
    if survey.stage_at(now) == "waiting" and survey.opens_at is not None:
        at = t.time(survey.opens_at)
        return t("You can answer “%(title)s” here from %(at)s on.", title=title, at=at)
    closed_at = survey.closed_since(now)
    if closed_at is None:
        return t("“%(title)s” takes no more answers. Thank you for wanting to take part.", title=title)
    return t(
        "“%(title)s” closed on %(at)s and takes no more answers. Thank you for wanting to take part.",
        title=title,
        at=t.time(closed_at),
    )


def open_until(t: Wording, survey: Survey) -> str:
    """Return until when a survey takes answers; empty where no day is set."""
    return t("Open until %(at)s", at=t.time(survey.closes_at)) if survey.closes_at is not None else ""
