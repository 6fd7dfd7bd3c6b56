"""What a new version changes, and which changes break a trend: answers before and after cannot be compared.

A wording that differs in signs or case only, a hint, a place or a page breaks nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.definition import SurveyDefinition
from surveys.questions import Question
from surveys.text import letters

BREAKING = frozenset(
    {
        "wording_changed",
        "options_added",
        "options_removed",
        "options_relabelled",
        "options_reordered",
        "lines_changed",
        "settings_changed",
        "base_changed",
        "required_changed",
        "kind_changed",
    }
)
CODES = BREAKING | {
    "question_added",
    "question_removed",
    "question_moved",
    "signs_changed",
    "hint_changed",
    "look_changed",
    "page_added",
    "page_removed",
    "page_changed",
    "survey_changed",
}
LOOKS = frozenset({"look", "autocomplete", "segment", "longest", "decimals", "shuffled", "stays", "outlines"})
"""Settings that change how a question is drawn or read, not what an answer means."""
_OWN = frozenset({"kind", "name", "text", "hint", "required", "relevance", "options", "rows"})


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs at ``place``: a question's or page's name, or a setting of the survey."""

    code: str
    place: str
    details: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"unregistered change: {self.code}")

    @property
    def breaks_trend(self) -> bool:
        """Say whether answers before and after measure different things."""
        return self.code in BREAKING


def changes(before: SurveyDefinition, after: SurveyDefinition) -> list[Change]:
    """Return everything that differs, in the order of the newer survey; what was taken out comes last."""
    return [*_of_survey(before, after), *_of_pages(before, after), *_of_questions(before, after)]


def trend_breaks(before: SurveyDefinition, after: SurveyDefinition) -> list[Change]:
    """Return the changes after which answers cannot be compared with those before."""
    return [each for each in _of_questions(before, after) if each.breaks_trend]


def _of_survey(before: SurveyDefinition, after: SurveyDefinition) -> Iterator[Change]:
    old, new = before.as_data(), after.as_data()
    for name in new:
        if name != "pages" and old.get(name) != new[name]:
            yield Change("survey_changed", name)


def _of_pages(before: SurveyDefinition, after: SurveyDefinition) -> Iterator[Change]:
    old = {page.name: page.model_dump(exclude={"questions"}) for page in before.pages}
    new = {page.name: page.model_dump(exclude={"questions"}) for page in after.pages}
    for name, page in new.items():
        if name not in old:
            yield Change("page_added", name)
        elif old[name] != page:
            yield Change("page_changed", name)
    yield from (Change("page_removed", name) for name in old if name not in new)


def _of_questions(before: SurveyDefinition, after: SurveyDefinition) -> Iterator[Change]:
    moved = _moved(before, after)
    for question in after.questions():
        old = before.question(question.name)
        if old is None:
            yield Change("question_added", question.name)
            continue
        yield from of_question(old, question)
        if question.name in moved:
            yield Change("question_moved", question.name)
    for question in before.questions():
        if after.question(question.name) is None:
            yield Change("question_removed", question.name)


def _moved(before: SurveyDefinition, after: SurveyDefinition) -> set[str]:
    """Return those that stand after another one than before, both sides without what came or went."""
    names = [question.name for question in after.questions()]
    old = [question.name for question in before.questions() if question.name in names]
    new = [name for name in names if name in old]
    follows = dict(zip(new, ["", *new[:-1]], strict=True))
    followed = dict(zip(old, ["", *old[:-1]], strict=True))
    return {name for name in new if follows[name] != followed[name]}


def of_question(old: Question, new: Question) -> Iterator[Change]:
    """Yield what differs between two versions of a question of one name."""
    name = new.name
    if old.kind != new.kind:
        yield Change("kind_changed", name, {"before": old.kind, "now": new.kind})
        return
    was, now = old.model_dump(mode="json"), new.model_dump(mode="json")
    if was["text"] != now["text"]:
        yield Change(_wording(was["text"], now["text"]), name, {"before": was["text"], "now": now["text"]})
    if was["hint"] != now["hint"]:
        yield Change("hint_changed", name)
    yield from _of_options(old, new)
    if _lines(was) != _lines(now):
        yield Change("lines_changed", name)
    if was["relevance"] != now["relevance"]:
        yield Change("base_changed", name)
    if was["required"] != now["required"]:
        yield Change("required_changed", name, {"now": now["required"]})
    others = {key for key in was.keys() | now.keys() if was.get(key) != now.get(key)} - _OWN
    if others - LOOKS:
        yield Change("settings_changed", name, {"settings": sorted(others - LOOKS)})
    elif others:
        yield Change("look_changed", name, {"settings": sorted(others)})


def _wording(was: Mapping[str, str], now: Mapping[str, str]) -> str:
    is_same = {key: letters(text) for key, text in was.items()} == {
        key: letters(text) for key, text in now.items()
    }
    return "signs_changed" if is_same else "wording_changed"


def _lines(data: Mapping[str, Any]) -> Any:
    return [(row["code"], row["label"]) for row in data.get("rows", ())]


def _of_options(old: Question, new: Question) -> Iterator[Change]:
    was = {option.code: dict(option.label) for option in old.choices()}
    now = {option.code: dict(option.label) for option in new.choices()}
    added = [code for code in now if code not in was]
    removed = [code for code in was if code not in now]
    both = [code for code in now if code in was]
    relabelled = [code for code in both if _wording(was[code], now[code]) == "wording_changed"]
    if added:
        yield Change("options_added", new.name, {"labels": [now[code] for code in added]})
    if removed:
        yield Change("options_removed", new.name, {"labels": [was[code] for code in removed]})
    if relabelled:
        pairs = [(was[code], now[code]) for code in relabelled]
        yield Change("options_relabelled", new.name, {"pairs": pairs})
    if both != [code for code in was if code in now]:
        yield Change("options_reordered", new.name)
    if any(_flags(old)[code] != _flags(new)[code] for code in both):
        yield Change("settings_changed", new.name, {"settings": ["options"]})


def _flags(question: Question) -> dict[str, Any]:
    return {option.code: option.model_dump(exclude={"label"}) for option in question.choices()}
