"""A telephone number: personal information, so it is exported for staff and never counted or analysed."""

import re
import unicodedata
from typing import ClassVar, Literal

from surveys.problems import AnswerError
from surveys.questions.lines import LineQuestion
from surveys.questions.menu import Menu

_EXTENSION = re.compile(r"(?:,|;)?\s*(?:ext(?:ension)?|poste|x|#)\.?\s*(\d{1,6})$", re.IGNORECASE)
_WRITTEN = re.compile(r"\+?[\d\s().\-/\u2010-\u2013\u00a0]+")
_NORTH_AMERICAN = re.compile(r"1?([2-9]\d{2})([2-9]\d{2})(\d{4})")


class PhoneNumber(LineQuestion):
    """A North American number, or one of another country that begins with ``+``."""

    entry: ClassVar[str] = "tel"
    inputmode: ClassVar[str] = "tel"
    menu: ClassVar[Menu] = Menu(
        "person",
        {"en": "Telephone number", "fr": "Numéro de téléphone"},
        {
            "en": "Personal information: say why you need it.",
            "fr": "Renseignement personnel\u00a0: dites pourquoi il le faut.",
        },
    )
    kind: Literal["phone_number"] = "phone_number"
    autocomplete: str = "tel"

    def understood(self, text: str) -> str:
        """Keep ``905-555-0142``, with ``ext. 12`` where given, or ``+33123456789``."""
        extension = _EXTENSION.search(text)
        bare = text[: extension.start()] if extension else text
        if not _WRITTEN.fullmatch(bare):
            raise AnswerError("phone_unreadable")
        digits = "".join(str(unicodedata.digit(c)) for c in bare if c.isdigit())
        is_foreign = bare.strip().startswith("+") and not digits.startswith("1")
        if is_foreign:
            if not 7 <= len(digits) <= 15:
                raise AnswerError("phone_unreadable")
            number = f"+{digits}"
        else:
            found = _NORTH_AMERICAN.fullmatch(digits)
            if found is None:
                raise AnswerError("phone_unreadable")
            number = "-".join(found.groups())
        return f"{number} ext. {extension[1]}" if extension else number
