"""Themes, sentiment and change by release, counted anew for the comments that pass the filters."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from analysis.code_frame import CodeFrame
from analysis.results import SENTIMENTS, Analysis, Figure
from analysis.statistics.intervals import figure
from analysis.statistics.reading import Shares
from analysis.statistics.smoothing import smoothed
from engage.results import candidates
from engage.results.claims import Claim, claims
from engage.results.coded import RUNS_KEPT, CodedRow
from engage.results.corrected_findings import beside
from engage.results.corrections import Evidence, compared, evidence
from engage.results.found import Found
from engage.results.values import (
    CampaignRow,
    Corrected,
    FindingRow,
    QuoteLine,
    ReleaseChange,
    ReleaseShare,
    ThemeResults,
    ThemeRow,
    ToneShare,
)
from engage.wording import LANGUAGES, wording
from surveys.records import AnalysisRun, Release

TOO_FEW = 30
"""Below this many comments, shares swing too much to be read as anything but a list of comments."""

FIGURES_KEPT = 16

MaskedText = Callable[[Iterable[int]], Mapping[int, str]]
"""Gives the masked words of comments by id; those withdrawn are missing from what it gives."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of some comments; correcting them takes a second or two, so they are made once."""

    sentiment: dict[str, ToneShare]
    themes: tuple[ThemeRow, ...]
    changes: tuple[ReleaseChange, ...]
    reviewed: int
    needed: int


_figures: dict[Hashable, Figures] = {}
_claimed: dict[Hashable, Mapping[str, Claim]] = {}
UNFILTERED = 4
"""So many parts of a state are the same whatever the filters."""
_lock = Lock()


def _figures_of(
    code_frame: CodeFrame,
    rows: Sequence[CodedRow],
    read: Sequence[CodedRow],
    releases: Sequence[Release],
    state: Hashable,
) -> Figures:
    if state in _figures:
        return _figures[state]
    proof = evidence([row for row in rows if row.is_read], read)
    made = Figures(
        sentiment=_sentiment(read, proof),
        themes=_themes(code_frame, read, proof),
        changes=_changes(code_frame, rows, read, [release.number for release in releases]),
        reviewed=proof.reviewed,
        needed=proof.needed,
    )
    with _lock:
        while len(_figures) >= FIGURES_KEPT:
            _figures.pop(next(iter(_figures)))
        _figures[state] = made
    return made


def counted(
    run: AnalysisRun,
    found: Found,
    rows: Sequence[CodedRow],
    kept: Sequence[CodedRow],
    releases: Sequence[Release],
    masked: MaskedText | None,
    *,
    state: Hashable,
) -> ThemeResults:
    """Return what a run ``found`` about the ``kept`` among all ``rows``.

    ``masked`` is ``None`` for people who may see figures but no comments: they get no quotes either.
    ``state`` is equal for equal rows and the same choice of them.
    """
    analysis, code_frame = found.analysis, found.code_frame
    read = [row for row in kept if row.is_read]
    figures = _figures_of(code_frame, rows, read, releases, state)
    whole = figures
    if len(read) < sum(row.is_read for row in rows):  # findings are about all comments, whatever the filters
        every = [row for row in rows if row.is_read]
        whole = _figures_of(code_frame, rows, every, releases, (state, "whole"))
    alive = {row.id for row in rows}
    new = sum(not row.is_coded for row in rows)
    gone = analysis.run.n > sum(row.is_coded and not row.is_added for row in rows)
    shown = {row.id for row in kept}
    return ThemeResults(
        run=run,
        comments=len(read),
        sentiment=figures.sentiment,
        themes=figures.themes,
        changes=figures.changes,
        findings=_findings(analysis, code_frame, alive, whole, _claims_of(analysis, rows, state)),
        candidates=candidates.rows(analysis, shown),
        campaigns=_campaigns(analysis, shown, masked),
        quotes=_quotes(analysis, shown, masked),
        unprocessed=dict(sorted(Counter(r.unprocessed for r in kept if r.unprocessed).items())),
        is_stale=bool(new) or gone,
        new_comments=new,
        too_few=len(read) < TOO_FEW,
        reviewed_at_random=figures.reviewed,
        reviews_needed=figures.needed,
        added_comments=sum(row.is_added for row in rows),
    )


def _sentiment(read: Sequence[CodedRow], proof: Evidence) -> dict[str, ToneShare]:
    counts = Counter(row.sentiment for row in read)
    figures = {tone: figure(counts[tone], len(read)) for tone in SENTIMENTS}
    corrected = proof.tones()
    return {
        tone: ToneShare(made.count, made.share, made.low, made.high, corrected.get(tone))
        for tone, made in figures.items()
    }


