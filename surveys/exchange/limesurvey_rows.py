"""The tables of a LimeSurvey structure: rows, texts in each language, attributes, subquestions, answers."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from surveys.definition import LANGUAGES
from surveys.exchange.building import Building
from surveys.exchange.markup import words

BY_NUMBER = re.compile(r"\b(?:INSERTANS:)?\d+X\d+X(\d+)(\w*)")
"""How older structures name a question: by the numbers of survey, group and question."""
ENDING = re.compile(r"\.(?:NAOK|valueNAOK|value|code|shown)$")
_BRACED = re.compile(r"\{([^{}\s][^{}]*)\}")
_NAME = re.compile(r"[A-Za-z_]\w*(?:\.\w+)?")
Row = dict[str, str]
Data = dict[str, Any]


class Structure:
    """What the file says, found by the numbers that rows have; notes go to ``building``."""

    def __init__(self, root: Element, building: Building) -> None:
        self.root, self.building = root, building
        spoken = [
            row.get("surveyls_language", "")[:2].lower() for row in self.rows("surveys_languagesettings")
        ]
        self.titles = {row.get("qid", ""): row.get("title", "") for row in self.rows("questions")}
        self.languages = [code for code in LANGUAGES if code in spoken] or ["en"]
        self.attributes: dict[str, Row] = defaultdict(dict)
        self.spoken: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        """Attributes that are said in each language."""
        for row in self.rows("question_attributes"):
            qid, name, value = row.get("qid", ""), row.get("attribute", ""), row.get("value", "")
            self.attributes[qid].setdefault(name, value)
            if value:
                self.spoken[qid, name][row.get("language", "")] = value
        self.said: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        self._collect("questions", "qid", ("question", "help"))
        self._collect("subquestions", "qid", ("question",))
        self._collect("question_l10ns", "qid", ("question", "help"))
        self._collect("groups", "gid", ("group_name", "description"))
        self._collect("group_l10ns", "gid", ("group_name", "description"))
        self._collect("answers", "aid", ("answer",))
        self._collect("answer_l10ns", "aid", ("answer",))
        self.lines: dict[str, list[Row]] = defaultdict(list)
        self.columns: dict[str, list[Row]] = defaultdict(list)
        """The second scale of tables whose cells are typed into."""
        for row in sorted(unique(self.rows("subquestions"), "qid"), key=order):
            scale = self.columns if row.get("scale_id") == "1" else self.lines
            scale[row.get("parent_qid", "")].append(row)
        self.answers: dict[str, list[Row]] = defaultdict(list)
        for row in sorted(self.rows("answers"), key=order):
            self.answers[row.get("qid", "")].append(row)

    def rows(self, section: str) -> list[Row]:
        """Return the rows of a table."""
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
        """Return texts by our languages, without markup."""
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
                texts[code] = self._repeating(plain_text, place)
        return texts

    def _repeating(self, text: str, place: str) -> str:
        """Write repeated answers by their questions' names; other things in braces are noted."""

        def one(found: re.Match[str]) -> str:
            inner = BY_NUMBER.sub(
                lambda m: "_".join(filter(None, (self.titles.get(m[1], m[1]), m[2]))), found[1]
            )
            if not _NAME.fullmatch(inner):
                self.building.note("piping_not_carried", place, found=found[0][:100])
            return f"{{{ENDING.sub('', inner)}}}"

        return _BRACED.sub(one, text)

    def spoken_texts(self, qid: str, name: str, place: str) -> dict[str, str]:
        """Return an attribute that is read by residents."""
        return self.texts(self.spoken.get((qid, name), {}), place)

    def of(self, key: str, own: str, name: str, place: str) -> dict[str, str]:
        """Return what is said under a number."""
        return self.texts(self.said.get((f"{key} {own}", name), {}), place)


def unique(rows: Iterable[Row], key: str) -> list[Row]:
    """Return the first row of each number: before version 4 there was one a language."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row.get(key, ""), row)
    return list(found.values())


def whole(text: str | None) -> int:
    """Return a whole number, 0 for anything else."""
    return int(text) if text and len(text) <= 9 and text.isdecimal() else 0


def order(row: Row) -> tuple[int, int]:
    """Return where a row stands among its like."""
    place = row.get("question_order") or row.get("group_order") or row.get("sortorder")
    return whole(place), whole(row.get("qid") or row.get("gid"))
