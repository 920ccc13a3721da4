"""Files that once did harm (a traceback, a run that ended, time or memory out of proportion): each is read or refused in
one sentence, and soon."""

import io
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from gouji.cli import main
from gouji.readers import Limits, UnreadableError, read_file, read_most

FOLDER = Path(__file__).parent / "hostile"
READ = [
    "29-digits.txt",
    "minus-bracket-cell.txt",
    "circled-in-column.txt",
    "same-fact-500-values.txt",
    "contents-dots.txt",
    "space-groups-8000.txt",
    "html-many-small-tables.html",
    "docx-nested-sdt.docx",
    "title-of-names.txt",
    "unit-of-units.txt",
]
REFUSED = {
    "xlsx-shared-string-amplification.xlsx": "各格的文字共",
    "ods-repeated-long-cell.ods": "各格的文字共",
    "html-nested.html": "层层嵌套",
    "html-rowspan.html": "合并的格多得不正常",
    "docx-nested-tables.docx": "XML",
    "ods-laughs.ods": "XML",
    "xlsx-laughs-sheet.xlsx": "打不开",
    "xlsx-laughs-styles.xlsx": "打不开",
    "xlsx-xxe-theme.xlsx": "打不开",
    "pdf-pages-loop.pdf": "损坏",
    "pdf-form-laughs.pdf": "层层套用",
    "pdf-form-1e6.pdf": "层层套用",
    "pdf-form-damaged.pdf": "层层套用",
    "pdf-form-lost-ends.pdf": "层层套用",
    "pdf-form-lost-names.pdf": "层层套用",
    "pdf-form-two-names.pdf": "层层套用",
    "html-attributes.html": "1000 个以上的属性",
    "pdf-same-page-1900x.pdf": "和文件大小不相称",
    "docx-many-runs.docx": "有一段",
    "docx-numbering-amplification.docx": "有一段 840000 字",  # 42 for each number, not 50,000
    "xlsx-duplicate-cells.xlsx": "用 --max-cells 提高上限",
}
SOON = 10


@pytest.mark.parametrize("name", READ)
def test_a_file_that_did_harm_is_read_soon(name: str) -> None:
    start = time.process_time()
    result = CliRunner().invoke(main, ["lint", "--no-config", str(FOLDER / name)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert time.process_time() - start < SOON


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_did_harm_is_refused_soon(name: str) -> None:
    start = time.process_time()
    with pytest.raises(UnreadableError) as caught:
        read_file(FOLDER / name)
    assert REFUSED[name] in str(caught.value)
    assert str(caught.value).count("。") == 1
    assert time.process_time() - start < SOON


def test_every_file_that_did_harm_has_a_test() -> None:
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [path.name for path in FOLDER.iterdir() if path.name not in tests] == []


def test_a_stream_without_end_is_not_read_to_its_end() -> None:
    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            assert size > 0
            return bytes(size)

    with pytest.raises(UnreadableError, match="用 --max-size 提高上限"):
        read_most(Endless(), "-", Limits(size=1000))  # type: ignore[arg-type]


def test_a_file_that_would_take_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gouji.workers._GRACE", 0.5)
    page = tmp_path / "长.html"
    page.write_text("<html><body>" + "<p>本年支出合计1.00万元，比上年增加1.00万元。</p>" * 30_000, "utf-8")
    result = CliRunner().invoke(main, ["lint", "--no-config", "--timeout", "1", str(page)])
    assert result.exit_code == 2
    assert "长.html：1 秒还没有读完" in result.output
