"""Small XLSForms, written where they are tested: one line a row, cells between bars."""

from surveys.exchange.notes import Carried
from surveys.exchange.workbook import Sheets
from surveys.exchange.xlsform_in import read

CHOICES = """
list_name | name | label::English (en) | label::Français (fr)
ward      | old  | Old Town            | Vieille ville
ward      | new  | New Town            | Ville nouvelle
ways      | web  | Online              | En ligne
ways      | desk | At the counter      | Au comptoir
ways      | none | None of these       | Aucune de ces réponses
steps     | 1    | Bad                 | Mauvais
steps     | 2    | Fair                | Passable
steps     | 3    | Good                | Bon
"""


def table(text: str) -> list[tuple[int, dict[str, str]]]:
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [
        (number, {heading: cell for heading, cell in zip(lines[0], line, strict=False) if cell})
        for number, line in enumerate(lines[1:], 2)
    ]


def sheets(survey: str, *, choices: str = CHOICES, settings: str = "") -> Sheets:
    found = {"survey": table(survey), "choices": table(choices)}
    return found | ({"settings": table(settings)} if settings else {})


def form(
    survey: str,
    *,
    choices: str = CHOICES,
    settings: str = "form_title | default_language\nTown form | English (en)",
) -> Carried:
    """Read a form of which only the survey sheet matters."""
    return read(sheets(survey, choices=choices, settings=settings), "town.xlsx")


def codes(carried: Carried) -> list[tuple[str, str]]:
    return [(note.code, note.place) for note in carried.notes]
