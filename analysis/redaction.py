"""Finds personal details in a text and masks them, in English and French, by rules with stated limits.

Names are found only where the writer says so ("my name is", "je m'appelle", a signature, a title before a
name); a bare name in running text is not. Numbers that a town gives out (by-law, permit, file) are left
alone.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import phonenumbers
from stdnum import luhn

from analysis.cleaning import matchable

KINDS = (
    "email",
    "card_number",
    "health_card",
    "sin",
    "phone",
    "postal_code",
    "birth_date",
    "licence",
    "licence_plate",
    "address",
    "name",
)


@dataclass(frozen=True, slots=True)
class PersonalDetail:
    """One personal detail: its kind and where it stands in the text."""

    kind: str
    start: int
    end: int


# Words before a number that say it is the town's own, and those that say it is a person's.
_TOWNS_OWN = re.compile(
    r"(?:permits?|permis|by-?laws?|r[èe]glements?|files?|dossiers?|case|ticket|contraventions?|tickets?"
    r"|reference|ref"
    r"|r[ée]f[ée]rences?|applications?|demandes?|invoices?|factures?|account|compte|roll|r[ôo]le|order"
    r"|commande"
    r"|confirmation|tracking|suivi|request|requ[êe]te|project|projet|report|rapport|form|formulaire"
    r"|section|article"
    r"|version|error|erreur|code|tag|m[ée]daille)(?:\s+(?:numbers?|num[ée]ros?|no|n[o°º]|is|est"
    r"|was))*[\s.:#°º-]*"
    r"(?:[A-Z]{1,5}[-\s]?)?$",
    re.IGNORECASE,
)
_SIN_SAID = re.compile(r"\b(?:sin|nas|social insurance|assurance sociale|s\.i\.n|n\.a\.s)\b", re.IGNORECASE)
_HEALTH_SAID = re.compile(
    r"health\s+(?:card|number|insurance)|\bohip\b|\bramq\b|carte[\s-]+(?:sant[ée]|soleil)"
    r"|assurance[\s-]+maladie",
    re.IGNORECASE,
)
_PHONE_SAID = re.compile(
    r"phone|\btel\b|t[ée]l[ée]?|\bcell|\bmobile|\bcall|\btext(?:er)?\b|\breach|appel|rejoind|joindre"
    r"|num[ée]ro|\bfax",
    re.IGNORECASE,
)
_PLATE_SAID = re.compile(r"\bplates?\b|plaque|immatricul|licen[cs]e plate", re.IGNORECASE)
_BORN_SAID = re.compile(
    r"\bborn\b|\bdob\b|\bd\.o\.b|date of birth|birth\s?da(?:y|te)|\bn[ée]e?\s+le\b|date de naissance"
    r"|anniversaire",
    re.IGNORECASE,
)

_EMAIL = re.compile(
    r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
    r"|[\w.+-]{1,64}\s?(?:\(at\)|\[at\]|\(a\)|\[a\]|\barobase\b)\s?[\w-]{1,63}"
    r"(?:\s?(?:\.(?=\w)|\(dot\)|\[dot\]|\(point\)|\bdot\b|\bpoint\b)\s?[\w-]{2,63}){1,3}"
    r"|[\w.+-]{1,64}\sat\s[\w-]{1,63}\s(?:dot|point)\s(?:com|ca|net|org|qc|info|fr)\b",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])")
_NINE = re.compile(r"(?<![\w-])\d{3}([ .-]?)\d{3}\1\d{3}(?![\w-]|\.\d)")
_ONTARIO_HEALTH = re.compile(r"(?<![\w-])\d{4}[ -]?\d{3}[ -]?\d{3}(?:[ -]?[A-Za-z]{2}(?!\w))?(?![\d-])")
_QUEBEC_HEALTH = re.compile(r"(?<!\w)[A-Z]{4}[ -]?\d{4}[ -]?\d{4}(?!\w)", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![\w.$-])(?:\+?1[ .-]?)?(?:\([2-9]\d{2}\)\s?|[2-9]\d{2}[ .-]{0,2})[2-9]\d{2}[ .-]{0,2}\d{4}"
    r"(?:\s?(?:x|ext|poste|p)\.?\s?\d{1,6})?(?![\d-])",
    re.IGNORECASE,
)
_LOCAL_PHONE = re.compile(r"(?<![\w.$-])[2-9]\d{2}[ .-]\d{4}(?![\w-]|[.,]\d)")
_WORLD_PHONE = re.compile(r"(?<!\w)\+\d[\d ().-]{6,18}\d(?!\d)")
_POSTAL = re.compile(
    r"(?<![\w-])[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]{0,2}\d[ABCEGHJ-NPRSTV-Z]\d(?![\w-])", re.IGNORECASE
)
_DATE = re.compile(
    r"(?<!\d)(?:\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}"
    r"|\d{1,2}(?:er|st|nd|rd|th)?\s+(?:of\s+)?[a-zéû]{3,9}\.?,?\s+\d{4}"
    r"|[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})"
    r"(?!\d)",
    re.IGNORECASE,
)
_LICENCE = re.compile(r"(?<![\w-])[A-Z]\d{4}[ -]\d{5}[ -]\d{5}(?![\w-])", re.IGNORECASE)
_PLATE = re.compile(
    r"(?<![\w-])(?:[A-Z]{2,4}[ -]?\d{3,4}|\d{3}[ -]?[A-Z]{3}|[A-Z]\d{2}[ -]?[A-Z]{3})(?![\w-])", re.IGNORECASE
)

_NO_STREET = (
    r"(?!(?:a|an|the|of|on|in|at|to|and|or|for|from|by|with|my|our|your|this|that|is|are|was|it|i|we|if"
    r"|as|not|no"
    r"|min|mins|minutes?|hours?|hrs?|days?|weeks?|months?|years?|yrs?|times?|people|cars?|km|kms|am|pm"
    r"|more|other"
    r"|different|houses?|kids?|dogs?|trees?|steps?|clicks?|pages?|feet|ft|metres?|meters?"
    r"|dollars?|percent)\b)"
)
_STREET_WORD = rf"{_NO_STREET}[A-Za-zÀ-ÿ0-9][\w'.-]{{0,24}}"
_DIRECTION = r"(?:\s+(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West|Nord|Sud|Est|Ouest)\b\.?)?"
_UNIT = r"(?:,?\s*(?:unit|apt|apartment|suite|app|appartement|bureau|#)\.?\s*#?\d{1,5}\w?)?"
_ADDRESSES = (
    re.compile(
        rf"(?<![\w$.,#-])\d{{1,5}}[A-Za-z]?(?:-\d{{1,4}})?\s+(?:{_STREET_WORD}\s+){{1,3}}"
        r"(?:street|str|st|avenue|ave|road|rd|crescent|cres|boulevard|blvd|sideroad|highway|hwy|parkway"
        r"|pkwy)\b\.?"
        rf"{_DIRECTION}{_UNIT}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w$.,#-])\d{{1,5}}[A-Za-z]?(?:-\d{{1,4}})?\s+(?:[A-Z0-9][\w'.-]{{1,24}}\s+){{1,3}}"
        r"(?:Drive|Dr|Lane|Ln|Court|Crt|Ct|Way|Place|Pl|Terrace|Circle|Line|Trail|Gate|Square|Sq|Close"
        r"|Heights|Hill"
        rf"|Ridge|Grove|Park|Mews|Concession)\b\.?{_DIRECTION}{_UNIT}"
    ),
    re.compile(
        r"(?<![\w$.,#-])\d{1,5}\s?[A-Za-z]?,?\s+(?:rue|avenue|av\.|boul(?:evard)?\.?|chemin|ch\.|route"
        r"|rang|all[ée]e"
        r"|impasse|c[ôo]te|mont[ée]e|promenade|croissant|ruelle|quai)\s+(?!(?:is|est|et|pas|en|[àa]|sont|qui|o[ùu])\b)(?:(?:de|du|des|la|le|les)\s+"
        r"|d'|l'|de\s+l')*"
        r"[A-Za-zÀ-ÿ0-9][\w'.-]{1,24}(?:[\s-]+(?!J'|Je\b|Il\b|Elle\b|On\b|Nous\b|Le\b|La\b|Les\b|Mais\b|Et\b)"
        rf"[A-ZÀ-Ý][\w'.-]{{1,24}}){{0,3}}{_DIRECTION}{_UNIT}",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![\w$.,#-])\d{1,6}\s+(?:Concession|Conc|County|Regional)\.?\s+(?:Road|Rd|Line)?\.?\s*\d{1,3}\b"
    ),
    re.compile(r"\b(?:P\.?\s?O\.?\s?Box|C\.P\.|case postale|R\.?R\.?\s?#)\s?#?\d{1,6}\b", re.IGNORECASE),
)

_NAME = r"[A-ZÀ-Ý][a-zà-ÿ'-]{1,24}"
_FULL_NAME = rf"{_NAME}(?:\s+(?:(?:de|du|van|von|da|di|le|la|el|al)\s+)?(?:[A-Z]\.|{_NAME}))*"
_ANY_NAME = (
    r"(?!(?:not|and|i|a|the|is|on|in|so|very|pas|et|que|qui|le|la|on)\b)[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'-]{1,24}"
)
_NO_SURNAME = (
    r"(?!(?:and|i|from|but|at|on|in|of|my|the|who|we|or|with|from|live|lives|living|is|was|am|can"
    r"|please|you|it|so|to"
    r"|et|je|j'|de|du|qui|mais|au|à|dans|sur|mon|ma|mes|le|la|les|vous|nous|pouvez|habite|ou|pour)\b)"
)
_NAMES = (
    re.compile(
        rf"\b(?:my\s+(?:full\s+)?name\s+is|my\s+name's|je\s+m'appelle|mon\s+nom\s+(?:est|c'est)"
        rf"|je\s+me\s+nomme)[\s:]+"
        rf"(?P<name>{_ANY_NAME}(?:\s+{_NO_SURNAME}[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'.-]{{1,24}}){{0,2}})",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mme|Mlle|Monsieur|Madame|Dr|Councillor)\.?\s+(?P<name>{_FULL_NAME})"),
    re.compile(rf"(?<=[\s(])M\.\s(?P<name>{_FULL_NAME})"),
    re.compile(
        rf"\b(?:named|called|nomm[ée]e?s?|appel[ée]e|sp(?:oke|eak|oken)\s+(?:to|with)|ask(?:ed)?\s+for"
        rf"|parl[ée]"
        rf"\s+(?:à|avec))\s+(?P<name>{_FULL_NAME})"
    ),
    re.compile(
        rf"\b(?:[Ss]igned|[Ss]ign[ée]e?|[Ss]incerely|[Rr]egards|[Yy]ours\s+truly|[Cc]ordialement"
        rf"|[Ss]alutations|[Bb]ien\s+à\s+vous)\s*(?:[,:-]\s*|\n\s*)(?P<name>{_FULL_NAME})"
    ),
    re.compile(rf"(?:^|\n)\s*[—–-]+\s*(?P<name>{_NAME}\s+{_NAME})\s*$"),
    re.compile(
        rf"\b(?:this is|I am|I'm|[Ii]ci|moi c'est)\s+(?P<name>{_NAME}\s+{_NAME})(?=,?\s+(?:from|de)\b)"
    ),
)
_NO_NAMES = """
    the town city council service services support staff customer ward mayor maire ville hôtel hall works
    by-law bylaw library bibliothèque google apple safari chrome firefox android iphone microsoft windows
    interac visa mastercard canada ontario québec quebec english french français anglais monday tuesday
    wednesday thursday friday saturday sunday you your yes no
