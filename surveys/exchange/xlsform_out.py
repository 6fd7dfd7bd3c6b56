"""Writes a survey as an XLSForm, reads it back, and lists what did not come back as it was."""

import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from surveys.definition import Page, SurveyDefinition
from surveys.exchange.building import beside, code_of
from surveys.exchange.conditions import NotCarriedError
from surveys.exchange.differences import differences
from surveys.exchange.logic import WRITTEN, written_constraint, written_formula
from surveys.exchange.notes import Note
from surveys.exchange.repeats import SAID, repeating, repeats, title_repeats
from surveys.exchange.shuffles import PARAMETER
from surveys.exchange.workbook import read_sheets
from surveys.exchange.writing import Dialect, xlsform
from surveys.exchange.xlsform import (
    LANGUAGE_NAMES,
    OWN,
    ROW_CONTACT,
    ROW_NOTICE,
    ROW_OPENING,
    ROW_THANKS,
    ROW_TITLE,
    written_as,
)
from surveys.exchange.xlsform_in import read
from surveys.exchange.xlsform_sheets import SHEETS
from surveys.questions import Option, Question
from surveys.questions.budget_split import BudgetSplit
from surveys.questions.date_entry import DateEntry
from surveys.questions.matrix import BETWEEN, MatrixMultiple, MatrixSingle
from surveys.questions.multiple_choice import MultipleChoice
from surveys.questions.number_entry import NumberEntry
from surveys.questions.short_text import ShortText
from surveys.questions.single_choice import SingleChoice
from surveys.relevance import Condition

