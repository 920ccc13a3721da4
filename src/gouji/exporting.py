"""Facts, documents and findings of any number of files as tables: CSV, JSON lines, Parquet, or a DuckDB database.

The rows of one file after another are written as they come; nothing is kept but what is not yet a full batch.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from gouji.files import fitting, growing
from gouji.records import PLACES, TABLES, WHOLE

Row = list[Any]

_BATCH = 20_000  # rows
_MEMORY = "256MB"  # that a database may use for itself
_EXTRA = "要用 pyarrow 和 duckdb，请先运行 pip install 'gouji[data]'；.csv 和 .jsonl 不用"


class ExportError(Exception):
    """The tables cannot be written; one Chinese sentence."""


class Sink(Protocol):
    """Where the rows of one table go."""

    def write(self, rows: list[Row]) -> None: ...

    def close(self) -> None: ...


class _Csv:
    """UTF-8 with a byte order mark, as Excel wants it. Texts stand as they are: this is for programs."""

    def __init__(self, path: Path, columns: Mapping[str, str]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="", errors="backslashreplace")
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow(columns)

    def write(self, rows: list[Row]) -> None:
        self._writer.writerows([str(v).lower() if isinstance(v, bool) else v for v in row] for row in rows)

    def close(self) -> None:
        self._file.close()


class _Lines:
    """One JSON object in each line; decimals are texts, so that nothing rounds them."""

    def __init__(self, path: Path, columns: Mapping[str, str]) -> None:
        self._file = path.open("w", encoding="utf-8", newline="", errors="backslashreplace")
        self._columns = list(columns)

    def write(self, rows: list[Row]) -> None:
        for row in rows:
            self._file.write(json.dumps(dict(zip(self._columns, row, strict=True)), ensure_ascii=False) + "\n")

    def close(self) -> None:
        self._file.close()


class _Batches:
    """Rows gathered into Arrow tables, which `put` takes away."""

    def __init__(self, columns: Mapping[str, str], put: Callable[[Any], None], end: Callable[[], None]) -> None:
        self._schema, self._put, self._end = _schema(columns), put, end
        self._kinds = list(columns.values())
        self._rows: list[Row] = []

    def write(self, rows: list[Row]) -> None:
        self._rows += rows
        if len(self._rows) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        import pyarrow

        columns = list(zip(*self._rows, strict=True)) or [()] * len(self._kinds)
        arrays = [_decimals(c) if kind == "decimal" else c for c, kind in zip(columns, self._kinds, strict=True)]
        fields = zip(arrays, self._schema, strict=True)
        self._put(pyarrow.table([pyarrow.array(a, field.type) for a, field in fields], schema=self._schema))
        self._rows = []

    def close(self) -> None:
        self._flush()
        self._end()


def _decimals(texts: Iterable[str | None]) -> list[Decimal | None]:
    return [None if text is None else Decimal(text) for text in texts]


def _schema(columns: Mapping[str, str]) -> Any:
    import pyarrow

    types = {
        "text": pyarrow.string(),
        "integer": pyarrow.int64(),
        "decimal": pyarrow.decimal128(WHOLE + PLACES, PLACES),
        "boolean": pyarrow.bool_(),
    }
    return pyarrow.schema([(name, types[kind]) for name, kind in columns.items()])


def _parquet(path: Path, columns: Mapping[str, str]) -> Sink:
    from pyarrow.parquet import ParquetWriter

    writer = ParquetWriter(path, _schema(columns), compression="zstd")
    return _Batches(columns, writer.write_table, writer.close)


def _duckdb(database: Any, table: str, columns: Mapping[str, str]) -> Sink:
    def put(batch: Any) -> None:
        database.register("batch", batch)
        database.execute(f'INSERT INTO "{table}" SELECT * FROM batch')
        database.unregister("batch")
        database.execute("CHECKPOINT")

    database.register("batch", _schema(columns).empty_table())
    database.execute(f'CREATE TABLE "{table}" AS SELECT * FROM batch')
    database.unregister("batch")
    return _Batches(columns, put, lambda: None)


_FILES: dict[str, Callable[[Path, Mapping[str, str]], Sink]] = {".csv": _Csv, ".jsonl": _Lines, ".parquet": _parquet}
ENDINGS = (*_FILES, ".duckdb")


def prepare(output: Path) -> None:
    """Load what the format needs. Raises ExportError if it is not installed."""
    if output.suffix.lower() in (".csv", ".jsonl"):
        return
    try:
        import duckdb
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        raise ExportError(f"{output}：写 {output.suffix} {_EXTRA}。") from None
    assert duckdb


def export(pieces: Iterable[Mapping[str, list[Row]]], output: Path) -> dict[str, int]:
    """Write the rows of one file after another; how many there are of each table. Raises WriteError."""
    counts = dict.fromkeys(TABLES, 0)
    with ExitStack() as stack:
        sinks = _sinks(output, stack)
        for piece in pieces:
            for table, rows in piece.items():
                sinks[table].write(rows)
                counts[table] += len(rows)
    return counts


def files(output: Path) -> list[Path]:
    """The files that are written: a database has all tables in it."""
    if output.suffix.lower() == ".duckdb":
        return [output]
    return [
        output if table == "facts" else output.with_name(fitting(output.stem, f"-{table}{output.suffix}"))
        for table in TABLES
    ]


def _sinks(output: Path, stack: ExitStack) -> dict[str, Sink]:
    ending = output.suffix.lower()
    sinks: dict[str, Sink] = {}
    if ending == ".duckdb":
        import duckdb

        database = duckdb.connect(str(stack.enter_context(growing(output))))
        stack.callback(database.close)
        database.execute(f"SET memory_limit = '{_MEMORY}'")
        for table, columns in TABLES.items():
            sinks[table] = _duckdb(database, table, columns)
    else:
        for file, (table, columns) in zip(files(output), TABLES.items(), strict=True):
            sinks[table] = _FILES[ending](stack.enter_context(growing(file)), columns)
    for sink in sinks.values():
        stack.callback(sink.close)
    return sinks
