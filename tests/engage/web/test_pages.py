"""A survey of several pages: kept page by page, resumed, gone back in, checked and sent."""

import pytest
from starlette.testclient import TestClient

from engage.actions import collect
from engage.actions.collect import NotStoredError
from engage.office import Office
from engage.settings import Settings
from engage.web.apps import resident_app
from surveys.store import drafts
from tests.engage.web.pages import Page, visit
from tests.factories import default_questions, make_survey, question, stored, survey_now

ADDRESS = "/en/s/library"
COOKIE = "engage_draft_library"


@pytest.fixture
def survey(office: Office) -> None:
    """Three pages; the last has the comments."""
    asked = default_questions()
    make_survey(office, pages=[asked[:2], asked[2:5], asked[5:]])


@pytest.fixture(params=["with cookies", "without cookies"])
def browser(request: pytest.FixtureRequest) -> TestClient:
    """Everything works in both."""
    name = "client" if request.param == "with cookies" else "cookieless"
    found: TestClient = request.getfixturevalue(name)
    return found


def _checked(client: TestClient) -> Page:
    page = visit(client, ADDRESS).fill(ease="good", used=["tax"]).press("continue")
    page = page.fill(ward="harbour").press("continue")
    return page.fill(improve="Two\r\nlines").press("continue")


@pytest.mark.usefixtures("survey")
def test_pages_are_filled_in_one_by_one_checked_and_sent(office: Office, browser: TestClient) -> None:
    first = visit(browser, ADDRESS)
    assert "Page 1 of 3" in first.text
    second = first.fill(ease="good", used=["tax"]).press("continue")
    assert (second.status, second.heading) == (200, "Page 2")
    assert "Page 2 of 3" in second.text
    third = second.fill(ward="harbour", first=["speed", "", ""]).press("continue")
    check = third.fill(improve="Two\r\nlines").press("continue")
    assert check.heading == "Check your answers"
    for words in ("Nothing has been sent yet.", "Harbour", "1. Speed", "Two\nlines", "Not answered"):
        assert words in check.text
    assert stored(office) == []
    assert check.press("send").heading == "Your answers were sent"
    assert stored(office) == [
        {"ease": "good", "used": ["tax"], "first": ["speed"], "ward": "harbour", "improve": "Two\nlines"}
    ]


@pytest.mark.usefixtures("survey")
def test_a_page_with_a_problem_stays_and_keeps_what_was_typed(browser: TestClient) -> None:
    second = visit(browser, ADDRESS).fill(ease="good").press("continue")
    wrong = second.fill(postal="far too long", ward="harbour").press("continue")
    assert wrong.status == 422
    assert wrong.title.startswith("Error: Page 2")
    assert wrong.values("postal") == ["far too long"]
    assert wrong.values("ward") == ["harbour"]


@pytest.mark.usefixtures("survey")
def test_going_back_shows_the_page_before_as_it_was_and_keeps_this_one(browser: TestClient) -> None:
    second = visit(browser, ADDRESS).fill(ease="good", used=["tax"]).press("continue")
    first = second.fill(ward="harbour", postal="not checked yet").press("back")
    assert first.values("ease") == ["good"]
    assert first.values("used") == ["tax"]
    again = first.press("continue")
    assert again.values("ward") == ["harbour"]
    assert again.values("postal") == ["not checked yet"]


@pytest.mark.usefixtures("survey")
def test_the_first_page_has_no_way_back(browser: TestClient) -> None:
    page = visit(browser, ADDRESS)
    assert "back" not in {button.get("value") for button in page.form.buttons}


@pytest.mark.usefixtures("survey")
def test_back_from_checking_leads_to_the_last_page(browser: TestClient) -> None:
    assert _checked(browser).press("back").heading == "Page 3"


@pytest.mark.usefixtures("survey")
def test_a_change_returns_to_checking(office: Office, browser: TestClient) -> None:
    page = _checked(browser).press("change:ease")
    assert page.values("ease") == ["good"]
    check = page.fill(ease="poor").press("continue")
    assert check.heading == "Check your answers"
    assert check.values("ease") == ["poor"]
    check.press("send")
    assert [answers["ease"] for answers in stored(office)] == ["poor"]


