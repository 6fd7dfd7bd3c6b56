"""Turns one row of a table into a response, or into what is wrong with it."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256

from engage import keys
from engage.actions.collect import content_hash
from engage.importing.dates import LOCAL, moment_of, noon_of
from engage.importing.mapping import CHANNEL, ID, LANGUAGE, RECEIVED, RELEASE, Mapping_, nearest
from surveys import journey
from surveys.exporting.csv import undefused
from surveys.problems import AnswerError
from surveys.questions import Question, Raw, Value
from surveys.records import Channel, NewResponse, Release, SurveyVersion
from surveys.text import letters

SHOWN = 60
"""How much of a cell a problem quotes."""
CHANNEL_NAMES: Mapping[Channel, tuple[str, ...]] = {
    "web": ("online", "website", "internet", "en ligne", "site web", "web form", "link", "lien"),
    "embedded": ("embed", "integre", "widget"),
    "kiosk": ("kiosque", "borne", "tablet", "tablette"),
    "phone": ("telephone", "tel", "call", "phone call", "appel", "par telephone"),
    "paper": ("papier", "paper form", "mail", "post", "letter", "lettre", "poste"),
    "in_person": ("en personne", "counter", "comptoir", "face to face", "event", "evenement"),
    "import": ("imported", "importation"),
}
CHANNELS = {name: channel for channel, names in CHANNEL_NAMES.items() for name in (letters(channel), *names)}
LANGUAGES: Mapping[str, str] = {
    **dict.fromkeys(("en", "eng", "english", "anglais", "en ca", "en us", "en gb"), "en"),
    **dict.fromkeys(("fr", "fra", "fre", "french", "francais", "fr ca", "fr fr"), "fr"),
}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row, or one answer in it, cannot be taken. ``row`` counts from 1 after the header.

    ``column`` is empty when the whole row is meant. ``details`` may quote the first ``SHOWN`` characters
    of a cell: for the person who brings the file, never for a log.
    """

    row: int
    column: str
    code: str
    details: Mapping[str, object] = field(default_factory=dict)


class _CellError(ValueError):
    def __init__(self, target: str, code: str, **details: object) -> None:
        super().__init__(code)
        self.target, self.code, self.details = target, code, details


