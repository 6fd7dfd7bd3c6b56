"""What every question kind fulfils: it checks, shows, counts and exports its own answers.

Nothing outside this folder knows a kind. A face draws by ``control``, a chart by the summary's shape,
an export by ``export_columns``. To add a kind: one module here and one line in ``KINDS``.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from surveys.pipes import at_rest
from surveys.problems import AnswerError, Problem
from surveys.questions.menu import Menu
from surveys.relevance import Condition
from surveys.summaries import Summary
from surveys.values import Fact, Meaning, Node, Sense, leaves

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\-]{0,59}$")]
Texts = dict[Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")], Annotated[str, Field(max_length=4000)]]
Raw = Sequence[str]
"""What a face sends for one question: the texts of its inputs in order; empty texts mean unanswered."""

Value = str | list[str] | None
"""A clean answer as stored (JSON): a code or text, a list of codes, or ``None`` for no answer."""


class Picture(BaseModel):
    """A picture stored with the survey. ``alternative`` says what it shows to who cannot see it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}-\d{1,4}x\d{1,4}\.(jpg|png)$")]
    alternative: Texts

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height, which its name tells."""
        width, height = self.file.partition("-")[2].partition(".")[0].split("x")
        return int(width), int(height)


class Option(BaseModel):
    """A closed answer: stored ``code``, shown ``label``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    label: Texts
    exclusive: bool = False
    """Cannot be chosen together with others ("none of these")."""
    missing: bool = False
    """Counts as no answer ("prefer not to say"), never as "no"."""
    stays: bool = False
    """Keeps its place where the others are shuffled; exclusive and missing ones always do."""
    picture: Picture | None = None
    """Drawn beside the label where the question's look is ``images``."""
    relevance: Condition | None = None
    """Offered only where this holds; everybody is offered an option without one."""


Sort = Literal["text", "code", "number", "date", "time", "latitude", "longitude"]
"""How the texts of an export column read: a number has a decimal point, a date is ISO 8601."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One export column, as a statistics program or a reader needs to know it."""

    name: str
    label: Mapping[str, str]
    sort: Sort = "text"
    codes: tuple[Option, ...] = ()
    """What a ``code`` stands for."""
    part_of: str = ""
    """The name of the one column that may stand for this one and its neighbours of the same list."""
    ticks: Option | None = None
    """The option that ``1`` in this column chooses."""


