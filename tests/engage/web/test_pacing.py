"""Too many forms from one connection: a friendly page, everything typed still in it, in both languages."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from engage.office import Office
from engage.pacing import Pacing
from engage.web.apps import resident_app
from tests.engage.web.pages import visit
from tests.factories import answer, make_survey, question, stored

SURVEY = "/en/s/library"
Connect = Callable[..., TestClient]


@pytest.fixture
def connect(office: Office) -> Iterator[Connect]:
    """Call it for a browser at an address, with few forms and look-ups allowed."""
    opened: list[TestClient] = []

    def browser(host: str = "24.114.0.7", *, forms: int = 1, lookups: int = 1) -> TestClient:
        office.pacing = Pacing.of(
            replace(office.settings, forms_per_minute=forms, lookups_per_minute=lookups)
        )
        opened.append(TestClient(resident_app(office), client=(host, 50_000)))
        return opened[-1]

    yield browser
    for client in opened:
        client.close()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Many forms are coming from your connection just now."),
        ("fr", "Beaucoup de formulaires arrivent de votre connexion en ce moment."),
    ],
)
def test_what_was_typed_comes_back_with_a_word_on_when_to_try_again(
    office: Office, connect: Connect, language: str, told: str
) -> None:
    make_survey(office)
    client = connect()
    visit(client, SURVEY).fill(ease="good").press("send")
    refused = visit(client, f"/{language}/s/library").fill(ease="fair", improve="Light <b>&").press("send")
    assert refused.status == 429
    assert 1 <= int(refused.response.headers["retry-after"]) <= 60
    assert told in refused.text
    assert refused.language == language
    assert (refused.values("ease"), refused.values("improve")) == (["fair"], ["Light <b>&"])
    assert len(stored(office)) == 1
    # The same form goes through when there is room again.
    office.pacing = Pacing.of(office.settings)
    assert refused.press("send").status == 200
    assert [one["ease"] for one in stored(office)] == ["good", "fair"]


def test_pages_have_a_wider_limit_and_nothing_of_them_is_lost(office: Office, connect: Connect) -> None:
    make_survey(office, pages=[[question("yes_no", "a")], [question("long_text", "b")]])
    client = connect()
    second = visit(client, SURVEY).fill(a="yes").press("continue")
    for _ in range(9):
        client.post(SURVEY, data={"_key": second.values("_key"), "_page": "page_2", "_do": "language"})
    refused = second.fill(b="Still here").press("continue")
    assert refused.status == 429
    assert refused.values("b") == ["Still here"]


def test_a_neighbour_is_not_held_up(office: Office, connect: Connect) -> None:
    make_survey(office)
    first = connect()
    visit(first, SURVEY).fill(ease="good").press("send")
    other = TestClient(resident_app(office), client=("24.114.9.9", 50_000))
    assert visit(other, SURVEY).fill(ease="good").press("send").status == 200
    assert visit(first, SURVEY).fill(ease="good").press("send").status == 429


def test_guessing_codes_is_slowed_and_what_was_typed_stays(office: Office, connect: Connect) -> None:
    make_survey(office)
    receipt = answer(office)
    client = connect()
    form = visit(client, "/en/receipt").fill(_reference=receipt.reference, _code="WRONG")
    assert form.press("find").status == 422
    refused = form.fill(_code=receipt.withdrawal_code).press("find")
    assert refused.status == 429
    assert "Many codes are being tried from your connection just now." in refused.text
    assert refused.values("_code") == [receipt.withdrawal_code]
    assert int(refused.response.headers["retry-after"]) > 0
    withdrawn = form.send(
        [("_reference", receipt.reference), ("_code", receipt.withdrawal_code), ("_do", "withdraw_now")]
    )
    assert withdrawn.status == 429
    assert len(stored(office)) == 1


def test_behind_a_web_server_that_tells_nothing_a_town_still_gets_in(
    office: Office, connect: Connect
) -> None:
    make_survey(office)
    client = connect("127.0.0.1", forms=1)
    for number in range(5):
        assert visit(client, SURVEY).fill(ease="good", improve=f"{number}").press("send").status == 200
