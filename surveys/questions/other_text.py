"""What "other" means, in the resident's words: a variable of its own beside the choice it belongs to."""

from typing import Any, ClassVar, Literal

from pydantic import model_validator

from surveys.questions.base import Code, Name
from surveys.questions.menu import Menu
from surveys.questions.short_text import ShortText

OTHER: dict[str, Any] = {"code": "other", "label": {"en": "Other", "fr": "Autre"}}


def beside(of: str, name: str) -> dict[str, Any]:
    """Return, as plain data, the line that goes with ``OTHER`` of the question ``of``."""
    text = {"en": "Please specify", "fr": "Précisez"}
    return {"kind": "other_text", "name": name, "text": text, "of": of, "option": OTHER["code"]}


class OtherText(ShortText):
    """One line, kept only where ``option`` of the question ``of`` is chosen.

    Faces may draw it before the option is chosen, so that nobody waits for a line to appear.
    """

    menu: ClassVar[Menu] = Menu(
        "text",
        {"en": "“Other, please specify”", "fr": "«\u00a0Autre, précisez\u00a0»"},
        {
            "en": "A line that belongs to one answer of a list.",
            "fr": "Une ligne qui va avec une réponse d’une liste.",
        },
        start=None,
    )
    kind: Literal["other_text"] = "other_text"  # type: ignore[assignment]
    of: Name
    option: Code

    @model_validator(mode="before")
    @classmethod
    def _belongs(cls, data: Any) -> Any:
        """Make the condition out of the option; authors do not write it twice."""
        if not isinstance(data, dict) or data.get("relevance") is not None:
            return data
        of, option = data.get("of"), data.get("option")
        if not isinstance(of, str) or not isinstance(option, str):
            return data
        return {**data, "relevance": {"test": "selected", "question": of, "options": [option]}}

    def follows(self) -> str:
        """Return the question it stands under."""
        return self.of
