"""When a survey opens and closes by itself, in the town's time: told, and chosen with a day and a time."""

from dataclasses import dataclass
from datetime import date, datetime, time

import streamlit as st

from engage.keys import LOCAL
from engage.portal import state
from engage.portal.visitor import Visitor
from engage.wording import Wording
from surveys.records import Survey

PLACE = "opening_days"
MORNING, EVENING = time(8, 0), time(17, 0)
"""What a day without a time means: for opening, and for closing."""


@dataclass(frozen=True, slots=True)
class Days:
    """What was chosen: when to open and when to close, ``None`` for by hand."""

    opens_at: datetime | None
    closes_at: datetime | None


def draw_days(visit: Visitor, survey: Survey) -> Days | None:
    """Draw both moments; return what was chosen once that is to be saved."""
    t = visit.t
    with st.popover(t("Opening and closing days"), icon=":material/event:", key=_key(survey, "popover")):
        st.caption(t("In the town's time. Without a day, you open and close the survey yourself."))
        with st.form(_key(survey, "form"), border=False):
            opens = _moment(visit, survey, "opens", t("Opens on"), t("at"), survey.opens_at)
            closes = _moment(visit, survey, "closes", t("Closes on"), t("at"), survey.closes_at)
            st.caption(t("Who is answering when it closes can still send for 30 minutes."))
            if not st.form_submit_button(t("Save the days"), type="primary", icon=":material/check:"):
                return None
    return Days(_joined(*opens, MORNING), _joined(*closes, EVENING))


def _moment(
    visit: Visitor, survey: Survey, name: str, label: str, at: str, held: datetime | None
) -> tuple[date | None, time | None]:
    local = held.astimezone(LOCAL) if held else None
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        day = st.date_input(
            label,
            value=local.date() if local else None,
            format="YYYY-MM-DD",
            min_value=date(2020, 1, 1),
            max_value=date(2199, 12, 31),
            key=_key(survey, f"{name}.day.{held}"),
        )
    with right:
        clock = st.time_input(
            f"{label} {at}",
            value=local.time().replace(tzinfo=None) if local else None,
            key=_key(survey, f"{name}.time.{held}"),
        )
    del visit
    return day if isinstance(day, date) else None, clock


def _joined(day: date | None, clock: time | None, usual: time) -> datetime | None:
    return datetime.combine(day, clock or usual, LOCAL) if day is not None else None


def told_days(t: Wording, survey: Survey, now: datetime) -> list[str]:
    """Return since when, and until when, a survey takes answers."""
    told = []
    stage, since, closed = survey.stage_at(now), survey.open_since(now), survey.closed_since(now)
    if stage == "waiting" and survey.opens_at:
        told.append(t("opens %(at)s", at=t.time(survey.opens_at)))
    elif since:
        told.append(t("opened %(day)s", day=t.date(since)))
    if closed and stage == "closed":
        told.append(t("closed %(day)s", day=t.date(closed)))
    elif survey.closes_at and stage != "closed":
        told.append(t("closes %(at)s", at=t.time(survey.closes_at)))
    return told


def why_not(t: Wording, code: str) -> str:
    """Return why days were not taken."""
    if code == "closes_past":
        return t("That closing day is over. To close the survey now, press “Close the survey”.")
    return t("The survey would close before it opens. Choose a later closing day.")


def _key(survey: Survey, name: str) -> str:
    return state.field_key(PLACE, f"{survey.slug}.{name}")
