"""Finds licence plates: beside the word "plate", or shaped like one where the talk is of vehicles."""

import re
from collections.abc import Iterator

from analysis.redaction.details import PersonalDetail, is_in_link, said

_SAID = re.compile(r"\bplates?\b|plaqu|immatricul|\blicen[cs]e(?! fee)|\bd'immat|\bvignette", re.IGNORECASE)
_DIRECTLY = re.compile(
    r"(?:\bplates?|\bplaque|immatriculation)(?:\s+d'immatriculation)?"
    r"(?:\s+(?:numbers?|no|num[ée]ro|is|est|was|of|c'?est|cest))*[\s.:#,(]*$",
    re.IGNORECASE,
)
_VEHICLE = re.compile(
    r"\b(?:cars?|trucks?|vans?|vehicles?|pick-?ups?|hatchback|sedan|taxis?|drivers?|driv(?:e|es|ing)"
    r"|park(?:s|ed|ing)?|tow(?:ed|ing|\struck)?|tickete?d?|camera|permit|idl(?:es|ing)|speed(?:s|ing)?"
    r"|motorcycles?|resident pass|plates?|running the light|autos?|voitures?|chars?|camions?|remorqu\w+"
    r"|stationn\w+|contraventions?|vignette|conduit|roule|moto|plaqu\w*|chauffeur)\b",
    re.IGNORECASE,
)
# Ontario, Quebec, commercial: sure enough where vehicles are spoken of.
_SHAPED = re.compile(
    r"(?<![\w-])(?:[A-Z]{4}[ -]?\d{3}|[A-Z]\d{2}[ -]?[A-Z]{3}|\d{3}[ -]?(?!EUR|USD|CAD|GBP)[A-Z]{3}"
    r"|[A-Z]{2} ?\d{5})(?![\w-])"
)
_SOME = re.compile(
    r"(?<![\w-])(?:[A-Z]{1,4}[ -]?\d{2,5}(?:[ -]?[A-Z]{1,3})?|\d{1,4}[ -]?[A-Z]{1,4}(?:[ -]?\d{1,3})?"
    r"|[A-Z]\d{2}[ -]?\d{3}|\d[A-Z]\d[A-Z]\d)(?![\w-])",
    re.IGNORECASE,
)
_OWN_CHOICE = re.compile(r"\bplates?\s+([A-Z]{4,8})(?![\w-])")
_NO_PLATES = "room unit suite plan road line lane zone form file item page rule exit rang lots stop"
_WORDS = frozenset(_NO_PLATES.split())
_MEASURES = re.compile(
    r"\d+\s?(?:am|pm|km|kmh|m|ft|th|st|nd|rd|min|mins|hrs?|h|e|er|ans|fois|and|or|et|ou|in|on|at)$", re.I
)


def plates(text: str) -> Iterator[PersonalDetail]:
    """Yield licence plates; bare ones in talk of other things are left alone."""
    speaks_of_vehicles = _VEHICLE.search(text) is not None
    for match in _SHAPED.finditer(text):
        if speaks_of_vehicles and match[0][:4].lower() not in _WORDS and not is_in_link(text, match.start()):
            yield PersonalDetail("licence_plate", match.start(), match.end())
    if not _SAID.search(text):
        return
    for match in _SOME.finditer(text):
        if _MEASURES.match(match[0]) or match[0][:4].lower() in _WORDS:
            continue
        is_loud = match[0].upper() == match[0]
        directly = _DIRECTLY.search(text[max(0, match.start() - 40) : match.start()]) is not None
        follows = re.match(
            r"\)?,?\s+(?:on its|is my|,? ?ma|plaque|as my) ?(?:plate|plaque)?", text[match.end() :]
        )
        if directly or (is_loud and (said(_SAID, text, match.start(), 25) or follows)):
            yield PersonalDetail("licence_plate", match.start(), match.end())
    for match in _OWN_CHOICE.finditer(text):
        yield PersonalDetail("licence_plate", match.start(1), match.end(1))
