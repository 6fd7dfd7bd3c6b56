"""``app.py`` alone serves everything on one port, whoever starts it."""

import re
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from engage.portal import serving
from engage.settings import Settings
from tests.serving import everything_of


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as answer:
        return str(answer.read().decode())


@pytest.fixture(params=["streamlit", "uvicorn"])
def served(request: pytest.FixtureRequest, settings: Settings) -> Iterator[str]:
    with everything_of(settings, starter=request.param, has_own_address=False) as url:
        yield url


def test_everything_is_there_on_one_port(served: str) -> None:
    assert "<title>Streamlit</title>" in read(f"{served}/")
    assert "<title>Streamlit</title>" in read(f"{served}/overview")
    assert '<html lang="fr">' in read(f"{served}/fr/")
    assert "Staff sign-in" in read(f"{served}/sign-in?lang=en")
    assert read(f"{served}/api/v1/surveys") == '{"surveys":[]}'
    assert read(f"{served}/healthz")


@pytest.mark.parametrize(
    ("argv", "address"),
    [
        (["/srv/engage/app.py"], "http://127.0.0.1:8501"),
        (["/srv/.venv/bin/uvicorn", "app:app"], "http://127.0.0.1:8000"),
        (["/srv/.venv/bin/uvicorn", "app:app", "--port", "9000"], "http://127.0.0.1:9000"),
        (["/srv/lib/uvicorn/__main__.py", "--port=9000", "app:app"], "http://127.0.0.1:9000"),
        (["/srv/engage/web/worker.py", "portal"], ""),
        (["/srv/.venv/bin/pytest"], ""),
    ],
)
def test_addresses_lead_to_the_one_port_that_serves(argv: list[str], address: str) -> None:
    assert serving.own_address(argv, 8501) == address


def test_the_cookie_secret_follows_from_ours_and_does_not_show_it(settings: Settings) -> None:
    secret = serving.cookie_secret(settings)
    assert secret == serving.cookie_secret(settings)
    assert len(secret) == 64
    assert settings.secret.decode() not in secret


def test_the_portal_answers_to_its_own_names_only(settings: Settings) -> None:
    assert serving.allowed_hosts(settings) == ["127.0.0.1", "localhost", "::1"]


def test_the_only_script_inside_a_page_that_may_run_is_streamlits_own() -> None:
    policy = dict(part.split(" ", 1) for part in serving.content_policy().split("; "))
    allowed = policy["script-src"].split()
    assert allowed[0] == "'self'"
    assert "'unsafe-inline'" not in allowed
    hashes = [word for word in allowed if re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", word)]
    assert allowed == ["'self'", *hashes, "'wasm-unsafe-eval'"]
    assert len(hashes) == 1
