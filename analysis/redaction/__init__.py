"""Finds personal details in a text and masks them, in English and French, by rules with stated limits.

Numbers that a town gives out (by-law, permit, file) are left alone. What the rules reach is measured on
``data/labelled``; names are found beside a cue or by a list of given names, and others are missed.
"""

import re
from collections.abc import Callable, Iterator

from analysis.cleaning import matchable
from analysis.redaction.contacts import emails, phones, spoken_phones
from analysis.redaction.details import KINDS, PersonalDetail
from analysis.redaction.identity import birth_dates, cards, health_cards, licences, sins
from analysis.redaction.persons import names
from analysis.redaction.places import addresses, postal_codes
from analysis.redaction.vehicles import plates

__all__ = ["KINDS", "PersonalDetail", "find_personal_details", "mask"]

_Finder = Callable[[str], Iterator[PersonalDetail]]
_AN_EMAIL = re.compile(
    r"@|[(\[<][aà]|arr?obas|\bat\s(?:gmail|[a-z]*mail|yahoo|outlook|icloud|[a-z]{2,20}\s(?:dot|point)\b)"
    r"|\bat\s[\w-]{1,20}\s?\.?\s?(?:com|ca|net|org)\b",
    re.IGNORECASE,
)
_A_DIGIT = re.compile(r"\d")
_A_SPOKEN_DIGIT = re.compile(r"\b(?:five|cinq|triple|seven|sept|eight|huit)\b", re.IGNORECASE)
# The surer kind comes first: where two overlap, it stands.
_WITH_DIGITS: tuple[_Finder, ...] = (
    cards,
    health_cards,
    sins,
    phones,
    postal_codes,
    birth_dates,
    licences,
    plates,
    addresses,
)


def find_personal_details(text: str) -> tuple[PersonalDetail, ...]:
    """Return the personal details of ``matchable`` text by position; no two overlap, the surer kind wins."""
    found: list[PersonalDetail] = []
    for finder in _finders(text):
        for detail in finder(text):
            if all(detail.end <= other.start or detail.start >= other.end for other in found):
                found.append(detail)
    return tuple(sorted(found, key=lambda detail: detail.start))


def mask(text: str) -> tuple[str, tuple[str, ...]]:
    """Return text with personal details replaced ("[postal code]") and the kinds found, each once."""
    matched = matchable(text)
    details = find_personal_details(matched)
    if not details:
        return text, ()
    source = text if len(text) == len(matched) else matched
    parts, at = [], 0
    for detail in details:
        parts += [source[at : detail.start], f"[{detail.kind.replace('_', ' ')}]"]
        at = detail.end
    kinds = {detail.kind for detail in details}
    return "".join([*parts, source[at:]]), tuple(kind for kind in KINDS if kind in kinds)


def _finders(text: str) -> list[_Finder]:
    """Choose what to look for: most comments hold no digit, no @ and no word that leads to a name."""
    chosen: list[_Finder] = []
    if _AN_EMAIL.search(text):
        chosen.append(emails)
    if _A_DIGIT.search(text):
        chosen += _WITH_DIGITS
    elif "late" in text or "laqu" in text:
        chosen.append(plates)
    if _A_SPOKEN_DIGIT.search(text):
        chosen.append(spoken_phones)
    return [*chosen, names]
