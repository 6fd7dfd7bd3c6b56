"""How long until the product answers: the first start with the sample consultation, and every later one.

python -m benchmarks.startup
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure, table
from engage.settings import ROOT

TARGET_SECONDS = 10
PATIENCE_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Launched:
    """A running product: its addresses, and the seconds until it had told them."""

    residents: str
    portal: str
    seconds: float


def environment() -> dict[str, str]:
    """Return this process's environment without settings of the product."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("ENGAGE_") and name not in ("DATABASE_URL", "PUBLIC_URL")
    }
    return {**kept, "ENGAGE_DEMO": "1"}


def load_sample(folder: Path) -> float:
    """Load the sample consultation into ``folder``; return the seconds it took."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "engage", "sample", "--data", str(folder)]
    subprocess.run(command, cwd=ROOT, env=environment(), check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


@contextmanager
def launched(folder: Path, *more: str) -> Iterator[Launched]:
    """Run ``engage serve --demo`` on free ports for the length of a block; ``more`` are further options.

    Raises:
        RuntimeError: it ended before it told its addresses.
    """
    ports = ["--residents-port", "0", "--portal-port", "0"]
    command = [sys.executable, "-m", "engage", "serve", "--demo", "--data", str(folder), *ports, *more]
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        found: dict[str, str] = {}
        assert process.stdout is not None
        for line in process.stdout:
            if told := re.match(r"(Residents|Portal): +(\S+)", line):
                found[told[1]] = told[2].rstrip("/")
            if len(found) == 2:
                break
        if len(found) < 2:
            raise RuntimeError("engage serve ended before it told its addresses")
        urllib.request.urlopen(f"{found['Residents']}/healthz", timeout=PATIENCE_SECONDS).close()
        urllib.request.urlopen(f"{found['Portal']}/_stcore/health", timeout=PATIENCE_SECONDS).close()
        yield Launched(found["Residents"], found["Portal"], time.perf_counter() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _importing(module: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], cwd=ROOT, check=True)
    return time.perf_counter() - began


def run() -> list[Figure]:
    """Start for the first time and again."""
    streamlit = _importing("streamlit, streamlit.starlette")
    with tempfile.TemporaryDirectory(prefix="engage-bench-") as folder:
        with launched(Path(folder), "--sample") as first:
            pass
        with launched(Path(folder)) as second:
            pass
    return [
        _figure("first start, sample loaded, both addresses answering", first.seconds, streamlit),
        _figure("later start, both addresses answering", second.seconds, streamlit),
    ]


def _figure(what: str, seconds: float, streamlit: float) -> Figure:
    return Figure(
        what=what,
        figure=f"{seconds:.1f} s",
        baseline=f"{streamlit:.1f} s to import Streamlit alone",
        ratio=f"{seconds / streamlit:.1f}",
        target=f"≤ {TARGET_SECONDS} s",
        is_met=seconds <= TARGET_SECONDS,
    )


if __name__ == "__main__":
    print(table(run()))
