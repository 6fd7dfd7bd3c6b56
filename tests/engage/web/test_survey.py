"""A survey of one page: opened, answered, sent once, and every way in which that can go wrong."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from engage import keys
from engage.actions import author, collect
from engage.actions.collect import NotStoredError
from engage.office import Office
from tests.engage.web.pages import Page, visit
from tests.factories import (
    AT,
    cast,
    default_questions,
    make_service,
    make_survey,
    no_space,
    publish_survey,
    question,
    stored,
)

SURVEY = "/en/s/library"


def test_the_first_page_tells_what_it_is_how_long_it_takes_and_who_reads_it(
    office: Office, client: TestClient
) -> None:
    make_survey(office, minutes=4)
    page = visit(client, SURVEY)
    assert page.status == 200
    assert page.heading == "Library survey"
    assert page.language == "en"
    for sentence in (
        "Tell us what you think.",
        "Takes about 4 minutes",
        "Collected under the Municipal Act to improve services.",
        "Your answers are read by the municipal staff who work on this.",
        "How easy was it?",
        "Send your answers",
    ):
        assert sentence in page.text


def test_the_french_page_is_french_throughout(office: Office, client: TestClient) -> None:
    make_survey(office)
    page = visit(client, "/fr/s/library")
    assert page.language == "fr"
    assert "Envoyer vos réponses" in page.text
    assert "How easy was it? (fr)" in page.text
    assert "Send your answers" not in page.text


def test_each_visit_gets_a_key_of_its_own(office: Office, client: TestClient) -> None:
    make_survey(office)
    made = {visit(client, SURVEY).values("_key")[0] for _ in range(3)}
    assert len(made) == 3


def test_a_compressed_page_equals_the_plain_one(office: Office, client: TestClient) -> None:
    make_survey(office)
    packed = client.get(SURVEY, headers={"accept-encoding": "gzip"})
    plain = client.get(SURVEY, headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert _without_key(packed.text) == _without_key(plain.text)


def _without_key(text: str) -> str:
    return re.sub(r'name="_key" value="[^"]+"', "", text)


def test_no_cookie_is_set_before_anything_is_kept(office: Office, client: TestClient) -> None:
    make_survey(office)
    page = visit(client, SURVEY)
    sent = page.fill(ease="good").press("send")
    assert "set-cookie" not in page.response.headers
    assert "set-cookie" not in sent.response.headers


def test_sent_answers_are_stored_and_a_receipt_is_shown(office: Office, client: TestClient) -> None:
    make_survey(office)
    page = visit(client, SURVEY).fill(
        ease="good",
        used=["permits", "tax"],
        first=["speed", "search", ""],
        ward="harbour",
        postal="N1N 2B2",
        improve="Search finds nothing.\r\nTwice.",
    )
    receipt = page.press("send")
    assert receipt.status == 200
    assert receipt.heading == "Your answers were sent"
    reference, code = receipt.codes
    assert keys.tidy(reference) == reference
    assert keys.tidy(code) == code
    assert stored(office) == [
        {
            "ease": "good",
            "used": ["permits", "tax"],
            "first": ["speed", "search"],
            "ward": "harbour",
            "postal": "N1N 2B2",
            "improve": "Search finds nothing.\nTwice.",
        }
    ]


def test_the_same_form_sent_again_shows_the_same_receipt(office: Office, client: TestClient) -> None:
    make_survey(office)
    page = visit(client, SURVEY).fill(ease="good")
    first, again = page.press("send"), page.press("send")
    assert again.codes == first.codes
    assert len(stored(office)) == 1


def test_the_same_form_with_other_answers_is_told_that_it_was_sent(
    office: Office, client: TestClient
) -> None:
    make_survey(office)
    page = visit(client, SURVEY).fill(ease="good")
    reference = page.press("send").codes[0]
    again = page.fill(ease="poor").press("send")
    assert again.status == 409
    assert again.heading == "This form was already sent"
    assert again.codes == [reference]
    assert "open the first ones with your reference and withdrawal code" in again.text
    assert stored(office) == [{"ease": "good"}]


def test_withdrawn_answers_do_not_come_back(office: Office, client: TestClient) -> None:
    make_survey(office)
    page = visit(client, SURVEY).fill(ease="good")
    collect.withdraw(office, *page.press("send").codes)
    again = page.press("send")
    assert again.status == 409
    assert again.heading == "These answers were withdrawn"
    assert stored(office) == []


def test_problems_are_told_at_the_top_and_beside_the_question_and_nothing_typed_is_lost(
    office: Office, client: TestClient
) -> None:
    make_survey(office)
    typed = "Search <b>finds</b> “nothing”.\n\n  Indented"
    page = visit(client, SURVEY).fill(
        improve=typed, postal="far too long", used=["tax"], first=["", "speed", ""]
    )
    wrong = page.press("send")
    assert wrong.status == 422
    assert wrong.title == "Error: Page 1 – Library survey – Our town"
    assert wrong.errors == {
        "ease": "This question needs an answer. Choose or write one, then go on.",
        "first": "A place is empty before one that is filled. Please fill the places from the first.",
        "postal": "Your text has 12 characters; there is room for 7. Please remove 5 characters.",
    }
    assert re.findall(r'<li><a href="#q-(\w+)">', wrong.text) == ["ease", "first", "postal"]
    assert 'role="alert" tabindex="-1" autofocus' in wrong.text
    assert wrong.values("improve") == [typed]
    assert wrong.values("postal") == ["far too long"]
    assert wrong.values("used") == ["tax"]
    assert wrong.values("first") == ["", "speed", ""]
    mended = wrong.fill(ease="good", postal="N1N", first=["speed", "", ""]).press("send")
    assert mended.heading == "Your answers were sent"
    assert len(stored(office)) == 1


def test_every_wrong_field_points_to_its_message(office: Office, client: TestClient) -> None:
    make_survey(office)
    wrong = visit(client, SURVEY).fill(postal="far too long").press("send")
    assert 'aria-invalid="true" aria-describedby="q-postal-error"' in wrong.text
    assert re.search(r'role="radiogroup"[^>]*aria-invalid="true"[^>]*q-ease-error', wrong.text)


def test_problems_are_told_in_french_on_the_french_page(office: Office, client: TestClient) -> None:
    make_survey(office)
    wrong = visit(client, "/fr/s/library").press("send")
    assert wrong.title.startswith("Erreur\N{NO-BREAK SPACE}:")
    assert wrong.errors["ease"].startswith("Cette question demande une réponse.")


def test_a_language_switch_keeps_what_was_typed(office: Office, client: TestClient) -> None:
    make_survey(office)
    page = visit(client, SURVEY).fill(ease="poor", improve="Déjà vu", first=["speed", "", ""])
    french = page.press("language")
    assert french.language == "fr"
    assert french.response.url.path == "/fr/s/library"
    assert french.values("_key") == page.values("_key")
    assert french.values("ease") == ["poor"]
    assert french.values("improve") == ["Déjà vu"]
    assert french.values("first") == ["speed", "", ""]
    assert french.press("send").heading == "Vos réponses ont été envoyées"
    assert stored(office) == [{"ease": "poor", "improve": "Déjà vu", "first": ["speed"]}]


def test_enter_in_a_text_field_sends_and_does_not_switch_the_language(
    office: Office, client: TestClient
) -> None:
    make_survey(office)
    first_button = visit(client, SURVEY).form.buttons[0]
    assert first_button["value"] == "send"
    assert first_button["form"] == "answers"


def test_an_optional_choice_can_be_taken_back(office: Office, client: TestClient) -> None:
    make_survey(office, questions=[question("single_choice", "day", "monday", "sunday")])
    page = visit(client, SURVEY)
    assert re.search(r'<input type="radio" name="day" value="">', page.text)
    assert page.fill(day="").press("send").heading == "Your answers were sent"
    assert stored(office) == [{}]


def test_a_required_choice_offers_no_empty_answer(office: Office, client: TestClient) -> None:
    make_survey(office, questions=[question("single_choice", "day", "monday", "sunday", required=True)])
    assert '<input type="radio" name="day" value="">' not in visit(client, SURVEY).text


def test_a_question_that_an_answer_brings_up_is_asked_before_sending(
    office: Office, client: TestClient
) -> None:
    asked = question(
        "long_text", "why", relevance={"test": "selected", "question": "ease", "options": ["poor"]}
    )
    make_survey(office, questions=[question("scale", "ease", "poor", "good", required=True), asked])
    page = visit(client, SURVEY)
    assert "why" not in page.form.names
    more = page.fill(ease="poor").press("send")
    assert more.status == 200
    assert "One more thing" in more.text
    assert stored(office) == []
    assert more.fill(why="It broke").press("send").heading == "Your answers were sent"
    assert stored(office) == [{"ease": "poor", "why": "It broke"}]


def test_a_question_that_is_brought_up_may_be_left_empty(office: Office, client: TestClient) -> None:
    asked = question(
        "long_text", "why", relevance={"test": "selected", "question": "ease", "options": ["poor"]}
    )
    make_survey(office, questions=[question("scale", "ease", "poor", "good", required=True), asked])
    more = visit(client, SURVEY).fill(ease="poor").press("send")
    assert more.press("send").heading == "Your answers were sent"


def test_the_release_of_a_link_is_stored(office: Office, client: TestClient) -> None:
    service = make_service(office, releases={"0.8.0": AT, "0.9.0": AT + timedelta(days=1)})
    make_survey(office, service_id=service)
    page = visit(client, f"{SURVEY}?release=0.8.0")
    reference, code = page.fill(ease="good").press("send").codes
    assert collect.look_up(office, reference, code)[0].release == "0.8.0"


def test_a_release_that_does_not_exist_is_not_repeated(office: Office, client: TestClient) -> None:
    make_survey(office)
    page = visit(client, f"{SURVEY}?release=9.9")
    assert page.values("_release") == []
    assert "9.9" not in page.text


@pytest.mark.parametrize(
    ("asked", "kept"),
    [("kiosk", "kiosk"), ("embedded", "embedded"), ("paper", "web"), ("<b>", "web"), ("", "web")],
)
def test_a_link_may_name_only_the_channels_that_are_its_to_name(
    office: Office, client: TestClient, asked: str, kept: str
) -> None:
    make_survey(office)
    page = visit(client, f"{SURVEY}?{urlencode({'channel': asked})}")
    reference, code = page.fill(ease="good").press("send").codes
    assert collect.look_up(office, reference, code)[0].channel == kept


def test_a_form_opened_before_a_new_version_is_stored_under_the_old_one(
    office: Office, client: TestClient
) -> None:
    make_survey(office)
    page = visit(client, SURVEY).fill(ease="good", ward="harbour")
    publish_survey(office, questions=[default_questions()[0]])
    assert page.press("send").heading == "Your answers were sent"
    assert stored(office) == [{"ease": "good", "ward": "harbour"}]
    assert "ward" not in visit(client, SURVEY).form.names


def test_an_unknown_survey_is_told_with_a_way_on(client: TestClient) -> None:
    page = visit(client, "/fr/s/nowhere")
    assert page.status == 404
    assert page.heading == "Il n’y a pas de sondage à cette adresse"
    assert 'href="/fr/"' in page.text


def test_a_survey_never_published_looks_like_none(office: Office, client: TestClient) -> None:
    make_survey(office, is_published=False)
    assert visit(client, SURVEY).status == 404


def test_another_language_is_told_in_both_of_ours_with_links(office: Office, client: TestClient) -> None:
    make_survey(office)
    page = visit(client, "/de/s/library", headers={"accept-language": "de, fr;q=0.7"})
    assert page.status == 404
    assert page.language == "fr"
    assert "Cette page existe en français et en anglais" in page.text
    assert "This page exists in English and French" in page.text
    assert 'href="/en/s/library"' in page.text
    assert 'href="/fr/s/library"' in page.text


def test_a_survey_in_one_language_says_so_in_the_other(office: Office, client: TestClient) -> None:
    make_survey(office, languages=["en"])
    page = visit(client, "/fr/s/library")
    assert page.status == 404
    assert page.heading == "Ce sondage est en anglais seulement"
    assert 'href="/en/s/library"' in page.text


def test_a_closed_survey_says_so(office: Office, client: TestClient) -> None:
    make_survey(office)
    author.close(office, cast(office).ana, "library")
    page = visit(client, SURVEY)
    assert page.status == 410
    assert page.heading == "This survey is closed"


def test_a_form_that_comes_after_the_grace_shows_its_words_again(office: Office, client: TestClient) -> None:
    make_survey(office)
    page = visit(client, SURVEY).fill(ease="good", improve="Long thoughts <i>here</i>")
    author.close(office, cast(office).ana, "library")
    now = office.now() + collect.CLOSING_GRACE + timedelta(minutes=1)
    office.now = lambda: now
    late = page.press("send")
    assert late.status == 410
    assert "Long thoughts &lt;i&gt;here&lt;/i&gt;" in late.text
    assert "Good" in late.text
    assert stored(office) == []


def test_a_form_opened_before_closing_is_taken_within_the_grace(office: Office, client: TestClient) -> None:
    make_survey(office)
    page = visit(client, SURVEY).fill(ease="good")
    author.close(office, cast(office).ana, "library")
    assert page.press("send").heading == "Your answers were sent"


def test_a_tampered_key_gives_the_form_back_filled_in_under_a_new_key(
    office: Office, client: TestClient
) -> None:
    make_survey(office)
    page = visit(client, SURVEY).fill(ease="good", improve="Do not lose me")
    page.form.fields = [(n, "tampered" if n == "_key" else v) for n, v in page.form.fields]
    back = page.press("send")
    assert back.status == 400
    assert "What you wrote is below; nothing was sent." in back.text
    assert back.values("improve") == ["Do not lose me"]
    assert stored(office) == []
    assert back.press("send").heading == "Your answers were sent"
    assert stored(office) == [{"ease": "good", "improve": "Do not lose me"}]


def test_the_key_of_another_survey_is_refused(office: Office, client: TestClient) -> None:
    make_survey(office)
    make_survey(office, "other")
    other = visit(client, "/en/s/other").values("_key")[0]
    page = visit(client, SURVEY).fill(ease="good")
    page.form.fields = [(n, other if n == "_key" else v) for n, v in page.form.fields]
    assert page.press("send").status == 400
    assert stored(office) == []


def test_when_nothing_can_be_stored_the_words_stay_in_the_form(
    office: Office, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_survey(office)
    page = visit(client, SURVEY).fill(ease="good", improve="Keep this")
    with monkeypatch.context() as full:
        no_space(full)
        failed = page.press("send")
    assert failed.status == 503
    assert failed.response.headers["retry-after"] == "30"
    assert "Not sent yet" in failed.text
    assert failed.values("improve") == ["Keep this"]
    assert failed.values("_key") == page.values("_key")
    assert failed.press("send").heading == "Your answers were sent"
    assert len(stored(office)) == 1


def test_when_not_even_the_survey_can_be_read_the_words_go_back_ready_to_send(
    office: Office, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_survey(office)
    page = visit(client, SURVEY).fill(ease="good", improve="Keep this too")

    def gone(*args: object, **more: object) -> None:
        raise NotStoredError

    with monkeypatch.context() as patch:
        patch.setattr(collect, "reopen", gone)
        failed = page.press("send")
    assert failed.status == 503
    assert failed.values("improve") == ["Keep this too"]
    again = Page(client, client.post(failed.form.action, data=dict(failed.form.fields)))
    assert again.heading == "Your answers were sent"
    assert stored(office) == [{"ease": "good", "improve": "Keep this too"}]


def test_residents_words_are_never_logged(
    office: Office, client: TestClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_survey(office)
    page = visit(client, SURVEY).fill(ease="good", improve="SECRETWORDS")
    no_space(monkeypatch)
    page.press("send")
    assert "could not be stored" in caplog.text
    assert "SECRETWORDS" not in caplog.text


def test_only_get_head_and_post_are_taken(office: Office, client: TestClient) -> None:
    make_survey(office)
    assert client.head(SURVEY).status_code == 200
    for method in ("PUT", "DELETE", "PATCH"):
        refused = client.request(method, SURVEY)
        assert refused.status_code == 405
        assert refused.headers["allow"] == "GET, HEAD, POST"
        assert "This page cannot be used that way" in refused.text
