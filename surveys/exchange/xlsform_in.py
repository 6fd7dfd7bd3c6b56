"""Reads an XLSForm (the sheets ``survey``, ``choices``, ``settings``) as a survey."""

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from surveys.exchange.building import Building, both, code_of, drawn, with_settings
from surveys.exchange.conditions import Known, NotCarriedError, plain, read_condition
from surveys.exchange.constraints import read_constraint
from surveys.exchange.notes import Carried, Note, RefusedFileError
from surveys.exchange.shuffles import PAGE_FLAG, from_parameters
from surveys.exchange.workbook import Row, Sheets
from surveys.exchange.xlsform import OWN, TEXT_ROWS, language_of, written_as
from surveys.questions import KINDS
from surveys.questions.consent_box import ConsentBox
from surveys.questions.date_entry import DateEntry
from surveys.questions.hidden_value import HiddenValue
from surveys.questions.information import Information
from surveys.questions.long_text import LongText
from surveys.questions.matrix import MatrixMultiple, MatrixSingle
from surveys.questions.multiple_choice import MultipleChoice
from surveys.questions.number_entry import NumberEntry
from surveys.questions.other_text import OtherText
from surveys.questions.ranking import Ranking
from surveys.questions.rating_scale import RatingScale
from surveys.questions.scale import Scale
from surveys.questions.short_text import ShortText
from surveys.questions.single_choice import SingleChoice
from surveys.questions.time_entry import TimeEntry
from surveys.relevance import All, Condition

