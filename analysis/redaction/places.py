"""Finds where a person lives: postal codes and street addresses, in English and French."""

import re
from collections.abc import Iterator

from analysis.redaction.details import PersonalDetail, is_in_link, is_towns_own

_POSTAL = re.compile(
    r"(?<![\w-])[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ .-]{0,2}\d[ABCEGHJ-NPRSTV-Z]\d(?![\w-])",
    re.IGNORECASE,
)
_POSTAL_APART = re.compile(
    r"(?<![\w-])[ABCEGHJ-NPRSTVXY] \d [ABCEGHJ-NPRSTV-Z] {1,2}\d [ABCEGHJ-NPRSTV-Z] \d(?![\w-])"
)
_POSTAL_WITH_O = re.compile(
    r"(?<![\w-])[ABCEGHJ-NPRSTVXY][\dO][ABCEGHJ-NPRSTV-Z] ?[\dO][ABCEGHJ-NPRSTV-Z][\dO](?![\w-])",
    re.IGNORECASE,
)
_POSTAL_CALLED = re.compile(r"postal|\bp\.?c\b|\bcp\b", re.IGNORECASE)

_NO_STREET = (
    r"(?!(?:a|an|the|of|on|in|at|to|and|or|for|from|by|with|my|our|your|this|that|is|are|was|it|i|we|if|as|not|no"
    r"|min|mins|minutes?|hours?|hrs?|days?|weeks?|months?|years?|yrs?|times?|people|cars?|km|kms|am|pm|more|other"
    r"|different|houses?|kids?|dogs?|trees?|steps?|clicks?|pages?|feet|ft|metres?|meters?|m[èe]tres?|mm|cm|stops?"
    r"|dollars?|percent|lanes?|ways?|way|roads?|streets?|du|de|des|la|le|les|rue|chemin|boulevard|boul|avenue|rang"
    r"|mile|square|million|calls?|line|star|st|stars)\b)"
)
_STREET_WORD = rf"{_NO_STREET}[A-Za-zÀ-ÿ0-9][\w'-]{{0,24}}\.?"
_DIRECTION = r"(?:\s+(?:N|S|E|W|NE|NW|SE|SW|O|North|South|East|West|Nord|Sud|Est|Ouest)\b\.?)?"
_UNIT = (
    r"(?:,?\s*(?:unit[ée]?|apt|apartment|suite|app|appartement|bureau|#)\.?\s*#?\d{1,5}\w?"
    r"|,\s*\d{1,2}(?:st|nd|rd|th|e)\s+(?:floor|[ée]tage))?"
)
_BEFORE = (
    r"(?:\b(?:(?:unit|apt|apartment|suite|app|bureau|building)\.?\s*#?\d{1,5}\w?,?\s+)(?=\d))?"
    r"(?<![\w$.,#/-])(?:\d{1,5}(?:,\s|\s(?:and|et|&)\s|,?\s(?=and|et))){0,4}"
)
_NUMBER = rf"{_BEFORE}\d{{1,5}}(?:-?[A-Za-z](?![A-Za-z]))?(?:-\d{{1,4}})?"
_SAINT = r"(?:(?:St|Ste|Mt)[.-]\s?(?=[A-Z]))?"
_ADDRESSES = (
    re.compile(  # French: the kind of street comes before its name
        rf"{_BEFORE}\d{{1,5}}(?:\s?[A-DF-GI-Za-df-gi-z](?![\wÀ-ÿ]))?(?:-\d{{1,4}})?,?\s+"
        r"(?:rue|avenue|av\.|boul(?:evard)?\.?|chemin|ch\.|rang|all[ée]e|impasse|c[ôo]te|mont[ée]e|promenade"
        r"|croissant|ruelle|quai|place|terrasse|carr[ée]|sentier|grande)\s+"
        r"(?!(?:is|est|et|pas|en|[àa]|sont|qui|o[ùu]|ferm\w+|barr\w+|of|de croix)\b)"
        r"(?:(?:de|du|des|la|le|les)\s+|d'|l'|de\s+l')*[A-Za-zÀ-ÿ0-9][\w'.-]{1,24}"
        r"(?:[\s-]+(?-i:(?!J'|Je\b|Il\b|Elle\b|On\b|Nous\b|Le\b|La\b|Les\b|Mais\b|Et\b)[A-ZÀ-Ý][\w'.-]{1,24})){0,3}"
        rf"{_DIRECTION}{_UNIT}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w$.,#-])\d{{1,5}},?\s+\d{{1,3}}(?:e|re|er|ère)\s+(?:rue|avenue|rang)\b{_DIRECTION}",
        re.IGNORECASE,
    ),
    re.compile(  # roads that are numbered: concessions, county roads, highways, lines
        rf"{_NUMBER},?\s+(?:(?:County|Regional|Grey|Conc(?:ession)?|Township|Side|Bruce|Simcoe|Old)\.?\s?)?"
        r"(?:Concession|Conc|Road|Rd|Line|Side ?road|Highway|Hwy|Route|Autoroute)\.?\s*#?\d{1,3}\b"
        + _DIRECTION,
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_NUMBER}\s+{_SAINT}(?:{_STREET_WORD}\s+){{1,3}}"
        r"(?:street|str|st|avenue|ave|av|road|rd|crescent|cres|boulevard|blvd|sideroad|highway|hwy|parkway|pkwy)"
        rf"\b(?![-'])\.?{_DIRECTION}{_UNIT}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_NUMBER}\s+{_SAINT}(?:(?![KMG]B\b)[A-Z0-9][\w'-]{{1,24}}\s+){{1,3}}"
        r"(?:Drive|Dr|Lane|Ln|Court|Crt|Ct|Way|Place|Pl|Terrace|Terr|Circle|Line|Trail|Gate|Square|Sq|Close|Landing"
        r"|Heights|Hill|Ridge|Grove|Park|Mews|Concession|Run|Hollow|Point|Glen|Manor|Walk|Row|Path|Crossing|Bend"
        r"|Commons?|Green|Gardens?|Vista|View|Cove|Wynd|Passage|Bay|Island|Mount|Quay|Wharf|Private|Sideroad)"
        rf"\b(?!\s(?:Park|School|Arena|Library))\.?{_DIRECTION}{_UNIT}"
    ),
    re.compile(
        r"\b(?:live[sd]?|living|house|home|address(?: is)?|number|moved|located|reside[sd]?)"
        r"\s*(?:at|is|on|to)?:?\s+"
        rf"(?P<address>{_NUMBER}\s+(?:on\s+)?(?:{_STREET_WORD}\s+){{1,3}}"
        r"(?:drive|dr|lane|ln|court|crt|way|place|terrace|circle|line|trail|gate|square|close|hill)\b)"
        rf"{_DIRECTION}{_UNIT}",
        re.IGNORECASE,
    ),
    re.compile(  # "at 39 Chestnut": people of the town know which kind of street it is
        rf"\b(?:at|[Ll]ives? at|behind|beside|in front of|from|outside)\s+(?P<address>{_NUMBER}\s+"
        r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan|Feb|Mar(?:ch)?\b|Apr|May\b|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
        r"|AM\b|PM\b|Mile|Eleven|Canadian|Per\b|Percent|I\b)[A-Z][a-z]{2,24})(?!\w|\s[A-Z])"
    ),
    re.compile(
        rf"^(?P<address>{_NUMBER}\s+(?:[A-Z][a-z]{{2,24}}|[a-z]{{3,24}}))\s+(?:is|was|in) (?:my|our|where)\b"
    ),
    re.compile(r"\blot\s\d{1,4},?\s+conc(?:ession|\.)?\s\d{1,3}\b", re.IGNORECASE),
    re.compile(
        r"\b(?:P\.?\s?O\.?\s?Box|C\.P\.|case postale)\s?#?\d{1,6}\b(?:\sStn\s\w+)?"
        r"|\bR\.?R\.?\s?#?\s?\d{1,3}\b(?:,\sSite\s\d{1,3})?(?:,\sBox\s\d{1,4})?"
        r"|\bBox\s\d{1,5},\sR\.?R\.?\s?#?\d{1,3}\b",
        re.IGNORECASE,
    ),
)
_NO_NUMBER = re.compile(
    r"\b(?:bus|route|autobus|ligne|line|items?|pages?|stop|lots?|plan|agenda)\s*(?:no\.?|#)?\s*$",
    re.IGNORECASE,
)
_A_YEAR = re.compile(
    r"\b(?:in|since|by|until|from|before|after|depuis|en|avant|jusqu'en|dès)\s+$", re.IGNORECASE
)


