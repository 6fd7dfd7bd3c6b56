"""Pictures on the light face: part of the answer's label, from our own address, kept for good."""

import re

import pytest
from starlette.testclient import TestClient

from engage.actions import author, pictures
from engage.office import Office
from tests.engage.actions.test_pictures import WORDS, photo
from tests.engage.web.pages import visit
from tests.factories import cast, make_survey, option, question, stored


@pytest.fixture
def survey(office: Office) -> None:
    """A question with two pictures, and a way to decline."""
    layout = question("single_choice", "layout", "path", "lawn")
    layout["options"].append(option("unsaid", missing=True))
    make_survey(office, questions=[layout])
    ana = cast(office).ana
    for number, code in enumerate(("path", "lawn"), 1):
        pictures.illustrate(
            office, ana, "library", "layout", code, content=photo((80 * number, 60)), alternative=WORDS
        )
    author.publish(office, ana, "library")


@pytest.mark.usefixtures("survey")
def test_a_picture_is_chosen_and_stored(office: Office, client: TestClient) -> None:
    page = visit(client, "/fr/s/library")
    assert re.findall(r'<img src="(/pictures/[^"]+)" alt="([^"]+)" width="(\d+)"', page.text) == [
        (f"/pictures/{name}", WORDS["fr"], width)
        for name, width in zip(re.findall(r"/pictures/([^\"]+)", page.text), ("80", "160"), strict=True)
    ]
    assert page.text.count('type="radio"') == 3
    assert len(page.fill(layout="lawn").press("send").codes) == 2
    assert stored(office) == [{"layout": "lawn"}]


@pytest.mark.usefixtures("survey")
def test_a_picture_is_kept_for_good_and_runs_nothing(client: TestClient) -> None:
    [address, *_] = re.findall(r"/pictures/[^\"]+", visit(client, "/en/s/library").text)
    found = client.get(address)
    assert (found.status_code, found.headers["content-type"]) == (200, "image/jpeg")
    assert found.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert found.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in found.headers["content-security-policy"]


@pytest.mark.parametrize("name", ["x.png", "0" * 32 + "-1x1.png", "..%2F..%2Fetc%2Fpasswd", "%00", "é" * 300])
def test_no_other_name_gives_anything(client: TestClient, name: str) -> None:
    assert client.get(f"/pictures/{name}").status_code == 404
