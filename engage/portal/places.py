"""The portal's pages: where each stands, what it is called, and whose menu shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from engage.access import departments_where
from engage.portal import address, state
from engage.portal.plain import plain
from engage.portal.visitor import Visitor
from engage.wording import Wording


@dataclass(frozen=True, slots=True)
class Place:
    """One page. ``action`` is a row of the access table; empty: for everybody."""

    name: str
    icon: str
    action: str = ""
    in_menu: bool = True

    @property
    def file(self) -> str:
        """Return the page's file, as Streamlit's navigation knows it."""
        return f"pages/{self.name}.py"

    @property
    def url_path(self) -> str:
        """Return the last part of the page's address."""
        return self.name.replace("_", "-")


HOME = Place("home", ":material/home:")
TAKE_PART = Place("take_part", ":material/edit_note:", in_menu=False)
PUBLISHED = Place("published_results", ":material/insights:", in_menu=False)
MY_RESPONSE = Place("my_response", ":material/receipt_long:", in_menu=False)
OVERVIEW = Place("overview", ":material/dashboard:", "see_results")
SURVEYS = Place("surveys", ":material/list_alt:", "see_survey")
SURVEY = Place("survey", ":material/list_alt:", "see_survey", in_menu=False)
BUILD = Place("build", ":material/edit:", "edit_survey", in_menu=False)
TRANSLATE = Place("translate", ":material/translate:", "edit_survey", in_menu=False)
HISTORY = Place("history", ":material/history:", "see_survey", in_menu=False)
NEW_SURVEY = Place("new_survey", ":material/add:", "edit_survey", in_menu=False)
RESPONSES = Place("responses", ":material/inbox:", "see_results")
RESULTS = Place("results", ":material/bar_chart:", "see_results")
COMMENTS = Place("comments", ":material/forum:", "see_comments")
ANALYSIS = Place("analysis", ":material/troubleshoot:", "see_results")
CODE_FRAME = Place("code_frame", ":material/account_tree:", "edit_code_frame")
REVIEW = Place("review", ":material/rate_review:", "code_comments")
BRING_IN = Place("bring_in", ":material/upload_file:", "bring_in_responses")
STAFF = Place("staff", ":material/group:", "manage_staff")
AUDIT = Place("audit", ":material/history:", "read_audit")

RESIDENT_PLACES = (HOME, TAKE_PART, PUBLISHED, MY_RESPONSE)
STAFF_PLACES = (
    OVERVIEW,
    SURVEYS,
    SURVEY,
    BUILD,
    TRANSLATE,
    HISTORY,
    NEW_SURVEY,
    RESPONSES,
    ANALYSIS,
    CODE_FRAME,
    REVIEW,
    RESULTS,
    COMMENTS,
    BRING_IN,
    STAFF,
    AUDIT,
)
SITE_PLACES = frozenset({STAFF, AUDIT})
ABOUT_ONE_SURVEY = frozenset(
    {SURVEY, BUILD, TRANSLATE, HISTORY, RESPONSES, ANALYSIS, CODE_FRAME, REVIEW, RESULTS, COMMENTS, BRING_IN}
)


def title(t: Wording, place: Place) -> str:
    """Return a page's name in the reader's language."""
    return {
        HOME: t("Have your say"),
        TAKE_PART: t("Take part"),
        PUBLISHED: t("Published results"),
        MY_RESPONSE: t("Find my response"),
        OVERVIEW: t("Overview"),
        SURVEYS: t("Surveys"),
        SURVEY: t("Survey"),
        BUILD: t("Build"),
        TRANSLATE: t("Translate"),
        HISTORY: t("Wording history"),
        NEW_SURVEY: t("New survey"),
        RESPONSES: t("Responses"),
        RESULTS: t("Results"),
        COMMENTS: t("Comments"),
        ANALYSIS: t("Analysis"),
        CODE_FRAME: t("Code frame"),
        REVIEW: t("Review"),
        BRING_IN: t("Import"),
        STAFF: t("Staff"),
        AUDIT: t("Audit"),
    }[place]


def pages(t: Wording) -> list[Any]:
    """Return every page for Streamlit's navigation; what a visitor may not see says so itself.

    They bear no icon: Streamlit would fetch it from another origin to show it on the browser's tab.
    """
    return [
        st.Page(
            place.file,
            title=title(t, place),
            url_path=place.url_path,
            default=place is HOME,
        )
        for place in RESIDENT_PLACES + STAFF_PLACES
    ]


def menu(visit: Visitor) -> list[Place]:
    """Return the staff pages that this person can use."""
    return [place for place in STAFF_PLACES if place.in_menu and _can_use(visit, place)]


def _can_use(visit: Visitor, place: Place) -> bool:
    actions = ("see_survey", "see_results") if place is OVERVIEW else (place.action,)
    return any(departments_where(visit.actor, action) != frozenset() for action in actions)


def link(
    visit: Visitor,
    place: Place,
    label: str = "",
    *,
    icon: str | None = None,
    width: str = "content",
    **params: str,
) -> None:
    """Draw a real link to a page; the language and the survey in hand travel in its address."""
    st.page_link(
        place.file,
        label=label or plain(title(visit.t, place)),
        icon=icon,
        width=width,  # type: ignore[arg-type]
        query_params=list(_carried(visit, place, params)),
    )


def go(visit: Visitor, place: Place, **params: str) -> None:
    """Move to a page now (after something was done)."""
    st.switch_page(place.file, query_params=list(_carried(visit, place, params)))


def _carried(visit: Visitor, place: Place, params: dict[str, str]) -> Iterable[tuple[str, str]]:
    yield address.LANGUAGE, visit.language
    survey = params.get(address.SURVEY) or (place in ABOUT_ONE_SURVEY and state.get(state.SURVEY))
    if survey:
        yield address.SURVEY, str(survey)
    yield from ((name, value) for name, value in params.items() if value and name != address.SURVEY)
