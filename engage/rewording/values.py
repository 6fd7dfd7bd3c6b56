"""What goes to a language model, what comes back, and what is kept of it."""

from dataclasses import dataclass

PROBLEMS = ("unreachable", "timeout", "refused", "malformed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A finding as the model sees it: its number in the summary and its sentence, as the product says it."""

    id: str
    sentence: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A comment that may be quoted, masked."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All that leaves the machine: sentences of findings and masked comments, in one language."""

    language: str
    facts: tuple[Fact, ...]
    voices: tuple[Voice, ...]
    names: tuple[str, ...] = ()
    """Names of themes: a sentence may name only those of the findings it cites."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence that the model returned, with what it says it rests on."""

    text: str
    facts: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A sentence that was not kept, and why: one of ``checking.REASONS``."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    """What is left after the check. ``problem`` is one of ``PROBLEMS`` when nothing usable came back."""

    model: str
    sentences: tuple[Claim, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    problem: str = ""


class ModelError(Exception):
    """The model gave nothing usable; ``code`` is one of ``PROBLEMS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
