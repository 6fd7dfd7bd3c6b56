"""What stands around every page: the town's name, who is signed in, the language, the menu."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from engage.access import NotFoundError, RefusedError
from engage.portal import places, state
from engage.portal.leave import leaving_button
from engage.portal.plain import plain
from engage.portal.visitor import Visitor, switch_language

REFUSALS = (NotFoundError, RefusedError)
OTHER = {"en": ("fr", "Français"), "fr": ("en", "English")}


def draw(visit: Visitor) -> None:
    """Draw the frame: a bar for residents, a side bar for staff."""
    if visit.is_staff:
        with st.sidebar:
            _side(visit)
        return
    with st.container(horizontal=True, vertical_alignment="center", key="frame-bar"):
        places.link(
            visit, places.HOME, f"**{_town(visit)}**", icon=":material/account_balance:", width="stretch"
        )
        _language(visit)
        leaving_button(
            visit.t("Staff"),
            f"/sign-in?lang={visit.language}&next=/overview",
            key="frame.sign_in",
        )


def _side(visit: Visitor) -> None:
    t = visit.t
    st.markdown(f":material/account_balance: **{_town(visit)}**")
    shown = places.menu(visit)
    for place in (place for place in shown if place not in places.SITE_PLACES):
        places.link(visit, place, icon=place.icon, width="stretch")
    site = [place for place in shown if place in places.SITE_PLACES]
    if site:
        st.caption(t("Administration"))
    for place in site:
        places.link(visit, place, icon=place.icon, width="stretch")
    st.caption(t("For residents"))
    places.link(visit, places.HOME, icon=places.HOME.icon, width="stretch")
    st.space("small")
    staff = visit.actor.staff
    if staff is None:
        return
    with st.container(border=True, gap="xsmall"):
        st.caption(t("Signed in as"))
        st.markdown(f"**{plain(staff.name)}**")
        st.caption(" · ".join(dict.fromkeys(role_name(visit, role.name) for role in staff.roles)))
        with st.container(horizontal=True, gap="small"):
            _language(visit)
            leaving_button(t("Sign out"), "/sign-out", key="frame.sign_out")
        settings = visit.office.settings
        if staff.has_password and settings.second_factor.is_offered and not settings.is_demo:
            leaving_button(
                t("Second step"),
                f"/sign-in/second-step?lang={visit.language}",
                key="frame.second_step",
                icon=":material/phonelink_lock:",
            )


def _language(visit: Visitor) -> None:
    code, name = OTHER[visit.language]
    st.button(
        name,
        key="frame.language",
        type="tertiary",
        on_click=switch_language,
        args=(code,),
    )


def _town(visit: Visitor) -> str:
    return plain(visit.t.pick(dict(visit.office.settings.town_name)))


def role_name(visit: Visitor, name: str) -> str:
    """Return a role's name in the reader's language."""
    t = visit.t
    return {
        "analyst": t("Analyst"),
        "editor": t("Editor"),
        "owner": t("Survey owner"),
        "department_admin": t("Department admin"),
        "site_admin": t("Site admin"),
        "auditor": t("Auditor"),
    }.get(name, name)


def show_flash() -> None:
    """Show once what was just done."""
    kept = state.taken_flash()
    if kept is None:
        return
    kind, text = kept
    if kind == "done":
        st.success(text, icon=":material/check_circle:")
    else:
        st.error(text, icon=":material/error:")


@contextmanager
def friendly(visit: Visitor) -> Iterator[None]:
    """Turn a refusal into a page that says what to do next."""
    t = visit.t
    try:
        yield
    except RefusedError:
        _stop_sign(
            visit,
            t("You cannot do this here"),
            t("Your role does not include this. The survey's owner or your department's admin can help."),
        )
    except NotFoundError:
        told = (
            t("The page or survey does not exist, or it belongs to another department.")
            if visit.is_staff
            else t("The page or survey does not exist, or you need to sign in to see it.")
        )
        _stop_sign(visit, t("We could not find that"), told)


def _stop_sign(visit: Visitor, heading: str, told: str) -> None:
    t = visit.t
    st.header(heading, anchor=False)
    st.write(told)
    if visit.is_staff:
        places.link(visit, places.OVERVIEW, t("Go to the overview"), icon=":material/arrow_back:")
        return
    with st.container(horizontal=True):
        places.link(visit, places.HOME, t("See the open surveys"), icon=":material/arrow_back:")
        leaving_button(
            t("Sign in as staff"),
            f"/sign-in?lang={visit.language}",
            key="stop.sign_in",
            icon=":material/login:",
        )
