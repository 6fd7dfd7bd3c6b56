"""Questions as templates draw them: texts chosen, answers filled in, what is wrong said in words.

A template macro is named like a question's ``control``; nothing here knows a kind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from engage.wording import Wording
from engage.wording.limits import limits
from engage.wording.money import priced
from engage.wording.problems import told
from surveys.problems import Problem
from surveys.questions import Option, Question, in_language
from surveys.questions.particular import particular

MOST_STEPS_IN_WORDS = 7
"""More steps stand in a row by their numbers alone, with the ends told below."""

ACCEPTED: Mapping[str, str] = {
    "images": "image/jpeg,image/png,image/gif,image/webp",
    "pdf": "application/pdf",
    "text": "text/plain",
}
"""What browsers call the sorts of files; it helps to choose and protects nothing."""


@dataclass(frozen=True, slots=True)
class ShownOption:
    """A closed answer."""

    code: str
    label: str
    missing: bool
    mark: str = ""
    """A sign that only decorates (stars, a face)."""
    picture: str = ""
    """The address of its picture; empty for most."""
    alternative: str = ""
    size: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One question on a page. ``given`` is what was typed or chosen, as sent; ``error`` is empty if right."""

    id: str
    name: str
    control: str
    text: str
    hint: str
    required: bool
    given: Sequence[str]
    error: str
    options: tuple[ShownOption, ...]
    limits: str
    places: tuple[str, ...]
    autocomplete: str
    look: str
    entry: str
    inputmode: str
    unit: str
    rows: tuple[ShownOption, ...]
    several: bool
    opened_by: str
    """The option that brings this question up under the one before; empty for most."""
    suggestions: tuple[str, ...] = ()
    """What is offered to somebody who types."""
    opens: frozenset[str] = frozenset()
    """The options that bring up a question under this one."""
    accept: str = ""
    """What a browser offers where files may be chosen."""
    most: int | None = None

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """Return each file added so far as it is sent again, and its name."""
        parts = ((text, text.partition("/")) for text in self.given)
        return tuple((text, name) for text, (_, _, name) in parts if name)

    @property
    def in_numbers(self) -> tuple[tuple[str, str], ...]:
        """Return number and meaning of each step of a row too long for words; empty for any other."""
        steps = [option for option in self.options if not option.missing]
        parts = [option.label.partition(" – ") for option in steps]
        are_numbered = all(number == option.code for option, (number, _, _) in zip(steps, parts, strict=True))
        if len(steps) <= MOST_STEPS_IN_WORDS or not are_numbered:
            return ()
        return tuple((number, meaning) for number, _, meaning in parts)

    def row_given(self, row: str) -> bool:
        """Say whether a line of a grid has an answer."""
        return any(text.startswith(f"{row}=") for text in self.given)

    @property
    def can_clear(self) -> bool:
        """Say whether a choice once made needs a way back to none."""
        return not self.required and not any(option.missing for option in self.options)


def shown(
    question: Question,
    t: Wording,
    *,
    given: Sequence[str] = (),
    problem: Problem | None = None,
    opens: frozenset[str] = frozenset(),
) -> ShownQuestion:
    """Return ``question`` in the reader's language, filled in."""
    return ShownQuestion(
        id=f"q-{question.name}",
        name=question.name,
        control=question.control,
        text=in_language(question.text, t.language),
        hint=in_language(question.hint, t.language),
        required=question.required,
        given=given,
        error=told(problem, t.language).whole if problem else "",
        options=tuple(
            ShownOption(
                option.code,
                priced(t, in_language(option.label, t.language), option),
                option.missing,
                question.mark(option.code),
                *_picture(option, t),
            )
            for option in question.choices()
        ),
        limits=limits(question, t),
        places=tuple(place_name(t, place) for place in range(1, particular(question, "places", 0) + 1)),
        autocomplete=particular(question, "autocomplete", "off"),
        look=particular(question, "look", ""),
        entry=particular(question, "entry", "text"),
        inputmode=particular(question, "inputmode", ""),
        rows=tuple(
            ShownOption(row.code, in_language(row.label, t.language), missing=False)
            for row in particular(question, "rows", ())
        ),
        suggestions=tuple(
            in_language(place.label, t.language) for place in particular(question, "addresses", ())
        ),
        opens=opens,
        accept=",".join(ACCEPTED[sort] for sort in particular(question, "takes", ())),
        most=particular(question, "most", None),
        several=particular(question, "several", False),
        opened_by=particular(question, "option", "") if question.follows() else "",
        unit=in_language(particular(question, "unit", {}), t.language),
    )


def _picture(option: Option, t: Wording) -> tuple[str, str, tuple[int, int]]:
    """Return address, description and size of an option's picture."""
    if option.picture is None:
        return "", "", (0, 0)
    told = in_language(option.picture.alternative, t.language)
    return f"/pictures/{option.picture.file}", told, option.picture.size


def opening(question: Question, drawn: Sequence[Question]) -> frozenset[str]:
    """Return the options of ``question`` that bring up the one drawn right under it."""
    # Compared by identity: to compare a hundred questions with each other takes longer than to draw them.
    after = next((later for here, later in pairwise(drawn) if here is question), None)
    if after is None or after.follows() != question.name:
        return frozenset()
    return frozenset({particular(after, "option", "")})


def first_problems(problems: Sequence[Problem]) -> Mapping[str, Problem]:
    """Return the first problem of each question by the question's name."""
    found: dict[str, Problem] = {}
    for problem in problems:
        found.setdefault(problem.place, problem)
    return found


def place_name(t: Wording, place: int) -> str:
    """Return how a place in an order of priority is called."""
    names = {
        1: t("First priority"),
        2: t("Second priority"),
        3: t("Third priority"),
        4: t("Fourth priority"),
        5: t("Fifth priority"),
    }
    return names.get(place) or t("Priority %(number)s", number=place)
