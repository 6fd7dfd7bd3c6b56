"""What the blanks of a template are called, and what usually stands in them."""

from collections.abc import Mapping

from engage.wording import Wording

USUAL: Mapping[str, Mapping[str, str]] = {
    "authority": {"en": "the Municipal Act, 2001", "fr": "la Loi de 2001 sur les municipalités"},
    "privacy_act": {
        "en": "the Municipal Freedom of Information and Protection of Privacy Act",
        "fr": "la Loi sur l’accès à l’information municipale et la protection de la vie privée",
    },
    "retention": {"en": "one year after the survey closes", "fr": "un an après la fin du sondage"},
}
"""Suggested to Ontario towns; the author confirms or replaces them."""

_ARTICLES = {
    "la": ("ville", "municipalité", "région", "communauté", "cité"),
    "le": ("canton", "comté", "village", "district", "bourg"),
}


def blank_name(t: Wording, blank: str) -> str:
    """Return what an author is asked for; an unknown blank is called by its own name."""
    names = {
        "town": t("Name of the municipality"),
        "authority": t("Act or by-law that allows the collection"),
        "privacy_act": t("Privacy law"),
        "retention": t("How long answers are kept"),
        "privacy_contact": t("Whom to ask about the collection: title, business address and telephone"),
        "contact": t("Whom to ask about the survey: office, email and telephone"),
        "report_date": t("When you will report back"),
        "service": t("Name of the service"),
        "park": t("Name of the park"),
        "project": t("Name of the project"),
        "event": t("Name of the event"),
        "budget_year": t("Year of the budget"),
    }
    return names.get(blank, blank.replace("_", " "))


def usual(blank: str, town: Mapping[str, str]) -> Mapping[str, str]:
    """Return what stands in a blank unless the author says otherwise; nothing where only they can know."""
    if blank == "town":
        return {"en": _town_in_english(town.get("en", "")), "fr": _town_in_french(town.get("fr", ""))}
    return USUAL.get(blank, {})


def _town_in_english(name: str) -> str:
    first = name.split(" ")[0].lower()
    return (
        f"the {name}" if first in ("town", "city", "township", "municipality", "county", "village") else name
    )


def _town_in_french(name: str) -> str:
    """Put the article before it: French sentences need it."""
    first = name.split(" ")[0].lower()
    article = next((word for word, nouns in _ARTICLES.items() if first in nouns), "")
    return f"{article} {name}".strip()
