"""Servers as processes of their own: the residents' face as the launcher serves it, and ``app.py``.

The former is started by the ``serve`` fixture and by the benchmarks as ``python -m tests.serving [port]`` and
tells its port; the settings come from the environment.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from engage.settings import ROOT, Settings

PATIENCE_SECONDS = 30
PORTAL_PATIENCE_SECONDS = 90
STARTERS: Mapping[str, tuple[str, ...]] = {
    "streamlit": ("streamlit", "run", "app.py", "--server.port={port}"),
    "uvicorn": ("uvicorn", "app:app", "--port", "{port}"),
}
"""How ``app.py`` is started by hand."""


@dataclass(slots=True)
class Site:
    """A running residents' server."""

    url: str
    process: "subprocess.Popen[str]"

    @property
    def port(self) -> int:
        """Return the port it listens on."""
        return int(self.url.rsplit(":", 1)[1])

    def stop(self) -> None:
        """End the server and wait for it."""
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(15)


def environment_of(settings: Settings, **more: str) -> dict[str, str]:
    """Return the environment of a process that is to use ``settings``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ENGAGE_")}
    return {
        **kept,
        "ENGAGE_DATA": str(settings.data),
        "DATABASE_URL": settings.database_url,
        "ENGAGE_SECRET": settings.secret.decode(),
        "PYTHONPATH": str(ROOT),
        **more,
    }


def start(environment: Mapping[str, str], *, module: str = "tests.serving", port: int = 0) -> Site:
    """Start a server and wait until it answers.

    Raises:
        RuntimeError: it ended, or did not answer in time.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", module, str(port)],
        cwd=ROOT,
        env=dict(environment),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    told = process.stdout.readline().strip()
    if not told:
        raise RuntimeError(f"the server did not start (exit code {process.wait(10)})")
    site = Site(f"http://127.0.0.1:{told}", process)
    _wait_until_answering(process, f"{site.url}/healthz", PATIENCE_SECONDS)
    return site


@contextmanager
def everything_of(
    settings: Settings, *, starter: str = "streamlit", has_own_address: bool = True, **more: str
) -> Iterator[str]:
    """Serve ``app.py``, portal and residents' pages on one port, for the length of a block; give its address.

    What it said is looked at afterwards: no traceback, and no line that tells who asked for what.
    """
    with closing(socket.create_server(("127.0.0.1", 0))) as made:
        port = made.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    if has_own_address:
        more |= {"ENGAGE_PORTAL_URL": url, "PUBLIC_URL": url}
    program, *words = (word.format(port=port) for word in STARTERS[starter])
    said = settings.data / "server.log"
    with said.open("w") as log:
        process = subprocess.Popen(
            [f"{sys.exec_prefix}/bin/{program}", *words],
            cwd=ROOT,
            env=environment_of(settings, **more),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_answering(process, f"{url}/_stcore/health", PORTAL_PATIENCE_SECONDS)
        yield url
    finally:
        process.terminate()
        process.wait(30)
    lines = said.read_text("utf-8")
    assert "Traceback" not in lines
    assert '"GET' not in lines


def _wait_until_answering(process: "subprocess.Popen[Any]", url: str, seconds: int) -> None:
    last = time.monotonic() + seconds
    while time.monotonic() < last and process.poll() is None:
        with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(url, timeout=5).close()
            return
        time.sleep(0.02)
    process.kill()
    raise RuntimeError(f"the server ended, or did not answer within {seconds} s")


def main() -> None:
    """Serve the residents' pages; the first line printed is the port."""
    import uvicorn

    from engage.office import office_of
    from engage.settings import load_settings
    from engage.web.apps import resident_app
    from engage.web.sockets import listen
    from engage.web.worker import config_of

    settings = load_settings()
    with office_of(settings) as office:
        listening = listen("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 0)
        print(listening.getsockname()[1], flush=True)
        config = config_of(resident_app(office), settings, ws="none", lifespan="on")
        uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
