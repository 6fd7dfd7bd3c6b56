"""Reads an XLSForm (the sheets ``survey``, ``choices``, ``settings``) as a survey."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from surveys.exchange.building import Building, asked_when, both, drawn, with_settings
from surveys.exchange.conditions import Known, known_of
from surveys.exchange.notes import Carried, Note, RefusedFileError
from surveys.exchange.repeats import as_said
from surveys.exchange.shuffles import from_parameters
from surveys.exchange.workbook import Sheets
from surveys.exchange.xlsform import OWN, TEXT_ROWS
from surveys.exchange.xlsform_groups import FormGrids, Group
from surveys.exchange.xlsform_questions import (
    NO,
    SELECT,
    YES,
    FormQuestions,
    as_it_was,
    own_settings,
    selectable,
)
from surveys.exchange.xlsform_rules import FormRules
from surveys.exchange.xlsform_sheets import MEDIA, SHEETS, FormSheets
from surveys.questions import KINDS
from surveys.questions.information import Information

_READ = {
    *("type", "name", "label", "hint", "appearance", "relevant", "required", "constraint", "parameters"),
    "constraint_message",
    *("choice_filter", "media", "image", "audio", "video", "big-image", OWN),
}
_META = {
    *("start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "phone number"),
    *("username", "email", "audit", "start-geopoint", "background-audio", "instanceid"),
}
MOST_ON_LOOSE_PAGE = 50
"""Questions outside groups go on to another page after so many: nobody reads a screen of a thousand."""


def read(sheets: Sheets, file_name: str = "") -> Carried:
    """Return the survey in an XLSForm's sheets, with everything that is not carried."""
    if "survey" not in sheets:
        raise RefusedFileError("sheet_missing", file_name, sheet="survey")
    return _Reader(sheets, file_name).carried()


