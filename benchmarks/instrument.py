"""What one survey costs: checking a response, drawing a page, reading a form of a thousand questions.

python -m benchmarks.instrument
"""

import asyncio
import io
import json
import os
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from openpyxl import Workbook
from python_calamine import CalamineWorkbook
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from benchmarks.export import PARTS, answers, thirty_questions
from benchmarks.figures import Figure, table
from benchmarks.stage import settings_in
from engage.exchange_reader import read_survey_bytes
from engage.office import office_of
from engage.web.apps import resident_app
from surveys import journey
from tests.factories import definition, make_survey, question

CHECKS = 2000
PAGES = 200
READINGS = 5
MOST_CHECKING = 0.001
MOST_DRAWING = 0.010
MOST_READING = 5.0


def run() -> list[Figure]:
    """Measure all three."""
    return [checking(), *drawing(), reading()]


def _times(count: int, act: Callable[[], object]) -> float:
    """Return the median seconds of an act."""
    act()
    took = []
    for _ in range(count):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    return median(took)


def checking() -> Figure:
    """Check a whole response to thirty questions, beside reading the same answers as JSON."""
    survey = definition(thirty_questions())
    random = Random(7)
    told = answers(random) | {f"comment_{n}": "The search found my permit at once." for n in range(3)}
    raw = {name: value if isinstance(value, list) else [str(value)] for name, value in told.items()}
    problems = journey.check(survey, raw).problems
    assert not problems, problems
    sent = json.dumps(raw)
    took = _times(CHECKS, lambda: journey.check(survey, raw))
    bare = _times(CHECKS, lambda: json.loads(sent))
    return Figure(
        what="checking a response to 30 questions",
        figure=f"{took * 1000:.2f} ms",
        baseline=f"{bare * 1000:.3f} ms: reading the same answers as JSON",
        ratio=f"{took / bare:.1f}",
        target=f"≤ {MOST_CHECKING * 1000:.0f} ms",
        is_met=took <= MOST_CHECKING,
    )


def hundred_questions(*, shuffled: bool = False) -> list[dict[str, Any]]:
    """Return a questionnaire of one page: choices, scales, lists and comments."""
    kinds = ("single_choice", "scale", "multiple_choice", "long_text")
    made = [
        question(kinds[n % 4], f"q{n}", *(() if kinds[n % 4] == "long_text" else PARTS)) for n in range(100)
    ]
    made[0]["shuffled"] = shuffled
    return made


def drawing() -> list[Figure]:
    """Open a survey of a hundred questions on one page: as prepared once, and drawn anew for each resident.

    What counts is the processor's time: a machine that does other things meanwhile only makes it longer.
    A page is drawn anew where options are shuffled, where something is filled in, and after a mistake.
    """
    with tempfile.TemporaryDirectory(prefix="engage-bench-") as name:
        with office_of(settings_in(Path(name))) as office:
            make_survey(office, "hundred", questions=hundred_questions())
            make_survey(office, "shuffled", questions=hundred_questions(shuffled=True))
            app = resident_app(office)
            prepared = _page_times(app, "/en/s/hundred")
            anew = _page_times(app, "/en/s/shuffled")
        size = len(asyncio.run(_get(app, "/en/s/hundred")))
    text = "x" * size

    async def plain(request: Request) -> HTMLResponse:
        del request
        return HTMLResponse(text)

    bare = _page_times(Starlette(routes=[Route("/", plain)]), "/")
    return [_drawn("opening", prepared, bare, size), _drawn("opening and drawing anew", anew, bare, size)]


def _drawn(what: str, took: float, bare: float, size: int) -> Figure:
    return Figure(
        what=f"{what} a survey of 100 questions, server time",
        figure=f"{took * 1000:.2f} ms for {size / 1000:.0f} kB",
        baseline=f"{bare * 1000:.2f} ms: a page of as many letters",
        ratio=f"{took / bare:.1f}",
        target=f"≤ {MOST_DRAWING * 1000:.0f} ms",
        is_met=took <= MOST_DRAWING,
    )


def _page_times(app: Callable[..., Awaitable[None]], path: str) -> float:
    async def measure() -> float:
        await _get(app, path)
        took = []
        for _ in range(PAGES):
            began = time.process_time()
            await _get(app, path)
            took.append(time.process_time() - began)
        return median(took)

    return asyncio.run(measure())


async def _get(app: Callable[..., Awaitable[None]], path: str) -> bytes:
    """Ask the application itself, without a socket: what is measured is the server's own work."""
    body = bytearray()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        assert message.get("status", 200) == 200, message
        body.extend(message.get("body", b""))

    scope = {
        **{"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET"},
        **{"scheme": "http", "path": path, "raw_path": path.encode(), "query_string": b""},
        **{"root_path": "", "headers": [(b"host", b"127.0.0.1")], "client": ("127.0.0.1", 1)},
        **{"server": ("127.0.0.1", 80), "extensions": {}},
    }
    await app(scope, receive, send)
    return bytes(body)


def thousand_questions() -> bytes:
    """Return an XLSForm of 1,000 questions in both languages, in groups, with choices and conditions."""
    book = Workbook(write_only=True)
    survey, choices = book.create_sheet("survey"), book.create_sheet("choices")
    survey.append(["type", "name", "label::English (en)", "label::Français (fr)", "relevant", "required"])
    choices.append(["list_name", "name", "label::English (en)", "label::Français (fr)"])
    for number in range(1000):
        if number % 20 == 0:
            survey.append(["begin_group", f"page_{number}", f"Page {number}", f"Page {number}"])
        sort = ("select_one", "select_multiple", "text", "integer")[number % 4]
        asked = f"{sort} list_{number}" if "select" in sort else sort
        condition = f"selected(${{q{number - 4}}}, 'north')" if number % 8 == 4 else ""
        texts = [f"What of number {number}?", f"Qu’en est-il du numéro {number}?"]
        survey.append([asked, f"q{number}", *texts, condition, "yes" if number % 3 else ""])
        if "select" in sort:
            for part in PARTS:
                choices.append([f"list_{number}", part, part.capitalize(), f"{part} (fr)"])
        if number % 20 == 19:
            survey.append(["end_group"])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def reading() -> Figure:
    """Read a form of a thousand questions as an import does, in its process apart, beside its cells alone."""
    data = thousand_questions()
    found = read_survey_bytes(data, "thousand.xlsx")
    assert found.definition is not None, found.refusals
    assert len(found.definition.asked()) == 1000
    took, by_the_clock = _reading_times(data)
    bare = _times(READINGS, lambda: _cells(data))
    return Figure(
        what="import of an XLSForm of 1,000 questions",
        figure=f"{took:.2f} s of the processor, {by_the_clock:.2f} s by the clock",
        baseline=f"{bare:.3f} s: its cells alone",
        ratio=f"{took / bare:.0f}",
        target=f"≤ {MOST_READING:.0f} s",
        is_met=took <= MOST_READING,
    )


def _reading_times(data: bytes) -> tuple[float, float]:
    """Return the median seconds of the processor, the process apart included, and of the clock."""
    used, took = [], []
    for _ in range(READINGS):
        before, began = sum(os.times()[:4]), time.perf_counter()
        read_survey_bytes(data, "thousand.xlsx")
        used.append(sum(os.times()[:4]) - before)
        took.append(time.perf_counter() - began)
    return median(used), median(took)


def _cells(data: bytes) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


if __name__ == "__main__":
    print(table(run()))
