"""A theme as somebody writes it, what can be wrong with it, and what the code frame's page is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engage.results.choosing import Texts
from surveys.frames import FrameChange
from surveys.records import Survey

LONGEST_NAME = 80
LONGEST_TEXT = 600
LONGEST_PHRASE = 300
MOST_PHRASES = 80
MOST_THEMES = 200

Phrases = Mapping[str, tuple[str, ...]]
"""Phrases in every language, such as ``{"en": ("find", "search box")}``."""


class FrameError(ValueError):
    """A code frame cannot be changed so; ``values`` is what the sentence about it needs.

    ``code``: ``name_missing``, ``name_taken``, ``too_long``, ``too_many_phrases``, ``too_many_themes``,
    ``theme_unknown``, ``same_theme``, ``last_theme``, ``one_part``, ``changed_meanwhile``,
    ``version_unknown``, ``candidate_unknown``, and those of a file: ``file_too_large``, ``file_unreadable``,
    ``file_table``, ``file_no_themes``, ``file_columns``, ``file_theme``, ``file_no_id``, ``file_id_twice``.
    """

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class ThemeText:
    """A theme as it is written: every text in every language, either may be missing, the name in one."""

    name: Texts
    definition: Texts = field(default_factory=dict)
    include: Texts = field(default_factory=dict)
    exclude: Texts = field(default_factory=dict)
    seeds: Phrases = field(default_factory=dict)
    examples: Phrases = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment below a theme, masked. ``is_example``: it was chosen to show what the theme is."""

    id: int
    text: str
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class FramedTheme:
    """A theme of the code frame; ``count`` comments bore it in the last run, ``None`` if it was not there."""

    id: str
    text: ThemeText
    count: int | None
    comments: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class FramedCandidate:
    """A candidate theme of the last run that nobody has accepted yet."""

    id: str
    name: str
    description: Texts
    phrases: tuple[str, ...]
    size: int
    is_covered: bool
    comments: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class FrameDesk:
    """All that the page about a survey's code frame shows.

    ``number`` is the newest version, 0 for the frame that comes with the product. ``base`` comments were read
    in the last run, which used version ``run_number`` (``None`` before the first). ``pending`` reviewed
    comments wait for another look since a theme was split or retired. ``names`` are those of all themes ever.
    """

    survey: Survey
    number: int
    themes: tuple[FramedTheme, ...]
    candidates: tuple[FramedCandidate, ...]
    history: tuple[FrameChange, ...]
    names: Mapping[str, Texts]
    base: int
    run_number: int | None
    pending: int

    @property
    def is_ahead(self) -> bool:
        """Say whether the last run used an earlier version."""
        return self.run_number is not None and self.run_number != self.number