def _themes(code_frame: CodeFrame, read: Sequence[CodedRow], proof: Evidence) -> tuple[ThemeRow, ...]:
    bearers: dict[str, list[CodedRow]] = defaultdict(list)
    for row in read:
        for theme_id in row.themes:
            bearers[theme_id].append(row)
    heard = Counter(mention for row in read for mention in zip(row.themes, row.mentions, strict=False))
    made = []
    for theme in code_frame.themes:
        rows = bearers[theme.id]
        share = figure(len(rows), len(read))
        made.append(
            ThemeRow(
                theme_id=theme.id,
                name=dict(theme.name),
                definition=dict(theme.definition),
                count=share.count,
                base=share.base,
                share=share.share,
                low=share.low,
                high=share.high,
                by_sentiment={tone: heard[theme.id, tone] for tone in SENTIMENTS},
                comment_ids=tuple(row.id for row in rows),
                corrected=proof.theme(theme.id),
            )
        )
    return tuple(sorted(made, key=lambda row: (-row.best.share, -row.count)))


def _changes(
    code_frame: CodeFrame, every: Sequence[CodedRow], read: Sequence[CodedRow], releases: Sequence[str]
) -> tuple[ReleaseChange, ...]:
    """Compare releases; form letters are left out, as one sender could move a share."""
    rows = [row for row in read if row.campaign_id is None]
    bases = Counter(row.only("release") for row in rows)
    present = [number for number in releases if bases[number]]
    if len(present) < 2:
        return ()
    proof = evidence([row for row in every if row.is_read and row.campaign_id is None], rows)
    counts = Counter((theme_id, row.only("release")) for row in rows for theme_id in row.themes)
    raised = [t for t in code_frame.themes if any(counts[t.id, number] for number in present)]
    corrected, steps = compared(proof, [theme.id for theme in raised], present)
    return tuple(
        ReleaseChange(
            theme.id,
            dict(theme.name),
            _release_shares(
                [(number, counts[theme.id, number], bases[number]) for number in present],
                corrected.get(theme.id),
            ),
            steps.get(theme.id, ()),
        )
        for theme in raised
    )


def _release_shares(
    counted_of: Sequence[tuple[str, int, int]], corrected: Shares | None
) -> tuple[ReleaseShare, ...]:
    drawn_in = smoothed([(count, base) for _, count, base in counted_of])
    return tuple(
        _release_share(release, figure(count, base), corrected, middle.share)
        for (release, count, base), middle in zip(counted_of, drawn_in, strict=True)
    )


def _release_share(release: str, made: Figure, corrected: Shares | None, middle: float) -> ReleaseShare:
    best = None
    if corrected and release in corrected.groups:
        told = corrected.of(release, "yes")
        best = Corrected(told.share, told.low, told.high, told.reviewed)
    return ReleaseShare(release, made.count, made.base, made.share, made.low, made.high, best, middle)


def _claims_of(analysis: Analysis, rows: Sequence[CodedRow], state: Hashable) -> Mapping[str, Claim]:
    """Return the corrected claims of findings, the same whatever the filters."""
    place = state[:UNFILTERED] if isinstance(state, tuple) else state
    made = _claimed.get(place)
    if made is None:
        made = claims(analysis.findings, [row for row in rows if row.is_read])
        with _lock:
            while len(_claimed) >= RUNS_KEPT:
                _claimed.pop(next(iter(_claimed)))
            _claimed[place] = made
    return made


def _findings(
    analysis: Analysis,
    code_frame: CodeFrame,
    alive: set[int],
    whole: Figures,
    claimed: Mapping[str, Claim],
) -> tuple[FindingRow, ...]:
    from engage.analyse.sentences import sentence

    return tuple(
        FindingRow(
            id=finding.id,
            sentence={lang: sentence(finding, wording(lang), code_frame) for lang in LANGUAGES},
            count=finding.count,
            base=finding.base,
            low=finding.low,
            high=finding.high,
            filter=dict(finding.filter),
            comment_ids=_ids(finding.comment_ids, alive),
            corrected=beside(finding, whole.sentiment, whole.themes, whole.changes, claimed),
        )
        for finding in analysis.findings
    )


def _ids(ids: Iterable[str], among: set[int]) -> tuple[int, ...]:
    return tuple(int(id_) for id_ in ids if int(id_) in among)


def _campaigns(analysis: Analysis, shown: set[int], masked: MaskedText | None) -> tuple[CampaignRow, ...]:
    found = [(each, _ids(each.comment_ids, shown)) for each in analysis.campaigns]
    texts = masked(ids[0] for _, ids in found if ids) if masked else {}
    return tuple(
        CampaignRow(each.id, len(ids), min(each.exact, len(ids)), texts.get(ids[0], ""), ids)
        for each, ids in found
        if ids
    )


def _quotes(analysis: Analysis, shown: set[int], masked: MaskedText | None) -> tuple[QuoteLine, ...]:
    if masked is None:
        return ()
    chosen = [quote for quote in analysis.quotes if int(quote.comment_id) in shown]
    texts = masked(int(quote.comment_id) for quote in chosen)
    return tuple(
        QuoteLine(q.theme_id, int(q.comment_id), q.role, texts[int(q.comment_id)], q.language, q.sentiment)
        for q in chosen
        if int(q.comment_id) in texts
    )
