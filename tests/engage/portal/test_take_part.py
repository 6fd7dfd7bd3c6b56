"""Taking part in the portal: one screen at a time, nothing lost, sent once."""

from engage.actions import author, collect
from engage.portal import resuming
from surveys.definition import read_definition
from surveys.store import responses
from tests.engage.portal.conftest import click, draft_of, texts
from tests.factories import cast, definition_data, make_survey, question, stored, survey_now

PAGES = [
    [question("single_choice", "ward", "old_town", "harbour", required=True, text="Which ward?")],
    [question("long_text", "improve", text="What could we do better?")],
]


def _key(name: str, part: int = 0, language: str = "en") -> str:
    return f"take_part.library.{language}.{name}.{part}"


def test_a_response_is_stored_once_with_a_receipt(portal, office) -> None:
    make_survey(office)
    app = portal("take_part", survey="library")
    app.radio(key=_key("ease")).set_value("good")
    app.text_area(key=_key("improve")).set_value("Longer hours :red[please]")
    click(app, "Send your answers")
    assert [title.value for title in app.title] == ["Thank you. Your answers were received."]
    assert [each["improve"] for each in stored(office)] == ["Longer hours :red[please]"]
    reference, code = (element.value for element in app.code)
    assert collect.look_up(office, reference, code)[0].language == "en"
    app.run()
    app.run()
    assert len(stored(office)) == 1


def test_a_missing_answer_is_told_at_the_top_and_at_its_question(portal, office) -> None:
    make_survey(office)
    app = portal("take_part", survey="library")
    app.text_area(key=_key("improve")).set_value("Still here")
    click(app, "Send your answers")
    assert stored(office) == []
    assert len(app.error) == 2
    assert "How easy was it" in app.error[0].value
    assert app.text_area(key=_key("improve")).value == "Still here"
    app.radio(key=_key("ease")).set_value("fair")
    click(app, "Send your answers")
    assert [(each["ease"], each["improve"]) for each in stored(office)] == [("fair", "Still here")]


def test_pages_go_on_and_back_and_end_with_a_check(portal, office) -> None:
    make_survey(office, pages=PAGES)
    app = portal("take_part", survey="library")
    click(app, "Continue")
    assert len(app.error) == 2
    app.radio(key=_key("ward")).set_value("harbour")
    click(app, "Continue")
    app.text_area(key=_key("improve")).set_value("More light")
    click(app, "Back")
    assert app.radio(key=_key("ward")).value == "harbour"
    click(app, "Continue")
    assert app.text_area(key=_key("improve")).value == "More light"
    click(app, "Continue")
    assert "Check your answers" in [heading.value for heading in app.header]
    assert [text.value for text in app.text] == ["Harbour", "More light"]
    assert stored(office) == []
    click(app, "Send your answers")
    assert stored(office) == [{"ward": "harbour", "improve": "More light"}]


def test_changing_the_language_keeps_what_is_typed(portal, office) -> None:
    make_survey(office)
    app = portal("take_part", survey="library")
    app.radio(key=_key("ease")).set_value("good")
    app.text_area(key=_key("improve")).set_value("Garder ceci")
    click(app, "Français")
    assert [title.value for title in app.title] == ["Library survey \\(fr\\)"]
    assert app.radio(key=_key("ease", language="fr")).value == "good"
    assert app.text_area(key=_key("improve", language="fr")).value == "Garder ceci"
    click(app, "Envoyer vos réponses")
    assert [each["improve"] for each in stored(office)] == ["Garder ceci"]


def test_answers_that_could_not_be_stored_stay_and_can_be_sent_again(portal, office, monkeypatch) -> None:
    make_survey(office)
    app = portal("take_part", survey="library")
    app.radio(key=_key("ease")).set_value("good")
    app.text_area(key=_key("improve")).set_value("Do not lose me")

    def fail(*_args: object, **_values: object) -> None:
        raise collect.NotStoredError

    with monkeypatch.context() as broken:
        broken.setattr(collect, "submit", fail)
        click(app, "Send your answers")
    assert "Your answers were not sent yet" in texts(app)
    assert app.text_area(key=_key("improve")).value == "Do not lose me"
    click(app, "Send your answers")
    assert [each["improve"] for each in stored(office)] == ["Do not lose me"]


def test_a_closed_survey_gives_back_what_was_typed(portal, office) -> None:
    make_survey(office)
    app = portal("take_part", survey="library")
    app.text_area(key=_key("improve")).set_value("My long story")
    author.close(office, cast(office).ana, "library")
    app.run()  # within the grace the form stays
    assert app.text_area(key=_key("improve")).value == "My long story"


def test_a_survey_that_is_closed_says_so(portal, office) -> None:
    make_survey(office)
    author.close(office, cast(office).ana, "library")
    app = portal("take_part", survey="library")
    assert ["takes no more answers" in warning.value for warning in app.warning] == [True]


def test_an_unknown_survey_is_not_found(portal, office) -> None:
    app = portal("take_part", survey="nothing")
    assert [heading.value for heading in app.header] == ["We could not find that"]


