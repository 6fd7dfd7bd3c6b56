"""How a text repeats an earlier answer: ``{{ward|your ward}}``, with what stands there without one.

Two braces, because one is a blank that each town fills before publishing (``surveys.blanks``).
"""

import re
from collections.abc import Mapping

PIPE = re.compile(r"\{\{\s*([a-z][a-z0-9_]{0,59})\s*(?:\|([^{}|]*))?\}\}")


def pipes(text: str) -> list[tuple[str, str | None]]:
    """Return the names that a text repeats, each with its fallback (``None`` where it has none)."""
    return [(found[1], found[2]) for found in PIPE.finditer(text)]


def pipe(name: str, fallback: str) -> str:
    """Return the notation that repeats an answer; signs that would end it are left out of the fallback."""
    return f"{{{{{name}|{re.sub(r'[{}|]', '', fallback).strip()}}}}}"


def at_rest(text: str) -> str:
    """Return a text as it reads without answers: by its fallbacks, or the names where there is none."""
    return PIPE.sub(lambda found: (found[2] or f"[{found[1]}]").strip(), text) if "{{" in text else text


def resting(texts: Mapping[str, str]) -> dict[str, str]:
    """Return a text in every language as it reads without answers."""
    return {language: at_rest(text) for language, text in texts.items()}
