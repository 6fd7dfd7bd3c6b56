"""Beside each finding of counts stands what corrected figures leave of it, in both languages."""

from typing import Any

from analysis.results import Finding
from engage.results.corrected_findings import beside
from engage.results.values import Corrected, ReleaseChange, ReleaseShare, Step, ThemeRow, ToneShare

THIRD = Corrected(0.33, 0.25, 0.42, 64)


def finding(code: str, **values: Any) -> Finding:
    return Finding(code, code, values, 40, 100, 0.3, 0.5)


def row(corrected: Corrected | None) -> ThemeRow:
    return ThemeRow("search", {"en": "Search"}, {}, 40, 100, 0.4, 0.3, 0.5, {}, (), corrected)


def change(told: str, low: float, high: float, corrected: Corrected | None = THIRD) -> ReleaseChange:
    shares = tuple(ReleaseShare(name, 20, 50, 0.4, 0.3, 0.5, corrected) for name in ("1.0", "1.1"))
    step = Step("1.0", "1.1", (low + high) / 2, low, high, told)
    return ReleaseChange("search", {"en": "Search"}, shares, (step,))


def tones(negative: float | None, positive: float | None) -> dict[str, ToneShare]:
    def made(share: float | None) -> ToneShare:
        return ToneShare(1, 0.5, 0.4, 0.6, share and Corrected(share, share - 0.1, share + 0.1, 64))

    return {"negative": made(negative), "positive": made(positive)}


CHANGE = finding("theme_change_up", theme="search", **{"from": "1.0", "to": "1.1"})
TOP = finding("top_theme", theme="search", rank=1)
OVERALL = finding("sentiment_overall", sentiment="negative")


def test_a_share_is_told_with_its_interval() -> None:
    told = {
        language: said.replace("\xa0", " ") for language, said in beside(TOP, {}, [row(THIRD)], ()).items()
    }
    assert told == {
        "en": "Corrected for the model’s errors: 33% (likely between 25% and 42%).",
        "fr": "Corrigé des erreurs du modèle : 33 % (probablement entre 25 % et 42 %).",
    }


def test_another_tone_may_be_the_most_common_one() -> None:
    assert beside(OVERALL, tones(0.3, 0.5), (), ())["en"] == (
        "Corrected for the model’s errors: 30% (likely between 20% and 40%). "
        "Then the most common tone is positive: 50%."
    )
    assert beside(OVERALL, tones(0.5, 0.3), (), ())["en"].endswith("60%).")


def test_a_change_is_told_or_said_to_be_inside_the_error() -> None:
    told = {
        name: beside(CHANGE, {}, (), [made])["en"].removeprefix("Corrected for the model’s errors: ")
        for name, made in {
            "stands": change("up", 0.05, 0.25),
            "inside": change("inside_error", -0.05, 0.25),
            "among many": change("inside_error", 0.01, 0.25),
        }.items()
    }
    assert told == {
        "stands": "from 33% to 33%, a change of likely 5 to 25 points.",
        "inside": "from 33% to 33%; that is inside the error (-5 to 25 points).",
        "among many": "from 33% to 33% (1 to 25 points); among as many comparisons, that may be chance.",
    }


def test_without_reviews_nothing_is_said() -> None:
    assert beside(TOP, {}, [row(None)], ()) == {}
    assert beside(TOP, {}, (), ()) == {}
    assert beside(OVERALL, tones(None, None), (), ()) == {}
    assert beside(CHANGE, {}, (), [change("up", 0.1, 0.2, None)]) == {}
    assert beside(finding("campaign"), tones(0.3, 0.5), [row(THIRD)], ()) == {}
