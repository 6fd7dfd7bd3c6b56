"""Two runs beside each other: which comments they read differently, and why."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engage.results.choosing import Texts
from surveys.decisions import Decision
from surveys.frames import FrameChange
from surveys.records import AnalysisRun

Coded = Mapping[int, Mapping[str, Any]]
"""What a run says of each comment still there, by comment id."""


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """In how many comments each run found a theme; ``None`` where its code frame did not have it."""

    theme_id: str
    name: Texts
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a run differs from an earlier one.

    ``new`` comments only the later run read; ``gone`` only the earlier one (withdrawn ones count in neither).
    Of those that both read, ``reread`` got another tone or other themes: ``by_people`` because somebody
    decided about them in between, the others because the model reads differently. ``steps`` are the steps of
    the analysis with another version, ``decisions`` how many more the later run knew. ``frames`` are the
    versions of the survey's own code frame (0: what comes with the product), ``frame_changes`` what was done
    to it in between.
    """

    before: AnalysisRun
    after: AnalysisRun
    new: int
    gone: int
    both: int
    reread: int
    by_people: int
    decisions: int
    steps: tuple[str, ...]
    is_frame_new: bool
    is_seed_new: bool
    themes: tuple[ThemeCount, ...]
    frames: tuple[int, int] = (0, 0)
    frame_changes: tuple[FrameChange, ...] = ()

    @property
    def frame_names(self) -> dict[str, Texts]:
        """Return the names of the themes that either run knew."""
        return {row.theme_id: row.name for row in self.themes}

    @property
    def by_model(self) -> int:
        """Return how many comments the model reads differently, whatever people decided."""
        return self.reread - self.by_people


def compared(
    runs: tuple[AnalysisRun, AnalysisRun],
    coded: tuple[Coded, Coded],
    found: tuple[Mapping[str, Any], Mapping[str, Any]],
    decisions: Iterable[Decision],
    changes: Sequence[FrameChange] = (),
) -> Comparison:
    """Compare two finished runs of a survey, the earlier one first; themes that changed most come first."""
    before, after = coded
    both = [id_ for id_ in before if id_ in after]
    reread = [id_ for id_ in both if _said(before[id_]) != _said(after[id_])]
    known = [run.inputs.get("newest_decision", 0) for run in runs]
    decided = {each.comment_id for each in decisions if known[0] < each.id <= known[1]}
    frames = [int((run.inputs.get("code_frame") or {}).get("version") or 0) for run in runs]
    versions = [dict(each.get("run", {}).get("versions", {})) for each in found]
    names = sorted(versions[0].keys() | versions[1].keys())
    return Comparison(
        before=runs[0],
        after=runs[1],
        new=len(after) - len(both),
        gone=len(before) - len(both),
        both=len(both),
        reread=len(reread),
        by_people=sum(id_ in decided for id_ in reread),
        decisions=runs[1].inputs.get("decisions", 0) - runs[0].inputs.get("decisions", 0),
        steps=tuple(
            name for name in names if name != "code_frame" and versions[0].get(name) != versions[1].get(name)
        ),
        is_frame_new=_frame(found[0]) != _frame(found[1]),
        is_seed_new=runs[0].seed != runs[1].seed,
        themes=_themes(coded, found),
        frames=(frames[0], frames[1]),
        frame_changes=tuple(each for each in changes if max(1, frames[0]) < each.number <= frames[1]),
    )


def _said(coded: Mapping[str, Any]) -> tuple[Any, frozenset[str]]:
    return coded["sentiment"], frozenset(given["theme_id"] for given in coded["themes"])


def _frame(found: Mapping[str, Any]) -> tuple[str, str]:
    return found["code_frame"]["id"], found["code_frame"]["version"]


def _themes(
    coded: tuple[Coded, Coded], found: tuple[Mapping[str, Any], Mapping[str, Any]]
) -> tuple[ThemeCount, ...]:
    names = [{theme["id"]: dict(theme["name"]) for theme in each["code_frame"]["themes"]} for each in found]
    counts = [
        Counter(given["theme_id"] for said in each.values() for given in said["themes"]) for each in coded
    ]
    made = [
        ThemeCount(
            theme_id,
            names[1].get(theme_id) or names[0][theme_id],
            counts[0][theme_id] if theme_id in names[0] else None,
            counts[1][theme_id] if theme_id in names[1] else None,
        )
        for theme_id in {**names[1], **names[0]}
    ]
    return tuple(sorted(made, key=lambda row: -abs((row.after or 0) - (row.before or 0))))
