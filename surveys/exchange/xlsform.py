"""The words of XLSForm: which of its types is which of our kinds, how its headings name languages."""

import re
from dataclasses import dataclass

from surveys.questions import Question
from surveys.questions.calculated import Calculated
from surveys.questions.consent_box import ConsentBox
from surveys.questions.date_entry import DateEntry
from surveys.questions.file_upload import FileUpload
from surveys.questions.hidden_value import HiddenValue
from surveys.questions.information import Information
from surveys.questions.lines import LineQuestion
from surveys.questions.long_text import LongText
from surveys.questions.map_point import MapPoint
from surveys.questions.multiple_choice import MultipleChoice
from surveys.questions.nps import NetPromoter
from surveys.questions.number_entry import NumberEntry
from surveys.questions.ranking import Ranking
from surveys.questions.rating_scale import RatingScale
from surveys.questions.scale import Scale
from surveys.questions.short_text import ShortText
from surveys.questions.single_choice import SingleChoice
from surveys.questions.time_entry import TimeEntry
from surveys.questions.yes_no import YesNo

OWN = "engage"
"""The column of our own settings; other programs pass over it."""

ROW_TITLE, ROW_OPENING, ROW_NOTICE = "survey_title", "survey_introduction", "survey_notice"
ROW_THANKS, ROW_CONTACT = "survey_thanks", "survey_contact"
TEXT_ROWS = {
    ROW_TITLE: "title",
    ROW_OPENING: "introduction",
    ROW_NOTICE: "notice",
    ROW_THANKS: "thanks",
    ROW_CONTACT: "contact",
}
"""Notes that hold the survey's own texts, so that every program shows them."""

LANGUAGE_NAMES = {"en": "English (en)", "fr": "Français (fr)"}
_SAID = {
    "english": "en",
    "anglais": "en",
    "french": "fr",
    "francais": "fr",
    "français": "fr",
    "en": "en",
    "fr": "fr",
}


@dataclass(frozen=True, slots=True)
class Written:
    """An XLSForm type; ``alike`` when other programs ask with it just what we ask."""

    type: str
    appearance: str = ""
    alike: bool = True


# The most particular kinds first: some are special cases of others.
TYPES: tuple[tuple[type[Question], Written], ...] = (
    (Scale, Written("select_one", "likert")),
    (SingleChoice, Written("select_one")),
    (MultipleChoice, Written("select_multiple")),
    (YesNo, Written("select_one")),
    (NetPromoter, Written("select_one", "likert", alike=False)),
    (RatingScale, Written("select_one", "likert", alike=False)),
    (ConsentBox, Written("select_multiple", alike=False)),
    (Ranking, Written("rank")),
    (LongText, Written("text", "multiline")),
    (ShortText, Written("text")),
    (DateEntry, Written("date")),
    (TimeEntry, Written("time")),
    (HiddenValue, Written("hidden", alike=False)),
    (Calculated, Written("calculate")),
    (Information, Written("note")),
    (LineQuestion, Written("text", alike=False)),
)


def written_as(question: Question) -> Written | None:
    """Return the type a question is written as, or ``None`` when XLSForm has nothing near."""
    if isinstance(question, FileUpload):
        is_picture = question.takes == ("images",)
        return Written("image" if is_picture else "file", alike=question.most == 1 and is_picture)
    if isinstance(question, MapPoint) and not question.addresses:
        return Written("geopoint", alike=False)
    if isinstance(question, NumberEntry):
        return Written("decimal" if question.decimals else "integer", alike=type(question) is NumberEntry)
    for kind, written in TYPES:
        if type(question) is kind:
            return written
    fallback = next((written for kind, written in TYPES if isinstance(question, kind)), None)
    return Written(fallback.type, fallback.appearance, alike=False) if fallback else None


def language_of(name: str) -> str:
    """Return the code of the language a heading names (``Français (fr)``), or ``""``."""
    coded = re.search(r"\(([A-Za-z]{2,3})(?:[-_][A-Za-z]+)?\)\s*$", name)
    if coded:
        return (
            coded[1].lower()[:2]
            if coded[1].lower() in ("eng", "fra", "fre", "en", "fr")
            else coded[1].lower()
        )
    return _SAID.get(name.strip().casefold(), "")
