"""A number between two named ends, typed or set with a slider."""

from collections.abc import Iterable
from typing import ClassVar, Literal

from pydantic import Field

from surveys.questions.base import Texts
from surveys.questions.menu import Menu
from surveys.questions.number_entry import FARTHEST, NumberEntry


class NumberSlider(NumberEntry):
    """A field to type in wherever a slider is drawn; until somebody touches either, there is no answer."""

    control: ClassVar[str] = "slide"
    menu: ClassVar[Menu] = Menu(
        "number",
        {"en": "A slider", "fr": "Un curseur"},
        {"en": "A number between two named ends.", "fr": "Un nombre entre deux extrémités nommées."},
    )
    kind: Literal["number_slider"] = "number_slider"  # type: ignore[assignment]
    lowest: float = Field(default=0, ge=-FARTHEST, le=FARTHEST, allow_inf_nan=False)
    highest: float = Field(default=100, ge=-FARTHEST, le=FARTHEST, allow_inf_nan=False)
    low_end: Texts = Field(default_factory=dict)
    high_end: Texts = Field(default_factory=dict)

    def texts(self) -> Iterable[tuple[str, Texts]]:
        """Yield the names of the ends as well."""
        yield from super().texts()
        for place in ("low_end", "high_end"):
            if texts := getattr(self, place):
                yield place, texts
