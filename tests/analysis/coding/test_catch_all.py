import numpy as np
import pytest

from analysis.cleaning import key
from analysis.code_frame import load_code_frame
from analysis.coding.catch_all import CatchAlls
from analysis.coding.matching import Matcher
from analysis.coding.whole_answers import CatchAll, kept_for, meant


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Nothing to improve", CatchAll.NOTHING),
        ("Couldn't be improved", CatchAll.NOTHING),
        ("No complaints", CatchAll.NOTHING),
        ("Rien à améliorer", CatchAll.NOTHING),
        ("Aucun problème", CatchAll.NOTHING),
        ("Miscellaneous", CatchAll.REST),
        ("Other comments", CatchAll.REST),
        ("Autre", CatchAll.REST),
        ("Divers", CatchAll.REST),
        ("Positive experience & gratitude", CatchAll.PRAISE),
        ("General praise", CatchAll.PRAISE),
        ("Remerciements", CatchAll.PRAISE),
        ("Labelling not possible", CatchAll.UNSAID),
        ("No comment", CatchAll.UNSAID),
        ("Sans réponse", CatchAll.UNSAID),
    ],
)
def test_a_theme_for_no_subject_is_known_by_its_name(name: str, kind: CatchAll) -> None:
    assert kept_for(key(name)) is kind


@pytest.mark.parametrize(
    "name",
    [
        "Other services nearby",
        "General hospital",
        "Problems with parking",
        "Nothing Hill road",
        "Divertissement",
    ],
)
def test_a_subject_is_no_catch_all(name: str) -> None:
    assert kept_for(key(name)) is None


@pytest.mark.parametrize(
    ("answer", "kinds"),
    [
        ("Nothing.", (CatchAll.NOTHING, CatchAll.UNSAID)),
        ("Nothing, all was good", (CatchAll.NOTHING, CatchAll.UNSAID)),
        ("I can't think of anything", (CatchAll.NOTHING, CatchAll.UNSAID)),
        ("Could not be better", (CatchAll.NOTHING, CatchAll.UNSAID)),
        ("No complaints!", (CatchAll.NOTHING, CatchAll.UNSAID)),
        ("Rien à changer", (CatchAll.NOTHING, CatchAll.UNSAID)),
        ("Je ne vois rien", (CatchAll.NOTHING, CatchAll.UNSAID)),
        ("Did not answer", (CatchAll.UNSAID, CatchAll.NOTHING)),
        ("Everything", (CatchAll.PRAISE, CatchAll.REST)),
        ("Everything was very good", (CatchAll.PRAISE, CatchAll.REST)),
        ("Great service, thank you", (CatchAll.PRAISE,)),
        ("Très bien, merci", (CatchAll.PRAISE,)),
        ("The bus was late", ()),
        ("Great bus drivers", ()),
        ("Everything costs too much", ()),
        ("", ()),
    ],
)
def test_a_whole_answer_tells_what_it_is_for(answer: str, kinds: tuple[CatchAll, ...]) -> None:
    assert meant(key(answer)) == kinds


FRAME = load_code_frame(
    {
        "themes": [
            {"id": "bus", "name": "Buses"},
            {"id": "none", "name": "Nothing to improve"},
            {"id": "other", "name": "Other"},
        ]
    }
)


def test_an_answer_for_no_subject_speaks_for_its_theme_against_all_others() -> None:
    odds = CatchAlls(FRAME).log_odds(["Nothing at all", "The bus was late", ""])
    assert odds.tolist() == [[-3.0, 4.0, -3.0], [0.0, 0.0, -2.0], [0.0, 0.0, -2.0]]


def test_a_long_answer_is_read_by_its_words() -> None:
    text = "Nothing works on this bus line and the driver was rude to my mother when she asked him why"
    assert CatchAlls(FRAME).log_odds([text])[0, 1] == 0


def test_a_frame_of_subjects_alone_is_read_as_before() -> None:
    frame = load_code_frame({"themes": [{"id": "bus", "name": "Buses"}, {"id": "x", "name": "Parks"}]})
    assert not CatchAlls(frame).log_odds(["Nothing", "Everything was good"]).any()
    assert not CatchAlls(frame).holds("Nothing", 0)


def test_the_rest_is_given_where_no_subject_is_near() -> None:
    likely = Matcher(FRAME).probabilities(["The bus was late", "The bus stop is far away"], "en")
    assert np.argmax(likely, axis=1).tolist() == [0, 0]


def test_nothing_is_coded_as_nothing_because_of_the_whole_answer() -> None:
    (reading,) = Matcher(FRAME).code(["Nothing,  thank you"], "en")
    assert [(theme.theme_id, theme.because) for theme in reading.themes] == [
        ("none", ("Nothing, thank you",))
    ]
