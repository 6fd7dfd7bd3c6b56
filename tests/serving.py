"""The residents' face as a process of its own: the settings come from the environment, the port is told.

Started by the ``serve`` fixture and by the benchmarks as ``python -m tests.serving [port]``.
"""

import asyncio
import socket
import sys

import uvicorn

from engage.office import office_of
from engage.settings import load_settings
from engage.web.apps import resident_app


def listen(port: int) -> socket.socket:
    """Return a listening socket on this machine only, without the delay of small answers."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listening.bind(("127.0.0.1", port))
    listening.listen(1024)
    return listening


def serve(app: object, port: int) -> None:
    """Serve ``app``; the first line printed is the port."""
    listening = listen(port)
    print(listening.getsockname()[1], flush=True)
    config = uvicorn.Config(app, access_log=False, log_level="warning", loop="uvloop", http="httptools")  # type: ignore[arg-type]
    asyncio.run(uvicorn.Server(config).serve(sockets=[listening]))


if __name__ == "__main__":
    with office_of(load_settings()) as office:
        serve(resident_app(office), int(sys.argv[1]) if len(sys.argv) > 1 else 0)
