"""The rules in a row of an XLSForm: what an answer must meet, and what is calculated."""

from collections.abc import Mapping
from typing import Any

from surveys.exchange.building import Building
from surveys.exchange.conditions import Known, NotCarriedError, known_of
from surveys.exchange.constraints import read_constraint
from surveys.exchange.logic import own_constraint, read_constraint_condition, read_formula, with_message
from surveys.exchange.xlsform_questions import own_settings
from surveys.exchange.xlsform_sheets import FormSheets

FITS = {"en": "Please check this answer.", "fr": "Veuillez vérifier cette réponse."}
"""What stands where a form says no more of an answer that breaks its rule."""


class FormRules:
    """Reads rules over the questions ``known`` so far; what cannot be carried is noted in ``building``."""

    def __init__(self, form: FormSheets, building: Building, known: Mapping[str, Known]) -> None:
        self.form, self.building, self.known = form, building, known

    def constraint(self, place: str, cells: dict[str, Any], made: dict[str, Any]) -> dict[str, Any]:
        """Return the settings that say what a constraint says: limits of the kind's own, else a condition."""
        text, own = str(cells["constraint"]), own_settings(cells)
        message = cells.get("constraint_message") or dict(FITS)
        if (ours := own_constraint(own, text, self._names(made))) is not None:
            return with_message(ours, message, own)
        settings = read_constraint(text, made, self.form.codes)
        if settings is not None:
            return settings
        codes = {option["code"]: option["code"] for option in made.get("options", ())}
        itself = known_of(made, {**{v: c for v, c in self.form.codes.items() if c in codes}, **codes})
        names = {".", str(cells.get("name", ""))}
        condition = read_constraint_condition(text, itself, names, self.known.get)
        if condition is None:
            self.building.note("constraint_not_carried", place, expression=text)
            return {}
        return with_message(condition, message, own)

    def _names(self, made: Mapping[str, Any]) -> set[str]:
        return {known.question for known in self.known.values()} | {str(made["name"])}

    def calculation(self, place: str, cells: dict[str, Any]) -> tuple[dict[str, Any], Known] | None:
        """Return a calculated value as plain data and what a reference to it means."""
        text, given = str(cells.get("calculation", "")), cells.get("name", "")
        try:
            return read_formula(text, self.known.get, own_settings(cells))
        except NotCarriedError:
            self.building.note("calculation_not_carried", place, expression=text, name=given)
            return None
