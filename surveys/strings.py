"""Every text of a survey that exists in two languages, under a key that stays when questions move.

A key names its owner and the place below it: ``survey/title``, ``page/page_1/title``,
``question/ward/options.old_town.label``. Texts are found by walking the survey's plain data, so what a new
kind or setting says in two languages is found too.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from surveys.definition import LANGUAGES, SurveyDefinition, read_definition


@dataclass(frozen=True, slots=True)
class String:
    """One text in its languages."""

    key: str
    texts: Mapping[str, str]

    @property
    def owner(self) -> str:
        """Return the question's or page's name; empty for the survey's own texts."""
        sort, _, rest = self.key.partition("/")
        return "" if sort == "survey" else rest.partition("/")[0]

    @property
    def place(self) -> str:
        """Return where below its owner it stands, such as ``options.old_town.label``."""
        return self.key.rpartition("/")[2]

    def text(self, language: str) -> str:
        """Return one language's text; empty when there is none."""
        return self.texts.get(language, "")


def strings(definition: SurveyDefinition) -> list[String]:
    """Return every text that is written in at least one language, in the order in which it is read."""
    found: list[String] = []

    def note(key: str, texts: dict[str, str]) -> dict[str, str]:
        if any(text.strip() for text in texts.values()):
            found.append(String(key, texts))
        return texts

    _walked(definition, note)
    return found


def with_texts(definition: SurveyDefinition, texts: Mapping[str, Mapping[str, str]]) -> SurveyDefinition:
    """Return the survey with some texts replaced: key to language to text. Unknown keys change nothing.

    Raises:
        DefinitionError: a text is longer than a survey may hold.
    """

    def change(key: str, old: dict[str, str]) -> dict[str, str]:
        return {**old, **texts.get(key, {})}

    return read_definition(_walked(definition, change))


Visit = Callable[[str, dict[str, str]], dict[str, str]]


def _walked(definition: SurveyDefinition, visit: Visit) -> dict[str, Any]:
    data = definition.as_data()
    pages = data.pop("pages")
    walked = _below("survey", data, visit)
    walked["pages"] = [_page(page, visit) for page in pages]
    return {name: walked[name] for name in (*data, "pages")}


def _page(page: dict[str, Any], visit: Visit) -> dict[str, Any]:
    questions = page.pop("questions")
    walked = _below(f"page/{page['name']}", page, visit)
    walked["questions"] = [_below(f"question/{each['name']}", each, visit) for each in questions]
    return walked


def _below(owner: str, data: dict[str, Any], visit: Visit) -> dict[str, Any]:
    return {name: _value(f"{owner}/{name}", part, visit) for name, part in data.items()}


def _value(key: str, value: Any, visit: Visit) -> Any:
    if isinstance(value, dict):
        if value and set(value) <= set(LANGUAGES) and all(isinstance(text, str) for text in value.values()):
            return visit(key, value)
        return {name: _value(f"{key}.{name}", part, visit) for name, part in value.items()}
    if isinstance(value, list):
        return [_value(f"{key}.{name}", part, visit) for name, part in _named(value)]
    return value


def _named(parts: list[Any]) -> Iterator[tuple[str, Any]]:
    """Name the parts of a list by their code or name where they have one, else by their number."""
    for number, part in enumerate(parts, 1):
        known = part.get("code") or part.get("name") if isinstance(part, dict) else None
        yield str(known or number), part
