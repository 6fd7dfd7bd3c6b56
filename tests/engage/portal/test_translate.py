"""Translating in the portal: side by side, what is left, a file out and in with its refusals."""

import pytest

from engage.actions import build
from engage.portal import state
from surveys import translators
from tests.engage.portal.conftest import click, texts
from tests.factories import cast, make_survey, question


def key(*names: str) -> str:
    return state.field_key("build", ".".join(("library", "0", "translate", *names)))


@pytest.fixture
def app(portal, office):
    make_survey(
        office, is_published=False, questions=[question("long_text", "ease", text={"en": "Easy?", "fr": ""})]
    )
    return portal("translate", cast(office).ben, survey="library")


@pytest.mark.parametrize("name", ["dev", "sam", "cho"])
def test_only_who_may_edit_gets_here(portal, office, name: str) -> None:
    make_survey(office)
    assert len(portal("translate", getattr(cast(office), name), survey="library").header) == 1


def test_a_text_is_translated_and_the_progress_moves(app, office) -> None:
    assert "Easy?" in [each.value for each in app.text]
    app.text_input(key=key("question/ease/text", "fr")).set_value("Facile?").run()
    assert not app.exception
    draft = build.draft_for(office, cast(office).ana, "library")
    assert (draft.definition.question("ease").text["fr"], draft.agreed) == ("Facile?", {})  # type: ignore[union-attr]


def test_only_what_is_left_is_shown(app) -> None:
    app.toggle(key=key("only")).set_value(True).run()
    assert [each.value for each in app.text] == ["Easy?"]
    app.text_input(key=key("question/ease/text", "fr")).set_value("Facile?").run()
    assert "Everything is translated." in texts(app)


def upload(app, content: bytes, name: str = "back.csv"):
    return app.file_uploader[0].upload(name, content).run()


def test_a_file_comes_back_row_by_row(app, office) -> None:
    upload(app, b"key,en,fr\nquestion/ease/text,Easy?,Facile?\nquestion/gone/text,x,y\n")
    assert not app.exception
    assert "1 new translation" in texts(app)
    assert "1 row refused" in texts(app)
    click(app, "Put these into the draft")
    assert (
        build.draft_for(office, cast(office).ana, "library").definition.question("ease").text["fr"]
        == "Facile?"
    )  # type: ignore[union-attr]
    assert "These translations are in the draft." in texts(app)


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\x00\x01\x02", b"PK\x03\x04nonsense"])
def test_a_file_that_is_no_such_table_is_told(app, content: bytes) -> None:
    upload(app, content)
    assert not app.exception
    assert len(app.error) == 1


def test_an_untouched_file_has_nothing_to_take(app, office) -> None:
    draft = build.draft_for(office, cast(office).ana, "library")
    upload(app, translators.as_csv(translators.rows(draft.definition, draft.agreed)))
    assert "There is nothing in it to take." in texts(app)


def test_it_speaks_french(portal, office) -> None:
    make_survey(office)
    app = portal("translate", cast(office).ana, survey="library", language="fr")
    assert not app.exception
    assert [each.value for each in app.title] == ["Traduire"]
