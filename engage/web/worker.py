"""One serving process: ``python -m engage.web.worker residents|portal --socket FD --lifeline FD``.

The launcher makes the listening socket and hands it over. The lifeline is the reading end of a pipe that
the launcher holds open. A byte on it says that the database is ready; until then this process imports what
it needs. When the launcher is gone, however it went, the pipe ends and so does this process.
"""

import argparse
import gc
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any

import uvicorn

from engage.cli import explained
from engage.office import open_office
from engage.settings import ROOT, Settings, load_settings

GRACE_SECONDS = 8
MEGABYTE = 1024 * 1024

Serve = Callable[[Settings, socket.socket], None]


def main() -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("face", choices=("residents", "portal"))
    parser.add_argument("--socket", type=int, required=True)
    parser.add_argument("--lifeline", type=int, required=True)
    args = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    listening = socket.socket(fileno=args.socket)
    serve = _residents() if args.face == "residents" else _portal()
    if not os.read(args.lifeline, 1):
        return 0
    threading.Thread(target=_end_with, args=(args.lifeline,), daemon=True).start()
    try:
        serve(load_settings(), listening)
    except Exception as error:  # an operator reads a sentence, never a traceback
        print(explained(error), file=sys.stderr)
        return 1
    return 0


def config_of(app: Any, settings: Settings, **more: Any) -> uvicorn.Config:
    """Return how both faces are served: no access log (it would hold addresses), no server header."""
    gc.freeze()  # what is imported by now stays: no collection need look at it again
    return uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        access_log=False,
        server_header=False,
        log_level="warning",
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies or None,
        timeout_graceful_shutdown=GRACE_SECONDS,
        **more,
    )


def _residents() -> Serve:
    from engage.web.apps import resident_app

    def serve(settings: Settings, listening: socket.socket) -> None:
        config = config_of(resident_app(open_office(settings)), settings, ws="none", lifespan="on")
        uvicorn.Server(config).run(sockets=[listening])

    return serve


def _portal() -> Serve:
    # Streamlit looks for its configuration in the working folder.
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    import engage.portal.serving  # noqa: F401 - slow to import, and the application needs it

    def serve(settings: Settings, listening: socket.socket) -> None:
        # Imported before the configuration is made: Streamlit sets up logging as it is imported.
        from app import app

        config = config_of(app, settings, ws="websockets-sansio", ws_max_size=20 * MEGABYTE, lifespan="on")
        uvicorn.Server(config).run(sockets=[listening])

    return serve


def _end_with(lifeline: int) -> None:
    with os.fdopen(lifeline, "rb") as pipe:
        pipe.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
