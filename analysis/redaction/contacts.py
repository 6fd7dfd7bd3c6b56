"""Finds how to reach a person: email addresses and telephone numbers, also as people spell them out."""

import re
from collections.abc import Iterator

import phonenumbers

from analysis.redaction.details import PersonalDetail, digits, is_in_link, is_towns_own, said

_PART = r"[\w.+%'-]{1,64}"
_JOINED = r"(?:\s(?:dot|point|underscore|dash|tiret|soulign[ée])\s[\w-]{1,32}){0,3}"
_AT = r"(?:\(at\)|\[at\]|\(a\)|\[a\]|\(à\)|\[à\]|\barobase\b|\barrobas\b|<at>)"
_ENDING = r"(?:com|ca|net|org|qc|info|fr|io|edu|gc|on)"
_MAILBOXES = (
    r"(?:gmail|hotmail|yahoo|outlook|icloud|live|msn|aol|sympatico|rogers|bell|videotron|telus|shaw|cogeco"
    r"|proton(?:mail)?|me)"
)
_EMAIL = re.compile(
    rf"{_PART}@[\w-]{{1,63}}(?:[.,][\w-]{{1,63}}){{0,4}}"
    rf"|{_PART} ?@ ?[\w-]{{1,63}}(?:\.[\w-]{{2,63}}){{1,4}}"
    rf"|[\w.+'-]{{1,64}}{_JOINED}\s?{_AT}\s?[\w-]{{1,63}}"
    r"(?:\s?(?:\.(?=\w)|\(dot\)|\[dot\]|\(point\)|<dot>|\bdot\b|\bpoint\b)\s?[\w-]{2,63}){1,3}"
    rf"|[\w.+'-]{{1,64}}{_JOINED}\sat\s(?!the\b|a\b|our\b|my\b|your\b)[\w-]{{1,63}}"
    rf"(?:\s(?:dot|point)\s{_ENDING}\b){{1,2}}"
    rf"|[\w.+'-]{{1,64}}{_JOINED}\s(?:at|arobase)\s{_MAILBOXES}\s?\.?\s?{_ENDING}\b",
    re.IGNORECASE,
)

_EMAIL_SAID = re.compile(r"e-?mail|courriel|\bmail|log ?in|user|typed", re.IGNORECASE)
_PHONE_SAID = re.compile(
    r"phone|\btel\b|t[ée]l[ée]?|\bcell|\bmobile|\bcall|\btext(?:er|o|s)?\b|\breach|appel|rejoind|joindre"
    r"|num[ée]ro|\bfax|\bnumber\b|\bring\b|compose|\bpag(?:er|et)|voicemail|\bat\b|\bau\b|\bdial",
    re.IGNORECASE,
)
_MORE = r"(?:\s?,?\s?\(?(?:x|ext(?:ension)?|poste|p|local)\.?\s?\d{1,6}\)?)?"
_GAP = r"(?:\s?[-–./]\s?|\s)?"
_D = r"[\dOo]"
_PHONE = re.compile(
    rf"(?<![\w.$#=-])(?:\+?1{_GAP})?(?:\(\s?[2-9]\d{{2}}\s?\){_GAP}|[2-9]\d{{2}}{_GAP})"
    rf"(?:[2-9]\d{{2}}{_GAP}{_D}{{2}}\s?{_D}{{2}}|[2-9]\d{{2}}\d{_GAP}\d{{3}})(?![\w-]){_MORE}",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    rf"(?<!\w)\+?1?\s?\([2-9]\d{{2}}\)\s?[-–.]?\s?\d{{3}}\s?[-–.]?\s?\d{{4}}(?![\d-]){_MORE}", re.IGNORECASE
)
_APART = re.compile(r"(?<![\w.$#=-])\+?\d(?:[ .–-]{1,3}\d|\d){9,10}(?![\w-])")
_LOCAL_PHONE = re.compile(r"(?<![\w.$#=-])[2-9]\d{2}[ .-]\d{4}(?![\w-]|[.,]\d)")
_A_YEAR = re.compile(r"[ .-](?:19|20)\d{2}$")
_WORLD_PHONE = re.compile(r"(?<!\w)\+\d[\d ().-]{6,18}\d(?!\d)")
_FRENCH_MOBILE = re.compile(r"(?<![\w-])0[1-9](?:[ .]\d{2}){4}(?![\w-])")

