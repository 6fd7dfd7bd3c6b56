"""Days and moments as people write them in tables: ISO, Canadian, American, in words, from a spreadsheet."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from surveys.text import letters

LOCAL = ZoneInfo("America/Toronto")
NOON = time(12)
"""A day without a time is its noon, so that no time zone moves it to another day."""
EARLIEST = 1990

_CLOCK = (
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>(?:GMT|UTC)?[+\-\u2212]\d{1,2}(?::?\d{2})?|[A-Z]{2,4})?)?"
)
# The zones of Canada as tools write them after a moment: hours from UTC.
_ZONES: dict[str, float] = {
    **{"UTC": 0, "GMT": 0, "NST": -3.5, "NDT": -2.5, "HNT": -3.5, "HAT": -2.5, "AST": -4, "ADT": -3},
    **{"HNA": -4, "HAA": -3, "EST": -5, "EDT": -4, "HNE": -5, "HAE": -4, "CST": -6, "CDT": -5},
    **{"HNC": -6, "HAC": -5, "MST": -7, "MDT": -6, "HNR": -7, "HAR": -6, "PST": -8, "PDT": -7},
    **{"HNP": -8, "HAP": -7},
}
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + _CLOCK)
_YEAR_LAST = re.compile(r"(?P<one>\d{1,2})[-/.](?P<two>\d{1,2})[-/.](?P<year>\d{4})" + _CLOCK)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no zone
_MONTHS = (
    *(("january", "janvier"), ("february", "fevrier"), ("march", "mars"), ("april", "avril"), ("may", "mai")),
    *(("june", "juin"), ("july", "juillet"), ("august", "aout"), ("september", "septembre")),
    *(("october", "octobre"), ("november", "novembre"), ("december", "decembre")),
)


def moment_of(text: str, *, is_day_first: bool) -> datetime | None:
    """Return the UTC moment that ``text`` means, ``None`` when it means none we can tell.

    A date that is a day in one order only is that day, whatever ``is_day_first`` says. Moments without
    a zone are the town's; days without a time are their noon.
    """
    text = text.strip()
    try:
        naive = _iso(text) or _numbers(text, is_day_first) or _words(text) or _serial(text)
        if naive is None or naive.year < EARLIEST:
            return None
        return (naive if naive.tzinfo else naive.replace(tzinfo=LOCAL)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def noon_of(day: date) -> datetime:
    """Return the UTC moment of a day's noon in the town."""
    return datetime.combine(day, NOON, LOCAL).astimezone(UTC)


def is_day(text: str) -> bool:
    """Say whether ``text`` is a day in either order."""
    return moment_of(text, is_day_first=True) is not None


@dataclass(frozen=True, slots=True)
class DayOrder:
    """What a column of dates tells about its order, by its first example of each sort.

    ``day_first`` and ``month_first`` can be read in one order only, ``unclear`` in both.
    """

    day_first: str = ""
    month_first: str = ""
    unclear: str = ""

    @property
    def is_day_first(self) -> bool:
        """Say which order the column shows; of no matter when it shows none and nothing is unclear."""
        return bool(self.day_first)

    @property
    def must_be_told(self) -> bool:
        """Say whether only a person knows: some dates could be two days, and the rest shows no one order."""
        return bool(self.unclear) and bool(self.day_first) == bool(self.month_first)


def day_order(cells: Iterable[str]) -> DayOrder:
    """Return what ``cells`` tell about whether days come before months."""
    found = {"day_first": "", "month_first": "", "unclear": ""}
    for cell in cells:
        match = _YEAR_LAST.fullmatch(cell.strip())
        one, two = (int(match["one"]), int(match["two"])) if match else (0, 0)
        if one == two:
            continue
        sort = "day_first" if one > 12 >= two else "month_first" if two > 12 >= one else "unclear"
        found[sort] = found[sort] or cell.strip()
    return DayOrder(**found)


def _iso(text: str) -> datetime | None:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*", text):
        try:
            return datetime.fromisoformat(text.replace(" UTC", "+00:00").replace(" +", "+").strip())
        except ValueError:
            return None
    return None


def _numbers(text: str, is_day_first: bool) -> datetime | None:
    match = _YEAR_FIRST.fullmatch(text)
    if match is not None:
        return _at(date(int(match["year"]), int(match["month"]), int(match["day"])), match)
    match = _YEAR_LAST.fullmatch(text)
    if match is None:
        return None
    one, two = int(match["one"]), int(match["two"])
    comes_first = one > 12 or (is_day_first and two <= 12)
    day, month = (one, two) if comes_first else (two, one)
    return _at(date(int(match["year"]), month, day), match)


def _at(day: date, match: re.Match[str]) -> datetime:
    if match["hour"] is None:
        return datetime.combine(day, NOON)
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    moment = datetime.combine(day, time(hour, int(match["minute"]), int(match["second"] or 0)))
    return moment.replace(tzinfo=_zone(match["zone"])) if match["zone"] else moment


def _zone(text: str) -> timezone:
    """Return the zone of ``EDT``, ``GMT-4`` or ``-04:00``; raises ``ValueError`` for one we do not know."""
    offset = re.fullmatch(r"(?:GMT|UTC)?([+\-\u2212])(\d{1,2})(?::?(\d{2}))?", text)
    if offset is not None:
        hours = int(offset[2]) + int(offset[3] or 0) / 60
        return timezone(timedelta(hours=hours if offset[1] == "+" else -hours))
    if text not in _ZONES:
        raise ValueError(text)
    return timezone(timedelta(hours=_ZONES[text]))


def _words(text: str) -> datetime | None:
    """Read ``12 Sept 2026``, ``September 12, 2026`` and ``1er octobre 2026``."""
    parts = letters(text).split()
    if len(parts) != 3 or len(text) > 40:
        return None
    months = [(place, month) for place, part in enumerate(parts) if (month := _month(part))]
    if len(months) != 1 or months[0][0] == 2:
        return None
    place, month = months[0]
    day = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th|er|e)?", parts[1 - place])
    if day is None or not re.fullmatch(r"\d{4}", parts[2]):
        return None
    return datetime.combine(date(int(parts[2]), month, int(day[1])), NOON)


def _month(part: str) -> int | None:
    if len(part) < 3 or not part.isalpha():
        return None
    found = {
        number for number, names in enumerate(_MONTHS, 1) if any(name.startswith(part) for name in names)
    }
    return found.pop() if len(found) == 1 else None


def _serial(text: str) -> datetime | None:
    """Read a spreadsheet's count of days, from 1990 to 2064."""
    if not _SERIAL.fullmatch(text) or not 32874 <= float(text) < 60000:
        return None
    whole = _SERIAL_ZERO + timedelta(days=int(float(text)))
    return datetime.combine(whole.date(), NOON)
