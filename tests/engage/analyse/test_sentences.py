import ast
from pathlib import Path

import pytest

import engage.analyse
from analysis.code_frame import starter_code_frame
from analysis.results import Finding
from engage.analyse.sentences import detail_name, reason_name, sentence
from engage.wording import catalogue, wording

CODES: dict[str, dict[str, object]] = {
    "too_few": {"needed": 30},
    "sentiment_overall": {"sentiment": "mixed"},
    "top_theme": {"theme": "search", "rank": 1, "by_sentiment": {"negative": 3, "positive": 4}},
    "no_theme": {},
    "theme_tone": {"theme": "payments", "sentiment": "negative"},
    "language": {"language": "fr"},
    "candidate_theme": {"name": "dog park"},
    "campaign": {"exact": 3},
    "rating_disagrees": {"rating": "high"},
    "personal_details": {"kinds": {"email": 2}},
    "unprocessed": {"reasons": {"empty": 2}},
}
CHANGE: dict[str, object] = {
    "theme": "search",
    "from": "0.7.0",
    "to": "0.8.0",
    "share_before": 0.4,
    "share_after": 0.1,
    "count_before": 40,
    "base_before": 100,
    "difference": -0.3,
    "difference_low": -0.41,
    "difference_high": -0.18,
}
MOVED = ("theme_change", "theme_negative", "negative")
CODES |= {f"{what}_{direction}": CHANGE for what in MOVED for direction in ("up", "down")}


def _finding(code: str) -> Finding:
    return Finding(code, code, CODES[code], 12, 80, 0.09, 0.24)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_finding_is_a_sentence_with_its_count(code: str, language: str) -> None:
    said = sentence(_finding(code), wording(language), starter_code_frame())
    assert "12" in said
    assert said.endswith(".")
    assert "%(" not in said


@pytest.mark.parametrize("code", CODES)
def test_no_french_sentence_is_left_in_english(code: str) -> None:
    english, french = (sentence(_finding(code), wording(each), starter_code_frame()) for each in ("en", "fr"))
    assert english != french
    assert not {"the", "comments", "between"} & set(french.lower().replace("(", " ").split())


def test_a_change_says_how_large_it_may_be() -> None:
    said = sentence(_finding("theme_change_down"), wording("en"), starter_code_frame())
    assert "down 30 points, likely between 18 and 41" in said
    assert "“Search” fell from 40% of comments in 0.7.0 (40 of 100)" in said


def test_complaints_about_a_theme_are_counted_among_all_comments() -> None:
    said = sentence(_finding("theme_negative_down"), wording("en"), starter_code_frame())
    assert "Negative comments on “Search” fell from 40% of all comments in 0.7.0 (40 of 100)" in said


def test_groups_may_have_names() -> None:
    finding = _finding("theme_change_down")
    said = sentence(
        finding, wording("en"), starter_code_frame(), group_label=lambda group: f"release {group}"
    )
    assert "in release 0.7.0" in said


def test_an_unknown_code_still_shows_its_figure() -> None:
    said = sentence(Finding("x", "new_code", {}, 1, 2, 0.0, 1.0), wording("en"), starter_code_frame())
    assert "1 of 2" in said


@pytest.mark.parametrize("name", [reason_name, detail_name])
def test_unknown_names_are_shown_as_they_are(name: object) -> None:
    assert name(wording("fr"), "brand_new") == "brand_new"  # type: ignore[operator]


def _message_ids() -> set[str]:
    folder = Path(engage.analyse.__file__).parent
    found: set[str] = set()
    for path in [*folder.glob("*.py"), *(folder.parent / "tabular").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                owner = getattr(getattr(node.func, "value", None), "id", "")
                if name in ("t", "_t") or (name == "n" and owner == "t"):
                    found.add(str(node.args[0].value))
    return found


def test_every_sentence_has_its_french() -> None:
    french = catalogue("fr")
    missing = {message for message in _message_ids() if message not in french}
    assert not missing


def test_translations_keep_the_places_to_fill() -> None:
    french = catalogue("fr")
    for message in _message_ids():
        places = {part.split(")")[0] for part in message.split("%(")[1:]}
        for form in french[message]:
            assert {part.split(")")[0] for part in form.split("%(")[1:]} <= places | {"n"}, message
