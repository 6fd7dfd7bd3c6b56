"""Reads a LimeSurvey survey structure (``.lss``), of versions that keep texts beside or inside questions."""

from collections.abc import Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from surveys.exchange.building import Building, asked_when, beneath, drawn
from surveys.exchange.conditions import Known, known_of
from surveys.exchange.limesurvey_logic import Logic
from surveys.exchange.limesurvey_questions import Questions
from surveys.exchange.limesurvey_quotas import quotas
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
SEVERAL = frozenset("QK:;")
"""Types of which every line, or every cell, is a question of its own here."""
COMMENT = {"en": "Comment", "fr": "Commentaire"}
_UNTOLD = ("assessments", "defaultvalues", "survey_url_parameters")
NOT_CARRIED = frozenset(
    {
        *("em_validation_sq", "min_num_value", "max_num_value", "time_limit", "random_group", "hidden"),
        *("other_numbers_only", "other_comment_mandatory", "numbers_only", "code_filter"),
    }
)
"""Attributes that change what is asked or taken, and that ours cannot say."""


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
        self.languages = self.structure.languages
        self.known: dict[str, Known] = {}
        self.logic = Logic(self.structure, self.known, self.building)
        self.questions = Questions(self.structure, self.logic, self.building)

    def carried(self) -> Carried:
        settings = self.structure.rows("surveys_languagesettings")
        survey = self.building.survey
        survey["languages"] = self.languages
        fields = {"title": "title", "introduction": "welcometext", "thanks": "endtext"}
        fields |= {"notice": "policy_notice"}
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
        survey["quotas"] = quotas(self.structure, self.known, self.building)
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
        when = asked_when(around, self.condition(row.get("relevance", ""), place))
        self._note_settings(row, place)
        if type_ == "*":
            self.calculated(qid, place, when)
            return
        common: Data = {
            "text": self.structure.of("qid", qid, "question", place),
            "required": row.get("mandatory") in ("Y", "S"),
        }
        common |= {"hint": told} if (told := self.structure.of("qid", qid, "help", place)) else {}
        if type_ == "1":
            self.two_scales(row, common, when)
            return
        made = self.questions.made(type_, row, place)
        if made is None and type_ in SEVERAL:
            self.several(row, common, when)
            return
        if made is None:
            self.building.note("type_not_carried", place, type=type_, name=place)
            return
        codes = made.pop("codes", {})
        made |= from_limesurvey(self.structure.attributes[qid], made, place, self.building.note)
        if not KINDS[made["kind"]].asks:
            common.pop("required")
        made |= common | when | {"name": self.building.named(place, place)}
        made |= self.logic.constraint(qid, made, codes, place)
        self.add(made)
        self.know(place, made, codes)
        if row.get("other") == "Y" and any(o["code"] == "other" for o in made.get("options", ())):
            line = self.building.other_line(made["name"], made["name"], place)
            self.add(line)
            self.known[f"{place}_other"] = Known(line["name"], sense="text")
        self.comments(type_, place, made, codes)

    def _note_settings(self, row: Row, place: str) -> None:
        said = self.structure.attributes[row.get("qid", "")]
        for name in sorted(said.keys() & NOT_CARRIED):
            if said[name] not in ("", "0", "N"):
                self.building.note("setting_not_carried", place, setting=name)
        if row.get("preg"):
            self.building.note("constraint_not_carried", place, expression=row["preg"])

    def calculated(self, qid: str, place: str, when: Data) -> None:
        found = self.logic.calculated(qid, place)
        if found is None:
            return
        made, known = found
        made |= when | {"name": self.building.named(place, place)}
        self.add(made)
        self.known[place] = replace(known, question=made["name"])

    def comments(self, type_: str, place: str, made: Data, codes: Mapping[str, str]) -> None:
        """Make a line of each comment that stands beside an answer."""
        name, wanted = made["name"], []
        if type_ == "O":
            when: Data = {"test": "answered", "question": name}
            wanted = [(f"{place}_comment", COMMENT, when)]
        elif type_ == "P":
            labels = {option["code"]: option["label"] for option in made["options"]}
            wanted = [
                (
                    f"{place}_{theirs}comment",
                    beneath(labels[ours], COMMENT),
                    {"test": "selected", "question": name, "options": [ours]},
                )
                for theirs, ours in codes.items()
            ]
        for given, text, relevance in wanted:
            own = self.building.named(given, place)
            self.add(drawn(ShortText, name=own, text=text, longest=1000, relevance=relevance))
            self.known[given] = Known(own, sense="text")

    def two_scales(self, row: Row, common: Data, when: Data) -> None:
        """Make a matrix of each scale of a table that has two."""
        place, qid = row.get("title", "?"), row.get("qid", "")
        tables = self.questions.dual(qid, place)
        if not tables:
            self.building.note("list_missing", place, list=place)
        for scale, made in tables:
            codes, heading = made.pop("codes"), made.pop("heading")
            text = beneath(common["text"], heading)
            made |= common | when | {"text": text, "name": self.building.named(f"{place}_{scale}", place)}
            self.add(made)
            for line in made["rows"]:
                self.known[f"{place}_{line['code']}_{scale}"] = Known(made["name"], codes, row=line["code"])

    def several(self, row: Row, common: Data, when: Data) -> None:
        """Make a question of each line of several short texts or numbers, or of each cell of a table."""
        place, qid, type_ = row.get("title", "?"), row.get("qid", ""), row.get("type", "")
        self.building.note("group_flattened", place, name=place)
        kind = NumberEntry if type_ in "K:" else ShortText
        columns: list[Row] = list(self.structure.columns[qid]) if type_ in ":;" else [{}]
        for line in self.structure.lines[qid]:
            asked = self.logic.offered(qid, line, place)
            for column in columns:
                text = common["text"]
                for part in filter(None, (line, column)):
                    text = beneath(text, self.structure.of("qid", part.get("qid", ""), "question", place))
                given = "_".join(filter(None, (place, line.get("title"), column.get("title"))))
                made = drawn(kind, name=self.building.named(given, place), text=text)
                made |= {"required": common["required"]} | _both(when, asked)
                self.add(made)
                self.known[given] = Known(made["name"], sense=kind.sense)

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
        return self.logic.condition(text, place)


def _both(when: Data, asked: Data) -> Data:
    """Return the relevance of a line of a question, where both may have one."""
    parts = [data["relevance"] for data in (when, asked) if data]
    if not parts:
        return {}
    return {"relevance": parts[0] if len(parts) == 1 else {"test": "all", "of": parts}}
