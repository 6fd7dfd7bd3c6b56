"""Everything that keeps a draft from being published, seen with the versions before it."""

from collections.abc import Sequence

from surveys.blanks import blanks
from surveys.definition import SurveyDefinition, publishing_problems
from surveys.problems import Problem
from surveys.strings import strings
from surveys.translations import Agreed, place_of, stale_problems

GAPS = frozenset(
    {"language_missing", "notice_missing", "translation_stale", "blank_open", "pipe_without_fallback"}
)
"""What is still to be written, as told by codes of problems; everything else is wrong as it stands."""


def stops(
    definition: SurveyDefinition, *, frozen: Sequence[SurveyDefinition] = (), agreed: Agreed | None = None
) -> list[Problem]:
    """Return what must be mended before publishing. ``frozen`` are the versions so far, oldest first.

    A name belongs to one kind for ever: a question that was left out for a while keeps its kind too.
    """
    problems = publishing_problems(definition, frozen[-1] if frozen else None)
    told = {problem.place for problem in problems if problem.code == "kind_changed"}
    problems += [problem for problem in _kinds_of_old(definition, frozen) if problem.place not in told]
    return problems + _blanks(definition) + stale_problems(definition, agreed or {})


def _kinds_of_old(definition: SurveyDefinition, frozen: Sequence[SurveyDefinition]) -> list[Problem]:
    found: dict[str, Problem] = {}
    for before in reversed(frozen):
        for question in definition.asked():
            old = before.question(question.name)
            if old is not None and old.asks and old.kind != question.kind:
                details = {"before": old.kind, "now": question.kind}
                found.setdefault(question.name, Problem("kind_changed", question.name, details))
    return list(found.values())


def _blanks(definition: SurveyDefinition) -> list[Problem]:
    """Name each open blank once, where it is read first."""
    found: dict[str, Problem] = {}
    open_ones = blanks(definition)
    for string in strings(definition):
        for blank in open_ones:
            if blank not in found and any(f"{{{blank}}}" in text for text in string.texts.values()):
                found[blank] = Problem("blank_open", place_of(string), {"blank": blank})
    return list(found.values())
