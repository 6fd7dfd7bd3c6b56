"""What a browser sends with a form, read within limits; hostile bodies become one of two plain errors."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from engage.web.parts import FieldsTooLargeError, Parts, PartsUnreadableError, SentFile, boundary_of

MOST_BYTES = 256 * 1024
MOST_FIELDS = 2000
READ_BUT_DROPPED = 4 * 1024 * 1024
"""A body that is too large is still read up to here: a browser that cannot finish sending shows no answer."""

OUR_MARK = "_"
"""Our own fields begin with this; a question's name cannot."""


class FormTooLargeError(ValueError):
    """More than ``MOST_BYTES``."""


class FormUnreadableError(ValueError):
    """Not a form as a browser sends it."""


@dataclass(frozen=True, slots=True)
class Form:
    """``answers``: question name to the texts of its inputs in order. ``ours``: our own fields."""

    answers: Mapping[str, list[str]]
    ours: Mapping[str, str]
    files: tuple[SentFile, ...] = ()
    """What was chosen to be added; whoever reads the form closes them."""


async def read_form(request: Request, *, most_files: Callable[[], tuple[int, int]] | None = None) -> Form:
    """Read a form.

    ``most_files`` says how many bytes a file and all files together may have where a form may bring some.

    Bytes that are no UTF-8 become lone surrogates, which the questions refuse with a sentence of their own.

    Raises:
        FormTooLargeError, FormUnreadableError: nothing of the form can be used.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data" and most_files is not None:
        return await _read_parts(request, *most_files())
    if kind != "application/x-www-form-urlencoded":
        raise FormUnreadableError("content type")
    body = await _body(request)
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "surrogateescape"),
            keep_blank_values=True,
            strict_parsing=False,
            errors="surrogateescape",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise FormUnreadableError("fields") from error
    return _form(pairs)


def _form(pairs: Iterable[tuple[str, str]], files: tuple[SentFile, ...] = ()) -> Form:
    answers: dict[str, list[str]] = {}
    ours: dict[str, str] = {}
    for name, value in pairs:
        if name.startswith(OUR_MARK):
            ours.setdefault(name, value)
        else:
            # A question with several groups of inputs names them ``question.part``.
            answers.setdefault(name.partition(".")[0], []).append(value)
    return Form(answers, ours, files)


async def _read_parts(request: Request, most_file: int, most_files: int) -> Form:
    """Read a form with files as it arrives; nothing is read at length that says it is far too long."""
    read_but_dropped = READ_BUT_DROPPED + 2 * most_files
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > read_but_dropped:
        raise FormTooLargeError(said)
    size = 0
    parts = None
    try:
        boundary = boundary_of(request.headers["content-type"])
        parts = Parts(boundary, most_fields=MOST_BYTES, most_file=most_file, most_files=most_files)
        async for chunk in request.stream():
            size += len(chunk)
            if size > read_but_dropped:
                raise FormTooLargeError(str(size))
            parts.take(chunk)
        parts.finish()
        return _form(parts.fields, tuple(parts.files))
    except BaseException as error:
        if parts is not None:
            parts.close()
        if isinstance(error, FieldsTooLargeError):
            raise FormTooLargeError("fields") from error
        if isinstance(error, ClientDisconnect | PartsUnreadableError):
            raise FormUnreadableError("parts") from error
        raise


async def _body(request: Request) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > READ_BUT_DROPPED:
                break
            if size <= MOST_BYTES:
                parts.append(part)
    except ClientDisconnect as error:
        raise FormUnreadableError("cut off") from error
    if size > MOST_BYTES:
        raise FormTooLargeError(str(size))
    return b"".join(parts)
