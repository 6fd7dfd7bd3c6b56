"""Codes every comment to the themes of the code frame."""

from dataclasses import replace
from functools import partial

from analysis.cleaning import matchable
from analysis.coder import Coder
from analysis.results import ThemeAssignment
from analysis.work import Desk, Work


class Coding:
    """Gives each comment none, one or several themes, with confidence and the words that suggested them."""

    name = "coding"
    version = "1"

    def run(self, work: Work, desk: Desk) -> Work:
        """Fill ``assignments``; unprocessed comments have none."""
        texts = [
            (matchable(text) if reason is None else "", language)
            for text, language, reason in zip(work.texts, work.languages, work.unprocessed, strict=True)
        ]
        return replace(work, assignments=desk.each(self.name, partial(_code, Coder(work.code_frame)), texts))


def _code(coder: Coder, texts: list[tuple[str, str]]) -> list[tuple[ThemeAssignment, ...]]:
    return [coder.code(text, language) if text else () for text, language in texts]