class _Reader:
    def __init__(self, sheets: Sheets, file_name: str) -> None:
        self.sheets, self.file_name = sheets, file_name
        self.building = Building()
        self.form = FormSheets(sheets, self.building)
        self.questions = FormQuestions(self.form.lists, self.building)
        self.known: dict[str, Known] = {}
        self.rules = FormRules(self.form, self.building, self.known)
        self.grids = FormGrids(self.questions, self.rules, self.known, self.building)
        self.groups: list[Group] = []
        self.loose: dict[str, Any] | None = None

    def carried(self) -> Carried:
        rows = self.sheets["survey"]
        if rows and not any("type" in self.form.split(row, "survey") for _, row in rows):
            raise RefusedFileError("column_missing", "survey", column="type")
        for name in self.sheets:
            if name not in SHEETS and name in ("external_choices", "osm", "entities"):
                self.building.note("sheet_not_carried", name, sheet=name)
        title = self.form.settings.get("form_title") or self.form.settings.get("title") or ""
        title = title or self.file_name.rpartition(".")[0] or "survey"
        self.title = {"en": title, "fr": title}
        self.building.survey["title"] = self.title
        for setting in ("purpose", "minutes"):
            if setting in self.form.settings:
                self.building.survey[setting] = self.form.settings[setting]
        for number, row in rows:
            self._row(f"survey {number}", number, self.form.split(row, "survey"))
        for group in self.groups:
            self.building.refusals.append(
                Note("group_not_closed", f"survey {group.row}", {"name": group.name})
            )
        self._languages()
        return self.building.carried()

    def _languages(self) -> None:
        found = {
            language
            for page in self.building.pages
            for question in page["questions"]
            for language in question.get("text", {})
        } & {"en", "fr"}
        self.building.survey["languages"] = [
            code for code in ("en", "fr") if code in (found or {self.form.language})
        ]
        if self.form.unnamed and len(found) <= 1 and "default_language" not in self.form.settings:
            self.building.note("language_assumed", "survey", language=self.form.language)

    def _row(self, place: str, number: int, cells: dict[str, Any]) -> None:
        type_ = " ".join(str(cells.get("type", "")).split())
        bare = type_.lower().replace("_", " ")
        if not type_ or type_.startswith("#"):
            return
        if bare in ("begin repeat", "begin loop") or bare.startswith("begin loop"):
            name = cells.get("name", "")
            self.building.refusals.append(Note("repeat_refused", place, {"name": name}))
            self.groups.append(Group(name, number, {}))
        elif bare == "begin group":
            self._begin(place, number, cells)
        elif bare in ("end group", "end repeat", "end loop"):
            self._end(place)
        elif bare in _META or type_.lower() in _META:
            self.building.note("metadata_not_carried", place, type=type_)
        elif bare == "note" and cells.get("name") in TEXT_ROWS and not self.groups:
            self.building.survey[TEXT_ROWS[cells["name"]]] = cells.get("label", {})
        elif bare == "calculate":
            self._calculated(place, cells)
        else:
            self._question(place, type_, cells)

    # Groups

    def _begin(self, place: str, number: int, cells: dict[str, Any]) -> None:
        texts = cells.get("label", {})
        relevance = self.rules.relevance(place, cells)
        looks = str(cells.get("appearance", "")).split()
        group = Group(cells.get("name", ""), number, texts, relevance, "table-list" in looks, cells)
        group.is_grid = group.is_grid or (group.is_budget and bool(self.groups))
        if group.is_grid:
            pass
        elif not self.groups:
            self.loose = None
            self.building.page(group.name, place, texts or dict(self.title))
        else:
            self.building.note("group_flattened", place, name=group.name)
            if texts:
                block = drawn(Information, text=texts, name=self.building.named(group.name, place))
                self._add(block | asked_when(relevance))
        if not self.groups and not group.is_grid:
            self._as_it_was(cells)
        self.groups.append(group)

    def _as_it_was(self, cells: dict[str, Any]) -> None:
        """Take from beside what a group has no word for: two things of one name are not written."""
        own, page = own_settings(cells), self.building.pages[-1]
        if not isinstance(own, Mapping):
            return
        if own.get("shuffled") is True:
            page["shuffled"] = True
        if isinstance(name := own.get("name"), str) and re.fullmatch(r"[a-z][a-z0-9_]{0,59}", name):
            page["name"] = name
        page |= as_said({"title": page["title"]}, own)

    def _end(self, place: str) -> None:
        if not self.groups:
            self.building.refusals.append(Note("group_not_closed", place, {"name": ""}))
            return
        group = self.groups.pop()
        if group.is_grid:
            self._grid(group)
        if not self.groups:
            self.loose = None

    def _grid(self, group: Group) -> None:
        """Make one matrix of a table of selects that share a list; else they stay questions of their own."""
        made = self.grids.made(group)
        if made is not None:
            self._add(made)
            return
        self.building.note("group_flattened", group.place, name=group.name)
        for _, cells, place in group.lines:
            self._question(place, cells["type"], cells, is_line=True)

    # Questions

    def _question(self, place: str, type_: str, cells: dict[str, Any], *, is_line: bool = False) -> None:
        select = SELECT.fullmatch(type_)
        if self.groups and self.groups[-1].is_grid and not is_line:
            if self.groups[-1].is_budget and type_.lower() == "integer":
                self.groups[-1].lines.append(("", cells, place))
                return
            if select and not select[3]:
                self.groups[-1].lines.append((select[2], cells, place))
                return
            if type_.lower() == "note" and not cells.get("relevant"):
                self.building.note("setting_not_carried", place, setting="note")
                return
        made = (
            self.questions.of_select(select, place, cells)
            if select
            else self.questions.of_type(type_.lower(), place, cells)
        )
        if made is None:
            return
        given = str(cells.get("name", ""))
        made = {
            "name": self.building.named(given, place),
            **{k: v for k, v in made.items() if k != "codes"},
        } | {"kind": made["kind"]}
        made |= self._common(place, cells, made)
        if select:
            made |= self.rules.offers(place, cells, made, self.form.lists.get(select[2], []))
            made |= from_parameters(str(cells.get("parameters", "")), made, place, self.building.note)
        self._warn(place, cells)
        made = as_it_was(made, type_, cells)
        self._add(made)
        options = self.form.lists.get(select[2], []) if select else []
        offered = selectable(made)
        codes = {option["value"]: option["code"] for option in options if option["code"] in offered}
        if select and select[3]:
            codes["other"] = "other"
        codes = codes or {code: code for code in offered}
        self.known[given] = known_of(made, codes)
        if select and select[3]:
            other = self.building.other_line(given, made["name"], place)
            self._add(other)
            self.known[f"{given}_other"] = Known(other["name"])

    def _common(self, place: str, cells: dict[str, Any], made: dict[str, Any]) -> dict[str, Any]:
        common: dict[str, Any] = {"text": cells.get("label") or made["text"]}
        if cells.get("hint"):
            common["hint"] = cells["hint"]
        required = str(cells.get("required", "")).lower()
        if required in YES and KINDS[made["kind"]].asks:
            common["required"] = True
        elif required not in NO:
            self.building.note("required_not_carried", place, expression=cells["required"])
        if cells.get("constraint"):
            common |= self.rules.constraint(place, cells, made)
        return common | self._asked_when(place, cells)

    def _calculated(self, place: str, cells: dict[str, Any]) -> None:
        found = self.rules.calculation(place, cells)
        if found is None:
            return
        made, known = found
        given = str(cells.get("name", ""))
        made |= {"name": self.building.named(given, place), "text": cells.get("label") or both(given)}
        made |= self._asked_when(place, cells)
        self._warn(place, {name: cell for name, cell in cells.items() if name != "calculation"})
        self._add(with_settings(made, own_settings(cells)))
        self.known[given] = replace(known, question=made["name"])

    def _asked_when(self, place: str, cells: dict[str, Any]) -> dict[str, Any]:
        return asked_when(*(group.relevance for group in self.groups), self.rules.relevance(place, cells))

    def _warn(self, place: str, cells: dict[str, Any]) -> None:
        if MEDIA & set(cells):
            self.building.note("media_not_carried", place)
        for setting in sorted(set(cells) - _READ - {"disabled", "note", "notes", "comment", "comments"}):
            self.building.note("setting_not_carried", place, setting=setting)

    def _add(self, question: dict[str, Any]) -> None:
        is_full = self.loose is not None and len(self.loose["questions"]) >= MOST_ON_LOOSE_PAGE
        if not self.building.pages or (not self.groups and (self.loose is None or is_full)):
            if is_full:
                self.building.note("page_divided", "survey", most=MOST_ON_LOOSE_PAGE)
            self.loose = self.building.page(f"page_{len(self.building.pages) + 1}", "", dict(self.title))
        self.building.pages[-1]["questions"].append(question)
