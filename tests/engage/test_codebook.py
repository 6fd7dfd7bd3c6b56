"""The codebook as a page: one file, both languages, nothing loaded and nothing run."""

import re
from pathlib import Path

import pytest

from engage.access import OPERATOR, NotFoundError, RefusedError
from engage.actions import export
from engage.office import Office
from tests.factories import answer, both, cast, make_survey, option, question


def page(office: Office, language: str = "en") -> str:
    target = Path(office.settings.data, "codebook.html")
    export.codebook_file(office, OPERATOR, "library", target=target, format="html", language=language)
    return target.read_text("utf-8")


def test_headings_are_in_the_readers_language_and_questions_in_both(office: Office) -> None:
    make_survey(office)
    answer(office)
    english, french = page(office), page(office, "fr")
    assert '<html lang="en">' in english
    assert '<html lang="fr">' in french
    assert ("Asked of" in english, "Posée à" in french) == (True, True)
    for text in ("Which ward?", "Which ward? (fr)", "Prefer not to say (fr)", "used/permits"):
        assert (text in english, text in french) == (True, True)


def test_authors_words_are_shown_never_run(office: Office) -> None:
    make_survey(office, questions=[question("long_text", "why", text="<script>alert(1)</script>")])
    told = page(office)
    assert "<script" not in told
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told
    assert re.findall(r"(?:src|href)=\"(?!#)[^\"]*\"", told) == []


def test_a_codebook_quotes_nobody(office: Office) -> None:
    make_survey(office)
    answer(office, improve="Words of a resident")
    for format in export.CODEBOOKS:
        target = Path(office.settings.data, "codebook")
        export.codebook_file(office, OPERATOR, "library", target=target, format=format)
        assert b"Words of a resident" not in target.read_bytes()


def test_who_may_take_the_codebook_away(office: Office, tmp_path: Path) -> None:
    make_survey(office)
    people = cast(office)
    target = tmp_path / "codebook"
    for actor in (people.cho, people.rosa):
        with pytest.raises(NotFoundError):
            export.codebook_file(office, actor, "library", target=target, format="csv")
    with pytest.raises(RefusedError):
        export.codebook_file(office, people.dev, "library", target=target, format="csv")
    assert not target.exists()


def test_what_only_some_were_offered_is_told_where_it_stands(office: Office) -> None:
    north = {"test": "selected", "question": "region", "options": ["north"]}
    rows = [{"code": "bus", "label": both("Bus"), "relevance": north}, {"code": "car", "label": both("Car")}]
    options = [option("park", relevance=north), option("pier")]
    region = question("single_choice", "region", "north", "south")
    asked = [
        {**question("single_choice", "place"), "options": options},
        {**question("multiple_choice", "places"), "options": options},
        question("matrix_single", "ways", "good", "bad", rows=rows),
    ]
    make_survey(office, pages=[[region], asked])
    told = page(office)
    condition = "is offered if the answer to “Region?” is “North”."
    # Once for the list, once for the column of the one option, once for the column of the one line.
    assert (told.count(f"“Park” {condition}"), told.count(f"“Bus” {condition}")) == (2, 1)
    assert told.count("Not offered to all") == 3
    assert page(office, "fr").count("figure dans la liste si") == 3
