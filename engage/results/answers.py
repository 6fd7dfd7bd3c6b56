"""Closed answers counted: who is left after filters, and what they said, over everyone who was asked."""

import dataclasses
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock
from zoneinfo import ZoneInfo

from engage.office import Office
from engage.results import labels
from engage.results.choosing import FilterChoice, FilterOption, Filters, Texts
from engage.results.values import QuestionResult
from engage.wording import LANGUAGES
from surveys import journey
from surveys.questions import Question, Value
from surveys.records import CHANNELS, Release, Survey, SurveyVersion
from surveys.store import catalogue, responses, surveys
from surveys.store.database import Transaction
from surveys.summaries import ScaleSummary

ZONE = ZoneInfo("America/Toronto")
SURVEYS_KEPT = 4
LONGEST_GAP = timedelta(days=400)
"""Days without a response are filled in up to this span; an import of old years stays sparse."""

WROTE = "…"
"""Stands for words: counting needs to know that somebody wrote, never what."""


@dataclass(frozen=True, slots=True)
class Row:
    """One response as counting needs it: no words, no reference."""

    id: int
    version_id: int
    day: date
    values: Mapping[str, Value]
    bears: "Bearing"
    not_asked: frozenset[str] = frozenset()
    """The questions whose condition did not hold; shared by all rows alike in it."""


@dataclass(frozen=True, slots=True, eq=False)
class Bearing:
    """What filters look at: dimension to values. Shared by all responses alike in it, ``count`` of them."""

    on: Mapping[str, frozenset[str]]
    count: int


@dataclass(frozen=True, slots=True)
class Answers:
    """All a survey's counted responses, its frozen versions (newest last) and its service's releases.

    ``state`` is equal for equal answers.
    """

    state: tuple[object, ...]
    rows: tuple[Row, ...]
    bearings: tuple[Bearing, ...]
    versions: tuple[SurveyVersion, ...]
    releases: tuple[Release, ...]

    def segments(self) -> list[Question]:
        """Return the questions to filter by, as the newest version that asks them words them."""
        return [question for question in merged(self.versions) if question.segment]


_kept: dict[tuple[str, int], Answers] = {}
_lock = Lock()


def read(tx: Transaction, office: Office, survey: Survey) -> Answers:
    """Return a survey's answers, from memory when nothing has changed since they were last read."""
    found = surveys.versions(tx, survey.id)
    releases = catalogue.releases(tx, survey.service_id) if survey.service_id else []
    state = (*responses.tally(tx, survey.id), *(version.id for version in found), *(r.id for r in releases))
    place = (str(office.db.url), survey.id)
    kept = _kept.get(place)
    if kept is not None and kept.state == state:
        return kept
    answers = _read(tx, survey, found, releases, state)
    with _lock:
        _kept.pop(place, None)
        while len(_kept) >= SURVEYS_KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[place] = answers
    return answers


def _read(
    tx: Transaction,
    survey: Survey,
    versions: Sequence[SurveyVersion],
    releases: Sequence[Release],
    state: tuple[object, ...],
) -> Answers:
    segments = [question.name for question in merged(versions) if question.segment]
    # A closed answer is a handful of codes: shared, they take no room.
    closed = {v.id: {q.name: q.is_counted for q in v.definition.asked()} for v in versions}
    at_times = {v.id: [q for q in v.definition.asked() if q.is_conditional] for v in versions}
    found: list[tuple[int, int, date, Mapping[str, Value], tuple[object, ...], frozenset[str]]] = []
    patterns: dict[frozenset[str], frozenset[str]] = {}
    counts: Counter[tuple[object, ...]] = Counter()
    for response in responses.of_survey(tx, survey.id):
        known = closed.get(response.version_id, {})
        values = {sys.intern(n): _kept_value(v, known[n]) for n, v in response.answers.items() if n in known}
        alike = (response.channel, response.language, response.release, *_codes(values, segments))
        counts[alike] += 1
        # While the words are at hand: a condition may look at them.
        depends = at_times.get(response.version_id, ())
        asked = {question.name for question in journey.relevant(depends, response.answers)}
        skipped = frozenset(question.name for question in depends if question.name not in asked)
        not_asked = patterns.setdefault(skipped, skipped)
        day = local_day(response.received_at)
        found.append((response.id, response.version_id, day, values, alike, not_asked))
    bearings = {alike: Bearing(_bearing(alike, segments), count) for alike, count in counts.items()}
    rows = tuple(
        Row(id_, version, day, values, bearings[alike], not_asked)
        for id_, version, day, values, alike, not_asked in found
    )
    return Answers(state, rows, tuple(bearings.values()), tuple(versions), tuple(releases))


