"""Which of many decisions on a comment stands: the settled one, else the newest of whoever decided first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from engage.framing.carrying import Carried, Carrier
from surveys.decisions import Decision


@dataclass(frozen=True, slots=True)
class Standing:
    """What people say of one comment: ``stands`` counts in figures, ``of_coder`` has each one's newest.

    ``unknown`` are themes of the code frame that were not there to be given; ``is_pending``: what was given
    is no theme any more (split, or retired), so somebody should look again.
    """

    stands: Decision
    of_coder: Mapping[str, Decision]
    is_settled: bool
    was_drawn_at_random: bool
    unknown: frozenset[str] = frozenset()
    is_pending: bool = False

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


def standing(decisions: Iterable[Decision], carrier: Carrier | None = None) -> dict[int, Standing]:
    """Return what stands for every comment decided about; ``decisions`` oldest first.

    ``carrier`` carries them to the code frame that figures are made with; those made with a later one are
    left out.
    """
    of_comment: dict[int, list[Carried]] = {}
    for decision in decisions:
        carried = carrier.carry(decision) if carrier else Carried(decision)
        if carried is not None:
            of_comment.setdefault(decision.comment_id, []).append(carried)
    return {comment_id: _standing(told) for comment_id, told in of_comment.items()}


def _standing(found: Sequence[Carried]) -> Standing:
    was_drawn_at_random = any(each.decision.drawn == "random" for each in found)
    found = _looked_again(found)
    told = [each.decision for each in found]
    settled = [decision for decision in told if decision.drawn == "settled"]
    coded = [decision for decision in told if decision.drawn != "settled"]
    of_coder = {decision.coder: decision for decision in coded}
    first = next((decision for decision in coded if decision.drawn != "second"), told[0])
    stands = settled[-1] if settled else of_coder.get(first.coder, first)
    chosen = next(each for each in found if each.decision is stands)
    return Standing(
        stands=stands,
        of_coder=of_coder,
        is_settled=bool(settled),
        was_drawn_at_random=was_drawn_at_random,
        unknown=chosen.unknown,
        is_pending=chosen.is_pending or (stands.themes is None and any(each.is_pending for each in found)),
    )


def _looked_again(found: Sequence[Carried]) -> Sequence[Carried]:
    """Leave out decisions to be looked at again where somebody has; what else they said is kept."""
    if not any(each.is_pending for each in found):
        return found
    again = [each for each in found if not each.is_pending and each.decision.themes is not None]
    if not again:
        return found
    before = [each.decision for each in found if each.is_pending][-1]
    return [replace(each, decision=_with_tone(each.decision, before)) for each in again]


def _with_tone(decision: Decision, before: Decision) -> Decision:
    return replace(
        decision,
        sentiment=decision.sentiment or before.sentiment,
        feedback=decision.feedback or before.feedback,
    )
