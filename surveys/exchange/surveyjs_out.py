"""Writes a survey as SurveyJS JSON, reads it back, and lists what did not come back as it was."""

import contextlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from surveys.definition import SurveyDefinition
from surveys.exchange import surveyjs_in
from surveys.exchange.building import beside
from surveys.exchange.conditions import NotCarriedError
from surveys.exchange.differences import differences
from surveys.exchange.logic import WRITTEN, written_constraint, written_formula
from surveys.exchange.markup import as_markup
from surveys.exchange.notes import Note
from surveys.exchange.repeats import SAID, repeating, repeats, title_repeats
from surveys.exchange.shuffles import to_surveyjs
from surveys.exchange.surveyjs import CHOSEN, ENTRIES, OWN, TEXT_BLOCKS, element_type, is_alike, takes_several
from surveys.exchange.surveyjs_entries import accepted
from surveys.exchange.writing import surveyjs
from surveys.questions import Option, Question
from surveys.questions.budget_split import BudgetSplit
from surveys.questions.date_entry import DateEntry
from surveys.questions.file_upload import FileUpload
from surveys.questions.hidden_value import HiddenValue
from surveys.questions.information import Information
from surveys.questions.matrix import BETWEEN, MatrixMultiple, MatrixSingle
from surveys.questions.multiple_choice import MultipleChoice
from surveys.questions.number_entry import NumberEntry
from surveys.questions.rating_scale import PointScale
from surveys.questions.short_text import ShortText
from surveys.questions.yes_no import YesNo
from surveys.relevance import Condition

Data = dict[str, Any]


def write(definition: SurveyDefinition) -> tuple[bytes, tuple[Note, ...]]:
    """Return the file, and everything that it does not hold as the survey had it."""
    writer = _Writer(definition)
    data = writer.survey()
    back = surveyjs_in.read(data, "survey.json")
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return text.encode(), tuple(writer.notes) + differences(definition, back.definition)


