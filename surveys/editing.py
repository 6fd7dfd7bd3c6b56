"""Changes that authors make to a survey, each a survey in and a survey out; nothing is saved here.

What comes out can always be asked: a change that would break the survey is refused with every reason, and
a page that lost its last question is gone.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from surveys.definition import LANGUAGES, Page, SurveyDefinition, read_definition
from surveys.problems import DefinitionError, Problem
from surveys.questions import KINDS
from surveys.questions.other_text import OTHER, beside
from surveys.strings import name_in
from surveys.text import letters

LONGEST_NAME = 60
NEW = {"en": "New question", "fr": "Nouvelle question"}
NEW_PAGE = {"en": "New page", "fr": "Nouvelle page"}

Data = dict[str, Any]


def blank_survey(title: Mapping[str, str], purpose: str = "consultation") -> SurveyDefinition:
    """Return a survey to begin with: one page, one open question, texts to be written."""
    first = next(name for name, kind in KINDS.items() if kind.control == "lines")
    return read_definition(
        {
            "title": dict(title),
            "purpose": purpose,
            "introduction": {"en": "", "fr": ""},
            "notice": {"en": "", "fr": ""},
            "pages": [{"name": "page_1", "title": _first_page(), "questions": [begun(first, "comments")]}],
        }
    )


def _first_page() -> dict[str, str]:
    return {"en": "Your views", "fr": "Votre avis"}


def begun(kind: str, name: str) -> Data:
    """Return a new question of a kind as plain data, with what its menu says it begins with.

    Raises:
        KeyError: there is no such kind.
        ValueError: a question of this kind cannot stand by itself.
    """
    start = KINDS[kind].menu.start
    if start is None:
        raise ValueError(kind)
    return {"kind": kind, "name": name, "text": dict(NEW), **start}


def free_name(definition: SurveyDefinition, wanted: str) -> str:
    """Return ``wanted`` as a name that no question or page of the survey has yet."""
    words = re.findall(r"[a-z0-9]+", letters(wanted).lower())
    stem = "_".join(words)[: LONGEST_NAME - 5].rstrip("_")
    stem = stem if re.match(r"[a-z]", stem) else f"q_{stem}".rstrip("_")
    taken = {question.name for question in definition.questions()} | {page.name for page in definition.pages}
    return free_among(taken, stem)


def free_among(taken: Collection[str], stem: str) -> str:
    """Return ``stem``, or ``stem`` with the first number that makes it a name nobody has."""
    numbers = ("", *(f"_{number}" for number in range(2, 10_000)))
    return next(name for number in numbers if (name := f"{stem}{number}") not in taken)


def add(definition: SurveyDefinition, question: Mapping[str, Any], *, after: str = "") -> SurveyDefinition:
    """Put a question after another, or at the end of the survey."""
    data = definition.as_data()
    page, place = (
        _spot(data, after) if after else (data["pages"][-1], len(data["pages"][-1]["questions"]) - 1)
    )
    page["questions"].insert(place + 1, dict(question))
    return _read(data)


def add_page(
    definition: SurveyDefinition, question: Mapping[str, Any], *, after: str = ""
) -> SurveyDefinition:
    """Put a question on a new page after the page ``after``, or at the end."""
    data = definition.as_data()
    names = [page["name"] for page in data["pages"]]
    at = _index(names, after) + 1 if after else len(names)
    name = free_name(definition, f"page_{len(names) + 1}")
    data["pages"].insert(at, {"name": name, "title": dict(NEW_PAGE), "questions": [dict(question)]})
    return _read(data)


def duplicate(definition: SurveyDefinition, name: str) -> SurveyDefinition:
    """Put a copy of a question after it, under a name of its own."""
    question = definition.question(name)
    if question is None:
        raise _gone(name)
    return add(definition, {**_plain(question), "name": free_name(definition, name)}, after=name)


def add_other(definition: SurveyDefinition, name: str) -> SurveyDefinition:
    """Give a choice an "other" with a line to write in; an "other" that is there already gets the line."""
    data = definition.as_data()
    page, place = _spot(data, name)
    question = page["questions"][place]
    if OTHER["code"] not in {option["code"] for option in question.get("options", ())}:
        question["options"] = [*question.get("options", ()), OTHER]
    page["questions"].insert(place + 1, beside(name, free_name(definition, f"{name}_other")))
    return _read(data)


def can_have_other(definition: SurveyDefinition, name: str) -> bool:
    """Say whether ``add_other`` fits: a choice among the author's options that has no such line yet."""
    question = definition.question(name)
    return (
        question is not None
        and question.control in ("choose_one", "choose_many")
        and hasattr(question, "options")
        and all(each.follows() != name for each in definition.questions())
    )


