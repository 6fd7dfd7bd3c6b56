"""Questions as HTML; blank ones are drawn once and kept, since most people see most questions so.

What somebody answered is never kept: only questions without an answer and without a problem are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from engage.web.questions import ShownQuestion, shown
from engage.web.render import environment
from engage.wording import Wording
from surveys.problems import Problem
from surveys.questions import Question

MOST_KEPT = 5000

Key = tuple[str, frozenset[str]]
"""The reader's language, and the options that bring up the question below."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A question as it is told, and drawn."""

    question: ShownQuestion
    html: Markup


# By the question's identity: to compare questions takes longer than to draw them. The question is kept
# beside, so that no other one gets its identity.
_kept: dict[int, tuple[Question, dict[Key, Fragment]]] = {}


def fragment(
    question: Question,
    t: Wording,
    *,
    given: Sequence[str] = (),
    problem: Problem | None = None,
    opens: frozenset[str] = frozenset(),
) -> Fragment:
    """Return a question drawn in the reader's language, filled in."""
    if given or problem is not None:
        return _drawn(shown(question, t, given=given, problem=problem, opens=opens), t)
    of, known = _kept.get(id(question), (None, {}))
    key = (t.language, opens)
    if of is question and key in known:
        return known[key]
    made = _drawn(shown(question, t, opens=opens), t)
    if of is not question:
        known = {}
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[id(question)] = (question, known)
    known[key] = made
    return made


def _drawn(question: ShownQuestion, t: Wording) -> Fragment:
    """Draw by the macro that is named like the control."""
    macro = getattr(environment().get_template("controls.html").module, question.control)
    return Fragment(question, macro(question, t))
