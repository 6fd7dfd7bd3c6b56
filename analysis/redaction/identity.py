"""Finds numbers that governments and banks give a person: SIN, health card, licence, card, date of birth."""

import re
from collections.abc import Iterator

from stdnum import luhn

from analysis.redaction.details import PersonalDetail, digits, is_in_link, is_towns_own, said

_SIN_SAID = re.compile(
    r"\b(?:s\s?i\s?n|n\s?a\s?s|social insurance|assurance sociale|s\.i\.n|n\.a\.s)\b", re.IGNORECASE
)
_HEALTH_SAID = re.compile(
    r"health\s+(?:card|number|insurance)|\bohip\b|\bramq\b|carte[\s-]+(?:sant[ée]|soleil|ohip)"
    r"|assurance[\s-]+maladie|\bphn\b|\bhealth no",
    re.IGNORECASE,
)
_BORN_SAID = re.compile(
    r"\bborn\b|\bdob\b|\bd\.o\.b|date of birth|birth\s?da(?:y|te)|\bn[ée]e?\s+le\b|date de naissance"
    r"|anniversaire",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])")
_NINE = re.compile(r"(?<![\w-])\d{3}([ ./-]?)\d{3}\1\d{3}(?![\w-]|\.\d)")
_NINE_APART = re.compile(r"(?<![\w-])\d(?:[ .-]{1,2}\d|\d){8}(?![\w-]|\.\d)")
_ONTARIO_HEALTH = re.compile(
    r"(?<![\w-])\d{4}[ -]?\d{3}[ -]?\d{3}(?:[ -]?[A-Za-z]{2}(?!\w))?(?![\d-])|(?<![\w-])\d{5}-\d{4}(?![\w-])"
)
_QUEBEC_HEALTH = re.compile(r"(?<!\w)[A-Z]{4}[ -]?\d{4}[ -]?\d{4}(?!\w)", re.IGNORECASE)
_DATE = re.compile(
    r"(?<!\d)(?:\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}"
    r"|\d{1,2}(?:er|st|nd|rd|th)?\s+(?:of\s+)?[a-zéû]{3,9}\.?,?\s+\d{4}"
    r"|[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})"
    r"(?!\d)",
    re.IGNORECASE,
)
_LICENCE = re.compile(r"(?<![\w-])[A-Z]\d{4}[ -]\d{5}[ -]\d{5}(?![\w-])", re.IGNORECASE)


def cards(text: str) -> Iterator[PersonalDetail]:
    """Yield numbers of bank cards: 13 to 19 digits that pass the Luhn check."""
    for match in _CARD.finditer(text):
        found = digits(match[0])
        if found[0] in "3456" and luhn.is_valid(found):
            yield PersonalDetail("card_number", match.start(), match.end())


def health_cards(text: str) -> Iterator[PersonalDetail]:
    """Yield numbers shaped like Quebec's and Ontario's cards, others where the words say so."""
    for match in _QUEBEC_HEALTH.finditer(text):
        if match[0][:4].isupper() or said(_HEALTH_SAID, text, match.start()):
            yield PersonalDetail("health_card", match.start(), match.end())
    for match in _ONTARIO_HEALTH.finditer(text):
        has_version = match[0][-2:].isalpha() and match[0][-2:].isupper()
        if said(_HEALTH_SAID, text, match.start()) or (has_version and not is_towns_own(text, match.start())):
            yield PersonalDetail("health_card", match.start(), match.end())


def sins(text: str) -> Iterator[PersonalDetail]:
    """Yield social insurance numbers: called so, or nine digits that pass the Luhn check."""
    for match in _NINE.finditer(text):
        is_called = said(_SIN_SAID, text, match.start())
        is_own = is_towns_own(text, match.start()) or is_in_link(text, match.start())
        if is_called or (luhn.is_valid(digits(match[0])) and not is_own):
            yield PersonalDetail("sin", match.start(), match.end())
    for match in _NINE_APART.finditer(text):
        if said(_SIN_SAID, text, match.start()) and len(digits(match[0])) == 9:
            yield PersonalDetail("sin", match.start(), match.end())


def birth_dates(text: str) -> Iterator[PersonalDetail]:
    """Yield dates that the words before them call a date of birth."""
    for match in _DATE.finditer(text):
        if said(_BORN_SAID, text, match.start(), 30):
            yield PersonalDetail("birth_date", match.start(), match.end())


def licences(text: str) -> Iterator[PersonalDetail]:
    """Yield driver's licence numbers as Ontario writes them."""
    return (PersonalDetail("licence", match.start(), match.end()) for match in _LICENCE.finditer(text))