def _codes(values: Mapping[str, Value], segments: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    given = (values.get(name) for name in segments)
    return tuple(tuple(value) if isinstance(value, list) else (value or "",) for value in given)


def _bearing(alike: tuple[object, ...], segments: Sequence[str]) -> dict[str, frozenset[str]]:
    channel, language, release, *codes = alike
    plain = {"channel": channel, "language": language, "release": release or ""}
    on = {name: frozenset((str(value),)) for name, value in plain.items()}
    for name, chosen in zip(segments, codes, strict=True):
        on[f"segment:{name}"] = frozenset(chosen or ("",))  # type: ignore[call-overload]
    return on


def _kept_value(value: Value, is_closed: bool) -> Value:
    if not is_closed:
        return WROTE if value else None
    return sys.intern(value) if isinstance(value, str) else value


def local_day(at: datetime) -> date:
    """Return the day of a moment as the town's clocks have it."""
    return at.astimezone(ZONE).date()


def fitting(answers: Answers, filters: Filters) -> frozenset[int]:
    """Return which bearings (by Python's id) pass: every dimension chosen has one of its values."""
    wanted = filters.dimensions()
    return frozenset(id(bearing) for bearing in answers.bearings if not _failing(bearing, wanted))


def _failing(bearing: Bearing, wanted: Mapping[str, frozenset[str]]) -> list[str]:
    return [name for name, codes in wanted.items() if codes.isdisjoint(bearing.on.get(name, codes))]


def known_filters(filters: Filters, answers: Answers) -> Filters:
    """Return the filters without the names and values that no response bears."""
    seen = _seen(answers)

    def kept(name: str, codes: Sequence[str]) -> tuple[str, ...]:
        return tuple(code for code in codes if code in seen.get(name, ()))

    segments = {name: kept(f"segment:{name}", codes) for name, codes in filters.segments.items()}
    return Filters(
        channel=kept("channel", filters.channel),
        language=kept("language", filters.language),
        release=kept("release", filters.release),
        segments={name: codes for name, codes in segments.items() if codes},
    )


def _seen(answers: Answers) -> dict[str, set[str]]:
    seen: dict[str, set[str]] = {}
    for bearing in answers.bearings:
        for name, codes in bearing.on.items():
            seen.setdefault(name, set()).update(codes)
    return seen


def merged(versions: Sequence[SurveyVersion]) -> list[Question]:
    """Return every question any version asks: the newest wording, with the options older versions had.

    The newest version's order comes first; questions that were dropped since follow.
    """
    found: dict[str, Question] = {}
    for version in reversed(versions):
        for question in version.definition.asked():
            newer = found.get(question.name)
            found[question.name] = question if newer is None else _with_older_options(newer, question)
    return list(found.values())


def _with_older_options(newer: Question, older: Question) -> Question:
    known = {option.code for option in newer.choices()}
    gone = tuple(option for option in older.choices() if option.code not in known)
    return newer.model_copy(update={"options": newer.choices() + gone}) if gone else newer


def question_results(answers: Answers, rows: Sequence[Row]) -> tuple[QuestionResult, ...]:
    """Count each question over the rows that were asked it."""
    values: dict[str, list[Value]] = {}
    asked_of = {version.id: version.definition.asked() for version in answers.versions}
    names = {version: [question.name for question in asked] for version, asked in asked_of.items()}
    for row in rows:
        for name in names.get(row.version_id, ()):
            if name not in row.not_asked:
                values.setdefault(name, []).append(row.values.get(name))
    return tuple(_result(q, values.get(q.name, ()), answers) for q in merged(answers.versions))


def _result(question: Question, values: Sequence[Value], answers: Answers) -> QuestionResult:
    summary = question.summarise(values)
    if isinstance(summary, ScaleSummary) and _have_steps_changed(question, answers.versions):
        # A mean over two different scales would say nothing.
        summary = dataclasses.replace(summary, mean=None)
    return QuestionResult(question.name, dict(question.text), summary.shape, summary, len(values))


def _have_steps_changed(question: Question, versions: Sequence[SurveyVersion]) -> bool:
    asked = [version.definition.question(question.name) for version in versions]
    return len({tuple(o.code for o in q.choices()) for q in asked if q is not None}) > 1


def choices(answers: Answers, filters: Filters) -> tuple[FilterChoice, ...]:
    """Return what there is to filter by; dimensions in which all are alike are left out."""
    wanted, seen = filters.dimensions(), _seen(answers)
    counts: dict[str, Counter[str]] = {name: Counter() for name in seen}
    for bearing in answers.bearings:
        failing = _failing(bearing, wanted)
        for name, codes in bearing.on.items():
            # An option counts what the other dimensions leave: choosing it must not change its own count.
            if not failing or failing == [name]:
                for code in codes:
                    counts[name][code] += bearing.count
    made = (
        _choice(
            name, label, [(code, text) for code, text in options if code in seen.get(key, ())], counts, key
        )
        for key, name, label, options in _dimensions(answers)
    )
    return tuple(choice for choice in made if len(choice.options) > 1)


def _choice(
    name: str, label: Texts, options: list[tuple[str, Texts]], counts: Mapping[str, Counter[str]], key: str
) -> FilterChoice:
    found = counts.get(key, Counter())
    return FilterChoice(name, label, tuple(FilterOption(code, text, found[code]) for code, text in options))


def _dimensions(answers: Answers) -> list[tuple[str, str, Texts, list[tuple[str, Texts]]]]:
    """Return each dimension's key, name, label and every option it could have, in order."""
    releases = [(r.number, dict.fromkeys(LANGUAGES, r.number)) for r in answers.releases]
    none, unsaid = labels.in_all(labels.no_release), labels.in_all(labels.no_answer)
    channels: list[tuple[str, Texts]] = [(code, labels.channel_label(code)) for code in CHANNELS]
    languages = [(code, labels.language_label(code)) for code in LANGUAGES]
    dimensions: list[tuple[str, str, Texts, list[tuple[str, Texts]]]] = [
        ("channel", "channel", labels.in_all(labels.channel_word), channels),
        ("language", "language", labels.in_all(labels.language_word), languages),
        ("release", "release", labels.in_all(labels.release_word), [*releases, ("", none)]),
    ]
    for question in answers.segments():
        options = [(option.code, dict(option.label)) for option in question.choices()]
        label = dict(question.text)
        key = f"segment:{question.name}"
        dimensions.append((key, question.name, label, [*options, ("", unsaid)]))
    return dimensions


def by_channel(rows: Sequence[Row]) -> tuple[FilterOption, ...]:
    """Count responses per channel, in the usual order; channels nobody used are left out."""
    counts = Counter(code for row in rows for code in row.bears.on["channel"])
    return tuple(FilterOption(c, labels.channel_label(c), counts[c]) for c in CHANNELS if counts[c])


def by_day(rows: Sequence[Row]) -> tuple[tuple[date, int], ...]:
    """Count responses per day, oldest first, quiet days as 0."""
    counts = Counter(row.day for row in rows)
    if not counts:
        return ()
    first, last = min(counts), max(counts)
    if last - first > LONGEST_GAP:
        return tuple(sorted(counts.items()))
    days = (first + timedelta(days=after) for after in range((last - first).days + 1))
    return tuple((day, counts[day]) for day in days)


def version_numbers(answers: Answers, rows: Sequence[Row]) -> tuple[int, ...]:
    """Return the numbers of the versions these rows answered."""
    ids = {row.version_id for row in rows}
    return tuple(version.number for version in answers.versions if version.id in ids)
