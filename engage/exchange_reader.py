"""Reads a survey file of another program in a process of its own, with little memory and little time.

Whoever made the file is not known: what it can break is a process that holds nothing.
"""

import json
import logging
import os
import subprocess
import sys
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any

from surveys.definition import read_definition
from surveys.exchange.notes import CODES, Carried, Note
from surveys.problems import Problem

MEMORY = 512 * 1024 * 1024
SECONDS = 30
MOST_BYTES = 20_000_000
UNEXPECTED = 70
"""What the other process ends with when the reader itself went wrong."""
_ROOT = Path(__file__).resolve().parent.parent
log = logging.getLogger(__name__)


def read_survey_file(path: Path, name: str = "") -> Carried:
    """Return the survey in the file, or why there is none, with everything that is not carried.

    Raises:
        OSError: the file cannot be opened.
    """
    name = name or path.name
    if path.stat().st_size > MOST_BYTES:
        return _refused("file_too_large", name, most=MOST_BYTES // 1_000_000)
    with path.open("rb") as file:
        return read_survey_bytes(file.read(MOST_BYTES + 1), name)


def read_survey_bytes(data: bytes, name: str) -> Carried:
    """Return the survey in an uploaded file, as ``read_survey_file``."""
    if len(data) > MOST_BYTES:
        return _refused("file_too_large", name, most=MOST_BYTES // 1_000_000)
    # The environment may hold secrets; the reader gets none of it.
    quiet = {"PATH": os.environ.get("PATH", ""), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "engage.exchange_reader", name],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            cwd=_ROOT,
            env=quiet,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _refused("file_too_slow", name, seconds=SECONDS)
    if done.returncode == UNEXPECTED:
        # A fault of ours: what it was and where, never what the file says.
        log.error("a survey's file could not be read: %s", done.stderr.decode("utf-8", "replace").strip())
        return _refused("file_unexpected", name)
    if done.returncode != 0:
        return _refused("file_too_slow", name, seconds=SECONDS)
    return _carried(json.loads(done.stdout))


def _refused(code: str, name: str, **details: object) -> Carried:
    return Carried(None, refusals=(Note(code, name, details),))


def _carried(data: dict[str, Any]) -> Carried:
    return Carried(
        read_definition(data["definition"]) if data["definition"] else None,
        tuple(Note(**note) for note in data["notes"]),
        tuple(Note(**note) if note["code"] in CODES else Problem(**note) for note in data["refusals"]),
    )


def _read_here() -> None:
    """Read what stands on standard input, within limits that only this process has."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A spreadsheet reader takes numpy where it finds it; it needs none, and it is large.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    from surveys.exchange.files import carry

    try:
        found = carry(sys.stdin.buffer.read(), sys.argv[1])
    except MemoryError:
        raise
    except Exception as error:  # whatever it was, who sent the file gets a sentence
        last = traceback.extract_tb(error.__traceback__)[-1]
        print(f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}", file=sys.stderr)
        sys.exit(UNEXPECTED)
    answer = {
        "definition": found.definition.as_data() if found.definition else None,
        "notes": [asdict(note) for note in found.notes],
        "refusals": [asdict(refusal) for refusal in found.refusals],
    }
    print(json.dumps(answer, default=str))


if __name__ == "__main__":
    _read_here()
