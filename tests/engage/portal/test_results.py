"""Results and comments: figures with their base, and a way from each to the words behind it."""

import pytest

from engage.actions import author, results
from tests.engage.portal.conftest import analysed, click, links, texts
from tests.factories import answer, cast, make_survey

WORDS = (
    "I could not find the search box",
    "The search shows nothing",
    "Paying with my card failed again",
    "Great service, thank you",
    "The menu is confusing and I got lost",
)


@pytest.fixture
def busy(office):
    """A survey with forty comments, analysed."""
    make_survey(office)
    for number in range(40):
        words = f"{WORDS[number % len(WORDS)]}, number {number} of my visits."
        answer(office, improve=words, ward="harbour" if number % 2 else "old_town")
    analysed(office)
    return office


def test_before_any_response_the_page_says_how_to_get_one(portal, office) -> None:
    make_survey(office)
    app = portal("results", cast(office).ana, survey="library")
    assert "No response yet" in texts(app)
    assert not app.exception


def test_before_the_first_run_the_page_leads_to_the_analysis(portal, office) -> None:
    make_survey(office)
    answer(office, improve="Longer hours")
    app = portal("results", cast(office).ana, survey="library")
    assert "The comments were not analysed yet" in texts(app)
    assert "Go to the analysis" in [label for label, _ in links(app)]


def test_few_comments_are_shown_instead_of_themes(portal, office) -> None:
    make_survey(office)
    answer(office, improve="Longer hours on Sunday")
    analysed(office)
    app = portal("results", cast(office).ana, survey="library")
    assert "too few for themes" in texts(app)
    assert "Longer hours on Sunday" in [text.value for text in app.text]


def test_every_finding_leads_to_its_comments(portal, busy) -> None:
    app = portal("results", cast(busy).ana, survey="library")
    assert not app.exception
    ways = [query for label, query in links(app) if label == "See the comments"]
    assert ways
    assert all("behind=finding" in query and "survey=library" in query for query in ways)


def test_the_comments_behind_a_finding_are_those_it_counts(portal, busy) -> None:
    people = cast(busy)
    finding = results.theme_results(busy, people.ana, "library").findings[0]
    app = portal("comments", people.ana, survey="library", behind=f"finding:{finding.id}")
    assert f"**{len(finding.comment_ids)} comments**" in [each.value for each in app.markdown]
    assert "The comments behind this statement" in texts(app)


def test_a_theme_in_the_address_shows_only_its_comments(portal, busy) -> None:
    people = cast(busy)
    theme = next(row for row in results.theme_results(busy, people.ana, "library").themes if row.count)
    app = portal("comments", people.ana, survey="library", theme=theme.theme_id)
    assert app.selectbox(key="comments.field.theme").value == theme.theme_id
    assert len(app.text) == min(20, theme.count)


def test_filters_stand_in_the_address_and_change_the_base(portal, busy) -> None:
    app = portal("results", cast(busy).ana, survey="library", **{"f.ward": "harbour"})
    assert "Base: 20 responses of 40" in texts(app)
    click(app, "Clear the filters")
    assert "Base: 40 responses" in texts(app)
    assert "f.ward" not in app.query_params


def test_unknown_filters_in_the_address_are_ignored(portal, busy) -> None:
    app = portal("results", cast(busy).ana, survey="library", **{"f.ward": "moon", "f.nothing": "x"})
    assert "Base: 40 responses" in texts(app)
    assert not app.exception


def test_searching_the_words_finds_them_whatever_the_case(portal, busy) -> None:
    app = portal("comments", cast(busy).ana, survey="library")
    app.text_input(key="comments.field.q").set_value("PAYING").run()
    assert {"Paying" in text.value for text in app.text} == {True}
    assert app.query_params["q"] in ("PAYING", ["PAYING"])


def test_pages_of_comments_go_on_and_back(portal, busy) -> None:
    app = portal("comments", cast(busy).ana, survey="library")
    first = [text.value for text in app.text]
    click(app, "Next")
    second = [text.value for text in app.text]
    assert len(first) == len(second) == 20
    assert set(first).isdisjoint(second)