"""
_NOT_A_NAME = frozenset(_NO_NAMES.split())

_DIGIT = re.compile(r"\d")
_Finder = Callable[[str], Iterator[PersonalDetail]]
_NAME_CUES = re.compile(
    r"name|appelle|nom|\bM(?:r|rs|s|me|lle|iss)?\b|Monsieur|Madame|\bDr\b|Councillor|called|appel"
    r"|sp[eo]|ask|parl"
    r"|[Ss]ign|[Ss]incer|[Rr]egards|truly|[Cc]ordial|[Ss]alut|[Bb]ien à|this is|I am|I'm|[Ii]ci"
    r"|moi c'est|[—–-]\s*[A-Z]"
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
    if "@" in text or "(a" in text or "[a" in text or " at " in text or "arobase" in text.lower():
        chosen.append(_emails)
    if _DIGIT.search(text):
        chosen += [
            _cards,
            _health_cards,
            _sins,
            _phones,
            _postal_codes,
            _birth_dates,
            _licences,
            _plates,
            _addresses,
        ]
    if _NAME_CUES.search(text):
        chosen.append(_names)
    return chosen


def _emails(text: str) -> Iterator[PersonalDetail]:
    return (PersonalDetail("email", match.start(), match.end()) for match in _EMAIL.finditer(text))


def _cards(text: str) -> Iterator[PersonalDetail]:
    for match in _CARD.finditer(text):
        digits = _digits(match[0])
        if digits[0] in "3456" and luhn.is_valid(digits):
            yield PersonalDetail("card_number", match.start(), match.end())


def _health_cards(text: str) -> Iterator[PersonalDetail]:
    for match in _QUEBEC_HEALTH.finditer(text):
        if match[0][:4].isupper() or _said(_HEALTH_SAID, text, match.start()):
            yield PersonalDetail("health_card", match.start(), match.end())
    for match in _ONTARIO_HEALTH.finditer(text):
        has_version = match[0][-2:].isalpha() and match[0][-2:].isupper()
        if _said(_HEALTH_SAID, text, match.start()) or (
            has_version and not _is_towns_own(text, match.start())
        ):
            yield PersonalDetail("health_card", match.start(), match.end())


def _sins(text: str) -> Iterator[PersonalDetail]:
    for match in _NINE.finditer(text):
        said = _said(_SIN_SAID, text, match.start())
        if said or (luhn.is_valid(_digits(match[0])) and not _is_towns_own(text, match.start())):
            yield PersonalDetail("sin", match.start(), match.end())


def _phones(text: str) -> Iterator[PersonalDetail]:
    for match in _PHONE.finditer(text):
        if not _is_towns_own(text, match.start()):
            yield PersonalDetail("phone", match.start(), match.end())
    for match in _LOCAL_PHONE.finditer(text):
        said = _said(_PHONE_SAID, text, match.start())
        if (said or "-" in match[0]) and not _is_towns_own(text, match.start()):
            yield PersonalDetail("phone", match.start(), match.end())
    for match in _WORLD_PHONE.finditer(text):
        if _is_phone_number(match[0]):
            yield PersonalDetail("phone", match.start(), match.end())


def _is_phone_number(text: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(text))
    except phonenumbers.NumberParseException:
        return False


def _postal_codes(text: str) -> Iterator[PersonalDetail]:
    for match in _POSTAL.finditer(text):
        if not _is_towns_own(text, match.start()) or "postal" in text[: match.start()].lower()[-20:]:
            yield PersonalDetail("postal_code", match.start(), match.end())


def _birth_dates(text: str) -> Iterator[PersonalDetail]:
    for match in _DATE.finditer(text):
        if _said(_BORN_SAID, text, match.start(), 30):
            yield PersonalDetail("birth_date", match.start(), match.end())


def _licences(text: str) -> Iterator[PersonalDetail]:
    return (PersonalDetail("licence", match.start(), match.end()) for match in _LICENCE.finditer(text))


def _plates(text: str) -> Iterator[PersonalDetail]:
    for match in _PLATE.finditer(text):
        if _said(_PLATE_SAID, text, match.start(), 25) and any(c.isdigit() for c in match[0]):
            yield PersonalDetail("licence_plate", match.start(), match.end())


def _addresses(text: str) -> Iterator[PersonalDetail]:
    for pattern in _ADDRESSES:
        for match in pattern.finditer(text):
            yield PersonalDetail("address", match.start(), match.end())


def _names(text: str) -> Iterator[PersonalDetail]:
    for pattern in _NAMES:
        for match in pattern.finditer(text):
            start, end = match.span("name")
            if match["name"].split()[0].lower().strip("'") not in _NOT_A_NAME:
                yield PersonalDetail("name", start, end)


def _said(cue: re.Pattern[str], text: str, start: int, reach: int = 40) -> bool:
    """Say whether a cue stands within ``reach`` characters before a number."""
    return cue.search(text, max(0, start - reach), start) is not None


def _is_towns_own(text: str, start: int) -> bool:
    """Say whether the words just before a number make it a by-law, permit, file or account number."""
    return _TOWNS_OWN.search(text[max(0, start - 40) : start]) is not None


def _digits(text: str) -> str:
    return "".join(str(int(character)) for character in text if character.isdigit())
