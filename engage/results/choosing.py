"""Filters: which responses count, and what there is to filter by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Texts = dict[str, str]
"""A text in every language, such as ``{"en": …, "fr": …}``."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which responses to count: all dimensions must fit, in each one of the chosen values.

    ``segments`` is by question name. The value "" stands for no answer, or no release.
    """

    channel: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    release: tuple[str, ...] = ()
    segments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Say whether every response counts."""
        return not self.dimensions()

    def dimensions(self) -> dict[str, frozenset[str]]:
        """Return the chosen values by the name of their dimension; dimensions left open are not in it."""
        plain = {"channel": self.channel, "language": self.language, "release": self.release}
        chosen = {**plain, **{f"segment:{name}": codes for name, codes in self.segments.items()}}
        return {name: frozenset(codes) for name, codes in chosen.items() if codes}

    def as_dict(self) -> dict[str, Any]:
        """Return plain data for an address or a session; ``from_dict`` reads it back equal."""
        data: dict[str, Any] = {name: list(getattr(self, name)) for name in _PLAIN if getattr(self, name)}
        segments = {name: list(codes) for name, codes in self.segments.items() if codes}
        return {**data, "segments": segments} if segments else data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Filters":
        """Read plain data; whatever is not a filter is ignored."""
        segments = data.get("segments")
        found = segments if isinstance(segments, Mapping) else {}
        read = {str(name): _codes(codes) for name, codes in found.items()}
        return cls(
            channel=_codes(data.get("channel")),
            language=_codes(data.get("language")),
            release=_codes(data.get("release")),
            segments={name: codes for name, codes in read.items() if codes},
        )


_PLAIN = ("channel", "language", "release")


def _codes(value: object) -> tuple[str, ...]:
    given = [value] if isinstance(value, str) else value if isinstance(value, list | tuple) else []
    return tuple(dict.fromkeys(code for code in given if isinstance(code, str)))


@dataclass(frozen=True, slots=True)
class FilterOption:
    """One value to filter by, and how many responses bear it."""

    code: str
    label: Texts
    count: int


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """A dimension to filter by: "channel", "language", "release", or a segment question's name.

    An option's count says how many responses would be left of the others' choice.
    """

    name: str
    label: Texts
    options: tuple[FilterOption, ...]
