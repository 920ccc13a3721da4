"""Places in a Word file as a person finds them."""

from pathlib import Path

from writers import to_docx

from gouji.config import Config
from gouji.linter import lint_bytes
from gouji.reporters.json import location
from gouji.reporters.places import place

BAD = Path(__file__).resolve().parents[1] / "examples" / "文旅局-2024-决算-有误.txt"


def test_a_place_in_word_is_told_by_headings_and_by_the_words_of_a_table() -> None:
    report = lint_bytes(to_docx(BAD.read_text("utf-8")), "说明.docx", Config())
    document = report.document
    told = {finding.code: document.place(finding.span.start) for finding in report.findings}
    assert told["D101"] == "第二部分四、第1段"
    assert told["T105"] == "第二部分九、（三）第1段"
    assert told["F102"] == "表10第10行“文化活动”项目支出"
    for finding in report.findings:
        assert place(location(document, finding.span)) == document.place(finding.span.start)
        assert location(document, finding.span)["paragraph"] > 0


def test_a_place_in_another_word_file_names_the_file() -> None:
    from gouji.readers import read_bytes
    from gouji.readers.several import joined

    first, second = (
        read_bytes(to_docx(f"# 2024年度部门决算\n一、收入\n{text}\n"), f"{text}.docx") for text in ("甲。", "乙。")
    )
    whole = joined([first, second])
    assert whole.place(whole.source.index("甲")) == "一、第1段"
    assert whole.place(whole.source.index("乙")) == "乙。.docx:一、第1段"
