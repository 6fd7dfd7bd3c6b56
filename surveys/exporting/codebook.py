"""The codebook of an export: what every variable holds, who was asked, and what codes mean."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from surveys.definition import SurveyDefinition
from surveys.exporting import reasons
from surveys.exporting.coding import Coding, coding_of, spss_names, stata_names
from surveys.exporting.columns import Column
from surveys.exporting.formulas import formula
from surveys.questions import Option
from surveys.records import SurveyVersion

HEADER = (
    *("variable", "spss_name", "stata_name", "question", "kind", "holds", "label_en", "label_fr"),
    *("asked_if", "formula", "versions", "code", "number", "code_label_en", "code_label_fr", "is_missing"),
    *("why_missing", "spss_missing", "stata_missing"),
)
EVERYONE = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One variable. ``number`` in the codings is what stands for a code in SPSS and Stata."""

    column: Column
    spss_name: str
    stata_name: str
    coding: Coding
    asked_if: tuple[tuple[tuple[int, ...], str], ...]
    """Versions and the condition there, empty where everyone was asked; one entry if it never changed."""
    spss_missing: str = ""
    """The variable that says why it is empty, where SPSS needs one: beside words and days."""
    stata_missing: str = ""
    asked_in: tuple[SurveyDefinition, ...] = ()
    """The survey as the last of those versions has it, for each entry of ``asked_if``."""

    @property
    def kind(self) -> str:
        """Return the kind of its question; nothing for the first columns."""
        return self.column.question.kind if self.column.question else ""

    @property
    def question(self) -> str:
        """Return the name of its question."""
        return self.column.question.name if self.column.question else ""

    @property
    def formula(self) -> str:
        """Return what a calculated value is worked out by, in the newest version; empty for what is asked."""
        rules = dict(self.column.question.rules()) if self.column.question else {}
        return formula(rules["formula"].model_dump(mode="json")) if "formula" in rules else ""

    @property
    def versions(self) -> str:
        """Return the versions that have it, such as ``1-3`` or ``2``."""
        return version_range(self.column.versions)

    def codes(self) -> Iterator[tuple[Option, int]]:
        """Yield what each code means and the number that stands for it."""
        for option in self.column.codes:
            yield option, self.coding.numbers[option.code]


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """What goes with an export: the survey, how many responses, and its variables."""

    slug: str
    title: Mapping[str, str]
    introduction: Mapping[str, str]
    notice: Mapping[str, str]
    responses: int
    versions: tuple[int, ...]
    made_on: str
    """The day, ISO 8601."""
    collected: tuple[str, str]
    """First and last day on which a response came in, empty when none did."""
    entries: tuple[Entry, ...]


def entries(versions: Sequence[SurveyVersion], columns: Sequence[Column]) -> tuple[Entry, ...]:
    """Describe every column."""
    names = reasons.with_companions(columns)
    for_spss, for_stata = spss_names(names), stata_names(names)
    found = []
    for column in columns:
        asked_if, asked_in = _asked_if(column, versions)
        beside = reasons.companion(column.name)
        found.append(
            Entry(
                column,
                for_spss[column.name],
                for_stata[column.name],
                coding_of(column),
                asked_if,
                spss_missing=for_spss.get(beside, ""),
                stata_missing=for_stata.get(beside, ""),
                asked_in=asked_in,
            )
        )
    return tuple(found)


def rows(book: Codebook) -> Iterator[list[str]]:
    """Yield the codebook as a table under ``HEADER``: one row a code, one for a variable without codes.

    Reasons for no answer are rows too. Their number is found in the variable itself, or in the one named as
    ``spss_missing`` and ``stata_missing``.
    """
    for entry in book.entries:
        column = entry.column
        about = [
            *(column.name, entry.spss_name, entry.stata_name, entry.question, entry.kind, column.sort),
            *(column.label.get("en", ""), column.label.get("fr", "")),
            " | ".join(said for _, said in entry.asked_if if said),
            entry.formula,
            entry.versions,
        ]
        beside = [entry.spss_missing, entry.stata_missing]
        if not column.codes:
            yield [*about, *[""] * 6, *beside]
        for option, number in entry.codes():
            labels = [option.label.get("en", ""), option.label.get("fr", "")]
            why = reasons.DECLINED if option.missing else ""
            yield [*about, option.code, str(number), *labels, "1" if why else "0", why, *beside]
        for reason, number in reasons.shown_by(column).items():
            labels = [reasons.LABELS[reason][language] for language in ("en", "fr")]
            why = reasons.WORDS[reason]
            yield [*about, reasons.CODES[reason], str(number), *labels, "1", why, *beside]


def version_range(numbers: Sequence[int]) -> str:
    """Return numbers in words of a range: ``1-3, 5``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _asked_if(
    column: Column, versions: Sequence[SurveyVersion]
) -> tuple[tuple[tuple[tuple[int, ...], str], ...], tuple[SurveyDefinition, ...]]:
    found: dict[str, list[int]] = {}
    last: dict[str, SurveyDefinition] = {}
    if column.question is None:
        return (), ()
    for version in sorted(versions, key=lambda version: version.number):
        question = version.definition.question(column.question.name)
        if question is not None and version.number in column.versions:
            condition = question.relevance
            said = formula(condition.model_dump(mode="json")) if condition else EVERYONE
            found.setdefault(said, []).append(version.number)
            last[said] = version.definition
    return tuple((tuple(numbers), said) for said, numbers in found.items()), tuple(last[s] for s in found)
