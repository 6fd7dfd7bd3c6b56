"""The review page: one comment at a time, kept only when asked, never leading the reader."""

import pytest

from analysis.code_frame import load_code_frame
from analysis.coding import learned
from analysis.sentiment import model
from engage.actions import code
from engage.portal.components.review_progress import next_and_done
from engage.reviewing import milestones
from engage.reviewing.values import Choice, Progress
from engage.wording import wording
from tests.engage.finished_runs import comment_ids, finish_run, said
from tests.engage.portal.conftest import click, links, texts
from tests.factories import answer, cast, make_survey


@pytest.fixture
def ids(office) -> list[int]:
    make_survey(office)
    for number in range(6):
        answer(office, improve=f"Search {number} is slow")
    found = comment_ids(office)
    finish_run(office, [said(id_, "search", sentiment_confidence=0.8) for id_ in found])
    return found


def labels(app) -> list[str]:
    return [button.label for button in app.button]


def in_hand(app) -> int:
    """Return the comment that is shown."""
    [shown] = [int(text.value.split()[-1]) for text in app.text if text.value.startswith("masked ")]
    return shown


def test_before_the_first_run_it_says_what_to_do(portal, office) -> None:
    make_survey(office)
    answer(office, improve="Slow")
    app = portal("review", cast(office).dev, survey="library")
    assert "Run the analysis first." in texts(app)
    assert not app.exception


def test_marking_keeps_nothing_until_asked(portal, office, ids) -> None:
    dev = cast(office).dev
    app = portal("review", dev, survey="library")
    id_ = in_hand(app)
    click(app, "Negative")
    click(app, "Search")
    assert code.history(office, dev, "library", id_) == []
    click(app, "Keep and next")
    [kept] = code.history(office, dev, "library", id_)
    assert (kept.sentiment, kept.themes, kept.feedback, kept.drawn) == (
        "negative",
        ("search",),
        None,
        "random",
    )
    assert in_hand(app) != id_
    assert "1 comment reviewed: 1 at random" in app.get("progress")[0].proto.text


def test_a_mark_is_taken_back_by_pressing_again(portal, office, ids) -> None:
    dev = cast(office).dev
    app = portal("review", dev, survey="library")
    id_ = in_hand(app)
    for label in ("Search", "Search", "Negative", "Mixed", "No theme fits"):
        click(app, label)
    click(app, "Keep and next")
    [kept] = code.history(office, dev, "library", id_)
    assert (kept.sentiment, kept.themes) == ("mixed", ())


def test_a_theme_takes_back_that_none_fits(portal, office, ids) -> None:
    dev = cast(office).dev
    app = portal("review", dev, survey="library")
    id_ = in_hand(app)
    for label in ("No theme fits", "Speed", "Search", "Keep and next"):
        click(app, label)
    [kept] = code.history(office, dev, "library", id_)
    assert (kept.sentiment, kept.themes) == (None, ("speed", "search"))


def test_nothing_marked_is_nothing_kept(portal, office, ids) -> None:
    app = portal("review", cast(office).dev, survey="library")
    id_ = in_hand(app)
    click(app, "Keep and next")
    assert app.warning[0].value == "Mark a tone or a theme first, or skip the comment."
    assert in_hand(app) == id_
    click(app, "Mixed")
    assert not app.warning


def test_skipping_moves_on_and_comes_round_again(portal, office, ids) -> None:
    app = portal("review", cast(office).dev, survey="library")
    seen = []
    for _ in ids:
        seen.append(in_hand(app))
        click(app, "Skip")
    assert sorted(seen) == ids
    assert app.info[0].value == "You skipped 6 comments."
    click(app, "Show the skipped comments again")
    assert in_hand(app) == seen[0]


def test_going_back_shows_what_was_said_and_corrects_it(portal, office, ids) -> None:
    dev = cast(office).dev
    app = portal("review", dev, survey="library")
    id_ = in_hand(app)
    click(app, "Negative")
    click(app, "Keep and next")
    click(app, "Back")
    assert in_hand(app) == id_
    click(app, "Positive")
    click(app, "Keep and next")
    told = code.history(office, dev, "library", id_)
    assert [(each.sentiment, each.drawn) for each in told] == [("negative", "random"), ("positive", "random")]


def test_the_model_keeps_quiet_about_comments_drawn_at_random(portal, office, ids) -> None:
    app = portal("review", cast(office).dev, survey="library")
    assert "Drawn at random" in texts(app)
    assert "The model is unsure" not in texts(app)
    click(app, "Negative")
    click(app, "Keep and next")
    assert "The model is unsure: Negative (80%), Search (90%)." in texts(app).replace("\\", "")


