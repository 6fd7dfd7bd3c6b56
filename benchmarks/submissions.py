"""Complete submissions a second (page opened, form sent, checked, durable) beside a bare form's.

python -m benchmarks.submissions [SECONDS]
"""

import asyncio
import itertools
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from benchmarks.figures import Figure, percentile, table
from benchmarks.residents import visit
from benchmarks.stage import bare_site, survey_site
from tests.serving import Site

CLIENTS = (1, 20, 100)
ROUNDS = 3
TARGET = 0.4


@dataclass(frozen=True, slots=True)
class Load:
    """What one round of load gave."""

    rate: float
    """Submissions acknowledged a second."""
    p95: float
    """Seconds a submission took, page and form together."""
    cpu: float
    """Seconds of the server's processor a submission took."""


async def _drive(port: int, path: str, clients: int, seconds: float) -> list[float]:
    took: list[float] = []
    numbers = itertools.count()
    end = time.perf_counter() + seconds

    async def client() -> None:
        while (began := time.perf_counter()) < end:
            await visit(port, path, f"The search found my permit at once, number {next(numbers)}.")
            took.append(time.perf_counter() - began)

    await asyncio.gather(*(client() for _ in range(clients)))
    return took


def measure(site: Site, path: str, clients: int, seconds: float) -> Load:
    """Load a site with so many clients for so long."""
    server = psutil.Process(site.process.pid)
    before = sum(server.cpu_times()[:2])
    began = time.perf_counter()
    took = asyncio.run(_drive(site.port, path, clients, seconds))
    elapsed = time.perf_counter() - began
    return Load(
        len(took) / elapsed, percentile(took, 0.95), (sum(server.cpu_times()[:2]) - before) / len(took)
    )


def run(seconds: float = 3.0) -> list[Figure]:
    """Measure at 1, 20 and 100 clients, turn by turn with the baseline."""
    figures = []
    with _sites() as (ours, bare):
        for site, path in ((ours, "/en/s/library"), (bare, "/")):
            measure(site, path, 5, 1.0)
        for clients in CLIENTS:
            rounds = [
                (measure(ours, "/en/s/library", clients, seconds), measure(bare, "/", clients, seconds))
                for _ in range(ROUNDS)
            ]
            figures.append(_figure(clients, rounds))
    return figures


def _figure(clients: int, rounds: list[tuple[Load, Load]]) -> Figure:
    rate, bare = median(one.rate for one, _ in rounds), median(one.rate for _, one in rounds)
    ratio = median(one.rate / other.rate for one, other in rounds)
    p95 = median(one.p95 for one, _ in rounds)
    cpu, bare_cpu = median(one.cpu for one, _ in rounds), median(one.cpu for _, one in rounds)
    return Figure(
        what=f"complete submissions, {clients} client{'s' if clients > 1 else ''}",
        figure=f"{rate:,.0f}/s (p95 {p95 * 1000:,.0f} ms, {cpu * 1000:.2f} ms CPU each)",
        baseline=f"{bare:,.0f}/s bare Starlette + SQLite ({bare_cpu * 1000:.2f} ms CPU each)",
        ratio=f"{ratio:.2f}",
        target=f"≥ {TARGET}",
        is_met=ratio >= TARGET,
    )


@contextmanager
def _sites() -> Iterator[tuple[Site, Site]]:
    with (
        tempfile.TemporaryDirectory(prefix="engage-bench-") as folder,
        survey_site(Path(folder)) as ours,
        bare_site(Path(folder)) as bare,
    ):
        yield ours, bare


if __name__ == "__main__":
    print(table(run(*map(float, sys.argv[1:]))))
