"""The code frame of a survey: its themes added, edited, merged, split and retired, each change a version."""

from collections.abc import Callable, Sequence
from pathlib import PurePath

from engage.access import Actor
from engage.actions import guarded
from engage.drafts import note
from engage.framing import desk as desks
from engage.framing import editing, exchange
from engage.framing.carrying import frame_id_of
from engage.framing.editing import Edited, Themes
from engage.framing.reading import themes_now
from engage.framing.values import FrameDesk, FrameError, ThemeText
from engage.granted import granted
from engage.office import Office
from engage.results.values import CandidateRow
from engage.wording import LANGUAGES
from surveys.frames import FrameChange, NewFrame
from surveys.records import Survey
from surveys.store import frames, runs
from surveys.store.database import Transaction

RULE = "edit_code_frame"
MOST_SEEDS = 12
"""Phrases of a candidate theme that become seeds of a theme."""

Change = Callable[[Themes, frozenset[str]], Edited]
"""Takes the themes and every id that was ever used; returns what is to be kept."""


@guarded("edit_code_frame")
def frame_for(office: Office, actor: Actor, slug: str) -> FrameDesk:
    """Return a survey's code frame with figures and comments from the last run, masked.

    Raises:
        NotFoundError, RefusedError: not theirs to edit.
    """
    with office.db.read() as tx:
        survey, _ = granted(tx, actor, slug, RULE)
        found = desks.read(tx, office, survey)
        return desks.desk(tx, survey, found, _candidates(tx, office, found))


@guarded("edit_code_frame")
def add_theme(office: Office, actor: Actor, slug: str, theme: ThemeText, *, seen: int) -> FrameChange:
    """Add a theme. ``seen`` is the version that was looked at: nothing of a later one is overwritten.

    Raises:
        NotFoundError, RefusedError: not theirs to edit.
        FrameError: says what cannot be kept, or that somebody changed the frame meanwhile.
    """
    return _change(office, actor, slug, seen, lambda themes, used: editing.added(themes, theme, used))


@guarded("edit_code_frame")
def accept_candidate(office: Office, actor: Actor, slug: str, candidate_id: str, *, seen: int) -> FrameChange:
    """Make a candidate theme of the last run a theme: its phrases become seeds, its comments examples.

    Raises:
        NotFoundError, RefusedError, FrameError: as ``add_theme``, or there is no such candidate.
    """
    with office.db.write() as tx:
        survey, _ = granted(tx, actor, slug, RULE)
        found = desks.read(tx, office, survey)
        offered = {each.id: each for top in _candidates(tx, office, found) for each in (top, *top.parts)}
        candidate = offered.get(candidate_id)
        if candidate is None or found is None:
            raise FrameError("candidate_unknown")
        run_id = found.run.id

        def change(themes: Themes, used: frozenset[str]) -> Edited:
            return editing.added(
                themes,
                _text_of(candidate, themes),
                used,
                comments=candidate.examples,
                candidate=desks.candidate_name(run_id, candidate.id),
            )

        return _kept(tx, office, actor, survey, seen, change)


@guarded("edit_code_frame")
def edit_theme(
    office: Office, actor: Actor, slug: str, theme_id: str, theme: ThemeText, *, seen: int
) -> FrameChange:
    """Rename or redefine a theme; decisions that gave it stand. Raises as ``add_theme``."""
    return _change(office, actor, slug, seen, lambda themes, _: editing.edited(themes, theme_id, theme))


@guarded("edit_code_frame")
def merge_theme(
    office: Office, actor: Actor, slug: str, theme_id: str, into: str, *, seen: int
) -> FrameChange:
    """Merge a theme into another; decisions that gave it count for that one. Raises as ``add_theme``."""
    return _change(office, actor, slug, seen, lambda themes, _: editing.merged(themes, theme_id, into))


@guarded("edit_code_frame")
def split_theme(
    office: Office, actor: Actor, slug: str, theme_id: str, parts: Sequence[ThemeText], *, seen: int
) -> FrameChange:
    """Split a theme; comments that people gave it to come up for another look. Raises as ``add_theme``."""
    return _change(
        office, actor, slug, seen, lambda themes, used: editing.split(themes, theme_id, parts, used)
    )