_DIGIT_WORDS = (
    r"(?:(?:double|triple)[\s-]+)?(?:zero|oh|one|two|three|four|five|six|seven|eight|nine"
    r"|zéro|un|deux|trois|quatre|cinq|sept|huit|neuf)"
)
_SPOKEN = re.compile(rf"\b{_DIGIT_WORDS}(?:[\s,.-]{{1,3}}{_DIGIT_WORDS}){{4,12}}\b", re.IGNORECASE)
_TIMES = {"double": 2, "triple": 3}


def emails(text: str) -> Iterator[PersonalDetail]:
    """Yield email addresses, written with @ or spelled out ("jane at example dot ca")."""
    for match in _EMAIL.finditer(text):
        if match[0].startswith("@") or not _is_address(text, match):
            continue
        yield PersonalDetail("email", match.start(), match.end() - len(match[0]) + len(match[0].rstrip(",.")))


def _is_address(text: str, match: re.Match[str]) -> bool:
    """Say whether an @ makes an address: without an ending ("jane@example") it must look like one."""
    found = match[0]
    if "@" not in found or re.search(r"[.,]\w", found.partition("@")[2]):
        return True
    return bool(re.search(r"[\d._+-]", found.partition("@")[0])) or said(_EMAIL_SAID, text, match.start())


def phones(text: str) -> Iterator[PersonalDetail]:
    """Yield telephone numbers of Canada, local ones where the words say so, and others with their prefix."""
    yield from _canadian(text)
    for match in _LOCAL_PHONE.finditer(text):
        asked = said(_PHONE_SAID, text, match.start())
        if _A_YEAR.search(match[0]) and not asked:
            continue
        if (asked or "-" in match[0]) and _may_be_ours(text, match.start()):
            yield PersonalDetail("phone", match.start(), match.end())
    for match in _WORLD_PHONE.finditer(text):
        if _is_phone_number(match[0]):
            yield PersonalDetail("phone", match.start(), match.end())
    for match in _FRENCH_MOBILE.finditer(text):
        if said(_PHONE_SAID, text, match.start()):
            yield PersonalDetail("phone", match.start(), match.end())


def _canadian(text: str) -> Iterator[PersonalDetail]:
    for match in _BRACKETED.finditer(text):
        yield PersonalDetail("phone", match.start(), match.end())
    for match in _PHONE.finditer(text):
        zeros = match[0].upper().count("O") - len(re.findall(r"poste|local", match[0], re.IGNORECASE))
        has_zeros = zeros > 0 and not said(_PHONE_SAID, text, match.start()) and "-" not in match[0]
        if not has_zeros and _may_be_ours(text, match.start()):
            yield PersonalDetail("phone", match.start(), match.end())
    for match in _APART.finditer(text):
        found = digits(match[0])
        is_number = len(found) == 10 or (len(found) == 11 and found.startswith("1"))
        is_called = is_number and found[-10] in "23456789" and said(_PHONE_SAID, text, match.start())
        if is_called and _may_be_ours(text, match.start()):
            yield PersonalDetail("phone", match.start(), match.end())


def spoken_phones(text: str) -> Iterator[PersonalDetail]:
    """Yield numbers of 7, 10 or 11 digits written as words ("five five five, oh one two four")."""
    for match in _SPOKEN.finditer(text):
        words = re.findall(r"[^\W\d_]+", match[0].lower())
        count = sum(1 for word in words if word not in _TIMES)
        count += sum(_TIMES[word] - 1 for word in words if word in _TIMES)
        if count in (7, 10, 11):
            yield PersonalDetail("phone", match.start(), match.end())


def _may_be_ours(text: str, start: int) -> bool:
    return not is_towns_own(text, start) and not is_in_link(text, start)


def _is_phone_number(text: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(text))
    except phonenumbers.NumberParseException:
        return False
