"""Says in the reader's language why a language model's sentences are missing or were dropped."""

from engage.rewording.values import Reworded
from engage.wording import Wording


def problem_sentence(t: Wording, found: Reworded) -> str:
    """Say why there are no sentences by the model."""
    return {
        "unreachable": t("The language model could not be reached. The findings stand as they are."),
        "timeout": t("The language model gave no answer in time. The findings stand as they are."),
        "refused": t("The language model refused to answer. The findings stand as they are."),
        "malformed": t("The language model’s answer could not be read. The findings stand as they are."),
    }.get(found.problem, "")


def reason_sentence(t: Wording, reason: str) -> str:
    """Say why a sentence of the model was dropped."""
    return {
        "no_source": t("names no finding"),
        "unknown_source": t("names a finding or comment that was not given"),
        "number": t("has a number that stands in no cited finding"),
        "quote": t("quotes words that stand in no cited comment"),
        "claim": t("claims more than the cited findings"),
        "theme": t("speaks of a theme that the cited findings do not"),
        "personal_detail": t("holds a personal detail"),
        "markup": t("holds markup, an address or a code"),
        "language": t("is in another language"),
        "too_long": t("is empty or too long"),
    }.get(reason, reason)
