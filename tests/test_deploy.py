"""What we ship to put in front of the product: nginx really started with it, before both faces."""

import http.client
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from engage.office import open_office
from engage.settings import ROOT, Settings
from tests.conftest import SECRET
from tests.factories import make_survey, stored
from tests.serving import environment_of, everything_of, start

DEPLOY = ROOT / "deploy"
RESIDENTS, STAFF = "engage.town.example", "staff.town.example"
PUBLIC = {
    "PUBLIC_URL": f"https://{RESIDENTS}",
    "ENGAGE_PORTAL_URL": f"https://{STAFF}",
    "ENGAGE_PROXIES": "127.0.0.1",
}
AROUND = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/engage.conf;
}}
"""


@dataclass(slots=True)
class Front:
    """A web server in front of both faces, and what lies behind."""

    https: int
    http: int
    folder: Path
    settings: Settings

    def ask(
        self, host: str, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> tuple[int, Any, bytes]:
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        with closing(
            http.client.HTTPSConnection("127.0.0.1", self.https, context=trusting, timeout=60)
        ) as made:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            made.request(method, path, body=body, headers={"Host": host, **sent})
            answer = made.getresponse()
            return answer.status, answer.headers, b"" if answer.status == 101 else answer.read()


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as made:
        return int(made.getsockname()[1])


def certify(folder: Path) -> None:
    """Write a certificate for both names, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, RESIDENTS)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


def configure(folder: Path, ports: dict[str, int]) -> None:
    """Write our example with other ports and places, and nothing else changed."""
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    changes = {
        "listen 443 ": f"listen 127.0.0.1:{ports['https']} ",
        "listen 80;": f"listen 127.0.0.1:{ports['http']};",
        "127.0.0.1:8000": f"127.0.0.1:{ports['residents']}",
        "127.0.0.1:8501": f"127.0.0.1:{ports['portal']}",
        "/etc/ssl/engage/": f"{folder}/",
        "/var/log/nginx/": f"{folder}/",
    }
    for before, after in changes.items():
        assert before in text, before
        text = text.replace(before, after)
    (folder / "engage.conf").write_text(text)
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder))


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """nginx with our example, before the residents' server and the portal, as in production."""
    if shutil.which("nginx") is None:
        pytest.skip("No nginx here, so our example for it is not tried (Debian: apt-get install nginx-light)")
    # Its workers run under another account, which cannot enter pytest's own folders.
    folder = Path(tmp_path_factory.mktemp("front"))
    settings = Settings(data=folder, database_url=f"sqlite:///{folder / 'engage.db'}", secret=SECRET)
    office = open_office(settings)
    make_survey(office)
    office.close()
    site = start(environment_of(settings, **PUBLIC))
    try:
        with everything_of(settings, has_own_address=False, **PUBLIC) as portal:
            ports = {
                "https": free_port(),
                "http": free_port(),
                "residents": site.port,
                "portal": int(portal.rsplit(":", 1)[1]),
            }
            certify(folder)
            configure(folder, ports)
            yield from _running(Front(ports["https"], ports["http"], folder, settings))
    finally:
        site.stop()


def _running(made: Front) -> Iterator[Front]:
    words = ["nginx", "-p", str(made.folder), "-c", str(made.folder / "nginx.conf"), "-e", "stderr"]
    tested = subprocess.run([*words, "-t"], capture_output=True, text=True)
    assert tested.returncode == 0, tested.stderr
    process = subprocess.Popen([*words, "-g", "user root;"] if _is_root() else words)
    try:
        for _ in range(100):
            with socket.socket() as trying:
                if trying.connect_ex(("127.0.0.1", made.https)) == 0:
                    break
            time.sleep(0.05)
        yield made
    finally:
        process.terminate()
        process.wait(15)


def _is_root() -> bool:
    import os

    return os.getuid() == 0


def form_on(page: bytes) -> str:
    found = re.search(rb'name="_key" value="([^"]+)"', page)
    assert found
    return found[1].decode()


