"""Words that make a question hard to answer or to trust, in English and in French, as patterns.

Sources for the rules: Dillman, Smyth and Christian, "Internet, Phone, Mail, and Mixed-Mode Surveys" (2014),
chapters 4 and 5; Statistics Canada, "Survey Methods and Practices" (2010), chapter 5. The lists are our own.
"""

import re
from collections.abc import Mapping

Pattern = re.Pattern[str]


def _any(*parts: str) -> Pattern:
    return re.compile("|".join(parts), re.IGNORECASE)


TWO_THINGS: Mapping[str, Pattern] = {
    "en": re.compile(r"\b([\w’'\-]+),? (?:and(?:/or)?|as well as) ([\w’'\-]+)", re.IGNORECASE),
    "fr": re.compile(r"\b([\w’'\-]+),? (?:et(?:/ou)?|ainsi que) ([\w’'\-]+)", re.IGNORECASE),
}
"""Two words joined, in a question that has room for one judgement."""

ONE_THING: Mapping[str, Pattern] = {
    "en": _any(
        r"\bbetween\b.*\band\b",
        r"\b(?:such as|for example|including|like)\b.*\band\b",
        r"\bback and forth\b|\bpros and cons\b|\bterms and conditions\b|\bhealth and safety\b",
        r"\b(?:english|french) and (?:in )?(?:english|french)\b",
        r"\bmore and more\b|\bagain and again\b|\bday and night\b|\btime and (?:again|place)\b",
        r"\b\d[\d:.,]* (?:a\.?m\.?|p\.?m\.?)? ?and \d",
    ),
    "fr": _any(
        r"\bentre\b.*\bet\b",
        r"\b(?:comme|tels? que|telles? que|par exemple|y compris)\b.*\bet\b",
        r"\ballers? et retours?\b|\ble pour et le contre\b|\bsanté et (?:la )?sécurité\b",
        r"\b(?:français|anglais) et (?:en )?(?:français|anglais)\b",
        r"\bde plus en plus\b|\bjour et nuit\b|\bencore et encore\b",
        r"\b\d[\d ]*h? ?\d* et \d",
    ),
}
"""Joined words that are one idea all the same."""

ASKS_WHY_TOO: Mapping[str, Pattern] = {
    "en": _any(r",? and (?:why|how|what|when|where)\b"),
    "fr": _any(r",? et (?:pourquoi|comment|quand|où|quoi)\b"),
}

LEADING: Mapping[str, Pattern] = {
    "en": _any(
        r"(?:^|[.,?] )(?:do|does|is|are|would|should|did|could|ca|wo)n[’']t (?:you|we|it|they|the)\b",
        r"\b(?:do|would|don[’']t) you (?:not )?agree (?:that|with)\b(?!.*\bor (?:not|disagree))",
        r"\bhow much (?:do|did) you (?:like|love|enjoy|appreciate|hate)\b",
        r"\bhow (?:good|great|excellent|helpful|wonderful|bad|terrible|harmful)\b",
        r"\b(?:obviously|of course|clearly|naturally|undoubtedly|surely)\b",
        r"\bas (?:you|we all|everyone|everybody) knows?\b",
        r"\b(?:most|many|the majority of) (?:people|residents|taxpayers|experts)\b.*"
        r"\b(?:agree|think|believe|say|want|support)",
        r"\b(?:experts|studies|scientists) (?:agree|say|show|recommend)\b",
        r"\b(?:much[- ]needed|long[- ]overdue|world[- ]class|award[- ]winning|state[- ]of[- ]the[- ]art)\b",
        r"\b(?:wasteful|disgraceful|shameful|reckless|greedy)\b",
        r"\bour (?:excellent|great|wonderful|outstanding|award-winning|friendly|hard-?working)\b",
    ),
    "fr": _any(
        r"(?:^|[.,?] )ne (?:pensez|croyez|trouvez|souhaitez|voulez|seriez)-vous pas\b",
        r"(?:^|[.,?] )n[’'](?:êtes|aimez|avez|est|aimeriez)-(?:vous|il|elle) pas\b|\bn[’']est-ce pas\b",
        r"\bêtes-vous d[’']accord (?:pour dire|que|qu[’']|avec)(?!.*\b(?:ou non|désaccord|pas d[’']accord))",
        r"\bà quel point (?:aimez|appréciez|adorez|détestez)-vous\b",
        r"\b(?:évidemment|bien sûr|bien entendu|naturellement|sans aucun doute|de toute évidence)\b",
        r"\bcomme (?:vous le savez|chacun le sait|tout le monde le sait)\b",
        r"\b(?:la plupart|la majorité|beaucoup) d(?:e|es) (?:gens|résidents|contribuables|citoyens)\b",
        r"\b(?:les experts|les études|les spécialistes) (?:s[’']entendent|disent|montrent|recommandent)\b",
        r"\b(?:de calibre mondial|de classe mondiale|à la fine pointe|tant attendue?s?|primée?s?)\b",
        r"\b(?:gaspillage|honteux|honteuse|scandaleux|scandaleuse|irresponsables?)\b",
        r"\b(?:notre|nos) (?:excellente?s?|formidables?|merveilleu(?:x|ses?)|remarquables?)\b",
    ),
}

