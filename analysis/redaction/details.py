"""What a personal detail is, and what the words around a number say of it."""

import re
from dataclasses import dataclass

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


# Words before a number that say it is the town's own or a company's, not a person's.
_OWN = (
    r"permits?|permis|by-?laws?|r[èe]glements?|files?|dossiers?|case|ticket|contraventions?|tickets?|billets?"
    r"|reference|ref|r[ée]f[ée]rences?|applications?|demandes?|invoices?|factures?|account|compte|rolls?"
    r"|r[ôo]le|matricule|order|commande|confirmation|tracking|suivi|request|requ[êe]te|project|projet|report"
    r"|rapport|form|formulaire|section|article|item|version|error|erreur|tag|m[ée]daille|p\.?o\.?|purchase"
    r"|serial|s[ée]rie|registration|inscription|quote|quotation|soumission|tender|offres?|claim"
    r"|r[ée]clamation|policy|police|petition|p[ée]tition|booking|r[ée]servation|business|entreprise|part"
    r"|pi[èe]ce|model|mod[èe]le|pump|folio|plan|lots?|parcel|colis|meter|compteur|bin|bac|barcode|receipt"
    r"|re[çc]u|warranty|garantie|receipt|locker|casier|room|local|statement|relev[ée]|incident|complaint"
    r"|plainte|work\s+order|inspection|licen[cs]e\s+(?:no|number)|passcode|pass|wifi|route|cadastre|avis"
    r"|notice|docket|resolution|r[ée]solution|amendment|catalogue|isbn|invoice|transaction|payment|paiement"
)
_BETWEEN = r"(?:\s+(?:numbers?|num[ée]ros?|no|n[o°º]|is|est|was|id|du))*[\s.:#°º-]*(?-i:[A-Z]{1,5}[-\s]?)?$"
_TOWNS_OWN = re.compile(rf"\b(?:{_OWN}){_BETWEEN}", re.IGNORECASE)
_CODE = re.compile(rf"\b(?:code|pin|nip){_BETWEEN}", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|www\.)\S*$", re.IGNORECASE)


def is_towns_own(text: str, start: int, *, codes: bool = True) -> bool:
    """Say whether the words just before a number make it a by-law, permit, file or account number.

    ``codes``: "code" says so too, as it does of all but postal codes.
    """
    before = text[max(0, start - 40) : start]
    return bool(_TOWNS_OWN.search(before)) or (codes and bool(_CODE.search(before)))


def is_in_link(text: str, start: int) -> bool:
    """Say whether a number is part of a web address."""
    return _LINK.search(text[max(0, start - 200) : start]) is not None


def said(cue: re.Pattern[str], text: str, start: int, reach: int = 40) -> bool:
    """Say whether a cue stands within ``reach`` characters before a number."""
    return cue.search(text, max(0, start - reach), start) is not None


def digits(text: str) -> str:
    """Return the digits of a text, of whatever script, as ASCII ones."""
    return "".join(str(int(character)) for character in text if character.isdigit())
