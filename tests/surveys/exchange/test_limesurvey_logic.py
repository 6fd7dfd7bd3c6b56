"""A structure as towns have them: equations, filters, validation, quotas, older names; what stays is listed.

The sample is ours: a survey of recreation with the types and rules that occur in public ones.
"""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from surveys import journey
from surveys.definition import SurveyDefinition
from surveys.exchange.files import carry
from surveys.exchange.notes import Carried
from surveys.relevance import Not, Selected
from tests.factories import raw_answers
from tests.surveys.exchange.test_limesurvey import lss, rows

SAMPLE = Path(__file__).parent / "samples" / "recreation.lss"


@cache
def sample() -> Carried:
    return carry(SAMPLE.read_bytes(), SAMPLE.name)


def definition() -> SurveyDefinition:
    found = sample().definition
    assert found is not None, sample().refusals
    return found


def settings(name: str) -> dict[str, Any]:
    found = definition().question(name)
    assert found is not None
    return found.model_dump(mode="json")


def test_every_type_is_a_kind_that_asks_the_same() -> None:
    assert [(question.name, question.kind) for question in definition().questions()] == [
        ("district", "single_choice"),
        ("district_other", "other_text"),
        ("household", "number_entry"),
        ("children", "number_entry"),
        ("adults", "calculated"),
        ("used", "multiple_choice"),
        ("used_other", "other_text"),
        ("rated", "matrix_single"),
        ("weight_0", "matrix_single"),
        ("weight_1", "matrix_single"),
        ("best", "single_choice"),
        ("best_comment", "short_text"),
        ("help", "multiple_choice"),
        ("help_timecomment", "short_text"),
        ("help_giftcomment", "short_text"),
        ("when", "matrix_multiple"),
        ("shares", "budget_split"),
        ("visits_pool", "number_entry"),
        ("visits_rink", "number_entry"),
        ("photo", "file_upload"),
        ("since", "date_entry"),
        ("why", "long_text"),
        ("postcode", "short_text"),
        ("wishes_in_w", "short_text"),
        ("wishes_in_s", "short_text"),
        ("wishes_out_w", "short_text"),
        ("wishes_out_s", "short_text"),
    ]


def test_what_stays_behind_is_listed() -> None:
    assert [(note.place, note.code, dict(note.details)) for note in sample().notes] == [
        ("visits", "group_flattened", {"name": "visits"}),
        ("since", "setting_not_carried", {"setting": "date_max"}),
        ("why", "piping_not_carried", {"found": "{if(children.NAOK > 0, ' for your children', '')}"}),
        ("postcode", "constraint_not_carried", {"expression": "/^[A-Z]/"}),
        ("wishes", "group_flattened", {"name": "wishes"}),
        ("language", "type_not_carried", {"type": "I", "name": "language"}),
        ("survey", "setting_not_carried", {"setting": "quota By visits"}),
        ("why", "fallback_needed", {"found": "district"}),
        ("rated", "page_begun", {"page": "group_2"}),
    ]


def test_settings_come_along() -> None:
    household, photo = settings("household"), settings("photo")
    assert (household["lowest"], household["highest"], household["unit"]["fr"]) == (1, 15, "personnes")
    assert (photo["takes"], photo["most"], photo["largest"]) == (["images", "pdf"], 2, 5)
    assert settings("district")["options"][3]["label"]["fr"] == "À l’extérieur de la ville"
    assert (settings("shares")["total"], settings("why")["longest"]) == (100, 800)
    assert (settings("since")["earliest"], settings("since")["latest"]) == ("1920-01-01", None)
    assert (
        settings("weight_1")["text"]["en"] == "For each service: how important, and how well done? – Quality"
    )
    assert definition().notice["en"].startswith("Collected under the Municipal Act")


@pytest.mark.parametrize(
    ("answers", "problems"),
    [
        ({"household": "4", "children": "2"}, []),
        ({"household": "2", "children": "3"}, ["constraint_unmet"]),
        ({"used": ["dock"], "district": "A2"}, ["option_not_offered"]),
        ({"used": ["pool", "none"]}, ["option_exclusive"]),
    ],
)
def test_rules_hold_as_they_did_there(answers: dict[str, Any], problems: list[str]) -> None:
    checked = journey.check(definition(), raw_answers(**{"district": "A1", **answers}))
    assert [problem.code for problem in checked.problems] == problems


