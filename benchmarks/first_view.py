"""The first view of a survey on a slow phone: bytes, requests, and seconds until it can be answered.

    python -m benchmarks.first_view

Chromium with an empty cache, 390 × 844, throttled to 400 kbit/s and 400 ms; the bare form beside it.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.figures import Figure, table
from benchmarks.stage import bare_site, survey_site

ROUNDS = 5
BYTES_PER_SECOND = 400_000 / 8
LATENCY_MS = 400
MOST_KILOBYTES = 20
MOST_REQUESTS = 4
MOST_SECONDS = 1.2


@dataclass(frozen=True, slots=True)
class View:
    """One first view. ``bytes`` is what crossed the wire, headers included."""

    bytes: int
    requests: int
    usable: float


@contextmanager
def chromium() -> Iterator[Any]:
    """Run this machine's Chromium."""
    path = next(
        (
            found
            for name in ("chromium", "chromium-browser", "google-chrome")
            if (found := shutil.which(name))
        ),
        None,
    )
    if path is None:
        raise SystemExit("No Chromium here: install it (Debian and Ubuntu: apt-get install chromium).")
    quiet = ("background-networking", "component-update", "sync", "gpu")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--no-first-run", *(f"--disable-{name}" for name in quiet)],
        )
        yield browser
        browser.close()


def view(browser: Any, url: str, first_answer: str) -> View:
    """Open ``url`` with an empty cache on a slow line; it is usable when ``first_answer`` shows."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    speed = {"downloadThroughput": BYTES_PER_SECOND, "uploadThroughput": BYTES_PER_SECOND}
    line.send("Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY_MS, **speed})
    sizes: list[int] = []
    line.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    began = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.locator(first_answer).first.wait_for(state="visible")
    usable = time.perf_counter() - began
    page.wait_for_load_state("networkidle")
    context.close()
    return View(sum(sizes), len(sizes), usable)


def run() -> list[Figure]:
    """Look several times at both pages, turn by turn, and take the medians."""
    with (
        tempfile.TemporaryDirectory(prefix="engage-bench-") as folder,
        survey_site(Path(folder)) as ours,
        bare_site(Path(folder)) as bare,
        chromium() as browser,
    ):
        view(browser, f"{bare.url}/", "textarea")  # the browser's own start is not the page's
        pairs = [
            (view(browser, f"{ours.url}/en/s/library", "label"), view(browser, f"{bare.url}/", "textarea"))
            for _ in range(ROUNDS)
        ]
    kilobytes, bare_kilobytes = (median(each[side].bytes for each in pairs) / 1000 for side in (0, 1))
    requests, bare_requests = (int(median(each[side].requests for each in pairs)) for side in (0, 1))
    usable, bare_usable = (median(each[side].usable for each in pairs) for side in (0, 1))
    return [
        Figure(
            what="first view of a survey, bytes",
            figure=f"{kilobytes:.1f} KB",
            baseline=f"{bare_kilobytes:.1f} KB bare form",
            ratio=f"{kilobytes / bare_kilobytes:.1f}",
            target=f"≤ {MOST_KILOBYTES} KB",
            is_met=kilobytes <= MOST_KILOBYTES,
        ),
        Figure(
            what="first view of a survey, requests",
            figure=str(requests),
            baseline=f"{bare_requests} bare form",
            ratio=f"{requests / bare_requests:.1f}",
            target=f"≤ {MOST_REQUESTS}",
            is_met=requests <= MOST_REQUESTS,
        ),
        Figure(
            what="usable at 400 kbit/s and 400 ms",
            figure=f"{usable:.2f} s",
            baseline=f"{bare_usable:.2f} s bare form",
            ratio=f"{usable / bare_usable:.1f}",
            target=f"≤ {MOST_SECONDS} s",
            is_met=usable <= MOST_SECONDS,
        ),
    ]


if __name__ == "__main__":
    print(table(run()))
    sys.exit()
