"""Names the language of a text: English, French, both, another one, or unknown."""

import re
from collections import Counter
from functools import cache

from analysis.words import function_words, telling_words

_SENTENCES = re.compile(r"[.!?…\n]+")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu)'")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_LETTER = re.compile(r"[^\W\d_]")
_FRENCH_LETTERS = re.compile(r"[éèêëàâçùûîïôœ]")
_ENGLISH_SHAPES = re.compile(r"(?:w|k|th|sh|ee|oo|ck|ing$|ly$|ness$|ough|ed$)")
_FRENCH_SHAPES = re.compile(
    r"(?:eau|oi[rtsx]|eux$|euse|aux$|ique|ez$|ait$|oire|tionn|eur$|ement$|elle$|ette$)"
)
_FOREIGN_LETTERS = re.compile(r"[ñ¿¡ãõßłąęśżźćńđơưğşıøå]")
_FEW_WORDS = 4


def detect(text: str, hint: str | None = None) -> str:
    """Return "en", "fr", "mixed", "other" or "unknown" for ``matchable`` text.

    ``hint`` (the page's language) decides only where the words do not: a very short text, a bare name.
    """
    text = text[:3000].lower()
    letters = len(_LETTER.findall(text))
    if not letters:
        return hint if hint in ("en", "fr") else "unknown"
    if len(_LATIN.findall(text)) < letters / 2:
        return "other"
    words = _WORD.findall(text)
    scores = _scores(words, text)
    whole = _decide(scores, len(words), hint)
    if whole in ("en", "fr") and scores["en"] >= 2 and scores["fr"] >= 2 and _speaks_both(text):
        return "mixed"
    return whole


def _decide(scores: dict[str, float], count: int, hint: str | None) -> str:
    english, french = scores["en"], scores["fr"]
    foreign = max((score for language, score in scores.items() if language not in ("en", "fr")), default=0.0)
    ours = max(english, french)
    # A foreign reading needs real evidence: its small words, clearly more of them than ours.
    if foreign >= 0.9 and count >= 3 and foreign > 1.5 * ours and (foreign >= 0.15 * count or ours < 0.5):
        return "other"
    if english == french:
        return hint if hint in ("en", "fr") else ("unknown" if english == 0 else "en")
    leading = "en" if english > french else "fr"
    if (
        hint in ("en", "fr")
        and leading != hint
        and abs(english - french) <= (1.0 if count < _FEW_WORDS else 0.4)
    ):
        return hint
    return leading


def _scores(words: list[str], text: str) -> dict[str, float]:
    """Weigh the small words found for each language; a word two languages share counts less for both."""
    scores: dict[str, float] = dict.fromkeys(function_words(), 0.0)
    weights = _weights()
    for word in words:
        for language, weight in weights.get(word, ()):
            scores[language] += weight
    scores["fr"] += 1.0 * len(_ELIDED.findall(text)) + 0.4 * min(5, len(_FRENCH_LETTERS.findall(text)))
    if max(scores.values()) < 1:
        shapes = _shape_scores(words)
        scores["en"] += shapes["en"]
        scores["fr"] += shapes["fr"]
    foreign_letters = len(_FOREIGN_LETTERS.findall(text))
    if foreign_letters:
        likeliest = max((each for each in scores if each not in ("en", "fr")), key=lambda each: scores[each])
        scores[likeliest] += 0.7 * foreign_letters
    return scores


def _shape_scores(words: list[str]) -> dict[str, float]:
    """Weigh how words look; it decides only among texts without small words, and never much."""
    found = {"en": 0.0, "fr": 0.0}
    for word in words[:12]:
        if len(word) < 4:
            continue
        if _ENGLISH_SHAPES.search(word):
            found["en"] += 0.25
        elif _FRENCH_SHAPES.search(word):
            found["fr"] += 0.35
    return found


@cache
def _weights() -> dict[str, tuple[tuple[str, float], ...]]:
    owners: dict[str, list[str]] = {}
    for language, listed in telling_words().items():
        for word in listed:
            owners.setdefault(word, []).append(language)
    return {
        word: tuple((each, 1.0 / len(languages)) for each in languages) for word, languages in owners.items()
    }


def _speaks_both(text: str) -> bool:
    """Say whether whole sentences stand in each language: a loan word does not make a text mixed."""
    told: Counter[str] = Counter()
    for sentence in _SENTENCES.split(text):
        words = _WORD.findall(sentence)
        if len(words) < _FEW_WORDS:
            continue
        scores = _scores(words, sentence)
        if abs(scores["en"] - scores["fr"]) >= 1.5:
            told["en" if scores["en"] > scores["fr"] else "fr"] += len(words)
    return min(told["en"], told["fr"]) >= max(_FEW_WORDS, 0.2 * (told["en"] + told["fr"]))
