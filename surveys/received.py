"""Files that strangers send: told apart by what is in them, made anew or refused, under a harmless name."""

import io
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from surveys.problems import AnswerError

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2560
LONGEST_NAME = 80
PICTURES = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png")}
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
# What makes a document act by itself, or carry another file; said in plain bytes in most that have it.
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)\b")
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069<>:"/\\|?*%]')
_NOT_IN_TEXTS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it is stored."""

    name: str
    media_type: str
    content: bytes


def sort_of(content: bytes) -> str:
    """Return ``images``, ``pdf``, ``text``, or an empty text for anything else; names count for nothing."""
    if content.startswith(_STARTS) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        return "images"
    if b"%PDF-" in content[:1024]:
        return "pdf"
    return "text" if _text(content) is not None else ""


def accepted(content: bytes, name: str, takes: Collection[str]) -> Received:
    """Return a document or a plain text as it is stored; pictures go through ``made_anew``.

    Raises:
        AnswerError: ``upload_not_taken`` or ``upload_damaged``.
    """
    sort = sort_of(content)
    if sort not in takes:
        raise AnswerError("upload_not_taken")
    if sort == "pdf":
        if b"%%EOF" not in content[-2048:] or _ACTIVE.search(content):
            raise AnswerError("upload_damaged")
        return Received(safe_name(name, ".pdf"), "application/pdf", content)
    words = _text(content)
    if sort != "text" or words is None:
        raise AnswerError("upload_damaged")
    return Received(safe_name(name, ".txt"), "text/plain; charset=utf-8", words.encode())


def made_anew(content: bytes, name: str, *, longest_side: int = LONGEST_SIDE) -> Received:
    """Return a picture drawn anew: upright, no larger than ``longest_side``, and nothing said about it.

    Where and when it was taken, by what and whom, a preview or anything hidden behind it is not carried.

    Raises:
        AnswerError: ``upload_damaged`` or, with more than ``MOST_PIXELS``, ``upload_too_large``.
    """
    from PIL import Image, ImageOps

    # Each format by its own reader: whatever else Pillow knows to read stays out of reach.
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "GIF", "WEBP")) as found:
            if found.width * found.height > MOST_PIXELS:
                raise AnswerError("upload_too_large", most=MOST_PIXELS // 1_000_000, unit="pixels")
            if found.format == "JPEG":
                found.draft("RGB", (longest_side, longest_side))
            upright = ImageOps.exif_transpose(found)
            format = "JPEG" if found.format == "JPEG" else "PNG"
            upright.thumbnail((longest_side, longest_side))
            # A fresh picture takes the pixels and no more: no EXIF, no comment, no colour profile.
            drawn = upright.convert("RGB" if format == "JPEG" else _mode(upright))
            bare = Image.frombytes(drawn.mode, drawn.size, drawn.tobytes())
            out = io.BytesIO()
            bare.save(out, format, **({"quality": 85, "optimize": True} if format == "JPEG" else {}))
    except AnswerError:
        raise
    except Exception as error:
        # Decoders end in many ways on a hostile picture; what they would say is nobody's concern.
        raise AnswerError("upload_damaged") from error
    media_type, suffix = PICTURES[format]
    return Received(safe_name(name, suffix), media_type, out.getvalue())


def safe_name(name: str, suffix: str) -> str:
    """Return a name for a file system and a reader: no path, no hidden direction, the suffix it deserves."""
    last = re.split(r"[/\\]", name.encode("utf-8", "replace").decode())[-1]
    plain = _NOT_IN_NAMES.sub("", unicodedata.normalize("NFC", last))
    stem = " ".join(plain.rpartition(".")[0].split() if "." in plain else plain.split()).strip(". ")
    return (stem[: LONGEST_NAME - len(suffix)].strip(". ") or "file") + suffix


def named_plainly(name: str) -> str:
    """Return a name to be told back to who sent the file, as they know it."""
    suffix = name.rpartition(".")[2] if "." in name else ""
    return safe_name(name, f".{suffix}" if suffix.isascii() and suffix.isalnum() and len(suffix) < 8 else "")


def _mode(image: object) -> str:
    has_alpha = getattr(image, "has_transparency_data", False)
    return "RGBA" if has_alpha else "RGB"


def _text(content: bytes) -> str | None:
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return words if words.strip() and not _NOT_IN_TEXTS.search(words) else None
