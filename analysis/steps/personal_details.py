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
        found = desk.each(self.name, _mask, work.texts, is_kept=True)
        return replace(
            work,
            masked=tuple(
                text if masked is None else masked
                for text, (masked, _) in zip(work.texts, found, strict=True)
            ),
            personal_details=tuple(kinds for _, kinds in found),
        )


def _mask(texts: list[str]) -> list[tuple[str | None, tuple[str, ...]]]:
    """Return masked texts, ``None`` where nothing had to be masked: most are passed on once only."""
    return [(masked if masked != text else None, kinds) for text in texts for masked, kinds in [mask(text)]]
