"""Names the language of every comment."""

from dataclasses import replace

from analysis.cleaning import matchable
from analysis.language import detect
from analysis.work import Desk, Work


class Language:
    """Gives each comment a language, and sets apart those in one that cannot be read here."""

    name = "language"
    version = "1"

    def run(self, work: Work, desk: Desk) -> Work:
        """Fill ``languages``; comments in another language become unprocessed."""
        hinted = list(zip(work.texts, (comment.language for comment in work.comments), strict=True))
        languages = desk.each(self.name, _detect, hinted, is_kept=True)
        reasons = (
            "other_language" if reason is None and language == "other" else reason
            for reason, language in zip(work.unprocessed, languages, strict=True)
        )
        return replace(work, languages=languages, unprocessed=tuple(reasons))


def _detect(hinted: list[tuple[str, str | None]]) -> list[str]:
    return [detect(matchable(text), hint) for text, hint in hinted]
