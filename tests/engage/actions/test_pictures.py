"""Pictures beside answers: drawn anew, stored under a name of their content, put into the draft.

1. The draft holds the picture's name and words; the question shows pictures once every answer has one.
2. Only who may edit the survey adds one; what is no picture is refused and changes nothing.
3. Everybody sees a picture, from our own address, kept by browsers for good.
4. Nothing is published without words for the picture in both languages.
"""

import io
from typing import Any

import pytest
from PIL import Image

from engage.access import NotFoundError, RefusedError
from engage.actions import author, pictures
from engage.office import Office
from surveys.definition import SurveyDefinition, publishing_problems
from surveys.linter import advice
from surveys.problems import AnswerError, DefinitionError
from tests.factories import cast, definition, make_survey, option, question

WORDS = {"en": "A paved path along the lake", "fr": "Un sentier pavé au bord du lac"}


def photo(size: tuple[int, int] = (1600, 1200)) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camera maker"
    Image.new("RGB", size, (10, 120, 60)).save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.fixture
def asked(office_on_both: Office) -> Office:
    layout = question("single_choice", "layout", "path", "lawn")
    layout["options"].append(option("unsaid", missing=True))
    make_survey(office_on_both, questions=[layout, question("short_text", "why")])
    return office_on_both


def add(office: Office, code: str = "path", actor: Any = None, **more: Any) -> str:
    given = {"question_name": "layout", "content": photo(), "alternative": WORDS, **more}
    name = given.pop("question_name")
    return pictures.illustrate(office, actor or cast(office).ana, "library", name, code, **given)


def draft(office: Office) -> SurveyDefinition | None:
    found, _, _ = author.versions_for(office, cast(office).ana, "library")
    return found.definition if found else None


def test_the_question_shows_pictures_once_every_answer_has_one(asked: Office) -> None:
    first = add(asked)
    made = draft(asked)
    assert made is not None
    assert (made.question("layout").look, made.question("layout").options[0].picture.file) == ("list", first)  # type: ignore[union-attr]
    add(asked, "lawn", content=photo((300, 300)))
    made = draft(asked)
    assert made is not None
    assert made.question("layout").look == "images"  # type: ignore[union-attr]
    assert publishing_problems(made, None) == []


def test_a_picture_is_small_and_says_nothing_of_its_camera(asked: Office) -> None:
    name = add(asked)
    content = pictures.picture(asked, name)
    assert content is not None
    assert name.endswith("-800x600.jpg")
    assert b"Camera" not in content
    assert pictures.typed_picture(asked, name) == ("image/jpeg", content)
    assert pictures.picture(asked, "0" * 32 + "-1x1.png") is None


@pytest.mark.parametrize(
    ("question_name", "code"), [("layout", "nothing"), ("why", "path"), ("nothing", "path")]
)
def test_there_must_be_such_an_answer(asked: Office, question_name: str, code: str) -> None:
    with pytest.raises(NotFoundError):
        add(asked, code, question_name=question_name)
    assert draft(asked) is None


@pytest.mark.parametrize("content", [b"%PDF-1.4 %%EOF", b"", b"<svg/>", b"\xff\xd8\xff cut"])
def test_what_is_no_picture_is_refused(asked: Office, content: bytes) -> None:
    with pytest.raises(AnswerError):
        add(asked, content=content)
    assert draft(asked) is None


def test_an_analyst_adds_none(asked: Office) -> None:
    with pytest.raises(RefusedError):
        add(asked, actor=cast(asked).dev)


def pictured(alternative: dict[str, str]) -> SurveyDefinition:
    layout = question("single_choice", "layout", "path", look="images")
    layout["options"][0]["picture"] = {"file": "0" * 32 + "-8x6.png", "alternative": alternative}
    return definition([layout])


def test_words_are_needed_in_both_languages() -> None:
    [problem] = publishing_problems(pictured({"en": "A path"}), None)
    assert (problem.code, problem.place) == ("language_missing", "layout.options.path.picture")


@pytest.mark.parametrize(
    ("english", "code"),
    [
        ("", "alternative_missing"),
        ("IMG_1234.JPG", "alternative_empty_of_meaning"),
        ("path", "alternative_empty_of_meaning"),
    ],
)
def test_the_linter_asks_for_words_that_say_something(english: str, code: str) -> None:
    found = advice(pictured({"en": english, "fr": "Un sentier au bord du lac"}))
    assert [(one.code, one.language) for one in found if one.code.startswith("alternative")] == [(code, "en")]
    good = advice(pictured(WORDS))
    assert [one.code for one in good if one.code.startswith("alternative")] == []


def test_every_answer_that_counts_needs_its_picture() -> None:
    with pytest.raises(DefinitionError) as raised:
        definition([question("single_choice", "layout", "path", look="images")])
    assert [(problem.code, problem.place) for problem in raised.value.problems] == [
        ("picture_missing", "layout")
    ]


@pytest.mark.parametrize(
    "file", ["../../etc/passwd", "a.png", "0" * 32 + "-1x1.svg", "https://x.example/a.png"]
)
def test_no_definition_names_a_picture_elsewhere(file: str) -> None:
    layout = question("single_choice", "layout", "path")
    layout["options"][0]["picture"] = {"file": file, "alternative": WORDS}
    with pytest.raises(DefinitionError):
        definition([layout])