ABSOLUTE: Mapping[str, Pattern] = {
    "en": _any(
        r"\b(?:always|never|everyone|everybody|nobody|no one|everything|nothing)\b",
        r"\b(?:totally|completely|absolutely|entirely|at all times|without exception|impossible)\b",
    ),
    "fr": _any(
        r"\b(?:toujours|jamais|tout le monde|en tout temps|sans exception|impossible)\b",
        r"\b(?:totalement|complètement|absolument|entièrement)\b|\bpersonne ne\b|\brien ne\b",
    ),
}

PERSONAL: Mapping[str, Pattern] = {
    "en": _any(
        r"\bhow old are you\b|\bdo you (?:have a disability|rent or own)\b",
        r"\byour (?:age|gender|sex|race|racial|ethnic\w*|religio\w+|income|household income)\b",
        r"\byour (?:marital status|citizenship|sexual orientation|disabilit\w+|health|mental health)\b",
        r"\b(?:do you|are you|you) (?:identify as|indigenous|first nations|a newcomer|an immigrant)\b",
    ),
    "fr": _any(
        r"\bquel âge avez-vous\b|\bavez-vous un handicap\b|\bêtes-vous locataire\b",
        r"\bvotre (?:âge|genre|sexe|race|origine|appartenance|religion|revenu|état civil|état matrimonial)\b",
        r"\bvotre (?:citoyenneté|orientation sexuelle|handicap|santé|ménage a-t-il gagné)\b",
        r"\b(?:vous identifiez-vous|êtes-vous (?:autochtone|une? autochtone|immigrant|nouvel arrivant))",
        r"\brevenu (?:de votre|annuel|du) (?:ménage|foyer|brut)?",
    ),
}
"""Asked about the person's own life: nobody should have to tell."""

IDENTIFYING: Mapping[str, Pattern] = {
    "en": _any(
        r"\byour (?:full |first |last |legal )?names?\b|\byour (?:home |street |mailing )?address\b",
        r"\byour (?:e-?mail|(?:tele|cell ?)?phone number|date of birth|health card|licence number)\b",
        r"\bsocial insurance number\b",
    ),
    "fr": _any(
        r"\bvotre (?:nom|prénom|adresse|courriel|numéro de téléphone|date de naissance)\b",
        r"\bvotre (?:carte santé|numéro de permis|numéro d[’']assurance sociale)\b",
    ),
}
"""Tells who or where somebody is."""

TELLS_OF_PERSONAL: Mapping[str, Pattern] = {
    "en": _any(r"personal (?:information|details|data)", r"e-?mail address|contact (?:information|details)"),
    "fr": _any(r"renseignements? personnels?", r"données personnelles", r"adresse courriel|coordonnées"),
}
"""What a collection notice says when personal information is asked for."""

