"""Reads a LimeSurvey survey structure (``.lss``), of versions that keep texts beside or inside questions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from surveys.definition import LANGUAGES
from surveys.exchange.building import Building, code_of, drawn
from surveys.exchange.conditions import Known, NotCarriedError, plain, read_condition
from surveys.exchange.markup import words
from surveys.exchange.notes import Carried, RefusedFileError
from surveys.exchange.shuffles import from_limesurvey
from surveys.questions import KINDS
from surveys.questions.date_entry import DateEntry
from surveys.questions.information import Information
from surveys.questions.long_text import LongText
from surveys.questions.matrix import MatrixSingle
from surveys.questions.multiple_choice import MultipleChoice
from surveys.questions.number_entry import NumberEntry
from surveys.questions.other_text import OtherText
from surveys.questions.ranking import Ranking
from surveys.questions.rating_scale import RatingScale
from surveys.questions.short_text import ShortText
from surveys.questions.single_choice import SingleChoice
from surveys.questions.yes_no import YesNo
from surveys.relevance import All, Condition

Row = dict[str, str]
Data = dict[str, Any]
MOST_BYTES = 20_000_000
OTHER = {"en": "Other", "fr": "Autre"}
SPECIFY = {"en": "Please specify", "fr": "Veuillez préciser"}
# Answers that LimeSurvey gives by itself.
_GIVEN: dict[str, tuple[tuple[str, str, str], ...]] = {
    "A": tuple((str(n), str(n), str(n)) for n in range(1, 6)),
    "B": tuple((str(n), str(n), str(n)) for n in range(1, 11)),
    "C": (("Y", "Yes", "Oui"), ("U", "Uncertain", "Incertain"), ("N", "No", "Non")),
    "E": (("I", "Increase", "Augmenter"), ("S", "Same", "Sans changement"), ("D", "Decrease", "Diminuer")),
    "G": (("F", "Female", "Femme"), ("M", "Male", "Homme")),
}
# What a LimeSurvey question says about looks, or about what we keep anyway.
_UNTOLD = ("quota", "assessments", "defaultvalues", "survey_url_parameters")


def read(data: bytes, name: str) -> Carried:
    """Return the survey in the file, with everything that is not carried."""
    if len(data) > MOST_BYTES:
        raise RefusedFileError("file_too_large", name, most=MOST_BYTES // 1_000_000)
    if not data.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<"):
        raise RefusedFileError("file_wrong_kind", name, ending=".lss")
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise RefusedFileError("file_entities", name) from None
    except (ParseError, ValueError, LookupError) as error:
        raise RefusedFileError("file_unreadable", name, why=str(error)[:200]) from None
    if root.tag != "document" or (root.findtext("LimeSurveyDocType") or "").strip() != "Survey":
        raise RefusedFileError("file_wrong_kind", name, ending=".lss")
    return _Reader(root).carried()


class _Reader:
    def __init__(self, root: Element) -> None:
        self.root = root
        self.building = Building()
        self.known: dict[str, Known] = {}
        self.attributes: dict[str, Row] = defaultdict(dict)
        for row in self.rows("question_attributes"):
            self.attributes[row.get("qid", "")].setdefault(row.get("attribute", ""), row.get("value", ""))
        self.said: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        self._collect("questions", "qid", ("question", "help"))
        self._collect("subquestions", "qid", ("question",))
        self._collect("question_l10ns", "qid", ("question", "help"))
        self._collect("groups", "gid", ("group_name", "description"))
        self._collect("group_l10ns", "gid", ("group_name", "description"))
        self._collect("answers", "aid", ("answer",))
        self._collect("answer_l10ns", "aid", ("answer",))

    def rows(self, section: str) -> list[Row]:
        found = self.root.findall(f"{section}/rows/row")
        return [{cell.tag: (cell.text or "").strip() for cell in row} for row in found]

    def _collect(self, section: str, key: str, names: tuple[str, ...]) -> None:
        for row in self.rows(section):
            # Before version 4 an answer had no number of its own.
            own = row.get(key) or f"{row.get('qid')}/{row.get('code')}"
            for name in names:
                if row.get(name):
                    self.said[(f"{key} {own}", name)][row.get("language", "")] = row[name]

    def texts(self, said: Mapping[str, str], place: str) -> dict[str, str]:
        texts: dict[str, str] = {}
        for language, text in said.items():
            code = language[:2].lower() or self.languages[0]
            if code not in LANGUAGES:
                self.building.note("language_not_carried", "survey", language=language)
                continue
            plain_text, is_marked = words(text)
            if is_marked:
                self.building.note("markup_removed", place)
            if plain_text:
                texts[code] = plain_text
        return texts

    def of(self, key: str, own: str, name: str, place: str) -> dict[str, str]:
        return self.texts(self.said.get((f"{key} {own}", name), {}), place)

    def carried(self) -> Carried:
        settings = self.rows("surveys_languagesettings")
        spoken = [row.get("surveyls_language", "")[:2].lower() for row in settings]
        self.languages = [code for code in LANGUAGES if code in spoken] or ["en"]
        survey = self.building.survey
        survey["languages"] = self.languages
        fields = {"title": "title", "introduction": "welcometext", "thanks": "endtext"}
        for ours, theirs in fields.items():
            said = {row.get("surveyls_language", ""): row.get(f"surveyls_{theirs}", "") for row in settings}
            if texts := self.texts(said, "survey"):
                survey[ours] = texts
        described = {r.get("surveyls_language", ""): r.get("surveyls_description", "") for r in settings}
        if texts := self.texts(described, "survey"):
            before = survey.get("introduction", {})
            survey["introduction"] = {
                code: "\n\n".join(filter(None, (texts.get(code, ""), before.get(code, ""))))
                for code in self.languages
            }
        for section in _UNTOLD:
            if self.rows(section):
                self.building.note("setting_not_carried", "survey", setting=section)
        self._groups()
        return self.building.carried()

    def _groups(self) -> None:
        questions = [
            row for row in _unique(self.rows("questions"), "qid") if row.get("parent_qid", "0") in ("", "0")
        ]
        self.lines: dict[str, list[Row]] = defaultdict(list)
        for row in sorted(_unique(self.rows("subquestions"), "qid"), key=_order):
            self.lines[row.get("parent_qid", "")].append(row)
        self.answers: dict[str, list[Row]] = defaultdict(list)
        for row in sorted(self.rows("answers"), key=_order):
            self.answers[row.get("qid", "")].append(row)
        for group in sorted(_unique(self.rows("groups"), "gid"), key=_order):
            gid = group.get("gid", "")
            title = self.of("gid", gid, "group_name", f"group {gid}")
            self.building.page(f"group_{gid}", f"group {gid}", title)
            around = self.condition(group.get("grelevance", ""), f"group {gid}")
            if told := self.of("gid", gid, "description", f"group {gid}"):
                name = self.building.named(f"about_group_{gid}", f"group {gid}")
                self.add(drawn(Information, name=name, text=told) | _asked_when(around))
            for question in sorted((q for q in questions if q.get("gid") == gid), key=_order):
                self.question(question, around)

    def question(self, row: Row, around: Condition | None) -> None:
        place, type_, qid = row.get("title", "?"), row.get("type", ""), row.get("qid", "")
        condition = self.condition(row.get("relevance", ""), place)
        asked_when = _asked_when(around, condition)
        common: Data = {
            "text": self.of("qid", qid, "question", place),
            "required": row.get("mandatory") == "Y",
        }
        common |= {"hint": told} if (told := self.of("qid", qid, "help", place)) else {}
        if type_ in ("Q", "K"):
            self.several(row, common, asked_when)
            return
        made = self.made(type_, row, place)
        if made is None:
            self.building.note("type_not_carried", place, type=type_, name=place)
            return
        codes = made.pop("codes", {})
        made |= from_limesurvey(self.attributes[qid], made, place, self.building.note)
        if not KINDS[made["kind"]].asks:
            common.pop("required")
        made |= common | asked_when | {"name": self.building.named(place, place)}
        self.add(made)
        self.know(place, made, codes)
        if row.get("other") == "Y" and any(o["code"] == "other" for o in made.get("options", ())):
            name = self.building.named(f"{made['name']}_other", place)
            condition_data = {"test": "selected", "question": made["name"], "options": ["other"]}
            other = drawn(OtherText, name=name, text=SPECIFY, of=made["name"], option="other")
            self.add(other | {"relevance": condition_data})

    def several(self, row: Row, common: Data, asked_when: Data) -> None:
        """Make a question of each line of several short texts or numbers."""
        place = row.get("title", "?")
        self.building.note("group_flattened", place, name=place)
        kind = NumberEntry if row.get("type") == "K" else ShortText
        for line in self.lines[row.get("qid", "")]:
            label = self.of("qid", line.get("qid", ""), "question", place)
            text = {
                code: " – ".join(filter(None, (common["text"].get(code, ""), label.get(code, ""))))
                for code in self.languages
            }
            given = f"{place}_{line.get('title', '')}"
            name = self.building.named(given, place)
            self.add(drawn(kind, name=name, text=text, required=common["required"]) | asked_when)
            self.known[given] = Known(name)

    def know(self, place: str, made: Data, codes: Mapping[str, str]) -> None:
        self.known[place] = Known(made["name"], codes)
        for row in made.get("rows", ()):
            self.known[f"{place}_{row['code']}"] = Known(made["name"], codes, row=row["code"])
        if made["kind"] == drawn(MultipleChoice)["kind"]:
            for theirs, ours in codes.items():
                self.known[f"{place}_{theirs}"] = Known(made["name"], codes, tick=ours)

    def add(self, question: Data) -> None:
        self.building.pages[-1]["questions"].append(question)

    def condition(self, text: str, place: str) -> Condition | None:
        try:
            return read_condition(text, self.resolve)
        except NotCarriedError:
            self.building.note("relevance_not_carried", place, expression=text)
            return None

    def resolve(self, name: str) -> Known | None:
        return self.known.get(name.removesuffix(".NAOK").removesuffix(".value").removesuffix(".code"))

    # Kinds

    def made(self, type_: str, row: Row, place: str) -> Data | None:
        qid = row.get("qid", "")
        match type_:
            case "L" | "!" | "O":
                if type_ == "O":
                    self.building.note("setting_not_carried", place, setting="comment")
                look = "dropdown" if type_ == "!" else "list"
                return self.closed(drawn(SingleChoice, look=look), self.answers[qid], row, place)
            case "G":
                options, codes = _given(type_)
                return drawn(SingleChoice, options=options) | {"codes": codes}
            case "M" | "P":
                if type_ == "P":
                    self.building.note("setting_not_carried", place, setting="comment")
                return self.many(row, place)
            case "R":
                made = self.closed(drawn(Ranking), self.answers[qid], {}, place)
                if made is not None:
                    most = self.attributes[qid].get("max_answers", "")
                    made["places"] = min(
                        int(most) if most.isdecimal() and int(most) else 20, len(made["options"]), 20
                    )
                return made
            case "Y":
                return drawn(YesNo) | {"codes": {"Y": "yes", "N": "no"}}
            case "5":
                return drawn(RatingScale, points=5) | {"codes": {str(n): str(n) for n in range(1, 6)}}
            case "S":
                return drawn(ShortText)
            case "T" | "U":
                return drawn(LongText)
            case "N":
                return self.number(qid, place)
            case "D":
                return drawn(DateEntry)
            case "X":
                return drawn(Information)
            case "A" | "B" | "C" | "E" | "F" | "H":
                return self.matrix(type_, qid, place)
        return None

    def closed(self, made: Data, rows: Iterable[Row], question: Row, place: str) -> Data | None:
        options, codes = self.options(rows, place, key="aid", text="answer", code="code")
        if question.get("other") == "Y":
            options.append({"code": code_of("other", set(codes.values())), "label": OTHER})
            codes["-oth-"] = options[-1]["code"]
        if not options:
            self.building.note("list_missing", place, list=place)
            return None
        return made | {"options": options, "codes": codes}

    def many(self, row: Row, place: str) -> Data | None:
        qid = row.get("qid", "")
        options, codes = self.options(self.lines[qid], place, key="qid", text="question", code="title")
        alone = set(self.attributes[qid].get("exclude_all_others", "").split(";"))
        for theirs, ours in codes.items():
            if theirs in alone:
                options = [{**o, "exclusive": True} if o["code"] == ours else o for o in options]
        if row.get("other") == "Y":
            options.append({"code": code_of("other", set(codes.values())), "label": OTHER})
            codes["other"] = options[-1]["code"]
        if not options:
            self.building.note("list_missing", place, list=place)
            return None
        limits = {"fewest": "min_answers", "most": "max_answers"}
        said = {
            ours: int(value)
            for ours, theirs in limits.items()
            if (value := self.attributes[qid].get(theirs, "")).isdecimal() and int(value) > 0
        }
        return drawn(MultipleChoice, options=options, **said) | {"codes": codes}

    def options(
        self, rows: Iterable[Row], place: str, *, key: str, text: str, code: str
    ) -> tuple[list[Data], dict[str, str]]:
        options: list[Data] = []
        codes: dict[str, str] = {}
        for row in rows:
            given = row.get(code, "")
            if not given or given in codes:
                continue
            ours = code_of(given, set(codes.values()))
            if ours != given:
                self.building.note("code_changed", place, before=given, now=ours)
            own = row.get(key) or f"{row.get('qid')}/{given}"
            options.append({"code": ours, "label": self.of(key, own, text, place)})
            codes[given] = ours
        return options, codes

    def number(self, qid: str, place: str) -> Data:
        said = self.attributes[qid]
        made = drawn(NumberEntry, decimals=None if said.get("num_value_int_only") == "1" else 2)
        for ours, theirs in (("lowest", "min_num_value_n"), ("highest", "max_num_value_n")):
            try:
                made |= {ours: float(said[theirs])} if said.get(theirs) else {}
            except ValueError:
                self.building.note("setting_not_carried", place, setting=theirs)
        return made

    def matrix(self, type_: str, qid: str, place: str) -> Data | None:
        if type_ in _GIVEN:
            options, codes = _given(type_)
        else:
            options, codes = self.options(self.answers[qid], place, key="aid", text="answer", code="code")
        rows, _ = self.options(self.lines[qid], place, key="qid", text="question", code="title")
        if not rows or not options:
            self.building.note("list_missing", place, list=place)
            return None
        return drawn(MatrixSingle, options=options, rows=rows) | {"codes": codes}


def _given(type_: str) -> tuple[list[Data], dict[str, str]]:
    options: list[Data] = [{"code": code, "label": {"en": en, "fr": fr}} for code, en, fr in _GIVEN[type_]]
    return options, {code: code for code, _, _ in _GIVEN[type_]}


def _asked_when(*conditions: Condition | None) -> Data:
    parts = tuple(condition for condition in conditions if condition)
    if not parts:
        return {}
    whole = parts[0] if len(parts) == 1 else plain(All(of=parts))
    return {"relevance": whole.model_dump(mode="json")}


def _unique(rows: Iterable[Row], key: str) -> list[Row]:
    """Return the first row of each number: before version 4 there was one a language."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row.get(key, ""), row)
    return list(found.values())


def _order(row: Row) -> tuple[int, int]:
    order = row.get("question_order") or row.get("group_order") or row.get("sortorder") or "0"
    number = row.get("qid") or row.get("gid") or "0"
    return int(order) if order.isdecimal() else 0, int(number) if number.isdecimal() else 0
