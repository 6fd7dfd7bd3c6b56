"""LibreOffice opens our files and computes nothing: hostile answers stay the words that they are.

Runs where LibreOffice is installed (``soffice``), and says so where it is not. A file that is not defused is
opened as well, so that we know the check would see a formula.
"""

import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as Tree
from zoneinfo import ZoneInfo

import pytest

from surveys.exporting import files
from surveys.exporting.columns import Table
from surveys.exporting.files import Wish
from tests.surveys.exporting.test_files import asked, response, version

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(
    SOFFICE is None,
    reason="LibreOffice is not installed here: NOT CHECKED that our files compute nothing in it "
    "(apt-get install --no-install-recommends libreoffice-calc)",
)
HOSTILE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "＝1+1",
    "'=1+1",
    '=HYPERLINK("http://x.example","y")',
    '=WEBSERVICE("http://x.example")',
    '=DDE("cmd";"/c calc";"x")',
    "-5",
]
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLES = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def opened(path: Path, folder: Path) -> Tree.Element:
    """Return the spreadsheet as LibreOffice has it after opening the file."""
    assert SOFFICE is not None
    profile = f"-env:UserInstallation=file://{folder}/profile"
    asked_for = ["--headless", "--norestore", "--convert-to", "fods", "--outdir", str(folder), str(path)]
    if path.suffix == ".csv":
        # The most trusting way to read: formulas are worked out, every column's sort is guessed.
        trusting = "CSV:44,34,76,1,,0,false,true,false,false,false,-1,true"
        asked_for = [f"--infilter={trusting}", *asked_for]
    subprocess.run([SOFFICE, profile, *asked_for], check=True, capture_output=True, timeout=120)
    made = next(folder.glob(f"{path.stem}*.fods"))
    return Tree.parse(made).getroot()


def formulas(root: Tree.Element) -> list[str]:
    return [cell.get(f"{TABLES}formula", "") for cell in root.iter() if cell.get(f"{TABLES}formula")]


def texts(root: Tree.Element) -> set[str]:
    return {
        "\n".join("".join(part.itertext()) for part in cell.iter(f"{TEXT}p"))
        for cell in root.iter(f"{TABLES}table-cell")
    }


@pytest.mark.parametrize("format", ["csv", "xlsx", "long"])
def test_our_files_compute_nothing(format: str, tmp_path: Path) -> None:
    made = [response(number, why=words) for number, words in enumerate(HOSTILE, 1)]
    ending = "xlsx" if format == "xlsx" else "csv"
    path = tmp_path / f"hostile.{ending}"
    table = Table([version(asked())], zone=ZoneInfo("America/Toronto"))
    files.write(path, format, table, table.rows(made), Wish())
    root = opened(path, tmp_path)
    assert formulas(root) == []
    assert any("cmd|" in text for text in texts(root))


def test_a_formula_would_be_seen(tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("a,b\n=1+1,\"=cmd|' /C calc'!A0\"\n", "utf-8")
    assert len(formulas(opened(path, tmp_path))) == 2
