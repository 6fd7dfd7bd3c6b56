"""Questions that nobody can ever be asked: their condition contradicts itself, or what it builds on.

A condition is spread out into cases, in each of which every part holds or does not. A case is impossible when
the parts about one question cannot all be true of one answer. Conditions with too many cases are passed over,
and whatever cannot be decided counts as possible: what is named here is certain.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from surveys.problems import Problem
from surveys.questions import Question
from surveys.relevance import MIRRORED, All, Answered, AnyOf, Between, Compare, Not, Selected, compared
from surveys.values import Answer, Count, Fact, Today, leaves, read_as, walk

MOST_CASES = 200
Part = tuple[Any, bool]
Case = tuple[Part, ...]
UNDECIDED: list[Case] = [()]


def unreachable(questions: Sequence[Question]) -> Iterator[Problem]:
    """Yield each question with a condition that can never hold; what only follows from it is left out."""
    names = {question.name: question for question in questions}
    known: dict[str, list[Case]] = {}
    for question in questions:
        alone = _possible(_cases(question.relevance, True), names) if question.relevance else UNDECIDED
        known[question.name] = _possible(_with_what_they_need(alone, known), names)
        is_told = any(not known.get(leaf.question, UNDECIDED) for leaf in leaves(question.relevance))
        if not known[question.name] and not is_told:
            yield Problem("question_unreachable", question.name)


def _cases(condition: Any, holds: bool) -> list[Case]:
    """Return the ways in which a condition holds, or does not; ``UNDECIDED`` where there are too many."""
    match condition:
        case Not():
            return _cases(condition.of, not holds)
        case All() | AnyOf():
            found = [_cases(part, holds) for part in condition.of]
            every = isinstance(condition, All) == holds
            return _all_of(found) if every else _bounded([case for cases in found for case in cases])
        case Between() if holds:
            low = Compare(left=condition.lowest, sign="<=", right=condition.of)
            high = Compare(left=condition.of, sign="<=", right=condition.highest)
            return [((low, True), (high, True))]
    return [((condition, holds),)]


def _all_of(parts: Sequence[list[Case]]) -> list[Case]:
    whole: list[Case] = UNDECIDED
    for cases in parts:
        whole = [(*before, *case) for before in whole for case in cases]
        if len(whole) > MOST_CASES:
            return UNDECIDED
    return whole


def _bounded(cases: list[Case]) -> list[Case]:
    return cases if len(cases) <= MOST_CASES else UNDECIDED


def _with_what_they_need(cases: Sequence[Case], known: Mapping[str, list[Case]]) -> list[Case]:
    """Add to each case what must hold for the questions to be asked whose answers it needs."""
    whole: list[Case] = []
    for case in cases:
        needed = dict.fromkeys(name for part, holds in case if holds for name in _needed(part))
        whole += [(*case, *more) for more in _all_of([known.get(name, UNDECIDED) for name in needed])]
    return _bounded(whole)


def _needed(part: Any) -> list[str]:
    """Return the questions without whose answer a part cannot hold."""
    if isinstance(part, Selected | Answered):
        return [part.question]
    if isinstance(part, Compare):
        return [side.question for side in (part.left, part.right) if isinstance(side, Answer)]
    return []


def _possible(cases: Sequence[Case], names: Mapping[str, Question]) -> list[Case]:
    return [case for case in cases if _is_possible(case, names)]


@dataclass(slots=True)
class _Known:
    """What a case says of one question's answer."""

    wanted: list[set[str]] = field(default_factory=list)
    barred: set[str] = field(default_factory=set)
    answered: bool | None = None
    limits: list[tuple[str, Fact]] = field(default_factory=list)
    counts: list[tuple[str, Fact]] = field(default_factory=list)


def _is_possible(case: Case, names: Mapping[str, Question]) -> bool:
    about: dict[str, _Known] = {}
    for part, holds in case:
        if not _gathered(part, holds, about):
            return False
    return all(_fits(names[name], known) for name, known in about.items() if name in names)


def _gathered(part: Any, holds: bool, about: dict[str, _Known]) -> bool:
    """Note what a part says of a question; ``False`` when it can never be so."""
    match part:
        case Selected():
            known = about.setdefault(part.question, _Known())
            if holds:
                known.wanted.append(set(part.options))
            else:
                known.barred |= set(part.options)
        case Answered():
            known = about.setdefault(part.question, _Known())
            if known.answered not in (None, holds):
                return False
            known.answered = holds
        case Compare():
            if not leaves(part) and not any(isinstance(node, Today) for node in walk(part)):
                return part.holds({}) == holds
            if holds:
                _limit(part.left, part.sign, part.right, about)
                _limit(part.right, MIRRORED[part.sign], part.left, about)
    return True


def _limit(side: Any, sign: str, other: Any, about: dict[str, _Known]) -> None:
    if not isinstance(side, Answer | Count) or leaves(other) or (bound := other.fact({})) is None:
        return
    known = about.setdefault(side.question, _Known())
    (known.limits if isinstance(side, Answer) else known.counts).append((sign, bound))


def _fits(question: Question, known: _Known) -> bool:
    """Say whether an answer to ``question`` can be all that is known of it."""
    needs_one = bool(known.wanted or known.limits)
    if known.answered is False and (known.limits or any(not w & _missing(question) for w in known.wanted)):
        return False
    if (needs_one or known.answered) and not question.asks:
        return False
    options = question.selectable()
    if question.meaning().sense == "choices":
        most = getattr(question, "most", None) or len(options)
        ends = [*known.counts, (">=", read_as("number", "0")), ("<=", read_as("number", str(most)))]
        return all(wanted - known.barred for wanted in known.wanted) and _is_open(ends)
    if options and question.meaning().sense in ("choice", "number"):
        left = options.intersection(*known.wanted) - known.barred
        left -= _missing(question) if known.answered or known.limits else set()
        left = {code for code in left if _within(question.meaning().fact(code), known.limits)}
        return bool(left) or not (needs_one or known.answered)
    lowest, highest = question.extent()
    ends = [(sign, end) for sign, end in ((">=", lowest), ("<=", highest)) if end is not None]
    return not known.limits or _is_open([*known.limits, *ends])


def _missing(question: Question) -> set[str]:
    return {option.code for option in question.choices() if option.missing}


def _within(fact: Fact, limits: Sequence[tuple[str, Fact]]) -> bool:
    return all(compared(fact, sign, bound) for sign, bound in limits)  # type: ignore[arg-type]


def _is_open(limits: Sequence[tuple[str, Fact]]) -> bool:
    """Say whether something lies within limits: no lower one is above an upper one."""
    for low_sign, low in limits:
        for high_sign, high in limits:
            if low_sign in (">", ">=", "=") and high_sign in ("<", "<=", "="):
                sign = "<=" if "=" in low_sign and "=" in high_sign else "<"
                if not compared(low, sign, high):  # type: ignore[arg-type]
                    return False
            if (low_sign, high_sign) == ("=", "!=") and low == high:
                return False
    return True
