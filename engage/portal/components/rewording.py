"""The summary in a language model's words: asked for by a button, read beside its evidence, then accepted."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from engage.access import can, scope_of
from engage.actions import reword
from engage.actions.author import SurveyState
from engage.actions.reword import Accepted, Proposal, RewordingError
from engage.portal import state
from engage.portal.plain import plain
from engage.portal.visitor import Visitor
from engage.rewording.telling import problem_sentence, reason_sentence
from engage.rewording.values import Claim, Dropped, Reworded
from engage.wording import Wording

PLACE = "rewording"


def accepted(visit: Visitor, chosen: SurveyState) -> None:
    """Draw the sentences that staff accepted, with what made them; nothing where there are none."""
    t, slug = visit.t, chosen.survey.slug
    found = reword.kept_sentences(visit.office, visit.actor, slug, t.language)
    if found is None:
        return
    with st.container(border=True, gap="small"):
        st.markdown(f":material/auto_awesome: **{t('In a language model’s words')}**")
        for text, facts in found.sentences:
            st.markdown(f"- {plain(text)} :small[{plain(', '.join(facts))}]")
        st.caption(plain(_made_by(visit, found)))
        if _may(visit, chosen) and st.button(
            t("Take it back"), type="tertiary", icon=":material/undo:", key=state.field_key(PLACE, "drop")
        ):
            reword.drop_sentences(visit.office, visit.actor, slug, t.language)
            st.rerun()


def _made_by(visit: Visitor, found: Accepted) -> str:
    t = visit.t
    who = t("you") if found.by == visit.actor.label else t("a colleague")
    return t(
        "Made by the model %(model)s from the findings, each sentence checked against those it names; "
        "accepted by %(who)s on %(when)s. The findings below are the product’s own.",
        model=found.model,
        who=who,
        when=t.time(found.at),
    )


def offer(visit: Visitor, chosen: SurveyState) -> None:
    """Draw the way to a reworded summary where the operator set a language model; it is never the default."""
    model = visit.office.settings.language_model
    if model is None or not _may(visit, chosen):
        return
    t, slug = visit.t, chosen.survey.slug
    key = state.field_key(PLACE, f"{slug}.{t.language}")
    with st.expander(t("Reword the summary"), icon=":material/auto_awesome:"):
        st.write(
            plain(
                t(
                    "A language model words the findings more freely. The sentences of up to 20 findings and "
                    "up to 20 masked comments are sent to %(host)s, nothing else. Read every sentence before "
                    "you accept it.",
                    host=urlsplit(model.address).hostname or "",
                )
            )
        )
        if st.button(t("Ask the model"), icon=":material/send:", key=f"{key}.ask"):
            with st.spinner(t("The model is asked…")):
                _ask(visit, slug, key)
        kept: dict[str, Any] | None = state.get(key)
        if kept is not None:
            _proposal(visit, slug, _read(kept), key)


def _ask(visit: Visitor, slug: str, key: str) -> None:
    try:
        found = reword.propose(visit.office, visit.actor, slug, visit.t.language)
    except RewordingError as error:
        state.put(key, None)
        st.error(_refusal(visit.t, error.code), icon=":material/error:")
        return
    state.put(key, asdict(found))


def _read(kept: dict[str, Any]) -> Proposal:
    """Return a proposal from plain data: the session keeps no values of our own."""
    found = kept["found"]
    claims = tuple(
        Claim(text=each["text"], facts=tuple(each["facts"]), voices=tuple(each["voices"]))
        for each in found["sentences"]
    )
    dropped = tuple(Dropped(text=each["text"], reason=each["reason"]) for each in found["dropped"])
    made = Reworded(model=found["model"], sentences=claims, dropped=dropped, problem=found["problem"])
    return Proposal(kept["run_id"], kept["language"], made, kept["facts"])


def _proposal(visit: Visitor, slug: str, proposal: Proposal, key: str) -> None:
    t, found = visit.t, proposal.found
    if found.problem:
        st.warning(problem_sentence(t, found), icon=":material/info:")
        return
    left, right = st.columns(2)
    with left:
        st.markdown(f"**{t('Holds (%(n)s)', n=t.number(len(found.sentences)))}**")
        chosen = [
            each for n, each in enumerate(found.sentences) if _sentence(t, proposal, each, f"{key}.{n}")
        ]
    with right:
        st.markdown(f"**{t('Dropped (%(n)s)', n=t.number(len(found.dropped)))}**")
        if not found.dropped:
            st.caption(t("Nothing was dropped."))
        for each in found.dropped:
            with st.container(border=True, gap="xsmall"):
                st.text(each.text)
                st.caption(f":material/block: {plain(reason_sentence(t, each.reason))}")
    if found.sentences and st.button(
        t("Accept the chosen sentences"), type="primary", icon=":material/check:", key=f"{key}.accept"
    ):
        _accept(visit, slug, proposal, chosen, key)


def _sentence(t: Wording, proposal: Proposal, claim: Claim, key: str) -> bool:
    """Draw a sentence with the findings it rests on; return whether it is chosen."""
    with st.container(border=True, gap="xsmall"):
        is_chosen = st.checkbox(plain(claim.text), key=key, disabled=bool(claim.voices))
        for fact in claim.facts:
            st.caption(plain(f"{fact}: {proposal.facts.get(fact, '')}"))
        if claim.voices:
            st.caption(t("It quotes a comment, which may be withdrawn: it can be read here, not kept."))
    return bool(is_chosen)


def _accept(visit: Visitor, slug: str, proposal: Proposal, claims: list[Claim], key: str) -> None:
    t = visit.t
    try:
        reword.keep_sentences(visit.office, visit.actor, slug, proposal.run_id, proposal.language, claims)
    except RewordingError as error:
        st.error(_refusal(t, error.code), icon=":material/error:")
        return
    state.put(key, None)
    state.flash("done", t("The sentences you accepted stand above the findings."))
    st.rerun()


def _refusal(t: Wording, code: str) -> str:
    return {
        "no_model": t("The operator has set no language model any more."),
        "no_run": t("There was a newer analysis meanwhile. Ask the model again."),
        "not_supported": t("A sentence does not hold against the findings any more. Ask the model again."),
        "quotes": t("A sentence quotes a comment. Such sentences cannot be kept."),
        "nothing": t("Choose at least one sentence."),
    }[code]


def _may(visit: Visitor, chosen: SurveyState) -> bool:
    return can(visit.actor, "run_analysis", scope_of(chosen.survey))
