"""Statements: recognising the fiscal tables and giving every cell a meaning."""

from gouji.statements.cells import read_cells
from gouji.statements.reading import read_statement
from gouji.statements.recognise import recognise
from gouji.statements.statement import UNTITLED, Row, Statement, StatementBand

__all__ = ["UNTITLED", "Row", "Statement", "StatementBand", "read_cells", "read_statement", "recognise"]
