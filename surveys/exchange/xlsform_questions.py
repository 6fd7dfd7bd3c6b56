"""Which question of ours a row of an XLSForm asks, by its type."""

import json
import re
from typing import Any

from pydantic import ValidationError

from surveys.exchange.building import Building, both, drawn, with_settings
from surveys.exchange.xlsform import OWN, written_as
from surveys.exchange.xlsform_sheets import Lists
from surveys.questions import KINDS, Question
from surveys.questions.consent_box import ConsentBox
from surveys.questions.date_entry import DateEntry
from surveys.questions.file_upload import FileUpload
from surveys.questions.hidden_value import HiddenValue
from surveys.questions.information import Information
from surveys.questions.long_text import LongText
from surveys.questions.map_point import MapPoint
from surveys.questions.multiple_choice import MultipleChoice
from surveys.questions.number_entry import NumberEntry
from surveys.questions.other_text import OTHER
from surveys.questions.ranking import Ranking
from surveys.questions.rating_scale import RatingScale
from surveys.questions.scale import Scale
from surveys.questions.short_text import ShortText
from surveys.questions.single_choice import SingleChoice
from surveys.questions.time_entry import TimeEntry

SELECT = re.compile(
    r"(?:add )?(select[ _]one|select1|select_multiple|select[ _]all[ _]that[ _]apply|select multiple|rank)"
    r"(?: from| prompt using| options)?\s+(\S+)(\s+or[_ ](?:specify[_ ])?other)?",
    re.IGNORECASE,
)
YES = frozenset({"yes", "true", "true()", "1", "oui", "vrai"})
NO = frozenset({"", "no", "false", "false()", "0", "non", "faux"})
"""What a form writes where something is so, and where it is not."""


class FormQuestions:
    """Makes the plain data of questions; what cannot be carried is noted in ``building``."""

    def __init__(self, lists: Lists, building: Building) -> None:
        self.lists, self.building = lists, building

    def of_select(self, select: re.Match[str], place: str, cells: dict[str, Any]) -> dict[str, Any] | None:
        """Return a choice, a scale, a list of ticks or a ranking; ``None`` when its list is not there."""
        word, list_name = select[1].lower().replace(" ", "_"), select[2]
        options = self.options(list_name, place)
        if options is None:
            return None
        if select[3]:
            options = [o for o in options if o["code"] != "other"] + [
                {"code": "other", "label": OTHER["label"]}
            ]
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

    def options(self, list_name: str, place: str) -> list[dict[str, Any]] | None:
        """Return the options of a list."""
        found = self.lists.get(list_name)
        if not found:
            self.building.note("list_missing", place, list=list_name)
            return None
        return [as_option(option) for option in found]

    def of_type(self, type_: str, place: str, cells: dict[str, Any]) -> dict[str, Any] | None:
        """Return what a type without choices asks."""
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
            case "image" | "photo" | "add image prompt" | "file":
                return drawn(FileUpload, takes=None if type_ == "file" else ["images"])
            case "geopoint" | "gps" | "location":
                return drawn(MapPoint)
            case "datetime" | "barcode":
                # A day without its hour, a number typed instead of read.
                self.building.note("setting_not_carried", place, setting=type_)
                return drawn(DateEntry if type_ == "datetime" else ShortText)
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


def as_option(choice: dict[str, Any]) -> dict[str, Any]:
    """Return an option of ours without what only the form knows of it."""
    return {name: value for name, value in choice.items() if name not in ("value", "cells")}


def as_it_was(made: dict[str, Any], type_: str, cells: dict[str, Any]) -> dict[str, Any]:
    """Lay our own settings from beside under what the row says, where they still fit its type."""

    def is_of_type(question: Question) -> bool:
        written = written_as(question)
        return written is not None and written.type == type_.lower().split()[0]

    return with_settings(made, own_settings(cells), fits=is_of_type)


def own_settings(cells: dict[str, Any]) -> object:
    """Return what an export of ours wrote beside a row."""
    try:
        return json.loads(cells.get(OWN, "null"))
    except (ValueError, RecursionError):
        return None


def selectable(made: dict[str, Any]) -> set[str]:
    """Return the codes of a kind whose answers are its own."""
    try:
        return KINDS[made["kind"]].model_validate(made).selectable()
    except ValidationError:
        return set()
