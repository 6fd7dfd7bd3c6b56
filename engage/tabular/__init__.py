"""Reads whatever table people bring: CSV, TSV, semicolons, any usual encoding, or a spreadsheet's file."""

from engage.tabular.apart import read_apart
from engage.tabular.reading import read_table
from engage.tabular.table import RowProblem, Rows, Table, TableError
from engage.wording.tables import table_problem_sentence

__all__ = ["RowProblem", "Rows", "Table", "TableError", "read_apart", "read_table", "table_problem_sentence"]
