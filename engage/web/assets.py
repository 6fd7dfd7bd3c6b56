"""The stylesheet: made once with the town's colour, served under a name that changes with its content."""

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from engage.settings import Settings

_SOURCE = Path(__file__).parent / "static" / "style.css"
FOR_A_YEAR = "public, max-age=31536000, immutable"
DARKEST_PAPER = "#11181e"


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """The styles of every page of the light face, in one accent colour."""

    address: str
    body: bytes
    compressed: bytes


def stylesheet(settings: Settings) -> Stylesheet:
    """Return the stylesheet in the town's colour."""
    return _stylesheet(settings.accent)


@cache
def _stylesheet(accent: str) -> Stylesheet:
    colours = (
        f":root{{--accent:{accent};--accent-dark:{mixed(accent, '#000000', 0.25)};"
        f"--accent-light:{readable_on_dark(accent)}}}\n"
    )
    body = (colours + _SOURCE.read_text("utf-8")).encode()
    return Stylesheet(
        f"/assets/style.{sha256(body).hexdigest()[:12]}.css", body, gzip.compress(body, 9, mtime=0)
    )


def readable_on_dark(colour: str) -> str:
    """Return the nearest lighter tint of ``colour`` that reads well (7:1) on the dark theme's paper."""
    tints = (mixed(colour, "#ffffff", share / 20) for share in range(20))
    return next((tint for tint in tints if contrast(tint, DARKEST_PAPER) >= 7), "#ffffff")


def mixed(colour: str, other: str, share: float) -> str:
    """Return ``colour`` with ``share`` (0–1) of ``other`` mixed in."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(own + (its - own) * share):02x}" for own, its in pairs)


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2.2 contrast ratio of two colours, 1–21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in _channels(colour)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def routes(settings: Settings) -> list[Route]:
    """Return the one asset there is; an outdated name gets the styles of today, kept for no time."""
    sheet = stylesheet(settings)

    async def serve(request: Request) -> Response:
        is_current = request.url.path == sheet.address
        takes_gzip = "gzip" in request.headers.get("accept-encoding", "")
        headers = {
            "Cache-Control": FOR_A_YEAR if is_current else "no-store",
            "Vary": "Accept-Encoding",
        }
        if takes_gzip:
            headers["Content-Encoding"] = "gzip"
        return Response(
            sheet.compressed if takes_gzip else sheet.body, media_type="text/css", headers=headers
        )

    return [Route("/assets/style.{digest}.css", serve)]
