"""How other programs say that answers stand in another order on every form, and how ours says it to them."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from surveys.questions import KINDS, Question
from surveys.questions.choices import ShuffledQuestion

Note = Callable[..., None]
PARAMETER = "randomize=true"
"""What XLSForm writes in the column ``parameters`` of a list."""

SURVEYJS_NAMES = ("choicesOrder", "choiceOrder", "rowsOrder", "rowOrder", "questionsOrder", "questionOrder")
"""The properties by which SurveyJS says an order, older and newer names."""

_ORDER = re.compile(r"\brandomize\s*=\s*(\w+)", re.IGNORECASE)
_SEED = re.compile(r"\bseed\s*=", re.IGNORECASE)


def from_parameters(parameters: str, made: Mapping[str, Any], place: str, note: Note) -> dict[str, bool]:
    """Return what an XLSForm's ``parameters`` say of a list's order; a seed of its own is not carried."""
    if not _can_shuffle(made):
        if _ORDER.search(parameters):
            note("setting_not_carried", place, setting="randomize")
        return {}
    found = _ORDER.search(parameters)
    if _SEED.search(parameters):
        note("setting_not_carried", place, setting="seed")
    return {"shuffled": found is not None and found[1].lower() in ("true", "yes")}


def from_surveyjs(
    element: Mapping[str, Any], made: Mapping[str, Any], place: str, note: Note
) -> dict[str, bool]:
    """Return what a SurveyJS element says of an order; orders that are not ours are noted."""
    said = {name: str(element[name]).lower() for name in SURVEYJS_NAMES if name in element}
    mine = ("rowsOrder", "rowOrder") if "rows" in made else ("choicesOrder", "choiceOrder")
    for name, order in said.items():
        if order not in ("none", "initial", "random") or (order == "random" and name not in mine):
            note("setting_not_carried", place, setting=name)
    if not _can_shuffle(made):
        if any(said.get(name) == "random" for name in mine):
            note("setting_not_carried", place, setting=mine[0])
        return {}
    return {"shuffled": any(said.get(name) == "random" for name in mine)}


def from_limesurvey(
    attributes: Mapping[str, str], made: Mapping[str, Any], place: str, note: Note
) -> dict[str, bool]:
    """Return what a LimeSurvey question's attributes say of the order of its answers or lines."""
    if attributes.get("random_order") != "1" and attributes.get("answer_order") != "random":
        return {}
    if not _can_shuffle(made):
        note("setting_not_carried", place, setting="random_order")
        return {}
    return {"shuffled": True}


def to_surveyjs(question: Question) -> dict[str, str]:
    """Return the property that shuffles an element."""
    if not isinstance(question, ShuffledQuestion) or not question.shuffled:
        return {}
    return {"rowOrder" if hasattr(question, "rows") else "choicesOrder": "random"}


def _can_shuffle(made: Mapping[str, Any]) -> bool:
    setting = KINDS[made["kind"]].model_fields.get("shuffled")
    return setting is not None and setting.annotation is bool
