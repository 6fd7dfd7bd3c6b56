"""Every sentence a person reads, in the reader's language.

English sentences stand in the code as message ids; French lives in ``locale/fr/*.po``, one file a
subject so that a translator works on one place at a time. Catalogues are read as text at the first
use (no compile step to forget) and merged; two files that translate one sentence differently are
refused, so a sentence never depends on the order in which files are read.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from surveys.pipes import at_rest

LANGUAGES = ("en", "fr")
LOCALES = {"en": "en_CA", "fr": "fr_CA"}
_FOLDER = Path(__file__).parent / "locale"


class CatalogueConflictError(ValueError):
    """Two catalogue files translate one sentence differently."""


@cache
def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    """Return the translations of ``language``: message id to its forms (one, or singular and plural).

    Raises:
        CatalogueConflictError: two files give one sentence two translations.
    """
    merged: dict[str, tuple[str, ...]] = {}
    for path in sorted((_FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            entries: Catalog = read_po(file, locale=LOCALES[language])
        for message in entries:
            if not message.id or not message.string:
                continue
            singular = message.id if isinstance(message.id, str) else message.id[0]
            forms = (message.string,) if isinstance(message.string, str) else tuple(message.string)
            if merged.get(singular, forms) != forms:
                raise CatalogueConflictError(f"{path.name}: {singular!r} already has another translation")
            merged[singular] = forms
    return merged


class Wording:
    """Sentences, numbers and dates in one language. Call it with an English sentence."""

    def __init__(self, language: str) -> None:
        """Raise ``KeyError`` when ``language`` is not one of ``LANGUAGES``."""
        self.language = language
        self._locale = LOCALES[language]
        self._messages = catalogue(language)

    def __call__(self, message: str, /, **values: Any) -> str:
        """Translate ``message`` and fill its ``%(name)s`` places."""
        text = self._messages.get(message, (message,))[0]
        return text % values if values else text

    def n(self, singular: str, plural: str, count: int, /, **values: Any) -> str:
        """Translate by number; ``%(n)s`` is the count, written the reader's way."""
        # French counts zero and one as singular; English only one.
        is_singular = count in (0, 1) if self.language == "fr" else count == 1
        forms = self._messages.get(singular, (singular, plural))
        return forms[0 if is_singular else -1] % {"n": self.number(count), **values}

    def pick(self, texts: dict[str, str]) -> str:
        """Choose this language from an author's ``{"en": …, "fr": …}``; fall back to what there is.

        Answers that it repeats stand as their fallbacks.
        """
        return at_rest(texts.get(self.language) or next((text for text in texts.values() if text), ""))

    def number(self, value: float, places: int = 0) -> str:
        """Write a number with the reader's separators and at most ``places`` decimals."""
        return str(format_decimal(round(value, places), format="#,##0." + "#" * places, locale=self._locale))

    def percent(self, rate: float, places: int = 0) -> str:
        """Write a rate in 0–1 as per cent."""
        return str(format_percent(rate, format="0." + "0" * places + self._percent_sign, locale=self._locale))

    @property
    def _percent_sign(self) -> str:
        return "\N{NO-BREAK SPACE}%" if self.language == "fr" else "%"

    def date(self, day: date) -> str:
        """Write a day in words."""
        return self._first(str(format_date(day, format="long", locale=self._locale)))

    def _first(self, text: str) -> str:
        # French says the first of a month, and the second like any number.
        return "1er" + text[1:] if self.language == "fr" and text.startswith("1 ") else text

    def time(self, at: datetime, zone: str = "America/Toronto") -> str:
        """Write a UTC moment as local date and time, to the minute."""
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return self._first(_minute(at.replace(second=0, microsecond=0), zone, self.language))


@lru_cache(maxsize=4096)
def _minute(at: datetime, zone: str, language: str) -> str:
    # Every receipt says when it was made, and the receipts of one minute say the same.
    pattern = "d MMMM y, H 'h' mm" if language == "fr" else "MMMM d, y, h:mm a"
    return str(format_datetime(at, format=pattern, tzinfo=ZoneInfo(zone), locale=LOCALES[language]))


@cache
def wording(language: str) -> Wording:
    """Return the (shared) wording of a language; unknown languages read English."""
    return Wording(language if language in LANGUAGES else "en")


Translate = Callable[..., str]
