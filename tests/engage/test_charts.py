"""Figures: the title states the finding, the base is told, the table holds what the chart shows."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest

from engage import charts
from engage.results.choosing import FilterOption
from engage.results.public_values import PublicBar, PublicQuestion
from engage.results.values import (
    Corrected,
    QuestionResult,
    ReleaseChange,
    ReleaseShare,
    Step,
    ThemeRow,
    ToneShare,
)
from engage.settings import ROOT
from engage.wording import LANGUAGES, wording
from surveys.records import Release
from surveys.summaries import (
    AmountSummary,
    Bar,
    ChoiceSummary,
    FigureSummary,
    GridRow,
    GridSummary,
    RankSummary,
    ScaleSummary,
    Summary,
    TextSummary,
)
from tests.factories import both

EN = wording("en")


def bars(**counts: int) -> tuple[Bar, ...]:
    return tuple(Bar(code, both(code.capitalize()), count) for code, count in counts.items())


def result(summary: Summary, asked: int = 0) -> QuestionResult:
    return QuestionResult("way", both("Which way?"), summary.shape, summary, asked or summary.base)


def values_in(chart: Any) -> list[Any]:
    """Return every value inside a chart's specification."""
    found: list[Any] = []

    def look(part: Any) -> None:
        if isinstance(part, dict):
            for each in part.values():
                look(each)
        elif isinstance(part, list):
            for each in part:
                look(each)
        else:
            found.append(part)

    look(json.loads(json.dumps(chart.to_dict())))
    return found


def test_a_choice_says_what_is_most_common_and_shows_it_first() -> None:
    drawn = charts.question(EN, result(ChoiceSummary(40, 3, bars(bus=10, bike=30)), asked=43))
    assert drawn.title == "“Bike” is the most common answer: 30 (75%)"
    assert drawn.told == "40 people answered; 3 gave no answer."
    assert drawn.rows == [
        {"Answer": "Bike", "Count": 30, "Share": "75%"},
        {"Answer": "Bus", "Count": 10, "Share": "25%"},
    ]
    assert "30 (75%)" in values_in(drawn.chart)


def test_a_scale_keeps_its_order_and_tells_its_average() -> None:
    drawn = charts.question(EN, result(ScaleSummary(20, 0, bars(poor=15, good=5), 1.25)))
    assert [row["Answer"] for row in drawn.rows] == ["Poor", "Good"]
    assert drawn.told.endswith("The average is 1.2, where 1 is worst and 2 is best.")


def test_a_scale_from_nought_tells_its_ends_and_its_net_score() -> None:
    drawn = charts.question(EN, result(ScaleSummary(20, 0, bars(a=5, b=15), 0.75, lowest=0, net=50.0)))
    assert drawn.told == (
        "20 people answered. The average is 0.8, where 0 is worst and 1 is best. "
        "The net promoter score is 50, on a scale from -100 to 100."
    )


def test_figures_tell_their_average_middle_and_range() -> None:
    few, many = (
        FigureSummary(n, 1, bars(a=n), mean=2.5, median=2, lowest=1, highest=9, unit={"en": "km", "fr": "km"})
        for n in (3, 30)
    )
    assert charts.question(EN, result(many, asked=31)).title == "The average is 2.5 km"
    assert charts.question(EN, result(few, asked=4)).title == "3 answers so far: too few to compare"
    assert charts.question(EN, result(many, asked=31)).told == (
        "30 people answered; 1 gave no answer. Half gave 2 or less; the answers run from 1 to 9."
    )
    assert charts.question(EN, result(FigureSummary(0, 2, ()), asked=2)).title == "Nobody has answered yet"


