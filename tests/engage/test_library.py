"""Every template can be published once its blanks are filled, and shares its variables with the bank."""

import json
from collections import defaultdict
from typing import Any

import pytest

from engage.library import BANK, TEMPLATES, Template, question_bank, templates
from engage.wording import wording
from engage.wording.blanks import blank_name, usual
from surveys.blanks import blanks, fill
from surveys.definition import publishing_problems
from surveys.questions import Question

ALL = templates()
TOWN = {"en": "Town of Larkmere", "fr": "Ville de Larkmere"}
WANTED = {
    *("service-discovery", "service-alpha", "service-public-beta", "service-live", "website-satisfaction"),
    *("digital-strategy", "service-counter", "park-plan", "road-project", "budget", "transit", "event"),
    *("accessibility-consultation", "staff-digital-readiness", "open-house"),
}
every_template = pytest.mark.parametrize("template", ALL, ids=lambda each: each.name)


def meaning(question: Question) -> tuple[str, tuple[str, ...]]:
    """What a variable is: its kind and its codes."""
    return question.kind, tuple(option.code for option in question.choices())


def test_the_templates_a_town_needs_are_there() -> None:
    assert {each.name for each in ALL} == WANTED


def test_those_about_a_service_come_first_by_its_stage() -> None:
    names = [each.name for each in ALL]
    stages = ["service-discovery", "service-alpha", "service-public-beta", "service-live"]
    assert (names[:4], names[4:]) == (stages, sorted(names[4:]))


@every_template
def test_a_filled_template_can_be_published(template: Template) -> None:
    words = {name: {"en": "our own words", "fr": "nos propres mots"} for name in template.blanks}
    filled = fill(template.definition, words)
    assert (blanks(filled), publishing_problems(filled, None)) == ([], [])


@every_template
def test_each_language_has_the_same_blanks(template: Template) -> None:
    texts: dict[str, list[str]] = defaultdict(list)

    def collect(data: Any) -> None:
        if isinstance(data, dict) and isinstance(data.get("en"), str):
            texts["en"].append(data["en"])
            texts["fr"].append(data["fr"])
        for part in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
            collect(part)

    collect(template.definition.as_data())
    assert [sorted(each) for each in _blanks_in(texts["en"])] == [
        sorted(each) for each in _blanks_in(texts["fr"])
    ]


def _blanks_in(texts: list[str]) -> list[list[str]]:
    from surveys.blanks import BLANK

    return [BLANK.findall(text) for text in texts]


@every_template
def test_every_blank_has_a_name_in_both_languages(template: Template) -> None:
    for blank in template.blanks:
        english, french = (blank_name(wording(language), blank) for language in ("en", "fr"))
        assert english not in (blank, french)


@every_template
def test_its_variables_mean_what_they_mean_in_the_bank(template: Template) -> None:
    bank = {question.name: meaning(question) for shelf in question_bank().values() for question in shelf}
    used = {question.name: meaning(question) for question in template.definition.questions()}
    assert {name: used[name] for name in used if name in bank} == {
        name: bank[name] for name in used if name in bank
    }


def test_one_name_means_one_thing_in_every_template() -> None:
    meanings: dict[str, set[Any]] = defaultdict(set)
    for template in ALL:
        for question in template.definition.questions():
            meanings[question.name].add(meaning(question))
    assert {name: found for name, found in meanings.items() if len(found) > 1} == {}


def test_every_question_of_the_bank_is_used_somewhere_or_about_the_person() -> None:
    used = {question.name for template in ALL for question in template.definition.questions()}
    spare = {question.name for shelf in question_bank().values() for question in shelf} - used
    assert spare == {"gender", "news_sources"}


def test_a_name_stands_in_the_bank_once() -> None:
    names = [question.name for shelf in question_bank().values() for question in shelf]
    assert len(names) == len(set(names))


def test_every_file_is_listed_in_its_readme() -> None:
    for folder, stems in ((TEMPLATES, WANTED), (BANK, set(question_bank()))):
        told = (folder / "README.md").read_text("utf-8")
        assert {stem for stem in stems if f"`{stem}" not in told} == set()


def test_files_are_written_for_people_to_read_and_compare() -> None:
    for path in (*TEMPLATES.glob("*.json"), *BANK.glob("*.json")):
        text = path.read_text("utf-8")
        assert "\\u" not in text
        assert json.loads(text)


def test_a_title_has_dots_for_its_blanks() -> None:
    park = next(each for each in ALL if each.name == "park-plan")
    assert (park.title("en"), park.title("fr")) == ("A plan for …", "Un plan pour …")


@pytest.mark.parametrize(
    ("town", "told"),
    [
        (TOWN, {"en": "the Town of Larkmere", "fr": "la Ville de Larkmere"}),
        (
            {"en": "Township of Bay", "fr": "Canton de Bay"},
            {"en": "the Township of Bay", "fr": "le Canton de Bay"},
        ),
        ({"en": "Our town", "fr": "Notre ville"}, {"en": "Our town", "fr": "Notre ville"}),
    ],
)
def test_the_town_is_named_so_that_a_sentence_can_hold_it(town: dict[str, str], told: dict[str, str]) -> None:
    assert usual("town", town) == told


def test_only_the_author_knows_the_rest() -> None:
    assert usual("park", TOWN) == {}
    assert usual("authority", TOWN)["fr"].startswith("la Loi")
