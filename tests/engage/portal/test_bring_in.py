"""The import page: exports of other tools are recognised, hostile files refused in the reader's language."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.engage.portal.conftest import click, texts
from tests.engage.tabular.test_hostile import FILES
from tests.factories import cast, make_survey

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "responses"
SHOWN = [
    file for file in FILES if file[0] in ("bomb.xlsx", "locked.ods", "macros.xlsx", "two.zip", "wide.xlsx")
]
SAID = {
    "bomb": ("more memory or time", "plus de mémoire ou de temps"),
    "protected": ("password", "mot de passe"),
    "has_macros": ("macros, which are never opened", "macros, qui ne sont jamais ouvertes"),
    "archive_tables": ("more than one table", "plus d’un tableau"),
    "too_many_columns": ("16,384 columns", "16\u00a0384 colonnes"),
}


def upload(app: Any, name: str, data: bytes) -> Any:
    app.file_uploader[0].upload(name, data, "application/octet-stream").run()
    return app


@pytest.mark.parametrize(("name", "made", "code"), SHOWN, ids=[name for name, _, _ in SHOWN])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_hostile_file_is_refused_in_the_readers_language(
    portal: Any, office: Any, language: str, name: str, made: Callable[[], bytes], code: str
) -> None:
    make_survey(office)
    page = portal("bring_in", cast(office).ana, language=language, survey="library")
    app = upload(page, name, made())
    assert not app.exception
    assert len(app.error) == 1
    assert SAID[code][language == "fr"] in app.error[0].value


def test_the_export_of_a_tool_is_recognised_and_its_rows_counted(portal: Any, office: Any) -> None:
    make_survey(office)
    page = portal("bring_in", cast(office).ana, survey="library")
    app = upload(page, "qualtrics.csv", (FIXTURES / "qualtrics_words.csv").read_bytes())
    said = texts(app)
    assert "This is an export of Qualtrics." in said
    assert "5 rows found" in said
    assert "Also take people who did not come to the end of the form" in [
        toggle.label for toggle in app.toggle
    ]


@pytest.mark.parametrize(("language", "said"), [("en", "is not a table"), ("fr", "n’est pas un tableau")])
@pytest.mark.parametrize("name", ["photo.png", "report.pdf", "no ending"])
def test_a_file_of_another_sort_is_refused_in_our_own_words(
    portal: Any, office: Any, language: str, said: str, name: str
) -> None:
    make_survey(office)
    page = portal("bring_in", cast(office).ana, language=language, survey="library")
    app = upload(page, name, b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02" * 50)
    assert [said in error.value for error in app.error] == [True]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "there is room for 5,000"), ("fr", "la limite est de 5")]
)
def test_an_answer_too_long_for_its_question_is_told_with_its_row(
    portal: Any, office: Any, language: str, said: str
) -> None:
    make_survey(office)
    page = portal("bring_in", cast(office).ana, language=language, survey="library")
    app = upload(page, "paper.csv", ("ease,improve\ngood," + "w" * 200_000 + "\n").encode())
    click(app, "Check the file" if language == "en" else "Vérifier le fichier")
    told = " ".join(str(cell) for table in app.dataframe for cell in table.value.to_numpy().ravel())
    assert (said in told or said in texts(app), "wwwwwwwwww" * 30 in told) == (True, False)
