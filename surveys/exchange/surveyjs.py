"""The words of SurveyJS: which of its elements is which of our kinds."""

from typing import Any

from surveys.questions import Question
from surveys.questions.budget_split import BudgetSplit
from surveys.questions.calculated import Calculated
from surveys.questions.choices import ClosedQuestion, CodedQuestion
from surveys.questions.consent_box import ConsentBox
from surveys.questions.date_entry import DateEntry
from surveys.questions.email_address import EmailAddress
from surveys.questions.file_upload import FileUpload
from surveys.questions.hidden_value import HiddenValue
from surveys.questions.information import Information
from surveys.questions.lines import LineQuestion
from surveys.questions.long_text import LongText
from surveys.questions.matrix import MatrixMultiple, MatrixSingle
from surveys.questions.multiple_choice import MultipleChoice
from surveys.questions.number_entry import NumberEntry
from surveys.questions.other_text import OtherText
from surveys.questions.phone_number import PhoneNumber
from surveys.questions.ranking import Ranking
from surveys.questions.rating_scale import PointScale
from surveys.questions.scale import Scale
from surveys.questions.short_text import ShortText
from surveys.questions.single_choice import SingleChoice
from surveys.questions.time_entry import TimeEntry
from surveys.questions.yes_no import YesNo

OWN = "engage"
"""The property of our own settings; other programs pass over it."""

CHOSEN = "chosen"
"""The column of a matrix with several answers a row."""

TEXT_BLOCKS = {"survey_notice": "notice", "survey_contact": "contact"}
"""Elements that hold the survey's own texts, so that every program shows them."""

ENTRIES: dict[type[Question], str] = {
    NumberEntry: "number",
    DateEntry: "date",
    TimeEntry: "time",
    EmailAddress: "email",
    PhoneNumber: "tel",
}
"""Which ``inputType`` a typed line has."""


def element_type(question: Question) -> str:
    """Return the type of the element that asks a question, or ``""`` when there is nothing near."""
    match question:
        case SingleChoice():
            return "dropdown" if question.look == "dropdown" else "radiogroup"
        case YesNo():
            return "radiogroup" if question.decline else "boolean"
        case PointScale():
            return "rating"
        case Ranking():
            return "ranking"
        case MatrixMultiple():
            return "matrixdropdown"
        case MatrixSingle():
            return "matrix"
        case MultipleChoice() | ConsentBox():
            return "checkbox"
        case LongText():
            return "comment"
        case ShortText() | LineQuestion() | HiddenValue():
            return "text"
        case FileUpload():
            return "file"
        case BudgetSplit():
            return "multipletext"
        case Information():
            return "html"
        case Calculated():
            return "expression"
    return ""


def is_alike(question: Question) -> bool:
    """Say whether other programs ask with the element just what we ask."""
    if isinstance(question, PointScale):
        return not question.decline
    exact: tuple[Any, ...] = (SingleChoice, YesNo, Ranking, MatrixSingle, MatrixMultiple, MultipleChoice)
    exact += (Calculated, FileUpload, LongText, ShortText, Information, OtherText, Scale, *ENTRIES)
    return type(question) in exact


def takes_several(question: Question) -> bool:
    """Say whether an answer is a list, so that conditions look into it."""
    return isinstance(question, MultipleChoice | Ranking | ConsentBox) and isinstance(
        question, ClosedQuestion | CodedQuestion
    )
