"""The one function that guards every public figure: it hides counts that would expose a small group.

Rules, for a minimum m (Information and Privacy Commissioner of Ontario, De-identification Guidelines;
cell suppression after Willenborg and de Waal, Elements of Statistical Disclosure Control, 2001):

1. A base below m hides everything, the base included.
2. A group in which everybody said the same is hidden: it would tell what each of them said.
3. Counts of 1 to m-1 are hidden (primary).
4. Where counts add up to the base, further counts are hidden until none of the hidden ones can be worked
   out from the rest (secondary). Where they do not (several answers each), the complement counts as a cell.
5. Where that cannot be reached, the whole question is hidden.

A hidden count takes its share with it, and any mean: both would give it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guarded:
    """Counts fit to publish, ``None`` where hidden. ``base`` is ``None`` when it is too small itself."""

    base: int | None
    counts: tuple[int | None, ...]

    @property
    def is_whole(self) -> bool:
        """Say whether nothing is hidden."""
        return self.base is not None and None not in self.counts


def guard(
    counts: Sequence[int], *, base: int, minimum: int, several: bool = False, everybody: bool = True
) -> Guarded:
    """Return what may be published of ``counts`` over a ``base`` of residents.

    Without ``several``, each resident is in exactly one count and the counts add up to ``base``; with it,
    in any number of them, and in at least one when ``everybody`` is. ``minimum`` is the smallest group
    that may be told of.

    Raises:
        ValueError: the counts cannot be what they are said to be, or ``minimum`` is below 3.
    """
    _check(counts, base, minimum, several)
    if base < minimum:
        return Guarded(None, (None,) * len(counts))
    if several:
        hidden = _hidden_of_several(counts, base, minimum, everybody=everybody)
    else:
        hidden = _hidden_of_one(counts, base, minimum)
    return Guarded(base, tuple(None if place in hidden else count for place, count in enumerate(counts)))


def _check(counts: Sequence[int], base: int, minimum: int, several: bool) -> None:
    if minimum < 3:
        raise ValueError("a minimum below 3 protects nobody")
    if any(not 0 <= count <= base for count in counts) or base < 0:
        raise ValueError("a count is negative or larger than its base")
    if not several and sum(counts) != base:
        raise ValueError("the counts do not add up to the base")


def _hidden_of_one(counts: Sequence[int], base: int, minimum: int) -> set[int]:
    """Choose what to hide where the counts add up: the hidden sum can always be worked out.

    What is known of the hidden is their sum and that the small ones lie in 1…m-1, the others at m or more.
    Counts are added, in the order of the options (never by size, which would tell something), until every
    hidden count could still have several values, however well the rule is known.
    """
    everything = set(range(len(counts)))
    if base in counts:
        return everything
    small = [place for place, count in enumerate(counts) if 0 < count < minimum]
    if not small:
        return set()
    large = [place for place, count in enumerate(counts) if count >= minimum]
    for extra in range(len(large) + 1):
        hidden = small + large[:extra]
        if _is_open(sum(counts[place] for place in hidden), len(small), extra, minimum):
            return set(hidden)
    return everything


def _is_open(total: int, small: int, large: int, minimum: int) -> bool:
    """Say whether a hidden ``total`` leaves the counts that make it up undetermined."""
    slack = max(2, minimum // 2)
    if small + large < 2 or total < minimum:
        return False
    if total - small - large * minimum < slack:
        return False
    return large > 0 or small * (minimum - 1) - total >= slack


def _hidden_of_several(counts: Sequence[int], base: int, minimum: int, *, everybody: bool) -> set[int]:
    """Choose what to hide where each count stands against its own complement.

    Where ``everybody`` is in at least one count, those whom the visible counts leave over must be in hidden
    ones; if that would fix a hidden count, everything is hidden.
    """
    hidden = {p for p, count in enumerate(counts) if 0 < count < minimum or base - count < minimum}
    if not hidden or not everybody:
        return hidden
    slack = max(2, minimum // 2)
    small = sum(counts[place] < minimum for place in hidden)
    seen = sum(count for place, count in enumerate(counts) if place not in hidden)
    # Where nearly everybody chose one of the hidden, who is left over by the visible is no question.
    left_open = seen if small < len(hidden) else small * (minimum - 1) - (base - seen)
    return hidden if left_open >= slack else set(range(len(counts)))
