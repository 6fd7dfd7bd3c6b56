"""Knows the themes that code frames keep for no subject: nothing to improve, praise, no answer, the rest."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.cleaning import key
from analysis.code_frame import CodeFrame, Theme
from analysis.coding.whole_answers import CatchAll, kept_for, meant

_HOLDS, _HOLDS_NOT = 4.0, -3.0  # log-odds: such a whole answer leaves little doubt
_REST = -2.0  # a theme for the rest is given when nothing else is near
_LONGEST = 12  # words: in a longer answer other things are said too


class CatchAlls:
    """Which themes of a code frame are kept for no subject, and what they gain from whole answers.

    Nearness in meaning cannot tell them: "Nothing at all." is near to no definition, and what is said under
    "Miscellaneous" is near to anything.
    """

    def __init__(self, code_frame: CodeFrame) -> None:
        kinds = [_kind(theme) for theme in code_frame.themes]
        self._is = {
            kind: np.array([each is kind for each in kinds], dtype=bool) for kind in CatchAll if kind in kinds
        }
        self._rest = np.where([each is CatchAll.REST for each in kinds], _REST, 0.0).astype(np.float32)

    def log_odds(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return what to add for each text and theme, of shape (texts, themes)."""
        added = np.tile(self._rest, (len(texts), 1))
        if not self._is:
            return added
        for place, text in enumerate(texts):
            kind = self._kind_for(text)
            if kind is not None:
                added[place] = np.where(self._is[kind], _HOLDS, _HOLDS_NOT)
        return added

    def holds(self, text: str, theme: int) -> bool:
        """Say whether a whole answer is just what a theme, by its place in the frame, is kept for."""
        kind = self._kind_for(text) if self._is else None
        return kind is not None and bool(self._is[kind][theme])

    def _kind_for(self, text: str) -> CatchAll | None:
        """Return the first kind that a whole answer is for and of which the frame has a theme."""
        said = key(text[: 20 * _LONGEST])
        if not said or said.count(" ") >= _LONGEST:
            return None
        return next((kind for kind in meant(said) if kind in self._is), None)


def _kind(theme: Theme) -> CatchAll | None:
    names = (key(name) for name in (*theme.name.values(), theme.id.replace("_", " ")))
    return next((kind for kind in map(kept_for, names) if kind), None)
