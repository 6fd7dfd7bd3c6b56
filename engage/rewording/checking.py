"""Checks every sentence of a language model against what it cites; what is not supported is dropped.

A check of words, not of meaning: it holds numbers, quotes, names of themes and words that make a claim
(rising, negative, most, nobody) to the findings cited. It may drop a true sentence; one that cites the right
findings and still twists them in other words is not caught, so people read before they publish.
"""

import re
from collections.abc import Sequence

from analysis.language import detect
from analysis.redaction import mask
from engage.rewording.values import Claim, Dropped, Fact, Material, Reworded

REASONS = (
    "no_source",
    "unknown_source",
    "number",
    "quote",
    "claim",
    "theme",
    "personal_detail",
    "markup",
    "language",
    "too_long",
)
_LONGEST = 400
_NUMBER = re.compile(r"\d+(?:[ \u00a0\u202f,.]\d+)*")
_QUOTE = re.compile(r"[“\"«]\s*([^“”\"«»]+?)\s*[”\"»]")
_MARKUP = re.compile(r"[<>{}\[\]|`*_#]|\b[FC]\d+\b")
_LINK = re.compile(r"https?:|www\.|<")
_NUMBER_WORDS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|twenty|thirty|forty|fifty"
    r"|hundreds?|thousands?|millions?|half|halves|thirds?|quarters?|twice|doubled?|tripled?|percent|deux|trois"
    r"|quatre|cinq|sept|huit|neuf|dix|onze|douze|douzaines?|vingt|trente|quarante|cinquante|cents?|centaines?"
    r"|milliers?|moitié|tiers|quarts?|double[rs]?|triple[rs]?)\b",
    re.IGNORECASE,
)
# Words that claim something, by what they claim: a cited finding must claim it too.
_CLAIMS = {
    "up": r"r[io]se|rising|risen|increas\w+|grew|grow\w*|up|more|higher|hauss\w+|augment\w+|plus"
    r"|pass[ée]e?s? de",
    "down": r"f[ae]ll(?:en|ing|s)?|decreas\w+|drop\w*|declin\w+|down|fewer|less|lower|baiss\w+|diminu\w+"
    r"|moins|recul\w*",
    "negative": r"negativ\w+|complain\w*|critic\w+|unhappy|dissatisf\w+|n[ée]gati\w+|plaint\w*|plaign\w+"
    r"|critiqu\w+",
    "positive": r"positiv\w+|prais\w+|happy|pleased|satisf\w+|positi\w+|f[ée]licit\w+|content\w*"
    r"|appr[ée]ci\w+",
    "most": r"most|majority|mainly|mostly|commonest|leading|top|plupart|majorit\w+|surtout|principal\w*"
    r"|premi[èe]re?",
    "all": r"all|every(?:one|body)?|always|unanim\w+|nobody|no one|none|never|tous|toutes|chacun\w*|toujours"
    r"|personne|aucune?|jamais",
    "cause": r"because|caus\w+|due to|thanks to|led to|result\w* (?:in|of)|parce que?|gr[âa]ce|entra[iî]n\w+"
    r"|provoqu\w+",
    "advice": r"should|must|recommend\w*|ought|needs? to|devrai\w*|doit|doivent|recommand\w*|faut|faudrait",
}
_CLAIM_WORDS = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _CLAIMS.items()}


def checked(claims: Sequence[Claim], material: Material, *, model: str) -> Reworded:
    """Keep the claims that their sources support; one that repeats an earlier one is left out."""
    kept: list[Claim] = []
    dropped: list[Dropped] = []
    for claim in dict.fromkeys(claims):
        reason = why_not(claim, material)
        if reason:
            dropped.append(Dropped(text=claim.text[:_LONGEST], reason=reason))
        else:
            kept.append(claim)
    return Reworded(model=model, sentences=tuple(kept), dropped=tuple(dropped))


def why_not(claim: Claim, material: Material) -> str:
    """Return why a claim is not supported, one of ``REASONS``; "" when it is."""
    by_id = {fact.id: fact for fact in material.facts}
    voices = {voice.id: voice.text for voice in material.voices}
    if not claim.facts:
        return "no_source"
    if not set(claim.facts) <= set(by_id) or not set(claim.voices) <= set(voices):
        return "unknown_source"
    cited = [by_id[each] for each in claim.facts]
    quoted = [voices[each] for each in claim.voices]
    said = " ".join(fact.sentence for fact in cited)
    own = _QUOTE.sub(" ", claim.text)
    checks = (
        ("too_long", len(claim.text) > _LONGEST or not claim.text),
        ("markup", bool(_MARKUP.search(own) or _LINK.search(claim.text))),
        ("personal_detail", bool(mask(claim.text)[1])),
        ("quote", not _are_quotes_true(claim.text, quoted, said)),
        ("number", not _are_numbers_said(own, cited)),
        ("theme", bool(_names(own, material.names) - _names(said, material.names))),
        ("claim", any(_claims(own, name) and not _supports(cited, name) for name in _CLAIM_WORDS)),
        ("language", not _speaks(own, material.language)),
    )
    return next((reason for reason, is_wrong in checks if is_wrong), "")


def _are_quotes_true(text: str, quoted: Sequence[str], said: str) -> bool:
    """Say whether all that is quoted stands word for word in a cited comment, or is a theme's name."""
    if any(text.count(mark) % 2 for mark in '"') or text.count("“") != text.count("”"):
        return False
    for match in _QUOTE.finditer(text):
        words = _flat(match[1]).rstrip(".,!?… ")
        is_name = f"“{words}”" in said or f"« {words} »" in _flat(said)
        if not is_name and not any(words in _flat(each) for each in quoted):
            return False
    return True


def _flat(text: str) -> str:
    """Return text with one kind of space and apostrophe."""
    return " ".join(text.replace("’", "'").split())


def _are_numbers_said(text: str, cited: Sequence[Fact]) -> bool:
    """Say whether each number, in digits or in words, stands in a cited finding."""
    known = {_digits(number) for fact in cited for number in _NUMBER.findall(fact.sentence)}
    words = {word.lower() for fact in cited for word in _NUMBER_WORDS.findall(fact.sentence)}
    numbers = {_digits(number) for number in _NUMBER.findall(text)}
    return numbers <= known and {word.lower() for word in _NUMBER_WORDS.findall(text)} <= words


def _digits(number: str) -> str:
    """Return a number however its thousands and decimals are written."""
    return re.sub(r"[ \u00a0\u202f,.]", "", number)


def _names(text: str, names: Sequence[str]) -> set[str]:
    flat = _flat(text).lower()
    return {name for name in names if re.search(rf"(?<!\w){re.escape(_flat(name).lower())}(?!\w)", flat)}


def _claims(text: str, name: str) -> bool:
    return _CLAIM_WORDS[name].search(text) is not None


def _supports(cited: Sequence[Fact], name: str) -> bool:
    """Say whether a cited finding makes the same sort of claim; "most" also holds for more than half."""
    if name == "most" and any(fact.share > 0.5 for fact in cited):
        return True
    return any(_claims(fact.sentence, name) for fact in cited)


def _speaks(text: str, language: str) -> bool:
    return detect(text, language) == language
