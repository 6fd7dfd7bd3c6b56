"""The launcher: residents' pages in processes of their own, the portal beside them, watched and restarted."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType
from urllib.parse import urlsplit

from engage.settings import ROOT, Settings
from engage.web.sockets import listen

READY_SECONDS = 60.0
STOP_SECONDS = 16.0
LOOK_EVERY = 0.1
STEADY_SECONDS = 30.0
"""A process that lived this long was well; its restarts are counted anew."""
MOST_RESTARTS = 5
HEALTH = {"residents": "/healthz", "portal": "/_stcore/health"}


class ServeError(RuntimeError):
    """Serving cannot go on. ``face`` is the one that failed; ``code`` is ``died`` or ``silent``."""

    def __init__(self, code: str, face: str) -> None:
        super().__init__(f"{face} {code}")
        self.code = code
        self.face = face


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where people find the two faces."""

    residents: str
    portal: str


@dataclass(slots=True)
class _Worker:
    """One serving process and how often it had to be started again."""

    face: str
    listening: socket.socket
    environ: Mapping[str, str]
    process: "subprocess.Popen[bytes] | None" = None
    lifeline: int = -1
    started_at: float = 0.0
    restarts: int = 0
    due_at: float = 0.0

    def begin(self) -> None:
        """Start the process; it serves once ``go`` was called."""
        self.let_go()
        reading, self.lifeline = os.pipe()
        command = [sys.executable, "-m", "engage.web.worker", self.face]
        try:
            self.process = subprocess.Popen(
                [*command, "--socket", str(self.listening.fileno()), "--lifeline", str(reading)],
                cwd=ROOT,
                env=dict(self.environ),
                pass_fds=(self.listening.fileno(), reading),
                # Ctrl-C is for the launcher, which then ends the others in order.
                start_new_session=True,
            )
        finally:
            os.close(reading)
        self.started_at = time.monotonic()

    def go(self) -> None:
        """Let the process serve."""
        with suppress(BrokenPipeError):  # it ended already, which is noticed elsewhere
            os.write(self.lifeline, b"+")

    def let_go(self) -> None:
        """Drop the lifeline."""
        if self.lifeline >= 0:
            os.close(self.lifeline)
            self.lifeline = -1

    @property
    def is_gone(self) -> bool:
        """Say whether the process ended."""
        return self.process is not None and self.process.poll() is not None


@dataclass(slots=True)
class Launcher:
    """Listens, starts the processes, waits until they answer, keeps them going until told to stop."""

    settings: Settings
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    _workers: list[_Worker] = field(default_factory=list)
    _sockets: list[socket.socket] = field(default_factory=list)
    _is_stopping: bool = False

    def start(self, prepare: Callable[[], None]) -> Addresses:
        """Serve both faces and return their addresses once both answer.

        ``prepare`` makes the database ready while the processes import what they need.

        Raises:
            PortError: an address cannot be listened on; nothing was started.
            ServeError: a process ended, or did not answer; everything was stopped.
            Exception: what ``prepare`` raises; everything was stopped.
        """
        settings = self.settings
        try:
            residents = self._listen(settings.residents_port)
            portal = self._listen(settings.portal_port)
            addresses = self._addresses(residents, portal)
            environ = self._environ(addresses)
            faces = [("residents", residents)] * settings.resident_processes + [("portal", portal)]
            self._workers += [_Worker(face, listening, environ) for face, listening in faces]
            for worker in self._workers:
                worker.begin()
            prepare()
            for worker in self._workers:
                worker.go()
            for face, listening in (("residents", residents), ("portal", portal)):
                self._wait_for(face, listening.getsockname())
        except BaseException:
            self.stop()
            raise
        return addresses

    def run(self, announce: Callable[[], None]) -> None:
        """Watch the processes until a signal says stop; ``announce`` once one would be heard.

        Raises:
            ServeError: one kept dying; everything was stopped.
        """
        before = {number: signal.signal(number, self._asked_to_stop) for number in _SIGNALS}
        try:
            announce()
            while not self._is_stopping:
                self._look_after()
                time.sleep(LOOK_EVERY)
        finally:
            self.stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def stop(self) -> None:
        """Ask every process to finish what it is doing, then end those that do not."""
        self._is_stopping = True
        running = [worker.process for worker in self._workers if worker.process and not worker.is_gone]
        for process in running:
            process.terminate()
        until = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for worker in self._workers:
            worker.let_go()
        for listening in self._sockets:
            listening.close()
        self._workers, self._sockets = [], []

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._is_stopping = True

    def _listen(self, port: int) -> socket.socket:
        made = listen(self.settings.host, port)
        self._sockets.append(made)
        return made

    def _addresses(self, residents: socket.socket, portal: socket.socket) -> Addresses:
        """Return the set addresses, or where we really listen (a port may have been any free one)."""
        return Addresses(
            self.settings.public_url if self.environ.get("PUBLIC_URL") else _url(self.settings, residents),
            self.settings.portal_url
            if self.environ.get("ENGAGE_PORTAL_URL")
            else _url(self.settings, portal),
        )

    def _environ(self, addresses: Addresses) -> dict[str, str]:
        return {
            **self.environ,
            "ENGAGE_DATA": str(self.settings.data),
            "ENGAGE_HOST": self.settings.host,
            "ENGAGE_DEMO": "1" if self.settings.is_demo else "0",
            "PUBLIC_URL": addresses.residents,
            "ENGAGE_PORTAL_URL": addresses.portal,
        }

    def _wait_for(self, face: str, address: tuple[str, int]) -> None:
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            for worker in self._workers:
                if worker.is_gone:
                    raise ServeError("died", worker.face)
            if _answers(address, HEALTH[face]):
                return
            time.sleep(0.05)
        raise ServeError("silent", face)

    def _look_after(self) -> None:
        now = time.monotonic()
        for worker in self._workers:
            if not worker.is_gone:
                continue
            if worker.due_at == 0.0:
                worker.restarts = 0 if now - worker.started_at > STEADY_SECONDS else worker.restarts
                if worker.restarts >= MOST_RESTARTS:
                    raise ServeError("died", worker.face)
                worker.due_at = now + 0.2 * 2**worker.restarts
                worker.restarts += 1
            elif now >= worker.due_at:
                worker.due_at = 0.0
                worker.begin()
                worker.go()


_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def _url(settings: Settings, listening: socket.socket) -> str:
    # Where one listens on every address, this machine's own is the one that surely works.
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::", "") else settings.host  # noqa: S104
    shown = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"http://{shown}:{listening.getsockname()[1]}"


def _answers(address: tuple[str, int], path: str) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address[0], address[0])  # noqa: S104
    connection = http.client.HTTPConnection(host, address[1], timeout=5)
    try:
        connection.request("GET", path, headers={"Host": urlsplit(f"//{host}").netloc or host})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