@dataclass(slots=True)
class RowReader:
    """Reads rows in order; remembers rows met before, so that equal rows stay apart.

    ``is_own_export``: the table was written by us, so the apostrophe that keeps a spreadsheet from
    running words is taken off again.
    """

    version: SurveyVersion
    releases: Sequence[Release]
    mapping: Mapping_
    secret: bytes
    now: datetime
    is_day_first: bool = False
    is_own_export: bool = False
    import_id: int | None = None
    _met: Counter[str] = field(default_factory=Counter)

    def read(self, number: int, row: Mapping[str, str]) -> tuple[NewResponse | None, list[RowProblem]]:
        """Return the response of a row (``None`` when the row is refused) and everything wrong in it."""
        problems: list[RowProblem] = []
        key = self._key(row)
        raw = {}
        for question in self.version.definition.asked():
            try:
                raw[question.name] = self._raw(question, row)
            except AnswerError as error:
                problems.append(self._problem(number, question.name, error.code, error.details, row))
        definition = self.version.definition
        if definition.day is not None:
            definition = definition.on(self._day(row))
        checked = journey.check(definition, raw)
        given = journey.given(definition, checked.answers)
        for problem in checked.problems:
            # A blank cell is no answer, even to a question that residents must answer.
            if problem.code != "answer_required":
                details = self._details(problem.place, problem.code, problem.details, row)
                problems.append(self._problem(number, problem.place, problem.code, details, row))
        problems += [
            self._problem(number, name, "answer_not_asked", {}, row)
            for name in self._left_out(raw, checked.answers, {p.place for p in checked.problems})
        ]
        if not given and not problems:
            return None, [RowProblem(number, "", "row_empty")]
        try:
            response = self._response(key, row, checked.answers)
        except _CellError as error:
            return None, [*problems, self._problem(number, error.target, error.code, error.details, row)]
        is_refused = not given or (problems and not self.mapping.keep_good_answers)
        return (None if is_refused else response), problems

    def _day(self, row: Mapping[str, str]) -> date:
        """Return the day that rules take for today: the one on which the row was received."""
        try:
            return self._received_at(row).astimezone(LOCAL).date()
        except _CellError:
            return self.now.astimezone(LOCAL).date()

    def _raw(self, question: Question, row: Mapping[str, str]) -> Raw:
        columns = self.mapping.columns
        if question.is_worked_out:
            return []
        if question.name in columns:
            cell = self._cell(row, question.name)
            return question.from_cell(cell) if cell.strip() else []
        parts = question.export_columns()
        if not any(part in columns for part in parts):
            return []
        return question.from_cells([self._cell(row, part) for part in parts])

    def _cell(self, row: Mapping[str, str], target: str) -> str:
        cell = row.get(self.mapping.columns.get(target, ""), "")
        return undefused(cell) if self.is_own_export else cell

    def _left_out(
        self, raw: Mapping[str, Raw], answers: Mapping[str, object], wrong: set[str]
    ) -> Iterator[str]:
        """Yield questions that the row answers but that are not asked of somebody with its other answers."""
        for question in self.version.definition.asked():
            given = raw.get(question.name, [])
            is_open = question.name not in answers and question.name not in wrong
            if is_open and given and question.parse(given) is not None:
                yield question.name

    def _problem(
        self, number: int, target: str, code: str, details: Mapping[str, object], row: Mapping[str, str]
    ) -> RowProblem:
        return RowProblem(number, self._column(target, row), code, details)

    def _column(self, target: str, row: Mapping[str, str]) -> str:
        """Return the first column of a target that holds something."""
        columns = [c for t, c in self.mapping.columns.items() if t == target or t.startswith(f"{target}/")]
        return next((c for c in columns if row.get(c, "").strip()), columns[0] if columns else "")

    def _details(
        self, name: str, code: str, details: Mapping[str, object], row: Mapping[str, str]
    ) -> dict[str, object]:
        if code != "option_unknown":
            return dict(details)
        question = self.version.definition.question(name)
        given = row.get(self._column(name, row), "").strip()
        options = question.choices() if question and len(given) < 200 else ()
        labels = [text for option in options for text in option.label.values()]
        near = nearest(given, labels) or nearest(given, [option.code for option in options])
        return {"value": given[:SHOWN], "near": near}

    def _key(self, row: Mapping[str, str]) -> str:
        """Return the submission key: equal for the same row of the same file brought in again."""
        survey = self.version.survey_id
        told = self._cell(row, ID).strip()
        if told:
            return _digest(survey, "id", told)
        cells = json.dumps(sorted((name, cell.strip()) for name, cell in row.items() if cell.strip()))
        self._met[cells_digest := _digest(survey, "row", cells)] += 1
        return _digest(survey, cells_digest, str(self._met[cells_digest]))

    def _response(self, key: str, row: Mapping[str, str], answers: Mapping[str, Value]) -> NewResponse:
        if ID in self.mapping.columns and not self._cell(row, ID).strip():
            raise _CellError(ID, "id_missing")
        received_at = self._received_at(row)
        return NewResponse(
            submission_key=f"import:{key}",
            survey_id=self.version.survey_id,
            version_id=self.version.id,
            # Without the version: the same row is the same response after the survey was published anew.
            content_hash=content_hash(0, journey.given(self.version.definition, answers)),
            reference=f"IMP-{key[:16].upper()}",
            withdrawal_hash=keys.hashed(keys.withdrawal_code(self.secret, f"import:{key}")),
            channel=self._channel(row),
            language=self._language(row),
            answers=answers,
            comments=tuple(journey.comments(self.version.definition, answers)),
            received_at=received_at,
            release_id=self._release(row, received_at),
            import_id=self.import_id,
        )

    def _received_at(self, row: Mapping[str, str]) -> datetime:
        cell = self._cell(row, RECEIVED).strip()
        if not cell:
            return noon_of(self.mapping.as_of) if self.mapping.as_of else self.now
        moment = moment_of(cell, is_day_first=self.is_day_first)
        if moment is None:
            raise _CellError(RECEIVED, "date_unreadable", value=cell[:SHOWN])
        if moment > self.now + timedelta(days=1):
            raise _CellError(RECEIVED, "date_in_future", value=cell[:SHOWN])
        return moment

    def _channel(self, row: Mapping[str, str]) -> Channel:
        cell = self._cell(row, CHANNEL).strip()
        if not cell:
            return "import"
        found = CHANNELS.get(letters(cell))
        if found is None:
            raise _CellError(CHANNEL, "channel_unknown", value=cell[:SHOWN])
        return found

    def _language(self, row: Mapping[str, str]) -> str:
        cell = self._cell(row, LANGUAGE).strip()
        if not cell:
            return self.version.definition.languages[0]
        found = LANGUAGES.get(letters(cell))
        if found is None:
            raise _CellError(LANGUAGE, "language_unknown", value=cell[:SHOWN])
        return found

    def _release(self, row: Mapping[str, str], received_at: datetime) -> int | None:
        """Return the release named, or else the one that was current on that day."""
        cell = self._cell(row, RELEASE).strip()
        if not cell:
            current = [release.id for release in self.releases if release.released_at <= received_at]
            return current[-1] if current else None
        wanted = cell.casefold().removeprefix("release").strip().removeprefix("v").strip(" .")
        found = next((release.id for release in self.releases if release.number.casefold() == wanted), None)
        if found is None:
            numbers = ", ".join(release.number for release in self.releases)
            raise _CellError(RELEASE, "release_unknown", value=cell[:SHOWN], releases=numbers)
        return found


def _digest(survey_id: int, *parts: str) -> str:
    return sha256(json.dumps([survey_id, *parts]).encode()).hexdigest()
