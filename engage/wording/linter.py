"""Advice to a survey's author in the author's language: what was seen, and what to do, for every code."""

from collections.abc import Callable, Mapping
from typing import Any

from engage.wording import Wording, wording
from engage.wording.problems import Details, Told
from surveys.linter import Advice


def told(advice: Advice, language: str) -> Told:
    """Return advice in words. Details that are missing show as a question mark, never as an error."""
    t = wording(language)
    sentence, remedy = ADVICE[advice.code](t, _Known(advice.details))
    if advice.language == "fr":
        sentence = t("In the French text: %(advice)s", advice=sentence)
    elif advice.language == "en":
        sentence = t("In the English text: %(advice)s", advice=sentence)
    else:
        sentence = sentence[:1].upper() + sentence[1:]
    return Told(sentence, remedy)


def place_name(t: Wording, place: str) -> str:
    """Return what authors call a part of a survey; a question's or page's name stays as it is."""
    names = {
        "title": t("Title"),
        "introduction": t("Introduction"),
        "notice": t("Collection notice"),
        "thanks": t("Thanks"),
        "contact": t("Contact"),
        "pages": t("The whole survey"),
        "minutes": t("Time it takes"),
    }
    return names.get(place, place)


class _Known(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "?"


ADVICE: Mapping[str, Callable[[Wording, Details], tuple[str, str]]] = {
    "text_same": lambda t, _: (
        t("The English and the French text are the same."),
        t("Translate one of them."),
    ),
    "alternative_missing": lambda t, d: (
        t("the picture of “%(code)s” says nothing to people who cannot see it.", code=d["code"]),
        t("Write in a few words what it shows."),
    ),
    "alternative_empty_of_meaning": lambda t, d: (
        t("“%(words)s” does not say what the picture of “%(code)s” shows.", words=d["words"], code=d["code"]),
        t("Say what can be seen on it, beyond the answer's own words."),
    ),
    "double_barrelled": lambda t, d: (
        t("it may ask two things at once (“%(words)s”).", words=d["words"]),
        t("Ask one thing, or make two questions."),
    ),
    "leading": lambda t, d: (
        t("the words push towards an answer (“%(words)s”).", words=d["words"]),
        t("Ask without taking sides, and offer both sides as answers."),
    ),
    "absolute": lambda t, d: (
        t("“%(words)s” leaves no room for most people's experience.", words=d["words"]),
        t("Ask how often or how much instead."),
    ),
    "scale_unbalanced": lambda t, _: (
        t("The scale has more room on one side than on the other."),
        t("Offer as many good answers as bad ones."),
    ),
    "scale_ends_unnamed": lambda t, _: (
        t("The scale has numbers without a meaning."),
        t("Say what the first and the last number mean."),
    ),
    "ranges_overlap": lambda t, d: (
        t("%(value)s belongs to two of the answers.", value=d["value"]),
        t("Let each range begin after the one before it ends."),
    ),
    "decline_missing": lambda t, _: (
        t("This is personal, and nobody can decline to say."),
        t("Add an answer such as “Prefer not to say” that counts as no answer."),
    ),
    "personal_required": lambda t, _: (
        t("Personal information is required here."),
        t("Make the answer optional, or add “Prefer not to say”."),
    ),
    "personal_without_notice": lambda t, _: (
        t("the answer tells who somebody is, but the notice does not speak of personal information."),
        t("Say in the notice why you need it, who sees it and for how long, or leave it out."),
    ),
    "notice_without_law": lambda t, _: (
        t("the notice names no authority for collecting the answers."),
        t("Name the act or by-law that allows it."),
    ),
    "notice_without_contact": lambda t, _: (
        t("the notice does not say whom to ask about the collection."),
        t("Give a title, a business address and a telephone number."),
    ),
    "many_questions": lambda t, d: (
        t(
            "The survey asks %(count)s questions; many people stop after %(most)s.",
            count=d["count"],
            most=d["most"],
        ),
        t("Keep those whose answers will change a decision."),
    ),
    "minutes_too_few": lambda t, d: (
        t(
            "It takes about %(estimate)s minutes; residents are told %(told)s.",
            estimate=d["estimate"],
            told=d["told"],
        ),
        t("Tell the longer time, or ask less."),
    ),
    "minutes_too_many": lambda t, d: (
        t(
            "It takes about %(estimate)s minutes; residents are told %(told)s.",
            estimate=d["estimate"],
            told=d["told"],
        ),
        t("Tell the shorter time: more people will begin."),
    ),
    "reading_hard": lambda t, d: (
        t(
            "it takes about grade %(grade)s to read; grade %(limit)s or less is better.",
            grade=d["grade"],
            limit=d["limit"],
        ),
        t("Use shorter sentences and everyday words."),
    ),
    "sentence_long": lambda t, d: (
        t("a sentence has %(words)s words; %(most)s are enough.", words=d["words"], most=d["most"]),
        t("Break it in two."),
    ),
}