@pytest.mark.usefixtures("survey")
def test_a_change_with_a_problem_still_returns_to_checking_once_mended(browser: TestClient) -> None:
    page = _checked(browser).press("change:postal")
    wrong = page.fill(postal="far too long").press("continue")
    assert wrong.status == 422
    assert wrong.fill(postal="N1N").press("continue").heading == "Check your answers"


@pytest.mark.usefixtures("survey")
def test_a_language_switch_keeps_page_and_words(browser: TestClient) -> None:
    second = visit(browser, ADDRESS).fill(ease="good").press("continue")
    french = second.fill(postal="half ty").press("language")
    assert french.language == "fr"
    assert french.heading == "Page 2 (fr)"
    assert french.values("postal") == ["half ty"]
    assert french.press("continue").heading == "Page 3 (fr)"


@pytest.mark.usefixtures("survey")
def test_the_language_can_be_switched_while_checking(office: Office, browser: TestClient) -> None:
    french = _checked(browser).press("language")
    assert french.heading == "Vérifiez vos réponses"
    assert french.press("send").heading == "Vos réponses ont été envoyées"
    assert len(stored(office)) == 1


def test_questions_that_are_not_asked_are_passed_over(office: Office, browser: TestClient) -> None:
    asked = question(
        "long_text", "why", relevance={"test": "selected", "question": "ease", "options": ["poor"]}
    )
    ease = question("scale", "ease", "poor", "good", required=True)
    make_survey(office, pages=[[ease], [asked], [question("short_text", "last")]])
    happy = visit(browser, ADDRESS).fill(ease="good").press("continue")
    assert "last" in happy.form.names
    assert "Page 2 of 2" in happy.text
    assert happy.press("back").fill(ease="poor").press("continue").heading == "Page 2"


def test_a_change_that_makes_a_later_page_wrong_leads_there(office: Office, browser: TestClient) -> None:
    when = {"test": "selected", "question": "ease", "options": ["poor"]}
    asked = question("long_text", "why", relevance=when, required=True)
    make_survey(office, pages=[[question("scale", "ease", "poor", "good", required=True)], [asked]])
    check = visit(browser, ADDRESS).fill(ease="good").press("continue")
    assert check.heading == "Check your answers"
    wrong = check.press("change:ease").fill(ease="poor").press("continue")
    assert wrong.errors.keys() == {"why"}
    assert wrong.fill(why="Because").press("continue").heading == "Check your answers"


@pytest.mark.usefixtures("survey")
def test_without_cookies_each_page_is_drawn_at_once(cookieless: TestClient) -> None:
    third = visit(cookieless, ADDRESS).fill(ease="good").press("continue").press("continue")
    assert third.heading == "Page 3"
    assert third.response.history == []
    assert third.response.url.query == b""


# What a browser that keeps cookies gets besides.


@pytest.mark.usefixtures("survey")
def test_the_key_is_kept_from_the_first_saved_page_on(client: TestClient) -> None:
    first = visit(client, ADDRESS)
    assert COOKIE not in client.cookies
    second = first.fill(ease="good").press("continue")
    assert client.cookies[COOKIE] == first.values("_key")[0]
    told = second.response.headers["set-cookie"]
    assert "HttpOnly" in told
    assert "SameSite=lax" in told
    assert "Max-Age" not in told
    assert "Secure" not in told


def test_the_key_is_secure_where_the_address_is(office: Office) -> None:
    asked = default_questions()
    make_survey(office, pages=[asked[:1], asked[1:]])
    safe = {"data": office.settings.data, "database_url": office.settings.database_url}
    served = Office(
        Settings(**safe, secret=office.settings.secret, public_url="https://town.example"),  # type: ignore[arg-type]
        office.db,
    )
    with TestClient(resident_app(served), base_url="https://town.example") as client:
        second = visit(client, ADDRESS).fill(ease="good").press("continue")
        assert "Secure" in second.response.headers["set-cookie"]
        assert second.response.headers["strict-transport-security"].startswith("max-age=")


