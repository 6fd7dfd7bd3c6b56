"""What authors read about quotas, endings and screen-outs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from engage.wording import Wording
from engage.wording.endings import usual_words

Kind = Literal["quotas", "endings", "screen_outs"]


@dataclass(frozen=True, slots=True)
class KindWords:
    """What a sort of way out is called, what it does, and what its fields are called."""

    heading: str
    told: str
    add: str
    one: str
    who: str
    sentence: Callable[[str], str]
    text: str
    usual: str


def kind_words(t: Wording, kind: Kind) -> KindWords:
    """Return the words for one sort of way out."""
    return {"quotas": _quotas, "endings": _endings, "screen_outs": _screen_outs}[kind](t)


def _quotas(t: Wording) -> KindWords:
    return KindWords(
        heading=t("Quotas"),
        told=t("At most so many responses of a group. The last place is given once, whoever sends first."),
        add=t("Add a quota"),
        one=t("Quota"),
        who=t("For whom"),
        sentence=lambda condition: t("Counts a response if %(condition)s.", condition=condition),
        text=t("What they read when it is full"),
        usual=t("Without words of yours, they read: “%(text)s”", text=usual_words(t, "quota")[1]),
    )


def _endings(t: Wording) -> KindWords:
    return KindWords(
        heading=t("Endings"),
        told=t("Read after sending, instead of the thanks. The first whose condition holds is shown."),
        add=t("Add an ending"),
        one=t("Ending"),
        who=t("Who reads it"),
        sentence=lambda condition: t("Read if %(condition)s.", condition=condition),
        text=t("What they read"),
        usual=t("Without words of yours, they read the usual thanks."),
    )


def _screen_outs(t: Wording) -> KindWords:
    return KindWords(
        heading=t("Who goes no further"),
        told=t("Whoever meets a condition after this page is thanked, and the survey is over for them."),
        add=t("End the survey for some people here"),
        one=t("Early end"),
        who=t("For whom the survey is over"),
        sentence=lambda condition: t("The survey is over if %(condition)s.", condition=condition),
        text=t("What they read then"),
        usual=t("Without words of yours, they read: “%(text)s”", text=usual_words(t, "screen_out")[1]),
    )