class _Writer:
    def __init__(self, definition: SurveyDefinition) -> None:
        self.definition = definition
        self.notes: list[Note] = []
        self.first = definition.languages[0]
        self.names = {question.name for question in definition.questions()}
        self.calculations: set[str] = set()
        self.dialect = surveyjs(self.leaf, self.known)

    def survey(self) -> Data:
        definition = self.definition
        pages = [
            {
                "name": page.name,
                **self.told("title", repeating(page.title, self.refer)),
                **({"questionOrder": "random"} if page.shuffled else {}),
                **({OWN: said} if (said := title_repeats(page.title)) else {}),
                "elements": [made for question in page.questions if (made := self.element(question))],
            }
            for page in definition.pages
        ]
        blocks = [
            {"type": "html", "name": name, **self.told("html", self.marked(getattr(definition, place)))}
            for name, place in TEXT_BLOCKS.items()
            if name not in self.names and any(getattr(definition, place).values())
        ]
        pages[0]["elements"] = blocks + list(pages[0]["elements"])
        return {
            **({"locale": self.first} if self.first != "en" else {}),
            **self.told("title", definition.title),
            **self.told("description", definition.introduction),
            **self.told("completedHtml", self.marked(definition.thanks)),
            OWN: {
                "purpose": definition.purpose,
                "minutes": definition.minutes,
                "languages": list(definition.languages),
            },
            "pages": pages,
        }

    def told(self, key: str, texts: Mapping[str, str]) -> Data:
        """Return a property with a text in every language, or nothing."""
        said = {("default" if code == self.first else code): text for code, text in texts.items() if text}
        if not said:
            return {}
        return {key: said["default"] if set(said) == {"default"} else said}

    def marked(self, texts: Mapping[str, str]) -> dict[str, str]:
        return {code: as_markup(text) for code, text in texts.items()}

    def element(self, question: Question) -> Data | None:
        type_ = element_type(question)
        if not type_:
            return None
        if not is_alike(question):
            self.notes.append(Note("shown_plainly", question.name))
        made: Data = {"type": type_, "name": question.name}
        if isinstance(question, Information):
            made |= self.told("html", self.marked(repeating(question.text, self.refer)))
        else:
            made |= self.told("title", repeating(question.text, self.refer))
        made |= self.told("description", repeating(question.hint, self.refer))
        if question.required and question.asks:
            made["isRequired"] = True
        made |= self.shown_if(question.relevance)
        if question.is_worked_out:
            return self.calculated(question, made)
        made |= self.settings(question, type_) | to_surveyjs(question)
        return made | self.constraint(question)

    def calculated(self, question: Question, made: Data) -> Data | None:
        """Return a calculation; ``None``, found missing and listed, where the format has no words for it."""
        try:
            formula = written_formula(question, self.dialect)
        except NotCarriedError:
            return None
        self.calculations.add(question.name)
        return made | {"expression": formula} | self.beside(question, {"formula": formula})

    def constraint(self, question: Question) -> Data:
        text = written_constraint(question, self.dialect)
        if question.constraint is None or not text:
            return self.beside(question, {})
        validator = {
            "type": "expression",
            "expression": text,
            **self.told("text", repeating(question.constraint.message, self.refer)),
        }
        return {"validators": [validator]} | self.beside(question, {"constraint": text})

    def beside(self, question: Question, written: Data) -> Data:
        own = beside(question)
        if not written:
            own.pop("constraint", None)  # it could not be written: what comes back must not hold it unseen
        own |= {WRITTEN: written} if written else {}
        return {OWN: own | ({SAID: said} if (said := repeats(question)) else {})}

    def refer(self, name: str) -> str:
        """Return how an answer is referred to, or nothing where the survey does not hold it."""
        question = self.definition.question(name)
        if question is None or not element_type(question) or isinstance(question, MatrixSingle):
            return ""
        return "" if question.is_worked_out and name not in self.calculations else f"{{{name}}}"

    def known(self, name: str) -> str:
        if not (reference := self.refer(name)):
            raise NotCarriedError
        return reference

    def settings(self, question: Question, type_: str) -> Data:
        made: Data = {}
        match question:
            case PointScale():
                made |= self.rating(question)
            case MatrixMultiple():
                column = {"name": CHOSEN, "cellType": "checkbox", "choices": self.options(question.options)}
                made |= {"columns": [column], "rows": self.rows(question)}
            case MatrixSingle():
                made |= {"columns": self.options(question.options), "rows": self.rows(question)}
                made |= {"eachRowRequired": True} if question.required else {}
            case YesNo() if type_ == "boolean":
                yes, no = question.choices()
                made |= self.told("labelTrue", yes.label) | self.told("labelFalse", no.label)
            case NumberEntry():
                ends = {"min": _told(question.lowest), "max": _told(question.highest)}
                made |= {name: end for name, end in ends.items() if end is not None}
            case DateEntry():
                days = {"min": question.earliest, "max": question.latest}
                made |= {name: day.isoformat() for name, day in days.items() if day is not None}
            case ShortText():
                made["maxLength"] = question.longest
            case HiddenValue():
                made["visible"] = False
            case FileUpload():
                made |= accepted(question)
            case BudgetSplit():
                made["items"] = [
                    {"name": option.code, "inputType": "number", **self.told("title", option.label)}
                    for option in question.options
                ]
            case _ if question.choices():
                made["choices"] = self.options(question.choices())
        if isinstance(question, MultipleChoice):
            made |= {"minSelectedChoices": question.fewest} if question.fewest else {}
            made |= {"maxSelectedChoices": question.most} if question.most else {}
        entry = next((name for kind, name in ENTRIES.items() if isinstance(question, kind)), "")
        return made | ({"inputType": entry} if entry else {})

    def rating(self, question: PointScale) -> Data:
        numbers, (worst, best) = question.numbers(), question.ends()
        look = {"stars": "stars", "faces": "smileys"}.get(getattr(question, "look", ""), "")
        return {
            "rateMin": numbers[0],
            "rateMax": numbers[-1],
            **({"rateType": look} if look else {}),
            **self.told("minRateDescription", worst),
            **self.told("maxRateDescription", best),
        }

    def options(self, options: Iterable[Option]) -> list[Data]:
        return [
            {
                "value": option.code,
                **self.told("text", option.label),
                **({"isExclusive": True} if option.exclusive else {}),
                **self.shown_if(option.relevance),
                **(
                    {OWN: own}
                    if (own := {n: True for n in ("missing", "stays") if getattr(option, n)})
                    else {}
                ),
            }
            for option in options
        ]

    def rows(self, question: MatrixSingle) -> list[Data]:
        return [
            {"value": row.code, **self.told("text", row.label), **self.shown_if(row.relevance)}
            for row in question.rows
        ]

    def shown_if(self, condition: Condition | None) -> Data:
        """Write a condition; what cannot be written is found missing when it is read back, and listed."""
        with contextlib.suppress(NotCarriedError):
            return {"visibleIf": self.dialect.condition(condition)} if condition is not None else {}
        return {}

    def leaf(self, name: str, option: str) -> str:
        question = self.definition.question(name)
        if question is None or not element_type(question):
            raise NotCarriedError
        if question.is_worked_out:
            self.known(name)
        if not option:
            return f"{{{name}}} notempty"
        if isinstance(question, MatrixSingle):
            row, _, code = option.partition(BETWEEN)
            several = isinstance(question, MatrixMultiple)
            return (
                f"{{{name}.{row}.{CHOSEN}}} contains '{code}'" if several else f"{{{name}.{row}}} = '{code}'"
            )
        if element_type(question) == "boolean":
            return f"{{{name}}} = {'true' if option == 'yes' else 'false'}"
        return f"{{{name}}} {'contains' if takes_several(question) else '='} '{option}'"


def _told(limit: float | None) -> str | None:
    """Return a limit as the schema has it: text, whole numbers without a point."""
    return None if limit is None else f"{limit:g}" if float(f"{limit:g}") == limit else repr(float(limit))