NAMES_A_LAW: Mapping[str, Pattern] = {
    "en": _any(r"\b(?:act|by-?law|regulation|statute|authority)\b", r"\{authority\}"),
    "fr": _any(r"\b(?:loi|règlement|arrêté|autorité)\b", r"\{authority\}"),
}

NAMES_WHOM_TO_ASK: Mapping[str, Pattern] = dict.fromkeys(
    ("en", "fr"), _any(r"\d{3}[-. )\u00a0]*\d{3,4}", r"[\w.]@[\w.]", r"\b[23]11\b", r"\{\w*contact\}")
)

RANGE = re.compile(r"(\d[\d\s\u00a0\u202f,.]*)\$?\s*(?:to|à|et|and|-|–|—)\s*\$?\s*(\d[\d\s\u00a0\u202f,.]*)")

_GOOD = {
    "en": "excellent good great outstanding fantastic superb perfect wonderful easy satisfied agree clear "
    "safe likely important support better best fast happy comfortable confident useful helpful positive more "
    "well",
    "fr": "excellent excellente excellents excellentes bon bonne bons bonnes super génial parfait parfaite "
    "parfaits formidable facile faciles satisfait satisfaite satisfaits accord clair claire clairs claires "
    "sécurité probable important importante importants pour mieux meilleur meilleure rapide utile plus "
    "positif positive l’aise d’accord confiant confiante bien",
}
_BAD = {
    "en": "poor bad terrible awful horrible difficult hard dissatisfied unsatisfied disagree unclear unsafe "
    "unlikely unimportant oppose worse worst slow unhappy uncomfortable useless unhelpful negative against "
    "less badly",
    "fr": "mauvais mauvaise mauvaises médiocre médiocres pire pires terrible affreux nul nulle difficile "
    "difficiles insatisfait insatisfaite insatisfaits mécontent mécontente désaccord danger dangereux "
    "improbable inutile contre lent lente moins pénible négatif négative mal confus",
}
GOOD: Mapping[str, frozenset[str]] = {language: frozenset(text.split()) for language, text in _GOOD.items()}
BAD: Mapping[str, frozenset[str]] = {language: frozenset(text.split()) for language, text in _BAD.items()}
MIDDLE: Mapping[str, Pattern] = {
    "en": _any(r"\b(?:neither|neutral|average|fair|mixed|same|undecided|no change|acceptable|as it is|ok)\b"),
    "fr": _any(
        r"\b(?:ni|neutre|moyen|moyenne|moyens|passables?|acceptables?|corrects?|indécise?)\b",
        r"\b(?:plus ou moins|actuel)\b",
    ),
}
NOT: Mapping[str, Pattern] = {
    "en": _any(r"\b(?:not|isn[’']t)\b"),
    "fr": _any(r"\b(?:pas|peu|non|aucunement)\b"),
}
WELL_KNOWN = (
    frozenset({"excellent", "very good", "good", "fair", "poor"}),
    frozenset({"excellent", "good", "fair", "poor"}),
    frozenset({"excellent", "très bon", "bon", "passable", "mauvais"}),
    frozenset({"excellente", "très bonne", "bonne", "passable", "mauvaise"}),
    frozenset({"excellents", "très bons", "bons", "passables", "mauvais"}),
    frozenset({"excellentes", "très bonnes", "bonnes", "passables", "mauvaises"}),
)
"""Scales with more good steps than bad, used so widely that results are compared by them."""


def goodness(label: str, language: str) -> int | None:
    """Return 1 for a good step, -1 for a bad one, 0 for the middle, ``None`` when the words do not say."""
    words = set(re.findall(r"[\w’']+", label.lower().replace("'", "’")))
    if MIDDLE[language].search(label):
        return 0
    good, bad = bool(words & GOOD[language]), bool(words & BAD[language])
    if good == bad:
        return None
    sign = 1 if good else -1
    return -sign if NOT[language].search(label) else sign


def is_negated(label: str, language: str) -> bool:
    """Say whether a label is bad only because it denies something good ("not at all confident")."""
    return goodness(label, language) == -1 and bool(NOT[language].search(label))
