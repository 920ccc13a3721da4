"""A document that comes again with a memory of how it was read says what it says without one."""

import random
from pathlib import Path

import pytest
from test_cli import BAD, ROOT

from gouji.config import Config
from gouji.linter import Memory, lint_document
from gouji.readers.text import read_text
from gouji.report import Report

CORPUS = ROOT.parent / "shared" / "corpus"
STEPS = 12


def told(report: Report) -> object:
    """All that an editor shows of a report: the findings, and what each number and cell is and where."""
    return (
        [(f.code, f.message, f.span, f.formula, f.fix, f.related) for f in report.findings],
        [(m.fact.span, m.section, m.paragraph, report.tieout.states[m.fact]) for m in report.narrative.mentions],
        report.tieout.coverage,
        [
            (fact.span, fact.place, fact.statement)
            for statement in report.statements
            for band in statement.bands
            for row in band.rows
            for fact in row.cells.values()
        ],
    )


def edited(text: str, chance: random.Random) -> str:
    """The text after one thing that a person at a keyboard does."""
    at = chance.randrange(len(text))
    line = text.rfind("\n", 0, at) + 1, text.find("\n", at) + 1 or len(text)
    digits = [i for i in range(at, min(at + 400, len(text))) if text[i].isdigit()]
    match chance.randrange(6):
        case 0 if digits:
            return text[: digits[0]] + str(chance.randrange(10)) + text[digits[0] + 1 :]
        case 1:
            return (
                text[:at]
                + chance.choice(["增加", "。", " ", "\n", "其中：", "2023年", "1", "一、收入决算情况说明\n"])
                + text[at:]
            )
        case 2:
            return text[:at] + text[at + chance.randrange(1, 4) :]
        case 3:
            return text[: line[0]] + text[line[1] :]
        case 4:
            return text[: line[1]] + text[line[0] : line[1]] + text[line[1] :]
        case _:
            return text[: line[0]] + "\n" + text[line[0] :]


def compare(path: Path, seed: int) -> None:
    chance, memory, text = random.Random(seed), Memory(), path.read_text("utf-8")
    for _ in range(STEPS):
        again = told(lint_document(read_text(text, "说明.md"), Config(), memory=memory))
        assert again == told(lint_document(read_text(text, "说明.md"), Config()))
        text = edited(text, chance)


@pytest.mark.parametrize("seed", range(3))
def test_edits_of_the_example(seed: int) -> None:
    compare(BAD, seed)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="没有 ../shared/corpus：只在有语料的机器上运行")
@pytest.mark.parametrize("name", ["huyi-2024-final", "huzhu-2024-final", "beilin-2024-budget"])
def test_edits_of_a_real_document(name: str) -> None:
    compare(CORPUS / f"{name}.txt", 7)


def test_what_is_unchanged_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from gouji.narrative import reading as narrative
    from gouji.statements import reading

    memory, text = Memory(), BAD.read_text("utf-8")
    lint_document(read_text(text, "说明.md"), Config(), memory=memory)
    tables, paragraphs = [], []
    read_cells, read = reading.read_cells, narrative.read

    def counted(state: object, scene: object, frames: object) -> object:
        paragraphs.append(scene)
        return read(state, scene, frames)

    monkeypatch.setattr(reading, "read_cells", lambda s, *rest: (tables.append(s.id), read_cells(s, *rest)))
    monkeypatch.setattr(narrative, "read", counted)
    at = text.index("1,609.01万元，其中")
    lint_document(read_text(text[:at] + "9" + text[at:], "说明.md"), Config(), memory=memory)
    assert tables == []
    assert len(paragraphs) == 1
