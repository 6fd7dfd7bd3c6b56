"""Answers to a browser: HTML compressed when it is worth it, redirects, and pages made once for everybody."""

import gzip
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

WORTH_COMPRESSING = 1400
"""Bytes: below this a page fits one packet either way."""

_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_KINDLY = {"Content-Type": "text/html; charset=utf-8", "Vary": "Accept-Encoding"}


def html(
    request: Request, text: str, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with a page."""
    body = text.encode()
    sent = _KINDLY | dict(headers or {})
    if len(body) > WORTH_COMPRESSING and takes_gzip(request):
        body = gzip.compress(body, 4, mtime=0)
        sent["Content-Encoding"] = "gzip"
    return Response(body, status, sent)


def see_other(address: str) -> Response:
    """Send the browser on with GET, so that a reload sends nothing twice."""
    return Response(b"", 303, {"Location": address})


def takes_gzip(request: Request) -> bool:
    """Say whether the browser reads compressed pages."""
    return "gzip" in request.headers.get("accept-encoding", "")


@dataclass(frozen=True, slots=True)
class PreparedPage:
    """A page made and compressed once, with one place left open for what differs between visitors.

    What is put in stands uncompressed (a stored block) between two compressed halves, so a visit costs
    a checksum and not a compression.
    """

    before: bytes
    after: bytes
    packed_before: bytes
    packed_after: bytes
    checksum_before: int

    @classmethod
    def of(cls, text: str, place: str) -> "PreparedPage":
        """Prepare ``text``, which holds ``place`` exactly once."""
        before, after = (half.encode() for half in text.split(place))
        first = zlib.compressobj(9, zlib.DEFLATED, -15)
        second = zlib.compressobj(9, zlib.DEFLATED, -15)
        return cls(
            before,
            after,
            _GZIP_HEADER + first.compress(before) + first.flush(zlib.Z_SYNC_FLUSH),
            second.compress(after) + second.flush(),
            zlib.crc32(before),
        )

    def reply(self, request: Request, filling: str) -> Response:
        """Answer with the page, ``filling`` (shorter than 64 KB, needing no escape) in its place."""
        middle = filling.encode()
        if not takes_gzip(request):
            return Response(self.before + middle + self.after, headers=_KINDLY)
        checksum = zlib.crc32(self.after, zlib.crc32(middle, self.checksum_before))
        size = len(self.before) + len(middle) + len(self.after)
        stored = struct.pack("<BHH", 0, len(middle), len(middle) ^ 0xFFFF) + middle
        body = self.packed_before + stored + self.packed_after + struct.pack("<II", checksum, size)
        return Response(body, headers=_KINDLY | {"Content-Encoding": "gzip"})
