"""In which order one form shows options and questions: drawn once from its key, alike wherever it is drawn.

A page redrawn, a draft come back to, either face: the key says the order, so nothing has to remember it.
What was shown is kept with the response, so that an effect of the order can be measured.
"""

from collections.abc import Mapping, Sequence
from random import Random

from surveys.definition import Page, SurveyDefinition
from surveys.journey import Answers, relevant
from surveys.questions import Question
from surveys.questions.choices import in_place

OF_QUESTIONS = "questions"
OF_OPTIONS = "options"


def arranged(definition: SurveyDefinition, key: str) -> SurveyDefinition:
    """Return ``definition`` as the form of ``key`` shows it; itself where nothing is shuffled.

    Answers are checked against the definition as the author wrote it: the order changes no answer.
    """
    if not definition.is_shuffled:
        return definition
    pages = tuple(_arranged_page(page, key) for page in definition.pages)
    return definition.with_pages(pages)


def shown(definition: SurveyDefinition, key: str, answers: Answers) -> dict[str, list[str]]:
    """Return the orders that the form of ``key`` showed to somebody who gave ``answers``.

    ``question.options`` to codes and ``page.questions`` to names; nothing for what they were not asked.
    """
    found: dict[str, list[str]] = {}
    if not definition.is_shuffled:
        return found
    for page in arranged(definition, key).pages:
        asked = relevant(page.questions, answers)
        if page.shuffled and asked:
            found[f"{page.name}.{OF_QUESTIONS}"] = [q.name for q in asked if q.asks and q.is_visible]
        found |= {f"{q.name}.{OF_OPTIONS}": list(q.order()) for q in asked if q.is_shuffled}
    return found


def columns(definition: SurveyDefinition) -> dict[str, Mapping[str, str]]:
    """Return every name that ``shown`` may give, with the title of its page or the text of its question."""
    found: dict[str, Mapping[str, str]] = {}
    for page in definition.pages:
        if page.shuffled:
            found[f"{page.name}.{OF_QUESTIONS}"] = page.title
        found |= {f"{q.name}.{OF_OPTIONS}": q.text for q in page.questions if q.is_shuffled}
    return found


def _arranged_page(page: Page, key: str) -> Page:
    if not page.shuffled and not any(question.is_shuffled for question in page.questions):
        return page
    questions = [_arranged_question(question, page, key) for question in page.questions]
    if page.shuffled:
        chance = Random(f"{key} {page.name} {OF_QUESTIONS}")
        groups = _groups(questions)
        questions = [q for group in in_place(groups, _stays, chance) for q in group]
    return page.model_copy(update={"questions": tuple(questions)})


def _arranged_question(question: Question, page: Page, key: str) -> Question:
    if not question.is_shuffled:
        return question
    return question.arranged(Random(f"{key} {question.name}"), _opening(question, page))


def _opening(question: Question, page: Page) -> frozenset[str]:
    """Return the options that bring up a line under ``question``: it stands below the last of them."""
    return frozenset(
        str(getattr(other, "option", "")) for other in page.questions if other.follows() == question.name
    )


def _groups(questions: Sequence[Question]) -> list[list[Question]]:
    """Return questions together with those of the same page that depend on them, in the author's order."""
    groups: list[list[Question]] = []
    for question in questions:
        needed = question.looks_at()
        bound = [group for group in groups if needed & {q.name for q in group}]
        if not bound:
            groups.append([question])
            continue
        first = bound[0]
        for group in bound[1:]:
            first += group
            groups.remove(group)
        first.append(question)
    return groups


def _stays(group: Sequence[Question]) -> bool:
    return any(question.stays for question in group) or not any(q.asks and q.is_visible for q in group)
