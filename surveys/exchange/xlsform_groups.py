"""Groups of an XLSForm: what their questions take from them, and tables of selects that are one matrix."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.exchange.building import Building, asked_when, code_of, drawn, with_settings
from surveys.exchange.conditions import Known
from surveys.exchange.xlsform_questions import NO, YES, FormQuestions, own_settings
from surveys.exchange.xlsform_rules import FormRules
from surveys.questions.budget_split import BudgetSplit
from surveys.questions.matrix import MatrixMultiple, MatrixSingle
from surveys.relevance import Condition

Cells = dict[str, Any]


@dataclass(slots=True)
class Group:
    """An open group. ``lines`` are what a table holds: name of the list (none for amounts), cells, place."""

    name: str
    row: int
    texts: dict[str, str]
    relevance: Condition | None = None
    is_grid: bool = False
    cells: Cells = field(default_factory=dict)
    lines: list[tuple[str, Cells, str]] = field(default_factory=list)

    @property
    def is_budget(self) -> bool:
        """Say whether it went out as the amounts of a budget."""
        own = own_settings(self.cells)
        return isinstance(own, Mapping) and own.get("kind") == drawn(BudgetSplit)["kind"]

    @property
    def place(self) -> str:
        """Return where it begins."""
        return f"survey {self.row}"

    def is_one(self) -> bool:
        """Say whether its lines share a list, and none looks at another: then they are one matrix."""
        lists = {(name, cells["type"].split()[0].lower()) for name, cells, _ in self.lines}
        names = [f"${{{cells.get('name', '')}}}" for _, cells, _ in self.lines]
        rules = " ".join(str(cells.get("relevant", "")) for _, cells, _ in self.lines)
        own = any(set(cells) & {"constraint", "choice_filter"} for _, cells, _ in self.lines)
        return len(lists) == 1 and not own and not any(name in rules for name in names)


class FormGrids:
    """Makes matrices of tables; what cannot be carried is noted in ``building``."""

    def __init__(
        self, questions: FormQuestions, rules: FormRules, known: dict[str, Known], building: Building
    ) -> None:
        self.questions, self.rules, self.known, self.building = questions, rules, known, building

    def made(self, group: Group) -> Cells | None:
        """Return the matrix that a table is; ``None`` where its lines are questions of their own."""
        if not group.lines or not group.is_one():
            return None
        if group.is_budget:
            return self._budget(group)
        list_name, first, _ = group.lines[0]
        type_ = first["type"].split()[0].lower()
        kind = MatrixMultiple if "multiple" in type_ or "all" in type_ else MatrixSingle
        options = self.questions.options(list_name, group.place)
        name = self.building.named(group.name, group.place)
        rows = self._rows(group)
        codes = {option["value"]: option["code"] for option in self.questions.lists.get(list_name, [])}
        for row, (_, cells, _) in zip(rows, group.lines, strict=True):
            self.known[str(cells.get("name", ""))] = Known(name, codes, row=row["code"])
        return self._as_it_was(group, drawn(kind, name=name, options=options, rows=rows))

    def _budget(self, group: Group) -> Cells:
        """Return the budget whose amounts stand in a group of whole numbers."""
        name = self.building.named(group.name, group.place)
        options: list[Cells] = []
        for _, cells, _ in group.lines:
            code = code_of(_short(cells, group), {option["code"] for option in options})
            options.append({"code": code, "label": cells.get("label", {})})
            self.known[str(cells.get("name", ""))] = Known(name)
        return self._as_it_was(group, drawn(BudgetSplit, name=name, options=options))

    def _as_it_was(self, group: Group, made: Cells) -> Cells:
        every = all(str(cells.get("required", "")).lower() in YES for _, cells, _ in group.lines)
        made |= {"text": group.texts, "required": every} | asked_when(group.relevance)
        made |= {"hint": hint} if (hint := group.cells.get("hint")) else {}
        return with_settings(made, own_settings(group.cells))

    def _rows(self, group: Group) -> list[Cells]:
        rows: list[Cells] = []
        for _, cells, place in group.lines:
            code = code_of(_short(cells, group), {row["code"] for row in rows})
            row = {"code": code, "label": cells.get("label", {})}
            rows.append(row | asked_when(self.rules.relevance(place, cells)))
            if str(cells.get("required", "")).lower() not in (*NO, *YES):
                self.building.note("required_not_carried", place, expression=cells["required"])
        return rows


def _short(cells: Mapping[str, Any], group: Group) -> str:
    """Return a line's name without its table's."""
    return str(cells.get("name", "")).removeprefix(f"{group.name}_")
