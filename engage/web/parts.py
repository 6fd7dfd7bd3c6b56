"""A form that brings files, read part by part as it arrives: nothing is held that no limit allows."""

from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

IN_MEMORY = 64 * 1024
"""A larger file waits on disk, in a file without a name that ends with the request."""
LONGEST_HEADER = 8 * 1024
MOST_PARTS = 2000


class PartsUnreadableError(ValueError):
    """Not a form with files as a browser sends it."""


class FieldsTooLargeError(ValueError):
    """The texts beside the files are too long."""


def _held() -> IO[bytes]:
    return SpooledTemporaryFile(IN_MEMORY)


@dataclass(slots=True)
class SentFile:
    """A file as it came in; ``content`` holds nothing of one that is too large."""

    question: str
    name: str
    content: IO[bytes] = field(default_factory=_held)
    size: int = 0
    is_too_large: bool = False

    def read(self) -> bytes:
        """Return what is in it."""
        self.content.seek(0)
        return self.content.read()

    def close(self) -> None:
        """Let go of it."""
        self.content.close()


class Parts:
    """Takes a body chunk by chunk; afterwards ``fields`` and ``files`` hold what it said.

    ``most_file`` is for one file, ``most_files`` for all together, ``most_fields`` for all texts. A file
    beyond either is not kept but named, so that the question can say what was wrong with it.
    """

    def __init__(self, boundary: bytes, *, most_fields: int, most_file: int, most_files: int) -> None:
        self.fields: list[tuple[str, str]] = []
        self.files: list[SentFile] = []
        self._limits = (most_fields, most_file, most_files)
        self._header = b""
        self._value = b""
        self._headers: dict[bytes, bytes] = {}
        self._headers_size = self._parts = self._fields_size = self._files_size = 0
        self._text: bytearray | None = None
        self._name = ""
        self._file: SentFile | None = None
        self._is_whole = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._part_begins,
                "on_header_field": self._header_field,
                "on_header_value": self._header_value,
                "on_header_end": self._header_ends,
                "on_headers_finished": self._headers_end,
                "on_part_data": self._part_data,
                "on_part_end": self._part_ends,
                "on_end": self._ends,
            },
        )

    def take(self, chunk: bytes) -> None:
        """Read on.

        Raises:
            PartsUnreadableError, FieldsTooLargeError: nothing of the form can be used.
        """
        try:
            self._parser.write(chunk)
        except MultipartParseError as error:
            raise PartsUnreadableError("parts") from error

    def finish(self) -> None:
        """Say that the body is over. Raises ``PartsUnreadableError`` where the last part was cut off."""
        if not self._is_whole:
            raise PartsUnreadableError("cut off")

    def close(self) -> None:
        """Let go of every file."""
        for file in self.files:
            file.close()

    def _part_begins(self) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise PartsUnreadableError("too many parts")
        self._headers, self._header, self._value, self._headers_size = {}, b"", b"", 0
        self._text = self._file = None

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += self._counted(data[start:end])

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += self._counted(data[start:end])

    def _counted(self, piece: bytes) -> bytes:
        self._headers_size += len(piece)
        if self._headers_size > LONGEST_HEADER:
            raise PartsUnreadableError("header")
        return piece

    def _header_ends(self) -> None:
        self._headers[self._header.lower()] = self._value
        self._header, self._value = b"", b""

    def _headers_end(self) -> None:
        kind, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        if kind != b"form-data" or b"name" not in options:
            raise PartsUnreadableError("disposition")
        self._name = options[b"name"].decode("utf-8", "surrogateescape")
        if b"filename" in options:
            self._file = SentFile(self._name, options[b"filename"].decode("utf-8", "replace"))
            self.files.append(self._file)
        else:
            self._text = bytearray()

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        size = end - start
        most_fields, most_file, most_files = self._limits
        if self._text is not None:
            self._fields_size += size
            if self._fields_size > most_fields:
                raise FieldsTooLargeError
            self._text += data[start:end]
        elif self._file is not None and not self._file.is_too_large:
            self._file.size += size
            self._files_size += size
            if self._file.size > most_file or self._files_size > most_files:
                self._file.is_too_large = True
                self._file.content.truncate(0)
                return
            self._file.content.write(data[start:end])

    def _part_ends(self) -> None:
        if self._text is not None:
            self.fields.append((self._name, self._text.decode("utf-8", "surrogateescape")))

    def _ends(self) -> None:
        self._is_whole = True


def boundary_of(content_type: str) -> bytes:
    """Return what stands between the parts. Raises ``PartsUnreadableError`` where it is not said."""
    _, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if not 0 < len(boundary) <= 200:
        raise PartsUnreadableError("boundary")
    return boundary