def change(definition: SurveyDefinition, name: str, settings: Mapping[str, Any]) -> SurveyDefinition:
    """Change settings of a question."""
    data = definition.as_data()
    page, place = _spot(data, name)
    page["questions"][place] |= settings
    return _read(data)


Owner = tuple[str, str]
"""("question", name), ("page", name) or ("survey", "")."""


def put(definition: SurveyDefinition, owner: Owner, path: Sequence[str], value: Any) -> SurveyDefinition:
    """Put a value where ``path`` leads below its owner; the parts of a list go by their code or number."""
    data = definition.as_data()
    holder, key = _place(data, owner, path)
    holder[key] = value
    if _is_blank(holder):
        holder.clear()  # words taken back in every language are no words, not a gap to translate
    return _read(data)


def value_at(definition: SurveyDefinition, owner: Owner, path: Sequence[str]) -> Any:
    """Return the plain data that stands where ``put`` would put it."""
    holder, key = _place(definition.as_data(), owner, path)
    return holder[key]


def _place(data: Data, owner: Owner, path: Sequence[str]) -> tuple[Any, Any]:
    holder, place = _owned(data, owner), path[0]
    for step in path[1:]:
        inner = _step(holder, place)
        if inner is None:
            raise _gone(owner[1] or place)
        holder, place = inner, step
    key = _key(holder, place)
    if key is None:
        raise _gone(owner[1] or place)
    return holder, key


def _is_blank(holder: Any) -> bool:
    """Say whether a text has no words left in any language."""
    return (
        isinstance(holder, dict)
        and set(holder) <= set(LANGUAGES)
        and not any(str(text).strip() for text in holder.values())
    )


def _owned(data: Data, owner: Owner) -> Any:
    sort, name = owner
    if sort == "survey":
        return data
    if sort == "page":
        return data["pages"][_index([page["name"] for page in data["pages"]], name)]
    page, place = _spot(data, name)
    return page["questions"][place]


def _step(holder: Any, place: str) -> Any:
    key = _key(holder, place)
    return None if key is None else holder[key]


def _key(holder: Any, place: str) -> Any:
    if isinstance(holder, dict):
        return place
    names = [name_in(part, at) for at, part in enumerate(holder)]
    return names.index(place) if place in names else None


def rename(definition: SurveyDefinition, name: str, to: str) -> SurveyDefinition:
    """Give a question another name; refused where conditions look at it, and for a name that is taken."""
    return change(definition, name, {"name": to})


def remove(definition: SurveyDefinition, name: str) -> SurveyDefinition:
    """Take a question out, and the lines that belong to it alone."""
    data = definition.as_data()
    _spot(data, name)
    gone = {name} | {each.name for each in definition.questions() if each.follows() == name}
    for page in data["pages"]:
        page["questions"] = [each for each in page["questions"] if each["name"] not in gone]
    return _read(data)


def move(definition: SurveyDefinition, name: str, *, by: int) -> SurveyDefinition:
    """Move a question up (-1) or down (1); over the edge of a page it goes to the next one."""
    data = definition.as_data()
    page, place = _spot(data, name)
    questions = page["questions"]
    if 0 <= place + by < len(questions):
        questions.insert(place + by, questions.pop(place))
        return _read(data)
    at = data["pages"].index(page) + by
    if not 0 <= at < len(data["pages"]):
        return definition
    other = data["pages"][at]["questions"]
    other.insert(0 if by > 0 else len(other), questions.pop(place))
    return _read(data)