def test_an_analyst_reads_no_personal_details(portal, office) -> None:
    make_survey(office)
    answer(office, improve="Call me at 416-555-0134 about the ramp")
    app = portal("comments", cast(office).dev, survey="library")
    shown = [text.value for text in app.text]
    assert len(shown) == 1
    assert "416-555-0134" not in shown[0]
    assert "Personal details hidden" in texts(app)
    assert "Show them" not in [button.label for button in app.button]


def test_hostile_words_are_shown_as_text_only(portal, office) -> None:
    hostile = "![x](http://elsewhere.example/p.png) # big <b>bold</b> :red[red]"
    make_survey(office)
    answer(office, improve=hostile)
    app = portal("comments", cast(office).ana, survey="library")
    assert [text.value for text in app.text] == [hostile]
    marked = [element.value for sort in (app.markdown, app.caption, app.header) for element in sort]
    assert all("elsewhere.example" not in value for value in marked)


def test_published_results_need_the_switch(portal, office) -> None:
    make_survey(office)
    for _ in range(12):
        answer(office)
    hidden = portal("published_results", survey="library")
    assert [heading.value for heading in hidden.header] == ["We could not find that"]
    author.show_results(office, cast(office).ana, "library", is_public=True)
    app = portal("published_results", survey="library")
    assert not app.exception
    assert [title.value for title in app.title] == ["Library survey"]


def test_published_results_of_few_people_show_no_figure(portal, office) -> None:
    make_survey(office)
    answer(office, ease="poor")
    author.show_results(office, cast(office).ana, "library", is_public=True)
    app = portal("published_results", survey="library")
    assert "at least 11 people" in texts(app)
    assert "1 answer" not in texts(app)


def test_choosing_a_filter_writes_it_to_the_address(portal, busy) -> None:
    app = portal("results", cast(busy).ana, survey="library")
    app.pills(key="results.filter.ward").set_value(["old_town"]).run()
    assert "Base: 20 responses of 40" in texts(app)
    assert app.query_params["f.ward"] in ("old_town", ["old_town"])
    app.pills(key="results.filter.ward").set_value([]).run()
    assert "Base: 40 responses" in texts(app)


def test_another_survey_s_run_is_not_found(portal, busy) -> None:
    make_survey(busy, "pool", title="Swimming pool")
    answer(busy, "pool")
    app = portal("results", cast(busy).ana, survey="pool", run="1")
    assert [heading.value for heading in app.header] == ["We could not find that"]


def test_choosing_another_survey_drops_the_filters_of_the_one_before(portal, busy) -> None:
    make_survey(busy, "pool", title="Swimming pool")
    answer(busy, "pool")
    app = portal("results", cast(busy).ana, survey="library", **{"f.ward": "harbour"})
    app.selectbox(key="survey.field.choice").set_value("pool").run()
    assert "Base: 1 response" in texts(app)
    assert "f.ward" not in app.query_params


def test_what_needs_attention_comes_first_and_the_address_keeps_it(portal, busy) -> None:
    app = portal("comments", cast(busy).ana, survey="library")
    app.toggle(key="comments.field.first").set_value(True).run()
    assert app.query_params["first"] == "urgent"
    page = results.comments(busy, cast(busy).ana, "library", urgent_first=True, limit=20)
    assert [line.text for line in page.lines] == [each.value for each in app.text]


def test_a_sort_of_feedback_in_the_address_shows_only_its_comments(portal, busy) -> None:
    people = cast(busy)
    [sort, *_] = {
        line.feedback for line in results.comments(busy, people.ana, "library").lines if line.feedback
    }
    app = portal("comments", people.ana, survey="library", feedback=sort)
    assert app.selectbox(key="comments.field.feedback").value == sort
    total = results.comments(busy, people.ana, "library", feedback=sort).total
    assert f"**{total} comment{'' if total == 1 else 's'}**" in [each.value for each in app.markdown]
