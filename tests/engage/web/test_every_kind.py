"""A question of every kind, asked and answered on the light face.

1. Every page is drawn and every good answer is stored as the question keeps it, in either language.
2. What was answered is drawn filled in when a resident comes back to it.
3. Wrong answers come back with their sentence beside the question, and with what was typed.
4. A word in the address travels to the stored answers unseen.
5. A line that opens under an option is marked for it, and is drawn at once.
"""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from engage.office import Office
from tests.engage.web.pages import Page, visit
from tests.every_kind import SENT, STORED
from tests.every_kind import example as whole
from tests.factories import both, make_survey, option, publish_definition, question, stored


@pytest.fixture
def example(office: Office) -> str:
    """The example survey, open at this address (after its language)."""
    publish_definition(office, whole())
    return "s/library"


def fill(page: Page) -> Page:
    """Answer what the page asks."""
    for name, given in SENT.items():
        if isinstance(given, dict):
            for row, codes in given.items():
                if f"{name}.{row}" in page.form.names:
                    chosen = [codes] if isinstance(codes, str) else codes
                    page.fill(**{f"{name}.{row}": [f"{row}={code}" for code in chosen]})
        elif name in page.form.names:
            page.fill(**{name: given})
    return page


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_kind_is_answered_and_stored(
    office: Office, client: TestClient, example: str, language: str
) -> None:
    page = visit(client, f"/{language}/{example}?source=poster")
    while "send" not in {button.get("value") for button in page.form.buttons}:
        page = fill(page).press("continue")
        assert page.status == 200, page.errors
    page = page.press("send")
    assert len(page.codes) == 2
    assert stored(office) == [STORED]


def test_what_was_answered_is_drawn_filled_in(client: TestClient, example: str) -> None:
    page = visit(client, f"/en/{example}")
    pages: list[Page] = []
    while "send" not in {button.get("value") for button in page.form.buttons}:
        pages.append(page)
        page = fill(page).press("continue")
    for name in ("minutes_waited", "parts.find", "devices.reading", "may_quote", "heard_of_it", "visited_on"):
        question_name = name.partition(".")[0]
        again = page.press(f"change:{question_name}")
        sent = next(one for one in pages if name in one.form.names)
        assert again.values(name) == sent.values(name) != []


def test_wrong_answers_come_back_with_their_sentence(office: Office, client: TestClient) -> None:
    rows = [{"code": "find", "label": both("Finding")}, {"code": "pay", "label": both("Paying")}]
    make_survey(
        office,
        questions=[
            question("number_entry", "waited", lowest=1),
            question("matrix_single", "parts", "hard", "easy", rows=rows, required=True),
            question("consent_box", "agree", statement=both("I agree"), required=True),
        ],
    )
    page = visit(client, "/en/s/library").fill(**{"waited": "soon", "parts.find": "find=hard"}).press("send")
    assert page.status == 422
    assert page.errors == {
        "waited": "This is not a number we can read. Write digits only, for example 12.",
        "parts": "Some lines of this question have no answer. Please answer the 1 that is left.",
        "agree": "This question needs an answer. Choose or write one, then go on.",
    }
    assert (page.values("waited"), page.values("parts.find")) == (["soon"], ["find=hard"])


@pytest.mark.parametrize("word", ["two words", "<b>", ""])
def test_a_word_that_cannot_be_kept_is_nobodys_problem(office: Office, client: TestClient, word: str) -> None:
    make_survey(office, questions=[question("hidden_value", "campaign"), question("short_text", "name")])
    page = visit(client, "/en/s/library", params={"source": word})
    assert len(page.fill(name="Rosa").press("send").codes) == 2
    assert stored(office) == [{"name": "Rosa"}]


def test_a_line_opens_under_its_option(office: Office, client: TestClient) -> None:
    choice: dict[str, Any] = question("single_choice", "heard", "paper")
    choice["options"].append(option("other"))
    make_survey(office, questions=[choice, question("other_text", "heard_other", of="heard", option="other")])
    page = visit(client, "/en/s/library")
    assert re.findall(r'value="(\w+)" data-opens', page.text) == ["other"]
    assert page.text.count('class="q more"') == 1
    sent = page.fill(heard="other", heard_other="A bus").press("send")
    assert len(sent.codes) == 2
    assert stored(office) == [{"heard": "other", "heard_other": "A bus"}]


def test_a_folded_list_is_one_field(office: Office, client: TestClient) -> None:
    make_survey(office, questions=[question("single_choice", "heard", "paper", "radio", look="dropdown")])
    page = visit(client, "/en/s/library")
    assert page.text.count("<select") == 1
    assert len(page.fill(heard="radio").press("send").codes) == 2
    assert stored(office) == [{"heard": "radio"}]
