"""A survey as a frozen value: what is asked, in which words, on which pages."""

import difflib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic import Discriminator as _Discriminator
from pydantic import Tag as _Tag

from surveys import ways_out
from surveys.offers import offer_problems
from surveys.piping import pipe_problems, repeats_answers
from surveys.problems import DefinitionError, Problem
from surveys.questions import KINDS, Question, Texts
from surveys.questions.base import Name
from surveys.reach import unreachable
from surveys.rules import bind_rules, rule_problems

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "fr")
MOST_QUESTIONS = 1000
MOST_BYTES = 5_000_000


def _kind_of(data: Any) -> str:
    return str(data.get("kind")) if isinstance(data, Mapping) else str(getattr(data, "kind", None))


_members: Any = None
for _kind, _class in KINDS.items():
    _tagged = Annotated[_class, _Tag(_kind)]  # type: ignore[valid-type]
    _members = _tagged if _members is None else _members | _tagged
AnyQuestion = Annotated[_members, _Discriminator(_kind_of)]


class Page(BaseModel):
    """One screen of questions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    title: Texts
    shuffled: bool = False
    """Each form shows the questions in an order of its own; those that depend on another stay below it."""
    questions: tuple[AnyQuestion, ...]
    screen_outs: tuple[ways_out.ScreenOut, ...] = Field(default=(), max_length=ways_out.MOST)
    """Who goes no further after this page; the first whose condition holds."""


class SurveyDefinition(BaseModel):
    """Everything that publishing freezes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Texts
    purpose: Literal["consultation", "beta_feedback"]
    introduction: Texts
    notice: Texts = {}
    """The collection notice: what is collected, under what authority, why, and whom to ask."""
    thanks: Texts = {}
    contact: Texts = {}
    minutes: int = Field(default=3, ge=1, le=120)
    """How long it takes, as told to residents."""
    languages: tuple[Language, ...] = LANGUAGES
    pages: tuple[Page, ...]
    quotas: tuple[ways_out.Quota, ...] = Field(default=(), max_length=ways_out.MOST)
    endings: tuple[ways_out.Ending, ...] = Field(default=(), max_length=ways_out.MOST)
    """What some residents read after sending, instead of ``thanks``; the first whose condition holds."""

    @model_validator(mode="after")
    def _ready(self) -> "SurveyDefinition":
        self._index()
        return self

    def _index(self) -> None:
        index = {question.name: question for page in self.pages for question in page.questions}
        object.__setattr__(self, "_questions", index)
        is_shuffled = any(page.shuffled for page in self.pages) or any(q.is_shuffled for q in index.values())
        object.__setattr__(self, "_is_shuffled", is_shuffled)
        may_end_early = bool(self.quotas) or any(page.screen_outs for page in self.pages)
        object.__setattr__(self, "_may_end_early", may_end_early)

    @property
    def is_shuffled(self) -> bool:
        """Say whether forms differ in the order of options or questions."""
        found: bool = self._is_shuffled  # type: ignore[attr-defined]
        return found

    @property
    def may_end_early(self) -> bool:
        """Say whether some residents may be told that the survey is over before they have sent it."""
        found: bool = self._may_end_early  # type: ignore[attr-defined]
        return found

    def screen_outs(self) -> tuple[ways_out.ScreenOut, ...]:
        """Return every screen-out, in the order of pages."""
        return tuple(each for page in self.pages for each in page.screen_outs)

    def ways_out(self) -> tuple[ways_out.WayOut, ...]:
        """Return everything that may end the survey in words of its own."""
        return (*self.screen_outs(), *self.quotas, *self.endings)

    def with_pages(self, pages: tuple[Page, ...]) -> "SurveyDefinition":
        """Return the same survey with other pages, without checking them again."""
        made = self.model_copy(update={"pages": pages})
        made._index()
        return made

    @model_validator(mode="after")
    def _bind(self) -> "SurveyDefinition":
        questions = tuple(self.questions())
        is_day_needed = bind_rules(questions)
        object.__setattr__(
            self, "_needs_day", ways_out.bind_ways(self.ways_out(), questions) or is_day_needed
        )
        object.__setattr__(self, "_repeating", frozenset(q.name for q in questions if repeats_answers(q)))
        return self

    @property
    def repeating(self) -> frozenset[str]:
        """Return the names of the questions whose texts repeat earlier answers."""
        found: frozenset[str] = self._repeating  # type: ignore[attr-defined]
        return found

    def on(self, day: date) -> "SurveyDefinition":
        """Return the survey as somebody meets it on ``day``; itself where no rule looks at the day."""
        if not self._needs_day:  # type: ignore[attr-defined]
            return self
        opened = self.model_copy()
        object.__setattr__(opened, "_day", day)
        return opened

    @property
    def day(self) -> date | None:
        """Return the day on which the survey was opened, where a rule looks at it; today if nobody said."""
        if not self._needs_day:  # type: ignore[attr-defined]
            return None
        found: date | None = self.__dict__.get("_day")
        return found or datetime.now(UTC).date()

    def questions(self) -> Iterator[Question]:
        """Yield every question in order, blocks that ask nothing included."""
        for page in self.pages:
            yield from page.questions

    def asked(self) -> list[Question]:
        """Return the questions that take an answer, in order."""
        return [question for question in self.questions() if question.asks]

    def question(self, name: str) -> Question | None:
        """Return the question of that name, or ``None``."""
        found: Question | None = self._questions.get(name)  # type: ignore[attr-defined]
        return found

    @property
    def takes_files(self) -> bool:
        """Say whether a question takes files."""
        return any(question.holds_files for question in self.questions())

    def segments(self) -> list[Question]:
        """Return the questions by which results may be filtered."""
        return [question for question in self.asked() if question.segment]

    def as_data(self) -> dict[str, Any]:
        """Return plain JSON data that ``read_definition`` reads back equal."""
        return self.model_dump(mode="json", exclude_defaults=False)

    def fingerprint(self) -> str:
        """Return a SHA-256 over the definition, equal for equal definitions."""
        return sha256(json.dumps(self.as_data(), sort_keys=True).encode()).hexdigest()


