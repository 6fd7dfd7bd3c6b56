"""What is wrong, and what to do about it, in the reader's language: one entry for every problem code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engage.wording import Wording, offers, wording
from engage.wording.blanks import blank_name
from engage.wording.money import dollars
from engage.wording.rules import TOLD
from surveys.problems import Problem

Details = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence saying what is wrong, and one saying what to do."""

    sentence: str
    remedy: str

    @property
    def whole(self) -> str:
        """Return both sentences."""
        return f"{self.sentence} {self.remedy}".strip()


def told(problem: Problem, language: str) -> Told:
    """Return a problem in words. Details that are missing show as a question mark, never as an error."""
    sentence, remedy = SENTENCES[problem.code](wording(language), _Known(problem.details))
    return Told(sentence, remedy)


class _Known(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "?"


def _near(t: Wording, d: Details) -> str:
    return t("Did you mean “%(near)s”?", near=d["near"]) if d["near"] not in ("", "?") else ""


def _number(t: Wording, value: Any) -> str:
    return t.number(value, 6) if isinstance(value, int | float) else str(value)


def _dollars(t: Wording, value: Any) -> str:
    return dollars(t, value) if isinstance(value, int | float) else str(value)


def _day(t: Wording, value: Any) -> str:
    try:
        return t.date(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _too_long(t: Wording, d: Details) -> tuple[str, str]:
    length, longest = d["length"], d["longest"]
    sentence = t(
        "Your text has %(length)s characters; there is room for %(longest)s.",
        length=_number(t, length),
        longest=_number(t, longest),
    )
    if not isinstance(length, int) or not isinstance(longest, int):
        return sentence, t("Please shorten it.")
    over = length - longest
    return sentence, t.n("Please remove %(n)s character.", "Please remove %(n)s characters.", over)


def _too_many(t: Wording, d: Details) -> tuple[str, str]:
    most = d["most"]
    if not isinstance(most, int):
        return t("Too many answers are chosen."), t("Please remove some.")
    return (
        t("You chose %(chosen)s answers.", chosen=_number(t, d["chosen"])),
        t.n("Please keep at most %(n)s.", "Please keep at most %(n)s.", most),
    )


def _too_few(t: Wording, d: Details) -> tuple[str, str]:
    fewest = d["fewest"]
    return t("Too few answers are chosen."), t("Please choose at least %(fewest)s.", fewest=fewest)


def _of_file(t: Wording, d: Details, sentence: str) -> str:
    """Return a sentence with the file it is about, where several may have been sent."""
    return sentence if d["name"] == "?" else t("%(name)s: %(sentence)s", name=d["name"], sentence=sentence)


SENTENCES: Mapping[str, Callable[[Wording, Details], tuple[str, str]]] = {
    # Told to residents.
    "answer_required": lambda t, _: (
        t("This question needs an answer."),
        t("Choose or write one, then go on."),
    ),
    "option_unknown": lambda t, _: (
        t("The answer we received is not one of those offered."),
        t("Please choose again."),
    ),
    "options_too_few": _too_few,
    "options_too_many": _too_many,
    "option_exclusive": lambda t, _: (
        t("One of the answers you chose cannot be combined with others."),
        t("Please keep either that one or the others."),
    ),
    "rank_repeated": lambda t, _: (
        t("The same answer stands in more than one place."),
        t("Please choose a different one for each place."),
    ),
    "rank_gap": lambda t, _: (
        t("A place is empty before one that is filled."),
        t("Please fill the places from the first."),
    ),
    "text_too_long": _too_long,
    "text_unreadable": lambda t, _: (
        t("Some characters in your text cannot be read."),
        t("Please type the marked text again."),
    ),
    "several_answers": lambda t, _: (
        t("We received more than one answer to this question."),
        t("Please give only one."),
    ),
    "budget_uneven": lambda t, d: (
        t(
            "Your amounts add up to %(given)s instead of %(total)s.",
            given=_number(t, d["given"]),
            total=_number(t, d["total"]),
        ),
        t("Please change them until they add up."),
    ),
    "budget_exceeded": lambda t, d: (
        t(
            "The projects you chose cost %(spent)s together; the budget is %(budget)s.",
            spent=_dollars(t, d["spent"]),
            budget=_dollars(t, d["budget"]),
        ),
        t("Please leave some out."),
    ),
    "place_unknown": lambda t, _: (
        t("We do not know this place."),
        t("Choose one from the list, or write latitude and longitude, for example 43.179, -79.244."),
    ),
    "place_outside": lambda t, _: (
        t("This place lies outside the area that is asked about."),
        t("Please choose one inside it."),
    ),
    "rows_missing": lambda t, d: (
        t("Some lines of this question have no answer."),
        t.n("Please answer the %(n)s that is left.", "Please answer the %(n)s that are left.", d["count"])
        if isinstance(d["count"], int)
        else t("Please answer each of them."),
    ),
    "number_unreadable": lambda t, _: (
        t("This is not a number we can read."),
        t("Write digits only, for example 12."),
    ),
    "number_too_fine": lambda t, d: (
        t("The number has too many digits after the decimal point."),
        t("Write a whole number.")
        if d["decimals"] == 0
        else t("Keep at most %(decimals)s.", decimals=_number(t, d["decimals"])),
    ),
    "number_too_small": lambda t, d: (
        t("The number is too small."),
        t("Write %(lowest)s or more.", lowest=_number(t, d["lowest"])),
    ),
    "number_too_large": lambda t, d: (
        t("The number is too large."),
        t("Write %(highest)s or less.", highest=_number(t, d["highest"])),
    ),
    "date_unreadable": lambda t, _: (
        t("This is not a date we can read."),
        t("Write year, month and day, for example 2026-09-14."),
    ),
    "date_too_early": lambda t, d: (
        t("The date is too early."),
        t("Choose %(day)s or later.", day=_day(t, d["earliest"])),
    ),
    "date_too_late": lambda t, d: (
        t("The date is too late."),
        t("Choose %(day)s or earlier.", day=_day(t, d["latest"])),
    ),
    "time_unreadable": lambda t, _: (
        t("This is not a time we can read."),
        t("Write hours and minutes, for example 14:30."),
    ),
    "email_unreadable": lambda t, _: (
        t("This is not a complete email address."),
        t("Write it with the @ sign, for example name@example.com."),
    ),
    "phone_unreadable": lambda t, _: (
        t("This is not a complete telephone number."),
        t("Write it with the area code, for example 905-555-0142."),
    ),
    "postal_unreadable": lambda t, _: (
        t("This is not a Canadian postal code."),
        t("Write at least its first three characters, for example L3K."),
    ),
    "upload_gone": lambda t, _: (
        t("A file you added is not here any more."),
        t("Please add it again."),
    ),
    "uploads_too_many": lambda t, d: (
        t("You added too many files."),
        t.n("Please keep at most %(n)s file.", "Please keep at most %(n)s files.", d["most"])
        if isinstance(d["most"], int)
        else t("Please remove some."),
    ),
    "upload_too_large": lambda t, d: (
        _of_file(t, d, t("The file is too large.")),
        t("Add one of at most %(most)s MB.", most=_number(t, d["most"]))
        if d["most"] and "unit" not in d
        else t("Please make the picture smaller and add it again."),
    ),
    "upload_not_taken": lambda t, d: (
        _of_file(t, d, t("This sort of file cannot be added here.")),
        t("Please add one of the sorts named above the field."),
    ),
    "upload_damaged": lambda t, d: (
        _of_file(
            t,
            d,
            t("The file cannot be opened safely: it is damaged, protected, or holds more than a document."),
        ),
        t("Save it again under another name, or add a screenshot of it."),
    ),
    "uploads_full": lambda t, _: (
        t("We cannot take more files just now."),
        t("Go on without the file, or try again later."),
    ),
    # Told to authors.
    "definition_unreadable": lambda t, d: (
        t("This is not a survey we can read (%(why)s).", why=d["why"]),
        t("Use a survey file that was exported from here, or start from a template."),
    ),
    "field_wrong": lambda t, d: (
        t("A setting has a value that cannot be used (%(why)s).", why=d["why"]),
        t("Correct the value."),
    ),
    "field_unknown": lambda t, d: (
        t("There is no setting called “%(field)s”.", field=d["field"]),
        t("Remove it or correct its name."),
    ),
    "field_missing": lambda t, d: (
        t("The setting “%(field)s” is missing.", field=d["field"]),
        t("Add it."),
    ),
    "kind_unknown": lambda t, d: (
        t("There is no kind of question called “%(given)s”.", given=d["given"]),
        _near(t, d) or t("Choose one of the kinds that are offered."),
    ),
    "name_repeated": lambda t, d: (
        t("Two questions have the name “%(name)s”.", name=d["name"]),
        t("Give each question a name of its own."),
    ),
    "option_repeated": lambda t, d: (
        t("Two answers have the code “%(code)s”.", code=d["code"]),
        t("Give each answer a code of its own."),
    ),
    "page_empty": lambda t, _: (t("This page has no questions."), t("Add a question or remove the page.")),
    "no_questions": lambda t, _: (t("The survey asks nothing."), t("Add at least one question.")),
    "language_missing": lambda t, d: (
        t("The French text is missing.") if d["language"] == "fr" else t("The English text is missing."),
        t("Write it, or take the language out of the survey."),
    ),
    "notice_missing": lambda t, _: (
        t("The collection notice is missing."),
        t("Say what is collected, under what authority, why, and whom to ask."),
    ),
    "relevance_unknown_question": lambda t, d: (
        t("The condition looks at “%(question)s”, which is not in this survey.", question=d["question"]),
        _near(t, d) or t("Choose a question of this survey."),
    ),
    "relevance_later_question": lambda t, d: (
        t("The condition looks at “%(question)s”, which comes later.", question=d["question"]),
        t("Move that question before this one, or choose an earlier one."),
    ),
    "relevance_unknown_option": lambda t, d: (
        t(
            "The condition looks for the answer “%(option)s”, which “%(question)s” does not offer.",
            option=d["option"],
            question=d["question"],
        ),
        t("Choose one of its answers."),
    ),
    "limits_crossed": lambda t, d: (
        t(
            "At least %(lowest)s answers are asked for, but at most %(highest)s are possible.",
            lowest=_number(t, d["lowest"]),
            highest=_number(t, d["highest"]),
        ),
        t("Change one of the two numbers."),
    ),
    "areas_too_fine": lambda t, d: (
        t(
            "The outlines have %(count)s points; %(most)s are allowed.",
            count=_number(t, d["count"]),
            most=_number(t, d["most"]),
        ),
        t("Make the outlines simpler with a mapping program, then use the file again."),
    ),
    "areas_not_degrees": lambda t, _: (
        t("The outlines are not written in degrees of longitude and latitude."),
        t("Save the file as GeoJSON in WGS 84 (EPSG:4326), then use it again."),
    ),
    "area_unknown": lambda t, d: (
        t("There is an outline for “%(code)s”, which is not one of the areas.", code=d["code"]),
        t("Remove it or correct its code."),
    ),
    "no_areas": lambda t, d: (
        t("The file has no areas with a name in “%(field)s”.", field=d["field"]),
        t("Choose the property that holds the areas' names."),
    ),
    "range_crossed": lambda t, d: (
        t(
            "The lowest value, %(lowest)s, is above the highest, %(highest)s.",
            lowest=_number(t, d["lowest"]),
            highest=_number(t, d["highest"]),
        ),
        t("Change one of the two values."),
    ),
    "picture_missing": lambda t, d: (
        t("The answer “%(code)s” has no picture.", code=d["code"]),
        t("Add one, or show the answers as a list."),
    ),
    "too_many_questions": lambda t, d: (
        t(
            "The survey has %(count)s questions; %(most)s are allowed.",
            count=_number(t, d["count"]),
            most=_number(t, d["most"]),
        ),
        t("Remove some, or make two surveys."),
    ),
    "link_unsafe": lambda t, d: (
        t("“%(address)s” is not an address that residents can be sent to.", address=d["address"]),
        t("Write an address that begins with https:// or, for a page of this site, with a single /."),
    ),
    "kind_changed": lambda t, _: (
        t("This question was of another kind when residents answered it."),
        t("Keep its kind, or ask a new question under a new name."),
    ),
    **TOLD,
    **offers.TOLD,
    "part_gone": lambda t, d: (
        t("“%(name)s” is not in this survey any more.", name=d["name"]),
        t("Somebody may have taken it out. Look at the survey as it is now."),
    ),
    "translation_stale": lambda t, d: (
        t("The English text was changed; the French still says what it said before.")
        if d["language"] == "fr"
        else t("The French text was changed; the English still says what it said before."),
        t("Change it too, or confirm that it is still right."),
    ),
    "blank_open": lambda t, d: (
        t(
            "A blank is still open: %(name)s ({%(blank)s}).",
            name=blank_name(t, str(d["blank"])),
            blank=d["blank"],
        ),
        t("Write your own words in its place."),
    ),
}
