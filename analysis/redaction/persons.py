"""Finds people's names: beside a cue ("my name is", a title, a signature), or by a list of given names.

Limits, stated: a name that is neither listed nor led to by a cue is missed; people known to all (an author, a
hockey player) are masked like anybody; a name in small letters is found only after "my name is" and its kin.
"""

import re
from collections.abc import Iterator
from functools import cache

from analysis.cleaning import fold
from analysis.redaction.details import PersonalDetail
from analysis.words import LEXICONS

_NAME = r"[A-ZÀ-Ý][a-zà-ÿ'-]{1,24}(?:[A-Z][a-zà-ÿ]{2,20})?"
_FULL_NAME = rf"{_NAME}(?:[^\S\n]+(?:(?:de|du|van|von|da|di|le|la|el|al)\s+)?(?:[A-Z]\.|{_NAME}))*"
_INITIALS = rf"(?:[A-Z]\.\s?){{1,2}}{_NAME}|{_NAME}\s[A-Z]\."
_ANY_NAME = (
    r"(?!(?:not|and|i|a|the|is|on|in|so|very|pas|et|que|qui|le|la|on|mal|sur)\b)"
    r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'-]{1,24}"
)
_NO_SURNAME = (
    r"(?!(?:and|i|from|but|at|on|in|of|my|the|who|we|or|with|live|lives|living|is|was|am|can|please|you|it|so|to"
    r"|et|je|j'|de|du|qui|mais|au|à|dans|sur|mon|ma|mes|le|la|les|vous|nous|pouvez|habite|ou|pour)\b)"
)
_TITLES = (
    r"Mr|Mrs|Ms|Miss|Mister|Mme|Mlle|Monsieur|Madame|Dr|Dre|Me|Councillor|Mayor|Constable|Officer|Officier|Pastor"
    r"|MPP|MP|Reeve|Warden|Chief|(?i:conseill(?:er|ère)|maire|mairesse|curé|docteure?)"
)
_CUES = (
    re.compile(
        rf"\b(?:my\s+(?:full\s+|legal\s+)?name\s+is|my\s+name's|je\s+m'appelle|mon\s+nom\s+(?:est|c'est)|name:"
        rf"|je\s+me\s+nomme)[\s:]*(?P<name>{_ANY_NAME}(?:\s+{_NO_SURNAME}[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'.-]{{1,24}}){{0,2}})",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:{_TITLES})\.?\s+(?P<name>(?:[A-Z]\.\s)?{_FULL_NAME})"),
    re.compile(rf"(?:(?<=[\s(])|^)M\.\s(?P<name>{_FULL_NAME})"),
    re.compile(
        rf"\b(?:named|called|calling (?:him|her)self|nomm[ée]e?s?|d[ée]nomm[ée]e?|s'appelle|appel[ée]e"
        rf"|sp(?:oke|eak|oken)\s+(?:to|with)(?:\sa)?|ask(?:ed)?\s+for|parl[ée]\s+(?:à|avec)|[Aa]u nom d[e']"
        rf"|go by|in the name of|clerk|[Tt]hank(?:s| you) to|[Mm]erci à|[Rr]emerci\w+|[Mm]oi c'est"
        rf"|(?:[Mm]y|[Mm]on|[Mm]a)\s(?:wife|husband|son|daughter|brother|sister|father|mother|landlord|tenant|neighbour"
        rf"|ex|tante|fils|fille|mari|femme|voisine?|père|mère|sœur|frère|proprio)"
        rf"),?\s+(?P<name>{_INITIALS}|{_FULL_NAME})"
    ),
    re.compile(
        rf"(?:\b(?:[Ss]igned|[Ss]ign[ée]e?|[Ss]incerely|[Rr]egards|[Yy]ours\s+truly|[Cc]ordialement|[Ss]alutations"
        rf"|[Bb]ien\s+à\s+vous|[Tt]hanks|[Tt]hank you|[Mm]erci|[Mm]y contact:?|[Cc]ontact|[Rr]eference)\s*"
        rf"(?:[,:.-]\s*|\n\s*)|\b(?:[Yy]ours\s+truly|[Ss]igned|[Ss]alutations)\s)(?P<name>{_INITIALS}|{_FULL_NAME})"
        r"(?=\s*(?:$|[.,\n]))"
    ),
    re.compile(rf"(?:^|\n)\s*[—–-]+\s*(?P<name>{_INITIALS}|{_NAME}\s+{_NAME})\s*$"),
    re.compile(
        rf"\b(?:[Tt]his is|I am|I'm|[Ii]ci|[Mm]oi c'est|[Jj]e suis|[Jj]'suis|[Ii]t's|[Cc]'est)\s+"
        rf"(?P<name>{_NAME}(?:\s+{_NAME})?)(?=,?\s+(?:from|de l|d[eu]|here|again|encore)\b)"
    ),
    re.compile(rf"\bName\s(?P<name>{_NAME}\s{_NAME})"),
    re.compile(rf"\b(?:name\s(?:is|was)|names\sare|nom\sest)\s(?P<name>{_FULL_NAME})"),
    re.compile(
        rf"(?<![.!?]\s)(?<![\w.])(?<!\bplan\s)(?<!vitamin\s)(?<!option\s)(?P<name>[A-Z]\.\s{_NAME})(?=[\s,\"”)]|$)"
    ),
    re.compile(rf"(?:^|\n)(?P<name>{_INITIALS})(?=,|\s*(?:$|\n))"),
)
_CAPITAL_INSIDE = re.compile(r"[^.!?\s]\s?[ \n(:,-][A-ZÀ-Ý][\w.]|^[A-ZÀ-Ý][\w.-]* [A-ZÀ-Ý]|^M|^D|^.\.")
_SMALL_CUES = ("name", "appelle", "nom ", "nomme", "nom c")
_CAPITALISED = re.compile(r"(?<![\w@.'’#/-])[A-ZÀ-Ý][\w'’-]*[\wà-ÿ]")
_PARTICLE = r"(?:(?:de la|de|du|van|von|da|di|del|le|la|el|al)\s+)"
_NEXT = re.compile(
    rf"[^\S\n]+({_PARTICLE}?(?:O'|Mc|Mac|D'|L')?"
    r"(?:[A-ZÀ-Ý][a-zà-ÿ'-]*(?:[A-ZÀ-Ý][a-zà-ÿ]+)*|[A-ZÀ-Ý][A-ZÀ-Ý'-]+))"
)
_INITIAL = re.compile(r"\s[A-Z]\.?(?=\s[A-Z]|[,.]|$)")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_ELIDED = re.compile(r"^[dl]'")
_FOLLOWING = re.compile(r"(?:['’]s)?[ -]{1,2}((?:[^\W\d_]+[\s-]*){1,3})")
_HOLY = ("saint", "sainte", "st", "ste")
_NOT_BEFORE = (*_HOLY, "year's", "christmas", "san", "santa")
_PARTICLES = re.compile(rf"^{_PARTICLE}")
_POSSESSIVE = re.compile(r"'s?$|’s?$")