def postal_codes(text: str) -> Iterator[PersonalDetail]:
    """Yield Canadian postal codes; with the letter O for zero only where they are called so."""
    for match in (*_POSTAL.finditer(text), *_POSTAL_APART.finditer(text)):
        called = _POSTAL_CALLED.search(text, max(0, match.start() - 20), match.start())
        if called or not (is_towns_own(text, match.start(), codes=False) or is_in_link(text, match.start())):
            yield PersonalDetail("postal_code", match.start(), match.end())
    for match in _POSTAL_WITH_O.finditer(text):
        if _POSTAL_CALLED.search(text, max(0, match.start() - 20), match.start()):
            yield PersonalDetail("postal_code", match.start(), match.end())


def addresses(text: str) -> Iterator[PersonalDetail]:
    """Yield street addresses with a civic number, rural ones and boxes; no street alone."""
    for pattern in _ADDRESSES:
        for match in pattern.finditer(text):
            start, end = match.span("address" if "address" in pattern.groupindex else 0)
            if not _counts(text, start, match[0]):
                yield PersonalDetail("address", start, end)


def _counts(text: str, start: int, found: str) -> bool:
    """Say whether the number before a street is a bus line or a year."""
    before = text[max(0, start - 20) : start]
    number = re.search(r"\d+", found)
    is_year = number is not None and len(number[0]) == 4 and 1900 <= int(number[0]) <= 2099
    return bool(_NO_NUMBER.search(before)) or (is_year and bool(_A_YEAR.search(before)))
