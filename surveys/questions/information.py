"""A block that tells something and asks nothing."""

from collections.abc import Iterable
from typing import ClassVar, Literal

from surveys.questions.base import Question, Value
from surveys.questions.menu import Menu
from surveys.summaries import Summary, TextSummary


class Information(Question):
    """Shown between questions; takes no answer and no export column."""

    control: ClassVar[str] = "note"
    menu: ClassVar[Menu] = Menu(
        "other",
        {"en": "A text to read", "fr": "Un texte à lire"},
        {"en": "It asks nothing.", "fr": "Il ne demande rien."},
    )
    kind: Literal["information"] = "information"
    asks: ClassVar[bool] = False

    def read(self, given: list[str]) -> Value:
        """Ignore whatever was sent."""
        del given
        return None

    def summarise(self, values: Iterable[Value]) -> Summary:
        """There is nothing to count."""
        del values
        return TextSummary(0, 0)

    def export_columns(self) -> list[str]:
        """Take no column."""
        return []

    def export_cells(self, value: Value) -> list[str]:
        """Take no cell."""
        del value
        return []
