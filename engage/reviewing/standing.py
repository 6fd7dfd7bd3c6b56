"""Which of many decisions on a comment stands: the settled one, else the newest of whoever decided first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from surveys.decisions import Decision


@dataclass(frozen=True, slots=True)
class Standing:
    """What people say of one comment: ``stands`` counts in figures, ``of_coder`` has each one's newest."""

    stands: Decision
    of_coder: Mapping[str, Decision]
    is_settled: bool
    was_drawn_at_random: bool

    @property
    def is_disputed(self) -> bool:
        """Say whether coders decided differently and nobody settled it."""
        told = list(self.of_coder.values())
        return not self.is_settled and any(differ(told[0], other) for other in told[1:])


def differ(one: Decision, other: Decision) -> bool:
    """Say whether two decisions differ in what both of them decided."""
    return (
        _differ(one.sentiment, other.sentiment)
        or _differ(one.feedback, other.feedback)
        or _differ(one.themes and frozenset(one.themes), other.themes and frozenset(other.themes))
    )


def _differ(one: object, other: object) -> bool:
    return one is not None and other is not None and set_or_self(one) != set_or_self(other)


def set_or_self(value: object) -> object:
    """Return an empty tuple as an empty set, so that "no theme fits" is alike whoever says it."""
    return frozenset() if value == () else value


def standing(decisions: Iterable[Decision]) -> dict[int, Standing]:
    """Return what stands for every comment decided about; ``decisions`` oldest first."""
    of_comment: dict[int, list[Decision]] = {}
    for decision in decisions:
        of_comment.setdefault(decision.comment_id, []).append(decision)
    return {comment_id: _standing(told) for comment_id, told in of_comment.items()}


def _standing(told: list[Decision]) -> Standing:
    settled = [decision for decision in told if decision.drawn == "settled"]
    coded = [decision for decision in told if decision.drawn != "settled"]
    of_coder = {decision.coder: decision for decision in coded}
    first = next((decision for decision in coded if decision.drawn != "second"), told[0])
    return Standing(
        stands=settled[-1] if settled else of_coder.get(first.coder, first),
        of_coder=of_coder,
        is_settled=bool(settled),
        was_drawn_at_random=any(decision.drawn == "random" for decision in told),
    )
