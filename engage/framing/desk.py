"""What the page about a code frame is given: each theme with its figure and comments from the last run."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engage.framing.carrying import Carrier, Lineage, sources
from engage.framing.editing import CANDIDATE, text_of
from engage.framing.reading import COMMENTS, lineage, themes_now
from engage.framing.values import FramedCandidate, FrameDesk, FramedTheme, Shown
from engage.office import Office
from engage.results import answers, coded, lines
from engage.results.choosing import Texts
from engage.results.coded import CodedRow
from engage.results.values import CandidateRow
from surveys.frames import FrameChange
from surveys.records import AnalysisRun, Survey
from surveys.store import decisions, frames, runs
from surveys.store.database import Transaction

COMMENTS_EACH = 3
MOST_CANDIDATES = 24
_READABLE = 200
"""Characters of a comment that is read at a glance."""


@dataclass(frozen=True, slots=True)
class Read:
    """What the last run says of the comments: its version of the code frame, and who bears what."""

    run: AnalysisRun
    version: int
    rows: tuple[CodedRow, ...]

    def bearers(self) -> Mapping[str, list[CodedRow]]:
        """Return the comments that bear each theme."""
        found: dict[str, list[CodedRow]] = defaultdict(list)
        for row in self.rows:
            for theme in row.themes:
                found[theme].append(row)
        return found


def read(tx: Transaction, office: Office, survey: Survey) -> Read | None:
    """Return what the last finished run says, ``None`` before the first."""
    run = runs.latest_done(tx, survey.id)
    if run is None:
        return None
    rows = coded.read(tx, office, survey, answers.read(tx, office, survey), run.id)
    version = (run.inputs.get("code_frame") or {}).get("version", "")
    return Read(run, int(version or 0), tuple(row for row in rows if row.is_read))


def desk(
    tx: Transaction, survey: Survey, found: Read | None, candidates: Sequence[CandidateRow] = ()
) -> FrameDesk:
    """Return all that the page shows; ``candidates`` are those of the last run."""
    number, themes = themes_now(tx, survey.id)
    changes = tuple(frames.changes(tx, survey.id))
    accepted = {theme.get(CANDIDATE) for theme in themes}
    run_id = found.run.id if found else 0
    offered = [each for each in _flat(candidates) if candidate_name(run_id, each.id) not in accepted][
        :MOST_CANDIDATES
    ]
    known = lineage(tx, survey.id)
    bearing = _bearing(themes, found, known)
    chosen = {theme["id"]: _chosen(theme, bearing.get(theme["id"])) for theme in themes}
    groups = {each.id: _first(each.examples) for each in offered}
    words = lines.masked_texts(tx, run_id, {*_ids(chosen.values()), *_ids(groups.values())}) if found else {}
    return FrameDesk(
        survey=survey,
        number=number,
        themes=tuple(_theme(theme, bearing.get(theme["id"]), chosen[theme["id"]], words) for theme in themes),
        candidates=tuple(_candidate(each, groups[each.id], words) for each in offered),
        history=changes,
        names=_names(tx, survey.id, themes, changes),
        base=len(found.rows) if found else 0,
        run_number=found.version if found else None,
        pending=_pending(tx, survey.id, known, found),
    )


def candidate_name(run_id: int, candidate_id: str) -> str:
    """Return how a theme notes the candidate it came from."""
    return f"{run_id}:{candidate_id}"


def _flat(candidates: Iterable[CandidateRow]) -> list[CandidateRow]:
    """Return candidates and the finer groups in them, what the code frame does not cover first."""
    every = [each for top in candidates for each in (top, *top.parts)]
    return sorted(every, key=lambda each: (each.is_covered, -each.size))


def _bearing(
    themes: Sequence[Mapping[str, Any]], found: Read | None, known: Lineage | None
) -> dict[str, list[CodedRow]]:
    """Return which comments bear each theme; themes that the last run did not know are left out.

    A theme that others were merged into since has theirs too.
    """
    if found is None:
        return {}
    bearers = found.bearers()
    if known is None:
        return {theme["id"]: bearers.get(theme["id"], []) for theme in themes}
    merged = sources(known, bearers.keys() | known.ids(max(1, found.version)))
    return {
        theme: list({row.id: row for each in parts for row in bearers.get(each, ())}.values())
        for theme, parts in merged.items()
    }


def _chosen(theme: Mapping[str, Any], rows: Sequence[CodedRow] | None) -> tuple[int, ...]:
    """Return the comments to show: chosen examples, then what people said and the model is surest of."""
    surest = sorted(
        rows or (), key=lambda row: (row.review is None, row.is_copy, -_sureness(row, theme["id"]), row.id)
    )
    return _first(dict.fromkeys([*theme.get(COMMENTS, ()), *(row.id for row in surest)]))


def _sureness(row: CodedRow, theme: str) -> float:
    return dict(zip(row.said.themes, row.said.sureness, strict=True)).get(theme, 0.0)


def _first(ids: Iterable[int]) -> tuple[int, ...]:
    return tuple(ids)[:COMMENTS_EACH]


def _ids(groups: Iterable[Sequence[int]]) -> Iterable[int]:
    return (id_ for ids in groups for id_ in ids)


def _theme(
    theme: Mapping[str, Any], rows: Sequence[CodedRow] | None, ids: Sequence[int], words: Mapping[int, str]
) -> FramedTheme:
    examples = frozenset(theme.get(COMMENTS, ()))
    shown = tuple(Shown(id_, _short(words[id_]), id_ in examples) for id_ in ids if id_ in words)
    return FramedTheme(theme["id"], text_of(theme), None if rows is None else len(rows), shown)


def _candidate(each: CandidateRow, ids: Sequence[int], words: Mapping[int, str]) -> FramedCandidate:
    return FramedCandidate(
        id=each.id,
        name=each.name,
        description=each.description,
        phrases=each.phrases or each.terms,
        size=each.size,
        is_covered=each.is_covered,
        comments=tuple(Shown(id_, _short(words[id_])) for id_ in ids if id_ in words),
    )


def _short(text: str) -> str:
    return text if len(text) <= _READABLE else f"{text[:_READABLE].rsplit(' ', 1)[0]}…"


def _names(
    tx: Transaction, survey_id: int, themes: Sequence[Mapping[str, Any]], changes: Sequence[FrameChange]
) -> dict[str, Texts]:
    """Return the names of all themes that the history speaks of, those gone as they were called last."""
    names = {theme["id"]: dict(theme["name"]) for theme in themes}
    missing = {theme for change in changes for theme in (*change.of, *change.into)} - names.keys()
    for change in reversed(changes):
        if missing & set(change.ids):
            version = frames.get(tx, survey_id, change.number)
            for theme in version.themes if version else ():
                if theme["id"] in missing:
                    names[theme["id"]] = dict(theme["name"])
            missing -= names.keys()
    return names


def _pending(tx: Transaction, survey_id: int, known: Lineage | None, found: Read | None) -> int:
    """Return how many reviewed comments wait for another look under the newest version."""
    if known is None:
        return 0
    from engage.reviewing.standing import standing

    carrier = Carrier(known, known.frame_id, str(len(known.changes)))
    readable = {row.id for row in found.rows} if found else set()
    told = standing(decisions.of_survey(tx, survey_id), carrier)
    return sum(each.is_pending and id_ in readable for id_, each in told.items())
