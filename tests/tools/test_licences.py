"""The licence check: what may be shipped, what may not, and what nobody has read."""

import pytest

from tools.licences import main, pinned_names, verdict


@pytest.mark.parametrize(
    "licence",
    [
        "MIT",
        "BSD-3-Clause",
        "Apache Software License",
        "MPL-2.0 AND MIT",
        "LGPL-3.0-only",
        "GNU Lesser General Public License v3 (LGPLv3)",
        "GPL-2.0 OR MIT",
        "Python Software Foundation License",
    ],
)
def test_what_can_be_shipped(licence: str) -> None:
    assert verdict(licence) == ""


@pytest.mark.parametrize(
    ("licence", "why"),
    [
        ("GPL-3.0-only", "strong copyleft"),
        ("GNU General Public License v3 (GPLv3)", "strong copyleft"),
        ("GNU Affero General Public License v3", "strong copyleft"),
        ("AGPL-3.0 OR SSPL-1.0", "strong copyleft"),
        ("Free for non-commercial use", "strong copyleft"),
        ("", "unknown licence"),
        ("Proprietary", "unknown licence"),
    ],
)
def test_what_cannot(licence: str, why: str) -> None:
    assert verdict(licence) == why


def test_names_are_read_from_pins_with_and_without_markers() -> None:
    pins = "alembic==1.0\npsycopg-binary==3.1 ; implementation_name != 'pypy'\n# a note==1\n"
    assert pinned_names(pins) == ["alembic", "psycopg-binary"]


def test_everything_pinned_can_be_shipped(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0, capsys.readouterr().out
