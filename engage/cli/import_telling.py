"""What ``import`` says: which columns fill what and why, what is odd in a file or wrong in its rows."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from engage.wording import wording

if TYPE_CHECKING:
    from engage.actions.bring_in import Mapping_, RowProblem
    from engage.importing.guessing import Why
    from engage.tabular import RowProblem as TableProblem
    from engage.tabular import Table

SHOWN = 10


def tell_mapping(table: "Table", mapped: "Mapping_", why: "Mapping[str, Why]", language: str) -> None:
    """Print target, column and reason."""
    from engage.wording.importing import why_sentence

    print("Columns:")
    for target, column in mapped.columns.items():
        reason = f" ({why_sentence(wording(language), why[target])})" if target in why else ""
        print(f"  {target} <- {column}{reason}")
    unused = [column for column in table.columns if column not in mapped.columns.values()]
    if unused:
        more = f" and {len(unused) - SHOWN} more" if len(unused) > SHOWN else ""
        print(f"  not used: {', '.join(unused[:SHOWN])}{more}")


def tell_notes(notes: "Sequence[TableProblem]", language: str) -> None:
    """Print what is odd in the file itself."""
    from engage.tabular import table_problem_sentence

    for note in notes[:SHOWN]:
        print(f"{note.code}: {table_problem_sentence(wording(language), note)}")
    if len(notes) > SHOWN:
        print(f"… and {len(notes) - SHOWN:,} more oddities of the file")


def tell_problems(problems: "Sequence[RowProblem]", refused: int, kept_in_part: int, language: str) -> None:
    """Print the first problems, each with its code, place, reason and remedy."""
    from engage.wording.importing import row_problem_sentence

    if kept_in_part:
        print(f"{kept_in_part:,} rows without the answers that cannot be read.")
    for problem in problems[:SHOWN]:
        print(f"  {problem.code}: {row_problem_sentence(wording(language), problem)}")
    if len(problems) > SHOWN:
        print(f"  … and more; {refused:,} rows refused in all")
