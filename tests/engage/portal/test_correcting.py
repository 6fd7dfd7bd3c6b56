"""Correcting in the portal: from reference and code to the changed answers, exactly once."""

import pytest

from engage.actions import author, collect
from engage.portal import resuming
from tests.engage.portal.conftest import click, draft_of, texts
from tests.factories import answer, cast, make_survey, question, stored

PAGES = [
    [question("single_choice", "ward", "north", "south", required=True)],
    [question("long_text", "why")],
]


def _key(name: str, language: str = "en") -> str:
    return f"take_part.library.{language}.{name}.0"


def _title(app) -> str:  # type: ignore[no-untyped-def]
    return str(app.title[0].value)


def _go(app, label: str, page: str):  # type: ignore[no-untyped-def]
    """Press what leads to another page; the test runner does not follow by itself."""
    click(app, label)
    given = {name: app.query_params[name] for name in app.query_params}
    app.switch_page(f"pages/{page}.py")
    for name, value in given.items():
        app.query_params[name] = value
    return app.run()


def _find(app, reference: str, code: str, press: str = "Find my response"):  # type: ignore[no-untyped-def]
    app.text_input(key="my_response.field.reference").set_value(reference)
    app.text_input(key="my_response.field.code").set_value(code)
    return click(app, press)


def _begun(portal, office, *, language: str = "en", actor=None, **answers: str):  # type: ignore[no-untyped-def]
    receipt = answer(office, **answers)
    words = ("Find my response", "Change these answers")
    if language == "fr":
        words = ("Trouver ma réponse", "Modifier ces réponses")
    app = portal("my_response", actor, language=language)
    _find(app, receipt.reference, receipt.withdrawal_code, words[0])
    return _go(app, words[1], "take_part"), receipt


def test_from_the_receipt_to_changed_answers(portal, office) -> None:  # type: ignore[no-untyped-def]
    make_survey(office, pages=PAGES)
    app, receipt = _begun(portal, office, ward="north", why="Light & <b>")
    assert "You are changing answers that you sent" in texts(app)
    assert app.radio(key=_key("ward")).value == "north"
    app.radio(key=_key("ward")).set_value("south")
    click(app, "Continue")
    assert app.text_area(key=_key("why")).value == "Light & <b>"
    app.text_area(key=_key("why")).set_value("More light")
    click(app, "Continue")
    assert "You are changing answers that you sent" in texts(app)
    assert [one["ward"] for one in stored(office)] == ["north"]
    click(app, "Send your answers")
    assert _title(app) == "Your answers were changed"
    assert [element.value for element in app.code] == [receipt.reference, receipt.withdrawal_code]
    assert stored(office) == [{"ward": "south", "why": "More light"}]
    _go(app, "See, change or withdraw what you sent", "my_response")
    assert "Changed 1 time since" in texts(app)
    assert "More light" in texts(app)


def test_it_is_french_throughout(portal, office) -> None:  # type: ignore[no-untyped-def]
    make_survey(office)
    app, _ = _begun(portal, office, language="fr", improve="Plus de lumière")
    assert "Vous modifiez des réponses que vous avez envoyées" in texts(app)
    app.text_area(key=_key("improve", "fr")).set_value("Moins de lumière")
    click(app, "Envoyer vos réponses")
    assert _title(app) == "Vos réponses ont été modifiées"
    assert [one["improve"] for one in stored(office)] == ["Moins de lumière"]


def test_nothing_changed_is_told_as_it_is(portal, office) -> None:  # type: ignore[no-untyped-def]
    make_survey(office)
    app, _ = _begun(portal, office)
    click(app, "Send your answers")
    assert _title(app) == "Nothing was changed"


def test_from_the_receipt_in_hand_it_takes_one_click(portal, office) -> None:  # type: ignore[no-untyped-def]
    make_survey(office)
    app = portal("take_part", survey="library")
    app.radio(key=_key("ease")).set_value("good")
    click(app, "Send your answers")
    _go(app, "See, change or withdraw what you sent", "my_response")
    _go(app, "Change these answers", "take_part")
    assert app.radio(key=_key("ease")).value == "good"
    app.radio(key=_key("ease")).set_value("poor")
    click(app, "Send your answers")
    assert [one["ease"] for one in stored(office)] == ["poor"]


