"""Reads the lexicons of words and phrases with their valence, general ones and our own."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from analysis.cleaning import fold
from analysis.words import LEXICONS

_TOKEN = re.compile(
    r"[^\W\d_]+(?:'[^\W\d_]+)*'?"  # words, with their apostrophes
    r"|(?<!\d)[<>}]?[:;=][\-o*']?[)\](\[dDpP/\\|@{}3><]+|[)\](\[][\-o*']?[:;=]|<3|\\o/"  # emoticons, no hours
    r"|[.!?;,\n…]"  # where clauses end
    r"|[\u203c-\u3299\U0001f000-\U0001faff]"  # emoji and signs
)
_ELISION = re.compile(r"^((?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)')(.+)$", re.IGNORECASE)
_FLIP = -0.74  # what a negation does to a valence (Hutto and Gilbert 2014)


@dataclass(frozen=True, slots=True)
class Valence:
    """How good or bad a word or phrase is, −4 to 4, as it stands and negated."""

    plain: float
    negated: float


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words, beginnings of words, and phrases by their first word (longest first)."""

    words: dict[str, Valence]
    stems: dict[str, Valence]
    phrases: dict[str, list[tuple[tuple[str, ...], Valence]]]
    _known: dict[str, Valence | None] = field(default_factory=dict)

    def word(self, word: str) -> Valence | None:
        """Return the valence of a lower-case word, or ``None``."""
        if word in self._known:
            return self._known[word]
        found = self.words.get(word) or self._by_stem(word) or self._by_stem(fold(word))
        if len(self._known) < 100_000:
            self._known[word] = found
        return found

    def phrase(self, tokens: list[str], start: int) -> tuple[int, Valence] | None:
        """Return length and valence of the longest phrase that begins at ``start``, or ``None``."""
        for phrase, valence in self.phrases.get(tokens[start], ()):
            end = start + len(phrase)
            if end <= len(tokens) and all(map(_fits, phrase, tokens[start:end])):
                return len(phrase), valence
        return None

    def _by_stem(self, word: str) -> Valence | None:
        for length in range(len(word), 2, -1):
            if word[:length] in self.stems:
                return self.stems[word[:length]]
        return None


def _fits(part: str, token: str) -> bool:
    return token.startswith(part[:-1]) if part.endswith("*") else token == part


def tokens(text: str, language: str) -> list[str]:
    """Return words, emoticons, emoji and clause marks of ``matchable`` text, as written, in order."""
    found = _TOKEN.findall(text.replace("-", " ") if "-" in text and ":-" not in text else text)
    if language != "fr":
        return found
    return [
        part
        for token in found
        for part in (_ELISION.sub(r"\1 \2", token).split() if "'" in token else (token,))
    ]


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of "en" or "fr": ours over the general one."""
    words = {word: Valence(value, value * _FLIP) for word, value in _general(language)}
    stems: dict[str, Valence] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Valence]]] = {}
    for phrase, valence in _own(language):
        parts = tuple(tokens(phrase.rstrip("*"), language))
        if len(parts) > 1:
            starred = (*parts[:-1], parts[-1] + "*") if phrase.endswith("*") else parts
            phrases.setdefault(parts[0], []).append((starred, valence))
        elif phrase.endswith("*"):
            stems[phrase[:-1]] = valence
        else:
            words[phrase] = valence
    for word in [word for word in words if any(word.startswith(stem) for stem in _three(stems, word))]:
        if word not in {phrase for phrase, _ in _own(language)}:
            del words[word]
    if language == "fr":
        words |= {fold(word): valence for word, valence in words.items() if fold(word) not in words}
        stems |= {fold(stem): valence for stem, valence in stems.items() if fold(stem) not in stems}
    for known in phrases.values():
        known.sort(key=lambda entry: -len(entry[0]))
    return Lexicon(words, stems, phrases)


def _three(stems: dict[str, Valence], word: str) -> list[str]:
    return [word[:length] for length in range(3, len(word) + 1) if word[:length] in stems]


@cache
def _own(language: str) -> tuple[tuple[str, Valence], ...]:
    entries = []
    path = LEXICONS / f"service_{language}.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        phrase, plain, *negated = line.split("\t")
        value = float(plain)
        entries.append((phrase, Valence(value, float(negated[0]) if negated else value * _FLIP)))
    return tuple(entries)


def _general(language: str) -> Iterator[tuple[str, float]]:
    if language == "fr":
        text = (LEXICONS / "vader_fr.tsv").read_text(encoding="utf-8")
    else:
        text = (files("vaderSentiment") / "vader_lexicon.txt").read_text(encoding="utf-8")
    for row in csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if len(row) >= 2 and not (len(row) == 2 and row[0].startswith("# ")):
            yield row[0].lower(), float(row[1])


@cache
def emoji_valences() -> dict[str, float]:
    """Return emoji with the valence of the words that describe them (the list of vaderSentiment)."""
    english = dict(_general("en"))
    text = (files("vaderSentiment") / "emoji_utf8_lexicon.txt").read_text(encoding="utf-8")
    found = {}
    for line in text.splitlines():
        sign, _, description = line.partition("\t")
        value = sum(english.get(word, 0.0) for word in description.lower().split())
        if len(sign) == 1 and value:
            found[sign] = max(-3.0, min(3.0, value))
    return found | {
        "👍": 2.0,
        "👎": -2.0,
        "🙏": 1.2,
        "🤬": -3.0,
        "🙄": -1.5,
        "❌": -1.2,
        "✅": 1.2,
        "❤": 2.5,
        "😡": -2.5,
    }
