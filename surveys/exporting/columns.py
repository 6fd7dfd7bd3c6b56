"""The columns of a survey's responses over all its versions, and responses as rows of codes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo

from surveys import shuffling
from surveys.pipes import resting
from surveys.questions import Option, Question
from surveys.questions.base import Sort, Variable, with_part
from surveys.records import CHANNELS, Response, SurveyVersion

_CHANNELS = {
    "web": {"en": "Web", "fr": "Web"},
    "embedded": {"en": "On another site", "fr": "Sur un autre site"},
    "kiosk": {"en": "Kiosk", "fr": "Borne"},
    "phone": {"en": "Phone", "fr": "Téléphone"},
    "paper": {"en": "Paper", "fr": "Papier"},
    "in_person": {"en": "In person", "fr": "En personne"},
    "import": {"en": "Brought in", "fr": "Importé"},
}
_LANGUAGES = {"en": {"en": "English", "fr": "Anglais"}, "fr": {"en": "French", "fr": "Français"}}
_LEAD = (
    Variable("response_id", {"en": "Number of the response", "fr": "Numéro de la réponse"}, "number"),
    Variable("received_day", {"en": "Day received", "fr": "Jour de réception"}, "date"),
    Variable(
        "channel",
        {"en": "How it came in", "fr": "Mode de réception"},
        "code",
        tuple(Option(code=channel, label=_CHANNELS[channel]) for channel in CHANNELS),
    ),
    Variable(
        "language",
        {"en": "Language of the page", "fr": "Langue de la page"},
        "code",
        tuple(Option(code=code, label=label) for code, label in _LANGUAGES.items()),
    ),
    Variable("release", {"en": "Release of the service", "fr": "Version du service"}),
)
LEAD = tuple(variable.name for variable in _LEAD)
"""The first columns. No reference stands among them: it would tie a row to the receipt somebody holds."""
NOT_ASKED, LEFT_OUT = "\0not asked", "\0left out"
"""What stands in an empty cell where reasons are wanted; no answer holds a NUL."""


@dataclass(frozen=True, slots=True)
class Column:
    """One variable over all versions: its newest wording, every option it ever had."""

    name: str
    label: Mapping[str, str]
    sort: Sort
    codes: tuple[Option, ...] = ()
    """In the order in which they were first offered, so that a new option never renumbers others."""
    part_of: str = ""
    ticks: Option | None = None
    question: Question | None = None
    """As the newest version has it; ``None`` for what nobody was asked: the first columns, orders shown."""
    versions: tuple[int, ...] = ()
    """The numbers of the versions that have it, lowest first."""

    @property
    def holds_numbers(self) -> bool:
        """Say whether every text in it is a number."""
        if self.sort == "code":
            return all(is_whole(option.code) for option in self.codes)
        return self.sort in ("number", "latitude", "longitude")


def is_whole(code: str) -> bool:
    """Say whether ``code`` is a whole number written the only way (``7``, not ``07``)."""
    return code.isdecimal() and len(code) < 10 and str(int(code)) == code


def number_in(cell: str) -> float | None:
    """Return the number a cell holds, or ``None``."""
    try:
        return float(cell) if cell else None
    except ValueError:
        return None


def list_label(column: Column) -> dict[str, str]:
    """Return the label of the list that a column is part of: its own without the last part."""
    at = column.name.rpartition("/")[2]
    ends = column.ticks.label if column.ticks else {}
    return {
        language: words.removesuffix(f" – {ends.get(language, at)}")
        for language, words in column.label.items()
    }


class Table:
    """A survey's responses as rows of texts: the code of an option, the words of a comment, ISO days."""

    def __init__(
        self, versions: Sequence[SurveyVersion], *, zone: tzinfo, with_superseded: bool = False
    ) -> None:
        """Prepare for ``versions``; ``with_superseded``: a column tells answers that count no longer."""
        self._zone = zone
        orders, marks = _columns_of_orders(versions), _columns_of_marks(versions)
        marks += [_SUPERSEDED] if with_superseded else []
        self.columns = (*map(_lead_column, _LEAD), *_columns_of(versions), *orders, *marks)
        places = {column.name: place for place, column in enumerate(self.columns)}
        self._orders = [(column.name, places[column.name]) for column in orders]
        self._marks = places.get(OVER_QUOTA)
        self._superseded = places.get(_SUPERSEDED.name)
        self._questions = {
            version.id: [
                (question, [places[name] for name in question.export_columns()])
                for question in version.definition.asked()
            ]
            for version in versions
        }

    def rows(self, responses: Iterable[Response], *, with_reasons: bool = False) -> Iterator[list[str]]:
        """Yield a row per response, its cells in the order of ``columns``; no answer is an empty text.

        ``with_reasons``: where a question was not asked, or its version did not have the column, there is
        ``NOT_ASKED`` instead, and ``LEFT_OUT`` where it was asked. What was not offered was not asked either:
        no option counts as "not chosen" that nobody could choose.
        """
        empty = [NOT_ASKED if with_reasons and column.question else "" for column in self.columns]
        for response in responses:
            row = empty.copy()
            row[: len(LEAD)] = [
                str(response.id),
                # The day, not the moment: whoever saw somebody answer could find their row by the moment.
                response.received_at.astimezone(self._zone).date().isoformat(),
                response.channel,
                response.language,
                response.release or "",
            ]
            answers = response.answers
            for question, places in self._questions[response.version_id]:
                value = answers.get(question.name)
                if value is not None:
                    for place, cell in zip(places, question.export_cells(value), strict=True):
                        row[place] = cell or (LEFT_OUT if with_reasons else "")
                elif with_reasons and question.is_asked(answers):
                    for place in places:
                        row[place] = LEFT_OUT
                else:
                    continue
                if question.is_conditional and (shown := question.offered(answers)) is not question:
                    known = set(shown.export_columns())
                    for name, place in zip(question.export_columns(), places, strict=True):
                        if name not in known:
                            row[place] = empty[place]
            if response.orders:
                for name, place in self._orders:
                    row[place] = "|".join(response.orders.get(name, ()))
            if response.over_quotas and self._marks is not None:
                row[self._marks] = "|".join(response.over_quotas)
            if response.superseded_at and self._superseded is not None:
                row[self._superseded] = response.superseded_at.astimezone(self._zone).date().isoformat()
            yield row


