"""Coded reasons as lines for a terminal: place, code, what it is and what to do."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engage.office import Office
    from surveys.exchange.notes import Note
    from surveys.problems import Problem


def lines(found: "Iterable[Note | Problem]", language: str) -> list[str]:
    """Return one line for each."""
    from engage.wording.exchange import told_exchange

    return [
        harmless(f"{each.place or 'survey'}: {each.code}: {told_exchange(each, language).whole}")
        for each in found
    ]


def harmless(line: str) -> str:
    """Return words of a file that nobody vouches for on one line, without signs that steer a terminal."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in line).split())


def no_such_survey(office: "Office", slug: str) -> str:
    """Say which surveys there are instead."""
    from engage.access import OPERATOR
    from engage.actions.author import surveys_for

    known = ", ".join(state.survey.slug for state in surveys_for(office, OPERATOR))
    return f"There is no survey {slug!r}. There are: {known or 'none yet'}."
