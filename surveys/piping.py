"""Earlier answers repeated in later texts: ``{{ward|your ward}}`` is the answer to ``ward``, or "your ward".

A choice is repeated by its label, a number or day as the language writes it. What somebody wrote is cut, kept
on one line and apart from the direction of the words around it, and never read as a notation.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from surveys.pipes import PIPE, at_rest, pipes
from surveys.problems import Problem
from surveys.questions.base import Question
from surveys.senses import SINGLE

if TYPE_CHECKING:
    from surveys.definition import SurveyDefinition

LONGEST = 200
FIRST_ISOLATE, LAST_ISOLATE = "\u2068", "\u2069"
_DIRECTIONS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_LANGUAGE = re.compile(r"[a-z]{2}")

Answers = Mapping[str, Any]
Model = TypeVar("Model", bound=BaseModel)


def filled(definition: "SurveyDefinition", texts: Mapping[str, str], answers: Answers) -> dict[str, str]:
    """Return a text in every language with the answers it repeats."""
    return {language: _filled(definition, text, language, answers) for language, text in texts.items()}


def told(definition: "SurveyDefinition", questions: Iterable[Question], answers: Answers) -> list[Question]:
    """Return questions as somebody reads them who gave ``answers``; themselves where nothing is repeated."""

    def change(text: str, language: str) -> str:
        return _filled(definition, text, language, answers)

    return [_told(one, change) if one.name in definition.repeating else one for one in questions]


def repeats_answers(question: Question) -> bool:
    """Say whether a text of a question repeats an answer."""
    return any("{{" in text for _, texts in question.texts() for text in texts.values())


def rested(definition: "SurveyDefinition") -> "SurveyDefinition":
    """Return a survey as it reads without answers; itself where nothing is repeated."""
    pages = tuple(_told(page, lambda text, _: at_rest(text)) for page in definition.pages)
    same = all(now is before for now, before in zip(pages, definition.pages, strict=True))
    return definition if same else definition.with_pages(pages)


def _told(model: Model, change: Callable[[str, str], str]) -> Model:
    """Return a model with its texts changed, itself where there is nothing to change."""
    changed: dict[str, Any] = {}
    # Every page drawn comes through here: a model keeps what it holds as plain attributes.
    for name, value in vars(model).items():
        now = _changed(value, change)
        if now is not value:
            changed[name] = now
    return model.model_copy(update=changed) if changed else model


def _changed(value: Any, change: Callable[[str, str], str]) -> Any:
    if type(value) not in (dict, tuple):
        return value
    if isinstance(value, dict):
        if not any(isinstance(text, str) and "{{" in text for text in value.values()):
            return value
        return {key: change(text, key) if _LANGUAGE.fullmatch(key) else text for key, text in value.items()}
    if isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
        parts = tuple(_told(part, change) for part in value)
        return value if all(now is before for now, before in zip(parts, value, strict=True)) else parts
    return value


def _filled(definition: "SurveyDefinition", text: str, language: str, answers: Answers) -> str:
    if "{{" not in text:
        return text

    def answer(found: re.Match[str]) -> str:
        question = definition.question(found[1])
        value = answers.get(found[1])
        if question is None or not question.meaning().is_answer(value):
            return at_rest(found[0])
        return repeated(question.show(value, language), is_free=question.meaning().sense == "text")

    return PIPE.sub(answer, text)


def repeated(lines: Sequence[str], *, is_free: bool) -> str:
    """Return an answer as it stands in a sentence; ``is_free`` where somebody wrote it."""
    words = " ".join(", ".join(lines).split())
    if not is_free:
        return words
    words = " ".join(_DIRECTIONS.sub("", words).split())
    words = words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"
    # A brace somebody typed opens nothing.
    return FIRST_ISOLATE + words.replace("{{", "{\u2060{") + LAST_ISOLATE


def repeatable(definition: "SurveyDefinition", name: str) -> list[Question]:
    """Return the questions whose answers the texts of a question, or the title of a page, may repeat."""
    known: dict[str, Question] = {}
    for page in definition.pages:
        unseen: dict[str, Question] = {}
        for question in page.questions:
            if question.name == name:
                return _fitting({**known, **unseen})
            if question.asks and not question.is_visible:
                unseen[question.name] = question
        if page.name == name:
            return _fitting(known)
        known |= {question.name: question for question in page.questions if question.asks}
    return []


def _fitting(known: Mapping[str, Question]) -> list[Question]:
    return [question for question in known.values() if question.meaning().sense in SINGLE | {"choices"}]


def pipe_problems(definition: "SurveyDefinition") -> Iterator[Problem]:
    """Yield what keeps a text from repeating an answer, once a name and place."""
    for place in ("title", "introduction", "notice", "thanks", "contact"):
        if any("{{" in text for text in getattr(definition, place).values()):
            yield Problem("pipe_misplaced", place)
    known: dict[str, Question] = {}
    for page in definition.pages:
        here = {question.name for question in page.questions if question.asks and question.is_visible}
        yield from _of_texts(definition, page.name, page.title, known, here)
        for question in page.questions:
            for below, texts in question.texts():
                # What an answer was refused for is said after the page was filled in.
                seen = {q.name: q for q in page.questions} if below == "constraint" else {}
                unknown = set() if below == "constraint" else here
                yield from _of_texts(definition, question.name, texts, {**known, **seen}, unknown)
            if question.asks and question.name not in here:
                known[question.name] = question
        known |= {question.name: question for question in page.questions if question.asks}


def repeated_here(question: Question, here: Mapping[str, Question]) -> str:
    """Return the first answer, given on the page ``here``, that a question's texts repeat; mostly none."""
    for below, texts in question.texts():
        if below == "constraint":
            continue
        for text in texts.values():
            for name, _ in pipes(text):
                if (other := here.get(name)) is not None and other.asks and other.is_visible:
                    return name
    return ""


def _of_texts(
    definition: "SurveyDefinition",
    place: str,
    texts: Mapping[str, str],
    known: Mapping[str, Question],
    here: set[str],
) -> Iterator[Problem]:
    found: dict[str, Problem] = {}
    for text in texts.values():
        if "{{" in PIPE.sub("", text) or "}}" in PIPE.sub("", text):
            found.setdefault("", Problem("pipe_unreadable", place))
        for name, fallback in pipes(text):
            if code := _wrong(definition, name, fallback, known, here):
                found.setdefault(name, Problem(code, place, {"question": name}))
    yield from found.values()


def _wrong(
    definition: "SurveyDefinition",
    name: str,
    fallback: str | None,
    known: Mapping[str, Question],
    here: set[str],
) -> str:
    question = known.get(name)
    if question is None:
        if name in here:
            return "pipe_same_page"
        return "pipe_later_question" if definition.question(name) else "pipe_unknown_question"
    if question.meaning().sense not in SINGLE | {"choices"}:
        return "pipe_unfit"
    return "" if (fallback or "").strip() else "pipe_without_fallback"
