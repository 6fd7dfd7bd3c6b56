"""The launcher: two faces from one command, small answers at once, clean ends, nothing left behind."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from engage.settings import ROOT, Settings
from engage.web.serve import Launcher, ServeError
from engage.web.sockets import PortError, listen
from tests.conftest import environment_of

READY_SECONDS = 60


@dataclass(slots=True)
class Running:
    """``python -m engage serve``, and where it said it listens."""

    process: "subprocess.Popen[str]"
    residents: int
    portal: int
    said: str

    def workers(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children()


def start(settings: Settings, *arguments: str, **environ: str) -> Running:
    process = subprocess.Popen(
        [sys.executable, "-m", "engage", "serve", "--residents-port", "0", "--portal-port", "0", *arguments],
        cwd=ROOT,
        env=environment_of(settings, **environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    said = ""
    while "Stop with Ctrl-C" not in said:
        line = process.stdout.readline()
        assert line, f"it ended with {process.wait(5)}: {said}"
        said += line
    residents, portal = (int(port) for port in re.findall(r"http://127\.0\.0\.1:(\d+)", said))
    return Running(process, residents, portal, said)


@pytest.fixture(scope="module")
def running(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    data = tmp_path_factory.mktemp("served")
    settings = Settings(
        data=data, database_url=f"sqlite:///{data / 'engage.db'}", secret=b"a secret for tests only " * 2
    )
    started = start(settings)
    yield started
    started.process.send_signal(signal.SIGTERM)
    started.process.wait(20)


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, Any, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()


def workers_of(pid: int) -> list[psutil.Process]:
    return [child for child in psutil.Process(pid).children() if "engage.web.worker" in child.cmdline()]


def gone(processes: list[psutil.Process]) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=15)
    return not alive


def test_it_says_where_residents_and_staff_go_and_that_nobody_can_sign_in_yet(running: Running) -> None:
    assert f"Residents:  http://127.0.0.1:{running.residents}\n" in running.said
    assert f"Portal:     http://127.0.0.1:{running.portal}\n" in running.said
    assert "python -m engage staff add" in running.said


def test_both_faces_answer_and_addresses_of_residents_lead_to_their_own_process(running: Running) -> None:
    assert ask(running.residents, "/healthz")[0] == 200
    assert ask(running.residents, "/readyz")[0] == 200
    assert ask(running.portal, "/_stcore/health")[0] == 200
    assert b"Staff sign-in" in ask(running.portal, "/sign-in?lang=en")[2]
    assert b"<title>Streamlit</title>" in ask(running.portal, "/overview")[2]
    assert ask(running.residents, "/sign-in/")[0] == 404


def test_the_portals_server_shows_the_residents_pages_too(running: Running) -> None:
    assert b'<html lang="fr">' in ask(running.portal, "/fr/")[2]
    assert ask(running.portal, "/api/v1/surveys")[0] == 200


def test_small_answers_do_not_wait_for_an_acknowledgement(running: Running) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", running.residents, timeout=20)) as connection:
        times = []
        for _ in range(30):
            began = time.perf_counter()
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            times.append(time.perf_counter() - began)
    assert sorted(times)[15] < 0.03


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp"])
def test_inner_addresses_of_the_portal_are_closed(running: Running, path: str) -> None:
    assert ask(running.portal, path)[0] == 404


def test_a_stranger_cannot_upload(running: Running) -> None:
    status, _, body = ask(running.portal, "/_stcore/upload_file/session/file", "PUT")
    assert (status, body) == (403, b"No files are taken here now.")


def test_pages_of_the_portal_carry_the_security_headers(running: Running) -> None:
    _, headers, _ = ask(running.portal, "/overview")
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "'unsafe-eval'" not in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert "server" not in headers


def test_a_host_name_that_is_not_ours_opens_no_session(running: Running) -> None:
    handshake = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    ours = f"127.0.0.1:{running.portal}"
    assert ask(running.portal, "/_stcore/stream", **handshake, Host="elsewhere.example")[0] == 403
    assert (
        ask(running.portal, "/_stcore/stream", **handshake, Host=ours, Origin="https://elsewhere.example")[0]
        == 403
    )


def test_a_process_that_dies_is_started_again(running: Running) -> None:
    victim = next(w for w in running.workers() if "residents" in w.cmdline())
    victim.kill()
    until = time.monotonic() + 30
    while time.monotonic() < until:
        fresh = [w for w in running.workers() if w.pid != victim.pid and "residents" in w.cmdline()]
        if fresh and ask(running.residents, "/healthz")[0] == 200:
            return
        time.sleep(0.1)
    pytest.fail("the residents' process was not started again")


def test_nothing_of_an_address_or_a_request_is_printed(running: Running) -> None:
    ask(running.portal, "/sign-in?lang=fr&secret=otters")
    ask(running.residents, "/en/s/otters")
    os.set_blocking(running.process.stdout.fileno(), False)
    printed = running.process.stdout.read() or ""
    os.set_blocking(running.process.stdout.fileno(), True)
    assert "otters" not in printed
    assert "GET" not in printed


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_everything_in_order(settings: Settings, number: signal.Signals) -> None:
    started = start(settings)
    workers = started.workers()
    started.process.send_signal(number)
    assert started.process.wait(20) == 0
    assert started.process.stdout.read().endswith("Stopped.\n")
    assert gone(workers)


def test_when_the_launcher_is_killed_its_processes_end_too(settings: Settings) -> None:
    started = start(settings)
    workers = started.workers()
    assert len(workers) == 2
    started.process.kill()
    started.process.wait(5)
    assert gone(workers)


def test_a_port_in_use_is_named_with_the_option_that_changes_it(settings: Settings) -> None:
    with closing(listen("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = subprocess.run(
            [sys.executable, "-m", "engage", "serve", "--residents-port", "0", "--portal-port", str(port)],
            cwd=ROOT,
            env=environment_of(settings),
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Port {port} is in use by another program.")
    assert "--portal-port" in ended.stderr


def test_a_process_that_cannot_start_stops_everything_and_says_why(
    settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    ports = replace(settings, residents_port=0, portal_port=0)
    launcher = Launcher(ports, environ=environment_of(settings, ENGAGE_ACCENT="mauve"))
    with pytest.raises(ServeError) as caught:
        launcher.start(lambda: None)
    assert caught.value.code == "died"
    said = capfd.readouterr().err
    assert "ENGAGE_ACCENT: 'mauve' is not a colour" in said
    assert "Traceback" not in said
    assert workers_of(os.getpid()) == []


def test_when_the_database_cannot_be_made_ready_nothing_is_served(settings: Settings) -> None:
    launcher = Launcher(replace(settings, residents_port=0, portal_port=0), environ=environment_of(settings))
    with pytest.raises(LookupError):
        launcher.start(lambda: {}["nothing"])
    assert workers_of(os.getpid()) == []


def test_a_listening_socket_sends_small_answers_at_once() -> None:
    with closing(listen("127.0.0.1", 0)) as made:
        assert made.proto == socket.IPPROTO_TCP
        assert made.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


@pytest.mark.parametrize("host", ["203.0.113.7", "no-such-host.invalid"])
def test_an_address_that_is_not_this_machines_is_refused(host: str) -> None:
    with pytest.raises(PortError) as caught:
        listen(host, 0)
    assert caught.value.reason == "host_wrong"
