import pickle

import numpy as np
import pytest

from analysis.code_frame import CodeFrame, load_code_frame
from analysis.coding.features import NEARNESSES, OUTRIGHT, Nearness
from analysis.coding.matching import Matcher, evidence, shipped_weights


@pytest.fixture(scope="module")
def town() -> CodeFrame:
    """A frame of definitions alone: no seeds."""
    return load_code_frame(
        {
            "id": "town",
            "themes": [
                {
                    "id": "waste",
                    "name": {"en": "Waste collection", "fr": "Collecte des déchets"},
                    "definition": {"en": "Garbage and recycling pickup", "fr": "Ramassage des ordures"},
                },
                {
                    "id": "snow",
                    "name": {"en": "Snow and ice", "fr": "Déneigement"},
                    "definition": {"en": "Clearing snow from roads", "fr": "Enlever la neige des rues"},
                },
                {
                    "id": "library",
                    "name": {"en": "Library", "fr": "Bibliothèque"},
                    "definition": {"en": "Books, holds, librarians", "fr": "Livres, bibliothécaires"},
                },
            ],
        }
    )


@pytest.fixture(scope="module")
def matcher(town: CodeFrame) -> Matcher:
    return Matcher(town)


def _ids(matcher: Matcher, text: str, language: str = "en") -> list[str]:
    return [theme.theme_id for theme in matcher.code([text], language)[0].themes]


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("they never came for our trash bins", "waste"),
        ("the plow buried my driveway after the storm", "snow"),
        ("I love the novels and the story hour with my kids", "library"),
    ],
)
def test_meaning_is_found_without_a_shared_word(matcher: Matcher, text: str, theme: str) -> None:
    assert _ids(matcher, text)[:1] == [theme]


def test_french_is_read_beside_french_definitions(matcher: Matcher) -> None:
    assert _ids(matcher, "les livres de la bibliothèque", "fr") == ["library"]


def test_a_comment_on_something_else_bears_no_theme(matcher: Matcher) -> None:
    assert _ids(matcher, "the mayor should resign") == []


def test_every_theme_given_says_because_of_what(matcher: Matcher) -> None:
    for theme in matcher.code(["The trash truck never came"], "en")[0].themes:
        assert theme.because
        assert set(" ".join(theme.because).split()) <= {"trash", "truck", "never", "came"}


def test_a_comment_is_coded_the_same_alone_and_among_others(matcher: Matcher) -> None:
    texts = ["garbage day", "snow on the road", "new books"] * 40
    together = matcher.probabilities(texts, "en")
    assert matcher.probabilities(texts[:1], "en")[0] == pytest.approx(together[0], abs=1e-4)


def test_a_matcher_travels_to_another_process_unchanged(matcher: Matcher) -> None:
    matcher.code(["warm it up"], "en")
    sent = pickle.loads(pickle.dumps(matcher))  # our own object, never a file
    assert sent.probabilities(["garbage"], "en") == pytest.approx(
        matcher.probabilities(["garbage"], "en"), abs=1e-4
    )


def test_a_frame_of_one_theme_and_one_in_another_language_work() -> None:
    frame = load_code_frame({"themes": [{"id": "x", "name": {"fr": "Neige"}}]})
    likely = Matcher(frame).probabilities(["snow", ""], "en")
    assert likely.shape == (2, 1)
    assert np.isfinite(likely).all()


def test_an_analysts_seed_is_enough() -> None:
    frame = load_code_frame(
        {
            "themes": [
                {"id": "rink", "name": "Ice", "seeds": ["zamboni"]},
                {"id": "tax", "name": "Property tax", "definition": "Tax bills"},
                {"id": "bus", "name": "Transit", "definition": "Buses and stops"},
            ]
        }
    )
    text = "Whoever drives the Zamboni should be given a raise"
    assert "rink" in _ids(Matcher(frame), text)


def test_without_themes_nothing_is_given() -> None:
    (reading,) = Matcher(CodeFrame("none", "1", ())).code(["snow"], "en")
    assert reading.themes == ()
    assert not reading.is_unsure


def test_thousands_of_themes_are_read_in_pieces() -> None:
    themes = [{"id": f"t{n}", "name": f"theme {n} of {chr(97 + n % 26) * 4}"} for n in range(1500)]
    likely = Matcher(load_code_frame({"themes": themes}), languages=["en"]).probabilities(
        ["garbage"] * 90, "en"
    )
    assert likely.shape == (90, 1500)
    assert np.isfinite(likely).all()


def test_the_shipped_weights_fit_the_evidence(town: CodeFrame) -> None:
    measured = Nearness(town, "en", ["snow", "books are good"]).measure(["garbage"])
    assert measured.shape == (1, 3, len(NEARNESSES) + len(OUTRIGHT))
    assert evidence(measured).shape[2] == len(shipped_weights().coefficients["en"])


def test_a_frame_of_one_theme_finds_it_and_nothing_else() -> None:
    frame = load_code_frame({"themes": [{"id": "forms", "name": "Forms", "definition": "Filling in forms"}]})
    matcher = Matcher(frame)
    assert _ids(matcher, "two lines about the form") == ["forms"]
    assert _ids(matcher, "the mayor should resign") == []
