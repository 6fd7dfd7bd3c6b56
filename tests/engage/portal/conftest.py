"""The portal under Streamlit's own test runner: one page of it, seen by one of the cast."""

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, app_test

from engage.access import Actor
from engage.actions import sign_in
from engage.office import Office
from engage.portal import office as shared
from engage.portal import visitor
from engage.settings import ROOT
from engage.understanding import run_analysis
from surveys.store import runs
from tests.factories import survey_now

MAIN = str(ROOT / "engage" / "portal" / "main.py")


class _Navigated(PagesManager):
    """The test runner resets a flag of its own class only, so the real one stays."""


@pytest.fixture
def portal(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    """Call it with a page's name, who looks (``None``: a resident), and the address's parameters."""
    monkeypatch.setattr(shared, "office", lambda: office)
    # A page tried here makes itself the main module, which new processes import: it goes with the test.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    # As ``serving.prepare`` does: a folder named "pages" does not make each file an application of its own.
    monkeypatch.setattr(PagesManager, "uses_pages_directory", False)
    monkeypatch.setattr(app_test, "PagesManager", _Navigated)

    def open_page(name: str, actor: Actor | None = None, *, language: str = "en", **params: str) -> AppTest:
        monkeypatch.setattr(visitor, "session_token", lambda: "the session's token")
        monkeypatch.setattr(
            sign_in, "actor_of", lambda _office, _token: actor if actor and actor.staff else None
        )
        app = AppTest.from_file(MAIN, default_timeout=30)
        app.query_params["lang"] = language
        if "_" in name:
            app.run()  # only now does it know addresses that are not the file's name
        if name != "home":
            app.switch_page(f"pages/{name}.py")
        app.query_params["lang"] = language
        for param, value in params.items():
            app.query_params[param] = value
        return app.run()

    return open_page


def texts(app: AppTest) -> str:
    """Return everything a page says, for looking a sentence up in it."""
    sorts: tuple[Any, ...] = (
        *(app.title, app.header, app.subheader, app.markdown, app.caption, app.text, app.error),
        *(app.info, app.success, app.warning),
    )
    said = [str(element.value) for sort in sorts for element in sort]
    return "\n".join([*said, *(str(metric.label) + str(metric.value) for metric in app.metric)])


def click(app: AppTest, label: str) -> AppTest:
    """Press the first button that bears ``label``."""
    return next(button for button in app.button if button.label == label).click().run()


def links(app: AppTest) -> list[tuple[str, str]]:
    """Return the page links drawn: label and query string."""
    found = [element.proto for element in app.get("page_link")]
    return [(proto.label, proto.query_string) for proto in found]


def analysed(office: Office, slug: str = "library") -> int:
    """Do one analysis run here and now; return its id."""
    survey = survey_now(office, slug)
    with office.db.write() as tx:
        run_id = runs.add(tx, survey_id=survey.id, seed=0, started_by="staff:1", inputs={}, at=office.now())
    assert run_analysis(office.settings.database_url, run_id) == "done"
    return run_id


def draft_of(app: AppTest) -> str:
    """Return what the address remembers of a visit."""
    kept = app.query_params["draft"]
    return kept if isinstance(kept, str) else kept[0]