def test_a_grid_names_what_stands_out_and_lists_every_line() -> None:
    rows = (
        GridRow("find", both("Finding"), 20, bars(hard=15, easy=5)),
        GridRow("pay", both("Paying"), 10, bars(hard=4, easy=6)),
        GridRow("call", both("Calling"), 0, bars(hard=0, easy=0)),
    )
    drawn = charts.question(EN, result(GridSummary(20, 1, rows), asked=21))
    assert drawn.title == "“Hard” stands out for “Finding”: 15 (75%)"
    assert drawn.rows == [
        {"Line": "Finding", "Hard": "15 (75%)", "Easy": "5 (25%)"},
        {"Line": "Paying", "Hard": "4 (40%)", "Easy": "6 (60%)"},
        {"Line": "Calling", "Hard": "", "Easy": ""},
    ]
    assert {"Finding – Hard", "Paying – Easy"} <= set(map(str, values_in(drawn.chart)))
    assert charts.question(EN, result(GridSummary(0, 2, rows), asked=2)).title == "Nobody has answered yet"


def test_shared_out_amounts_are_told_as_averages() -> None:
    summary = AmountSummary(20, 0, bars(trees=1500, paths=500), 100, {"en": "dollars", "fr": "dollars"})
    drawn = charts.question(EN, result(summary))
    assert drawn.title == "“Trees” gets the most: 75 dollars on average"
    assert drawn.rows[1] == {"Answer": "Paths", "Average": "25 dollars"}
    assert 0.75 in values_in(drawn.chart)
    assert charts.question(EN, result(AmountSummary(0, 0, (), 100))).title == "Nobody has answered yet"


def test_a_ranking_counts_first_places_and_lists_points() -> None:
    drawn = charts.question(EN, result(RankSummary(20, 0, bars(a=5, b=15), bars(a=40, b=50), 3)))
    assert drawn.title == "“B” is most often put first: 15 (75%)"
    assert [row["Points"] for row in drawn.rows] == [50, 40]


def test_words_have_a_sentence_and_no_chart() -> None:
    drawn = charts.question(EN, result(TextSummary(8, 2), asked=10))
    assert (drawn.title, drawn.chart) == ("8 people wrote something (80%)", None)


@pytest.mark.parametrize(
    ("summary", "title"),
    [
        (ChoiceSummary(0, 5, bars(a=0, b=0)), "Nobody has answered yet"),
        (ChoiceSummary(1, 0, bars(a=1, b=0)), "The only answer so far is “A”"),
        (ChoiceSummary(30, 0, bars(a=30, b=0)), "All 30 answers are “A”"),
        (ChoiceSummary(5, 0, bars(a=3, b=2)), "5 answers so far: too few to compare"),
        (ChoiceSummary(40, 0, bars(a=20, b=20)), "“A” and “B” are equally common: 20 (50%) each"),
        (ChoiceSummary(60, 0, bars(a=20, b=20, c=20)), "The answers are evenly spread"),
        (ChoiceSummary(0, 0, bars(a=0), several=True), "Nobody has answered yet"),
        (RankSummary(0, 0, bars(a=0), bars(a=0), 1), "Nobody has answered yet"),
        (ScaleSummary(0, 0, bars(a=0), None), "Nobody has answered yet"),
        (TextSummary(0, 0), "Nobody has written anything yet"),
    ],
)
def test_empty_small_even_and_unanimous_answers_are_told_as_what_they_are(
    summary: Summary, title: str
) -> None:
    assert charts.question(EN, result(summary)).title == title


def test_a_hidden_answer_is_said_to_be_hidden_everywhere() -> None:
    shown = PublicBar("bus", both("Bus"), 40, 0.4)
    hidden = PublicBar("bike", both("Bike"), None, None)
    drawn = charts.public_question(
        EN, PublicQuestion("way", both("Which way?"), "choice", 100, (shown, hidden, hidden))
    )
    assert drawn.title == "Some of the answers are hidden to protect a small group"
    assert [row["Count"] for row in drawn.rows] == ["40", "hidden", "hidden"]
    assert values_in(drawn.chart).count("hidden") == 2


def test_a_wholly_hidden_question_has_no_chart() -> None:
    nothing = PublicQuestion("way", both("Way"), "choice", None, (PublicBar("a", both("A"), None, None),))
    assert charts.public_question(EN, nothing) == charts.Drawn("Too few answers to show", "", None, [])