@guarded("edit_code_frame")
def retire_theme(office: Office, actor: Actor, slug: str, theme_id: str, *, seen: int) -> FrameChange:
    """Take a theme out; nothing that was decided is lost. Raises as ``add_theme``."""
    return _change(office, actor, slug, seen, lambda themes, _: editing.retired(themes, theme_id))


@guarded("edit_code_frame")
def go_back(office: Office, actor: Actor, slug: str, number: int, *, seen: int) -> FrameChange:
    """Make an earlier version the newest again, as a version of its own.

    Raises:
        NotFoundError, RefusedError, FrameError: as ``add_theme``, or there is no such version.
    """
    with office.db.write() as tx:
        survey, _ = granted(tx, actor, slug, RULE)
        before = frames.get(tx, survey.id, number)
        if before is None or number == seen:
            raise FrameError("version_unknown")

        made = Edited(before.themes, "gone_back")
        return _kept(tx, office, actor, survey, seen, lambda *_: made, back_to=number)


@guarded("edit_code_frame")
def bring_in_frame(
    office: Office, actor: Actor, slug: str, content: bytes, file_name: str, *, seen: int
) -> FrameChange:
    """Put the themes of a file (JSON, CSV, Excel) in the place of those there are.

    Raises:
        NotFoundError, RefusedError, FrameError: as ``add_theme``; or the file is refused, and why.
    """
    with office.db.read() as tx:
        granted(tx, actor, slug, RULE)
    given = exchange.read(content, PurePath(file_name).name)
    return _change(office, actor, slug, seen, lambda themes, _: exchange.brought_in(themes, given))


@guarded("edit_code_frame")
def written_frame(office: Office, actor: Actor, slug: str, format: str) -> bytes:
    """Return the code frame as a JSON or CSV file; no comment is in it.

    Raises:
        NotFoundError, RefusedError: not theirs to edit.
        ValueError: no such format.
    """
    with office.db.read() as tx:
        survey, _ = granted(tx, actor, slug, RULE)
        number, themes = themes_now(tx, survey.id)
    if format not in exchange.FORMATS:
        raise ValueError(format)
    return exchange.written(themes, frame_id=frame_id_of(survey.id), version=str(number), format=format)


def _candidates(tx: Transaction, office: Office, found: desks.Read | None) -> tuple[CandidateRow, ...]:
    if found is None:
        return ()
    from engage.results import candidates  # the analysis takes a second to load

    return candidates.of_run(tx, office, found.run, {row.id for row in found.rows})


def _text_of(candidate: CandidateRow, themes: Themes) -> ThemeText:
    """Return a candidate as a theme; nobody has said yet what it is called in the other language."""
    language = candidate.language if candidate.language in LANGUAGES else LANGUAGES[0]
    name = editing.free_name(themes, candidate.name, language)
    return ThemeText(
        name={language: name},
        seeds={language: (candidate.phrases or candidate.terms)[:MOST_SEEDS]},
    )


def _change(office: Office, actor: Actor, slug: str, seen: int, change: Change) -> FrameChange:
    with office.db.write() as tx:
        survey, _ = granted(tx, actor, slug, RULE)
        return _kept(tx, office, actor, survey, seen, change)


def _kept(
    tx: Transaction,
    office: Office,
    actor: Actor,
    survey: Survey,
    seen: int,
    change: Change,
    *,
    back_to: int | None = None,
) -> FrameChange:
    """Keep what a change makes of the themes as the newest version.

    The first change keeps what there was before it too, so that it can be gone back to.
    """
    runs.hold(tx, survey.id)
    number, themes = themes_now(tx, survey.id)
    if number != seen:
        raise FrameError("changed_meanwhile")
    used = frozenset(id_ for each in frames.changes(tx, survey.id) for id_ in each.ids)
    made = change(themes, used | {theme["id"] for theme in themes})
    if not number:
        started = NewFrame(survey_id=survey.id, what="started", themes=themes)
        frames.add(tx, started, by=actor.label, at=office.now())
    kept = frames.add(
        tx,
        NewFrame(
            survey_id=survey.id,
            what=made.what,
            themes=made.themes,
            of=made.of,
            into=made.into,
            back_to=back_to,
        ),
        by=actor.label,
        at=office.now(),
    )
    told = {"version": kept.number, "themes": list(made.of), "into": list(made.into)}
    note(tx, office, actor, f"code_frame.{made.what}", survey, **told)
    return kept
