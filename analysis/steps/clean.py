"""Cleans every text and sets apart those that cannot be read."""

from dataclasses import replace

from analysis.cleaning import MAX_CHARACTERS, clean, has_words, key, says_nothing, too_repetitive
from analysis.valence import has_emotion_sign
from analysis.work import Desk, Work


class Clean:
    """Gives each comment its readable text, its key for comparison, and the reason if it cannot be read."""

    name = "clean"
    version = "1"

    def run(self, work: Work, desk: Desk) -> Work:
        """Fill ``texts``, ``keys`` and ``unprocessed``."""
        read = desk.each(self.name, _read, [comment.text for comment in work.comments])
        return replace(
            work,
            texts=tuple(text for text, _, _ in read),
            keys=tuple(key for _, key, _ in read),
            unprocessed=tuple(reason for _, _, reason in read),
        )


def _read(texts: list[str]) -> list[tuple[str, str, str | None]]:
    return [_one(text) for text in texts]


def _one(raw: str) -> tuple[str, str, str | None]:
    text = clean(raw)
    comment_key = key(text)
    return text, comment_key, _why_not(raw, text, comment_key)


def _why_not(raw: str, text: str, comment_key: str) -> str | None:
    if not text:
        return "empty"
    if len(raw) > MAX_CHARACTERS or too_repetitive(comment_key.split()):
        return "too_long"
    if not has_words(text):
        return None if has_emotion_sign(text) else "no_words"
    return "uninformative" if says_nothing(comment_key) else None
