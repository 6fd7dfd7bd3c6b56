"""Reads answers that name no subject ("Nothing at all", "All good, thanks"), and names of themes for them."""

import re
from enum import Enum

from analysis.cleaning import nothing_or_everything, says_nothing


class CatchAll(Enum):
    """What a theme that names no subject is kept for."""

    UNSAID = "no answer, or none that can be read"
    NOTHING = "nothing needs to be better"
    REST = "whatever fits nowhere else"
    PRAISE = "praise or thanks in general"


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase})" for phrase in phrases))


# Names of themes and answers are read as ``key`` writes them: lower case, no punctuation ("couldn t").
_WANTS = "improvements?|changes?|complaints?|concerns?|issues?|problems?|suggestions?|faults?|criticisms?"
_VEUT = "améliorations?|changements?|plaintes?|problèmes?|suggestions?|préoccupations?|critiques?"
_NAMED = {
    CatchAll.UNSAID: _any(
        r"(?:label|cod|classif)\w* (?:is )?(?:not |im)possible",
        r"not (?:assigned|codable|coded|answered|applicable)|un(?:codable|intelligible|usable)",
        r"(?:no|blank|empty|unclear|unusable|invalid|illegible) (?:answer|response|comment)s?",
        r"don ?t know|no opinion|inclassables?|sans (?:réponse|opinion)|pas de réponse|ne sai[st] pas",
        r"(?:aucun|pas de|sans) commentaires?",
    ),
    CatchAll.NOTHING: _any(
        r"nothing(?: (?:to|needs? to|could|can|more|else) .*)?",
        r"(?:could|can) ?(?:n ?t|not) be (?:improved|better)",
        rf"(?:no|none|without) (?:need for |further )?(?:{_WANTS})(?: (?:needed|required))?",
        r"(?:happy|satisfied|fine|good) as (?:it )?is",
        rf"rien(?: (?:à|de) .*)?|(?:aucune?|pas d|pas de|sans) (?:{_VEUT})",
        r"ne (?:peut|pourrait) (?:pas )?être (?:mieux|amélioré\w*)",
    ),
    CatchAll.REST: _any(
        r"(?:all |any |the )?(?:others?|rest|misc|miscellaneous|various|general|unspecified|unclassified)"
        r"(?: (?:comments?|issues?|topics?|themes?|feedback|remarks?|matters?))?",
        r"(?:anything|something|everything) else|none of (?:the above|these)|uncategori[sz]ed",
        r"(?:les )?autres?(?: (?:commentaires?|sujets?|thèmes?|enjeux))?|divers|général(?:ités)?",
        r"aucun de ces thèmes",
    ),
    CatchAll.PRAISE: _any(
        r"(?:general |generic |overall )?(?:praise|thanks|thank you|gratitude|compliments?|appreciation)",
        r"(?:general|generic|overall) satisfaction|satisfaction générale",
        r"(?:general |overall )?(?:positive|good) (?:experience|feedback|comment)s?(?: (?:and )?gratitude)?",
        r"everything (?:was |is )?(?:good|great|fine|well|positive)",
        r"remerciements?|éloges?|félicitations?|(?:expérience|commentaire)s? positi\w+",
    ),
}
_NOTHING_SAID = _any(
    r"^(?:no |absolutely |really |honestly |at present |overall |well )*(?:nothing|none|nil|rien|aucune?)\b",
    r"^not (?:a (?:single )?thing|much|anything)\b",
    r"\bnothing (?:to |that |i |could |needs? |else )",
    r"\b(?:can ?not|can ?t|couldn ?t|could not|don ?t|do not|wouldn ?t|unable to) (?:really )?"
    r"(?:think of|fault|complain|see how|ask for (?:better|more)|change (?:a thing|anything)"
    r"|have (?:asked for|been) (?:better|more))",
    r"\b(?:could|can|does) ?(?:n ?t|not|never) (?:be|have been|get|have done) (?:any )?(?:better|improved?)",
    rf"\bno (?:{_WANTS})\b",
    r"\b(?:don ?t|do not) think (?:so|there is anything|anything|you (?:could|can))",
    r"^(?:just )?(?:keep (?:it up|up the|doing|going)|carry on|continuez|ne changez rien)",
    r"^(?:i am |i m |we are |very |quite |totally )*(?:happy|satisfied) with "
    r"(?:the |my |your )?(?:service|everything|all|it)\b",
    r"\bdoing (?:everything|all|enough)\b",
    r"\b(?:everything|all|it) (?:is |was |s )?(?:fine|ok|okay|perfect|all right|good) as",
    r"\b(?:rien|pas grand chose) (?:à|de) (?:améliorer|changer|redire|signaler|ajouter)",
    rf"\b(?:aucune?|pas d|pas de) (?:{_VEUT})\b|\bne (?:vois|trouve) rien|\bpourrait pas être mieux",
)
_EVERYTHING = re.compile(r"(?:everything|all of it|tout)\b")
_PRAISING = (
    r"good|great|excellent|brilliant|perfect|amazing|fantastic|wonderful|superb|outstanding|fabulous|lovely|nice"
    r"|fine|happy|satisfied|pleased|best|love|loved|awesome|super|exceptional|well|thanks?|bien|bonne?|merci"
    r"|excellente?|parfaite?|bravo|formidable|génial|satisfaite?"
)
_AROUND = (
    r"all|everything|it|the|was|is|were|very|really|so|always|absolutely|just|an?|and|my|your|services?"
    r"|experience|job|work|you|much|for|many|done|okay|ok|first|class|10|out|of|5|top|marks|liked?|keep|up"
    r"|overall|with|tout|est|était|très|beaucoup|les?|la|une?|et|pour|de|vous|travail|continuez"
)
_HAS_PRAISE = re.compile(rf"\b(?:{_PRAISING})\b")
_ONLY_PRAISE = re.compile(rf"(?:(?:{_PRAISING}|{_AROUND})(?: |$))+")
_LONGEST_PRAISE = 6  # words


def kept_for(name: str) -> CatchAll | None:
    """Return what a theme of this name is kept for if it names no subject."""
    return next((kind for kind, pattern in _NAMED.items() if pattern.fullmatch(name)), None)


def meant(said: str) -> tuple[CatchAll, ...]:
    """Return the kinds of theme that a whole answer is for, the most fitting first."""
    if nothing_or_everything(said) < 0 or _NOTHING_SAID.search(said):
        return CatchAll.NOTHING, CatchAll.UNSAID
    only_praise = _ONLY_PRAISE.fullmatch(said) is not None
    if only_praise and _EVERYTHING.match(said):
        return CatchAll.PRAISE, CatchAll.REST
    if says_nothing(said):
        return CatchAll.UNSAID, CatchAll.NOTHING
    if only_praise and said.count(" ") < _LONGEST_PRAISE and _HAS_PRAISE.search(said):
        return (CatchAll.PRAISE,)
    return ()
