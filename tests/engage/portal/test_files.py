"""Files in the portal: a resident adds one and takes it out again; the owner takes what was sent.

1. A file is kept when it is chosen, named in the answer and sent with it; one taken out is not sent.
2. What is wrong with a file is said, and nothing is kept of it.
3. Owners see what there is to take; others see nothing of it.
"""

from types import SimpleNamespace
from typing import Any

import pytest

from engage.actions import attach
from engage.office import Office
from engage.portal import attaching
from surveys.store import attachments
from tests.engage.portal.conftest import click, texts
from tests.factories import answer, cast, make_survey, question, stored

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the browser holds in the place for files: put one in, then press "Choose" (a button here)."""
    held: list[Any] = []

    def uploader(label: str, *, key: str, on_change: Any, args: Any, **more: Any) -> None:
        del more
        import streamlit as st

        if st.button(label, key=f"{key}.button"):
            st.session_state[key] = held[-1]
            on_change(*args)
            st.rerun()

    monkeypatch.setattr(attaching.st, "file_uploader", uploader)
    return held


def file(name: str, content: bytes) -> Any:
    return SimpleNamespace(name=name, getvalue=lambda: content)


def unsent(office: Office) -> int:
    with office.db.read() as tx:
        return attachments.unsent(tx)


def test_a_file_is_added_taken_out_and_sent(portal: Any, office: Office, chosen: list[Any]) -> None:
    make_survey(office, questions=[question("file_upload", "plan", most=2)])
    app = portal("take_part", survey="library")
    chosen.append(file("plan.pdf", PDF))
    click(app, "Choose a file")
    assert "Added: plan.pdf" in texts(app)
    chosen.append(file("second.pdf", PDF + b"%%EOF"))
    click(app, "Choose more files")
    assert "Choose more files" not in [button.label for button in app.button]
    click(app, "Take out")
    assert "plan.pdf" not in texts(app)
    click(app, "Send your answers")
    [one] = attach.files_of(office, cast(office).ana, "library")
    assert stored(office) == [{"plan": [f"{one.id}/second.pdf"]}]
    assert unsent(office) == 0


def test_a_new_file_stands_for_the_one_before(portal: Any, office: Office, chosen: list[Any]) -> None:
    make_survey(office, questions=[question("file_upload", "plan")])
    app = portal("take_part", survey="library", language="fr")
    for name, label in (("a.pdf", "Choisir un fichier"), ("b.pdf", "Choisir un autre fichier à la place")):
        chosen.append(file(name, PDF))
        click(app, label)
    assert "Ajouté : b.pdf" in texts(app)
    assert "a.pdf" not in texts(app)


def test_what_is_wrong_with_a_file_is_said_once(portal: Any, office: Office, chosen: list[Any]) -> None:
    make_survey(office, questions=[question("file_upload", "plan")])
    app = portal("take_part", survey="library")
    chosen.append(file("plan.pdf", b"MZ\x00 a program"))
    click(app, "Choose a file")
    assert [error.value.split(".")[0] for error in app.error] == ["This sort of file cannot be added here"]
    assert unsent(office) == 0
    assert [error.value for error in app.run().error] == []


@pytest.mark.parametrize(("name", "sees"), [("ana", True), ("dev", False)])
def test_who_may_export_sees_what_there_is(portal: Any, office: Office, name: str, sees: bool) -> None:
    make_survey(office, questions=[question("file_upload", "plan")])
    from engage.actions import collect

    opened = collect.open_survey(office, "library")
    named = attach.keep_file(office, "library", opened.key.token, "plan", name="plan.pdf", content=PDF)
    collect.submit(office, "library", opened.key.token, {"plan": [named]}, language="en")
    app = portal("responses", getattr(cast(office), name), survey="library")
    assert ("Residents added 1 file (0 MB)." in texts(app)) is sees


def test_where_nobody_added_a_file_none_are_offered(portal: Any, office: Office) -> None:
    make_survey(office)
    answer(office)
    assert "Residents added" not in texts(portal("responses", cast(office).ana, survey="library"))
