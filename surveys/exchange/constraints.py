"""XLSForm constraints that are settings of ours: limits of numbers, days, lengths and choices."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from surveys.questions import KINDS
from surveys.questions.date_entry import DateEntry
from surveys.questions.multiple_choice import MultipleChoice
from surveys.questions.number_entry import NumberEntry
from surveys.questions.short_text import ShortText

_NUMBER = re.compile(r"\.\s*(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)")
_DAY = re.compile(r"\.\s*(>=|<=)\s*date\('(\d{4}-\d{2}-\d{2})'\)")
_COUNT = re.compile(r"count-selected\(\s*\.\s*\)\s*(>=|<=|>|<|=)\s*(\d+)")
_LENGTH = re.compile(r"string-length\(\s*\.\s*\)\s*(<=|<)\s*(\d+)")
_ALONE = re.compile(
    r"not\s*\(\s*selected\(\s*\.\s*,\s*'([^']+)'\s*\)\s+and\s+count-selected\(\s*\.\s*\)\s*(?:>\s*1|>=\s*2)\s*\)"
)


def read_constraint(text: str, made: Mapping[str, Any], codes: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the settings of the question ``made`` that say what a constraint says, or ``None``."""
    kind = KINDS[made["kind"]]
    reader: Callable[[str, Mapping[str, Any], Mapping[str, str]], dict[str, Any] | None] | None = next(
        (read for owner, read in _READERS if issubclass(kind, owner)), None
    )
    if reader is None:
        return None
    settings: dict[str, Any] = {}
    for part in _parts(text.replace('"', "'")):
        found = reader(part, {**made, **settings}, codes)
        if found is None or set(found) & set(settings) - {"options"}:
            return None
        settings |= found
    return settings


def _parts(text: str) -> list[str]:
    """Split at the ands outside brackets."""
    parts, depth, start = [], 0, 0
    text = text.strip()
    for match in re.finditer(r"\(|\)|\s+and\s+", text):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if depth == 0 and match[0].strip() == "and":
            parts.append(text[start : match.start()])
            start = match.end()
    parts.append(text[start:])
    return [part[1:-1].strip() if re.fullmatch(r"\([^()]*\)", part) else part.strip() for part in parts]


def _number(part: str, made: Mapping[str, Any], _: Mapping[str, str]) -> dict[str, Any] | None:
    found = _NUMBER.fullmatch(part)
    if found is None:
        return None
    step = 1 if not made.get("decimals") else None
    value = float(found[2])
    if found[1] in ("<", ">"):
        if step is None or not value.is_integer():
            return None
        value += step if found[1] == ">" else -step
    return {"lowest" if found[1].startswith(">") else "highest": value}


def _day(part: str, _made: Mapping[str, Any], _: Mapping[str, str]) -> dict[str, Any] | None:
    found = _DAY.fullmatch(part)
    return {"earliest" if found[1] == ">=" else "latest": found[2]} if found else None


def _length(part: str, made: Mapping[str, Any], _: Mapping[str, str]) -> dict[str, Any] | None:
    found = _LENGTH.fullmatch(part)
    if found is None:
        return None
    longest = int(found[2]) - (found[1] == "<")
    most = 20_000 if "long" in str(made["kind"]) else 1000
    return {"longest": longest} if 1 <= longest <= most else None


def _choices(part: str, made: Mapping[str, Any], codes: Mapping[str, str]) -> dict[str, Any] | None:
    counted, alone = _COUNT.fullmatch(part), _ALONE.fullmatch(part)
    if alone:
        code = codes.get(alone[1], alone[1])
        options = [{**o, "exclusive": True} if o["code"] == code else o for o in made["options"]]
        return {"options": options} if code in {o["code"] for o in options} else None
    if counted is None:
        return None
    sign, number = counted[1], int(counted[2])
    match sign:
        case ">=" | ">":
            return {"fewest": number + (sign == ">")}
        case "<=" | "<":
            return {"most": number - (sign == "<")} if number - (sign == "<") >= 1 else None
    return {"fewest": number, "most": number}


_READERS: tuple[tuple[type[Any], Callable[..., dict[str, Any] | None]], ...] = (
    (NumberEntry, _number),
    (DateEntry, _day),
    (ShortText, _length),
    (MultipleChoice, _choices),
)
