"""What machines read: the open surveys, whether the process runs, whether it could store an answer."""

from collections import namedtuple

import pytest
from starlette.testclient import TestClient

from engage.actions import author
from engage.office import Office
from engage.web import health
from surveys.store.database import DatabaseError
from tests.factories import cast, make_survey


def test_open_surveys_are_listed_with_their_addresses(office: Office, client: TestClient) -> None:
    make_survey(office, minutes=4)
    make_survey(office, "draft", is_published=False)
    found = client.get("/api/v1/surveys").json()["surveys"]
    opened_at = found[0].pop("opened_at")
    assert opened_at.endswith("+00:00")
    assert found == [
        {
            "slug": "library",
            "title": {"en": "Library survey", "fr": "Library survey (fr)"},
            "purpose": "consultation",
            "minutes": 4,
            "languages": ["en", "fr"],
            "addresses": {
                "en": "http://127.0.0.1:8000/en/s/library",
                "fr": "http://127.0.0.1:8000/fr/s/library",
            },
            "closes_at": None,
            "results": None,
        }
    ]


def test_public_results_have_their_addresses(office: Office, client: TestClient) -> None:
    make_survey(office)
    author.show_results(office, cast(office).ana, "library", is_public=True)
    found = client.get("/api/v1/surveys").json()["surveys"]
    assert found[0]["results"]["fr"] == "http://127.0.0.1:8000/fr/results/library"


def test_nothing_open_is_an_empty_list(client: TestClient) -> None:
    assert client.get("/api/v1/surveys").json() == {"surveys": []}


def test_a_healthy_office_is_ready(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"status": "ready", "reasons": []})


def test_a_database_that_takes_nothing_is_told_by_its_code(
    office: Office, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def probe() -> None:
        raise DatabaseError("not_writable", why="OperationalError")

    monkeypatch.setattr(office.db, "probe", probe)
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["reasons"]) == (503, ["not_writable"])
    assert client.get("/healthz").status_code == 200


def test_any_other_failure_is_told_without_its_words(
    office: Office, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def probe() -> None:
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr(office.db, "probe", probe)
    ready = client.get("/readyz")
    assert ready.json()["reasons"] == ["database_unreachable"]
    assert "hunter2" not in ready.text


def test_a_nearly_full_disk_is_told(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(health.shutil, "disk_usage", lambda path: usage(10, 9, health.LEAST_FREE_BYTES - 1))
    assert client.get("/readyz").json()["reasons"] == ["disk_nearly_full"]


def test_search_engines_are_kept_from_receipts(client: TestClient) -> None:
    assert "Disallow: /en/receipt" in client.get("/robots.txt").text
