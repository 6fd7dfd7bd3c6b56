"""What runs found, read once and kept in memory: a finished run never changes."""

from dataclasses import dataclass
from threading import Lock

from analysis.code_frame import CodeFrame, load_code_frame
from analysis.results import Analysis
from engage.office import Office
from engage.results.coded import RUNS_KEPT
from surveys.records import AnalysisRun
from surveys.store import runs
from surveys.store.database import Transaction

_lock = Lock()


@dataclass(frozen=True, slots=True)
class Found:
    """What a run found, read once: a finished run never changes."""

    analysis: Analysis
    code_frame: CodeFrame


_kept: dict[tuple[str, int], Found] = {}
_lock = Lock()


def found_by(tx: Transaction, office: Office, run: AnalysisRun) -> Found | None:
    """Return what a finished run found."""
    place = (str(office.db.url), run.id)
    if place in _kept:
        return _kept[place]
    data = runs.findings(tx, run.id)
    if data is None:
        return None
    found = Found(Analysis.from_dict(data), load_code_frame(data["code_frame"]))
    with _lock:
        while len(_kept) >= RUNS_KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[place] = found
    return found