def read_definition(data: object) -> SurveyDefinition:
    """Build a definition from plain data (a mapping, or JSON text).

    Raises:
        DefinitionError: with every problem found, each with its place.
    """
    if isinstance(data, str | bytes):
        try:
            data = json.loads(data) if len(data) <= MOST_BYTES else None
        except (ValueError, RecursionError) as error:
            raise DefinitionError(
                (Problem("definition_unreadable", "", {"why": str(error)[:200]}),)
            ) from None
    if not isinstance(data, Mapping):
        raise DefinitionError((Problem("definition_unreadable", "", {"why": "not a JSON object"}),))
    try:
        definition = SurveyDefinition.model_validate(data)
    except ValidationError as error:
        raise DefinitionError(tuple(_problem(part) for part in error.errors())) from None
    problems = tuple(_problems(definition))
    if problems:
        raise DefinitionError(problems)
    return definition


def _problem(error: Any) -> Problem:
    location = [str(part) for part in error["loc"] if not str(part).startswith("function-")]
    # pydantic names the union member in the path; authors wrote no such level.
    place = ".".join(part for part in location if part not in KINDS)
    kind = error["type"]
    if kind == "union_tag_invalid" and "_kind_of" in str(error.get("ctx", {}).get("discriminator", "")):
        given = str(error["ctx"]["tag"])
        near = difflib.get_close_matches(given, KINDS, n=1)
        return Problem("kind_unknown", place, {"given": given, "near": near[0] if near else ""})
    if kind == "extra_forbidden":
        return Problem("field_unknown", place, {"field": location[-1]})
    if kind == "missing":
        return Problem("field_missing", place, {"field": location[-1]})
    return Problem("field_wrong", place, {"why": str(error["msg"])[:200]})


def _problems(definition: SurveyDefinition) -> Iterator[Problem]:
    asked = definition.asked()
    if not asked:
        yield Problem("no_questions", "pages")
    if len(asked) > MOST_QUESTIONS:
        yield Problem("too_many_questions", "pages", {"count": len(asked), "most": MOST_QUESTIONS})
    names = Counter(question.name for question in definition.questions())
    yield from (Problem("name_repeated", name, {"name": name}) for name, times in names.items() if times > 1)
    # Draft answers come back to a page by its name.
    screens = Counter(page.name for page in definition.pages)
    yield from (
        Problem("name_repeated", name, {"name": name}) for name, times in screens.items() if times > 1
    )
    yield from _way_problems(definition)
    for page in definition.pages:
        if not page.questions:
            yield Problem("page_empty", page.name)
    for question in definition.questions():
        yield from question.own_problems()
        if question.constraint is not None and (not question.is_visible or not question.asks):
            yield Problem("constraint_misplaced", question.name)
    yield from rule_problems(tuple(definition.questions()))


def publishing_problems(definition: SurveyDefinition, before: SurveyDefinition | None) -> list[Problem]:
    """Return what stops publishing: gaps in a language, no collection notice, a name that changed kind."""
    problems = [
        Problem("language_missing", place, {"language": language})
        for place, texts in _texts(definition)
        for language in definition.languages
        if not texts.get(language, "").strip()
    ]
    if not any(text.strip() for text in definition.notice.values()):
        problems.append(Problem("notice_missing", "notice"))
    for question in definition.asked():
        old = before.question(question.name) if before else None
        if old is not None and old.kind != question.kind:
            details = {"before": old.kind, "now": question.kind}
            problems.append(Problem("kind_changed", question.name, details))
    problems += [
        Problem("pipe_misplaced", place)
        for place, texts in ways_out.way_texts(definition.ways_out())
        if any("{{" in text for text in texts.values())
    ]
    problems += [*pipe_problems(definition), *offer_problems(definition)]
    return [*problems, *unreachable(tuple(definition.questions()))]


def _way_problems(definition: SurveyDefinition) -> Iterator[Problem]:
    names = {question.name: question for question in definition.asked()}
    seen: dict[str, Question] = {}
    for page in definition.pages:
        seen |= {question.name: question for question in page.questions if question.asks}
        yield from ways_out.way_problems(page.screen_outs, seen, names)
    yield from ways_out.way_problems((*definition.quotas, *definition.endings), names, names)
    for ways in (definition.screen_outs(), definition.quotas, definition.endings):
        yield from ways_out.repeated_names(ways)


def _texts(definition: SurveyDefinition) -> Iterator[tuple[str, Texts]]:
    yield "title", definition.title
    yield "introduction", definition.introduction
    for place in ("notice", "thanks", "contact"):
        if texts := getattr(definition, place):
            yield place, texts
    for page in definition.pages:
        yield page.name, page.title
        for question in page.questions:
            for place, texts in question.texts():
                yield f"{question.name}.{place}", texts
    yield from ways_out.way_texts(definition.ways_out())