class Constraint(BaseModel):
    """A condition that an answer must meet; it may look at the answer itself and at earlier ones."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    condition: Condition
    message: Texts
    """What a resident reads whose answer does not meet it: what is wrong, and what would do."""


class Question(BaseModel, ABC):
    """One thing asked. ``name`` is the variable's name for ever; wording may change between versions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    control: ClassVar[str]
    """How it is drawn; each face knows a handful of controls."""

    menu: ClassVar[Menu]
    """How authors find it."""

    kind: str
    name: Name
    text: Texts
    hint: Texts = {}
    required: bool = False
    relevance: Condition | None = None
    constraint: Constraint | None = None
    segment: bool = False
    """Whether results may be filtered and compared by this question (ward, age band …)."""
    stays: bool = False
    """Keeps its place where the questions of its page are shuffled."""

    asks: ClassVar[bool] = True
    """False for blocks that only tell something."""

    is_visible: ClassVar[bool] = True
    """False for what residents neither see nor answer."""

    is_counted: ClassVar[bool] = False
    """Whether counting needs the answer itself; of others it learns that there is one, never the words."""

    is_worked_out: ClassVar[bool] = False
    """Whether its answer follows from others; whatever is sent for it is passed over."""

    sense: ClassVar[Sense] = "nothing"
    """As what rules read its answers."""

    holds_files: ClassVar[bool] = False
    """Whether an answer names files that are stored beside the response."""

    sort: ClassVar[Sort] = "text"
    """How an answer without options reads in an export."""

    def follows(self) -> str:
        """Return the question it is drawn under, even before its condition holds; mostly none."""
        return ""

    @property
    def is_conditional(self) -> bool:
        """Say whether some may not be asked."""
        return self.relevance is not None

    def is_asked(self, answers: Mapping[str, Any]) -> bool:
        """Say whether somebody is asked who gave ``answers``; never where nothing would be offered."""
        return self.relevance is None or self.relevance.holds(answers)

    def offered(self, answers: Mapping[str, Any]) -> Self:
        """Return the question with what it offers to somebody who gave ``answers``; itself if that is all."""
        del answers
        return self

    def looks_at(self) -> frozenset[str]:
        """Return the names of the questions whose answers decide about this one."""
        looked_at = {leaf.question for _, tree in self.rules() for leaf in leaves(tree)}
        return frozenset((looked_at | {self.follows()}) - {"", self.name})

    @property
    def is_shuffled(self) -> bool:
        """Say whether each form shows its answers in an order of its own."""
        return False

    def arranged(self, chance: Random, opening: frozenset[str]) -> Self:
        """Return the question as one form shows it; the options ``opening`` a line below keep their place."""
        del chance, opening
        return self

    def order(self) -> tuple[str, ...]:
        """Return the codes of what ``arranged`` shuffles, in the order they have."""
        return ()

    def rules(self) -> Iterator[tuple[str, Node]]:
        """Yield the trees that look at answers: ``relevance``, ``constraint``, ``formula``, ``options.x``."""
        if self.relevance is not None:
            yield "relevance", self.relevance
        if self.constraint is not None:
            yield "constraint", self.constraint.condition

    def meaning(self) -> Meaning:
        """Return how rules read its answers."""
        return Meaning(self.sense, frozenset(option.code for option in self.choices() if option.missing))

    def extent(self) -> tuple[Fact, Fact]:
        """Return the lowest and the highest answer there can be; ``None`` where there is no such limit."""
        return None, None

    def work_out(self, answers: Mapping[str, Any]) -> Value:
        """Return the answer that follows from ``answers``, where it ``is_worked_out``."""
        del answers
        return None

    def parse(self, raw: Raw) -> Value:
        """Turn what a face sent into a clean answer; ``None`` when unanswered.

        Raises:
            AnswerError: with the code of what is wrong and the values its sentence needs.
        """
        given = [text for text in raw if isinstance(text, str) and text.strip()]
        value = self.read(given) if given else None
        if value is None and self.required and self.asks:
            raise AnswerError("answer_required")
        return value

    @abstractmethod
    def read(self, given: list[str]) -> Value:
        """Turn non-empty texts into a clean answer or raise ``AnswerError``."""

    def raw(self, value: Value) -> list[str]:
        """Return what a face would have sent for ``value``, to draw the question filled in."""
        return [] if value is None else [value] if isinstance(value, str) else list(value)

    def show(self, value: Value, language: str) -> list[str]:
        """Return the answer as lines a person reads; residents' own words come back as written."""
        del language
        return self.raw(value)

    @abstractmethod
    def summarise(self, values: Iterable[Value]) -> Summary:
        """Count stored answers of everyone who was asked (``None`` for no answer)."""

    def export_columns(self) -> list[str]:
        """Return the column names this question takes in an export."""
        return [self.name]

    def export_cells(self, value: Value) -> list[str]:
        """Return one text per export column."""
        return ["" if value is None else value if isinstance(value, str) else "|".join(value)]

    def variables(self) -> tuple[Variable, ...]:
        """Return what each of ``export_columns`` holds, in their order."""
        own = "code" if self.choices() else self.sort
        return tuple(
            Variable(column, self.text, own, self.choices())
            if column == self.name
            else Variable(column, with_part(self.text, column.removeprefix(f"{self.name}/")))
            for column in self.export_columns()
        )

    def code_of(self, text: str) -> str | None:
        """Return the code of the option that ``text`` means (its code or label), or ``None``."""
        del text
        return None

    def from_cell(self, cell: str) -> Raw:
        """Return what a face would have sent, from one cell of a table that holds the whole answer."""
        return [cell]

    def from_cells(self, cells: Sequence[str]) -> Raw:
        """Return what a face would have sent, from one cell per export column."""
        return self.from_cell(cells[0]) if cells else []

    def comment(self, value: Value) -> str | None:
        """Return the free text that analysis should read, or ``None``."""
        del value
        return None

    def position(self, value: Value) -> float | None:
        """Return where an answer stands from 0 (worst) to 1 (best); ``None`` where there is no such order."""
        del value
        return None

    def mark(self, code: str) -> str:
        """Return a sign drawn beside an option (stars, a face); it never says more than the label."""
        del code
        return ""

    def choices(self) -> tuple[Option, ...]:
        """Return the closed answers, if any."""
        return ()

    def selectable(self) -> set[str]:
        """Return what a condition may look for in an answer."""
        return {option.code for option in self.choices()}

    def own_problems(self) -> list[Problem]:
        """Return what is wrong with this question's settings taken together."""
        return []

    def texts(self) -> Iterable[tuple[str, Texts]]:
        """Yield every text that needs both languages, with its place below the question."""
        yield "text", self.text
        if self.hint:
            yield "hint", self.hint
        if self.constraint is not None:
            yield "constraint", self.constraint.message
        for option in self.choices():
            yield f"options.{option.code}", option.label


def with_part(text: Mapping[str, str], part: Mapping[str, str] | str) -> dict[str, str]:
    """Return a question's wording with the part of it that one column holds."""
    return {
        language: f"{words} – {part if isinstance(part, str) else in_language(part, language)}"
        for language, words in text.items()
    }


def in_language(texts: Mapping[str, str], language: str) -> str:
    """Choose a language's text, or the first there is; answers it repeats stand as their fallbacks."""
    return at_rest(texts.get(language) or next((text for text in texts.values() if text), ""))


def split_missing(values: Iterable[Value], missing_codes: set[str]) -> tuple[list[Any], int]:
    """Return the answers that count, and how many gave none or declined to say."""
    answered: list[Any] = []
    missing = 0
    for value in values:
        if value is None or value in ("", []) or (isinstance(value, str) and value in missing_codes):
            missing += 1
        else:
            answered.append(value)
    return answered, missing
