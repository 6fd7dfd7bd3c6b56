"""Texts that repeat earlier answers, on their way out to other programs and in again.

Other programs have no fallback, so the texts stand beside as they were, and are taken while unchanged.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from surveys.pipes import PIPE, at_rest
from surveys.questions import Question

Data = dict[str, Any]
SAID = "said"
REFERENCE = re.compile(r"\$?\{([A-Za-z_][\w.\-]*)\}")


def repeating(texts: Mapping[str, str], refer: Callable[[str], str]) -> dict[str, str]:
    """Return a text with repeated answers in a program's notation; by its fallbacks where it has none."""

    def one(found: re.Match[str]) -> str:
        return refer(found[1]) or at_rest(found[0])

    return {language: PIPE.sub(one, text) for language, text in texts.items()}


def repeats(question: Question) -> Data:
    """Return the texts that other programs would give back changed, to stand beside.

    They repeat answers, look as if they did, or have line ends and outer blanks that a cell loses.
    """
    texts = {"text": question.text, "hint": question.hint}
    return {name: dict(said) for name, said in texts.items() if any(map(_would_change, said.values()))}


def title_repeats(title: Mapping[str, str]) -> Data:
    """Return a page's title, where it would be given back changed, to stand beside."""
    return {SAID: {"title": dict(title)}} if any(map(_would_change, title.values())) else {}


def _would_change(text: str) -> bool:
    return "{{" in text or REFERENCE.search(text) is not None or text != in_cell(text)


def in_cell(text: str) -> str:
    """Return a text as cells and markup give it back: line ends alike, no outer blanks."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def as_said(standard: Data, own: Mapping[str, Any]) -> Data:
    """Return texts with the fallbacks they went out with, where they are otherwise unchanged."""
    said = own.get(SAID)
    found: Data = {}
    for name, texts in said.items() if isinstance(said, Mapping) else ():
        now = standard.get(name)
        if are_alike(texts, now):
            found[name] = dict(texts)
    return found


def are_alike(texts: object, now: object) -> bool:
    """Say whether two texts differ in nothing but how they repeat answers."""
    if not isinstance(texts, Mapping) or not isinstance(now, Mapping):
        return False
    return all(isinstance(text, str) for text in texts.values()) and _bare(texts) == _bare(now)


def _bare(texts: Mapping[str, Any]) -> dict[str, str]:
    """Return texts with every repeated answer by its name alone, without those of no words."""
    return {
        language: REFERENCE.sub(r"{{\1}}", PIPE.sub(r"${\1}", bare))
        for language, text in texts.items()
        if (bare := in_cell(str(text)))
    }


def taken_in(texts: Mapping[str, str], called: Mapping[str, str]) -> dict[str, str]:
    """Return a text with a program's references as repeated answers of ours; others stay as they are."""

    def one(found: re.Match[str]) -> str:
        name = called.get(found[1])
        return f"{{{{{name}}}}}" if name else found[0]

    return {
        language: "".join(
            part if PIPE.fullmatch(part) else REFERENCE.sub(one, part)
            for part in re.split(r"(\{\{[^{}]*\}\})", text)
        )
        for language, text in texts.items()
    }
