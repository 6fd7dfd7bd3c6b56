"""Correcting on the light face: from the receipt to the changed answers, with and without cookies."""

import pytest
from starlette.testclient import TestClient

from engage.actions import author, collect
from engage.office import Office
from tests.engage.web.pages import Page, visit
from tests.factories import answer, cast, make_survey, question, stored

PAGES = [
    [question("single_choice", "ward", "north", "south", required=True)],
    [question("long_text", "why")],
]


def found(office: Office, client: TestClient, language: str = "en", **answers: str) -> Page:
    receipt = answer(office, **answers)
    form = visit(client, f"/{language}/receipt")
    return form.fill(_reference=receipt.reference, _code=receipt.withdrawal_code).press("find")


@pytest.mark.parametrize("browser", ["client", "cookieless"])
def test_from_the_receipt_to_changed_answers(
    office: Office, browser: str, request: pytest.FixtureRequest
) -> None:
    client = request.getfixturevalue(browser)
    make_survey(office, pages=PAGES)
    page = found(office, client, ward="north", why="Light & <b>")
    reference = page.values("_reference")[0]
    first = page.press("correct")
    assert (first.status, first.values("ward")) == (200, ["north"])
    assert "You are changing answers that you sent" in first.text
    second = first.fill(ward="south").press("continue")
    assert second.values("why") == ["Light & <b>"]
    checked = second.fill(why="More light").press("continue")
    assert "You are changing answers that you sent" in checked.text
    assert [one["ward"] for one in stored(office)] == ["north"]
    receipt = checked.press("send")
    assert (receipt.status, receipt.heading) == (200, "Your answers were changed")
    assert receipt.codes[0] == reference
    assert stored(office) == [{"ward": "south", "why": "More light"}]
    again = visit(client, "/en/receipt").fill(_reference=reference, _code=receipt.codes[1]).press("find")
    assert "Changed 1 time since" in again.text


def test_it_is_french_throughout(office: Office, client: TestClient) -> None:
    make_survey(office)
    page = found(office, client, "fr", improve="Plus de lumière")
    form = page.press("correct")
    assert form.language == "fr"
    assert "Vous modifiez des réponses que vous avez envoyées" in form.text
    receipt = form.fill(improve="Moins de lumière").press("send")
    assert receipt.heading == "Vos réponses ont été modifiées"
    assert [one["improve"] for one in stored(office)] == ["Moins de lumière"]


def test_nothing_changed_is_told_as_it_is(office: Office, client: TestClient) -> None:
    make_survey(office)
    assert found(office, client).press("correct").press("send").heading == "Nothing was changed"


def test_one_may_stop_and_keep_what_was_sent(office: Office, client: TestClient) -> None:
    make_survey(office, pages=PAGES)
    second = found(office, client, ward="north").press("correct").fill(ward="south").press("continue")
    stopped = second.press("restart")
    assert stopped.heading == "Find my response"
    assert [one["ward"] for one in stored(office)] == ["north"]
    assert visit(client, "/en/s/library").values("ward") == []


def test_the_language_may_change_on_the_way(office: Office, client: TestClient) -> None:
    make_survey(office, pages=PAGES)
    french = found(office, client, ward="north").press("correct").fill(ward="south").press("language")
    assert french.language == "fr"
    assert french.values("ward") == ["south"]
    assert "Vous modifiez des réponses" in french.text


def test_a_reload_goes_on_correcting(office: Office, client: TestClient) -> None:
    make_survey(office, pages=PAGES)
    found(office, client, ward="north").press("correct").fill(ward="south").press("continue")
    page = visit(client, "/en/s/library")
    assert "You are changing answers that you sent" in page.text
    assert "Start again with an empty form" not in page.text


def test_of_two_pages_the_second_is_told_that_the_first_was_faster(
    office: Office, client: TestClient
) -> None:
    make_survey(office)
    page = found(office, client)
    one, two = page.press("correct"), page.press("correct")
    assert one.fill(ease="poor").press("send").status == 200
    told = two.fill(ease="excellent").press("send")
    assert (told.status, told.heading) == (409, "Your answers were changed meanwhile")
    assert [each["ease"] for each in stored(office)] == ["poor"]


def test_a_closed_survey_offers_no_changes(office: Office, client: TestClient) -> None:
    make_survey(office)
    page = found(office, client)
    assert "Change these answers" in page.text
    author.close(office, cast(office).ana, "library")
    told = page.press("correct")
    assert (told.status, told.heading) == (200, "What you sent")
    assert "Change these answers" not in told.text


def test_a_withdrawn_response_is_not_brought_back_by_its_correction(
    office: Office, client: TestClient
) -> None:
    make_survey(office)
    page = found(office, client)
    form = page.press("correct")
    collect.withdraw(office, page.values("_reference")[0], page.values("_code")[0])
    told = form.fill(ease="poor").press("send")
    assert (told.status, told.heading) == (409, "These answers were withdrawn")
    assert stored(office) == []


def damaged(form: Page, at: int) -> Page:
    """Return the form with one letter of its key exchanged."""
    [token] = form.values("_key")
    letters = list(token)
    # Not "B": of the last letter only the upper bits count, and those of A and B are the same.
    letters[at] = "A" if letters[at] != "A" else "Q"
    form.form.fields = [(n, "".join(letters) if n == "_key" else v) for n, v in form.form.fields]
    return form


@pytest.mark.parametrize("at", [0, 10, 30, -1])
@pytest.mark.parametrize("browser", ["client", "cookieless"])
def test_a_correction_whose_key_is_damaged_never_becomes_a_new_form(
    office: Office, browser: str, at: int, request: pytest.FixtureRequest
) -> None:
    client = request.getfixturevalue(browser)
    make_survey(office)
    form = found(office, client, improve="First words").press("correct").fill(improve="My new <b>words</b>")
    told = damaged(form, at).press("send")
    assert (told.status, told.heading) == (400, "We could not recognise the form that came back")
    assert "My new &lt;b&gt;words&lt;/b&gt;" in told.response.text
    assert 'name="_key"' not in told.response.text
    assert [one["improve"] for one in stored(office)] == ["First words"]


def test_a_damaged_correction_is_told_in_french_from_the_last_page_too(
    office: Office, client: TestClient
) -> None:
    make_survey(office, pages=PAGES)
    second = found(office, client, "fr", ward="north").press("correct").press("continue")
    told = damaged(second.fill(why="Mes mots").press("continue"), 5).press("send")
    assert (told.status, told.language) == (400, "fr")
    assert told.heading == "Nous n’avons pas reconnu le formulaire qui est revenu"
    assert "Mes mots" in told.text
    assert [one["ward"] for one in stored(office)] == ["north"]


def test_a_damaged_form_of_a_closed_survey_gives_back_what_was_typed(
    office: Office, client: TestClient
) -> None:
    make_survey(office)
    form = visit(client, "/en/s/library").fill(improve="My long story")
    author.close(office, cast(office).ana, "library")
    told = damaged(form, 3).press("send")
    assert told.status == 410
    assert "My long story" in told.text
