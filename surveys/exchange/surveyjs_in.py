"""Reads a SurveyJS definition as a survey."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from surveys.definition import LANGUAGES
from surveys.exchange.building import FITS, Building, asked_when, beneath, drawn, with_settings
from surveys.exchange.conditions import Known, NotCarriedError, known_of, read_condition
from surveys.exchange.logic import own_constraint, read_constraint_condition, read_formula, with_message
from surveys.exchange.notes import Carried, Note, RefusedFileError
from surveys.exchange.repeats import as_said
from surveys.exchange.shuffles import from_surveyjs
from surveys.exchange.surveyjs import OWN, TEXT_BLOCKS, element_type
from surveys.exchange.surveyjs_elements import Elements
from surveys.exchange.surveyjs_entries import entry, fields
from surveys.exchange.surveyjs_settings import COMMON, LOOKS, OF_TYPE, SURVEY
from surveys.questions import KINDS
from surveys.questions.information import Information
from surveys.relevance import Condition

Data = dict[str, Any]
DEEPEST = 20


def is_surveyjs(data: object) -> bool:
    """Say whether JSON data is of SurveyJS: its questions are elements with a type."""
    if not isinstance(data, Mapping):
        return False
    pages = data.get("pages")
    inside = isinstance(pages, list) and any(
        isinstance(page, Mapping) and "elements" in page for page in pages
    )
    return inside or "elements" in data or (isinstance(data.get("questions"), list) and "pages" not in data)


def read(data: object, name: str) -> Carried:
    """Return the survey in SurveyJS data, with everything that is not carried."""
    if not isinstance(data, Mapping):
        raise RefusedFileError("file_unreadable", name, why="not a JSON object")
    return _Reader(data, name).carried()


class _Reader:
    def __init__(self, data: Mapping[str, Any], name: str) -> None:
        self.data, self.file_name = data, name
        self.building = Building()
        self.known: dict[str, Known] = {}
        self.kinds = Elements(data, self.building, self.known.get)
        self.texts, self.first = self.kinds.texts, self.kinds.first

    def carried(self) -> Carried:
        title = self.texts(self.data.get("title"), "survey") or {
            self.first: self.file_name.rpartition(".")[0]
        }
        own = self.data.get(OWN)
        own = own if isinstance(own, Mapping) else {}
        survey = {"title": title, "introduction": self.texts(self.data.get("description"), "survey")}
        survey |= {key: own[key] for key in ("purpose", "minutes", "languages") if key in own}
        if thanks := self.texts(self.data.get("completedHtml"), "survey", is_markup=True):
            survey["thanks"] = thanks
        self.building.survey |= survey
        for setting in sorted(set(map(str, self.data)) - SURVEY - LOOKS):
            self.building.note("setting_not_carried", "survey", setting=setting)
        pages = self.data.get("pages")
        if not isinstance(pages, list):
            pages = [{"elements": self.data.get("elements", self.data.get("questions", []))}]
        for number, page in enumerate(pages, 1):
            if isinstance(page, Mapping):
                self.page(page, number, title)
        self.building.survey.setdefault(
            "languages", [code for code in LANGUAGES if code in (self.kinds.found or {self.first})]
        )
        return self.building.carried()

    def page(self, page: Mapping[str, Any], number: int, title: dict[str, str]) -> None:
        place = str(page.get("name") or f"page{number}")
        made = self.texts(page.get("title"), place)
        # Ours are told apart from pages that never had a title.
        self.building.page(
            str(page.get("name") or f"page_{number}"), place, made or ({} if OWN in self.data else title)
        )
        if "random" in (page.get("questionsOrder"), page.get("questionOrder")):
            self.building.pages[-1]["shuffled"] = True
        own = page.get(OWN)
        self.building.pages[-1] |= as_said({"title": made}, own if isinstance(own, Mapping) else {})
        known = {
            "name",
            "title",
            "elements",
            "questions",
            "visibleIf",
            "questionsOrder",
            "questionOrder",
            OWN,
        }
        for setting in sorted(set(page) - known - LOOKS):
            self.building.note("setting_not_carried", place, setting=setting)
        condition = self.condition(page, place)
        self.elements(page.get("elements", page.get("questions", [])), [condition] if condition else [], 0)

    def elements(self, elements: object, around: list[Condition], depth: int) -> None:
        for element in elements if isinstance(elements, list) else []:
            if not isinstance(element, Mapping):
                continue
            place = str(element.get("name") or element.get("type") or "?")
            type_ = str(element.get("type", ""))
            if type_ == "paneldynamic" or type_ == "matrixdynamic":
                self.building.refusals.append(Note("repeat_refused", place, {"name": place}))
            elif type_ == "panel":
                self.panel(element, place, around, depth)
            elif type_ == "html" and place in TEXT_BLOCKS and OWN not in element:
                told = self.texts(element.get("html"), place, is_markup=True)
                self.building.survey[TEXT_BLOCKS[place]] = told
            else:
                self.element(element, type_, place, around)

    def panel(self, panel: Mapping[str, Any], place: str, around: list[Condition], depth: int) -> None:
        if depth > DEEPEST:
            raise RefusedFileError("file_unreadable", self.file_name, why="panels too deep")
        self.building.note("group_flattened", place, name=place)
        condition = self.condition(panel, place)
        inside = [*around, condition] if condition else around
        if texts := self.texts(panel.get("title"), place):
            name = self.building.named(place, place)
            self.add(drawn(Information, name=name, text=texts) | asked_when(*inside))
        self.elements(panel.get("elements", []), inside, depth + 1)

    def element(self, element: Mapping[str, Any], type_: str, place: str, around: list[Condition]) -> None:
        if type_ == "expression":
            self.calculated(element, place, around)
            return
        made = self.kinds.made(type_, element, place)
        if made is None and type_ == "multipletext":
            self.several(element, place, around)
            return
        if made is None:
            self.building.note("type_not_carried", place, type=type_, name=place)
            return
        codes = made.pop("codes", {})
        made["name"] = self.building.named(place, place)
        if not made.get("text"):
            made["text"] = self.texts(element.get("title"), place)
            if not made["text"] and OWN not in element and made["kind"] != drawn(Information)["kind"]:
                made["text"] = {self.first: place}
        made |= {"hint": hint} if (hint := self.texts(element.get("description"), place)) else {}
        if element.get("isRequired") is True and KINDS[made["kind"]].asks:
            made["required"] = True
        condition = self.condition(element, place)
        made |= asked_when(*around, condition)
        made |= self.constraint(element, made, codes, place)
        made |= from_surveyjs(element, made, place, self.building.note)
        for setting in sorted(set(element) - COMMON - LOOKS - OF_TYPE.get(type_, set())):
            self.building.note("setting_not_carried", place, setting=setting)
        made = with_settings(made, element.get(OWN), fits=lambda question: element_type(question) == type_)
        self.add(made)
        self.know(place, made, codes)
        if element.get("showOtherItem") is True or element.get("hasOther") is True:
            self.add(self.building.other_line(made["name"], made["name"], place))

    def several(self, element: Mapping[str, Any], place: str, around: list[Condition]) -> None:
        """Make a question of each field of an element that has several."""
        self.building.note("group_flattened", place, name=place)
        title = self.texts(element.get("title"), place)
        condition = self.condition(element, place)
        for item in fields(element):
            given = str(item.get("name", "?"))
            made = entry(item, place, self.building.note)
            own = self.texts(item.get("title"), place) or {self.first: given}
            made["text"] = beneath(title, own)
            made["name"] = self.building.named(f"{place}_{given}", place)
            made |= {"required": True} if item.get("isRequired") is True else {}
            for setting in sorted(set(item) - COMMON - LOOKS - OF_TYPE["text"]):
                self.building.note("setting_not_carried", place, setting=setting)
            made |= asked_when(*around, condition) | self.constraint(item, made, {}, place)
            self.add(made)
            self.known[f"{place}.{given}"] = known_of(made, {})

    def calculated(self, element: Mapping[str, Any], place: str, around: list[Condition]) -> None:
        text, own = str(element.get("expression", "")), element.get(OWN)
        try:
            made, known = read_formula(text, self.known.get, own)
        except NotCarriedError:
            self.building.note("calculation_not_carried", place, expression=text, name=place)
            return
        made |= {"name": self.building.named(place, place)}
        made["text"] = self.texts(element.get("title"), place) or {self.first: place}
        condition = self.condition(element, place)
        made |= asked_when(*around, condition)
        for setting in sorted(set(element) - COMMON - LOOKS - {"expression"}):
            self.building.note("setting_not_carried", place, setting=setting)
        self.add(with_settings(made, own))
        self.known[place] = replace(known, question=made["name"])

    def constraint(self, element: Mapping[str, Any], made: Data, codes: dict[str, str], place: str) -> Data:
        """Return the constraint that a validator with an expression is; others are noted."""
        validators, own = element.get("validators"), element.get(OWN)
        names = {known.question for known in self.known.values()} | {str(made["name"])}
        found: Data = {}
        for validator in validators if isinstance(validators, list) else []:
            said = validator if isinstance(validator, Mapping) else {}
            text = str(said.get("expression", said.get("type", "?")))
            message = self.texts(said.get("text"), place) or dict(FITS)
            condition = own_constraint(own, text, names) or read_constraint_condition(
                text, known_of(made, codes), {place}, self.known.get
            )
            if condition is None or found or said.get("type") != "expression":
                self.building.note("constraint_not_carried", place, expression=text)
                continue
            found = with_message(condition, message, own)
        return found

    def know(self, place: str, made: Data, codes: dict[str, str]) -> None:
        self.known[place] = known_of(made, codes)
        for row in made.get("rows", ()):
            line = Known(made["name"], codes, row=row["code"])
            self.known[f"{place}.{row['code']}"] = self.known[f"{place}.{row['code']}.chosen"] = line

    def add(self, question: Data) -> None:
        self.building.pages[-1]["questions"].append(question)

    def condition(self, element: Mapping[str, Any], place: str) -> Condition | None:
        text = element.get("visibleIf")
        if not isinstance(text, str) or not text.strip():
            return None
        try:
            return read_condition(text, self.known.get)
        except NotCarriedError:
            self.building.note("relevance_not_carried", place, expression=text)
            return None
