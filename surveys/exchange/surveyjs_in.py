"""Reads a SurveyJS definition as a survey."""

from collections.abc import Mapping
from typing import Any

from surveys.definition import LANGUAGES
from surveys.exchange.building import Building, code_of, drawn, with_settings
from surveys.exchange.conditions import Known, NotCarriedError, plain, read_condition
from surveys.exchange.markup import words
from surveys.exchange.notes import Carried, Note, RefusedFileError
from surveys.exchange.shuffles import SURVEYJS_NAMES, from_surveyjs
from surveys.exchange.surveyjs import ENTRIES, OWN, TEXT_BLOCKS, element_type
from surveys.questions import KINDS
from surveys.questions.email_address import EmailAddress
from surveys.questions.hidden_value import HiddenValue
from surveys.questions.information import Information
from surveys.questions.long_text import LongText
from surveys.questions.matrix import MatrixMultiple, MatrixSingle
from surveys.questions.multiple_choice import MultipleChoice
from surveys.questions.nps import NetPromoter
from surveys.questions.number_entry import NumberEntry
from surveys.questions.other_text import OtherText
from surveys.questions.ranking import Ranking
from surveys.questions.rating_scale import RatingScale
from surveys.questions.short_text import ShortText
from surveys.questions.single_choice import SingleChoice
from surveys.questions.yes_no import YesNo
from surveys.relevance import All, Condition

Data = dict[str, Any]
DEEPEST = 20
OTHER = {"en": "Other", "fr": "Autre"}
NONE = {"en": "None of these", "fr": "Aucune de ces réponses"}
SPECIFY = {"en": "Please specify", "fr": "Veuillez préciser"}