@pytest.mark.usefixtures("survey")
def test_with_the_key_each_page_has_an_address_that_a_reload_shows_again(client: TestClient) -> None:
    visit(client, ADDRESS).fill(ease="good").press("continue").fill(ward="harbour").press("continue")
    third = visit(client, f"{ADDRESS}?step=page_3")
    assert third.heading == "Page 3"
    second = visit(client, f"{ADDRESS}?step=page_2")
    assert second.values("ward") == ["harbour"]
    assert "We kept your answers" not in second.text


@pytest.mark.usefixtures("survey")
def test_coming_back_resumes_where_one_stopped(client: TestClient) -> None:
    first = visit(client, ADDRESS)
    first.fill(ease="good").press("continue").fill(ward="harbour").press("continue")
    back = visit(client, ADDRESS)
    assert back.heading == "Page 3"
    assert "We kept your answers" in back.text
    assert back.values("_key") == first.values("_key")
    french = visit(client, "/fr/s/library")
    assert french.heading == "Page 3 (fr)"


@pytest.mark.usefixtures("survey")
def test_one_can_start_again(office: Office, client: TestClient) -> None:
    first = visit(client, ADDRESS)
    first.fill(ease="good").press("continue")
    fresh = visit(client, ADDRESS).press("restart")
    assert fresh.response.url.path == ADDRESS
    assert fresh.values("ease") == []
    assert fresh.values("_key") != first.values("_key")
    assert COOKIE not in client.cookies


@pytest.mark.usefixtures("survey")
def test_the_key_is_forgotten_once_answers_are_sent(client: TestClient) -> None:
    _checked(client).press("send")
    assert COOKIE not in client.cookies
    assert visit(client, ADDRESS).values("ease") == []


@pytest.mark.usefixtures("survey")
def test_a_receipt_lost_on_the_way_is_shown_on_return(office: Office, client: TestClient) -> None:
    check = _checked(client)
    sent = collect.submit(office, "library", check.values("_key")[0], {}, language="en")
    assert isinstance(sent, collect.Receipt)
    back = visit(client, ADDRESS)
    assert back.heading == "Your answers were sent"
    assert back.codes == [sent.reference, sent.withdrawal_code]
    assert COOKIE not in client.cookies


@pytest.mark.usefixtures("survey")
def test_drafts_too_old_give_an_empty_form(office: Office, client: TestClient) -> None:
    visit(client, ADDRESS).fill(ease="good").press("continue")
    later = office.now() + drafts.KEPT_FOR * 2
    office.now = lambda: later
    page = visit(client, ADDRESS)
    assert page.values("ease") == []
    assert COOKIE not in client.cookies


@pytest.mark.usefixtures("survey")
def test_a_key_that_is_not_ours_is_ignored(client: TestClient) -> None:
    client.cookies.set(COOKIE, "made up; by somebody")
    page = visit(client, ADDRESS)
    assert page.status == 200
    assert page.values("ease") == []


@pytest.mark.usefixtures("survey")
def test_checking_is_not_reached_by_its_address_while_something_is_missing(client: TestClient) -> None:
    visit(client, ADDRESS).press("continue")
    page = visit(client, f"{ADDRESS}?step=check")
    assert page.status == 422
    assert page.errors.keys() == {"ease"}


@pytest.mark.usefixtures("survey")
def test_an_unknown_step_shows_where_one_stopped(client: TestClient) -> None:
    visit(client, ADDRESS).fill(ease="good").press("continue")
    assert visit(client, f"{ADDRESS}?step=nowhere").heading == "Page 2"


@pytest.mark.usefixtures("survey")
def test_a_kiosk_keeps_no_key_for_the_next_person(office: Office, client: TestClient) -> None:
    page = visit(client, f"{ADDRESS}?channel=kiosk").fill(ease="good").press("continue")
    assert page.heading == "Page 2"
    assert COOKIE not in client.cookies
    assert visit(client, f"{ADDRESS}?channel=kiosk").values("ease") == []
    page.press("continue").press("continue").press("send")
    assert len(stored(office)) == 1


