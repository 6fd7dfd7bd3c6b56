"""How hard a text is to read, as a school grade: English and French, each by a published formula.

English: Flesch-Kincaid grade level (Kincaid, Fishburne, Rogers and Chissom 1975). French: reading ease by
Kandel and Moles (1958), which is Flesch's formula fitted to French, told as a grade by Flesch's own table
(1949). Both count syllables; ours are counted by rule, a few per cent off a dictionary's.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

FEWEST_WORDS = 60
"""Below this many words a grade says nothing."""

_WORD = re.compile(r"[^\W\d_]+(?:[’'\-][^\W\d_]+)*")
_STOP = re.compile(r"[.!?…]+(?=[\s»”\"')]|$)|[\n:;]")
_BLANK = re.compile(r"\{[a-z_]+\}")

_ENGLISH_VOWELS = re.compile(r"[aeiouy]+")
_ENGLISH_MUTE = re.compile(
    r"(?<![aeiouy])(?<![^aeiouy]l)e$|(?<![aeioutdy])ed$|(?<![aeiouysxzcgh])(?<![^aeiouy]l)es$"
)
_ENGLISH_APART = re.compile(
    r"(?<![tscgx])i[ao]|eo(?!p)|iu|(?<=[aeoy])ing|ua[lt]|ea(?=s?$|te)|(?<![tc])ien[ct]|scien"
)

_FRENCH_VOWELS = re.compile(r"[aàâäeéèêëiîïoôöuùûüyœæ]+")
_FRENCH_MUTE = re.compile(r"(?<![aàâäoôueéèêëiîïy])es?$|(?<=[éiuyo])es?$")
_FRENCH_APART = re.compile(r"é[aàâoôuiè]|[aoeu]ï|oë|(?<=[bcdfgptv][rl])i[aeo]")

# Flesch (1949): reading ease in the middle of each band, and the school grade of its readers.
_GRADES: Sequence[tuple[float, float]] = (
    (15, 17.0),
    (40, 14.0),
    (55, 11.0),
    (65, 8.5),
    (75, 7.0),
    (85, 6.0),
    (95, 5.0),
)


def sentences(text: str) -> list[list[str]]:
    """Return the words of each sentence; a blank such as ``{town}`` reads as one word."""
    parts = _STOP.split(_BLANK.sub("town", text))
    return [words for words in (_WORD.findall(part) for part in parts) if words]


def english_syllables(word: str) -> int:
    """Return how many syllables an English word has, by rule."""
    plain = word.lower().replace("’", "").replace("'", "")
    found = len(_ENGLISH_VOWELS.findall(plain)) + len(_ENGLISH_APART.findall(plain))
    found -= 1 if found > 1 and _ENGLISH_MUTE.search(plain) else 0
    return max(1, found)


def french_syllables(word: str) -> int:
    """Return how many syllables a French word has when read aloud, by rule."""
    plain = re.sub(r"(?<=[qg])u(?=[eéèêiîao])", "", word.lower())
    found = len(_FRENCH_VOWELS.findall(plain)) + len(_FRENCH_APART.findall(plain))
    found -= 1 if found > 1 and _FRENCH_MUTE.search(plain) and not _is_one_group(plain) else 0
    return max(1, found)


def _is_one_group(word: str) -> bool:
    """Say whether the last vowels are sounded as one (``vie``): taking the mute ``e`` takes no syllable."""
    return re.search(r"[éiuyo]es?$", word) is not None


def english_grade(text: str) -> float:
    """Return the Flesch-Kincaid grade level."""
    length, syllables = _measures(text, english_syllables)
    return 0.39 * length + 11.8 * syllables - 15.59


def french_grade(text: str) -> float:
    """Return the grade that goes with the Kandel-Moles reading ease."""
    length, syllables = _measures(text, french_syllables)
    return grade_of_ease(207 - 1.015 * length - 73.6 * syllables)


GRADES: Mapping[str, Callable[[str], float]] = {"en": english_grade, "fr": french_grade}


def grade(text: str, language: str) -> float | None:
    """Return the school grade of a text; ``None`` when it is too short to tell, or in another language."""
    enough = sum(map(len, sentences(text))) >= FEWEST_WORDS
    return GRADES[language](text) if enough and language in GRADES else None


def grade_of_ease(ease: float) -> float:
    """Return the school grade of a reading ease, on straight lines between the bands of the table."""
    if ease <= _GRADES[0][0]:
        return _GRADES[0][1]
    for (low, hard), (high, easy) in pairwise(_GRADES):
        if ease <= high:
            return hard + (easy - hard) * (ease - low) / (high - low)
    return _GRADES[-1][1]


def _measures(text: str, syllables: Callable[[str], int]) -> tuple[float, float]:
    """Return words per sentence and syllables per word."""
    told = sentences(text)
    words = [word for sentence in told for word in sentence]
    if not words:
        return 0.0, 0.0
    return len(words) / len(told), sum(map(syllables, words)) / len(words)
