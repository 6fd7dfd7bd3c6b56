"""Reads a LimeSurvey survey structure (``.lss``), of versions that keep texts beside or inside questions."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from surveys.exchange.building import Building, asked_when, beneath, drawn
from surveys.exchange.conditions import Known, NotCarriedError, known_of, read_condition
from surveys.exchange.limesurvey_questions import Questions
from surveys.exchange.limesurvey_rows import Data, Row, Structure, order, unique
from surveys.exchange.notes import Carried, RefusedFileError
from surveys.exchange.shuffles import from_limesurvey
from surveys.questions import KINDS
from surveys.questions.information import Information
from surveys.questions.multiple_choice import MultipleChoice
from surveys.questions.number_entry import NumberEntry
from surveys.questions.short_text import ShortText
from surveys.relevance import Condition

MOST_BYTES = 20_000_000
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
        self.building = Building()
        self.structure = Structure(root, self.building)
        self.questions = Questions(self.structure, self.building)
        self.languages = self.structure.languages
        self.known: dict[str, Known] = {}

    def carried(self) -> Carried:
        settings = self.structure.rows("surveys_languagesettings")
        survey = self.building.survey
        survey["languages"] = self.languages
        fields = {"title": "title", "introduction": "welcometext", "thanks": "endtext"}
        for ours, theirs in fields.items():
            said = {row.get("surveyls_language", ""): row.get(f"surveyls_{theirs}", "") for row in settings}
            if texts := self.structure.texts(said, "survey"):
                survey[ours] = texts
        described = {r.get("surveyls_language", ""): r.get("surveyls_description", "") for r in settings}
        if texts := self.structure.texts(described, "survey"):
            before = survey.get("introduction", {})
            survey["introduction"] = {
                code: "\n\n".join(filter(None, (texts.get(code, ""), before.get(code, ""))))
                for code in self.languages
            }
        for section in _UNTOLD:
            if self.structure.rows(section):
                self.building.note("setting_not_carried", "survey", setting=section)
        self._groups()
        return self.building.carried()

    def _groups(self) -> None:
        questions = [
            row
            for row in unique(self.structure.rows("questions"), "qid")
            if row.get("parent_qid", "0") in ("", "0")
        ]
        for group in sorted(unique(self.structure.rows("groups"), "gid"), key=order):
            gid = group.get("gid", "")
            title = self.structure.of("gid", gid, "group_name", f"group {gid}")
            self.building.page(f"group_{gid}", f"group {gid}", title)
            around = self.condition(group.get("grelevance", ""), f"group {gid}")
            if told := self.structure.of("gid", gid, "description", f"group {gid}"):
                name = self.building.named(f"about_group_{gid}", f"group {gid}")
                self.add(drawn(Information, name=name, text=told) | asked_when(around))
            for question in sorted((q for q in questions if q.get("gid") == gid), key=order):
                self.question(question, around)

    def question(self, row: Row, around: Condition | None) -> None:
        place, type_, qid = row.get("title", "?"), row.get("type", ""), row.get("qid", "")
        condition = self.condition(row.get("relevance", ""), place)
        when = asked_when(around, condition)
        common: Data = {
            "text": self.structure.of("qid", qid, "question", place),
            "required": row.get("mandatory") == "Y",
        }
        common |= {"hint": told} if (told := self.structure.of("qid", qid, "help", place)) else {}
        if type_ in ("Q", "K"):
            self.several(row, common, when)
            return
        made = self.questions.made(type_, row, place)
        if made is None:
            self.building.note("type_not_carried", place, type=type_, name=place)
            return
        codes = made.pop("codes", {})
        made |= from_limesurvey(self.structure.attributes[qid], made, place, self.building.note)
        if not KINDS[made["kind"]].asks:
            common.pop("required")
        made |= common | when | {"name": self.building.named(place, place)}
        self.add(made)
        self.know(place, made, codes)
        if row.get("other") == "Y" and any(o["code"] == "other" for o in made.get("options", ())):
            self.add(self.building.other_line(made["name"], made["name"], place))

    def several(self, row: Row, common: Data, when: Data) -> None:
        """Make a question of each line of several short texts or numbers."""
        place = row.get("title", "?")
        self.building.note("group_flattened", place, name=place)
        kind = NumberEntry if row.get("type") == "K" else ShortText
        for line in self.structure.lines[row.get("qid", "")]:
            label = self.structure.of("qid", line.get("qid", ""), "question", place)
            text = beneath(common["text"], label)
            given = f"{place}_{line.get('title', '')}"
            name = self.building.named(given, place)
            self.add(drawn(kind, name=name, text=text, required=common["required"]) | when)
            self.known[given] = Known(name, sense=kind.sense)

    def know(self, place: str, made: Data, codes: Mapping[str, str]) -> None:
        self.known[place] = known_of(made, codes)
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
