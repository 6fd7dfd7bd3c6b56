"""The rules in a row of an XLSForm: what an answer must meet, and what is calculated."""

from collections.abc import Mapping, Sequence
from typing import Any

from surveys.exchange.building import FITS, Building
from surveys.exchange.conditions import Known, NotCarriedError, known_of, read_condition
from surveys.exchange.constraints import read_constraint
from surveys.exchange.logic import own_constraint, read_constraint_condition, read_formula, with_message
from surveys.exchange.offers import Said, offered, offered_if
from surveys.exchange.parsing import Ref
from surveys.exchange.xlsform_questions import own_settings
from surveys.exchange.xlsform_sheets import FormSheets
from surveys.relevance import Condition


class FormRules:
    """Reads rules over the questions ``known`` so far; what cannot be carried is noted in ``building``."""

    def __init__(self, form: FormSheets, building: Building, known: Mapping[str, Known]) -> None:
        self.form, self.building, self.known = form, building, known

    def relevance(self, place: str, cells: dict[str, Any]) -> Condition | None:
        """Return the condition of a row; what cannot be carried asks everybody, and is noted."""
        text = str(cells.get("relevant", ""))
        try:
            return read_condition(text, self.known.get)
        except NotCarriedError:
            self.building.note("relevance_not_carried", place, expression=text)
            return None

    def offers(
        self, place: str, cells: dict[str, Any], made: dict[str, Any], choices: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any]:
        """Return the options that a ``choice_filter`` leaves, with their conditions."""
        text = str(cells.get("choice_filter", ""))
        if not text.strip():
            return {}
        columns = {name for choice in choices for name in choice["cells"]}
        try:
            told = [offered_if(text, _of_row(choice["cells"], columns), self.known.get) for choice in choices]
        except NotCarriedError:
            self.building.note("choice_filter_not_carried", place, expression=text)
            return {}
        beside = made["options"][len(choices) :]  # "other", which a form offers whatever the filter says
        left = offered(made["options"][: len(choices)], told)
        if not left:
            self.building.note("choice_filter_not_carried", place, expression=text)
            return {}
        return {"options": [*left, *beside]}

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


def _of_row(cells: Mapping[str, str], columns: set[str]) -> Said:
    """Return what the columns of a list say of one choice; a column that is empty there says nothing."""

    def said(ref: Ref) -> str | None:
        return cells.get(ref.name, "") if ref.is_bare and ref.name in columns else None

    return said