def test_an_equation_is_worked_out_and_a_line_goes_with_what_was_used() -> None:
    sent = raw_answers(district="A1", household="5", children="2", used=["pool", "dock"])
    answers = journey.check(definition(), sent).answers
    assert answers["adults"] == "3"
    page = next(page for page in definition().pages if page.questions[0].name == "rated")
    rated = journey.relevant(page.questions, answers)[0]
    assert rated.order() == ("pool", "dock")


def test_a_quota_counts_who_it_counted_there() -> None:
    (quota,) = definition().quotas
    assert (quota.name, quota.limit, quota.when_full) == ("harbour", 150, "end")
    assert quota.text["fr"] == "Assez de gens du port ont répondu."
    assert quota.link is not None
    assert quota.link.address == "https://larkmere.example/parks"
    assert quota.condition.holds({"district": "A3", "used": ["rink"]})
    assert not quota.condition.holds({"district": "A3", "used": ["dock"]})
    assert not quota.condition.holds({"district": "A1", "used": ["rink"]})


def one(type_: str, relevance: str = "1", **attributes: str) -> Carried:
    """Return a yes or no (number 7 of the file), and a question of a type after it."""
    asked = [("used", "Y", "1"), ("asked", type_, relevance)]
    return lss(
        rows("groups", {"gid": 1, "group_name": "G", "language": "en"}),
        rows(
            "questions",
            *(
                {
                    "qid": 7 + at,
                    "gid": 1,
                    "title": title,
                    "type": kind,
                    "question_order": at,
                    "relevance": when,
                    "question": title,
                    "language": "en",
                }
                for at, (title, kind, when) in enumerate(asked)
            ),
        ),
        rows("question_attributes", *({"qid": 8, "attribute": n, "value": v} for n, v in attributes.items())),
    )


@pytest.mark.parametrize(
    "relevance",
    [
        "1X1X7.NAOK == 'Y'",
        '((INSERTANS:1X1X7 == "Y"))',
        "used.NAOK eq 'Y'",
        "{used == 'Y'}",
        "used.valueNAOK=='Y'",
    ],
)
def test_older_ways_of_naming_a_question_are_read(relevance: str) -> None:
    found = one("T", relevance).definition
    assert found is not None
    assert found.questions is not None
    asked = found.question("asked")
    assert asked is not None
    assert asked.relevance == Selected(question="used", options=("yes",))


def test_a_blank_between_quotes_is_no_answer() -> None:
    found = one("T", "used.NAOK != ' '").definition
    assert found is not None
    asked = found.question("asked")
    assert asked is not None
    assert str(asked.relevance) == "test='answered' question='used'"


@pytest.mark.parametrize(
    ("type_", "attributes", "code"),
    [
        ("*", {"equation": "{rand(1, 6)}"}, "calculation_not_carried"),
        ("N", {"em_validation_q": "regexMatch('/1/', this)"}, "constraint_not_carried"),
        ("T", {"hidden": "1"}, "setting_not_carried"),
        ("D", {"date_format": "dd/mm/yyyy HH:MM"}, "setting_not_carried"),
        ("N", {"min_num_value_n": "few"}, "setting_not_carried"),
        ("|", {"allowed_filetypes": "docx"}, "setting_not_carried"),
        ("1", {}, "list_missing"),
        ("M", {"array_filter": "gone"}, "list_missing"),
    ],
)
def test_what_ours_cannot_say_is_listed(type_: str, attributes: dict[str, str], code: str) -> None:
    assert code in [note.code for note in one(type_, **attributes).notes]


@pytest.mark.parametrize("number", ["9" * 5000, "-3", "1e9", "٣", "x", ""])
def test_odd_numbers_make_nothing_fall_over(number: str) -> None:
    names = (
        "max_num_of_files",
        "max_filesize",
        "maximum_chars",
        "equals_num_value",
        "min_answers",
        "max_answers",
    )
    for type_ in "|TKMRN":
        carried = one(type_, **dict.fromkeys(names, number))
        assert carried.definition is not None or carried.refusals


def test_a_filter_the_other_way_round_hides_what_was_chosen() -> None:
    text = SAMPLE.read_text("utf-8").replace("array_filter]]", "array_filter_exclude]]")
    found = carry(text.encode(), SAMPLE.name).definition
    assert found is not None
    rated = found.question("rated")
    assert rated is not None
    assert rated.rows[0].relevance == Not(of=Selected(question="used", options=("pool",)))  # type: ignore[attr-defined]