def test_one_may_stop_and_keep_what_was_sent(portal, office) -> None:  # type: ignore[no-untyped-def]
    make_survey(office, pages=PAGES)
    app, _ = _begun(portal, office, ward="north")
    app.radio(key=_key("ward")).set_value("south")
    click(app, "Continue")
    _go(app, "Stop and keep what I sent", "my_response")
    assert _title(app) == "What you sent"
    assert [one["ward"] for one in stored(office)] == ["north"]
    assert portal("take_part", survey="library").radio(key=_key("ward")).value is None


def test_a_reload_goes_on_correcting(portal, office, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(resuming, "browser_mark", lambda: b"this browser")
    make_survey(office, pages=PAGES)
    app, _ = _begun(portal, office, ward="north")
    app.radio(key=_key("ward")).set_value("south")
    click(app, "Continue")
    again = portal("take_part", survey="library", draft=draft_of(app))
    assert "You are changing answers that you sent" in texts(again)
    assert "Start again" not in [button.label for button in again.button]
    click(again, "Continue")
    click(again, "Send your answers")
    assert [one["ward"] for one in stored(office)] == ["south"]


def test_of_two_sessions_the_second_is_told_that_the_first_was_faster(portal, office) -> None:  # type: ignore[no-untyped-def]
    make_survey(office)
    one, receipt = _begun(portal, office)
    two = _find(portal("my_response"), receipt.reference, receipt.withdrawal_code)
    _go(two, "Change these answers", "take_part")
    for app, chosen in ((one, "poor"), (two, "excellent")):
        app.radio(key=_key("ease")).set_value(chosen)
        click(app, "Send your answers")
    assert (_title(one), _title(two)) == ("Your answers were changed", "Your answers were changed meanwhile")
    assert [each["ease"] for each in stored(office)] == ["poor"]


def test_a_correction_whose_key_cannot_be_read_never_becomes_a_new_form(portal, office) -> None:  # type: ignore[no-untyped-def]
    make_survey(office)
    app, _ = _begun(portal, office)
    app.text_area(key=_key("improve")).set_value("My new words")
    app.run()
    app.session_state["take_part.library"]["token"] += "x"
    click(app, "Send your answers")
    assert _title(app) == "We could not recognise the form that came back"
    assert "My new words" in [element.value for element in app.code]
    assert len(stored(office)) == 1
    _go(app, "Find my response", "my_response")
    assert _title(app) == "What you sent"


def test_staff_of_any_department_who_hold_the_code_correct_as_a_resident(portal, office) -> None:  # type: ignore[no-untyped-def]
    make_survey(office)
    app, _ = _begun(portal, office, actor=cast(office).cho)
    assert "marked as a test" not in texts(app)
    app.radio(key=_key("ease")).set_value("poor")
    click(app, "Send your answers")
    assert [one["ease"] for one in stored(office)] == ["poor"]


def test_a_wrong_code_tells_nothing_about_the_reference(portal, office) -> None:  # type: ignore[no-untyped-def]
    make_survey(office)
    receipt = answer(office)
    said = []
    for reference in (receipt.reference, "XXX-XXX-XXX"):
        app = _find(portal("my_response"), reference, "WRNG-WRNG-WRNG-WRNG")
        said.append([error.value for error in app.error])
    assert said[0] == said[1] != []
    app = _find(portal("my_response"), "", "")
    assert [error.value for error in app.error] == [
        "Please fill in both the reference and the withdrawal code."
    ]


def test_withdrawing_asks_once_more_and_is_for_good(portal, office) -> None:  # type: ignore[no-untyped-def]
    make_survey(office)
    receipt = answer(office)
    app = _find(portal("my_response"), receipt.reference, receipt.withdrawal_code)
    click(app, "Withdraw these answers")
    click(app, "Keep my answers")
    assert len(stored(office)) == 1
    click(app, "Withdraw these answers")
    click(app, "Yes, withdraw them")
    assert _title(app) == "These answers were withdrawn"
    assert stored(office) == []
    click(app, "Find another response")
    assert _title(app) == "Find my response"


@pytest.mark.parametrize("how", ["closed", "withdrawn"])
def test_what_cannot_be_changed_any_more_is_shown_as_it_stands(portal, office, how) -> None:  # type: ignore[no-untyped-def]
    make_survey(office)
    receipt = answer(office)
    app = _find(portal("my_response"), receipt.reference, receipt.withdrawal_code)
    if how == "closed":
        author.close(office, cast(office).ana, "library")
    else:
        collect.withdraw(office, receipt.reference, receipt.withdrawal_code)
    click(app, "Change these answers")
    assert _title(app) == ("What you sent" if how == "closed" else "These answers were withdrawn")
    assert "Change these answers" not in [button.label for button in app.button]
