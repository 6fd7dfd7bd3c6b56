"""The light page while a hundred staff open the portal at once, beside the light page left alone.

    python -m benchmarks.portal_arrivals [SESSIONS]

Each arrival is a signed-in websocket session that asks for the portal's first page and reads until its
script has finished, as a browser does. The light page is asked for every 50 ms all the while.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from benchmarks.figures import Figure, percentile, table
from benchmarks.residents import Connection
from benchmarks.startup import Launched, launched, load_sample
from engage.actions import sign_in
from engage.office import office_of
from engage.settings import load_settings

PAGE = "/en/s/digital-services"
EVERY_SECONDS = 0.05
ALONE_SECONDS = 5.0
PATIENCE_SECONDS = 120
TARGET_SECONDS = 0.5


def tokens(folder: Path, count: int) -> list[str]:
    """Sign in as the demo people, ``count`` times in turn."""
    with office_of(load_settings({"ENGAGE_DEMO": "1"}, data=folder)) as office:
        people = sign_in.demo_people(office)
        return [sign_in.sign_in_as(office, people[number % len(people)].id) for number in range(count)]


async def _arrive(portal: str, token: str) -> float:
    """Open a session and read until its page is there; return the seconds that took."""
    address = f"ws://{urlsplit(portal).netloc}/_stcore/stream"
    began = time.perf_counter()
    headers = {"Cookie": f"{sign_in.COOKIE}={token}"}
    async with connect(
        address,
        additional_headers=headers,
        origin=portal,  # type: ignore[arg-type]
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=None,
        open_timeout=PATIENCE_SECONDS,
    ) as socket:
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        await socket.send(asked.SerializeToString())
        async for message in socket:
            if isinstance(message, bytes):
                told = ForwardMsg()
                told.ParseFromString(message)
                if told.WhichOneof("type") == "script_finished":
                    return time.perf_counter() - began
    raise RuntimeError("a session ended before its page was there")


async def _probe(port: int, is_over: asyncio.Event) -> list[float]:
    """Ask for the light page every 50 ms, whether or not earlier answers have come."""

    async def ask() -> float:
        began = time.perf_counter()
        connection = await Connection.open(port)
        answer = await connection.get(PAGE)
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"the light page answered {answer.status}")
        return time.perf_counter() - began

    asked = []
    while not is_over.is_set():
        asked.append(asyncio.create_task(ask()))
        await asyncio.sleep(EVERY_SECONDS)
    return list(await asyncio.wait_for(asyncio.gather(*asked), PATIENCE_SECONDS))


async def _measure(
    site: Launched, signed_in: list[str]
) -> tuple[list[float], list[float], list[float | BaseException]]:
    port = urlsplit(site.residents).port or 80
    over = asyncio.Event()
    asyncio.get_running_loop().call_later(ALONE_SECONDS, over.set)
    alone = await _probe(port, over)
    over.clear()
    probing = asyncio.create_task(_probe(port, over))
    arrivals = asyncio.gather(*(_arrive(site.portal, token) for token in signed_in), return_exceptions=True)
    arrived = await asyncio.wait_for(arrivals, PATIENCE_SECONDS)
    over.set()
    return alone, await probing, list(arrived)


def run(sessions: int = 100) -> list[Figure]:
    """Let the sessions arrive at once and tell how the light page fared."""
    with tempfile.TemporaryDirectory(prefix="engage-bench-") as folder:
        load_sample(Path(folder))
        with launched(Path(folder)) as site:
            alone, beside, arrived = asyncio.run(_measure(site, tokens(Path(folder), sessions)))
    seconds = [each for each in arrived if isinstance(each, float)]
    p95, quiet = percentile(beside, 0.95), percentile(alone, 0.95)
    return [
        Figure(
            what=f"light page p95 while {sessions} portal sessions arrive",
            figure=f"{p95 * 1000:.0f} ms (of {len(beside)} asked)",
            baseline=f"{quiet * 1000:.0f} ms left alone",
            ratio=f"{p95 / quiet:.1f}",
            target=f"≤ {TARGET_SECONDS * 1000:.0f} ms",
            is_met=p95 <= TARGET_SECONDS,
        ),
        Figure(
            what="those portal sessions, page drawn",
            figure=f"{len(seconds)} of {sessions}; median {percentile(seconds or [0], 0.5):.1f} s, "
            f"last {max(seconds or [0]):.1f} s",
        ),
    ]


if __name__ == "__main__":
    print(table(run(*map(int, sys.argv[1:]))))
