"""Which question of ours an element of SurveyJS asks, by its type."""

from collections.abc import Mapping
from typing import Any

from surveys.definition import LANGUAGES
from surveys.exchange.building import Building, asked_when, code_of, drawn
from surveys.exchange.conditions import NotCarriedError, Resolve
from surveys.exchange.markup import words
from surveys.exchange.offers import offered_if
from surveys.exchange.surveyjs import OWN
from surveys.exchange.surveyjs_entries import count, entry, fields, slider, upload
from surveys.questions.budget_split import BudgetSplit
from surveys.questions.information import Information
from surveys.questions.long_text import LongText
from surveys.questions.matrix import MatrixMultiple, MatrixSingle
from surveys.questions.multiple_choice import MultipleChoice
from surveys.questions.nps import NetPromoter
from surveys.questions.other_text import OTHER
from surveys.questions.ranking import Ranking
from surveys.questions.rating_scale import RatingScale
from surveys.questions.single_choice import SingleChoice
from surveys.questions.yes_no import YesNo
from surveys.relevance import Condition

Data = dict[str, Any]
NONE = {"en": "None of these", "fr": "Aucune de ces réponses"}
DECLINED = {
    "refused": {"en": "Prefer not to say", "fr": "Je préfère ne pas répondre"},
    "dont_know": {"en": "Don’t know", "fr": "Je ne sais pas"},
}
DECLINING = (("showRefuseItem", "refuseText", "refused"), ("showDontKnowItem", "dontKnowText", "dont_know"))
"""What SurveyJS adds for those who do not say or do not know: no answer, never one that counts."""


