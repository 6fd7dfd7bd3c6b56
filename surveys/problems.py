"""Coded things wrong with an answer or a survey: where, what, and the values a sentence needs.

No sentence stands here. ``engage.wording.problems`` turns a code into a sentence and its remedy in
the reader's language; a test checks that every code has one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

# Wrong with an answer, told to a resident.
ANSWER_CODES = frozenset(
    {
        "answer_required",
        "option_unknown",
        "options_too_few",
        "options_too_many",
        "option_exclusive",
        "option_not_offered",
        "rank_repeated",
        "rank_gap",
        "text_too_long",
        "text_unreadable",
        "several_answers",
        "budget_uneven",
        "budget_exceeded",
        "place_unknown",
        "place_outside",
        "rows_missing",
        "number_unreadable",
        "number_too_fine",
        "number_too_small",
        "number_too_large",
        "date_unreadable",
        "date_too_early",
        "date_too_late",
        "time_unreadable",
        "email_unreadable",
        "phone_unreadable",
        "postal_unreadable",
        "upload_gone",
        "uploads_too_many",
        "upload_too_large",
        "upload_not_taken",
        "upload_damaged",
        "uploads_full",
        "constraint_unmet",
    }
)

# Wrong with a survey, told to its author.
DEFINITION_CODES = frozenset(
    {
        "definition_unreadable",
        "field_wrong",
        "field_unknown",
        "field_missing",
        "kind_unknown",
        "name_repeated",
        "option_repeated",
        "option_condition_misplaced",
        "option_same_page",
        "page_empty",
        "no_questions",
        "language_missing",
        "notice_missing",
        "relevance_unknown_question",
        "relevance_later_question",
        "relevance_unknown_option",
        "limits_crossed",
        "no_areas",
        "areas_too_fine",
        "areas_not_degrees",
        "area_unknown",
        "range_crossed",
        "too_many_questions",
        "picture_missing",
        "kind_changed",
        "calculation_cycle",
        "calculation_unknown_question",
        "calculation_later_question",
        "constraint_misplaced",
        "rule_too_long",
        "question_unreachable",
        "pipe_without_fallback",
        "pipe_unknown_question",
        "pipe_later_question",
        "pipe_same_page",
        "pipe_unfit",
        "pipe_misplaced",
        "pipe_unreadable",
        "types_unlike",
        "types_unfit",
        "types_unordered",
        "part_gone",
        "translation_stale",
        "blank_open",
        "link_unsafe",
    }
)

CODES = ANSWER_CODES | DEFINITION_CODES


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, at ``place`` (a question's name, or a path such as ``pages.2.questions.1``)."""

    code: str
    place: str
    details: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"unregistered problem code: {self.code}")


class AnswerError(ValueError):
    """An answer that a question cannot take."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class DefinitionError(ValueError):
    """A survey that cannot be used; ``problems`` holds every reason, not only the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{problem.place}: {problem.code}" for problem in problems))
        self.problems = problems
