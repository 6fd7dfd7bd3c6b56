"""The linter points at what would mislead, and keeps quiet about good questions.

1. Each rule has bad examples it finds and good ones it leaves alone, in English and in French.
2. Advice names its place, and the words it is about.
3. Our templates, once their blanks are filled, get none of the serious advice, and the sample gets none.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.settings import ROOT
from engage.wording.blanks import usual
from surveys.blanks import blanks, fill
from surveys.definition import read_definition
from surveys.linter import CODES, Advice, advice, minutes
from tests.factories import both, definition, option, question

NOTICE = {
    "en": "Collected under the Municipal Act to plan services. Personal information is protected. "
    "Ask the clerk: 705-555-0100.",
    "fr": "Recueilli en vertu de la Loi sur les municipalités. Les renseignements personnels sont protégés. "
    "Greffe : 705-555-0100.",
}
YES_NO = ("yes", "no")


def found(*questions: dict[str, Any], **settings: Any) -> list[Advice]:
    return advice(definition(list(questions), **{"notice": NOTICE, "minutes": 1, **settings}))


def codes(*questions: dict[str, Any], **settings: Any) -> list[str]:
    return [each.code for each in found(*questions, **settings)]


def ask(english: str, french: str, **settings: Any) -> dict[str, Any]:
    return question("single_choice", "q", *YES_NO, text={"en": english, "fr": french}, **settings)


NEUTRAL = {"en": "Did you finish?", "fr": "Avez-vous terminé?"}


@pytest.mark.parametrize(
    "text",
    [
        "How satisfied are you with the speed and quality of service?",
        "Was the staff member friendly and helpful?",
        "Do you support the project, and why?",
        "Did you find the page? Was it clear?",
    ],
)
def test_two_things_at_once_are_found_in_english(text: str) -> None:
    (only,) = found(ask(text, NEUTRAL["fr"]))
    assert (only.code, only.place, only.language) == ("double_barrelled", "q", "en")


@pytest.mark.parametrize(
    "text",
    [
        "Êtes-vous satisfait de la rapidité et de la qualité du service?",
        "Le personnel a-t-il été courtois ainsi que compétent?",
        "Appuyez-vous le projet, et pourquoi?",
    ],
)
def test_two_things_at_once_are_found_in_french(text: str) -> None:
    (only,) = found(ask(NEUTRAL["en"], text))
    assert (only.code, only.place, only.language) == ("double_barrelled", "q", "fr")


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("Did you visit between May and September?", "Êtes-vous venu entre mai et septembre?"),
        ("Did you call Parks and Recreation about it?", "Avez-vous appelé Parcs et Loisirs à ce sujet?"),
        ("Parks and trails", "Parcs et sentiers"),
        ("Was it equally good in English and in French?", "Était-ce aussi bon en français et en anglais?"),
        ("Was it easy or difficult to find the page?", "Était-ce facile ou difficile de trouver la page?"),
    ],
)
def test_one_thing_with_two_words_is_left_alone(english: str, french: str) -> None:
    assert codes(ask(english, french)) == []


def test_an_open_question_may_ask_for_more_than_one_thing() -> None:
    text = {"en": "What happened, and why do you think so?", "fr": "Que s’est-il passé, et pourquoi?"}
    assert codes(question("long_text", "q", text=text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Don’t you think the arena should be repaired?",
        "Do you agree that taxes are too high?",
        "How much do you love the new library?",
        "As everyone knows, parking is scarce. Should we add some?",
        "Most residents want a pool. Do you?",
        "Should we build the much-needed bridge?",
    ],
)
def test_pushing_is_found_in_english(text: str) -> None:
    assert ("leading", "en") in [(each.code, each.language) for each in found(ask(text, NEUTRAL["fr"]))]


@pytest.mark.parametrize(
    "text",
    [
        "Ne pensez-vous pas que l’aréna devrait être réparé?",
        "Êtes-vous d’accord que les taxes sont trop élevées?",
        "À quel point aimez-vous la nouvelle bibliothèque?",
        "La plupart des gens veulent une piscine. Et vous?",
        "C’est trop cher, n’est-ce pas?",
    ],
)
def test_pushing_is_found_in_french(text: str) -> None:
    assert ("leading", "fr") in [(each.code, each.language) for each in found(ask(NEUTRAL["en"], text))]


@pytest.mark.parametrize(
    ("english", "french"),
    [
        (
            "“The answer was clear.” Do you agree or disagree?",
            "« La réponse était claire. » Êtes-vous d’accord ou non?",
        ),
        ("What could you not find?", "Que n’avez-vous pas pu trouver?"),
        (
            "Do you agree that it was clear, or disagree?",
            "Êtes-vous d’accord ou en désaccord avec le projet?",
        ),
    ],
)
def test_asking_without_taking_sides_is_left_alone(english: str, french: str) -> None:
    assert codes(ask(english, french)) == []


def test_absolute_words_are_found_where_answers_are_closed() -> None:
    text = {"en": "Do you always pay online?", "fr": "Payez-vous toujours en ligne?"}
    told = found(question("single_choice", "q", *YES_NO, text=text))
    assert [(each.code, each.language, each.details["words"]) for each in told] == [
        ("absolute", "en", "always"),
        ("absolute", "fr", "toujours"),
    ]
    assert codes(question("long_text", "q", text=text)) == []


def scale(*steps: str, **settings: Any) -> dict[str, Any]:
    made = question("scale", "q", text=NEUTRAL, **settings)
    made["options"] = [
        option(f"s{number}", label={"en": words.split("/")[0], "fr": words.split("/")[1]})
        for number, words in enumerate(steps)
    ]
    return made


@pytest.mark.parametrize(
    "steps",
    [
        ("Excellent/Excellent", "Very good/Très bon", "Good/Bon"),
        ("Very satisfied/Très satisfait", "Satisfied/Satisfait", "Happy/Content", "Dissatisfied/Insatisfait"),
        ("Good/Bon", "Poor/Mauvais", "Bad/Mauvais", "Terrible/Terrible"),
    ],
)
def test_a_scale_with_more_room_on_one_side_is_found(steps: tuple[str, ...]) -> None:
    assert codes(scale(*steps)) == ["scale_unbalanced"]


@pytest.mark.parametrize(
    "steps",
    [
        ("Excellent/Excellent", "Very good/Très bon", "Good/Bon", "Fair/Passable", "Poor/Mauvais"),
        (
            "Very easy/Très facile",
            "Easy/Facile",
            "Neither/Ni l’un ni l’autre",
            "Hard/Difficile",
            "Very hard/…",
        ),
        (
            "Very confident/Très à l’aise",
            "Quite confident/Assez à l’aise",
            "Not at all confident/Pas du tout",
        ),
        ("Every week/Chaque semaine", "Every month/Chaque mois", "Never/Jamais"),
        (
            "Strongly agree/D’accord",
            "Agree/D’accord",
            "Disagree/Pas d’accord",
            "Strongly disagree/Pas d’accord",
        ),
    ],
)
def test_a_fair_scale_is_left_alone(steps: tuple[str, ...]) -> None:
    assert codes(scale(*steps)) == []


def test_points_need_a_meaning_at_their_ends() -> None:
    named = {"worst": both("Hard"), "best": both("Easy")}
    assert codes(question("rating_scale", "q", text=NEUTRAL)) == ["scale_ends_unnamed"]
    assert codes(question("rating_scale", "q", text=NEUTRAL, **named)) == []


def test_ranges_that_share_a_number_are_found() -> None:
    made = question("single_choice", "q", text=NEUTRAL)
    made["options"] = [
        option("a", label="18 to 25"),
        option("b", label="25 to 40"),
        option("c", label="41 to 60"),
    ]
    assert [each.details["value"] for each in found(made)] == [25, 25]  # in both languages


def test_ranges_side_by_side_are_left_alone() -> None:
    made = question("single_choice", "q", text=NEUTRAL)
    made["options"] = [option("a", label="$0 to $24,999"), option("b", label="$25,000 to $49,999")]
    assert codes(made) == []


AGE = {"en": "How old are you?", "fr": "Quel âge avez-vous?"}


def test_a_personal_question_needs_a_way_to_decline() -> None:
    made = question("single_choice", "age", "young", "old", text=AGE)
    assert codes(made) == ["decline_missing"]
    assert codes({**made, "required": True}) == ["personal_required"]
    made["options"].append(option("unsaid", missing=True))
    assert codes({**made, "required": True}) == []


def test_a_personal_question_is_known_by_its_french_words_too() -> None:
    text = {"en": "Tell us about it", "fr": "Quel est le revenu annuel de votre ménage?"}
    assert codes(question("single_choice", "q", "low", "high", text=text)) == ["decline_missing"]


def test_contact_details_need_a_notice_that_speaks_of_them() -> None:
    made = question("email_address", "reply", text={"en": "Reply to", "fr": "Répondre à"})
    bare = {"en": "Under the Act. Clerk, 705-555-0100.", "fr": "Selon la Loi. Greffe, 705-555-0100."}
    told = found(made, notice=bare)
    assert [(each.code, each.language) for each in told] == [
        ("personal_without_notice", "en"),
        ("personal_without_notice", "fr"),
    ]
    assert codes(made) == []
    assert codes({**made, "required": True}) == ["personal_required"]


def test_a_name_asked_for_in_a_line_is_personal() -> None:
    made = question("short_text", "who", text={"en": "What is your name?", "fr": "Quel est votre nom?"})
    assert "personal_without_notice" in codes(made, notice=both("Under the Act. Ask 705-555-0100."))


def test_a_notice_names_a_law_and_whom_to_ask() -> None:
    told = found(question("long_text", "q", text=NEUTRAL), notice={"en": "We ask.", "fr": "Nous demandons."})
    assert [(each.code, each.language) for each in told] == [
        ("notice_without_law", "en"),
        ("notice_without_contact", "en"),
        ("notice_without_law", "fr"),
        ("notice_without_contact", "fr"),
    ]


def many(count: int) -> list[dict[str, Any]]:
    return [
        question("single_choice", f"q{n}", "a", "b", text={"en": f"Pick {n}?", "fr": f"Choix {n}?"})
        for n in range(count)
    ]


def test_a_long_survey_is_told_so() -> None:
    assert codes(*many(25), minutes=3) == []
    (only,) = found(*many(26), minutes=3)
    assert (only.code, only.details["count"]) == ("many_questions", 26)


def test_the_minutes_told_fit_what_is_asked() -> None:
    open_ones = [question("long_text", f"q{n}", text=NEUTRAL) for n in range(10)]
    assert 5.5 < minutes(definition(open_ones)) < 7
    assert codes(*open_ones, minutes=2) == ["minutes_too_few"]
    assert codes(*open_ones, minutes=6) == []
    assert codes(*open_ones, minutes=30) == ["minutes_too_many"]


def test_a_question_asked_of_some_takes_half_the_time() -> None:
    first = question("single_choice", "a", *YES_NO, text=NEUTRAL)
    rule = {"test": "selected", "question": "a", "options": ["yes"]}
    always = question("long_text", "b", text={"en": "…", "fr": "…"})
    both_ways = [minutes(definition([first, {**always, **more}])) for more in ({}, {"relevance": rule})]
    assert both_ways[0] - both_ways[1] == pytest.approx(35 / 2 / 60)


def test_long_words_and_sentences_are_found() -> None:
    hard = (
        "The municipality endeavours to operationalize comprehensive modernization initiatives regarding "
        "digitalization infrastructure, notwithstanding considerable organizational complications, "
        "institutional interdependencies, jurisdictional fragmentation, demographic heterogeneity, budgetary "
        "uncertainty affecting intergovernmental collaboration throughout the whole implementation period, "
        "budget cycle, planning horizon or term of council. "
    )
    text = {"en": hard * 2, "fr": "Nous préparons un plan."}
    told = found(question("long_text", "q", text=NEUTRAL), introduction=text, minutes=1)
    assert [(each.code, each.place, each.language) for each in told] == [
        ("reading_hard", "introduction", "en"),
        ("sentence_long", "introduction", "en"),
    ]


def test_the_same_sentence_in_both_languages_is_not_translated() -> None:
    same = {"en": "Is there anything else?", "fr": "Is there anything else?"}
    assert codes(question("long_text", "q", text=same)) == ["text_same"]
    assert codes(question("long_text", "q", text={"en": "Wi-Fi", "fr": "Wi-Fi"})) == []


def test_the_serious_comes_first() -> None:
    told = found(
        ask("Do you always pay online?", NEUTRAL["fr"]),
        ask("Don’t you like it?", NEUTRAL["fr"]) | {"name": "r"},
    )
    assert [(each.code, each.is_serious) for each in told] == [("leading", True), ("absolute", False)]


def test_a_code_nobody_registered_is_refused() -> None:
    with pytest.raises(ValueError, match="unregistered"):
        Advice("surprising", "q")


@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=6))
def test_any_words_at_all_get_advice_and_never_an_error(text: str, labels: list[str]) -> None:
    made = question("scale", "q", text={"en": text, "fr": text})
    made["options"] = [option(f"o{n}", label={"en": label, "fr": label}) for n, label in enumerate(labels)]
    assert {each.code for each in found(made, introduction=both(text))} <= CODES


TOWN = {"en": "Town of Larkmere", "fr": "Ville de Larkmere"}
OWN = {"en": "our own words", "fr": "nos propres mots"}
PHONE = {"en": "Clerk, 1 Harbour Square, 705-555-0100", "fr": "Greffe, 1, place du Port, 705-555-0100"}
TEMPLATES = sorted((ROOT / "data" / "templates").glob("*.json"))
SAMPLES = [
    ROOT / "data" / "samples" / "larkmere" / f"{name}.json" for name in ("permits-beta", "winter-trails")
]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_filled_template_gets_no_advice_at_all(path: Path) -> None:
    template = read_definition(path.read_text("utf-8"))
    words = {name: usual(name, TOWN) or OWN for name in blanks(template)}
    assert advice(fill(template, words | {"privacy_contact": PHONE})) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_as_it_comes_gets_no_advice(path: Path) -> None:
    assert advice(read_definition(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_sample_gets_no_advice(path: Path) -> None:
    assert advice(read_definition(json.loads(path.read_text("utf-8")))) == []
