"""What a survey loses between formats, item by item; the sentences are in ``engage.wording.exchange``."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from surveys.definition import SurveyDefinition
from surveys.problems import Problem

# The file cannot be used at all.
REFUSALS = frozenset(
    {
        "file_unreadable",
        "file_too_large",
        "file_wrong_kind",
        "file_bomb",
        "file_entities",
        "file_unsafe_name",
        "file_protected",
        "file_has_macros",
        "file_encoding",
        "file_too_slow",
        "file_unexpected",
        "too_many_columns",
        "too_many_rows",
        "sheet_missing",
        "column_missing",
        "format_unknown",
        "repeat_refused",
        "group_not_closed",
    }
)

# Something in the file stays behind.
LOSSES = frozenset(
    {
        "type_not_carried",
        "list_missing",
        "relevance_not_carried",
        "constraint_not_carried",
        "calculation_not_carried",
        "required_not_carried",
        "setting_not_carried",
        "metadata_not_carried",
        "choice_filter_not_carried",
        "piping_not_carried",
        "language_not_carried",
        "sheet_not_carried",
        "question_left_out",
        "page_left_out",
        "kind_becomes",
        "pages_not_carried",
        "media_not_carried",
        "markup_removed",
    }
)

# Nothing is lost, and still somebody should know.
REMARKS = frozenset(
    {
        *("name_changed", "code_changed", "group_flattened", "page_divided", "page_begun"),
        "language_assumed",
        *("shown_plainly", "fallback_needed"),
    }
)

CODES = REFUSALS | LOSSES | REMARKS


@dataclass(frozen=True, slots=True)
class Note:
    """One item, at ``place`` (a row of a sheet, a question's name)."""

    code: str
    place: str
    details: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"unregistered exchange code: {self.code}")


@dataclass(frozen=True, slots=True)
class Carried:
    """A survey out of a file, or why there is none; ``notes`` hold everything that is not as it was."""

    definition: SurveyDefinition | None
    notes: tuple[Note, ...] = ()
    refusals: tuple[Note | Problem, ...] = ()

    @property
    def losses(self) -> tuple[Note, ...]:
        """Return the notes that tell of something left behind."""
        return tuple(note for note in self.notes if note.code in LOSSES)


class RefusedFileError(ValueError):
    """The file cannot be used; the note says where, what, and the values a sentence needs."""

    def __init__(self, code: str, place: str = "", **details: object) -> None:
        super().__init__(code)
        self.note = Note(code, place, details)