def _lead_column(variable: Variable) -> Column:
    return Column(variable.name, variable.label, variable.sort, variable.codes)


_SHOWN: Mapping[str, Mapping[str, str]] = {
    shuffling.OF_OPTIONS: {"en": "answers in the order shown", "fr": "réponses dans l’ordre affiché"},
    shuffling.OF_QUESTIONS: {"en": "questions in the order shown", "fr": "questions dans l’ordre affiché"},
}


def _columns_of_orders(versions: Sequence[SurveyVersion]) -> list[Column]:
    """Return a column for every list that some version shuffles, in the newest wording."""
    found: dict[str, Column] = {}
    for version in sorted(versions, key=lambda version: -version.number):
        for name, text in shuffling.columns(version.definition).items():
            label = with_part(text, _SHOWN[name.rpartition(".")[2]])
            newer = found.get(name) or Column(name, label, "text")
            found[name] = replace(newer, versions=(version.number, *newer.versions))
    return list(found.values())


OVER_QUOTA = "quotas.over"
"""No question's column has this name: a question's own ends in no dot."""


_SUPERSEDED = Column(
    "answers.superseded_on",
    {
        "en": "Day on which a correction replaced these answers",
        "fr": "Jour où une correction a remplacé ces réponses",
    },
    "date",
)


def _columns_of_marks(versions: Sequence[SurveyVersion]) -> list[Column]:
    """Return the column of the quotas that were full already, where some version takes more with a mark."""
    numbers = [
        version.number
        for version in versions
        if any(quota.when_full == "mark" for quota in version.definition.quotas)
    ]
    label = {"en": "Quotas that were full already", "fr": "Quotas déjà atteints"}
    return [Column(OVER_QUOTA, label, "text", versions=tuple(sorted(numbers)))] if numbers else []


def _columns_of(versions: Sequence[SurveyVersion]) -> list[Column]:
    found: dict[str, Column] = {}
    for version in sorted(versions, key=lambda version: -version.number):
        for question in version.definition.asked():
            for variable in question.variables():
                newer = found.get(variable.name)
                found[variable.name] = (
                    _merged(newer, variable, version.number)
                    if newer
                    else Column(
                        variable.name,
                        resting(variable.label),
                        variable.sort,
                        variable.codes,
                        variable.part_of,
                        variable.ticks,
                        question,
                        (version.number,),
                    )
                )
    return list(found.values())


def _merged(newer: Column, older: Variable, number: int) -> Column:
    """Return the column with what an older version adds; the newer wording of an option stands."""
    named = {option.code: option for option in (*older.codes, *newer.codes)}
    return replace(
        newer,
        sort=newer.sort if newer.sort == older.sort else "text",
        codes=tuple(named.values()) if newer.sort == older.sort else (),
        versions=(number, *newer.versions),
    )
