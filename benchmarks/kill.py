"""Kills the residents' server with SIGKILL while answers are sent: nothing acknowledged may be lost.

    python -m benchmarks.kill [KILLS]

Every client sends its form again under the same key until it is acknowledged, as a resident does. In the
end each acknowledged answer must be stored exactly once, with the reference told, and whole.
"""

import asyncio
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import Figure, table
from benchmarks.residents import REFERENCE, Connection, UnexpectedAnswerError, fields_of
from benchmarks.stage import settings_in
from engage.office import office_of
from engage.settings import Settings
from surveys.store import responses
from tests import serving
from tests.factories import make_survey, survey_now
from tests.serving import environment_of

CLIENTS = 8
PATH = "/en/s/library"
DROPPED = (ConnectionError, asyncio.IncompleteReadError, OSError)


@dataclass(slots=True)
class Toll:
    """What came of the kills. ``acknowledged`` is words to the reference told for them."""

    kills: int = 0
    acknowledged: dict[str, str] = field(default_factory=dict)
    sent_again: int = 0
    restarts: list[float] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    partial: int = 0
    other_reference: int = 0
    is_intact: bool = False

    @property
    def is_clean(self) -> bool:
        """Say whether every acknowledged answer is there, once, whole, under its reference."""
        return self.is_intact and not (self.lost or self.doubled or self.partial or self.other_reference)


def run_kills(settings: Settings, kills: int, *, seed: int = 0) -> Toll:
    """Serve a survey on the database of ``settings``, kill the server so often, and count."""
    with office_of(settings) as office:
        make_survey(office)
    toll = Toll()
    asyncio.run(_send_and_kill(settings, kills, random.Random(seed), toll))
    _count(settings, toll)
    return toll


async def _send_and_kill(settings: Settings, kills: int, rng: random.Random, toll: Toll) -> None:
    environment = environment_of(settings)
    site = await asyncio.to_thread(serving.start, environment)
    is_over = asyncio.Event()
    clients = [asyncio.create_task(_client(site.port, number, toll, is_over)) for number in range(CLIENTS)]
    try:
        for _ in range(kills):
            await asyncio.sleep(rng.uniform(0.05, 0.4))
            os.kill(site.process.pid, signal.SIGKILL)
            site.process.wait()
            toll.kills += 1
            began = time.perf_counter()
            site = await asyncio.to_thread(_restart, environment, site.port)
            toll.restarts.append(time.perf_counter() - began)
        await asyncio.sleep(0.3)
        is_over.set()
        await asyncio.wait_for(asyncio.gather(*clients), 60)
    finally:
        for client in clients:
            client.cancel()
        site.stop()


def _restart(environment: Mapping[str, str], port: int) -> serving.Site:
    return serving.start(environment, port=port)


async def _client(port: int, number: int, toll: Toll, is_over: asyncio.Event) -> None:
    sent = 0
    while not is_over.is_set():
        words = f"Client {number} wrote this as number {sent}."
        form = await _until_answered(port, lambda line: line.get(PATH))
        fields = fields_of(form, words)
        receipt = await _until_answered(port, lambda line, f=fields: line.post(PATH, f), toll)
        reference = REFERENCE.search(receipt)
        if reference is None:
            raise UnexpectedAnswerError("an answer without a reference")
        toll.acknowledged[words] = reference[1].decode()
        sent += 1


async def _until_answered(port: int, ask: object, toll: Toll | None = None) -> bytes:
    while True:
        try:
            line = await Connection.open(port)
            try:
                answer = await ask(line)  # type: ignore[operator]
            finally:
                line.close()
            if answer.status == 200:
                return bytes(answer.body)
        except DROPPED:
            pass
        if toll is not None:
            toll.sent_again += 1
        await asyncio.sleep(0.05)


def _count(settings: Settings, toll: Toll) -> None:
    with office_of(settings) as office:
        survey = survey_now(office)
        with office.db.read() as tx:
            kept = list(responses.of_survey(tx, survey.id))
            comments = Counter(comment.text for comment in responses.comments(tx, survey.id))
    words = Counter(str(response.answers.get("improve")) for response in kept)
    references = {str(response.answers.get("improve")): response.reference for response in kept}
    toll.lost = len(set(toll.acknowledged) - set(words))
    toll.doubled = sum(times - 1 for times in words.values())
    toll.partial = len(words - comments) + len(comments - words)
    toll.other_reference = sum(references.get(said, told) != told for said, told in toll.acknowledged.items())
    with sqlite3.connect(settings.data / "engage.db") as database:
        toll.is_intact = database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def run(kills: int = 50) -> list[Figure]:
    """Kill so often and tell what was lost, doubled or partial."""
    with tempfile.TemporaryDirectory(prefix="engage-bench-") as folder:
        toll = run_kills(settings_in(Path(folder)), kills)
    slowest = max(toll.restarts)
    return [
        Figure(
            what=f"{toll.kills} kills with SIGKILL during submissions",
            figure=f"{toll.lost} lost, {toll.doubled} doubled, {toll.partial} partial "
            f"of {len(toll.acknowledged):,} acknowledged",
            baseline=f"{toll.sent_again:,} attempts were cut off and sent again",
            target="0, 0, 0",
            is_met=toll.is_clean and toll.kills == kills,
        ),
        Figure(
            what="ready again after a kill",
            figure=f"{slowest:.1f} s at the slowest",
            target="≤ 5 s",
            is_met=slowest <= 5,
        ),
    ]


if __name__ == "__main__":
    print(table(run(*map(int, sys.argv[1:]))))
