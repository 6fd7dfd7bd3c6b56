"""Turns raw text into text that can be read and compared, and knows an answer that says nothing."""

import re
import unicodedata
from collections.abc import Sequence

MAX_CHARACTERS = 20_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_INVISIBLE = re.compile(r"[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f]")
_APOSTROPHES = re.compile(r"[\u2018\u2019\u02bc\u2032\u00b4\u0060\uff07]")
_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^\w\s]|_")
_HAS_WORD = re.compile(r"[^\W\d_]")

# Whole answers that say nothing, as `key` writes them. Each is listed because people type exactly this.
_NOTHING = {
    "en": """
        nothing|none|nil|no|nope|nah|na|n a|n/a|nothing really|not really|nothing at all|none at all
        |nothing comes to mind|nothing to add|nothing to report|nothing to say|nothing else
        |nothing specific|nothing in particular|nothing i can think of|cant think of anything
        |can t think of anything|i can t think of anything|cannot think of anything|not applicable
        |no comment|no comments|no further comment|did not answer|not answered|didn t answer|unanswered
        |blank|left blank|prefer not to say|prefer not to answer|no further comments|no suggestions
        |no suggestion|no opinion|no idea|not sure|unsure|i m not sure|im not sure|don t know|dont know
        |i don t know|i dont know|dunno|idk|no thanks|no thank you|nothing thanks|nothing thank you
        |nothing sorry|no sorry|not a thing|not one thing|not a single thing|not one thing sorry
        |as above|same as above|see above|same|ditto|test|testing|asdf|blah|blah blah|idem|skip|pass|tbd|x
        |xx|xxx|ok|okay|yes|yep|maybe|anything|whatever|everything|all|all of it|everything really
    """,
    "fr": """
        rien|rien du tout|rien de spécial|rien de particulier|rien à dire|rien à ajouter|rien à signaler
        |rien d autre|rien de plus|rien pour le moment|ras|r a s|aucun|aucune|non|nan|nul|sans objet|s o
        |so|n a pas répondu|pas répondu|je préfère ne pas répondre|sans commentaire|aucun commentaire
        |pas de commentaire|pas de commentaires|aucune suggestion|aucune idée|pas d idée|pas d opinion
        |sans opinion|je ne sais pas|je sais pas|jsp|sais pas|ne sais pas|pas sûr|pas sure|voir plus haut
        |voir ci dessus|comme ci dessus|non merci|rien merci|oui|peut être|tout|idem
    """,
}
_SAYS_NOTHING = frozenset(
    " ".join(_NOT_WORD.sub(" ", phrase).split())
    for phrases in _NOTHING.values()
    for phrase in phrases.split("|")
    if phrase.strip()
)
_ALL_OF_IT = frozenset({"everything", "all", "all of it", "everything really", "tout"})
_UNSAID = (
    "nothing",
    "none",
    "no",
    "nope",
    "nil",
    "nah",
    "not really",
    "not a",
    "not one",
    "rien",
    "aucun",
    "non",
    "ras",
    "nul",
)


def clean(text: str) -> str:
    """Return readable text: NFC, no control characters, at most ``MAX_CHARACTERS`` long."""
    text = text[: MAX_CHARACTERS * 2]
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    return _CONTROL.sub(" ", text)[:MAX_CHARACTERS].strip()


def matchable(text: str) -> str:
    """Return text for matching: nothing invisible, one kind of apostrophe, no longer than before."""
    if text.isascii():
        return text
    return _APOSTROPHES.sub("'", _INVISIBLE.sub("", text)).replace("\u00a0", " ").replace("\u202f", " ")


def key(text: str) -> str:
    """Return what two comments share when they are the same but for case, spaces and punctuation."""
    return " ".join(_NOT_WORD.sub(" ", matchable(text).casefold()).split())


def fold(word: str) -> str:
    """Return a word without its accents: people leave them out."""
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def says_nothing(comment_key: str) -> bool:
    """Say whether a whole answer, as ``key`` writes it, gives no information about any theme."""
    return comment_key in _SAYS_NOTHING


def nothing_or_everything(comment_key: str) -> int:
    """Return −1 for "nothing", 1 for "everything", 0 for an answer that is neither."""
    if comment_key in _ALL_OF_IT:
        return 1
    return -1 if comment_key in _SAYS_NOTHING and comment_key.startswith(_UNSAID) else 0


def has_words(text: str) -> bool:
    """Say whether there is a letter of any script."""
    return _HAS_WORD.search(text) is not None


def too_repetitive(words: Sequence[str]) -> bool:
    """Say whether a long text says a few words over and over, as a held key or a paste does."""
    return len(words) >= 200 and len(set(words)) < len(words) / 40


def one_line(text: str) -> str:
    """Return text with every run of white space as one space."""
    return _SPACES.sub(" ", text).strip()
