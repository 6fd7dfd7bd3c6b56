"""What findings claim that no other figure corrects: complaints by release, tone by language, no theme.

Each is a question with yes or no that the model answered for every comment and people for those they
reviewed. A review says how a comment sounds, not how it speaks of each theme: in a mixed one the model's word
on the theme is taken, where it found that theme.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from analysis.results import Finding
from analysis.statistics.reading import Reading, Shares, shares
from engage.results.coded import CodedRow
from engage.results.corrections import CHAINS, Evidence, evidence
from engage.results.values import Corrected, Step

Answer = Callable[[CodedRow], tuple[bool, float]]
Decided = Callable[[CodedRow], bool | None]


@dataclass(frozen=True, slots=True)
class Claim:
    """A finding's figure corrected: one share, or two with the change between them."""

    shares: tuple[Corrected, ...]
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class _Question:
    found: Answer
    decided: Decided

    def reading(self, row: CodedRow, sample: frozenset[int]) -> Reading:
        is_so, sure = self.found(row)
        said = self.decided(row) if row.review is not None and row.id in sample else None
        decided = None if said is None else "yes" if said else "no"
        return Reading("yes" if is_so else "no", sure, decided, row.only("release"))

    def over(self, known: Evidence) -> Shares | None:
        return shares(
            [self.reading(row, known.sample) for row in known.counted],
            ("no", "yes"),
            elsewhere=[self.reading(row, known.sample) for row in known.elsewhere],
            chains=CHAINS,
        )


def claims(findings: Sequence[Finding], rows: Sequence[CodedRow]) -> dict[str, Claim]:
    """Return the corrected claims by the finding's id; ``rows`` are all comments that could be read."""
    if evidence(rows, rows).needed:
        return {}
    made = ((finding, _claim(finding, rows)) for finding in findings)
    return {finding.id: claim for finding, claim in made if claim}


def _claim(finding: Finding, rows: Sequence[CodedRow]) -> Claim | None:
    if finding.code == "sentiment_overall" and finding.language:
        tone = str(finding.values["sentiment"])
        return _share(_tone(tone), rows, [row for row in rows if row.language == finding.language])
    if finding.code == "no_theme":
        return _share(_Question(_bears_none, _decided_none), rows, rows)
    if finding.code in ("negative_up", "negative_down"):
        return _change(_tone("negative"), rows, finding.values)
    if finding.code in ("theme_negative_up", "theme_negative_down"):
        return _change(_complaint(str(finding.values["theme"])), rows, finding.values)
    return None


def _share(question: _Question, rows: Sequence[CodedRow], counted: Sequence[CodedRow]) -> Claim | None:
    found = question.over(evidence(rows, counted)) if counted else None
    if found is None:
        return None
    told = found.overall("yes")
    return Claim((Corrected(told.share, told.low, told.high, told.reviewed),))


def _change(question: _Question, rows: Sequence[CodedRow], values: Mapping[str, object]) -> Claim | None:
    """Compare two releases; form letters are left out, as in the finding."""
    own = [row for row in rows if row.campaign_id is None]
    found = question.over(evidence(own, own))
    before, after = str(values["from"]), str(values["to"])
    if found is None or not {before, after} <= set(found.groups):
        return None
    apart = found.change(before, after, "yes")
    is_clear = not apart.low <= 0 <= apart.high
    word = "inside_error" if not is_clear else "up" if apart.value > 0 else "down"
    both = (found.of(release, "yes") for release in (before, after))
    return Claim(
        tuple(Corrected(each.share, each.low, each.high, each.reviewed) for each in both),
        Step(before, after, apart.value, apart.low, apart.high, word),
    )


def _tone(tone: str) -> _Question:
    def decided(row: CodedRow) -> bool | None:
        said = row.review.stands.sentiment if row.review else None
        return None if said is None else said == tone

    return _Question(lambda row: (row.said.sentiment == tone, row.said.confidence), decided)


def _complaint(theme: str) -> _Question:
    def heard(row: CodedRow) -> str | None:
        return dict(zip(row.said.themes, row.said.mentions, strict=False)).get(theme)

    def found(row: CodedRow) -> tuple[bool, float]:
        sure = dict(zip(row.said.themes, row.said.sureness, strict=False)).get(theme, 0.0)
        return heard(row) == "negative", sure

    def decided(row: CodedRow) -> bool | None:
        review = row.review
        if review is None or review.stands.themes is None or theme in review.unknown:
            return None
        if theme not in review.stands.themes:
            return False
        tone = review.stands.sentiment
        if tone == "mixed":
            mention = heard(row)
            return None if mention is None else mention == "negative"
        return None if tone is None else tone == "negative"

    return _Question(found, decided)


def _bears_none(row: CodedRow) -> tuple[bool, float]:
    return not row.said.themes, 0.5


def _decided_none(row: CodedRow) -> bool | None:
    review = row.review
    if review is None or review.stands.themes is None or review.unknown:
        return None
    return not review.stands.themes
