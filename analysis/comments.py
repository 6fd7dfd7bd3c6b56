"""A comment: one free-text answer handed to the analysis."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One free-text answer, as written, with what is known about it.

    ``language`` is that of the page it was written on ("en" or "fr"), a hint and no more. ``rating`` runs
    from 0 (worst) to 1 (best) and is kept apart from the sentiment of the words. ``group`` is what change is
    measured over (a release, a wave). ``proposal`` is what its question proposes, if it does: then it has a
    stance. Comments with the same ``resident`` come from one person; an empty
    ``resident`` is unknown, and such a comment counts as somebody's own.
    """

    id: str
    text: str
    language: str | None = None
    question: str = ""
    question_name: str = ""
    proposal: str = ""
    rating: float | None = None
    group: str = ""
    resident: str = ""
    at: str = ""

    @property
    def speaker(self) -> str:
        """Whoever wrote it, as far as can be told: the resident, else the comment itself."""
        return f"resident:{self.resident}" if self.resident else f"comment:{self.id}"
