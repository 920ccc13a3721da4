"""All units at once: a Word file for each, a list of what is still to be written, one sentence for each failure."""

from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner, Result

from gouji.cli import main
from gouji.readers import read_bytes
from gouji.splitting import Splitter, sheets_of_units
from gouji.walking import Task

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
    book.create_sheet("林业局表3").append(["收入总计", 12.5])  # whose it is stands in its name only
    for row in (["项目绩效自评表"], ["填报单位：青川市苗圃管理站", "", "", "单位：万元"], ["一级指标", "分值", "得分"]):
        (book["自评"] if "自评" in book else book.create_sheet("自评")).append(row)
    data = BytesIO()
    book.save(data)
    found = sheets_of_units(read_bytes(data.getvalue(), "全部.xlsx"))
    water, wood = OTHERS
    assert found == {
        f"青川市{water}": [f"{water}1", f"{water}2"],
        f"青川市{wood}": [f"{wood}1", f"{wood}2", f"{wood}表3"],
        "": ["说明", "自评"],
    }


def test_units_of_one_workbook_are_drafted_one_by_one(folder: Path) -> None:
    from writers import to_docx_and_xlsx

    whole = openpyxl.Workbook()
    whole.remove(whole.worksheets[0])
    whole.create_sheet("填表说明").append(["请各单位核对。"])
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
    assert "工作表“填表说明”没有写是哪个单位的" in result.stderr


def test_a_workbook_of_an_old_format_is_taken_apart_with_its_values(tmp_path: Path) -> None:
    """`units.xls` was written by LibreOffice: two units, each with a label beside the unit of its amounts."""
    path = Path(__file__).with_name("units.xls")
    parts, loose = Splitter(tmp_path).lint(Task(str(path), (path,)), [])
    assert [(part.unit, part.paths[0].suffix) for part in parts] == [
        ("青川市水务局", ".xlsx"),
        ("青川市林业局", ".xlsx"),
    ]
    assert loose == ["填表说明"]
    for part, amount in zip(parts, (1024.5, 88.25), strict=True):
        (sheet,) = openpyxl.load_workbook(part.paths[0]).worksheets
        assert amount in [value for row in sheet.iter_rows(values_only=True) for value in row]


def test_a_list_says_what_is_written_for_whom_and_by_whom(folder: Path) -> None:
    (folder / "去年" / "一.txt").write_text(of(LAST, OTHERS[0]), "utf-8")
    lines = "单位,报表,上年,负责人\n水务局,今年/水务局.txt,去年/一.txt,张三\n林业局,今年/林业局.txt,,李四\n"
    (folder / "清单.csv").write_text(lines, "utf-8")
    result = run("roll", "--manifest", "清单.csv", "-o", "新/")
    assert "林业局.txt：清单里没有写上年的文件" in result.stderr
    assert {row[:3:2] for row in rows(folder / "新" / "汇总.xlsx", "待写")} == {("水务局", "张三")}
    assert run("draft", "--manifest", "清单.csv", "-o", "起草/").exit_code == 0
    assert sorted(path.name for path in (folder / "起草").iterdir()) == ["林业局.docx", "水务局.docx", "汇总.xlsx"]
    assert {row[2] for row in rows(folder / "起草" / "汇总.xlsx", "待写")} == {"张三", "李四"}
    assert "两者选一" in run("draft", "今年", "--manifest", "清单.csv", "-o", "起草/").output


def test_a_folder_needs_a_folder(folder: Path) -> None:
    assert "-o 文件夹/" in run("draft", "今年").output
    assert "-o 文件夹/" in run("draft", "今年", "-o", "起草.docx").output
    assert "要读的文件夹" in run("draft", "今年", "-o", "今年").output
    assert "不能用 --section" in run("draft", "今年", "-o", "起草", "--strict").output
    (folder / "空").mkdir()
    assert run("draft", "空", "-o", "起草").exit_code == 2


def test_what_has_not_changed_is_not_written_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("draft", "今年", "-o", "一/").exit_code == 2
    names = sorted(path.name for path in (folder / "一").glob("*.docx"))
    monkeypatch.setattr("gouji.units.drafted", lambda order: pytest.fail(f"{order.path} is written again"))
    assert run("draft", "今年", "-o", "二/").exit_code == 2  # of the damaged one
    assert [(folder / "一" / name).read_bytes() for name in names] == [
        (folder / "二" / name).read_bytes() for name in names
    ]
    assert rows(folder / "一" / "汇总.xlsx", "待写") == rows(folder / "二" / "汇总.xlsx", "待写")
    (folder / "今年" / "水务局.txt").write_text(of(NOW, OTHERS[0]) + "\n", "utf-8")
    with pytest.raises(pytest.fail.Exception, match=r"水务局\.txt is written again"):
        run("draft", "今年", "-o", "三/")