_SURVEY = {"title", "description", "locale", "pages", "elements", "questions", "completedHtml", OWN}
# How it looks there says nothing about what is asked.
_LOOKS = {
    *("showQuestionNumbers", "showProgressBar", "progressBarType", "widthMode", "width", "logo", "logoFit"),
    *("logoPosition", "logoWidth", "logoHeight", "showTitle", "showPageTitles", "questionErrorLocation"),
    *("showNavigationButtons", "showPrevButton", "checkErrorsMode", "textUpdateMode", "completeText"),
    *("pageNextText", "pagePrevText", "startSurveyText", "fitToContainer", "headerView", "showTOC"),
    *("titleLocation", "startWithNewLine", "colCount", "width", "minWidth", "maxWidth", "indent", "rows"),
    *("descriptionLocation", "hideNumber", "placeholder", "autoGrow", "state", "rateColorMode", "showLabel"),
}
_COMMON = {"type", "name", "title", "description", "isRequired", "visibleIf", "visible", OWN, *SURVEYJS_NAMES}
_OF_TYPE: dict[str, set[str]] = {
    "radiogroup": {
        "choices",
        "showOtherItem",
        "hasOther",
        "otherText",
        "showNoneItem",
        "hasNone",
        "noneText",
    },
    "boolean": {"labelTrue", "labelFalse"},
    "rating": {
        "rateMin",
        "rateMax",
        "rateCount",
        "rateValues",
        "rateType",
        "minRateDescription",
        "maxRateDescription",
    },
    "comment": {"maxLength"},
    "text": {"maxLength", "inputType", "min", "max"},
    "html": {"html"},
    "matrix": {"columns", "rows", "isAllRowRequired", "eachRowRequired"},
}
_OF_TYPE["dropdown"] = _OF_TYPE["buttongroup"] = _OF_TYPE["imagepicker"] = _OF_TYPE["radiogroup"]
_OF_TYPE["ranking"] = _OF_TYPE["radiogroup"]
_OF_TYPE["checkbox"] = _OF_TYPE["radiogroup"] | {"minSelectedChoices", "maxSelectedChoices"}
_OF_TYPE["tagbox"] = _OF_TYPE["checkbox"]
_OF_TYPE["matrixdropdown"] = _OF_TYPE["matrix"] | {"choices", "cellType"}


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
        locale = str(data.get("locale") or "en")[:2].lower()
        self.first = locale if locale in LANGUAGES else "en"
        self.found: set[str] = set()

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
        for setting in sorted(set(map(str, self.data)) - _SURVEY - _LOOKS):
            self.building.note("setting_not_carried", "survey", setting=setting)
        pages = self.data.get("pages")
        if not isinstance(pages, list):
            pages = [{"elements": self.data.get("elements", self.data.get("questions", []))}]
        for number, page in enumerate(pages, 1):
            if isinstance(page, Mapping):
                self.page(page, number, title)
        self.building.survey.setdefault(
            "languages", [code for code in LANGUAGES if code in (self.found or {self.first})]
        )
        return self.building.carried()

    def texts(self, value: object, place: str, *, is_markup: bool = False) -> dict[str, str]:
        """Return a text, which is one string or one a language."""
        said = {"default": value} if isinstance(value, str) else value
        if not isinstance(said, Mapping):
            return {}
        texts: dict[str, str] = {}
        for key, text in said.items():
            language = self.first if key == "default" else str(key)[:2].lower()
            if not isinstance(text, str) or not text.strip():
                continue
            if language not in LANGUAGES:
                self.building.note("language_not_carried", "survey", language=str(key))
                continue
            if is_markup:
                text, is_marked = words(text)
                if is_marked:
                    self.building.note("markup_removed", place)
            texts[language] = text
        self.found |= set(texts)
        return texts

    def page(self, page: Mapping[str, Any], number: int, title: dict[str, str]) -> None:
        place = str(page.get("name") or f"page{number}")
        made = self.texts(page.get("title"), place)
        # Ours are told apart from pages that never had a title.
        self.building.page(
            str(page.get("name") or f"page_{number}"), place, made or ({} if OWN in self.data else title)
        )
        if "random" in (page.get("questionsOrder"), page.get("questionOrder")):
            self.building.pages[-1]["shuffled"] = True
        known = {"name", "title", "elements", "questions", "visibleIf", "questionsOrder", "questionOrder"}
        for setting in sorted(set(page) - known - _LOOKS):
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
            self.add(drawn(Information, name=name, text=texts) | _asked_when(inside))
        self.elements(panel.get("elements", []), inside, depth + 1)

    def element(self, element: Mapping[str, Any], type_: str, place: str, around: list[Condition]) -> None:
        made = self.made(type_, element, place)
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
        made |= _asked_when([*around, condition] if condition else around)
        made |= from_surveyjs(element, made, place, self.building.note)
        for setting in sorted(set(element) - _COMMON - _LOOKS - _OF_TYPE.get(type_, set())):
            self.building.note("setting_not_carried", place, setting=setting)
        made = self.as_it_was(made, type_, element.get(OWN))
        self.add(made)
        self.know(place, made, codes)
        if element.get("showOtherItem") is True or element.get("hasOther") is True:
            self.other(place, made)

    def as_it_was(self, made: Data, type_: str, own: object) -> Data:
        restored = with_settings(made, own)
        if restored is made:
            return made
        return restored if element_type(KINDS[restored["kind"]].model_validate(restored)) == type_ else made

    def know(self, place: str, made: Data, codes: dict[str, str]) -> None:
        self.known[place] = Known(made["name"], codes)
        for row in made.get("rows", ()):
            line = Known(made["name"], codes, row=row["code"])
            self.known[f"{place}.{row['code']}"] = self.known[f"{place}.{row['code']}.chosen"] = line

    def other(self, place: str, made: Data) -> None:
        name = self.building.named(f"{made['name']}_other", place)
        condition = {"test": "selected", "question": made["name"], "options": ["other"]}
        self.add(
            drawn(OtherText, name=name, text=SPECIFY, of=made["name"], option="other", relevance=condition)
        )

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

    # Kinds

    def made(self, type_: str, element: Mapping[str, Any], place: str) -> Data | None:
        match type_:
            case "radiogroup" | "dropdown" | "buttongroup" | "imagepicker":
                if type_ == "imagepicker":
                    self.building.note("media_not_carried", place)
                several = type_ == "imagepicker" and element.get("multiSelect") is True
                look = "dropdown" if type_ == "dropdown" else "list"
                made = drawn(MultipleChoice) if several else drawn(SingleChoice, look=look)
                return self.closed(made, element, place)
            case "checkbox" | "tagbox":
                limits = {"fewest": "minSelectedChoices", "most": "maxSelectedChoices"}
                said = {ours: n for ours, theirs in limits.items() if (n := _count(element.get(theirs)))}
                return self.closed(drawn(MultipleChoice, **said), element, place)
            case "ranking":
                made = self.closed(drawn(Ranking), element, place) or {}
                return (
                    made | ({} if OWN in element else {"places": min(len(made["options"]), 20)})
                    if made
                    else None
                )
            case "boolean":
                codes = {"true": "yes", "false": "no", "yes": "yes", "no": "no"}
                if not {"labelTrue", "labelFalse"} & set(element) or OWN in element:
                    return drawn(YesNo) | {"codes": codes}
                return self.worded(element, place) | {"codes": codes}
            case "rating":
                return self.rating(element, place)
            case "text":
                return self.line(element, place)
            case "comment":
                longest = min(_count(element.get("maxLength")) or 5000, 20_000)
                return drawn(LongText, longest=longest)
            case "html":
                return drawn(Information, text=self.texts(element.get("html"), place, is_markup=True))
            case "matrix" | "matrixdropdown":
                return self.matrix(type_, element, place)
        return None

    def worded(self, element: Mapping[str, Any], place: str) -> Data:
        """Make a choice of a switch whose two sides have names of their own."""
        sides = (("yes", "labelTrue"), ("no", "labelFalse"))
        options = [
            {"code": c, "label": self.texts(element.get(k), place) or {self.first: c}} for c, k in sides
        ]
        return drawn(SingleChoice, options=options)

    def closed(self, made: Data, element: Mapping[str, Any], place: str) -> Data | None:
        options, codes = self.options(element.get("choices"), place)
        if element.get("showNoneItem") is True or element.get("hasNone") is True:
            label = self.texts(element.get("noneText"), place) or NONE
            options.append({"code": code_of("none", set(codes.values())), "label": label, "exclusive": True})
            codes["none"] = options[-1]["code"]
        if element.get("showOtherItem") is True or element.get("hasOther") is True:
            label = self.texts(element.get("otherText"), place) or OTHER
            options = [o for o in options if o["code"] != "other"] + [{"code": "other", "label": label}]
            codes["other"] = "other"
        if not options:
            self.building.note("list_missing", place, list=place)
            return None
        return made | {"options": options, "codes": codes}

    def options(self, choices: object, place: str) -> tuple[list[Data], dict[str, str]]:
        options: list[Data] = []
        codes: dict[str, str] = {}
        for choice in choices if isinstance(choices, list) else []:
            item = choice if isinstance(choice, Mapping) else {"value": choice}
            value = str(item.get("value", "")).strip()
            if not value or value in codes:
                continue
            code = code_of(value, set(codes.values()))
            if code != value:
                self.building.note("code_changed", place, before=value, now=code)
            label = self.texts(item.get("text"), place)
            option: Data = {"code": code, "label": label or ({} if OWN in self.data else {self.first: value})}
            own = item.get(OWN)
            option |= {"exclusive": True} if item.get("isExclusive") is True else {}
            flags = own if isinstance(own, Mapping) else {}
            option |= {flag: True for flag in ("missing", "stays") if flags.get(flag) is True}
            if "visibleIf" in item or "enableIf" in item:
                self.building.note("choice_filter_not_carried", place)
            if "imageLink" in item:
                self.building.note("media_not_carried", place)
            options.append(option)
            codes[value] = code
        return options, codes

    def rating(self, element: Mapping[str, Any], place: str) -> Data:
        lowest, highest = element.get("rateMin", 1), element.get("rateMax", element.get("rateCount", 5))
        if isinstance(element.get("rateValues"), list):
            options, codes = self.options(element["rateValues"], place)
            if options:
                return drawn(SingleChoice, options=options) | {"codes": codes}
        ends = {
            "worst": self.texts(element.get("minRateDescription"), place),
            "best": self.texts(element.get("maxRateDescription"), place),
        }
        look = {"stars": "stars", "smileys": "faces"}.get(str(element.get("rateType")))
        if (lowest, highest) == (0, 10):
            for side in (key for key in ("minRateDescription", "maxRateDescription") if key in element):
                if OWN not in element:
                    self.building.note("setting_not_carried", place, setting=side)
            return drawn(NetPromoter) | {"codes": _same(range(11))}
        if lowest == 1 and isinstance(highest, int) and 2 <= highest <= 11:
            return drawn(RatingScale, points=highest, look=look, **ends) | {
                "codes": _same(range(1, highest + 1))
            }
        if isinstance(lowest, int) and isinstance(highest, int) and 0 < highest - lowest <= 100:
            numbers = range(lowest, highest + 1)
            self.building.note("setting_not_carried", place, setting="rateMin")
            codes = {str(n): code_of(str(n), set()) for n in numbers}
            return drawn(
                SingleChoice, options=[{"code": c, "label": {"en": n, "fr": n}} for n, c in codes.items()]
            ) | {"codes": codes}
        self.building.note("setting_not_carried", place, setting="rateMax")
        return drawn(RatingScale) | {"codes": _same(range(1, 6))}

    def line(self, element: Mapping[str, Any], place: str) -> Data:
        entry = str(element.get("inputType", "text"))
        if element.get("visible") is False:
            return drawn(HiddenValue)
        if entry == "range":
            entry = "number"
        kind = next((kind for kind, name in ENTRIES.items() if name == entry), None)
        if kind is None:
            if entry not in ("text", "url"):
                self.building.note("setting_not_carried", place, setting=f"inputType {entry}")
            longest = min(_count(element.get("maxLength")) or 200, 1000)
            return drawn(ShortText, longest=longest)
        made = (
            drawn(kind, decimals=2) if issubclass(kind, NumberEntry) and OWN not in element else drawn(kind)
        )
        names = ("lowest", "highest") if issubclass(kind, NumberEntry) else ("earliest", "latest")
        for ours, theirs in zip(names, ("min", "max"), strict=True):
            if theirs not in element or issubclass(kind, EmailAddress):
                continue
            if ours in kind.model_fields and _fits(element[theirs], issubclass(kind, NumberEntry)):
                made[ours] = element[theirs]
            else:
                self.building.note("setting_not_carried", place, setting=theirs)
        return made

    def matrix(self, type_: str, element: Mapping[str, Any], place: str) -> Data | None:
        columns = element.get("columns")
        kind = MatrixSingle
        choices: object = columns
        if type_ == "matrixdropdown":
            only = columns[0] if isinstance(columns, list) and len(columns) == 1 else None
            if not isinstance(only, Mapping):
                return None
            kind = MatrixMultiple if only.get("cellType") in ("checkbox", "tagbox") else MatrixSingle
            choices = only.get("choices", element.get("choices"))
        options, codes = self.options(choices, place)
        lines, _ = self.options(element.get("rows"), place)
        if not options or not lines:
            return None
        rows = [{"code": line["code"], "label": line["label"]} for line in lines]
        made = drawn(kind, options=options, rows=rows) | {"codes": codes}
        every = element.get("isAllRowRequired") is True or element.get("eachRowRequired") is True
        return made | ({"required": True} if every else {})


def _asked_when(conditions: list[Condition]) -> Data:
    if not conditions:
        return {}
    whole = conditions[0] if len(conditions) == 1 else plain(All(of=tuple(conditions)))
    return {"relevance": whole.model_dump(mode="json")}


def _same(numbers: range) -> dict[str, str]:
    return {str(number): str(number) for number in numbers}


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _fits(value: object, is_number: bool) -> bool:
    if is_number:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str) and len(value) == 10
