"""Pages show what the access table allows, and say kindly what it does not."""

import pytest

from tests.engage.portal.conftest import links, texts
from tests.factories import answer, cast, make_survey

ABOUT_ONE_SURVEY = (
    *("survey", "build", "translate", "history", "responses", "results", "comments", "analysis"),
    *("code_frame", "review", "bring_in"),
)
ANALYSTS = ("Analysis", "Code frame", "Review", "Results", "Comments")
STAFF_PAGES = (*ABOUT_ONE_SURVEY, "overview", "surveys", "staff", "audit")
NOT_FOUND = "We could not find that"
REFUSED = "You cannot do this here"


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_nobody_sees_a_staff_page_without_signing_in(portal, office, page: str) -> None:
    make_survey(office)
    app = portal(page, None, survey="library")
    assert [heading.value for heading in app.header] == [NOT_FOUND]
    assert "Sign in as staff" in [button.label for button in app.button]
    assert not app.exception


@pytest.mark.parametrize("page", ABOUT_ONE_SURVEY)
def test_another_department_finds_nothing(portal, office, page: str) -> None:
    make_survey(office)
    app = portal(page, cast(office).cho, survey="library")
    assert [heading.value for heading in app.header] == [NOT_FOUND]
    assert "Library survey" not in texts(app)


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("ben", "comments"),  # editors read results, not words
        ("dev", "bring_in"),
        ("dev", "staff"),
        ("ana", "audit"),
        ("sam", "results"),  # the site's admin runs the site, not the surveys
        ("ava", "comments"),
        ("ben", "code_frame"),
        ("ben", "review"),  # who codes comments reads them
        ("ava", "survey"),
    ],
)
def test_a_role_without_the_right_is_told_so(portal, office, name: str, page: str) -> None:
    make_survey(office)
    app = portal(page, getattr(cast(office), name), survey="library")
    assert [heading.value for heading in app.header] == [REFUSED]
    assert not app.exception


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ana", {"Overview", "Surveys", "Responses", *ANALYSTS, "Import"}),
        ("ben", {"Overview", "Surveys", "Responses", "Analysis", "Results", "Import"}),
        ("dev", {"Overview", "Surveys", "Responses", *ANALYSTS}),
        ("sam", {"Overview", "Surveys", "Staff", "Audit"}),
        ("ava", {"Overview", "Responses", "Analysis", "Results", "Audit"}),
    ],
)
def test_the_menu_holds_what_a_person_can_use(portal, office, name: str, shown: set[str]) -> None:
    cast(office)
    app = portal("overview", getattr(cast(office), name))
    in_menu = {label for label, _ in links(app)} - {"Have your say"}
    assert in_menu == shown


@pytest.mark.parametrize("page", [*STAFF_PAGES, "home"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_opens_in_both_languages(portal, office, page: str, language: str) -> None:
    make_survey(office)
    for _ in range(3):
        answer(office, improve="Fix the search", ward="harbour")
    people = cast(office)
    actor = {"staff": people.dee, "audit": people.ava}.get(page, people.ana)
    app = portal(page, actor, language=language, survey="library")
    assert not app.exception
    assert {heading.value for heading in app.header}.isdisjoint({NOT_FOUND, REFUSED})


def test_a_revoked_session_is_out_at_the_next_click(portal, office, monkeypatch) -> None:
    from engage.actions import sign_in

    make_survey(office)
    app = portal("overview", cast(office).ana)
    assert [title.value for title in app.title] == ["Overview"]
    monkeypatch.setattr(sign_in, "actor_of", lambda _office, _token: None)
    app.run()
    assert [heading.value for heading in app.header] == [NOT_FOUND]
