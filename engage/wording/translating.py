"""Why a translator's row was not taken, and what to do about it; and what the states of a text are called."""

from collections.abc import Callable, Mapping

from engage.wording import Wording, wording
from engage.wording.problems import Details, Told
from surveys.translators import Refusal


def told(refusal: Refusal, language: str) -> Told:
    """Return a refusal in words."""
    return Told(*SENTENCES[refusal.code](wording(language), {"key": refusal.key, **refusal.details}))


def state_name(t: Wording, state: str) -> str:
    """Return what a text's state is called."""
    return {"missing": t("Missing"), "stale": t("Out of date"), "done": t("Done")}[state]


SENTENCES: Mapping[str, Callable[[Wording, Details], tuple[str, str]]] = {
    "key_missing": lambda t, _: (t("The row has no key."), t("Leave the column “key” as it was exported.")),
    "key_unknown": lambda t, d: (
        t("No text of this survey has the key “%(key)s”.", key=d["key"]),
        t("It may have been taken out. Export the texts again."),
    ),
    "key_repeated": lambda t, d: (
        t("The key “%(key)s” stands in more than one row; the first one counts.", key=d["key"]),
        t("Keep one row for each key."),
    ),
    "source_changed": lambda t, d: (
        t("The text to translate is now “%(now)s”.", now=d.get("now", "?")),
        t("Translate that one, or export the texts again."),
    ),
    "placeholder_lost": lambda t, d: (
        t("“%(name)s” between braces stands in one language only.", name=d.get("placeholder", "?")),
        t("Keep what is between braces as it is, in both languages."),
    ),
    "text_too_long": lambda t, d: (
        t(
            "The text has %(length)s characters; there is room for %(longest)s.",
            length=d.get("length", "?"),
            longest=d.get("longest", "?"),
        ),
        t("Please shorten it."),
    ),
    "text_unreadable": lambda t, _: (
        t("Some characters in the text cannot be read."),
        t("Save the file as UTF-8 and try again."),
    ),
}
