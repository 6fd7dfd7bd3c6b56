"""Tells whether a comment is for or against what its question proposes, by what it says, never by its tone.

"I am so angry that this takes so long, build it" is angry and in favour. A comment that does not say where it
stands is unclear: its stance is not guessed from its sentiment.
"""

import re
from dataclasses import dataclass
from functools import cache

from analysis.cleaning import fold, key
from analysis.words import LEXICONS

STANCES = ("support", "oppose", "mixed", "unclear")
_OPPOSITE = {"support": "oppose", "oppose": "support"}
_NEGATION = {
    "en": r"(?:\b(?:not|never|cannot|hardly|no longer)|n't)\s(?:(?!but\b|and\b|so\b|because\b)\w+\s){0,2}$",
    "fr": r"\b(?:ne\s|n'|pas\s|jamais\s|aucunement\s)(?:(?!mais\b|et\b|donc\b|car\b)\w+\s){0,2}$",
}
_AFTER = {"en": r"(?!)", "fr": r"^(?:pas|jamais|plus|aucunement)\b"}
_NEGATED = {language: re.compile(words) for language, words in _NEGATION.items()}
_NEGATED_AFTER = {language: re.compile(words) for language, words in _AFTER.items()}
_YES = "yes yep yeah sure agree agreed ok okay absolutely definitely oui ouais absolument d'accord"
_NO = "no nope never disagree non jamais"
_SHORTEST_ANSWERS = {"support": frozenset(_YES.split()), "oppose": frozenset(_NO.split())}


@dataclass(frozen=True, slots=True)
class Stance:
    """Where a comment stands on a proposal, one of ``STANCES``, and the words that say so."""

    stance: str
    because: tuple[str, ...] = ()


def stance_of(text: str, language: str) -> Stance:
    """Return the stance of a ``matchable`` text; one read in neither language is unclear."""
    whole = key(text)
    for stance, answers in _SHORTEST_ANSWERS.items():
        if whole in answers:
            return Stance(stance, (whole,))
    plain = fold(text.lower())
    languages = (language,) if language in ("en", "fr") else ("en", "fr")
    found = sorted({each for spoken in languages for each in _said(plain, spoken)})
    sides = {stance for _, stance, _ in found}
    because = tuple(dict.fromkeys(words for _, _, words in found))
    if not sides:
        return Stance("unclear")
    return Stance(sides.pop() if len(sides) == 1 else "mixed", because)


def _said(plain: str, language: str) -> list[tuple[int, str, str]]:
    """Return where something is said for or against, longest expression first, none inside another."""
    found: list[tuple[int, str, str]] = []
    taken: list[tuple[int, int]] = []
    for stance, pattern in _cues(language):
        for match in pattern.finditer(plain):
            start, end = match.span()
            if any(start < there and here < end for here, there in taken):
                continue
            taken.append((start, end))
            is_turned = _NEGATED[language].search(plain[max(0, start - 40) : start]) or _NEGATED_AFTER[
                language
            ].search(plain[end : end + 20].lstrip())
            found.append((start, _OPPOSITE[stance] if is_turned else stance, match[0].strip()))
    return found


@cache
def _cues(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Read ``data/lexicons/stance_cues.txt``: regular expressions by heading, those against first."""
    listed: dict[str, list[str]] = {}
    heading: list[str] = []
    for line in (LEXICONS / "stance_cues.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            heading = listed.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            heading.append(fold(line))
    return tuple(
        (stance, re.compile(rf"(?<!\w)(?:{'|'.join(listed[f'{stance} {language}'])})(?!\w)"))
        for stance in ("oppose", "support")
    )
