"""Residents' words as we keep them: composed, free of control characters, otherwise untouched."""

import re
import unicodedata

# C0 and C1 controls except tab and line feed; NUL is refused by PostgreSQL and kept by SQLite.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def is_readable(text: str) -> bool:
    """Say whether ``text`` can be stored at all (no lone surrogates)."""
    return _SURROGATES.search(text) is None


def clean(text: str) -> str:
    """Return ``text`` in NFC with unified line ends, no control characters and no outer blanks.

    Bidirectional overrides and zero-width characters stay: they belong to what was written (a family
    emoji needs them) and are isolated when shown.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    # Composed last: a control character may stand between a letter and its accent.
    return unicodedata.normalize("NFC", _CONTROLS.sub("", unified)).strip()


def letters(text: str) -> str:
    """Return ``text`` for comparing: letters and digits without case or accents, words one blank apart."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in apart if not unicodedata.combining(c)).split())