def test_a_resident_answers_through_it_and_no_address_is_kept_anywhere(front: Front) -> None:
    status, headers, page = front.ask(RESIDENTS, "/fr/s/library", X_Forwarded_For="203.0.113.7")
    assert status == 200
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers.get_all("X-Content-Type-Options") == ["nosniff"]
    body = f"_key={form_on(page)}&ease=good&improve=lumi%C3%A8re".encode()
    kind = "application/x-www-form-urlencoded"
    status, _, page = front.ask(
        RESIDENTS, "/fr/s/library", "POST", body, Content_Type=kind, X_Forwarded_For="203.0.113.7"
    )
    assert (status, "Vos réponses ont été envoyées" in page.decode()) == (200, True)
    office = open_office(replace(front.settings))
    assert [answers["improve"] for answers in stored(office)] == ["lumière"]
    office.close()
    kept = b"".join(path.read_bytes() for path in front.folder.glob("engage.db*"))
    written = "".join(path.read_text("utf-8") for path in front.folder.glob("*.log"))
    assert b"203.0.113.7" not in kept
    assert b"127.0.0.1" not in kept
    assert "203.0.113.7" not in written
    assert "127.0.0.1" not in (front.folder / "engage.log").read_text("utf-8")


def test_addresses_that_people_are_sent_to_are_the_public_ones(front: Front) -> None:
    _, _, found = front.ask(RESIDENTS, "/api/v1/surveys")
    assert f"https://{RESIDENTS}/en/s/library".encode() in found
    status, headers, _ = front.ask(STAFF, "/sign-in/second-step")
    assert (status, headers["Location"].split("?")[0]) == (303, "/sign-in")


def test_what_is_not_encrypted_is_sent_on_to_what_is(front: Front) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", front.http, timeout=20)) as made:
        made.request("GET", "/fr/s/library?x=1", headers={"Host": RESIDENTS})
        answer = made.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{RESIDENTS}/fr/s/library?x=1")


def test_the_portal_opens_its_socket_for_its_own_pages_only(front: Front) -> None:
    asked = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Key": "c2VjcmV0IGtleSBvZiAxNg==",
        "Sec-WebSocket-Version": "13",
    }
    status, headers, _ = front.ask(STAFF, "/_stcore/stream", **asked, Origin=f"https://{STAFF}")
    assert (status, headers["Upgrade"].lower()) == (101, "websocket")
    assert front.ask(STAFF, "/_stcore/stream", **asked, Origin="https://evil.example")[0] == 403


@pytest.mark.parametrize(
    ("host", "path", "size", "status"),
    [
        (RESIDENTS, "/en/receipt", 300_000, 413),
        (RESIDENTS, "/en/s/library", 61 * 2**20, 413),
        (STAFF, "/sign-in", 12 * 2**20, 413),
        (STAFF, "/_stcore/metrics", 0, 404),
    ],
)
def test_what_is_too_large_or_inner_does_not_come_through(
    front: Front, host: str, path: str, size: int, status: int
) -> None:
    # The size is announced and nothing sent: nginx answers by the announcement alone.
    trusting = ssl._create_unverified_context()
    with closing(http.client.HTTPSConnection("127.0.0.1", front.https, context=trusting, timeout=30)) as made:
        made.putrequest("POST" if size else "GET", path, skip_host=True)
        made.putheader("Host", host)
        if size:
            made.putheader("Content-Length", str(size))
        made.endheaders()
        assert made.getresponse().status == status


def test_the_portals_cookies_are_for_encrypted_connections(front: Front) -> None:
    status, headers, _ = front.ask(STAFF, "/")
    assert status == 200
    cookies = headers.get_all("Set-Cookie") or []
    assert [cookie for cookie in cookies if "secure" not in cookie.lower()] == []
    assert headers["Strict-Transport-Security"].startswith("max-age=")


def test_logs_hold_no_query_and_no_address(front: Front) -> None:
    front.ask(RESIDENTS, "/en/receipt?reference=OTTERS")
    front.ask(STAFF, "/sign-in?next=/results%3Fsurvey=otters")
    time.sleep(0.2)
    lines = "".join((front.folder / name).read_text() for name in ("engage.log", "engage-staff.log"))
    assert "/en/receipt" in lines
    assert "otters" not in lines.lower()
    assert re.search(r"\d+\.\d+\.\d+\.\d+", lines) is None


def test_the_service_names_settings_and_commands_that_there_are() -> None:
    unit = (DEPLOY / "engage.service").read_text("utf-8")
    told = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert [
        name for name in re.findall(r"^Environment=(\w+)=", unit, re.MULTILINE) if f"`{name}`" not in told
    ] == []
    assert "-m engage serve" in unit


def test_both_examples_let_the_same_sizes_through() -> None:
    nginx = re.findall(r"client_max_body_size (\d+)([km])", (DEPLOY / "nginx.conf").read_text("utf-8"))
    caddy = re.findall(r"max_size (\d+)([KM])B", (DEPLOY / "Caddyfile").read_text("utf-8"))
    assert {(size, unit.lower()) for size, unit in caddy} == set(nginx)
