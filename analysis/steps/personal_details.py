"""Masks personal details in every comment."""

from dataclasses import replace

from analysis.redaction import mask
from analysis.work import Desk, Work


class PersonalDetails:
    """Gives each comment its masked text and the kinds of personal details found."""

    name = "personal_details"
    version = "2"

    def run(self, work: Work, desk: Desk) -> Work:
        """Fill ``masked`` and ``personal_details``."""
        found = desk.each(self.name, _mask, work.texts)
        return replace(
            work, masked=tuple(text for text, _ in found), personal_details=tuple(kinds for _, kinds in found)
        )


def _mask(texts: list[str]) -> list[tuple[str, tuple[str, ...]]]:
    return [mask(text) for text in texts]
