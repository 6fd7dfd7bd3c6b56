"""A question of every kind, answered, taken away in every format, and read back by programs of others."""

import io
from pathlib import Path

import pytest
from PIL import Image

from engage.actions import attach, collect
from engage.office import Office
from tests.every_kind import SENT, example
from tests.factories import cast, publish_definition
from tests.read_back import check_files


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_was_answered_is_what_other_programs_read(office: Office, tmp_path: Path, language: str) -> None:
    publish_definition(office, example(), "kinds")
    opened = collect.open_survey(office, "kinds")
    picture = io.BytesIO()
    Image.new("RGB", (12, 8), (10, 90, 160)).save(picture, "PNG")
    named = attach.keep_file(
        office, "kinds", opened.key.token, "screenshot", name="screen.png", content=picture.getvalue()
    )
    raw = {name: sent_as(given) for name, given in SENT.items()} | {
        "screenshot": [named],
        "campaign": ["poster"],
    }
    sent = collect.submit(office, "kinds", opened.key.token, raw, language=language)
    assert isinstance(sent, collect.Receipt)
    check_files(office, cast(office).ana, "kinds", tmp_path / "files")


def sent_as(given: object) -> list[str]:
    """Return the texts a face sends: of a matrix, a line with each option chosen in it."""
    if isinstance(given, dict):
        return [
            f"{row}={code}"
            for row, codes in given.items()
            for code in ([codes] if isinstance(codes, str) else codes)
        ]
    return [given] if isinstance(given, str) else list(given)  # type: ignore[call-overload]
