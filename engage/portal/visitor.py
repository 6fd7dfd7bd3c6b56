"""Who is looking, and in which language; decided anew on every run, so a revoked session ends at once."""

from dataclasses import dataclass

import streamlit as st

from engage.access import RESIDENT, Actor
from engage.actions import sign_in
from engage.office import Office
from engage.portal import address, state
from engage.portal import office as shared
from engage.wording import LANGUAGES, Wording, wording


@dataclass(frozen=True, slots=True)
class Visitor:
    """What a page needs to know before it draws anything."""

    office: Office
    actor: Actor
    t: Wording

    @property
    def language(self) -> str:
        """Return ``en`` or ``fr``."""
        return self.t.language

    @property
    def is_staff(self) -> bool:
        """Say whether somebody is signed in."""
        return self.actor.staff is not None


def visitor() -> Visitor:
    """Return who is looking now."""
    office = shared.office()
    actor = sign_in.actor_of(office, session_token()) or RESIDENT
    return Visitor(office, actor, wording(_language(actor)))


def session_token() -> str | None:
    """Return the sign-in cookie's token, if the browser sent one."""
    return st.context.cookies.get(sign_in.COOKIE)


def _language(actor: Actor) -> str:
    asked = address.read(address.LANGUAGE) or state.get(state.LANGUAGE)
    if asked in LANGUAGES:
        state.put(state.LANGUAGE, asked)
        return asked
    if actor.staff:
        return actor.staff.language
    return "fr" if (st.context.locale or "").lower().startswith("fr") else "en"


def switch_language(to: str) -> None:
    """Change the language of this session and of the address."""
    state.put(state.LANGUAGE, to)
    address.put(address.LANGUAGE, to)
