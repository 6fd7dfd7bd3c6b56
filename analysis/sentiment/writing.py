"""Undoes what files and networks do to text, and cuts it into the words that a tone is learned from."""

import html
import re

from analysis.cleaning import fold, matchable

_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
_QUOTES = re.compile(r'\\?"{2,}|\\"')
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff]")

_LINK = re.compile(r"https?://\S+|www\.\S+|\bhttp\b")
_PERSON = re.compile(r"@\w+")
_TAG = re.compile(r"#(\w+)")
_LONG = re.compile(r"(\w)\1{2,}")  # soooo
_NUMBER = re.compile(r"(?<!<)\d+")  # not the heart <3
_TOKEN = re.compile(
    r"#?\w[\w']*|[!?]+|\.{2,}|[.;:,\n](?!\S)|[:;=][\-o]?[)(dp/|]|<3|[\U0001f000-\U0001faff\u2600-\u27bf]"
)
_ENDS = frozenset(".;:,\n")
_NEGATIONS_EN = "not no never none nobody nothing neither nor cannot cant without hardly barely"
_NEGATIONS_FR = "pas jamais aucun aucune sans ni rien"
_NEGATIONS = frozenset(f"{_NEGATIONS_EN} {_NEGATIONS_FR}".split())
_NOT = "not~"


def restored(text: str) -> str:
    r"""Return text without what a file left in it: ``\u2019`` and ``&amp;`` for a sign, quotes doubled."""
    if "\\" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if '"' in text:
        text = _QUOTES.sub('"', text)
    return _UNPRINTABLE.sub(" ", text)


def plain(text: str) -> str:
    """Return text in lower case, without accents."""
    return fold(matchable(text).lower())


def told(text: str) -> list[str]:
    """Return words, emoticons and marks as a tone is learned from them, in order.

    Links, people and numbers are alike; a word drawn out is marked; a tag also counts as a word. What follows
    a negation, up to the end of its clause, is another word than without it.
    """
    said = _NUMBER.sub("0", _TAG.sub(r"\1 #\1", _PERSON.sub(" aperson ", _LINK.sub(" alink ", plain(text)))))
    found: list[str] = []
    is_negated = False
    for token in _TOKEN.findall(_LONG.sub(r"\1\1 drawnout ", said)):
        if token in _ENDS or token[0] in "!?.":
            is_negated = False
            if token in _ENDS:
                continue
        found.append(_NOT + token if is_negated else token)
        is_negated = is_negated or token in _NEGATIONS or token.endswith("n't")
    return found
