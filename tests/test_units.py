"""All units at once: a Word file for each, a list of what is still to be written, one sentence for each failure."""

from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner, Result

from gouji.cli import main
from gouji.readers import read_bytes
from gouji.units import sheets_of_units

ROOT = Path(__file__).resolve().parents[1]
LAST = (ROOT / "examples" / "文旅局-2024-决算.txt").read_text("utf-8")
NOW = (ROOT / "examples" / "文旅局-2025-报表.txt").read_text("utf-8")
OWN = "文化和旅游局"
OTHERS = ("水务局", "林业局")


def of(text: str, unit: str) -> str:
    return text.replace(OWN, unit)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for part in ("去年", "今年"):
        (tmp_path / part).mkdir()
    for unit in OTHERS:
        (tmp_path / "今年" / f"{unit}.txt").write_text(of(NOW, unit), "utf-8")
    (tmp_path / "今年" / "坏.xlsx").write_bytes(b"PK\x03\x04")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def rows(path: Path, sheet: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)[sheet].iter_rows(min_row=2, values_only=True))


def words(path: Path) -> str:
    return "\n".join(each.text for each in docx.Document(str(path)).paragraphs)


def test_every_unit_of_a_folder_is_drafted(folder: Path) -> None:
    result = run("draft", "今年", "-o", "起草/")
    assert result.exit_code == 2  # of the damaged one
    assert "写好 2 个单位，1 个没有写" in result.stdout
    assert result.stderr.count("坏.xlsx：") == 1
    made = sorted(path.name for path in (folder / "起草").iterdir())
    assert made == ["汇总.xlsx", "青川市云岭区林业局.docx", "青川市云岭区水务局.docx"]
    assert "水务局" in words(folder / "起草" / "青川市云岭区水务局.docx")
    overview = rows(folder / "起草" / "汇总.xlsx", "汇总")
    assert [row[1] for row in overview] == ["没有写", "写好，还有要写的", "写好，还有要写的"]
    assert "坏.xlsx：" in str(overview[0][4])
    to_write = rows(folder / "起草" / "汇总.xlsx", "待写")
    assert len(to_write) == sum(int(str(row[2])) for row in overview)
    assert {row[0] for row in to_write} == {"青川市云岭区水务局", "青川市云岭区林业局"}


def test_every_unit_is_rolled_forward_from_its_own_document(folder: Path) -> None:
    (folder / "去年" / "一.txt").write_text(of(LAST, OTHERS[0]), "utf-8")
    result = run("roll", "去年", "今年", "-o", "新/")
    assert result.exit_code == 2
    assert "上年的文件夹里没有找到“青川市云岭区林业局”的" in result.stderr
    assert sorted(path.name for path in (folder / "新").iterdir()) == ["汇总.xlsx", "青川市云岭区水务局.docx"]
    text = words(folder / "新" / "青川市云岭区水务局.docx")
    assert "2025年度本年收入合计1,626.61万元" in text
    assert OTHERS[0] in text


def test_a_workbook_that_holds_all_units_is_taken_apart() -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for unit in OTHERS:
        for number in (1, 2):
            sheet = book.create_sheet(f"{unit}{number}")
            for row in ("2025年度部门决算", f"编制单位：青川市{unit}", "单位：万元"):
                sheet.append([row])
            sheet.append(["项目", "决算数"])
            sheet.append(["本年收入合计", 12.5])
    book.create_sheet("说明").append(["请各单位核对。"])
    data = BytesIO()
    book.save(data)
    found = sheets_of_units(read_bytes(data.getvalue(), "全部.xlsx"))
    assert found == {f"青川市{unit}": [f"{unit}1", f"{unit}2"] for unit in OTHERS}


def test_units_of_one_workbook_are_drafted_one_by_one(folder: Path) -> None:
    from writers import to_docx_and_xlsx

    whole = openpyxl.Workbook()
    whole.remove(whole.worksheets[0])
    for unit in OTHERS:
        part = openpyxl.load_workbook(BytesIO(to_docx_and_xlsx(of(NOW, unit))[1]))
        for sheet in part.worksheets:
            copy = whole.create_sheet(f"{unit}{sheet.title}"[:31])
            copy.append([f"编制单位：青川市云岭区{unit}"])
            for row in sheet.iter_rows(values_only=True):
                copy.append(row)
    (folder / "全部").mkdir()
    whole.save(folder / "全部" / "全部单位.xlsx")
    result = run("draft", "全部", "-o", "起草/")
    assert "全部单位.xlsx（青川市云岭区水务局）" in str(rows(folder / "起草" / "汇总.xlsx", "汇总"))
    assert "写好 2 个单位" in result.stdout, result.output


def test_a_folder_needs_a_folder(folder: Path) -> None:
    assert "-o 文件夹/" in run("draft", "今年").output
    assert "-o 文件夹/" in run("draft", "今年", "-o", "起草.docx").output
    assert "要读的文件夹" in run("draft", "今年", "-o", "今年").output
    assert "不能用 --section" in run("draft", "今年", "-o", "起草", "--strict").output
    (folder / "空").mkdir()
    assert run("draft", "空", "-o", "起草").exit_code == 2
