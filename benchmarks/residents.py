"""Residents as a load: open a page, fill the form, send it, over plain sockets at little cost."""

import asyncio
import re
from dataclasses import dataclass
from urllib.parse import urlencode

KEY = re.compile(rb'name="_key" value="([^"]+)"')
REFERENCE = re.compile(rb"\b([A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3})\b")


class UnexpectedAnswerError(RuntimeError):
    """The server answered something else than a page or a receipt."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


@dataclass(slots=True)
class Connection:
    """One browser's connection, kept open between its requests."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def open(cls, port: int) -> "Connection":
        """Connect to a port of this machine."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def get(self, path: str) -> Answer:
        """Ask for a page."""
        return await self._ask(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())

    async def post(self, path: str, fields: list[tuple[str, str]]) -> Answer:
        """Send a form."""
        body = urlencode(fields).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return await self._ask(head.encode() + body)

    async def _ask(self, request: bytes) -> Answer:
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: *(\d+)", head)
        body = await self.reader.readexactly(int(length[1])) if length else b""
        return Answer(int(head.split(b" ", 2)[1]), body)

    def close(self) -> None:
        """Hang up."""
        self.writer.close()


ANSWERS = [("ease", "good"), ("used", "permits"), ("used", "tax"), ("first", "search"), ("first", "speed")]


def fields_of(page: bytes, words: str) -> list[tuple[str, str]]:
    """Return the filled form of a survey page: its key, closed answers and ``words``."""
    key = KEY.search(page)
    if key is None:
        raise UnexpectedAnswerError("the page has no form")
    hidden = [("_key", key[1].decode()), ("_page", "page_1"), ("_do", "send")]
    return [*hidden, *ANSWERS, ("improve", words)]


async def visit(port: int, path: str, words: str) -> bytes:
    """Open a survey, send it on the same connection, and return the reference on the receipt.

    Raises:
        UnexpectedAnswerError: it was not stored.
    """
    connection = await Connection.open(port)
    try:
        page = await connection.get(path)
        answer = await connection.post(path, fields_of(page.body, words))
    finally:
        connection.close()
    reference = REFERENCE.search(answer.body)
    if answer.status != 200 or reference is None:
        raise UnexpectedAnswerError(f"status {answer.status}")
    return reference[1]
