"""A rating in 2 to 11 points, drawn as numbers, stars or faces, with both ends named."""

from collections.abc import Iterable
from typing import ClassVar, Literal

from pydantic import Field

from surveys.problems import AnswerError
from surveys.questions.base import Option, Texts, Value, in_language, split_missing
from surveys.questions.choices import CodedQuestion, count, declined
from surveys.questions.menu import Menu
from surveys.summaries import ScaleSummary, Summary
from surveys.values import Sense

FACES = ("😠", "😞", "😐", "😊", "😃")
"""Of the oldest faces there are, so that every device has them."""


class PointScale(CodedQuestion):
    """What ratings share: points in a row, the last one best, each stored as its number."""

    control: ClassVar[str] = "scale"
    sense: ClassVar[Sense] = "number"
    decline: Texts = Field(default_factory=dict)

    def numbers(self) -> range:
        """Return the points, worst first."""
        raise NotImplementedError

    def ends(self) -> tuple[Texts, Texts]:
        """Return what the first and the last point mean."""
        raise NotImplementedError

    def choices(self) -> tuple[Option, ...]:
        """Return one option per point, the ends with their meaning, and what counts as no answer."""
        numbers = self.numbers()
        named = dict(zip((numbers[0], numbers[-1]), self.ends(), strict=True))
        points = tuple(Option(code=str(n), label=_label(n, named.get(n, {}))) for n in numbers)
        return points + declined(self.decline)

    def read(self, given: list[str]) -> Value:
        """Take exactly one known code."""
        if len(set(given)) > 1:
            raise AnswerError("several_answers")
        return self.known(given)[0]

    def position(self, value: Value) -> float | None:
        """Return the answer's place from 0 (worst) to 1 (best); ``None`` when there is none."""
        numbers = [str(number) for number in self.numbers()]
        if not isinstance(value, str) or value not in numbers:
            return None
        return numbers.index(value) / (len(numbers) - 1)

    def summarise(self, values: Iterable[Value]) -> Summary:
        """Count points, and average them as they are numbered."""
        answered, missing = split_missing(values, self.missing_codes())
        mean = sum(map(int, answered)) / len(answered) if answered else None
        bars = self.bars(count(answered))
        return ScaleSummary(len(answered), missing, bars, mean, lowest=self.numbers()[0])


class RatingScale(PointScale):
    """Points from 1 to ``points``."""

    menu: ClassVar[Menu] = Menu(
        "rating",
        {"en": "Points, stars or faces", "fr": "Points, étoiles ou visages"},
        {
            "en": "Two to eleven points with named ends.",
            "fr": "De deux à onze points aux extrémités nommées.",
        },
    )
    kind: Literal["rating_scale"] = "rating_scale"
    points: int = Field(default=5, ge=2, le=11)
    look: Literal["numbers", "stars", "faces"] = "numbers"
    worst: Texts = Field(default_factory=dict)
    best: Texts = Field(default_factory=dict)

    def numbers(self) -> range:
        """Return the points, worst first."""
        return range(1, self.points + 1)

    def ends(self) -> tuple[Texts, Texts]:
        """Return the author's names of the ends."""
        return self.worst, self.best

    def mark(self, code: str) -> str:
        """Return as many stars as points, or a face as glad as the point is good."""
        place = self.position(code)
        if place is None or self.look == "numbers":
            return ""
        return "★" * int(code) if self.look == "stars" else FACES[round(place * (len(FACES) - 1))]


def _label(number: int, meaning: Texts) -> Texts:
    if not any(meaning.values()):
        return {"en": str(number), "fr": str(number)}
    return {language: f"{number} – {in_language(meaning, language)}" for language in ("en", "fr")}
