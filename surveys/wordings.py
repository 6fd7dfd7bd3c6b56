"""How a question was worded over a survey's versions, and where answers stop being comparable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from surveys.changes import Change, of_question
from surveys.questions import Question
from surveys.records import SurveyVersion


@dataclass(frozen=True, slots=True)
class Worded:
    """One way in which a question was asked, by one or several versions after each other."""

    question: Question
    first: SurveyVersion
    last: SurveyVersion
    responses: int
    """Complete responses to those versions, whether they answered the question or not."""
    changes: tuple[Change, ...]
    """What changed since the wording before; empty for the first."""

    @property
    def breaks_trend(self) -> bool:
        """Say whether answers from here on cannot be compared with those before."""
        return any(change.breaks_trend for change in self.changes)


def wordings(name: str, versions: Sequence[SurveyVersion], responses: Mapping[int, int]) -> list[Worded]:
    """Return the ways in which a question was asked, oldest first. ``responses`` go by a version's id."""
    found: list[Worded] = []
    for version in versions:
        question = version.definition.question(name)
        if question is None:
            continue
        count = responses.get(version.id, 0)
        changes = tuple(of_question(found[-1].question, question)) if found else ()
        if found and not changes:
            before = found[-1]
            found[-1] = replace(before, last=version, responses=before.responses + count)
        else:
            found.append(Worded(question, version, version, count, changes))
    return found


def names(versions: Sequence[SurveyVersion]) -> list[str]:
    """Return every name that was ever asked under, those of the newest version first and in its order."""
    found: dict[str, None] = {}
    for version in reversed(versions):
        found |= dict.fromkeys(question.name for question in version.definition.asked())
    return list(found)


@dataclass(frozen=True, slots=True)
class Break:
    """A version after which a question's answers cannot be compared with those before."""

    version: SurveyVersion
    changes: tuple[Change, ...]
    before: int
    """Responses to the versions before it that asked the question."""
    after: int


def breaks(name: str, versions: Sequence[SurveyVersion], responses: Mapping[int, int]) -> list[Break]:
    """Return where the answers to a question fall apart, oldest first; only where both sides have some."""
    worded = wordings(name, versions, responses)
    total, before, found = sum(each.responses for each in worded), 0, []
    for each in worded:
        if each.breaks_trend and before and total - before:
            kept = tuple(change for change in each.changes if change.breaks_trend)
            found.append(Break(each.first, kept, before, total - before))
        before += each.responses
    return found
