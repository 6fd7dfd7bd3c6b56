"""Reads a survey's code frame: the one that counts now, as the analysis takes it, and how it came about."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engage.framing.carrying import Carrier, Lineage, frame_id_of, lineage_of
from surveys.records import AnalysisRun
from surveys.store import frames, runs
from surveys.store.database import Transaction

if TYPE_CHECKING:
    from analysis.code_frame import CodeFrame

COMMENTS = "comments"
"""Ids of comments that stand as examples of a theme; their words stay with them and go with them."""


def lineage(tx: Transaction, survey_id: int) -> Lineage | None:
    """Return how a survey's own code frame came about; ``None`` where it has none."""
    return lineage_of(survey_id, frames.changes(tx, survey_id))


def noted(tx: Transaction, survey_id: int) -> dict[str, str]:
    """Return how a run that begins now notes a survey's own code frame; empty without one."""
    number = frames.number(tx, survey_id)
    return {"id": frame_id_of(survey_id), "version": str(number)} if number else {}


def carrier_of(tx: Transaction, survey_id: int, run_id: int | None) -> Carrier | None:
    """Return what carries decisions to the code frame of a run; ``None`` where no decision needs it."""
    found = lineage(tx, survey_id)
    run = runs.get(tx, run_id) if run_id and found else None
    if found is None or run is None:
        return None
    frame = run.inputs.get("code_frame") or {}
    return Carrier(found, frame.get("id", ""), frame.get("version", ""))


def carrier_now(tx: Transaction, survey_id: int) -> Carrier | None:
    """Return what carries decisions to the code frame as it is now."""
    found = lineage(tx, survey_id)
    return Carrier(found, found.frame_id, str(len(found.changes))) if found else None


def themes_now(tx: Transaction, survey_id: int) -> tuple[int, tuple[Mapping[str, Any], ...]]:
    """Return the newest version's number and themes; 0 and those that come with the product without one."""
    found = frames.newest(tx, survey_id)
    if found is not None:
        return found.change.number, found.themes
    from analysis.code_frame import starter_code_frame
    from engage.keeping import kept_theme

    return 0, tuple(kept_theme(theme) for theme in starter_code_frame().themes)


def frame_now(tx: Transaction, survey_id: int) -> "CodeFrame":
    """Return the code frame that the next run of a survey uses."""
    from analysis.code_frame import load_code_frame, starter_code_frame

    found = frames.newest(tx, survey_id)
    if found is None:
        return starter_code_frame()
    version = str(found.change.number)
    return load_code_frame({"id": frame_id_of(survey_id), "version": version, "themes": found.themes})


def examples_of(tx: Transaction, survey_id: int, run: AnalysisRun) -> dict[str, tuple[int, ...]]:
    """Return which comments stood as examples of each theme when a run began."""
    version = (run.inputs.get("code_frame") or {}).get("version", "")
    found = frames.get(tx, survey_id, int(version)) if version else None
    return _examples(found.themes if found else ())


def example_ids(tx: Transaction, survey_id: int) -> dict[str, tuple[int, ...]]:
    """Return which comments stand as examples of each theme now."""
    found = frames.newest(tx, survey_id)
    return _examples(found.themes if found else ())


def _examples(themes: Sequence[Mapping[str, Any]]) -> dict[str, tuple[int, ...]]:
    return {theme["id"]: tuple(theme.get(COMMENTS, ())) for theme in themes}
