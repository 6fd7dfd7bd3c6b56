"""What those read for whom a survey is over early, where its author wrote nothing of their own."""

from engage.wording import Wording


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
