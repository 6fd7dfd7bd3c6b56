"""What a browser sends with a form, read within limits; hostile bodies become one of two plain errors."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

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


async def read_form(request: Request) -> Form:
    """Read a form.

    Bytes that are no UTF-8 become lone surrogates, which the questions refuse with a sentence of their own.

    Raises:
        FormTooLargeError, FormUnreadableError: nothing of the form can be used.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
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
    answers: dict[str, list[str]] = {}
    ours: dict[str, str] = {}
    for name, value in pairs:
        if name.startswith(OUR_MARK):
            ours.setdefault(name, value)
        else:
            # A question with several groups of inputs names them ``question.part``.
            answers.setdefault(name.partition(".")[0], []).append(value)
    return Form(answers, ours)


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
