"""What anybody may read of results: frozen figures, ``None`` where one is hidden to protect a small group."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engage.results.choosing import Texts
from surveys.areas import Outline
from surveys.records import Survey


@dataclass(frozen=True, slots=True)
class PublicEstimate:
    """A share of all comments, corrected for the model's errors, with its 95 % interval."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PublicBar:
    """One option in public; ``None`` where the figure is hidden to protect a small group.

    ``corrected`` is for themes, where staff reviewed enough comments.
    """

    code: str
    label: Texts
    count: int | None
    share: float | None
    corrected: PublicEstimate | None = None


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """One closed question in public; ``base`` is ``None`` when all of it is hidden.

    ``mean`` runs from 1 (worst) to the number of bars, for scales with nothing hidden.
    """

    name: str
    text: Texts
    shape: str
    base: int | None
    bars: tuple[PublicBar, ...]
    mean: float | None = None
    several: bool = False
    outlines: Mapping[str, Outline] = field(default_factory=dict)
    """Where each bar's area lies, where bars are areas."""


@dataclass(frozen=True, slots=True)
class PublicResults:
    """What anybody may read of a survey: suppressed figures, as they stood on a day, and no words.

    ``responses`` and ``theme_base`` (residents who wrote a comment that could be read) are ``None``
    below ``minimum``.
    """

    survey: Survey
    responses: int | None
    as_of: date | None
    minimum: int
    questions: tuple[PublicQuestion, ...]
    themes: tuple[PublicBar, ...]
    theme_base: int | None

    @property
    def is_anything_hidden(self) -> bool:
        """Say whether the page must explain hidden figures."""
        hidden = [q.base is None or any(bar.count is None for bar in q.bars) for q in self.questions]
        return any(hidden) or any(theme.count is None for theme in self.themes)
