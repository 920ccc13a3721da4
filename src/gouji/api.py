"""What other Python programs call: `gouji.read`, `gouji.lint`, `gouji.draft`, `gouji.roll`. Names and types here are stable."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from gouji.config import Config, find
from gouji.document import Document
from gouji.drafting import Drafted, Order, run
from gouji.lexicon import use
from gouji.linter import lint_document
from gouji.readers import read_bytes, read_file
from gouji.readers.several import joined
from gouji.report import Report

if TYPE_CHECKING:
    from gouji.rolling import Rolled

__all__ = ["draft", "lint", "read", "roll"]

File = str | PathLike[str]


def read(file: File, data: bytes | None = None) -> Document:
    """The document in a file of any kind that gouji reads; with `data`, the file's contents, `file` is only its name.

    Raises UnreadableError, one Chinese sentence.

    >>> read("说明.txt", "一、收入决算情况说明\\n本年收入合计500.00万元。".encode()).blocks[0].title
    '收入决算情况说明'
    """
    return read_file(Path(file)) if data is None else read_bytes(data, str(file))


def lint(
    document: File | Document, *, tables: Sequence[File] = (), prior: File | None = None, config: Config | None = None
) -> Report:
    """Lint a file, or a document that has been read: `report.findings`, `report.tieout.coverage`, `report.statements`.

    `tables` are files with its statements, `prior` is last year's report. Without `config`, the configuration beside the
    file applies. Raises UnreadableError, ConfigError and LexiconError, each one Chinese sentence.

    >>> text = "# 2024年度部门决算\\n三、支出决算情况说明\\n本年支出合计100.00万元，其中：基本支出60.00万元，占61.00%。"
    >>> [(finding.code, finding.expected) for finding in lint(read("说明.md", text.encode())).findings]
    [('A104', '60.00%')]
    """
    if config is None:
        config = Config() if isinstance(document, Document) else find(Path(document))
    use(config.lexicon)
    own = document if isinstance(document, Document) else read_file(Path(document), config.limits)
    others = [read_file(Path(each), config.limits) for each in tables]
    before = read_file(Path(prior), config.limits) if prior is not None else None
    return lint_document(joined([own, *others]) if others else own, config, before)


def draft(
    figures: File, *, inputs: File | None = None, prior: File | None = None, style: str = "", section: str = ""
) -> Drafted:
    """Draft the explanatory sections from the statements of a file: `drafted.text` (Markdown), `drafted.word()`,
    `drafted.draft.numbers` (the provenance of every number), `drafted.draft.lacking`.

    `style` is a name that `gouji styles` lists or a folder; without it the document's own jurisdiction decides. Raises
    UnreadableError, InputsError, StyleError, ConfigError and LexiconError, each one Chinese sentence.

    >>> drafted = draft("examples/文旅局-2024-决算.txt", inputs="examples/文旅局-2024-情况.yaml", section="三")  # of a clone
    >>> drafted.text.splitlines()[2][:32]
    '2024年度本年支出合计1,610.22万元，其中：基本支出1,'
    >>> drafted.draft.numbers[0].sources[0].what
    '《收入支出决算总表》“本年支出合计”'
    """
    given = None if inputs is None else Path(inputs)
    before = None if prior is None else Path(prior)
    return run(Order(Path(figures), given, before, style, section))


def roll(document: File, *tables: File, prior: File | None = None) -> Rolled:
    """Last year's published document with the figures of this year's statements: `rolled.text`, `rolled.word(path, track)`,
    `rolled.marks` (what is left to people), `rolled.provenance()`.

    `prior` is a file with last year's statements, where the document has none. Raises UnreadableError, ConfigError and
    LexiconError, each one Chinese sentence.

    >>> rolled = roll("examples/文旅局-2024-决算.txt", "examples/文旅局-2025-报表.txt")  # of a clone
    >>> rolled.text[rolled.text.index("2025年度本年收入合计") :][:22]
    '2025年度本年收入合计1,626.61万元'
    """
    from gouji.rolling import RollOrder
    from gouji.rolling import roll as rolled_forward

    before = None if prior is None else Path(prior)
    return rolled_forward(RollOrder(Path(document), tuple(map(Path, tables)), before))
