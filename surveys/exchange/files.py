"""Which reader a file takes, by its ending and its content."""

import json
from pathlib import PurePosixPath

from surveys.definition import MOST_BYTES, SurveyDefinition
from surveys.exchange import (
    limesurvey,
    own,
    surveyjs_in,
    surveyjs_out,
    xlsform_in,
    xlsform_out,
    xlsform_sheets,
)
from surveys.exchange.notes import Carried, Note, RefusedFileError
from surveys.exchange.workbook import read_sheets

ENDINGS = (".json", ".xlsx", ".xls", ".lss")


def carry(data: bytes, name: str) -> Carried:
    """Return the survey in a file of any format we read, or why there is none; never raises for its content.

    Call it where memory and time are limited: ``engage.exchange_reader`` does.
    """
    try:
        return _carry(data, name)
    except RefusedFileError as error:
        return Carried(None, refusals=(error.note,))


def _carry(data: bytes, name: str) -> Carried:
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    match ending:
        case ".xlsx" | ".xls" | ".xlsm":
            return xlsform_in.read(read_sheets(data, name, xlsform_sheets.SHEETS), name)
        case ".lss":
            return limesurvey.read(data, name)
        case ".json":
            return _json(data, name)
    raise RefusedFileError("format_unknown", name, ending=ending or "?", endings=", ".join(ENDINGS))


def _json(data: bytes, name: str) -> Carried:
    if len(data) > MOST_BYTES:
        raise RefusedFileError("file_too_large", name, most=max(1, MOST_BYTES // 1_000_000))
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise RefusedFileError("file_wrong_kind", name, ending=".json")
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedFileError("file_encoding", name) from None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RefusedFileError("file_unreadable", name, why=str(error)[:200]) from None
    return surveyjs_in.read(found, name) if surveyjs_in.is_surveyjs(found) else own.read(found)


FORMATS = ("json", "xlsform", "surveyjs")


def write(definition: SurveyDefinition, format: str, slug: str) -> tuple[bytes, tuple[Note, ...]]:
    """Return a survey in one of ``FORMATS``, and everything that it does not hold as the survey had it."""
    match format:
        case "xlsform":
            return xlsform_out.write(definition, slug)
        case "surveyjs":
            return surveyjs_out.write(definition)
    return own.write(definition), ()