def move_to(definition: SurveyDefinition, name: str, page: str) -> SurveyDefinition:
    """Move a question to the end of another page."""
    data = definition.as_data()
    old, place = _spot(data, name)
    names = [each["name"] for each in data["pages"]]
    new = data["pages"][_index(names, page)]
    if new is not old:
        new["questions"].append(old["questions"].pop(place))
    return _read(data)


def change_page(definition: SurveyDefinition, name: str, settings: Mapping[str, Any]) -> SurveyDefinition:
    """Change settings of a page, not its questions."""
    data = definition.as_data()
    names = [each["name"] for each in data["pages"]]
    data["pages"][_index(names, name)] |= {key: part for key, part in settings.items() if key != "questions"}
    return _read(data)


def put_on_page(definition: SurveyDefinition, name: str, relevance: Any) -> SurveyDefinition:
    """Ask every question of a page under one condition; ``None`` asks them of everybody.

    Lines that belong to an answer of another question keep the condition that brings them up.
    """
    data = definition.as_data()
    page = data["pages"][_index([each["name"] for each in data["pages"]], name)]
    own = {each.name for each in definition.questions() if each.follows()}
    for question in page["questions"]:
        if question["name"] not in own:
            question["relevance"] = relevance
    return _read(data)


def page_relevance(page: Page) -> tuple[bool, Any]:
    """Return whether the questions of a page share one condition, and that condition."""
    found = [each.relevance for each in page.questions if not each.follows()]
    is_shared = all(each == found[0] for each in found[1:])
    return is_shared, found[0] if is_shared and found else None


def move_page(definition: SurveyDefinition, name: str, *, by: int) -> SurveyDefinition:
    """Move a page up (-1) or down (1)."""
    data = definition.as_data()
    pages = data["pages"]
    place = _index([each["name"] for each in pages], name)
    if 0 <= place + by < len(pages):
        pages.insert(place + by, pages.pop(place))
    return _read(data)


def remove_page(definition: SurveyDefinition, name: str) -> SurveyDefinition:
    """Take a page out with its questions."""
    data = definition.as_data()
    place = _index([each["name"] for each in data["pages"]], name)
    del data["pages"][place]
    return _read(data)


def change_survey(definition: SurveyDefinition, settings: Mapping[str, Any]) -> SurveyDefinition:
    """Change what the survey says or is as a whole, not its pages."""
    data = definition.as_data() | {key: part for key, part in settings.items() if key != "pages"}
    return _read(data)


Change = Callable[[SurveyDefinition], SurveyDefinition]


def touched(before: SurveyDefinition, after: SurveyDefinition) -> set[tuple[str, str]]:
    """Return what differs, as ("question", name), ("page", name) or ("survey", setting).

    Where a question stands is nobody's own: moves are never in each other's way.
    """
    old, new = _units(before), _units(after)
    return {unit for unit in old.keys() | new.keys() if old.get(unit) != new.get(unit)}


def _units(definition: SurveyDefinition) -> dict[tuple[str, str], Any]:
    data = definition.as_data()
    units = {("survey", name): part for name, part in data.items() if name != "pages"}
    for page in data["pages"]:
        units |= {("question", each["name"]): each for each in page.pop("questions")}
        units["page", page["name"]] = page
    return units


def page_of(definition: SurveyDefinition, name: str) -> Page | None:
    """Return the page that a question stands on, or ``None``."""
    return next((page for page in definition.pages if name in {each.name for each in page.questions}), None)


def _read(data: Data) -> SurveyDefinition:
    data["pages"] = [page for page in data["pages"] if page["questions"]]
    return read_definition(data)


def _plain(question: Any) -> Data:
    found: Data = question.model_dump(mode="json")
    return found


def _spot(data: Data, name: str) -> tuple[Data, int]:
    for page in data["pages"]:
        for place, question in enumerate(page["questions"]):
            if question["name"] == name:
                return page, place
    raise _gone(name)


def _index(names: list[str], name: str) -> int:
    if name not in names:
        raise _gone(name)
    return names.index(name)


def _gone(name: str) -> DefinitionError:
    return DefinitionError((Problem("part_gone", name, {"name": name}),))
