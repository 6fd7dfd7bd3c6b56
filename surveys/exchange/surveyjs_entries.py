"""Fields of SurveyJS that are typed into or filled with files, read as questions of ours."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from surveys.exchange.building import drawn
from surveys.exchange.surveyjs import ENTRIES, OWN
from surveys.questions.email_address import EmailAddress
from surveys.questions.file_upload import MOST_FILES, MOST_MEGABYTES, FileUpload
from surveys.questions.hidden_value import HiddenValue
from surveys.questions.number_entry import NumberEntry
from surveys.questions.number_slider import NumberSlider
from surveys.questions.short_text import ShortText

Data = dict[str, Any]
Notes = Callable[..., None]
MEGABYTE = 1_000_000
_SORTS = {
    "images": ("image/", ".png", ".jpg", ".jpeg", ".gif", ".webp"),
    "pdf": ("pdf",),
    "text": ("text/plain", ".txt"),
}
"""What files of ours are called there."""


def entry(element: Mapping[str, Any], place: str, note: Notes) -> Data:
    """Return the line that a field of text asks for, by its ``inputType``."""
    sort = str(element.get("inputType", "text"))
    if element.get("visible") is False:
        return drawn(HiddenValue)
    if sort == "range":
        sort = "number"
    kind = next((kind for kind, name in ENTRIES.items() if name == sort), None)
    if kind is None:
        if sort not in ("text", "url"):
            note("setting_not_carried", place, setting=f"inputType {sort}")
        longest = min(count(element.get("maxLength")) or 200, 1000)
        return drawn(ShortText, longest=longest)
    made = drawn(kind, decimals=2) if issubclass(kind, NumberEntry) and OWN not in element else drawn(kind)
    names = ("lowest", "highest") if issubclass(kind, NumberEntry) else ("earliest", "latest")
    for ours, theirs in zip(names, ("min", "max"), strict=True):
        if theirs not in element or issubclass(kind, EmailAddress):
            continue
        told = element[theirs]
        if issubclass(kind, NumberEntry) and isinstance(told, str):
            told = _number(told)  # its schema has limits as text
        if ours in kind.model_fields and _fits(told, issubclass(kind, NumberEntry)):
            made[ours] = told
        else:
            note("setting_not_carried", place, setting=theirs)
    return made


def upload(element: Mapping[str, Any], place: str, note: Notes) -> Data:
    """Return the files that an element takes; those we never take are noted."""
    made = drawn(FileUpload)
    wanted = [word.strip().lower() for word in str(element.get("acceptedTypes") or "").split(",")]
    wanted += ["image/"] if element.get("acceptedCategories") == "image" else []
    if sorts := [_sort_of(word) for word in wanted if word]:
        takes = [sort for sort in _SORTS if sort in sorts]
        if "" in sorts:
            note("setting_not_carried", place, setting="acceptedTypes")
        made |= {"takes": takes} if takes else {}
    if element.get("allowMultiple") is True:
        made["most"] = min(count(element.get("maxFiles")) or MOST_FILES, MOST_FILES)
    if largest := count(element.get("maxSize")):
        made["largest"] = min(max(1, math.ceil(largest / MEGABYTE)), MOST_MEGABYTES)
        if largest > MOST_MEGABYTES * MEGABYTE:
            note("setting_not_carried", place, setting="maxSize")
    return made


def _sort_of(word: str) -> str:
    """Return which of our sorts a type or an ending is; nothing for one that we never take."""
    return next(
        (sort for sort, words in _SORTS.items() if word.startswith(words) or word.endswith(words)), ""
    )


def accepted(question: FileUpload) -> Data:
    """Return the properties of the element that asks for files."""
    names = {"images": "image/*", "pdf": "application/pdf", "text": "text/plain"}
    made: Data = {"acceptedTypes": ",".join(names[sort] for sort in question.takes)}
    made |= {"allowMultiple": True, "maxFiles": question.most} if question.most > 1 else {}
    return made | {"maxSize": question.largest * MEGABYTE}


def slider(element: Mapping[str, Any], place: str, note: Notes) -> Data:
    """Return the number that a slider asks for; a range of two is noted."""
    if element.get("sliderType", "single") != "single":
        note("setting_not_carried", place, setting="sliderType")
    ends = {"lowest": element.get("min", 0), "highest": element.get("max", 100)}
    if not all(_fits(end, True) for end in ends.values()) or ends["lowest"] >= ends["highest"]:
        note("setting_not_carried", place, setting="min")
        return drawn(NumberEntry)
    step = element.get("step", 1)
    whole = all(float(part).is_integer() for part in (*ends.values(), step) if _fits(part, True))
    return drawn(NumberSlider, decimals=0 if whole else 2) | ends


def fields(element: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the fields of an element that has several."""
    items = element.get("items")
    return [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []


def count(value: object) -> int:
    """Return a number of things, 0 where nobody said."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _fits(value: object, is_number: bool) -> bool:
    if is_number:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str) and len(value) == 10


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
