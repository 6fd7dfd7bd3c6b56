"""What people decided about comments: the model learns from it and never overrules it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Review:
    """One person's decisions on one comment; ``None`` where they did not decide.

    ``themes`` may be empty: no theme fits. ``is_random`` says that the comment was drawn at random,
    not because the model was unsure of it: only such reviews may correct figures. ``unknown`` are themes that
    there were not yet when they decided: of those they said neither yes nor no.
    """

    sentiment: str | None = None
    themes: tuple[str, ...] | None = None
    feedback: str | None = None
    is_random: bool = False
    unknown: frozenset[str] = frozenset()
