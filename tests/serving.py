"""The residents' face as a process of its own, served as the launcher serves it; it tells its port.

Started by the ``serve`` fixture and by the benchmarks as ``python -m tests.serving [port]``; the settings
come from the environment.
"""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from engage.settings import ROOT, Settings

PATIENCE_SECONDS = 30


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
    _wait_until_answering(site)
    return site


def _wait_until_answering(site: Site) -> None:
    last = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < last and site.process.poll() is None:
        with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(f"{site.url}/healthz", timeout=5).close()
            return
        time.sleep(0.02)
    site.process.kill()
    raise RuntimeError(f"the server did not answer within {PATIENCE_SECONDS} s")


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
