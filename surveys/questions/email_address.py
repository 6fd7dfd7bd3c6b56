"""An email address: personal information, so it is exported for staff and never counted or analysed."""

import re
from typing import ClassVar, Literal

from surveys.problems import AnswerError
from surveys.questions.lines import LineQuestion
from surveys.questions.menu import Menu

LONGEST = 254
_ADDRESS = re.compile(
    r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])?\.)+[^\W\d_]{2,63}"
)


class EmailAddress(LineQuestion):
    """One address. That it exists is for a confirmation message to find out."""

    entry: ClassVar[str] = "email"
    inputmode: ClassVar[str] = "email"
    menu: ClassVar[Menu] = Menu(
        "person",
        {"en": "Email address", "fr": "Adresse courriel"},
        {
            "en": "Personal information: say why you need it.",
            "fr": "Renseignement personnel\u00a0: dites pourquoi il le faut.",
        },
    )
    kind: Literal["email_address"] = "email_address"
    autocomplete: str = "email"

    def understood(self, text: str) -> str:
        """Keep the address with its domain in small letters."""
        bare = text.removeprefix("mailto:")
        if len(bare) > LONGEST or not _ADDRESS.fullmatch(bare):
            raise AnswerError("email_unreadable")
        person, _, domain = bare.rpartition("@")
        return f"{person}@{domain.lower()}"
