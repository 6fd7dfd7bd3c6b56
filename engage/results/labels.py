"""Names of channels, languages and releases as filters call them, in every language."""

from collections.abc import Callable

from engage.results.choosing import Texts
from engage.wording import LANGUAGES, Wording, wording


def channel_label(code: str) -> Texts:
    """Return a channel's name in every language."""
    return {language: _channel(wording(language), code) for language in LANGUAGES}


def _channel(t: Wording, code: str) -> str:
    names = {
        "web": t("Web"),
        "embedded": t("Another website"),
        "kiosk": t("Kiosk"),
        "phone": t("Phone"),
        "paper": t("Paper"),
        "in_person": t("In person"),
        "import": t("Imported"),
    }
    return names.get(code, code)


def language_label(code: str) -> Texts:
    """Return a page language's name in every language."""
    return {language: _language(wording(language), code) for language in LANGUAGES}


def _language(t: Wording, code: str) -> str:
    return {"en": t("English"), "fr": t("French")}.get(code, code)


def in_all(word: Callable[[Wording], str]) -> Texts:
    """Return a word in every language."""
    return {language: word(wording(language)) for language in LANGUAGES}


def channel_word(t: Wording) -> str:
    """Return what the way is called by which responses come."""
    return t("Channel")


def language_word(t: Wording) -> str:
    """Return what the page language is called."""
    return t("Language")


def release_word(t: Wording) -> str:
    """Return what a release is called."""
    return t("Release")


def no_release(t: Wording) -> str:
    """Return how responses on no release are called."""
    return t("No release")


def no_answer(t: Wording) -> str:
    """Return how responses without an answer are called."""
    return t("No answer")
