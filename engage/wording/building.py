"""What authors call the settings of questions and surveys, their choices, and the groups of kinds."""

from collections.abc import Callable, Mapping

from engage.wording import Wording

Say = Callable[[Wording], str]

NAMES: Mapping[str, Say] = {
    "name": lambda t: t("Name of the variable"),
    "title": lambda t: t("Title"),
    "introduction": lambda t: t("Introduction"),
    "notice": lambda t: t("Collection notice"),
    "thanks": lambda t: t("Thanks"),
    "contact": lambda t: t("Contact"),
    "purpose": lambda t: t("Purpose"),
    "minutes": lambda t: t("Minutes that residents are told"),
    "languages": lambda t: t("Languages"),
    "required": lambda t: t("An answer is required"),
    "segment": lambda t: t("Compare results by it"),
    "options": lambda t: t("Answers"),
    "rows": lambda t: t("Lines"),
    "addresses": lambda t: t("Places"),
    "stays": lambda t: t("Stays in its place when the rest is shuffled"),
    "takes": lambda t: t("Files that may be added"),
    "largest": lambda t: t("Largest file, in megabytes"),
    "shuffled": lambda t: t("Shuffle, so that each resident sees an order of their own"),
    "look": lambda t: t("Shown as"),
    "fewest": lambda t: t("At least"),
    "most": lambda t: t("At most"),
    "decline": lambda t: t("Last answer that counts as none"),
    "points": lambda t: t("Points"),
    "worst": lambda t: t("Name of the lowest point"),
    "best texts": lambda t: t("Name of the highest point"),
    "best": lambda t: t("Best end"),
    "places": lambda t: t("How many places"),
    "total": lambda t: t("Total to share out"),
    "unit": lambda t: t("Unit"),
    "budget": lambda t: t("Budget in dollars"),
    "cost": lambda t: t("Cost in dollars"),
    "longest": lambda t: t("Most characters"),
    "autocomplete": lambda t: t("Autofill token"),
    "lowest": lambda t: t("Lowest"),
    "highest": lambda t: t("Highest"),
    "decimals": lambda t: t("Decimals"),
    "low_end": lambda t: t("Name of the low end"),
    "high_end": lambda t: t("Name of the high end"),
    "earliest": lambda t: t("Earliest"),
    "latest": lambda t: t("Latest"),
    "keep": lambda t: t("What is kept"),
    "bounds": lambda t: t("Bounds"),
    "statement": lambda t: t("What they agree to"),
    "proposal": lambda t: t("What it proposes"),
    "parameter": lambda t: t("Word before the value in the address"),
    "of": lambda t: t("Belongs to the question"),
    "option": lambda t: t("Shown for the answer"),
    "code": lambda t: t("Code"),
    "label": lambda t: t("Label"),
    "exclusive": lambda t: t("Cannot be combined with others"),
    "missing": lambda t: t("Counts as no answer"),
    "constraint": lambda t: t("Rule that an answer must meet"),
    "limit": lambda t: t("How many responses at most"),
    "when_full": lambda t: t("When it is full"),
    "keeps": lambda t: t("What is kept of their answers"),
    "areas": lambda t: t("Areas"),
    "outlines": lambda t: t("Outlines of the areas"),
    "formula": lambda t: t("Calculation"),
    "latitude": lambda t: t("Latitude"),
    "longitude": lambda t: t("Longitude"),
}
HELP: Mapping[str, Say] = {
    "name": lambda t: t("What exports call it: small letters, digits and underscores. It stays for ever."),
    "code": lambda t: t("What is stored and exported for this answer: letters, digits, dashes."),
    "notice": lambda t: t("Say what is collected, under what authority, why, and whom to ask."),
    "segment": lambda t: t("Results may be filtered by it, such as by ward or age."),
    "exclusive": lambda t: t("Such as “None of these”."),
    "missing": lambda t: t("Such as “Prefer not to say”: it never counts as a no."),
    "decline": lambda t: t("Such as “I don't know”. Leave it empty for none."),
    "autocomplete": lambda t: t("What browsers may fill in, such as “name” or “email”; “off” for nothing."),
    "bounds": lambda t: t("South, west, north, east in degrees, with commas between."),
    "decimals": lambda t: t("For a place, three are about a hundred metres."),
    "proposal": lambda t: t(
        "If the question is about a proposal, name it, such as “a bike lane on Main Street”: the analysis"
        " then tells who is for and who is against. Leave it empty for none."
    ),
    "parameter": lambda t: t("With “source”, an address that ends in “?source=poster” gives “poster”."),
}
CHOICES: Mapping[str, Say] = {
    "list": lambda t: t("A list"),
    "dropdown": lambda t: t("A folded list"),
    "numbers": lambda t: t("Numbers"),
    "stars": lambda t: t("Stars"),
    "faces": lambda t: t("Faces"),
    "first": lambda t: t("The first is best"),
    "last": lambda t: t("The last is best"),
    "area": lambda t: t("The first three characters"),
    "whole": lambda t: t("The whole code"),
    "consultation": lambda t: t("Consultation"),
    "beta_feedback": lambda t: t("Beta feedback"),
    "en": lambda _: "English",
    "fr": lambda _: "Français",
    "images": lambda t: t("Pictures"),
    "pdf": lambda _: "PDF",
    "text": lambda t: t("Plain text"),
    "end": lambda t: t("The survey ends for the next"),
    "mark": lambda t: t("Take more, marked in exports"),
    "nothing": lambda t: t("Nothing, they are only counted"),
    "answers": lambda t: t("The answers that led there"),
    "": lambda t: t("Not set"),
}
GROUPS: Mapping[str, Say] = {
    "choice": lambda t: t("Choosing"),
    "rating": lambda t: t("Rating"),
    "text": lambda t: t("Writing"),
    "number": lambda t: t("Numbers, days and times"),
    "budget": lambda t: t("Budgets"),
    "place": lambda t: t("Places"),
    "person": lambda t: t("Reaching a person"),
    "other": lambda t: t("Other"),
}
SUBJECTS: Mapping[str, Say] = {
    "about_you": lambda t: t("About the person"),
    "service": lambda t: t("About a service"),
    "digital": lambda t: t("About the internet"),
}


def setting_name(t: Wording, name: str, sort: str = "") -> str:
    """Return what authors call a setting; one nobody named yet goes by its own name."""
    say = NAMES.get(f"{name} {sort}") or NAMES.get(name)
    return say(t) if say else _spelled(name)


def setting_help(t: Wording, name: str) -> str:
    """Return what a setting is for; empty where its name says all."""
    return HELP[name](t) if name in HELP else ""


def choice_name(t: Wording, setting: str, choice: str) -> str:
    """Return what authors call one choice of a setting."""
    del setting
    return CHOICES[choice](t) if choice in CHOICES else _spelled(choice)


def group_name(t: Wording, group: str) -> str:
    """Return the heading of a group of kinds."""
    return GROUPS[group](t)


def subject_name(t: Wording, subject: str) -> str:
    """Return what a part of the question bank is about."""
    return SUBJECTS[subject](t) if subject in SUBJECTS else _spelled(subject)


def _spelled(name: str) -> str:
    return name.replace("_", " ").capitalize()
