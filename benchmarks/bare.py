"""The baseline: a bare Starlette form over SQLite, one durable commit a submission and nothing else.

No validation, no keys, no wording, no headers: a ceiling to compare with, not a product. Served as
``python -m benchmarks.bare [port]`` in the way the product is served, its file named by ``BARE_DATABASE``.
"""

import os
import sqlite3
import sys
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from engage.web.sockets import listen

FORM = (
    '<!doctype html><title>Form</title><form method="post"><input type="hidden" name="_key" value="bare">'
    '<textarea name="improve"></textarea><button>Send</button></form>'
)


def application(path: str) -> Starlette:
    """Return the form's application over the database at ``path``."""
    database = sqlite3.connect(path, isolation_level=None)
    for statement in (
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "CREATE TABLE IF NOT EXISTS answer (id INTEGER PRIMARY KEY, words TEXT)",
    ):
        database.execute(statement)

    async def show(request: Request) -> HTMLResponse:
        return HTMLResponse(FORM)

    async def keep(request: Request) -> HTMLResponse:
        fields = dict(parse_qsl((await request.body()).decode()))
        database.execute("INSERT INTO answer (words) VALUES (?)", (fields["improve"].ljust(600),))
        return HTMLResponse("<!doctype html><title>Thank you</title>Your reference: AAA-AAA-AAA")

    async def healthz(request: Request) -> PlainTextResponse:
        return PlainTextResponse("ok")

    routes = [
        Route("/", show),
        Route("/", keep, methods=["POST"]),
        Route("/healthz", healthz),
    ]
    return Starlette(routes=routes)


def main() -> None:
    """Serve; the first line printed is the port."""
    listening = listen("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    print(listening.getsockname()[1], flush=True)
    app = application(os.environ["BARE_DATABASE"])
    config = uvicorn.Config(app, loop="uvloop", http="httptools", access_log=False, log_level="warning")
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
