"""How alike people and the model decide, and how alike two people: alpha and kappa with n and interval."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from analysis.statistics.agreement import Agreement, alpha, kappa, masi
from engage.results.coded import CodedRow
from engage.reviewing.standing import Standing
from engage.reviewing.values import AgreementLine
from surveys.decisions import Decision

Pair = tuple[Hashable | None, Hashable | None]
MATTERS = ("themes", "sentiment", "feedback")


def lines(rows: Sequence[CodedRow], at_random: frozenset[int]) -> tuple[AgreementLine, ...]:
    """Return agreement of people and model, on comments drawn at random, then that of two people."""
    reviewed = [(row, row.review) for row in rows if row.review is not None]
    sample = [(row, review) for row, review in reviewed if row.id in at_random]
    told: list[AgreementLine] = []
    for matter in MATTERS:
        pairs = [(_value(review.stands, matter), _of_model(row, matter)) for row, review in sample]
        told += _lines("model", matter, pairs)
    for matter in MATTERS:
        told += _lines("people", matter, _of_people((review for _, review in reviewed), matter))
    return tuple(told)


def _lines(between: str, matter: str, pairs: Sequence[Pair]) -> Iterator[AgreementLine]:
    if matter == "themes":
        yield _line(between, matter, "alpha", alpha(pairs, distance=masi))
        return
    yield _line(between, matter, "alpha", alpha(pairs))
    yield _line(between, matter, "kappa", kappa(pairs))


def _line(between: str, matter: str, measure: str, found: Agreement) -> AgreementLine:
    return AgreementLine(
        between,  # type: ignore[arg-type]
        matter,
        measure,  # type: ignore[arg-type]
        found.value,
        found.low,
        found.high,
        found.n,
        found.strength,
    )


def _of_people(reviews: Iterable[Standing], matter: str) -> list[Pair]:
    """Return what the first and the second coder of each comment said."""
    return [
        (_value(one, matter), _value(other, matter))
        for one, other in (_first_two(review.of_coder) for review in reviews if len(review.of_coder) > 1)
    ]


def _first_two(of_coder: Mapping[str, Decision]) -> tuple[Decision, Decision]:
    one, other, *_ = of_coder.values()
    return one, other


def _value(decision: Decision, matter: str) -> Hashable | None:
    if matter == "themes":
        return None if decision.themes is None else frozenset(decision.themes)
    return decision.sentiment if matter == "sentiment" else decision.feedback


def _of_model(row: CodedRow, matter: str) -> Hashable | None:
    if matter == "themes":
        return frozenset(row.said.themes)
    return row.said.sentiment if matter == "sentiment" else row.said.feedback