def test_a_second_reader_is_told_nothing_and_differences_are_settled(portal, office, ids) -> None:
    people = cast(office)
    code.decide(office, people.dev, "library", ids[0], Choice(("search",), "negative"), drawn="random")
    app = portal("review", people.ana, survey="library")
    app.session_state["review.field.mode"] = "second"
    app.run()
    assert in_hand(app) == ids[0]
    assert "what the first reader and the model said stays hidden" in texts(app)
    click(app, "Positive")
    click(app, "Keep and next")
    assert "a colleague must read first" in texts(app)
    app.session_state["review.field.mode"] = "settle"
    app.run()
    assert "Reader 1: Negative · Search" in texts(app)
    assert "You: Positive" in texts(app)
    click(app, "Take this")
    click(app, "Keep and next")
    told = code.history(office, people.ana, "library", ids[0])
    assert [(each.drawn, each.sentiment) for each in told] == [
        ("random", "negative"),
        ("second", "positive"),
        ("settled", "negative"),
    ]
    assert "No differences are open." in texts(app)


def test_a_comment_withdrawn_while_it_is_read_makes_way(portal, office, ids) -> None:
    from surveys.store import responses

    app = portal("review", cast(office).dev, survey="library")
    id_ = in_hand(app)
    with office.db.write() as tx:
        gone = next(responses.comments(tx, 1, ids=[id_])).response_id
        responses.withdraw(tx, gone, at=office.now())
    click(app, "Negative")
    assert in_hand(app) != id_
    assert not app.exception


def test_the_keys_can_be_turned_off(portal, office, ids) -> None:
    app = portal("review", cast(office).dev, survey="library")
    keys = {button.label: button.proto.shortcut for button in app.button if button.proto.shortcut}
    assert keys == {
        "Negative": "1",
        "Neutral": "2",
        "Positive": "3",
        "Mixed": "4",
        "Search": "a",
        "Speed": "b",
        "No theme fits": "0",
        "Back": "left",
        "Skip": "right",
        "Keep and next": "enter",
    }
    app.toggle[0].set_value(False).run()
    assert [button.label for button in app.button if button.proto.shortcut] == []


def test_themes_beyond_the_letters_are_found_in_a_list(portal, office) -> None:
    make_survey(office)
    answer(office, improve="Slow")
    [id_] = comment_ids(office)
    themes = [{"id": f"t{number}", "name": f"Theme {number}"} for number in range(30)]
    frame = load_code_frame({"id": "long", "version": "1", "themes": themes})
    finish_run(office, [said(id_, "t1")], frame=frame)
    dev = cast(office).dev
    app = portal("review", dev, survey="library")
    assert "Theme 23" in labels(app)
    assert "Theme 24" not in labels(app)
    app.selectbox(key="review.field.further").set_value("t27").run()
    click(app, "Theme 0")
    assert "Theme 27" in labels(app)
    click(app, "Keep and next")
    [kept] = code.history(office, dev, "library", id_)
    assert kept.themes == ("t27", "t0")


def test_it_is_all_there_in_french(portal, office, ids) -> None:
    app = portal("review", cast(office).dev, survey="library", language="fr")
    assert {"Négatif", "Recherche", "Aucun thème ne convient", "Garder et continuer"} <= set(labels(app))


def test_milestones_are_those_of_the_analysis() -> None:
    assert (milestones.LEARNS_THEMES, milestones.LEARNS_TONE) == (learned.FEWEST, model.FEWEST)


def test_what_comes_next_and_what_was_reached_is_said() -> None:
    told = Progress(
        readable=500,
        reviewed=60,
        tones=45,
        at_random=30,
        unsure=30,
        mine=60,
        doubly=0,
        disputed=0,
        by_stratum={"": (30, 500)},
    )
    assert next_and_done(wording("en"), told) == [
        "Next: 5 more with a tone and the model learns how your residents sound.",
        "Thanks to you: the next run learns your themes; the figures are corrected for the model’s errors.",
    ]


def test_the_results_say_how_sure_they_are_and_lead_to_the_review(portal, office) -> None:
    make_survey(office)
    for number in range(34):
        answer(office, improve=f"Search {number} is slow")
    found = comment_ids(office)
    finish_run(office, [said(id_, "search", sentiment_confidence=0.8) for id_ in found])
    people = cast(office)
    app = portal("results", people.dev, survey="library")
    assert "Review 30 more comments at random" in texts(app)
    assert "Review comments" in [label for label, _ in links(app)]
    assert "Review comments" not in [
        label for label, _ in links(portal("results", people.ben, survey="library"))
    ]
    for id_ in found:
        code.decide(office, people.dev, "library", id_, Choice(("speed",), "negative"), drawn="random")
    app = portal("results", people.dev, survey="library")
    assert "Corrected for the model’s errors with 34 comments that people reviewed at random." in texts(app)
    agreement = portal("analysis", people.ben, survey="library")
    assert "On themes, people and model agree poorly" in texts(agreement)
    assert "ask a colleague to be the second reader" in texts(agreement)