class Elements:
    """Makes the plain data of questions; what cannot be carried is noted in ``building``."""

    def __init__(self, data: Mapping[str, Any], building: Building, resolve: Resolve) -> None:
        self.data, self.building, self.resolve = data, building, resolve
        locale = str(data.get("locale") or "en")[:2].lower()
        self.first = locale if locale in LANGUAGES else "en"
        self.found: set[str] = set()
        """The languages met in texts."""

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

    def made(self, type_: str, element: Mapping[str, Any], place: str) -> Data | None:
        """Return what an element asks, with the codes of its options; ``None`` for what we cannot ask."""
        match type_:
            case "radiogroup" | "dropdown" | "buttongroup" | "imagepicker":
                if type_ == "imagepicker":
                    self.building.note("media_not_carried", place)
                several = type_ == "imagepicker" and element.get("multiSelect") is True
                look = "dropdown" if type_ == "dropdown" else "list"
                made = drawn(MultipleChoice) if several else drawn(SingleChoice, look=look)
                return self._closed(made, element, place)
            case "checkbox" | "tagbox":
                limits = {"fewest": "minSelectedChoices", "most": "maxSelectedChoices"}
                said = {ours: n for ours, theirs in limits.items() if (n := count(element.get(theirs)))}
                return self._closed(drawn(MultipleChoice, **said), element, place)
            case "ranking":
                made = self._closed(drawn(Ranking), element, place) or {}
                return (
                    made | ({} if OWN in element else {"places": min(len(made["options"]), 20)})
                    if made
                    else None
                )
            case "boolean":
                codes = {"true": "yes", "false": "no", "yes": "yes", "no": "no"}
                if not {"labelTrue", "labelFalse"} & set(element) or OWN in element:
                    return drawn(YesNo) | {"codes": codes}
                return self._worded(element, place) | {"codes": codes}
            case "rating":
                return self._rating(element, place)
            case "text":
                return entry(element, place, self.building.note)
            case "comment":
                longest = min(count(element.get("maxLength")) or 5000, 20_000)
                return drawn(LongText, longest=longest)
            case "file":
                return upload(element, place, self.building.note)
            case "slider":
                return slider(element, place, self.building.note)
            case "multipletext":
                return self._amounts(element, place)
            case "html":
                return drawn(Information, text=self.texts(element.get("html"), place, is_markup=True))
            case "matrix" | "matrixdropdown":
                return self._matrix(type_, element, place)
        return None

    def _worded(self, element: Mapping[str, Any], place: str) -> Data:
        """Make a choice of a switch whose two sides have names of their own."""
        sides = (("yes", "labelTrue"), ("no", "labelFalse"))
        options = [
            {"code": c, "label": self.texts(element.get(k), place) or {self.first: c}} for c, k in sides
        ]
        return drawn(SingleChoice, options=options)

    def _closed(self, made: Data, element: Mapping[str, Any], place: str) -> Data | None:
        rule = element.get("choicesVisibleIf")
        options, codes = self._options(element.get("choices"), place, rule=rule)
        if element.get("showNoneItem") is True or element.get("hasNone") is True:
            label = self.texts(element.get("noneText"), place) or NONE
            options.append({"code": code_of("none", set(codes.values())), "label": label, "exclusive": True})
            codes["none"] = options[-1]["code"]
        for flag, key, code in DECLINING:
            if element.get(flag) is True:
                label = self.texts(element.get(key), place) or DECLINED[code]
                options.append({"code": code_of(code, set(codes.values())), "label": label, "missing": True})
                codes[code] = options[-1]["code"]
        if element.get("showOtherItem") is True or element.get("hasOther") is True:
            label = self.texts(element.get("otherText"), place) or OTHER["label"]
            options = [o for o in options if o["code"] != OTHER["code"]] + [{**OTHER, "label": label}]
            codes[OTHER["code"]] = OTHER["code"]
        if not options:
            self.building.note("list_missing", place, list=place)
            return None
        return made | {"options": options, "codes": codes}

    def _options(
        self, choices: object, place: str, *, rule: object = ""
    ) -> tuple[list[Data], dict[str, str]]:
        """Return options, and the file's codes to ours; ``rule`` says which ``{item}`` is offered."""
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
            conditions = [self._offered_if(text, value, place) for text in (rule, item.get("visibleIf"))]
            if False in conditions:
                continue
            option |= asked_when(*(told for told in conditions if not isinstance(told, bool)))
            if "enableIf" in item:
                self.building.note("choice_filter_not_carried", place, expression=item["enableIf"])
            if "imageLink" in item:
                self.building.note("media_not_carried", place)
            options.append(option)
            codes[value] = code
        return options, codes

    def _offered_if(self, text: object, value: str, place: str) -> Condition | bool:
        """Return the condition on which an item is shown; one that cannot be carried shows it always."""
        if not isinstance(text, str):
            return True
        try:
            return offered_if(text, lambda ref: value if ref.name == "item" else None, self.resolve)
        except NotCarriedError:
            self.building.note("choice_filter_not_carried", place, expression=text)
            return True

    def _rating(self, element: Mapping[str, Any], place: str) -> Data:
        lowest, highest = element.get("rateMin", 1), element.get("rateMax", element.get("rateCount", 5))
        if isinstance(element.get("rateValues"), list):
            options, codes = self._options(element["rateValues"], place)
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

    def _amounts(self, element: Mapping[str, Any], place: str) -> Data | None:
        """Return what a budget was before it went out as a field for each of its options."""
        own = element.get(OWN)
        if not isinstance(own, Mapping) or own.get("kind") != drawn(BudgetSplit)["kind"]:
            return None
        options = [
            {"code": code_of(str(item.get("name", "")), set()), "label": self.texts(item.get("title"), place)}
            for item in fields(element)
        ]
        return drawn(BudgetSplit, options=options)

    def _matrix(self, type_: str, element: Mapping[str, Any], place: str) -> Data | None:
        columns = element.get("columns")
        kind = MatrixSingle
        choices: object = columns
        if type_ == "matrixdropdown":
            only = columns[0] if isinstance(columns, list) and len(columns) == 1 else None
            if not isinstance(only, Mapping):
                return None
            kind = MatrixMultiple if only.get("cellType") in ("checkbox", "tagbox") else MatrixSingle
            choices = only.get("choices", element.get("choices"))
        options, codes = self._options(choices, place)
        if any(option.pop("relevance", None) for option in options):
            self.building.note("choice_filter_not_carried", place, expression="columns")
        lines, _ = self._options(element.get("rows"), place, rule=element.get("rowsVisibleIf"))
        if not options or not lines:
            return None
        rows = [
            {name: line[name] for name in ("code", "label", "relevance") if name in line} for line in lines
        ]
        made = drawn(kind, options=options, rows=rows) | {"codes": codes}
        every = element.get("isAllRowRequired") is True or element.get("eachRowRequired") is True
        return made | ({"required": True} if every else {})


def _same(numbers: range) -> dict[str, str]:
    return {str(number): str(number) for number in numbers}
