"""Qualtrics' exports: codes, wording and an ImportId in three rows of headings; words or numbers below."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from engage.importing.mapping import ID, LANGUAGE, RECEIVED
from engage.importing.styles.base import Heading, Refusal, Role, Style, Styled, found_under
from engage.importing.styles.cutting import without_first
from engage.tabular import Table

NAME = "Qualtrics"
_META = {
    ID: ("ResponseId", "Response ID"),
    RECEIVED: ("RecordedDate", "Recorded Date", "EndDate", "End Date"),
    LANGUAGE: ("UserLanguage", "User Language"),
}
_OWN = {
    *("startdate", "start date", "enddate", "end date", "status", "response type", "ipaddress", "ip address"),
    *("progress", "duration (in seconds)", "finished", "recordeddate", "recorded date", "responseid"),
    *(
        "response id",
        "recipientlastname",
        "recipient last name",
        "recipientfirstname",
        "recipient first name",
    ),
    *("recipientemail", "recipient email", "externalreference", "external data reference"),
    *("externaldatareference", "locationlatitude", "location latitude", "locationlongitude"),
    *("location longitude", "distributionchannel", "distribution channel", "userlanguage", "user language"),
    *("q_recaptchascore", "q_relevantidduplicate", "q_ballotboxstuffing", "q_duplicaterespondent"),
}
_CODE = re.compile(r"(?P<code>.+?)(?:_(?P<part>x?\d+))?(?P<other>_TEXT)?")
_CHOICE = re.compile(r"\s+-\s+(?:Selected Choice|Selected Choices|Rank|Choix sélectionné)(?=\s+-\s+|$)")
_OTHER_TEXT = re.compile(r"\s+-\s+(?:Text|Texte)$")
_TESTS = {"survey preview", "survey test", "1", "2", "9", "10", "17", "18"}
_SPAM = {"spam", "possible spam", "8", "12", "imported spam"}


def dress(table: Table) -> Styled | None:
    """Return what the columns say, if Qualtrics wrote them."""
    head = table.rows.cells[:2]
    ids = next((list(row) for row in head if _holds_ids(row)), None)
    names = {column.casefold() for column in table.columns}
    if ids is None and not {"responseid", "finished", "progress"} <= names:
        return None
    lines = 0 if ids is None else 1 + list(head).index(tuple(ids))
    texts: Sequence[str] = head[0] if lines == 2 else [""] * len(table.columns)
    headings = tuple(
        _heading(column, text)
        for column, text in zip(table.columns, texts, strict=True)
        if column.casefold() not in _OWN
    )
    by_name = {column.casefold(): column for column in table.columns}
    return Styled(
        style=NAME,
        table=without_first(table, lines),
        headings=headings,
        meta=found_under(table, _META),
        separators=(",",),
        is_ranked_by_item=True,
        zone=_zone(ids or []),
        refusal=lambda row: _refusal(row, by_name),
    )


def _holds_ids(cells: Sequence[str]) -> bool:
    told = [cell for cell in cells if cell.strip()]
    return bool(told) and sum('"ImportId"' in cell for cell in told) >= 0.8 * len(told)


def _zone(ids: Sequence[str]) -> str:
    for cell in ids:
        try:
            found: Any = json.loads(cell)
        except ValueError:
            continue
        if isinstance(found, Mapping) and isinstance(found.get("timeZone"), str):
            return str(found["timeZone"])
    return ""


def _heading(column: str, text: str) -> Heading:
    match = _CODE.fullmatch(column)
    code, part = (match["code"], match["part"] or "") if match else (column, "")
    role: Role = "other" if match and match["other"] else ""
    text = _CHOICE.sub("", _OTHER_TEXT.sub("", text) if role else text)
    label = ""
    if part and " - " in text:
        text, _, label = text.rpartition(" - ")
    elif role and " - " in text:
        text = text.rpartition(" - ")[0]
    return Heading(column, code, text.strip(), part, label.strip(), role)


def _refusal(row: Mapping[str, str], by_name: Mapping[str, str]) -> Refusal:
    status = row[by_name["status"]].strip().casefold() if "status" in by_name else ""
    if status in _TESTS:
        return "row_is_test"
    if status in _SPAM:
        return "row_is_spam"
    finished = row[by_name["finished"]].strip().casefold() if "finished" in by_name else "1"
    return "row_unfinished" if finished in ("false", "0", "faux", "no") else ""


STYLE = Style(NAME, dress)
