"""LimeSurvey's exports: headings as codes, as ``code. wording``, or as wording with ``[subquestion]``."""

import re
from collections.abc import Mapping

from engage.importing.mapping import ID, LANGUAGE, RECEIVED
from engage.importing.styles.base import Heading, Refusal, Role, Style, Styled, is_told
from engage.tabular import Table
from surveys.text import letters

NAME = "LimeSurvey"
_CODED = re.compile(r"(?P<code>[A-Za-z][A-Za-z0-9]*)(?:\[(?P<part>[^\]]*)\])?(?:\[(?P<scale>[^\]]*)\])?")
_FULL = re.compile(_CODED.pattern + r"\.\s+(?P<text>.+)", re.DOTALL)
_WORDED = re.compile(r"(?P<text>.+?)(?:\s*\[(?P<label>[^\[\]]*)\])", re.DOTALL)
_OWN: Mapping[str, tuple[str, ...]] = {
    ID: ("id", "response id", "id de la reponse", "identifiant de la reponse"),
    RECEIVED: ("submitdate", "date submitted", "date de soumission"),
    LANGUAGE: ("startlanguage", "start language", "langue de depart"),
    "page": ("lastpage", "last page", "derniere page"),
    "seed": ("seed", "graine"),
    "begun": ("startdate", "date started", "date de lancement"),
    "touched": ("datestamp", "date last action", "date de la derniere action"),
    "address": ("ipaddr", "ip address", "adresse ip"),
    "from": ("refurl", "referrer url", "url referente"),
    "token": ("token", "access code", "code d acces"),
    "took": ("interviewtime", "total time", "temps total"),
}
_TOLD_APART = {ID, RECEIVED, LANGUAGE, "page", "seed"}
_OTHER = {"other", "autre"}


def dress(table: Table) -> Styled | None:
    """Return what the columns say, if LimeSurvey wrote them."""
    own: dict[str, str] = {}
    for column in table.columns:
        for name, known in _OWN.items():
            if {letters(column), *map(letters, column.split(". ", 1))} & set(known):
                own.setdefault(name, column)
    if len(own.keys() & _TOLD_APART) < 3 or ID not in own:
        return None
    told = [column for column in table.columns if column not in own.values() and not _is_timing(column)]
    return Styled(
        style=NAME,
        table=table,
        headings=tuple(map(_heading, told)),
        meta={name: column for name, column in own.items() if name in (ID, RECEIVED, LANGUAGE)},
        refusal=lambda row: _refusal(row, own.get(RECEIVED, "")),
    )


def _is_timing(column: str) -> bool:
    return bool(re.match(r"(group|question)?time\d|(group|question) time", column, re.IGNORECASE))


def _heading(column: str) -> Heading:
    full = _FULL.fullmatch(column)
    coded = full or _CODED.fullmatch(column)
    text = full["text"] if full else "" if coded else column
    worded = _WORDED.fullmatch(text)
    text, label = (worded["text"], worded["label"]) if worded else (text, "")
    code, part = (coded["code"], coded["part"] or "") if coded else ("", "")
    role: Role = ""
    if letters(part or label) in _OTHER:
        role = "other"
    elif part.endswith("comment") or letters(label) in ("comment", "commentaire"):
        role, part = "comment", part.removesuffix("comment")
    if coded and coded["scale"]:
        part = f"{part} {coded['scale']}"
    return Heading(column, code, text.strip(), part, label.strip(), role)


def _refusal(row: Mapping[str, str], submitted: str) -> Refusal:
    return "row_unfinished" if submitted and not is_told(row[submitted]) else ""


STYLE = Style(NAME, dress)
