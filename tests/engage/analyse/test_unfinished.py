"""An analysis that was killed goes on from what it had finished, and ends as if nothing had happened."""

import csv
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engage.analyse.files import analyse_file
from engage.analyse.unfinished import NAME, Unfinished

ROOT = Path(__file__).parents[3]
ROWS = 2300
SAID = (
    "I could not pay for permit {n} with my card, but the search is quick",
    "Le formulaire {n} est trop long, call me at 705-555-0134",
    "The staff at counter {n} were wonderful",
)
FRAME = "id,name,definition\npay,Payments,Paying for things online\nfind,Search,Finding a page or a permit\n"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Comment"])
        writer.writerows([SAID[n % 3].format(n=n)] for n in range(ROWS))
    (tmp_path / "frame.csv").write_text(FRAME)
    return path


def killed_at(part: str, sheet: Path, out: Path) -> None:
    """Give the command, and kill its process as soon as it has kept a part."""
    command = [sys.executable, "-m", "engage", "analyse", str(sheet), "--text", "Comment", "--out", str(out)]
    command += ["--code-frame", str(sheet.with_name("frame.csv"))]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 120
    while not (out / NAME / part).exists():
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait(20)


def files_in(out: Path) -> dict[str, object]:
    """Return what was written, less the seconds that each step took."""
    found: dict[str, object] = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    findings = json.loads((out / "findings.json").read_bytes())
    findings["run"].pop("seconds")
    return found | {"findings.json": findings}


def test_a_command_that_was_killed_goes_on_and_writes_what_one_without_a_break_writes(
    sheet: Path, tmp_path: Path
) -> None:
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    frame = sheet.with_name("frame.csv")
    killed_at("coding-1-000001.part", sheet, killed)
    left = [path.name for path in (killed / NAME).iterdir() if path.suffix == ".part"]
    assert "personal_details-1-000002.part" in left
    again = analyse_file(sheet, text="Comment", out=killed, code_frame=frame)
    assert again.taken_up == len(left)
    assert analyse_file(sheet, text="Comment", out=whole, code_frame=frame).taken_up == 0
    assert files_in(killed) == files_in(whole)
    assert not (killed / NAME).exists()


def test_what_is_left_can_be_read_by_its_owner_only_and_is_never_half_written(tmp_path: Path) -> None:
    unfinished = Unfinished(tmp_path)
    unfinished.keep("coding-1", 3, b"told")
    [path] = (tmp_path / NAME).iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o700
    path.with_suffix(".begun").write_bytes(b"cut o")
    assert unfinished.kept("coding-1", 4) is None
    assert (unfinished.kept("coding-1", 3), unfinished.found) == (b"told", 1)
    unfinished.keep("coding-1", 3, b"told anew")
    assert Unfinished(tmp_path).kept("coding-1", 3) == b"told anew"


def test_clearing_leaves_what_somebody_else_put_there(tmp_path: Path) -> None:
    unfinished = Unfinished(tmp_path)
    unfinished.clear()
    unfinished.keep("coding-1", 0, b"told")
    (tmp_path / NAME / "notes.txt").write_text("mine")
    unfinished.clear()
    assert [path.name for path in (tmp_path / NAME).iterdir()] == ["notes.txt"]
