"""The sheets of an XLSForm row by row: headings with languages, settings, lists of choices."""

from functools import cached_property
from typing import Any

from surveys.exchange.building import Building, both, code_of
from surveys.exchange.workbook import Sheets
from surveys.exchange.xlsform import OWN, language_of

SHEETS = ("survey", "choices", "settings")
MEDIA = {"media", "image", "audio", "video", "big-image"}
_ALIASES = {
    "relevance": "relevant",
    "caption": "label",
    "list name": "list_name",
    "bind:relevant": "relevant",
    "bind:required": "required",
    "bind:constraint": "constraint",
    "command": "type",
}
Lists = dict[str, list[dict[str, Any]]]


class FormSheets:
    """What stands in the cells; what cannot be carried is noted in ``building``."""

    def __init__(self, sheets: Sheets, building: Building) -> None:
        self.sheets, self.building = sheets, building
        self.unnamed = False
        """Whether a heading names no language."""
        self.lists = self._lists()

    @cached_property
    def settings(self) -> dict[str, Any]:
        """Return the form's own settings."""
        rows = self.sheets.get("settings") or []
        return self.split(rows[0][1], "settings") if rows else {}

    @cached_property
    def language(self) -> str:
        """Return the language of headings that name none."""
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
            if base not in ("label", "hint", "constraint_message"):
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

    @cached_property
    def codes(self) -> dict[str, str]:
        """Return the code of every choice of every list, by the name it has in the file."""
        return {o["value"]: o["code"] for options in self.lists.values() for o in options}

    def _lists(self) -> Lists:
        lists: Lists = {}
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
            if MEDIA & set(cells):
                self.building.note("media_not_carried", place)
            flags = set(str(cells.get(OWN, "")).split())
            option = {"code": code, "label": cells.get("label") or both(value), "value": value}
            option["cells"] = {key: cell for key, cell in row.items() if ":" not in key} | {"name": value}
            known = flags & {"exclusive", "missing", "stays"}
            lists.setdefault(name, []).append(option | dict.fromkeys(known, True))
        return lists
