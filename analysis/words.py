"""Words, their stems and the words that carry no theme, in English and French."""

import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from nltk.stem.snowball import SnowballStemmer

from analysis.cleaning import fold

LEXICONS = Path(__file__).parent.parent / "data" / "lexicons"
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=[^\W\d_])")
_STEMMERS = {"en": SnowballStemmer("english"), "fr": SnowballStemmer("french")}
_LONGEST_WORD = 40


@cache
def _listed() -> dict[str, dict[str, frozenset[str]]]:
    data = json.loads((LEXICONS / "function_words.json").read_text(encoding="utf-8"))
    return {
        part: {language: frozenset(text.split()) for language, text in data[part].items()}
        for part in ("languages", "no_theme")
    }


def function_words() -> dict[str, frozenset[str]]:
    """Return the small words of each language that ``data/lexicons/function_words.json`` lists."""
    return _listed()["languages"]


def telling_words() -> dict[str, frozenset[str]]:
    """Return the common words that tell languages apart: the small ones, and everyday ones of our two."""
    everyday = _listed()["no_theme"]
    return {
        language: small | everyday.get(language, frozenset()) for language, small in function_words().items()
    }


@cache
def _stop_stems(language: str) -> frozenset[str]:
    listed = telling_words()[language]
    return frozenset(stem(fold(word), language) for word in listed) | frozenset(map(fold, listed))


def words(text: str, language: str = "en") -> list[str]:
    """Return the words of ``matchable`` text in lower case; French elisions (l', d', qu') are cut off."""
    found = _WORD.findall(text.lower())
    if language != "fr":
        return found
    return [_ELISION.sub("", word) for word in found]


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """Return the stem of a lower-case word without accents; very long words are cut."""
    return str(_STEMMERS.get(language, _STEMMERS["en"]).stem(fold(word)[:_LONGEST_WORD])).removesuffix("'")


def stems(text: str, language: str) -> list[str]:
    """Return the stem of every word, small words too, in order."""
    return [stem(word, language) for word in words(text, language)]


def theme_stems(text: str, language: str) -> list[str]:
    """Return the stems that can carry a theme: no small words, nothing of one letter."""
    skipped = _stop_stems(language if language in _STEMMERS else "en")
    return [each for each in stems(text, language) if len(each) > 1 and each not in skipped]


def theme_words(text: str, language: str) -> Iterator[str]:
    """Yield the words, as written in lower case, that can carry a theme."""
    skipped = _stop_stems(language if language in _STEMMERS else "en")
    return (word for word in words(text, language) if len(word) > 1 and stem(word, language) not in skipped)


def carries_no_theme(word: str, language: str) -> bool:
    """Say whether a word is one of the small words that name no theme."""
    return stem(word, language) in _stop_stems(language if language in _STEMMERS else "en")
