"""A comment in the resident's own words, which analysis reads."""

from collections.abc import Iterable
from typing import ClassVar, Literal

from pydantic import Field

from surveys.questions.base import Texts, Value
from surveys.questions.menu import Menu
from surveys.questions.short_text import ShortText


class LongText(ShortText):
    """Several lines."""

    control: ClassVar[str] = "lines"
    menu: ClassVar[Menu] = Menu(
        "text",
        {"en": "A comment", "fr": "Un commentaire"},
        {
            "en": "People write what they like; the analysis reads it.",
            "fr": "On écrit librement; l’analyse lit le texte.",
        },
    )
    kind: Literal["long_text"] = "long_text"  # type: ignore[assignment]
    longest: int = Field(default=5000, ge=1, le=20000)
    proposal: Texts = Field(default_factory=dict)
    """What the question asks people to be for or against, for the analysis; residents do not see it."""

    def texts(self) -> Iterable[tuple[str, Texts]]:
        """Yield the proposal as well."""
        yield from super().texts()
        if self.proposal:
            yield "proposal", self.proposal

    def tidied(self, text: str) -> str:
        """Keep the lines as they were written."""
        return text

    def comment(self, value: Value) -> str | None:
        """Hand the words to analysis."""
        return value if isinstance(value, str) else None
