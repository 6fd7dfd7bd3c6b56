"""A form from outside, by command from end to end: checked, brought in, published, answered, taken out again.

The form is ours, of the rules that occur in public ones: cascading lists, constraints, calculations, a table
of selects, "other", a picture, a place. It comes as a workbook of today and as one of 1997.
"""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from pyxform.xls2xform import convert
from starlette.testclient import TestClient

from engage.access import OPERATOR
from engage.actions import author, build
from engage.cli import main
from engage.office import office_of
from engage.settings import load_settings
from engage.web.apps import resident_app
from surveys.editing import change
from surveys.exchange.differences import differences
from surveys.exchange.files import carry
from surveys.exchange.notes import CODES
from tests.engage.web.pages import visit
from tests.factories import stored
from tests.surveys.exchange.old_workbook import old_workbook

SAMPLE = Path(__file__).parents[2] / "surveys" / "exchange" / "samples" / "parks.txt"
Told = Callable[..., tuple[int, str]]


def sheets() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for line in SAMPLE.read_text("utf-8").splitlines():
        if line.startswith("## "):
            rows = found.setdefault(line.removeprefix("## "), [])
        elif not line.startswith("#"):
            rows.append([cell.strip() for cell in line.split("|")])
    return found


def workbook() -> bytes:
    book = Workbook()
    del book["Sheet"]
    for title, rows in sheets().items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.fixture
def told(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Told:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("ENGAGE_SECRET", "a secret for tests only, forty-eight bytes long!")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "parks.xlsx").write_bytes(workbook())
    (tmp_path / "parks.xls").write_bytes(old_workbook(sheets()))

    def run(*argv: str) -> tuple[int, str]:
        code = main(["survey", argv[0], "--data", str(tmp_path / "data"), *argv[1:]])
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return run


def test_the_form_is_one_that_other_programs_read() -> None:
    assert "<h:html" in convert(workbook(), file_type=".xlsx").xform


@pytest.mark.parametrize("name", ["parks.xlsx", "parks.xls"])
def test_what_is_not_carried_is_said_with_place_code_and_remedy(told: Told, name: str) -> None:
    code, said = told("check", name)
    assert code == 0
    named = [tuple(line.split(": ")[:2]) for line in said.splitlines()]
    assert [pair for pair in named if pair[1] in CODES] == [
        ("survey 2", "metadata_not_carried"),
        ("why", "fallback_needed"),
        ("street", "page_begun"),
    ]
    assert ("why", "pipe_without_fallback") in named


@pytest.mark.parametrize("name", ["parks.xlsx", "parks.xls"])
def test_a_form_is_brought_in_published_answered_and_taken_out(told: Told, tmp_path: Path, name: str) -> None:
    assert told("import", name, "--slug", "parks")[0] == 0
    code, said = told("publish", "parks")
    assert (code, "why: pipe_without_fallback: " in said) == (1, True)
    with_fallback(tmp_path)
    code, said = told("publish", "parks")
    assert (code, said.splitlines()[-1]) == (
        0,
        "Published version 1 of parks: http://127.0.0.1:8000/en/s/parks",
    )
    answered(tmp_path)
    assert told("export", "parks", "--format", "xlsform", "--out", "out.xlsx")[0] == 0
    out = (tmp_path / "out.xlsx").read_bytes()
    assert "<h:html" in convert(out, file_type=".xlsx").xform
    assert told("export", "parks", "--format", "json", "--out", "out.json")[0] == 0
    whole = carry((tmp_path / "out.json").read_bytes(), "out.json").definition
    assert whole is not None
    assert differences(whole, carry(out, "out.xlsx").definition) == ()


def with_fallback(tmp_path: Path) -> None:
    """Write what stands where nobody said their district, as the author does in the portal."""
    text = {"en": "Why, {{district|neighbour}}?", "fr": "Pourquoi, {{district|cher voisin}}?"}
    with office_of(load_settings(data=tmp_path / "data")) as office:
        draft, _, _ = author.versions_for(office, OPERATOR, "parks")
        assert draft is not None
        build.change_draft(
            office, OPERATOR, "parks", lambda one: change(one, "why", {"text": text}), seen=draft.definition
        )


def answered(tmp_path: Path) -> None:
    with (
        office_of(load_settings(data=tmp_path / "data")) as office,
        TestClient(resident_app(office)) as client,
    ):
        page = visit(client, "/fr/s/parks").fill(district="south").press("continue")
        assert 'value="lake"' in page.text
        assert 'value="main"' not in page.text
        page = page.fill(street="lake", household="2").press("continue")
        page = page.fill(children="2").press("continue")
        assert list(page.errors.values()) == ["Moins que de personnes chez vous."]
        page = page.fill(children="1").press("continue")
        assert "Pourquoi, Rive sud?" in page.text
        page = page.fill(ways=["walk", "other"], ways_other="Pêcher", why="L’ombre").press("continue")
        assert page.press("send").heading == "Vos réponses ont été envoyées"
        (answers,) = stored(office, "parks")
    assert {name: answers[name] for name in ("street", "adults", "ways", "ways_other")} == {
        "street": "lake",
        "adults": "1",
        "ways": ["walk", "other"],
        "ways_other": "Pêcher",
    }