def theme(theme_id: str, count: int, base: int = 100) -> ThemeRow:
    share = count / base
    tones = {"negative": count, "neutral": 0, "positive": 0, "mixed": 0}
    name = both(theme_id.capitalize())
    return ThemeRow(theme_id, name, both(""), count, base, share, share / 2, min(1.0, share * 2), tones, ())


def test_themes_are_drawn_by_tone_with_interval_and_all_of_them_listed() -> None:
    drawn = charts.themes(EN, [theme("search", 40), theme("speed", 5), theme("never", 0)])
    assert drawn.title == "“Search” is raised most: 40 (40%)"
    assert [(row["Theme"], row["Comments"]) for row in drawn.rows] == [
        ("Search", 40),
        ("Speed", 5),
        ("Never", 0),
    ]
    assert (drawn.rows[0]["Likely between"], drawn.rows[0]["Negative"]) == ("20% to 80%", 40)
    assert charts.themes(EN, [theme("never", 0)]).chart is None


def change(theme_id: str, *counts: int, corrected: float | None = None) -> ReleaseChange:
    """Return a theme's shares by release; a step of ten points or more stands."""
    best = None if corrected is None else Corrected(corrected, 0.1, 0.9, 64)
    shares = tuple(
        ReleaseShare(f"1.{place}", count, 100, count / 100, 0.0, 1.0, best, 0.5)
        for place, count in enumerate(counts)
    )
    steps = tuple(
        Step(f"1.{place}", f"1.{place + 1}", (after - before) / 100, -0.5, 0.5, _told(after - before))
        for place, (before, after) in enumerate(pairwise(counts))
    )
    return ReleaseChange(theme_id, both(theme_id.capitalize()), shares, steps)


def _told(points: int) -> str:
    return "inside_error" if abs(points) < 10 else "up" if points > 0 else "down"


def test_a_clear_change_is_the_title_and_noise_is_not() -> None:
    drawn = charts.changes(EN, [change("noise", 10, 12, 11), change("search", 40, 8, 9)])
    assert drawn.title == "“Search” fell from 40% (40 of 100) in 1.0 to 8% (8 of 100) in 1.1"
    assert len(drawn.rows) == 6
    noise = charts.changes(EN, [change("noise", 10, 12, 11)])
    assert noise.title == "No theme clearly changed from one release to the next"
    assert charts.changes(EN, []).chart is None


def test_what_may_be_said_of_each_step_stands_in_the_table() -> None:
    drawn = charts.changes(EN, [change("search", 40, 8, 9)])
    told = [row["Against the release before"] for row in drawn.rows]
    assert told == [
        "not compared",
        "fell (-32 points, -50 to +50)",
        "no more than the error (+1 points, -50 to +50)",
    ]


def test_corrected_shares_are_told_and_counts_stand_beside_them() -> None:
    drawn = charts.changes(EN, [change("search", 40, 8, corrected=0.25)])
    assert [(row["Share"], row["Counted"]) for row in drawn.rows] == [("25%", "40%"), ("25%", "8%")]
    assert "corrected for the model’s errors" in drawn.told
    row = replace(theme("search", 40), corrected=Corrected(0.3, 0.2, 0.4, 64))
    themes = charts.themes(EN, [row])
    assert themes.title == "“Search” is raised most: 30%, corrected"
    assert (themes.rows[0]["Share"], themes.rows[0]["Counted"]) == ("30%", "40%")
    tones = {"negative": ToneShare(40, 0.4, 0.3, 0.5, Corrected(0.3, 0.2, 0.4, 64))}
    tone = charts.sentiment(EN, tones, 100)
    assert (tone.rows[0]["Share"], tone.rows[0]["Counted"]) == ("30%", "40%")


def test_small_releases_are_also_shown_smoothed() -> None:
    small = ReleaseChange("search", both("Search"), (ReleaseShare("1.0", 1, 3, 1 / 3, 0, 1, None, 0.5),))
    assert charts.changes(EN, [small]).rows[0]["Smoothed"] == "50%"
    assert "Smoothed" not in charts.changes(EN, [change("search", 40, 8)]).rows[0]


