"""Themes, findings, candidates, campaigns and quotes as lines that lead to the comments behind them."""

import streamlit as st

from engage.portal import places
from engage.portal.components import filters as filtering
from engage.portal.components.comment_list import TONES, tone_name
from engage.portal.plain import plain
from engage.portal.visitor import Visitor
from engage.results.choosing import Filters
from engage.results.values import CampaignRow, CandidateRow, FindingRow, QuoteLine, ThemeRow
from engage.wording import Wording


def interval(t: Wording, low: float, high: float) -> str:
    """Write a 95 % interval of a share."""
    return t("%(low)s to %(high)s", low=t.percent(low), high=t.percent(high))


def finding_card(visit: Visitor, finding: FindingRow, *, can_see_comments: bool) -> None:
    """Draw a finding with its count, base, interval and the way to its comments."""
    t = visit.t
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{plain(t.pick(finding.sentence))}**")
        if finding.corrected:
            st.markdown(f":material/verified: {plain(t.pick(finding.corrected))}")
        with st.container(horizontal=True, vertical_alignment="center"):
            told = t(
                "%(count)s of %(base)s · 95%% interval %(interval)s",
                count=t.number(finding.count),
                base=t.number(finding.base),
                interval=interval(t, finding.low, finding.high),
            )
            st.caption(told, width="stretch")
            if can_see_comments and finding.comment_ids:
                places.link(
                    visit,
                    places.COMMENTS,
                    t("See the comments"),
                    icon=":material/forum:",
                    behind=f"finding:{finding.id}",
                )


def theme_line(
    visit: Visitor, theme: ThemeRow, filters: Filters, quotes: list[QuoteLine], *, can_see_comments: bool
) -> None:
    """Draw a theme's figures, its quotes, and the way to its comments."""
    t = visit.t
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(t.pick(theme.name))}**", width="stretch")
            if can_see_comments:
                places.link(
                    visit,
                    places.COMMENTS,
                    t.n("See %(n)s comment", "See %(n)s comments", theme.count),
                    icon=":material/forum:",
                    theme=theme.theme_id,
                    **filtering.as_params(filters),
                )
        st.caption(f"{plain(t.pick(theme.definition))} {share_of(t, theme)}")
        with st.container(horizontal=True, gap="xsmall"):
            for tone, count in theme.by_sentiment.items():
                if count:
                    colour, icon = TONES.get(tone, ("gray", ":material/label:"))
                    st.badge(f"{tone_name(t, tone)}: {t.number(count)}", color=colour, icon=icon)  # type: ignore[arg-type]
        if quotes:
            with st.expander(t("In people's words"), icon=":material/format_quote:", type="compact"):
                for quote in quotes:
                    quote_line(t, quote)


def share_of(t: Wording, theme: ThemeRow) -> str:
    """Return a theme's share in words: corrected, with what was counted beside it, or counted alone."""
    share = t(
        "%(share)s of %(base)s comments (95%% interval %(interval)s)",
        share=t.percent(theme.best.share),
        base=t.number(theme.base),
        interval=interval(t, theme.best.low, theme.best.high),
    )
    if not theme.corrected:
        return f"{share}."
    counted = t(
        "corrected for the model’s errors; counted: %(share)s (%(count)s)",
        share=t.percent(theme.share),
        count=t.number(theme.count),
    )
    return f"{share}, {counted}."


def quote_line(t: Wording, quote: QuoteLine) -> None:
    """Draw a quote as plain text, with who it stands for."""
    role = {
        "representative": t("Many say this"),
        "opposing": t("Some see it differently"),
        "mixed": t("Some see both sides"),
    }.get(quote.role, "")
    st.text(f"“{quote.text}”" if t.language == "en" else f"« {quote.text} »")
    st.caption(" · ".join(part for part in (f"C-{quote.comment_id}", role) if part))


def candidate_line(visit: Visitor, candidate: CandidateRow, *, can_see_comments: bool) -> None:
    """Draw a cluster that nobody has accepted as a theme, and the finer groups in it."""
    t = visit.t
    with st.container(border=True, gap="xsmall"):
        _candidate_head(visit, candidate, can_see_comments=can_see_comments)
        if candidate.parts:
            told = t.n("%(n)s finer group", "%(n)s finer groups", len(candidate.parts))
            with st.expander(told, icon=":material/account_tree:", type="compact"):
                for part in candidate.parts:
                    _candidate_head(visit, part, can_see_comments=can_see_comments)


def _candidate_head(visit: Visitor, candidate: CandidateRow, *, can_see_comments: bool) -> None:
    t = visit.t
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(gap=None, width="stretch"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.text(candidate.name, width="content")
                if candidate.news == "new":
                    st.badge(t("New since the run before"), icon=":material/fiber_new:", color="green")
            st.caption(plain(t.pick(candidate.description)))
        if can_see_comments:
            places.link(
                visit,
                places.COMMENTS,
                t.n("See %(n)s comment", "See %(n)s comments", len(candidate.comment_ids)),
                icon=":material/forum:",
                behind=f"candidate:{candidate.id}",
            )


def campaign_line(visit: Visitor, campaign: CampaignRow, *, can_see_comments: bool) -> None:
    """Draw a form letter that many sent; it is counted, and its size is told apart."""
    t = visit.t
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            told = t.n(
                "%(n)s comment with nearly the same words",
                "%(n)s comments with nearly the same words",
                campaign.size,
            )
            st.markdown(f"**{told}**", width="stretch")
            if can_see_comments:
                places.link(
                    visit,
                    places.COMMENTS,
                    t("See the comments"),
                    icon=":material/forum:",
                    behind=f"campaign:{campaign.id}",
                )
        if campaign.sample:
            st.text(campaign.sample)