SHEETS = ("survey", "choices", "settings")
_READ = {
    *("type", "name", "label", "hint", "appearance", "relevant", "required", "constraint", "parameters"),
    *("choice_filter", "media", "image", "audio", "video", "big-image", OWN),
}
_ALIASES = {
    "relevance": "relevant",
    "caption": "label",
    "list name": "list_name",
    "bind:relevant": "relevant",
    "bind:required": "required",
    "bind:constraint": "constraint",
    "command": "type",
}
_SELECT = re.compile(
    r"(?:add )?(select[ _]one|select1|select_multiple|select[ _]all[ _]that[ _]apply|select multiple|rank)"
    r"(?: from| prompt using| options)?\s+(\S+)(\s+or[_ ]other)?",
    re.IGNORECASE,
)
_META = {
    *("start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "phone number"),
    *("username", "email", "audit", "start-geopoint", "background-audio", "instanceid"),
}
_MEDIA = {"media", "image", "audio", "video", "big-image"}
_YES = {"yes", "true", "true()", "1", "oui", "vrai"}
_NO = {"", "no", "false", "false()", "0", "non", "faux"}
OTHER = both("") | {"en": "Other", "fr": "Autre"}
SPECIFY = {"en": "Please specify", "fr": "Veuillez préciser"}


@dataclass(slots=True)
class Group:
    """An open group: what its questions take from it."""

    name: str
    row: int
    texts: dict[str, str]
    relevance: Condition | None = None
    is_grid: bool = False
    cells: dict[str, Any] = field(default_factory=dict)
    lines: list[tuple[str, dict[str, Any], str]] = field(default_factory=list)


def read(sheets: Sheets, file_name: str = "") -> Carried:
    """Return the survey in an XLSForm's sheets, with everything that is not carried."""
    if "survey" not in sheets:
        raise RefusedFileError("sheet_missing", file_name, sheet="survey")
    return _Reader(sheets, file_name).carried()


class _Reader:
    def __init__(self, sheets: Sheets, file_name: str) -> None:
        self.sheets, self.file_name = sheets, file_name
        self.building = Building()
        self.known: dict[str, Known] = {}
        self.groups: list[Group] = []
        self.loose: dict[str, Any] | None = None
        self.lists = self._lists()

    @cached_property
    def settings(self) -> dict[str, Any]:
        rows = self.sheets.get("settings") or []
        return self.split(rows[0][1], "settings") if rows else {}

    @cached_property
    def language(self) -> str:
        """The language of headings that name none."""
        rows = self.sheets.get("settings") or []
        said = (
            next((v for k, v in rows[0][1].items() if k.strip().lower() == "default_language"), "")
            if rows
            else ""
        )
        return found if (found := language_of(str(said))) in ("en", "fr") else "en"

    def split(self, row: dict[str, str], place: str) -> dict[str, Any]:
        """Return a row's cells by base heading; those in several languages as texts."""
        cells: dict[str, Any] = {}
        for heading, cell in row.items():
            base, _, rest = heading.partition(":")
            base = base.strip().lower()
            base = _ALIASES.get(heading.strip().lower().replace("::", ":"), _ALIASES.get(base, base))
            rest = rest.strip(": ")
            if base not in ("label", "hint"):
                cells[base] = cell
                continue
            language = language_of(rest) if rest else self.language
            if language not in ("en", "fr"):
                self.building.note("language_not_carried", place.split(" ")[0], language=rest)
                continue
            if not rest:
                self.unnamed = True
            cells.setdefault(base, {})[language] = cell
        return cells

    def _lists(self) -> dict[str, list[dict[str, Any]]]:
        lists: dict[str, list[dict[str, Any]]] = {}
        self.unnamed = False
        for number, row in self.sheets.get("choices") or []:
            place = f"choices {number}"
            cells = self.split(row, place)
            name = cells.get("list_name") or cells.get("list name") or ""
            value = cells.get("name") or cells.get("value") or ""
            if not name or not value:
                continue
            taken = {option["code"] for option in lists.get(name, [])}
            code = value if value in taken else code_of(value, taken)
            if code != value:
                self.building.note("code_changed", place, before=value, now=code)
            if _MEDIA & set(cells):
                self.building.note("media_not_carried", place)
            flags = set(str(cells.get(OWN, "")).split())
            option = {"code": code, "label": cells.get("label") or both(value), "value": value}
            known = flags & {"exclusive", "missing", "stays"}
            lists.setdefault(name, []).append(option | dict.fromkeys(known, True))
        return lists

    def carried(self) -> Carried:
        rows = self.sheets["survey"]
        if rows and not any("type" in self.split(row, "survey") for _, row in rows):
            raise RefusedFileError("column_missing", "survey", column="type")
        for name in self.sheets:
            if name not in SHEETS and name in ("external_choices", "osm", "entities"):
                self.building.note("sheet_not_carried", name, sheet=name)
        title = self.settings.get("form_title") or self.settings.get("title") or ""
        title = title or self.file_name.rpartition(".")[0] or "survey"
        self.title = {"en": title, "fr": title}
        self.building.survey["title"] = self.title
        for setting in ("purpose", "minutes"):
            if setting in self.settings:
                self.building.survey[setting] = self.settings[setting]
        for number, row in rows:
            self._row(f"survey {number}", number, self.split(row, "survey"))
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
            code for code in ("en", "fr") if code in (found or {self.language})
        ]
        if self.unnamed and len(found) <= 1 and "default_language" not in self.settings:
            self.building.note("language_assumed", "survey", language=self.language)

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
        else:
            self._question(place, type_, cells)

    # Groups

    def _begin(self, place: str, number: int, cells: dict[str, Any]) -> None:
        texts = cells.get("label", {})
        relevance = self._relevance(place, cells)
        looks = str(cells.get("appearance", "")).split()
        group = Group(cells.get("name", ""), number, texts, relevance, "table-list" in looks, cells)
        if group.is_grid:
            pass
        elif not self.groups:
            self.loose = None
            self.building.page(group.name, place, texts or dict(self.title))
        else:
            self.building.note("group_flattened", place, name=group.name)
            if texts:
                block = drawn(Information, text=texts, name=self.building.named(group.name, place))
                self._add(block | self._asked_when(relevance))
        if cells.get(OWN) and not group.is_grid:
            self._rename_page(str(cells[OWN]))
        self.groups.append(group)

    def _rename_page(self, own: str) -> None:
        """Take a page's name from beside: two things of one name are not written."""
        if self.groups:
            return
        for word in own.split():
            if word == PAGE_FLAG:
                self.building.pages[-1]["shuffled"] = True
            elif re.fullmatch(r"[a-z][a-z0-9_]{0,59}", word):
                self.building.pages[-1]["name"] = word

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
        place = f"survey {group.row}"
        lists = {(name, cells["type"].split()[0].lower()) for name, cells, _ in group.lines}
        if len(lists) != 1 or any(set(cells) & {"relevant", "constraint"} for _, cells, _ in group.lines):
            self.building.note("group_flattened", place, name=group.name)
            for _, cells, line_place in group.lines:
                self._question(line_place, cells["type"], cells, is_line=True)
            return
        ((list_name, type_),) = lists
        kind = MatrixMultiple if "multiple" in type_ or "all" in type_ else MatrixSingle
        name = self.building.named(group.name, place)
        options = self._options(list_name, place)
        rows: list[dict[str, Any]] = []
        codes = {option["value"]: option["code"] for option in self.lists.get(list_name, [])}
        for _, cells, line_place in group.lines:
            given = str(cells.get("name", ""))
            taken = {row["code"] for row in rows}
            row = code_of(given.removeprefix(f"{group.name}_"), taken)
            rows.append({"code": row, "label": cells.get("label", {})})
            self.known[given] = Known(name, codes, row=row)
            if cells.get("required", "") not in (*_NO, *_YES):
                self.building.note("required_not_carried", line_place, expression=cells["required"])
        required = bool(group.lines) and all(
            str(cells.get("required", "")).lower() in _YES for _, cells, _ in group.lines
        )
        made = drawn(
            kind,
            name=name,
            text=group.texts,
            hint=group.cells.get("hint", {}),
            required=required,
            options=options,
            rows=rows,
        )
        made = made | self._asked_when(group.relevance)
        self._add(with_settings(made, _own(group.cells)))

    # Questions

    def _question(self, place: str, type_: str, cells: dict[str, Any], *, is_line: bool = False) -> None:
        select = _SELECT.fullmatch(type_)
        if self.groups and self.groups[-1].is_grid and not is_line:
            if select and not select[3]:
                self.groups[-1].lines.append((select[2], cells, place))
                return
            if type_.lower() == "note" and not cells.get("relevant"):
                self.building.note("setting_not_carried", place, setting="note")
                return
        made = self._of_select(select, place, cells) if select else self._of_type(type_.lower(), place, cells)
        if made is None:
            return
        given = str(cells.get("name", ""))
        made = {
            "name": self.building.named(given, place),
            **{k: v for k, v in made.items() if k != "codes"},
        } | {"kind": made["kind"]}
        made |= self._common(place, cells, made)
        if select:
            made |= from_parameters(str(cells.get("parameters", "")), made, place, self.building.note)
        self._warn(place, cells)
        made = self._as_it_was(made, type_, cells)
        self._add(made)
        options = self.lists.get(select[2], []) if select else []
        codes = {option["value"]: option["code"] for option in options}
        if select and select[3]:
            codes["other"] = "other"
        codes = codes or {code: code for code in _selectable(made)}
        self.known[given] = Known(made["name"], codes)
        if select and select[3]:
            self._other(place, given, made)

    def _as_it_was(self, made: dict[str, Any], type_: str, cells: dict[str, Any]) -> dict[str, Any]:
        own = _own(cells)
        restored = with_settings(made, own)
        if restored is made:
            return made
        question = KINDS[restored["kind"]].model_validate(restored)
        written = written_as(question)
        same = written is not None and written.type == type_.lower().split()[0]
        return restored if same else made

    def _of_select(self, select: re.Match[str], place: str, cells: dict[str, Any]) -> dict[str, Any] | None:
        word, list_name = select[1].lower().replace(" ", "_"), select[2]
        options = self._options(list_name, place)
        if options is None:
            return None
        if select[3]:
            options = [o for o in options if o["code"] != "other"] + [{"code": "other", "label": OTHER}]
        looks = set(str(cells.get("appearance", "")).split())
        if word == "rank":
            # An export of ours says beside how many places there are; elsewhere everything is ranked.
            places = None if OWN in cells else min(len(options), 20)
            return drawn(Ranking, options=options, places=places)
        if word in ("select_one", "select1"):
            if "likert" in looks and not select[3]:
                return drawn(Scale, options=options)
            return drawn(SingleChoice, options=options, look="dropdown" if "minimal" in looks else "list")
        return drawn(MultipleChoice, options=options)

    def _options(self, list_name: str, place: str) -> list[dict[str, Any]] | None:
        found = self.lists.get(list_name)
        if not found:
            self.building.note("list_missing", place, list=list_name)
            return None
        return [{name: value for name, value in option.items() if name != "value"} for option in found]

    def _of_type(self, type_: str, place: str, cells: dict[str, Any]) -> dict[str, Any] | None:
        looks = set(str(cells.get("appearance", "")).split())
        match type_:
            case "text" | "string":
                return drawn(LongText if looks & {"multiline", "multi-line"} else ShortText)
            case "integer" | "int":
                return drawn(NumberEntry)
            case "decimal":
                return drawn(NumberEntry, decimals=None if OWN in cells else 2)
            case "range":
                return self._range(str(cells.get("parameters", "")))
            case "date":
                return drawn(DateEntry)
            case "time":
                return drawn(TimeEntry)
            case "note":
                return drawn(Information)
            case "acknowledge" | "trigger":
                return drawn(ConsentBox, statement=cells.get("label", {}))
            case "hidden":
                return drawn(HiddenValue, text=both(str(cells.get("name", ""))))
        self.building.note("type_not_carried", place, type=type_, name=cells.get("name", ""))
        return None

    def _range(self, parameters: str) -> dict[str, Any]:
        said = dict(re.findall(r"(start|end|step)\s*=\s*(-?\d+(?:\.\d+)?)", parameters))
        start, end, step = (
            float(said.get(key, usual)) for key, usual in (("start", 1), ("end", 10), ("step", 1))
        )
        if start == 1 and step == 1 and end.is_integer() and 2 <= end <= 11:
            return drawn(RatingScale, points=int(end))
        whole = all(number.is_integer() for number in (start, end, step))
        return drawn(NumberEntry, decimals=None if whole else 2) | {"lowest": start, "highest": end}

    def _common(self, place: str, cells: dict[str, Any], made: dict[str, Any]) -> dict[str, Any]:
        common: dict[str, Any] = {"text": cells.get("label") or made["text"]}
        if cells.get("hint"):
            common["hint"] = cells["hint"]
        required = str(cells.get("required", "")).lower()
        if required in _YES and KINDS[made["kind"]].asks:
            common["required"] = True
        elif required not in _NO:
            self.building.note("required_not_carried", place, expression=cells["required"])
        if cells.get("constraint"):
            codes = {o["value"]: o["code"] for options in self.lists.values() for o in options}
            settings = read_constraint(str(cells["constraint"]), made, codes)
            if settings is None:
                self.building.note("constraint_not_carried", place, expression=cells["constraint"])
            else:
                common |= settings
        relevance = self._relevance(place, cells)
        groups = [group.relevance for group in self.groups if group.relevance]
        return common | self._asked_when(relevance, *groups)

    def _asked_when(self, *conditions: Condition | None) -> dict[str, Any]:
        parts = tuple(condition for condition in reversed(conditions) if condition)
        if not parts:
            return {}
        whole = parts[0] if len(parts) == 1 else plain(All(of=parts))
        return {"relevance": whole.model_dump(mode="json")}

    def _relevance(self, place: str, cells: dict[str, Any]) -> Condition | None:
        text = str(cells.get("relevant", ""))
        try:
            return read_condition(text, self.known.get)
        except NotCarriedError:
            self.building.note("relevance_not_carried", place, expression=text)
            return None

    def _warn(self, place: str, cells: dict[str, Any]) -> None:
        if cells.get("choice_filter"):
            self.building.note("choice_filter_not_carried", place)
        if _MEDIA & set(cells):
            self.building.note("media_not_carried", place)
        for setting in sorted(set(cells) - _READ - {"disabled", "note", "notes", "comment", "comments"}):
            self.building.note("setting_not_carried", place, setting=setting)

    def _other(self, place: str, given: str, made: dict[str, Any]) -> None:
        name = self.building.named(f"{given}_other", place)
        condition = {"test": "selected", "question": made["name"], "options": ["other"]}
        other = drawn(
            OtherText, name=name, text=SPECIFY, of=made["name"], option="other", relevance=condition
        )
        self._add(other)
        self.known[f"{given}_other"] = Known(name)

    def _add(self, question: dict[str, Any]) -> None:
        if not self.building.pages or (not self.groups and self.loose is None):
            self.loose = self.building.page(f"page_{len(self.building.pages) + 1}", "", dict(self.title))
        self.building.pages[-1]["questions"].append(question)


def _own(cells: dict[str, Any]) -> object:
    try:
        return json.loads(cells.get(OWN, "null"))
    except (ValueError, RecursionError):
        return None


def _selectable(made: dict[str, Any]) -> set[str]:
    """Return the codes of a kind whose answers are its own."""
    from pydantic import ValidationError

    try:
        return KINDS[made["kind"]].model_validate(made).selectable()
    except ValidationError:
        return set()


__all__ = ["SHEETS", "Row", "read"]
