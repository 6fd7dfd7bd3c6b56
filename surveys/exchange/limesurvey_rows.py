"""The tables of a LimeSurvey structure: rows, texts in each language, attributes, subquestions, answers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from surveys.definition import LANGUAGES
from surveys.exchange.building import Building
from surveys.exchange.markup import words

Row = dict[str, str]
Data = dict[str, Any]


class Structure:
    """What the file says, found by the numbers that rows have; notes go to ``building``."""

    def __init__(self, root: Element, building: Building) -> None:
        self.root, self.building = root, building
        spoken = [
            row.get("surveyls_language", "")[:2].lower() for row in self.rows("surveys_languagesettings")
        ]
        self.languages = [code for code in LANGUAGES if code in spoken] or ["en"]
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
        self.lines: dict[str, list[Row]] = defaultdict(list)
        for row in sorted(unique(self.rows("subquestions"), "qid"), key=order):
            self.lines[row.get("parent_qid", "")].append(row)
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
                texts[code] = plain_text
        return texts

    def of(self, key: str, own: str, name: str, place: str) -> dict[str, str]:
        """Return what is said under a number."""
        return self.texts(self.said.get((f"{key} {own}", name), {}), place)


def unique(rows: Iterable[Row], key: str) -> list[Row]:
    """Return the first row of each number: before version 4 there was one a language."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row.get(key, ""), row)
    return list(found.values())


def order(row: Row) -> tuple[int, int]:
    """Return where a row stands among its like."""
    order = row.get("question_order") or row.get("group_order") or row.get("sortorder") or "0"
    number = row.get("qid") or row.get("gid") or "0"
    return int(order) if order.isdecimal() else 0, int(number) if number.isdecimal() else 0