@cache
def _listed() -> dict[str, frozenset[str]]:
    """Read ``data/lexicons/names.txt``: words by heading."""
    parts: dict[str, list[str]] = {}
    heading: list[str] = []
    for line in (LEXICONS / "names.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            heading = parts.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            heading += line.split()
    return {name: frozenset(words) | frozenset(map(fold, words)) for name, words in parts.items()}


def names(text: str) -> Iterator[PersonalDetail]:
    """Yield names: first those a cue leads to, then those of the list."""
    if _CAPITAL_INSIDE.search(text) or any(cue in text for cue in _SMALL_CUES):
        yield from _after_cues(text)
    yield from _of_the_list(text)


def _after_cues(text: str) -> Iterator[PersonalDetail]:
    for pattern in _CUES:
        for match in pattern.finditer(text):
            start, end = match.span("name")
            words = _words(match["name"])
            while words and words[-1] in _listed()["not_surname"] and len(words) > 1:
                end = start + text[start:end].rstrip().rfind(" ")
                words = words[:-1]
            if (
                words
                and not {words[0], re.split("['’]", words[0])[0]} & _no_name()
                and not _is_place(text, start, end)
            ):
                yield PersonalDetail("name", start, end)


def _of_the_list(text: str) -> Iterator[PersonalDetail]:
    """Yield listed given names with the surnames after them; a name that is a word too needs a surname."""
    given, words_too = _listed()["given"], _listed()["also_words"]
    shouts = text.isupper()
    reached = 0
    for match in _CAPITALISED.finditer(text):
        if match.start() < reached:
            continue
        first = _POSSESSIVE.sub("", match[0]).lower()
        if not shouts and match[0].isupper() and len(match[0]) <= 3:
            continue  # initials of something
        parts = [part for part in first.split("-") if part]
        if parts and parts[0] in _HOLY:
            continue
        is_listed = first in given or (len(parts) > 1 and any(part in given for part in parts))
        if not is_listed and first not in words_too:
            continue
        end = _end_of_name(text, match.start() + len(_POSSESSIVE.sub("", match[0])))
        has_surname = end > match.end()
        if (first in words_too and first not in given) and (not has_surname or shouts):
            continue
        if not _is_place(text, match.start(), end):
            reached = end
            yield PersonalDetail("name", match.start(), end)


def _end_of_name(text: str, end: int) -> int:
    """Return where a name ends: up to two capitalised words or an initial more."""
    for _ in range(2):
        initial = _INITIAL.match(text, end)
        if initial and text[initial.start() + 1] != "I":
            end = initial.end()
            continue
        following = _NEXT.match(text, end)
        if not following:
            break
        word = _POSSESSIVE.sub("", _PARTICLES.sub("", following[1])).lower()
        if (
            (re.split("['’]", word)[0] in _listed()["not_surname"] and "'" in word)
            or word in _listed()["not_surname"]
            or word in _listed()["place"]
            or len(word) < 2
        ):
            break
        end = following.end() - (len(following[1]) - len(_POSSESSIVE.sub("", following[1])))
    return end


def _is_place(text: str, start: int, end: int) -> bool:
    """Say whether a street, a school, a park or the like is named after somebody here."""
    inside = _words(text[start:end])
    is_called_place = bool(inside) and inside[-1] in _listed()["place"]
    return is_called_place or _after_place(text, start) or _before_place(text, end)


def _after_place(text: str, start: int) -> bool:
    """Say whether "parc", "école", "statue of" and the like stand before a name."""
    place = _listed()["place"]
    before = [_ELIDED.sub("", word.lower()) for word in _WORD.findall(text[max(0, start - 30) : start])[-2:]]
    if not before:
        return False
    is_of_place = len(before) == 2 and before[1] in ("de", "du", "la", "of", "named") and before[0] in place
    return is_of_place or before[-1] in place or before[-1] in _NOT_BEFORE


def _before_place(text: str, end: int) -> bool:
    """Say whether "Street", "school" and the like follow a name, at most one capitalised word between."""
    after = _FOLLOWING.match(text, end)
    following = _WORD.findall(after[1])[:2] if after else []
    place = _listed()["place"]
    if not following:
        return False
    is_further = len(following) == 2 and following[0][0].isupper() and following[1].lower() in place
    return is_further or following[0].lower() in place


def _words(text: str) -> list[str]:
    return [_POSSESSIVE.sub("", word).lower() for word in re.findall(r"[\w'’-]+", text)]


@cache
def _no_name() -> frozenset[str]:
    listed = _listed()
    return listed["not_a_name"] | (listed["not_surname"] - listed["given"]) | listed["place"]
