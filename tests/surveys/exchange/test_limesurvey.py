"""LimeSurvey structures: both layouts of texts, the usual types, conditions over variables of options."""

import pytest

from surveys.exchange.files import carry
from surveys.exchange.notes import Carried
from surveys.relevance import All, Not, Selected


def rows(section: str, *given: dict[str, object]) -> str:
    cells = ("".join(f"<{tag}><![CDATA[{value}]]></{tag}>" for tag, value in row.items()) for row in given)
    return f"<{section}><rows>{''.join(f'<row>{cell}</row>' for cell in cells)}</rows></{section}>"


def lss(*sections: str) -> Carried:
    settings = rows(
        "surveys_languagesettings",
        {
            "surveyls_language": "en",
            "surveyls_title": "Parks",
            "surveyls_welcometext": "<p>Hello &amp; welcome</p>",
        },
        {"surveyls_language": "fr", "surveyls_title": "Parcs", "surveyls_welcometext": "<p>Bonjour</p>"},
    )
    text = "".join((settings, *sections))
    kind = "<LimeSurveyDocType>Survey</LimeSurveyDocType>"
    return carry(
        f'<?xml version="1.0" encoding="UTF-8"?><document>{kind}{text}</document>'.encode(), "parks.lss"
    )


def words(qid: int, en: str, fr: str) -> tuple[dict[str, object], ...]:
    return tuple({"qid": qid, "question": text, "language": code} for code, text in (("en", en), ("fr", fr)))


def parks(**more: object) -> Carried:
    return lss(
        rows("groups", {"gid": 1, "group_order": 0}),
        rows("group_l10ns", {"gid": 1, "group_name": "Use", "language": "en"}),
        rows(
            "questions",
            {
                "qid": 2,
                "gid": 1,
                "type": "M",
                "title": "Ways",
                "question_order": 2,
                "relevance": "Ward.NAOK == 'A1'",
            },
            {
                "qid": 1,
                "gid": 1,
                "type": "L",
                "title": "Ward",
                "question_order": 1,
                "mandatory": "Y",
                "other": "Y",
            },
            {
                "qid": 3,
                "gid": 1,
                "type": "T",
                "title": "why",
                "question_order": 3,
                "relevance": more.get("when", "1"),
            },
            {"qid": 4, "gid": 1, "type": "|", "title": "photo", "question_order": 4, "preg": "x"},
        ),
        rows(
            "subquestions",
            {"qid": 11, "parent_qid": 2, "title": "bus"},
            {"qid": 12, "parent_qid": 2, "title": "no"},
        ),
        rows("answers", {"aid": 21, "qid": 1, "code": "A1", "sortorder": 1}),
        rows("answer_l10ns", {"aid": 21, "answer": "<b>North</b>", "language": "en"}),
        rows(
            "question_l10ns",
            *words(1, "Where?", "Où?"),
            *words(2, "How?", "Comment?"),
            *words(3, "Why?", "Pourquoi?"),
        ),
        rows(
            "question_attributes",
            {"qid": 2, "attribute": "exclude_all_others", "value": "no"},
            {"qid": 1, "attribute": "random_order", "value": more.get("random", "0")},
        ),
    )


def test_questions_come_in_their_order_with_both_languages() -> None:
    carried = parks()
    assert carried.definition is not None
    assert carried.definition.title == {"en": "Parks", "fr": "Parcs"}
    assert carried.definition.introduction == {"en": "Hello & welcome", "fr": "Bonjour"}
    assert [(q.name, q.kind, q.required) for q in carried.definition.questions()] == [
        ("ward", "single_choice", True),
        ("ward_other", "other_text", False),
        ("ways", "multiple_choice", False),
        ("why", "long_text", False),
        ("photo", "file_upload", False),
    ]
    ways = carried.definition.question("ways")
    assert ways is not None
    assert (ways.text["fr"], ways.relevance) == ("Comment?", Selected(question="ward", options=("A1",)))
    assert [option.code for option in ways.choices() if option.exclusive] == ["no"]


def test_what_is_left_behind_is_listed() -> None:
    assert [(note.code, note.place) for note in parks().notes] == [
        ("markup_removed", "Ward"),
        ("name_changed", "Ward"),
        ("name_changed", "Ways"),
        ("constraint_not_carried", "photo"),
    ]


@pytest.mark.parametrize(
    ("when", "condition"),
    [
        ("Ways_bus.NAOK == 'Y'", Selected(question="ways", options=("bus",))),
        (
            '((Ward.NAOK == "A1") and (Ways_bus.NAOK != "Y"))',
            All(
                of=(
                    Selected(question="ward", options=("A1",)),
                    Not(of=Selected(question="ways", options=("bus",))),
                )
            ),
        ),
        ("1", None),
    ],
)
def test_conditions_over_options_are_carried(when: str, condition: object) -> None:
    carried = parks(when=when)
    assert carried.definition is not None
    why = carried.definition.question("why")
    assert why is not None
    assert why.relevance == condition


def test_a_condition_that_computes_is_listed() -> None:
    notes = [
        note for note in parks(when="sum(Ways_bus, 2) > 1").notes if note.code == "relevance_not_carried"
    ]
    assert [note.place for note in notes] == ["why"]


def test_texts_inside_questions_are_read_as_well() -> None:
    both = [
        {"qid": 1, "gid": 1, "type": "Y", "title": "used", "question": text, "language": code}
        for code, text in (("en", "Used?"), ("fr", "Utilisé?"))
    ]
    carried = lss(rows("groups", {"gid": 1, "group_name": "G", "language": "en"}), rows("questions", *both))
    assert carried.definition is not None
    used = carried.definition.question("used")
    assert used is not None
    assert (used.kind, used.text) == ("yes_no", {"en": "Used?", "fr": "Utilisé?"})
