"""The question kinds, in the order authors see them. Adding a kind is one module and one line here."""

from surveys.questions.base import Option, Question, Raw, Texts, Value, in_language
from surveys.questions.information import Information
from surveys.questions.long_text import LongText
from surveys.questions.multiple_choice import MultipleChoice
from surveys.questions.ranking import Ranking
from surveys.questions.scale import Scale
from surveys.questions.short_text import ShortText
from surveys.questions.single_choice import SingleChoice

KINDS: dict[str, type[Question]] = {
    question.model_fields["kind"].default: question
    for question in (SingleChoice, MultipleChoice, Scale, Ranking, ShortText, LongText, Information)
}

__all__ = ["KINDS", "Option", "Question", "Raw", "Texts", "Value", "in_language"]
