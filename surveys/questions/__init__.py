"""The question kinds, in the order authors see them. Adding a kind is one module and one line here."""

from surveys.questions.base import Option, Question, Raw, Texts, Value, in_language
from surveys.questions.budget_projects import BudgetProjects
from surveys.questions.budget_split import BudgetSplit
from surveys.questions.calculated import Calculated
from surveys.questions.consent_box import ConsentBox
from surveys.questions.date_entry import DateEntry
from surveys.questions.email_address import EmailAddress
from surveys.questions.file_upload import FileUpload
from surveys.questions.hidden_value import HiddenValue
from surveys.questions.home_area import HomeArea
from surveys.questions.information import Information
from surveys.questions.long_text import LongText
from surveys.questions.map_point import MapPoint
from surveys.questions.matrix import MatrixMultiple, MatrixSingle
from surveys.questions.multiple_choice import MultipleChoice
from surveys.questions.nps import NetPromoter
from surveys.questions.number_entry import NumberEntry
from surveys.questions.number_slider import NumberSlider
from surveys.questions.other_text import OtherText
from surveys.questions.phone_number import PhoneNumber
from surveys.questions.postal_area import PostalArea
from surveys.questions.ranking import Ranking
from surveys.questions.rating_scale import RatingScale
from surveys.questions.scale import Scale
from surveys.questions.short_text import ShortText
from surveys.questions.single_choice import SingleChoice
from surveys.questions.time_entry import TimeEntry
from surveys.questions.yes_no import YesNo

_IN_ORDER: tuple[type[Question], ...] = (
    SingleChoice,
    MultipleChoice,
    YesNo,
    Scale,
    RatingScale,
    NetPromoter,
    Ranking,
    MatrixSingle,
    MatrixMultiple,
    BudgetSplit,
    BudgetProjects,
    ShortText,
    LongText,
    OtherText,
    NumberEntry,
    NumberSlider,
    DateEntry,
    TimeEntry,
    EmailAddress,
    PhoneNumber,
    PostalArea,
    HomeArea,
    MapPoint,
    FileUpload,
    ConsentBox,
    HiddenValue,
    Calculated,
    Information,
)

KINDS: dict[str, type[Question]] = {question.model_fields["kind"].default: question for question in _IN_ORDER}

__all__ = ["KINDS", "Option", "Question", "Raw", "Texts", "Value", "in_language"]
