"""What people can do, one verb a function: access check, audit entry and transaction inside.

Neither Streamlit nor Starlette is imported here. Every public function says by ``@guarded`` which row of
the access table rules it; a test finds those that do not.
"""

from collections.abc import Callable
from typing import TypeVar

Verb = TypeVar("Verb", bound=Callable[..., object])

GUARDED: dict[str, str] = {}
"""``module.function`` to the access-table row that rules it, or the reason why none does."""


def guarded(rule: str) -> Callable[[Verb], Verb]:
    """Register a verb under its row of the access table (or ``open: reason``)."""

    def register(verb: Verb) -> Verb:
        GUARDED[f"{verb.__module__.removeprefix('engage.actions.')}.{verb.__qualname__}"] = rule
        return verb

    return register
