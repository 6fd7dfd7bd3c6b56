"""The way through a survey: who is asked what, what comes next, what is still wrong.

It runs over any source of answers (draft, stored, imported, test), so the logic lives here once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.definition import Page, SurveyDefinition
from surveys.piping import filled
from surveys.problems import AnswerError, Problem
from surveys.questions import Question, Value
from surveys.questions.particular import particular
from surveys.values import TODAY, leaves
from surveys.ways_out import Ending, Quota, ScreenOut, first_that_holds

Answers = Mapping[str, Value]
RawAnswers = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of reading a set of raw answers: clean ones, and what is wrong with the rest."""

    answers: dict[str, Value]
    problems: tuple[Problem, ...]

    @property
    def is_valid(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.problems


def relevant(questions: Sequence[Question], answers: Answers) -> list[Question]:
    """Return those of ``questions`` that are asked, given the clean answers so far, with what they offer."""
    return [q.offered(answers) for q in questions if q.is_asked(answers)]


def drawn(questions: Sequence[Question], answers: Answers) -> list[Question]:
    """Return those that are asked, and those drawn under one of them before their own condition holds."""
    asked = {question.name: question for question in relevant(questions, answers)}
    withheld = {
        (question.name, option.code)
        for question in questions
        if question.name in asked and asked[question.name] is not question
        for option in question.choices()
        if option not in asked[question.name].choices()
    }
    early = {q.name for q in questions if q.follows() in asked and _opened_by(q) not in withheld}
    return [asked.get(q.name, q) for q in questions if q.name in asked or q.name in early]


def _opened_by(question: Question) -> tuple[str, str]:
    """Return the question that a line stands under, and the option that brings it up."""
    return question.follows(), particular(question, "option", "")


def pages(definition: SurveyDefinition, answers: Answers) -> list[Page]:
    """Return the pages that have something to ask or tell, given the clean answers so far."""
    return [page for page in definition.pages if _shows(page, answers)]


def _shows(page: Page, answers: Answers) -> bool:
    return any(question.is_visible for question in relevant(page.questions, answers))


def page_after(definition: SurveyDefinition, page: Page, answers: Answers) -> Page | None:
    """Return the next page to show after ``page``; ``None`` after the last."""
    later = definition.pages[definition.pages.index(page) + 1 :]
    return next((following for following in later if _shows(following, answers)), None)


def page_before(definition: SurveyDefinition, page: Page, answers: Answers) -> Page | None:
    """Return the page shown before ``page``; ``None`` before the first."""
    earlier = definition.pages[: definition.pages.index(page)]
    return next((former for former in reversed(earlier) if _shows(former, answers)), None)


def check(
    definition: SurveyDefinition, raw: RawAnswers, *, page: Page | None = None, known: Answers | None = None
) -> Checked:
    """Read raw answers in order, one page or the whole survey.

    A question that is not asked takes no answer, whatever was sent. ``known`` are clean answers from
    other pages, which rules may look at. Answers stay in the result even where others are wrong. What
    follows from answers is worked out anew, whatever was sent for it.
    """
    clean: dict[str, Value] = dict(known or {})
    if (day := definition.day) is not None:
        clean[TODAY] = day.isoformat()
    problems: list[Problem] = []
    for question in page.questions if page else definition.questions():
        if not question.asks:
            continue
        clean.pop(question.name, None)
        if not question.is_asked(clean):
            continue
        if question.is_worked_out:
            value = question.work_out(clean)
        else:
            try:
                value = _parsed(question, raw.get(question.name, ()), clean)
            except AnswerError as error:
                problems.append(Problem(error.code, question.name, error.details))
                continue
        if value is None:
            continue
        clean[question.name] = value
        if question.constraint is not None and not _meets(question, clean):
            del clean[question.name]
            said = {**clean, question.name: value}
            details = {"message": filled(definition, question.constraint.message, said)}
            problems.append(Problem("constraint_unmet", question.name, details))
    return Checked(clean, tuple(problems))


def _parsed(question: Question, raw: Sequence[str], answers: Answers) -> Value:
    """Read an answer to what is offered; one that was offered before other answers changed is told apart."""
    offered = question.offered(answers)
    try:
        return offered.parse(raw)
    except AnswerError as error:
        if error.code == "option_unknown" and offered is not question and _is_known(question, raw):
            raise AnswerError("option_not_offered") from None
        raise


def _is_known(question: Question, raw: Sequence[str]) -> bool:
    """Say whether every code sent is one that somebody is offered."""
    try:
        question.parse(raw)
    except AnswerError as error:
        return error.code != "option_unknown"
    return True


def _meets(question: Question, answers: Answers) -> bool:
    """Say whether an answer meets its constraint; "prefer not to say" always does."""
    if question.constraint is None or not question.meaning().is_answer(answers[question.name]):
        return True
    return question.constraint.condition.holds(answers)


def screened_out(
    definition: SurveyDefinition, answers: Answers, problems: Sequence[Problem] = ()
) -> ScreenOut | None:
    """Return what ends the survey for somebody who gave ``answers``, page by page as they are met.

    Nothing after a page on which something is still wrong ends it: that is mended first.
    """
    wrong = {problem.place for problem in problems}
    for page in pages(definition, answers):
        if wrong & {question.name for question in page.questions}:
            return None
        if found := first_that_holds(page.screen_outs, answers):
            return found
    return None


def screening_answers(screen_out: ScreenOut, answers: Answers) -> dict[str, Value]:
    """Return the answers that a screen-out keeps: those its condition looks at, or none."""
    if screen_out.keeps == "nothing":
        return {}
    names = {leaf.question for leaf in leaves(screen_out.condition)}
    return {name: value for name, value in answers.items() if name in names}


def quotas(definition: SurveyDefinition, answers: Answers, *, up_to: Page | None = None) -> list[Quota]:
    """Return the quotas that ``answers`` fall under; with ``up_to``, those decided when that page ends."""
    met = [quota for quota in definition.quotas if quota.condition.holds(answers)]
    if up_to is None:
        return met
    at = next((at for at, page in enumerate(definition.pages, 1) if page.name == up_to.name), 0)
    seen = {question.name for page in definition.pages[:at] for question in page.questions}
    return [quota for quota in met if {leaf.question for leaf in leaves(quota.condition)} <= seen]


def ending(definition: SurveyDefinition, answers: Answers) -> Ending | None:
    """Return what somebody who gave ``answers`` reads at the end, instead of the survey's thanks."""
    return first_that_holds(definition.endings, answers)


def as_raw(definition: SurveyDefinition, answers: Answers) -> dict[str, list[str]]:
    """Return clean answers as a face would send them."""
    given = (q for q in definition.asked() if q.name in answers and not q.is_worked_out)
    return {question.name: question.raw(answers[question.name]) for question in given}


def given(definition: SurveyDefinition, answers: Answers) -> dict[str, Value]:
    """Return what was answered, without what follows from it."""
    return {q.name: answers[q.name] for q in definition.asked() if q.name in answers and not q.is_worked_out}


def comments(definition: SurveyDefinition, answers: Answers) -> list[tuple[str, str]]:
    """Return the free texts that analysis reads, as (question name, text)."""
    found = ((q.name, q.comment(answers.get(q.name))) for q in definition.asked())
    return [(name, text) for name, text in found if text]
