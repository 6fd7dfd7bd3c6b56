"""Pictures are drawn anew in a process of its own: what breaks it breaks nothing else."""

import io
from pathlib import Path

import pytest
from PIL import Image

from engage import picture_maker
from engage.picture_maker import drawn_anew
from surveys.problems import AnswerError


def png(size: tuple[int, int], mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, "PNG")
    return out.getvalue()


def test_a_picture_comes_through_the_other_process(tmp_path: Path) -> None:
    made = drawn_anew(png((3000, 10)), str(tmp_path / "me.gif"))
    assert (made.name, made.media_type) == ("me.png", "image/png")
    with Image.open(io.BytesIO(made.content)) as image:
        assert image.size == (2560, 9)


@pytest.mark.parametrize(
    ("content", "code"),
    [(png((30_000, 30_000), "1"), "upload_too_large"), (b"\x89PNG\r\n\x1a\n", "upload_damaged")],
)
def test_what_cannot_be_drawn_is_told_apart(content: bytes, code: str) -> None:
    with pytest.raises(AnswerError) as raised:
        drawn_anew(content, "x.png")
    assert raised.value.code == code


def test_a_picture_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_maker, "SECONDS", 0.001)
    with pytest.raises(AnswerError) as raised:
        drawn_anew(png((10, 10)), "x.png")
    assert raised.value.code == "upload_damaged"
