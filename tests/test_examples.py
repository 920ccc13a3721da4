"""The two example disclosures: the true one is silent, the other shows its twelve planted errors and nothing else."""

from pathlib import Path

from gouji.config import Config
from gouji.linter import lint_file

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def test_the_true_example_is_silent() -> None:
    assert lint_file(EXAMPLES / "文旅局-2024-决算.txt", Config()).findings == []


def test_the_twelve_planted_errors() -> None:
    report = lint_file(EXAMPLES / "文旅局-2024-决算-有误.txt", Config())
    found = [(report.document.position(f.span.start).line, f.code) for f in report.findings]
    assert found == [
        (83, "A108"),
        (97, "A104"),
        (101, "D101"),
        (109, "D104"),
        (113, "A103"),
        (137, "T103"),
        (149, "T101"),
        (151, "T104"),
        (179, "T102"),
        (191, "T105"),
        (195, "D102"),
        (508, "F102"),
    ]


def test_the_fixes_make_the_example_true_again() -> None:
    report = lint_file(EXAMPLES / "文旅局-2024-决算-有误.txt", Config())
    true = (EXAMPLES / "文旅局-2024-决算.txt").read_text("utf-8")
    edits = sorted((e for f in report.findings if f.fix for e in f.fix.edits), key=lambda e: e.span.start, reverse=True)
    text = report.document.source
    for edit in edits:
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    different = [i for i, (a, b) in enumerate(zip(text.splitlines(), true.splitlines(), strict=True), 1) if a != b]
    assert set(different) <= {83, 97, 101, 149, 151, 191}
