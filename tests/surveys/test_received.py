"""Strangers' files: told apart by what is in them, made anew or refused, harmlessly named.

1. A name says nothing: the content does.
2. A picture drawn anew shows the same and tells nothing else: no place, no time, no camera, no preview.
3. A picture that would fill the memory, is cut off or pretends is refused.
4. A document that acts by itself, or is cut off, is refused; a text is text.
5. No name leads out of a folder, hides its end or is empty.
"""

import io
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from surveys.problems import AnswerError
from surveys.received import LONGEST_NAME, accepted, made_anew, safe_name, sort_of

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
ALL = ("images", "pdf", "text")


def drawn(format: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **more: Any) -> bytes:
    out = io.BytesIO()
    image = Image.new(mode, size, 0)
    image.paste(255 if mode in ("L", "P") else (255, 0, 0), (0, 0, size[0] // 2, size[1]))
    image.save(out, format, **more)
    return out.getvalue()


def code(content: bytes, takes: tuple[str, ...] = ALL) -> str:
    with pytest.raises(AnswerError) as raised:
        made_anew(content, "x") if sort_of(content) == "images" else accepted(content, "x", takes)
    return raised.value.code


@pytest.mark.parametrize(
    ("content", "sort"),
    [
        *((drawn(format), "images") for format in ("JPEG", "PNG", "GIF", "WEBP")),
        (PDF, "pdf"),
        ("Größe\r\n".encode(), "text"),
        (b"\xef\xbb\xbfwith a mark", "text"),
        (b"MZ\x90\x00\x03\x00", ""),
        (b"PK\x03\x04\x14\x00", ""),
        (b"caf\xe9", ""),
        (b"", ""),
        (b"  \n", ""),
        (drawn("BMP"), ""),
        (drawn("TIFF"), ""),
    ],
)
def test_content_says_what_a_file_is(content: bytes, sort: str) -> None:
    assert sort_of(content) == sort


def test_a_picture_keeps_what_it_shows_and_nothing_it_tells() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera maker"
    exif[0x0132] = "2026:09:14 09:00:00"
    exif[0x0112] = 6  # to be turned
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (43.0, 10.0, 45.0)
    content = drawn("JPEG", exif=exif, comment=b"by Rosa")
    assert b"Camera maker" in content
    made = made_anew(content, "me.jpeg")
    with Image.open(io.BytesIO(made.content)) as image:
        assert (image.size, dict(image.getexif()), image.info.get("comment")) == ((20, 40), {}, None)
        red, green, _ = image.convert("RGB").getpixel((10, 5))  # type: ignore[misc]
        assert red > 200 > 60 > green
    assert (made.name, made.media_type) == ("me.jpg", "image/jpeg")
    for told in (b"Camera", b"2026:09", b"Rosa", b"Exif"):
        assert told not in made.content


def test_texts_and_bytes_behind_a_picture_are_left_out() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "Rosa")
    content = drawn("PNG", pnginfo=told) + b"<script>alert(1)</script>"
    made = made_anew(content, "a.php")
    assert (made.name, made.media_type) == ("a.png", "image/png")
    assert b"Rosa" not in made.content
    assert b"script" not in made.content


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P"])
@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_every_sort_of_pixel_is_drawn(mode: str, format: str) -> None:
    if (mode, format) == ("P", "WEBP"):
        mode = "RGB"
    with Image.open(io.BytesIO(made_anew(drawn(format, mode=mode), "a").content)) as image:
        assert image.size == (40, 20)


def test_a_large_picture_is_made_smaller() -> None:
    with Image.open(io.BytesIO(made_anew(drawn("JPEG", (4000, 1000)), "a").content)) as image:
        assert image.size == (2560, 640)


def test_a_bomb_is_refused_before_it_is_drawn() -> None:
    header = b"IHDR" + (20_000).to_bytes(4) * 2 + b"\x08\x02\x00\x00\x00"
    bomb = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4) + header + zlib.crc32(header).to_bytes(4)
    assert code(bomb + b"\x00\x00\x00\x00IEND\xaeB`\x82") in ("upload_too_large", "upload_damaged")
    assert code(drawn("PNG", (8000, 7000), "L")) == "upload_too_large"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_picture_that_was_cut_off_is_refused(format: str) -> None:
    content = drawn(format)
    assert code(content[: len(content) // 2]) == "upload_damaged"


@pytest.mark.parametrize("inside", [b"/JavaScript", b"/JS (x)", b"/Launch", b"/EmbeddedFile ", b"/XFA"])
def test_a_document_that_acts_is_refused(inside: bytes) -> None:
    assert code(PDF.replace(b"<<>>endobj", b"<<" + inside + b">>endobj")) == "upload_damaged"


def test_a_document_that_was_cut_off_is_refused() -> None:
    assert code(PDF[:20]) == "upload_damaged"


def test_documents_and_texts_stay_as_they_are() -> None:
    document = accepted(PDF, "plan.exe", ALL)
    assert (document.name, document.media_type, document.content) == ("plan.pdf", "application/pdf", PDF)
    words = accepted("\ufeffGrößer\n<b>".encode(), "notes.html", ALL)
    assert (words.name, words.content) == ("notes.txt", "Größer\n<b>".encode())
    assert words.media_type == "text/plain; charset=utf-8"


@pytest.mark.parametrize(("content", "takes"), [(PDF, ("images",)), (b"words", ("images", "pdf"))])
def test_what_was_not_asked_for_is_refused(content: bytes, takes: tuple[str, ...]) -> None:
    assert code(content, takes) == "upload_not_taken"


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("street light.PNG", "street light.jpg"),
        ("C:\\Users\\Rosa\\a.png", "a.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("a\u202egpj.exe", "agpj.jpg"),
        (".htaccess", "file.jpg"),
        ("", "file.jpg"),
        ("é" * 300 + ".png", "é" * (LONGEST_NAME - 4) + ".jpg"),
        ('a<b>"c|d?.png', "abcd.jpg"),
        ("\ud800x.png", "x.jpg"),
    ],
)
def test_names_are_made_harmless(given_name: str, kept: str) -> None:
    assert safe_name(given_name, ".jpg") == kept


@given(st.text(max_size=120))
def test_no_name_is_harmful(name: str) -> None:
    made = safe_name(name, ".pdf")
    assert made.endswith(".pdf")
    assert 5 <= len(made) <= LONGEST_NAME
    assert not set(made) & set('/\\|:<>"\x00\n\u202e')
    assert not made.startswith((".", " "))


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"%PDF-"]),
)
def test_noise_is_refused_or_text(noise: bytes, start: bytes) -> None:
    content = start + noise
    if sort_of(content) == "text":
        assert accepted(content, "a", ALL).media_type == "text/plain; charset=utf-8"
    else:
        assert code(content) in ("upload_not_taken", "upload_damaged", "upload_too_large")
