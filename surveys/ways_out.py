"""How a survey may end other than with its last page: endings by condition, screen-outs, full quotas."""

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from surveys.problems import Problem
from surveys.questions.base import Name, Question, Texts
from surveys.relevance import Condition, Selected
from surveys.rules import MOST_NODES
from surveys.senses import clashes
from surveys.values import Answers, Today, bind, leaves, walk

MOST = 50
LONGEST_ADDRESS = 500
_NEVER = frozenset("\\<>\"'`{}|^")


class Link(BaseModel):
    """Where a resident may go on to: a page of this site (``/…``) or an address with https.

    It is never loaded: somebody clicks it, or not.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: str = Field(max_length=LONGEST_ADDRESS)
    label: Texts

    @property
    def is_safe(self) -> bool:
        """Say whether it leads to a page: no script, no password, no other scheme, nothing hidden."""
        text = self.address
        if not text.isascii() or not text.isprintable() or " " in text or _NEVER & set(text):
            return False
        if text.startswith("/"):
            return not text.startswith("//")
        try:
            parts = urlsplit(text)
            _ = parts.port
        except ValueError:
            return False
        return text.startswith("https://") and bool(parts.hostname) and "@" not in parts.netloc


class WayOut(BaseModel):
    """Words to end with, for those whose answers meet ``condition``; empty words mean the product's own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    condition: Condition
    text: Texts = {}
    link: Link | None = None


class Ending(WayOut):
    """What residents read after sending, instead of the survey's thanks; the first whose condition holds."""


class ScreenOut(WayOut):
    """After its page, the survey is over for those who meet the condition.

    ``answers`` keeps what the condition looks at, under a reference of its own; ``nothing`` only counts.
    """

    keeps: Literal["nothing", "answers"] = "nothing"


class Quota(WayOut):
    """At most ``limit`` responses that meet the condition.

    When it is full, the survey ends for those who meet it, or their responses are taken with a mark.
    """

    title: Texts
    limit: int = Field(ge=1, le=10_000_000)
    when_full: Literal["end", "mark"] = "end"


Way = TypeVar("Way", bound=WayOut)


def first_that_holds(ways: Sequence[Way], answers: Answers) -> Way | None:
    """Return the first whose condition holds."""
    return next((way for way in ways if way.condition.holds(answers)), None)


def way_problems(
    ways: Sequence[WayOut], seen: Mapping[str, Question], names: Mapping[str, Question]
) -> Iterator[Problem]:
    """Yield what is wrong with ways out that may look at ``seen``, of a survey that has ``names``."""
    for way in ways:
        if way.link is not None and not way.link.is_safe:
            yield Problem("link_unsafe", way.name, {"address": way.link.address[:100]})
        if sum(1 for _ in walk(way.condition)) > MOST_NODES:
            yield Problem("rule_too_long", way.name, {"most": MOST_NODES})
            continue
        for clash in clashes(way.condition):
            details = {"left": clash.left, "right": clash.right, "rule": "relevance"}
            yield Problem(f"types_{clash.what}", way.name, details)
        for leaf in leaves(way.condition):
            if leaf.question not in seen:
                code = "relevance_later_question" if leaf.question in names else "relevance_unknown_question"
                near = difflib.get_close_matches(leaf.question, seen, n=1)
                yield Problem(code, way.name, {"question": leaf.question, "near": near[0] if near else ""})
                continue
            offered = seen[leaf.question].selectable()
            for option in leaf.options if isinstance(leaf, Selected) else ():
                if option not in offered:
                    details = {"question": leaf.question, "option": option}
                    yield Problem("relevance_unknown_option", way.name, details)


def bind_ways(ways: Sequence[WayOut], questions: Iterable[Question]) -> bool:
    """Tell every condition what the answers mean that it looks at; say whether one looks at the day."""
    wanted = {leaf.question for way in ways for leaf in leaves(way.condition)}
    meanings = {question.name: question.meaning() for question in questions if question.name in wanted}
    for way in ways:
        bind(way.condition, meanings)
    return any(isinstance(part, Today) for way in ways for part in walk(way.condition))


def repeated_names(ways: Sequence[WayOut]) -> Iterator[Problem]:
    """Yield the names that two ways out of one sort share: counts are kept by name."""
    for name, times in Counter(way.name for way in ways).items():
        if times > 1:
            yield Problem("name_repeated", name, {"name": name})


def way_texts(ways: Sequence[WayOut]) -> Iterator[tuple[str, Texts]]:
    """Yield every text that needs both languages, with its place."""
    for way in ways:
        title = getattr(way, "title", {})
        parts = {"title": title, "text": way.text, "link": way.link.label if way.link else {}}
        yield from ((f"{way.name}.{place}", texts) for place, texts in parts.items() if texts)
