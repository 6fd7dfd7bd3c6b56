"""Every text of a survey that exists in two languages, under a key that stays when questions move.

A key names its owner and the place below it: ``survey/title``, ``page/page_1/title``,
``question/ward/options.old_town.label``. Texts are found by walking the survey's plain data, so what a new
kind or setting says in two languages is found too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from surveys.definition import LANGUAGES, SurveyDefinition, read_definition

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class String:
    """One text in its languages: whose it is ("question", its name), and the way to it below its owner."""

    owner: tuple[str, str]
    path: Path
    texts: Mapping[str, str]

    @property
    def key(self) -> str:
        """Return what it is called wherever it is spoken of, such as ``question/ward/hint``."""
        return key_of(self.owner, self.path)

    @property
    def name(self) -> str:
        """Return its question's or page's name; empty for the survey's own texts."""
        return self.owner[1]

    @property
    def place(self) -> str:
        """Return where below its owner it stands, such as ``options.old_town.label``."""
        return ".".join(self.path)

    def text(self, language: str) -> str:
        """Return one language's text; empty when there is none."""
        return self.texts.get(language, "")


def key_of(owner: tuple[str, str], path: Sequence[str]) -> str:
    """Return the key of the text that ``path`` leads to."""
    return "/".join(part for part in (*owner, ".".join(path)) if part)


def strings(definition: SurveyDefinition) -> list[String]:
    """Return every text that is written in at least one language, in the order in which it is read."""
    found: list[String] = []

    def note(owner: tuple[str, str], path: Path, texts: dict[str, str]) -> dict[str, str]:
        if any(text.strip() for text in texts.values()):
            found.append(String(owner, path, texts))
        return texts

    _walked(definition, note)
    return found


def with_texts(definition: SurveyDefinition, texts: Mapping[str, Mapping[str, str]]) -> SurveyDefinition:
    """Return the survey with some texts replaced: key to language to text. Unknown keys change nothing.

    Raises:
        DefinitionError: a text is longer than a survey may hold.
    """

    def change(owner: tuple[str, str], path: Path, old: dict[str, str]) -> dict[str, str]:
        return {**old, **texts.get(key_of(owner, path), {})}

    return read_definition(_walked(definition, change))


Visit = Callable[[tuple[str, str], Path, dict[str, str]], dict[str, str]]


def _walked(definition: SurveyDefinition, visit: Visit) -> dict[str, Any]:
    data = definition.as_data()
    pages = data.pop("pages")
    walked = _below(("survey", ""), data, visit)
    walked["pages"] = [_page(page, visit) for page in pages]
    return {name: walked[name] for name in (*data, "pages")}


def _page(page: dict[str, Any], visit: Visit) -> dict[str, Any]:
    questions = page.pop("questions")
    walked = _below(("page", page["name"]), page, visit)
    walked["questions"] = [_below(("question", each["name"]), each, visit) for each in questions]
    return walked


def _below(owner: tuple[str, str], data: dict[str, Any], visit: Visit) -> dict[str, Any]:
    return {name: _value(owner, (name,), part, visit) for name, part in data.items()}


def _value(owner: tuple[str, str], path: Path, value: Any, visit: Visit) -> Any:
    if isinstance(value, dict):
        if value and set(value) <= set(LANGUAGES) and all(isinstance(text, str) for text in value.values()):
            return visit(owner, path, value)
        return {name: _value(owner, (*path, name), part, visit) for name, part in value.items()}
    if isinstance(value, list):
        return [_value(owner, (*path, name_in(part, at)), part, visit) for at, part in enumerate(value)]
    return value


def name_in(part: Any, at: int) -> str:
    """Return what a part of a list goes by: its code or name where it has one, else its number from 1."""
    known = part.get("code") or part.get("name") if isinstance(part, dict) else None
    return str(known or at + 1)