def test_what_staff_send_is_a_test(portal, office) -> None:
    make_survey(office)
    app = portal("take_part", cast(office).ana, survey="library")
    assert "marked as a test" in texts(app)
    app.radio(key=_key("ease")).set_value("good")
    click(app, "Send your answers")
    assert "marked as a test" not in texts(app)
    with office.db.read() as tx:
        from surveys.store import responses

        assert responses.counts(tx, [1]) == {1: 0}


def test_staff_of_another_department_are_asked_to_sign_out(portal, office) -> None:
    make_survey(office)
    app = portal("take_part", cast(office).cho, survey="library")
    assert "Sign out to answer as a resident" in texts(app)


def test_a_reload_in_the_same_browser_comes_back_to_the_same_page(portal, office, monkeypatch) -> None:
    monkeypatch.setattr(resuming, "browser_mark", lambda: b"this browser")
    make_survey(office, pages=PAGES)
    app = portal("take_part", survey="library")
    app.radio(key=_key("ward")).set_value("harbour")
    click(app, "Continue")
    draft = draft_of(app)
    again = portal("take_part", survey="library", draft=draft)
    assert "We kept your answers" in texts(again)
    click(again, "Back")
    assert again.radio(key=_key("ward")).value == "harbour"


def test_the_address_of_another_browser_starts_a_survey_of_its_own(portal, office, monkeypatch) -> None:
    monkeypatch.setattr(resuming, "browser_mark", lambda: b"this browser")
    make_survey(office, pages=PAGES)
    app = portal("take_part", survey="library")
    app.radio(key=_key("ward")).set_value("harbour")
    click(app, "Continue")
    draft = draft_of(app)
    monkeypatch.setattr(resuming, "browser_mark", lambda: b"another browser")
    other = portal("take_part", survey="library", draft=draft)
    assert "We kept your answers" not in texts(other)
    assert other.radio(key=_key("ward")).value is None


def test_a_lost_answer_to_sending_is_found_again_as_the_receipt(portal, office, monkeypatch) -> None:
    monkeypatch.setattr(resuming, "browser_mark", lambda: b"this browser")
    make_survey(office, pages=PAGES)
    app = portal("take_part", survey="library")
    app.radio(key=_key("ward")).set_value("harbour")
    click(app, "Continue")
    draft = draft_of(app)
    click(app, "Continue")
    click(app, "Send your answers")
    reference = app.code[0].value
    again = portal("take_part", survey="library", draft=draft)
    assert again.code[0].value == reference
    assert len(stored(office)) == 1


def test_starting_again_forgets_what_was_kept(portal, office, monkeypatch) -> None:
    monkeypatch.setattr(resuming, "browser_mark", lambda: b"this browser")
    make_survey(office, pages=PAGES)
    app = portal("take_part", survey="library")
    app.radio(key=_key("ward")).set_value("harbour")
    click(app, "Continue")
    again = portal("take_part", survey="library", draft=draft_of(app))
    click(again, "Start again")
    assert "We kept your answers" not in texts(again)
    assert again.radio(key=_key("ward")).value is None
    assert "draft" not in again.query_params


def _survey_with_a_way_out(office, *, keeps: str) -> None:
    people = cast(office)
    data = definition_data(pages=PAGES)
    harbour = {"test": "selected", "question": "ward", "options": ["harbour"]}
    data["pages"][0]["screen_outs"] = [{"name": "harbour", "condition": harbour, "keeps": keeps}]
    made = read_definition(data)
    author.create_survey(office, people.ana, slug="library", definition=made, department_id=people.digital)
    author.publish(office, people.ana, "library")


def test_a_screen_out_ends_it_kindly_and_one_may_start_again(portal, office) -> None:
    _survey_with_a_way_out(office, keeps="nothing")
    app = portal("take_part", survey="library")
    app.radio(key=_key("ward")).set_value("harbour")
    click(app, "Continue")
    assert [title.value for title in app.title] == ["Thank you for your interest"]
    assert "We kept none of your answers." in texts(app)
    assert stored(office) == []
    click(app, "Start again with an empty form")
    assert app.radio(key=_key("ward")).value is None


def test_what_a_screen_out_keeps_has_a_reference_and_a_code(portal, office) -> None:
    _survey_with_a_way_out(office, keeps="answers")
    app = portal("take_part", survey="library")
    app.radio(key=_key("ward")).set_value("harbour")
    click(app, "Continue")
    reference, code = (element.value for element in app.code)
    found, _, _ = collect.look_up(office, reference, code)
    assert (found.status, found.answers) == ("screened_out", {"ward": "harbour"})
    app.run()
    assert len(app.code) == 2


def test_a_form_of_the_portal_keeps_its_order(portal, office) -> None:
    ward = question("single_choice", "ward", *"abcdefgh", shuffled=True)
    make_survey(office, pages=[[ward], PAGES[1]])
    app = portal("take_part", survey="library")
    shown = app.radio(key=_key("ward")).options
    app.radio(key=_key("ward")).set_value("c")
    click(app, "Continue")
    click(app, "Back")
    assert app.radio(key=_key("ward")).options == shown
    click(app, "Continue")
    click(app, "Continue")
    click(app, "Send your answers")
    with office.db.read() as tx:
        [kept] = [one.orders for one in responses.of_survey(tx, survey_now(office).id)]
    assert [option.upper() for option in kept["ward.options"]] == [label[0].upper() for label in shown[:8]]
