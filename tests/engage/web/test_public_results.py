"""Public results: only what staff switched on, small groups in words, the same figures in bars and table."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from engage.actions import author, results
from engage.office import Office
from engage.results.public_values import PublicResults
from engage.web import public_results
from tests.engage.web.pages import visit
from tests.factories import answer, cast, make_survey, question

ADDRESS = "/en/results/library"


@pytest.fixture
def survey(office: Office) -> None:
    """One question."""
    make_survey(office, questions=[question("scale", "ease", "poor", "good", text="How easy was it?")])


def _publish(office: Office, *, is_public: bool = True) -> None:
    author.show_results(office, cast(office).ana, "library", is_public=is_public)


def _answers(office: Office, **counts: int) -> None:
    for code, times in counts.items():
        for _ in range(times):
            answer(office, ease=code)


@pytest.mark.usefixtures("survey")
def test_nothing_is_shown_before_staff_say_so(office: Office, client: TestClient) -> None:
    _answers(office, good=20)
    page = visit(client, ADDRESS)
    assert page.status == 404
    assert page.heading == "There are no public results at this address"
    assert 'href="/en/s/library"' in page.text


@pytest.mark.parametrize("address", ["/en/results/nowhere", "/fr/results/%00", "/de/results/library"])
def test_an_unknown_address_is_told(client: TestClient, address: str) -> None:
    assert visit(client, address).status == 404


@pytest.mark.usefixtures("survey")
def test_figures_stand_beside_their_bars_with_their_base(office: Office, client: TestClient) -> None:
    _answers(office, poor=12, good=24)
    _publish(office)
    page = visit(client, ADDRESS)
    assert page.status == 200
    assert "36 residents have answered." in page.text
    assert "Out of 36 residents who answered this question." in page.text
    assert re.findall(r'<td class="n">([^<]+)</td>', page.text) == ["33%", "12", "67%", "24"]
    assert re.findall(r'<rect width="(\d+)"', page.text) == ["500", "1000"]


@pytest.mark.usefixtures("survey")
def test_small_groups_are_hidden_and_it_is_said_in_words(office: Office, client: TestClient) -> None:
    _answers(office, poor=2, good=30)
    _publish(office)
    text = visit(client, ADDRESS).text
    assert "hidden" in text
    assert "fewer than 11 people are hidden" in text
    assert re.findall(r'<td class="n">([^<]+)</td>', text) == []


@pytest.mark.usefixtures("survey")
def test_too_few_answers_show_no_figure_at_all(office: Office, client: TestClient) -> None:
    _answers(office, poor=1, good=1)
    _publish(office)
    text = visit(client, "/fr/results/library").text
    assert "Les résultats paraîtront à partir de 11 réponses." in text
    assert "<table" not in text


@pytest.mark.usefixtures("survey")
def test_switching_off_hides_them_at_once(office: Office, client: TestClient) -> None:
    _answers(office, poor=12, good=24)
    _publish(office)
    assert visit(client, ADDRESS).status == 200
    _publish(office, is_public=False)
    assert visit(client, ADDRESS).status == 404


@pytest.mark.usefixtures("survey")
def test_figures_are_worked_out_once_a_minute(
    office: Office, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answers(office, poor=12, good=24)
    _publish(office)
    visit(client, ADDRESS)
    _answers(office, good=12)
    assert "36 residents have answered." in visit(client, ADDRESS).text
    monkeypatch.setattr(public_results, "SECONDS_KEPT", -1.0)
    assert "48 residents have answered." in visit(client, ADDRESS).text


@pytest.mark.usefixtures("survey")
def test_figures_are_made_once_however_many_ask(
    office: Office, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answers(office, poor=12, good=24)
    _publish(office)
    real, made = results.public_results, []

    def counting(office: Office, slug: str) -> PublicResults:
        made.append(slug)
        return real(office, slug)

    monkeypatch.setattr(results, "public_results", counting)
    with client, ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(client.get, [ADDRESS] * 8))
    assert [page.status_code for page in pages] == [200] * 8
    assert made == ["library"]


@pytest.mark.usefixtures("survey")
def test_while_figures_are_made_anew_others_read_the_last(
    office: Office, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answers(office, poor=12, good=24)
    _publish(office)
    monkeypatch.setattr(public_results, "SECONDS_KEPT", 0)
    real, entered, go_on = results.public_results, threading.Event(), threading.Event()

    def slowly(office: Office, slug: str) -> PublicResults:
        entered.set()
        go_on.wait(20)
        return real(office, slug)

    with client, ThreadPoolExecutor(1) as pool:
        first = client.get(ADDRESS)
        monkeypatch.setattr(results, "public_results", slowly)
        waiting = pool.submit(client.get, ADDRESS)
        assert entered.wait(20)
        assert client.get(ADDRESS).text == first.text
        assert not waiting.done()
        go_on.set()
        assert waiting.result(20).status_code == 200