def test_days_tell_their_span_their_busiest_and_mark_releases() -> None:
    release = Release(1, 1, "1.1", datetime(2026, 9, 2, 12, tzinfo=UTC), {}, {})
    early = Release(2, 1, "1.0", datetime(2026, 1, 2, 12, tzinfo=UTC), {}, {})
    drawn = charts.days(EN, [(date(2026, 9, 1), 3), (date(2026, 9, 2), 7)], releases=[early, release])
    assert drawn.title == "10 responses"
    assert "The busiest day was September 2, 2026, with 7 responses." in drawn.told
    assert "1.1" in values_in(drawn.chart)
    assert "1.0" not in values_in(drawn.chart)
    assert charts.days(EN, []).title == "No responses yet"


def test_days_at_a_glance_are_low_and_without_scales_and_say_the_same() -> None:
    counted = [(date(2026, 9, 1), 3), (date(2026, 9, 2), 7)]
    whole, glance = charts.days(EN, counted), charts.days(EN, counted, is_glance=True)
    assert (glance.title, glance.told, glance.rows) == (whole.title, whole.told, whole.rows)
    drawn = glance.chart.to_dict()
    assert drawn["height"] < whole.chart.to_dict()["height"]
    assert [drawn["layer"][0]["encoding"][side]["axis"] for side in ("x", "y")] == [None, None]


def test_tones_and_channels_state_the_largest_and_their_base() -> None:
    tones = {"negative": ToneShare(30, 0.75, 0.6, 0.86), "positive": ToneShare(10, 0.25, 0.14, 0.4)}
    drawn = charts.sentiment(EN, tones, 40)
    assert drawn.title == "The most common tone is negative: 30 (75%)"
    assert drawn.told.startswith("40 comments that could be read.")
    assert charts.sentiment(EN, {}, 0).chart is None
    came = [FilterOption("web", both("Web"), 3), FilterOption("phone", both("Phone"), 9)]
    drawn = charts.channels(EN, came)
    assert (drawn.title, drawn.rows[0]["Channel"]) == (
        "Most responses came this way: Phone, 9 (75%)",
        "Phone",
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("look", [charts.LIGHT, charts.DARK], ids=["light", "dark"])
def test_every_figure_is_a_valid_chart_in_both_languages_and_looks(language: str, look: charts.Look) -> None:
    t = wording(language)
    figures = [
        charts.question(t, result(ChoiceSummary(40, 0, bars(a=10, b=30), several=True)), look),
        charts.question(t, result(ScaleSummary(40, 0, bars(a=10, b=30), 1.5)), look),
        charts.themes(t, [theme("search", 40)], look),
        charts.changes(t, [change("search", 40, 8)], look),
        charts.days(t, [(date(2026, 9, 1), 3)], look=look),
        charts.public_themes(
            t, [PublicBar("a", both("A"), 20, 0.2), PublicBar("b", both("B"), None, None)], 100, look
        ),
    ]
    for figure in figures:
        assert figure.chart.to_dict()["$schema"].startswith("https://vega.github.io/schema/vega-lite")
        assert figure.title
        assert figure.rows


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("look", [charts.LIGHT, charts.DARK], ids=["light", "dark"])
def test_words_and_bars_stand_out_from_the_page(look: charts.Look) -> None:
    def contrast(colour: str) -> float:
        high, low = sorted((_luminance(colour), _luminance(look.paper)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    assert min(contrast(colour) for colour in (look.ink, look.quiet)) >= 4.5
    assert min(contrast(colour) for colour in (look.bar, *look.tones.values())) >= 3.0


def test_everybody_is_told_the_average_of_a_scale() -> None:
    shown = PublicQuestion(
        "ease",
        both("How easy?"),
        "scale",
        20,
        tuple(PublicBar(code, both(code), 10, 0.5) for code in ("poor", "good")),
        mean=1.5,
    )
    assert charts.public_question(EN, shown).told.endswith("where 1 is worst and 2 is best.")


def test_what_drawing_looks_for_is_whole_before_anything_is_drawn() -> None:
    """Two sessions that draw at once would else find it half loaded."""
    asked = "import sys, engage.charts; print('pandas' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT)
    assert told.stdout.strip() == "True"