Cells = dict[str, str]
_BASE = (
    *("type", "name", "label", "hint", "appearance", "parameters", "required", "relevant", "constraint"),
    *("constraint_message", "calculation", "choice_filter", OWN),
)
OFFERED, TO_ALL = "offered", "all"
"""The column of a list that says which condition of its filter is about a choice."""
_BILINGUAL = ("label", "hint", "constraint_message")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What a spreadsheet program would take for a sign by its number, such as ``_x000D_``."""
_LONGEST_CELL = 32_000


def write(definition: SurveyDefinition, form_id: str) -> tuple[bytes, tuple[Note, ...]]:
    """Return the workbook, and everything that it does not hold as the survey had it."""
    writer = _Writer(definition)
    data = _workbook(writer, form_id)
    back = read(read_sheets(data, "survey.xlsx", SHEETS), "survey.xlsx")
    return data, tuple(writer.notes) + differences(definition, back.definition)


class _Writer:
    def __init__(self, definition: SurveyDefinition) -> None:
        self.definition = definition
        self.notes: list[Note] = []
        self.survey: list[Cells] = []
        self.choices: list[Cells] = []
        self.names = {question.name for question in definition.questions()}
        self.calculated: set[str] = set()
        """Those whose formula could be written: others cannot be looked at."""
        self.dialect = xlsform(self._leaf, self._known)
        self._tell(ROW_TITLE, definition.title)
        self._tell(ROW_OPENING, definition.introduction)
        self._tell(ROW_NOTICE, definition.notice)
        for page in definition.pages:
            self._page(page)
        self._tell(ROW_THANKS, definition.thanks)
        self._tell(ROW_CONTACT, definition.contact)

    def _tell(self, name: str, texts: Mapping[str, str]) -> None:
        if any(texts.values()) and name not in self.names:
            self.survey.append({"type": "note", "name": name, **in_columns("label", texts)})

    def _page(self, page: Page) -> None:
        name = page.name if page.name not in self.names else f"{page.name}_page"
        begin = {"type": "begin_group", "name": name, "appearance": "field-list"}
        own: dict[str, Any] = {"name": page.name} if name != page.name else {}
        own |= ({"shuffled": True} if page.shuffled else {}) | title_repeats(page.title)
        begin |= in_columns("label", repeating(page.title, self._refer))
        begin |= {OWN: json.dumps(own, ensure_ascii=False)} if own else {}
        self.survey.append(begin)
        for question in page.questions:
            if isinstance(question, MatrixSingle):
                self._grid(question)
            elif isinstance(question, BudgetSplit):
                self._amounts(question)
            else:
                self._question(question)
        self.survey.append({"type": "end_group"})

    def _grid(self, question: MatrixSingle) -> None:
        self._list(question.name, question.options)
        common = self._common(question) | {"appearance": "table-list"}
        common.pop("required", None)
        self.survey.append({"type": "begin_group", **common})
        word = "select_multiple" if isinstance(question, MatrixMultiple) else "select_one"
        for row in question.rows:
            cells = {"type": f"{word} {question.name}", "name": f"{question.name}_{row.code}"}
            cells |= {"required": "yes"} if question.required else {}
            cells |= _filled(relevant=self._written(row.relevance))
            self.survey.append(cells | in_columns("label", row.label))
        self.survey.append({"type": "end_group"})

    def _amounts(self, question: BudgetSplit) -> None:
        """Write a whole number for each option; other programs do not add them up."""
        self.notes.append(Note("shown_plainly", question.name))
        common = self._common(question)
        required = _filled(required=common.pop("required", ""))
        self.survey.append({"type": "begin_group", **common})
        for option in question.options:
            cells = {"type": "integer", "name": f"{question.name}_{option.code}", **required}
            self.survey.append(cells | in_columns("label", option.label))
        self.survey.append({"type": "end_group"})

    def _question(self, question: Question) -> None:
        written = written_as(question)
        if written is None:
            return
        if not written.alike:
            self.notes.append(Note("shown_plainly", question.name))
        cells = {"type": written.type, **self._common(question)}
        if question.is_worked_out:
            self._calculated(question, cells)
            return
        if written.type.startswith(("select", "rank")):
            cells["type"] += f" {question.name}"
            cells |= _filled(choice_filter=self._list(question.name, question.choices()))
            if question.is_shuffled:
                cells["parameters"] = PARAMETER
        appearance = written.appearance
        if isinstance(question, SingleChoice) and question.look == "dropdown":
            appearance = "minimal"
        if appearance:
            cells["appearance"] = appearance
        rules = [*_limits(question), written_constraint(question, self._itself(question.name))]
        if told := " and ".join(filter(None, rules)):
            cells["constraint"] = told
        if question.constraint is not None and rules[-1]:
            cells |= in_columns("constraint_message", repeating(question.constraint.message, self._refer))
            self._beside(cells, question, {"constraint": told})
        self.survey.append(cells)

    def _calculated(self, question: Question, cells: Cells) -> None:
        """Write a calculation; one that the format has no words for is found missing, and listed."""
        try:
            cells["calculation"] = written_formula(question, self.dialect)
        except NotCarriedError:
            return
        self.calculated.add(question.name)
        self._beside(cells, question, {"formula": cells["calculation"]})
        self.survey.append(cells)

    def _beside(self, cells: Cells, question: Question, written: Mapping[str, str]) -> None:
        own = beside(question)
        if written or question.constraint is None:
            own |= {WRITTEN: dict(written)} if written else {}
        else:
            own.pop("constraint", None)  # it could not be written: what comes back must not hold it unseen
        if said := repeats(question):
            own[SAID] = said
        cells[OWN] = json.dumps(own, ensure_ascii=False)

    def _refer(self, name: str) -> str:
        """Return how a text repeats an answer, or nothing where the form does not hold it."""
        question = self.definition.question(name)
        if question is None or written_as(question) is None or isinstance(question, MatrixSingle):
            return ""  # several variables, none of which is the answer
        return "" if question.is_worked_out and name not in self.calculated else f"${{{name}}}"

    def _common(self, question: Question) -> Cells:
        cells: Cells = {"name": question.name}
        cells |= in_columns("label", repeating(question.text, self._refer))
        cells |= in_columns("hint", repeating(question.hint, self._refer))
        if question.required and question.asks:
            cells["required"] = "yes"
        cells |= _filled(relevant=self._written(question.relevance))
        self._beside(cells, question, {})
        return cells

    def _written(self, condition: Condition | None) -> str:
        """Write a condition; what cannot be written is found missing when it is read back, and listed."""
        try:
            return self.dialect.condition(condition) if condition is not None else ""
        except NotCarriedError:
            return ""

    def _itself(self, name: str) -> Dialect:
        """Return the words for a constraint: the answer itself is a dot."""

        def leaf(of: str, option: str) -> str:
            written = self._leaf(of, option)
            return written.replace(f"${{{name}}}", ".") if of == name else written

        return replace(self.dialect, leaf=leaf, refer=lambda of: "." if of == name else self._known(of))

    def _known(self, name: str) -> str:
        if not (reference := self._refer(name)):
            raise NotCarriedError
        return reference

    def _leaf(self, name: str, option: str) -> str:
        question = self.definition.question(name)
        if question is not None and question.is_worked_out:
            self._known(name)
        if isinstance(question, BudgetSplit):
            return "(" + " or ".join(f"${{{name}_{o.code}}} != ''" for o in question.options) + ")"
        if isinstance(question, MatrixSingle):
            row, _, code = option.partition(BETWEEN)
            if not option:
                return "(" + " or ".join(f"${{{name}_{r.code}}} != ''" for r in question.rows) + ")"
            return f"selected(${{{name}_{row}}}, '{code}')"
        return f"selected(${{{name}}}, '{option}')" if option else f"${{{name}}} != ''"

    def _list(self, name: str, options: Sequence[Option]) -> str:
        """Write a list of choices; return its filter, empty where everybody is offered all of them."""
        told = [self._written(option.relevance) for option in options]
        numbers = {condition: str(at) for at, condition in enumerate(dict.fromkeys(filter(None, told)), 1)}
        for option, condition in zip(options, told, strict=True):
            cells = {"list_name": name, "name": option.code, **in_columns("label", option.label)}
            cells |= {OFFERED: numbers.get(condition, TO_ALL)} if numbers else {}
            flags = [flag for flag in ("exclusive", "missing", "stays") if getattr(option, flag)]
            self.choices.append(cells | ({OWN: " ".join(flags)} if flags else {}))
        parts = [f"({OFFERED} = '{number}' and {condition})" for condition, number in numbers.items()]
        return " or ".join([f"{OFFERED} = '{TO_ALL}'", *parts]) if parts else ""


def _filled(**cells: str) -> Cells:
    """Return cells that hold something."""
    return {name: text for name, text in cells.items() if text}


def in_columns(base: str, texts: Mapping[str, str]) -> Cells:
    """Return one cell a language."""
    return {f"{base}::{LANGUAGE_NAMES[code]}": texts[code] for code in LANGUAGE_NAMES if texts.get(code)}


def _limits(question: Question) -> list[str]:
    match question:
        case NumberEntry():
            ends = ((">=", question.lowest), ("<=", question.highest))
            return [f". {sign} {end:.6f}".rstrip("0").rstrip(".") for sign, end in ends if end is not None]
        case DateEntry():
            days = ((">=", question.earliest), ("<=", question.latest))
            return [f". {sign} date('{day.isoformat()}')" for sign, day in days if day is not None]
        case MultipleChoice():
            found = [f"count-selected(.) >= {question.fewest}"] if question.fewest else []
            found += [f"count-selected(.) <= {question.most}"] if question.most else []
            alone = [option.code for option in question.options if option.exclusive]
            return found + [f"not(selected(., '{code}') and count-selected(.) > 1)" for code in alone]
        case ShortText():
            return [f"string-length(.) <= {question.longest}"]
    return []


def _workbook(writer: _Writer, form_id: str) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    definition = writer.definition
    languages = [LANGUAGE_NAMES[language] for language in definition.languages]
    bilingual = tuple(
        f"{base}::{name}" if base in _BILINGUAL else base
        for base in _BASE
        for name in (languages if base in _BILINGUAL else [""])
    )
    _sheet(book, "survey", bilingual, writer.survey)
    labels = tuple(f"label::{name}" for name in languages)
    is_filtered = any(OFFERED in choice for choice in writer.choices)
    columns = ("list_name", "name", *labels, *([OFFERED] if is_filtered else []), OWN)
    _sheet(book, "choices", columns, writer.choices)
    title = next((text for text in definition.title.values() if text), form_id)
    settings = {
        "form_title": title,
        "form_id": code_of(form_id, set()),
        "default_language": languages[0],
        "purpose": definition.purpose,
        "minutes": str(definition.minutes),
    }
    _sheet(book, "settings", tuple(settings), [settings])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _sheet(book: Any, title: str, headings: tuple[str, ...], rows: Iterable[Cells]) -> None:
    from openpyxl.cell import WriteOnlyCell

    sheet = book.create_sheet(title)
    sheet.append(headings)
    for row in rows:
        cells = []
        for heading in headings:
            text = _CODED.sub("_x005F_", _CONTROLS.sub("", row.get(heading, "")))[:_LONGEST_CELL]
            cell = WriteOnlyCell(sheet, text or None)
            if text:
                cell.data_type = "s"  # an author's "=1+1" is a text, never a formula
            cells.append(cell)
        sheet.append(cells)
