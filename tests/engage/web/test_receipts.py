"""Finding a response again takes both reference and code; withdrawing takes a second yes."""

import pytest
from starlette.testclient import TestClient

from engage.actions import collect
from engage.office import Office
from tests.engage.web.pages import Page, visit
from tests.factories import answer, make_survey, stored


@pytest.fixture
def receipt(office: Office) -> collect.Receipt:
    """What Rosa got."""
    make_survey(office)
    return answer(office, ease="poor", ward="harbour", improve="Too <b>slow</b>", first=["speed", "search"])


def _find(client: TestClient, reference: str, code: str, language: str = "en") -> Page:
    page = visit(client, f"/{language}/receipt")
    return page.fill(_reference=reference, _code=code).press("find")


def test_reference_and_code_show_what_was_sent(client: TestClient, receipt: collect.Receipt) -> None:
    page = _find(client, receipt.reference, receipt.withdrawal_code)
    assert (page.status, page.heading) == (200, "What you sent")
    for words in ("Your answers are stored.", "Poor", "Harbour", "Too &lt;b&gt;slow&lt;/b&gt;", "1. Speed"):
        assert words in page.text


def test_they_may_be_typed_in_any_case_with_blanks(client: TestClient, receipt: collect.Receipt) -> None:
    code = receipt.withdrawal_code.lower().replace("-", " ")
    assert _find(client, f"  {receipt.reference.lower()} ", code).heading == "What you sent"


@pytest.mark.parametrize("change", ["reference", "code", "both"])
def test_a_wrong_one_tells_nothing_of_which_is_wrong(
    client: TestClient, receipt: collect.Receipt, change: str
) -> None:
    reference = receipt.reference if change == "code" else "CCC-CCC-CCC"
    code = receipt.withdrawal_code if change == "reference" else "CCCC-CCCC-CCCC-CCCC"
    page = _find(client, reference, code)
    assert page.status == 422
    assert "The reference and the code do not belong together." in page.text
    assert page.title.startswith("Error:")
    assert page.values("_reference") == [reference]
    assert "Poor" not in page.text


def test_a_reference_alone_shows_nothing(client: TestClient, receipt: collect.Receipt) -> None:
    page = _find(client, receipt.reference, "")
    assert page.status == 422
    assert "Please fill in both" in page.text


def test_withdrawing_asks_first_and_then_erases(
    office: Office, client: TestClient, receipt: collect.Receipt
) -> None:
    asked = _find(client, receipt.reference, receipt.withdrawal_code).press("withdraw")
    assert asked.heading == "Withdraw these answers?"
    assert len(stored(office)) == 1
    kept = asked.press("find")
    assert kept.heading == "What you sent"
    done = kept.press("withdraw").press("withdraw_now")
    assert done.heading == "These answers were withdrawn"
    assert stored(office) == []


def test_withdrawn_answers_are_told_as_withdrawn_and_not_shown(
    office: Office, client: TestClient, receipt: collect.Receipt
) -> None:
    collect.withdraw(office, receipt.reference, receipt.withdrawal_code)
    page = _find(client, receipt.reference, receipt.withdrawal_code, "fr")
    assert page.heading == "Ces réponses ont été retirées"
    assert "Harbour" not in page.text


def test_withdrawing_twice_is_harmless(client: TestClient, receipt: collect.Receipt) -> None:
    asked = _find(client, receipt.reference, receipt.withdrawal_code).press("withdraw")
    assert asked.press("withdraw_now").heading == "These answers were withdrawn"
    assert asked.press("withdraw_now").heading == "These answers were withdrawn"


def test_a_language_switch_keeps_what_was_typed(client: TestClient, receipt: collect.Receipt) -> None:
    page = visit(client, "/en/receipt").fill(_reference="abc", _code="def").press("language")
    assert page.language == "fr"
    assert page.values("_reference") == ["abc"]
    assert page.values("_code") == ["def"]


def test_the_code_never_stands_in_an_address(client: TestClient, receipt: collect.Receipt) -> None:
    page = _find(client, receipt.reference, receipt.withdrawal_code)
    assert page.response.url.query == b""
    assert page.response.headers["referrer-policy"] == "no-referrer"
    assert page.response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "body", [b"_reference=%00&_code=%00", b"_reference=%ff&_code=%ff", b"", b"x" * 300_000]
)
def test_hostile_bodies_get_a_page(client: TestClient, body: bytes) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/en/receipt", content=body, headers=kind).status_code in (413, 422)
