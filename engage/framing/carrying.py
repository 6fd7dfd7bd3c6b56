"""Carries people's decisions from the code frame they were made with to another version of it.

A theme keeps its id whatever it is called, so renaming and editing carry decisions over as they are. A merge
counts them for the theme merged into. A split leaves the theme that was given undecided until somebody looks
again; whoever did not give it did not mean its parts either. Decisions themselves are never changed, so a
version that is gone back to finds them as they were.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from surveys.decisions import Decision
from surveys.frames import FrameChange


@dataclass(frozen=True, slots=True)
class Lineage:
    """How the themes of a survey's code frame came about, oldest version first.

    ``frame_id`` names the frame in runs and decisions; those of any other frame were made with what became
    version 1.
    """

    frame_id: str
    changes: tuple[FrameChange, ...]

    def number(self, frame_id: str, version: str) -> int:
        """Return the number of a version as runs and decisions name it."""
        return int(version) if frame_id == self.frame_id and version.isdecimal() else 1

    def ids(self, number: int) -> frozenset[str]:
        """Return the themes of a version."""
        return frozenset(self.changes[number - 1].ids) if 0 < number <= len(self.changes) else frozenset()

    def merged(self, number: int) -> dict[str, str]:
        """Return into which theme each was merged, as of a version; themes that came back are not in it."""
        return {theme: into[0] for theme, into in self._became("merged", number).items()}

    def split(self, number: int) -> dict[str, tuple[str, ...]]:
        """Return into which themes each was split, as of a version; themes that came back are not in it."""
        return self._became("split", number)

    def _became(self, what: str, number: int) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for change in self.changes[:number]:
            found = {theme: into for theme, into in found.items() if theme not in change.ids}
            if change.what == what:
                found |= dict.fromkeys(change.of, change.into)
        return found


@dataclass(frozen=True, slots=True)
class Carried:
    """A decision as it counts in another version.

    ``unknown``: themes of that version that the person was not offered. ``is_pending``: what they gave was
    split, or is all gone, so somebody should look again.
    """

    decision: Decision
    unknown: frozenset[str] = frozenset()
    is_pending: bool = False


class Carrier:
    """Carries decisions to one version of a survey's code frame."""

    def __init__(self, lineage: Lineage, frame_id: str, version: str) -> None:
        self._lineage = lineage
        self._number = lineage.number(frame_id, version)
        self._ids = lineage.ids(self._number)
        self._merged = lineage.merged(self._number)
        self._split = lineage.split(self._number)
        self._parents = {part: theme for theme, parts in self._split.items() for part in parts}

    def carry(self, decision: Decision) -> Carried | None:
        """Return a decision as it counts; ``None`` for one made with a later version of the frame."""
        made_with = self._lineage.number(decision.frame_id, decision.frame_version)
        if made_with > self._number:
            return None
        if made_with == self._number or decision.themes is None:
            return Carried(decision)
        found = {theme: self.now(theme) for theme in decision.themes}
        kept = tuple(dict.fromkeys(theme for theme in found.values() if theme))
        was_split = any(now is None and theme in self._split for theme, now in found.items())
        is_all_gone = bool(found) and not kept
        return Carried(
            # With nothing left of what they gave, nobody said that no theme fits.
            replace(decision, themes=None if is_all_gone and not was_split else kept),
            unknown=self._unknown(decision, self._lineage.ids(made_with)),
            is_pending=was_split or is_all_gone,
        )

    def now(self, theme: str) -> str | None:
        """Return what a theme is in the version: itself, what it was merged into, or nothing."""
        seen: set[str] = set()
        while theme not in self._ids:
            if theme in seen or theme not in self._merged:
                return None
            seen.add(theme)
            theme = self._merged[theme]
        return theme

    def _unknown(self, decision: Decision, offered: frozenset[str]) -> frozenset[str]:
        """Return the themes that a decision says nothing of, neither yes nor no."""
        known = {self.now(theme) for theme in offered}
        given = frozenset(decision.themes or ())
        for part in self._ids - known:
            parent = self._parents.get(part)
            if parent in offered and parent not in given:
                known.add(part)
        return self._ids - known


def sources(lineage: Lineage, themes: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return which of ``themes``, of any version, count for each theme of the newest: it and those merged."""
    carrier = Carrier(lineage, lineage.frame_id, str(len(lineage.changes)))
    made: dict[str, set[str]] = {}
    for theme in themes:
        now = carrier.now(theme)
        if now is not None:
            made.setdefault(now, set()).add(theme)
    return {theme: frozenset(found) for theme, found in made.items()}


def frame_id_of(survey_id: int) -> str:
    """Return how runs and decisions name the code frame of a survey."""
    return f"survey_{survey_id}"


def lineage_of(survey_id: int, changes: Sequence[FrameChange]) -> Lineage | None:
    """Return the lineage of a survey's frame, ``None`` where it has none of its own."""
    return Lineage(frame_id_of(survey_id), tuple(changes)) if changes else None