@pytest.mark.usefixtures("survey")
def test_channel_and_release_go_along_from_page_to_page(office: Office, client: TestClient) -> None:
    second = visit(client, f"{ADDRESS}?channel=embedded").fill(ease="good").press("continue")
    third = second.press("continue")
    reference, code = third.press("continue").press("send").codes
    assert collect.look_up(office, reference, code)[0].channel == "embedded"


# When things fail.


@pytest.mark.usefixtures("survey")
def test_a_page_that_cannot_be_kept_stays_with_its_words(
    office: Office, browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = visit(browser, ADDRESS).fill(ease="good").press("continue").fill(postal="N1N")

    def full(*args: object, **more: object) -> None:
        raise NotStoredError

    with monkeypatch.context() as patch:
        patch.setattr(collect, "save_page", full)
        failed = second.press("continue")
    assert failed.status == 503
    assert failed.values("postal") == ["N1N"]
    assert failed.press("continue").heading == "Page 3"


@pytest.mark.usefixtures("survey")
def test_all_answers_can_be_sent_even_when_the_drafts_are_gone(office: Office, browser: TestClient) -> None:
    check = _checked(browser)
    collect.discard(office, "library", check.values("_key")[0])
    assert check.press("send").heading == "Your answers were sent"
    assert stored(office) == [{"ease": "good", "used": ["tax"], "ward": "harbour", "improve": "Two\nlines"}]


@pytest.mark.usefixtures("survey")
def test_a_tampered_key_while_checking_gives_all_answers_back(office: Office, browser: TestClient) -> None:
    check = _checked(browser)
    check.form.fields = [(n, "x" if n == "_key" else v) for n, v in check.form.fields]
    back = check.press("send")
    assert back.status == 400
    assert back.heading == "Check your answers"
    changed = back.press("change:ease").fill(ease="poor").press("continue")
    assert changed.press("send").heading == "Your answers were sent"
    assert stored(office) == [{"ease": "poor", "used": ["tax"], "ward": "harbour", "improve": "Two\nlines"}]


@pytest.mark.usefixtures("survey")
def test_a_page_that_does_not_exist_is_told(client: TestClient) -> None:
    page = visit(client, ADDRESS)
    page.form.fields = [(n, "page_9" if n == "_page" else v) for n, v in page.form.fields]
    assert page.press("continue").status == 404


@pytest.mark.usefixtures("survey")
def test_sending_is_not_possible_around_a_required_question(office: Office, client: TestClient) -> None:
    page = visit(client, ADDRESS)
    wrong = page.send([("_key", page.values("_key")[0]), ("_do", "send")])
    assert wrong.status == 422
    assert wrong.errors.keys() == {"ease"}
    assert survey_now(office).stage_at(office.now()) == "open"
    assert stored(office) == []


def test_words_that_a_database_may_refuse_never_stop_a_resident(office_on_both: Office) -> None:
    asked = default_questions()
    make_survey(office_on_both, pages=[asked[:1], asked[1:]])
    kind = {"content-type": "application/x-www-form-urlencoded"}
    with TestClient(resident_app(office_on_both)) as client:
        second = visit(client, ADDRESS).fill(ease="good").press("continue")
        key = second.values("_key")[0]
        body = f"_key={key}&_page=page_2&_do=continue&improve=nul%00here".encode()
        bad = Page(client, client.post(ADDRESS, content=body + b"&worked=caf%E9", headers=kind))
        assert (bad.status, bad.errors.keys()) == (422, {"worked"})
        check = bad.fill(worked="café").press("continue")
        assert check.heading == "Check your answers"
        assert check.press("send").heading == "Your answers were sent"
        assert stored(office_on_both) == [{"ease": "good", "improve": "nulhere", "worked": "café"}]
        for address in ("/en/s/%00", "/en/results/%00", f"{ADDRESS}?release=%00&step=%00"):
            assert client.get(address).status_code in (200, 404)
        assert (
            client.post("/en/receipt", content=b"_reference=%00a&_code=%00b", headers=kind).status_code == 422
        )
