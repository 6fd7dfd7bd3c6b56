"""Candidate themes of a run as rows, broad groups with the finer ones in them."""

from collections import defaultdict
from collections.abc import Iterable

from analysis.results import Analysis, CandidateTheme
from engage.analyse.candidates import described
from engage.office import Office
from engage.results.found import found_by
from engage.results.values import CandidateRow
from engage.wording import LANGUAGES, wording
from surveys.records import AnalysisRun
from surveys.store.database import Transaction

MOST_EXAMPLES = 5


def of_run(tx: Transaction, office: Office, run: AnalysisRun, shown: set[int]) -> tuple[CandidateRow, ...]:
    """Return the candidate themes of a finished run among the ``shown`` comments."""
    found = found_by(tx, office, run)
    return rows(found.analysis, shown) if found else ()


def rows(analysis: Analysis, shown: set[int]) -> tuple[CandidateRow, ...]:
    """Return the candidate themes that have any of the ``shown`` comments, with counts of those."""
    inside: dict[str | None, list[CandidateTheme]] = defaultdict(list)
    for each in analysis.candidates:
        inside[each.parent].append(each)

    def row(each: CandidateTheme) -> CandidateRow:
        ids = _ids(each.comment_ids, shown)
        return CandidateRow(
            id=each.id,
            name=each.name,
            terms=each.terms,
            size=len(ids),
            language=each.language,
            comment_ids=ids,
            description={lang: described(each, wording(lang)) for lang in LANGUAGES},
            news=each.news,
            parts=tuple(part for part in map(row, inside[each.id]) if part.size),
            phrases=each.phrases,
            examples=(_ids(each.quote_ids, shown) or ids)[:MOST_EXAMPLES],
            is_covered=not each.is_outside_frame,
        )

    return tuple(made for made in map(row, inside[None]) if made.size)


def _ids(ids: Iterable[str], among: set[int]) -> tuple[int, ...]:
    return tuple(int(id_) for id_ in ids if int(id_) in among)
