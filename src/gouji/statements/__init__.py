"""Statements: recognising the fiscal tables and giving every cell a meaning."""

from gouji.statements.recognise import make_key, read_cells, recognise
from gouji.statements.statement import Row, Statement, StatementBand

__all__ = ["Row", "Statement", "StatementBand", "make_key", "read_cells", "recognise"]
