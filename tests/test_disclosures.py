"""Disclosures of several files: found by folders, by what names say, or by a list; each with its own last year's."""

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from test_several import NARRATIVE, TABLE

from gouji.cli import main
from gouji.grouping import grouped
from gouji.manifest import ManifestError, tasks_of
from gouji.priors import Told, prior_of

ORDINALS = "一二三四五六七八九十百"


def lint(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["lint", "--no-config", *map(str, arguments)])


def read(result: Result) -> list[dict[str, object]]:
    return list(json.loads(result.stdout)["files"])


def table(unit: str, year: int, income: str = "500.00", closing: str = "12.00", total: str = "512.00") -> str:
    head = f"{unit}{year}年度部门决算\n"
    return head + TABLE.format(income=income, opening="12.00", closing=closing, total=total)


def narrative(unit: str, change: str = "28.00", rate: str = "5.19") -> str:
    return f"# {unit}2024年度部门决算\n{NARRATIVE.format(change=change, rate=rate)}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for unit in ("青川市水务局", "青川市林业局"):
        own = tmp_path / "今年" / unit
        own.mkdir(parents=True)
        (own / "说明.txt").write_text(narrative(unit, "20.00", "3.76"), "utf-8")
        (own / "公开表.txt").write_text(table(unit, 2024), "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("names", "sets"),
    [
        (["甲局2024年决算说明.docx", "甲局2024年决算公开表.xlsx"], [(0, 1)]),
        (["公开表.xlsx", "说明.docx"], [(1, 0)]),
        (["附件1：情况说明.docx", "附件2：报表.xls", "3.公开报表.xlsx"], [(0, 1, 2)]),
        (["甲局2024年决算.pdf", "甲局2024年决算.xlsx"], [(0, 1)]),
        (["甲局说明.docx", "乙局公开表.xlsx"], [(0,), (1,)]),  # of two units
        (["甲局2023年说明.docx", "甲局2024年公开表.xlsx"], [(0,), (1,)]),  # of two years
        (["甲局说明.docx", "甲局说明.pdf", "甲局公开表.xlsx"], [(0,), (1,), (2,)]),  # which is the narrative?
        (["甲局公开表及说明.docx", "甲局及公开表.xlsx"], [(0,), (1,)]),  # all in one
        (["甲局公开表.xls", "甲局报表.xlsx"], [(0,), (1,)]),
        (["甲/说明.docx", "乙/公开表.xlsx"], [(0,), (1,)]),
    ],
)
def test_files_belong_together_only_if_their_names_say_so(names: list[str], sets: list[tuple[int, ...]]) -> None:
    found = grouped([Path(name) for name in names])
    assert [tuple(names.index(path.as_posix()) for path in paths) for paths in found] == sets


def test_a_narrative_and_its_tables_are_read_as_one_and_that_is_told(folder: Path) -> None:
    result = lint(folder / "今年", "--format", "json")
    assert [Path(str(each["path"])).name for each in read(result)] == ["说明.txt", "说明.txt"]
    assert all(len(each["statements"]) == 1 for each in read(result))
    assert "按文件名合为一份公开：说明.txt＋公开表.txt" in result.stderr
    apart = lint(folder / "今年", "--no-group", "--format", "json")
    assert len(read(apart)) == 4
    assert not apart.stderr


def test_each_folder_is_a_disclosure(folder: Path) -> None:
    annex = folder / "今年" / "青川市水务局" / "附件"
    annex.mkdir()
    (annex / "其他.txt").write_text("无。\n", "utf-8")
    (folder / "今年" / "通知.txt").write_text("各单位：请于五月底前公开。\n", "utf-8")
    found = read(lint(folder / "今年", "--each-folder", "--format", "json"))
    assert [Path(str(each["path"])).name for each in found] == ["通知.txt", "青川市林业局", "青川市水务局"]
    assert [len(each["statements"]) for each in found] == [0, 1, 1]
    (folder / "今年" / "通知.txt").unlink()
    assert len(read(lint(folder, "--each-folder", "--format", "json"))) == 2  # a folder that only has folders is none


def test_a_list_tells_what_belongs_together(folder: Path) -> None:
    (folder / "上年.txt").write_text(table("青川市水务局", 2023, "528.00", "12.00", "540.00"), "utf-8")
    manifest = folder / "清单.csv"
    rows = (
        "单位,文件,报表,上年,种类",
        "水务局,今年/青川市水务局/说明.txt,今年/青川市水务局/公开表.txt,上年.txt,决算",
        "林业局,今年\\青川市林业局\\公开表.txt；今年\\青川市林业局\\说明.txt,,,",
    )
    manifest.write_bytes("\r\n".join(rows).encode("gb18030"))  # as a spreadsheet saves it
    water, wood = read(lint("--manifest", manifest, "--format", "json"))
    assert [f["code"] for f in water["findings"]] == ["A102"]  # against last year's
    assert [f["code"] for f in wood["findings"]] == []
    assert len(wood["statements"]) == 1


def test_a_list_may_be_saved_as_spreadsheets_do(folder: Path) -> None:
    rows = [["单位", "报表"], ["水务局", "今年/青川市水务局/公开表.txt"]]
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(folder / "清单.xlsx")
    for name, separator, encoding in (("1.csv", ",", "utf-8-sig"), ("2.txt", "\t", "utf-16"), ("3.csv", ";", "gbk")):
        (folder / name).write_bytes("".join(separator.join(row) + "\r\n" for row in rows).encode(encoding))
    for name in ("清单.xlsx", "1.csv", "2.txt", "3.csv"):
        (task,) = tasks_of(folder / name)
        assert (task.unit, [path.name for path in task.paths]) == ("水务局", ["公开表.txt"])


def test_the_list_says_whose_a_disclosure_is_everywhere(folder: Path) -> None:
    (folder / "清单.csv").write_text(
        "单位,文件\n二处,今年/青川市水务局/说明.txt\n三处,没有.docx\n三处,没有.docx\n", "utf-8"
    )
    result = lint(
        "--manifest", folder / "清单.csv", "--format", f"html={folder}/页/", "--format", f"xlsx={folder}/表.xlsx"
    )
    assert result.exit_code == 2
    assert "第 3、4 行都是“三处”" in result.stderr
    assert "第 3、4 行写的是同样的文件" in result.stderr
    index = (folder / "页" / "index.html").read_text("utf-8")
    assert '<a href="%E8%AF%B4%E6%98%8E.html">二处</a>' in index
    assert index.count("<td>三处</td>") == 2
    sheet = openpyxl.load_workbook(folder / "表.xlsx")["汇总"]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["三处", "三处", "二处"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("单位,名称\n甲,乙\n", "第 1 行要写表头"),
        ("单位,文件\n", "一个单位也没有"),
        ("单位,文件\n甲,\n", "第 2 行：没有写文件"),
        ("单位,文件,种类\n甲,a.txt,结算\n", "第 2 行：种类应为"),
        ("单位,文件,公开要求\n甲,a.txt,火星\n", "第 2 行：没有公开要求 火星"),
    ],
)
def test_a_faulty_list_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "清单.csv").write_text(text, "utf-8")
    with pytest.raises(ManifestError, match=said):
        tasks_of(tmp_path / "清单.csv")
    assert lint("--manifest", tmp_path / "清单.csv").exit_code == 2


def test_each_disclosure_finds_last_year_s_by_its_unit(folder: Path) -> None:
    before = folder / "去年"
    before.mkdir()
    (before / "1.txt").write_text(table("青川市水务局", 2023, "528.00", "12.00", "540.00"), "utf-8")
    (before / "2.txt").write_text(table("青川市林业局", 2022, "528.00", "12.00", "540.00"), "utf-8")
    (before / "3.txt").write_text(table("青川市水务局幼儿园", 2023, "1.00", "12.00", "13.00"), "utf-8")
    for _ in range(2):  # the second time from the cache
        result = lint(folder / "今年", "--prior", before, "--format", "json")
        wood, water = read(result)
        assert [f["code"] for f in water["findings"]] == ["A102"]
        assert [f["code"] for f in wood["findings"]] == []
        assert "上年的文件夹里没有找到“青川市林业局”的" in result.stderr  # its file is of the year before
    (before / "1.txt").write_text(table("青川市水务局", 2023, "520.00", "12.00", "532.00"), "utf-8")
    wood, water = read(lint(folder / "今年", "--prior", before, "--format", "json"))
    assert [f["code"] for f in water["findings"]] == []


def test_last_year_s_is_not_guessed() -> None:
    own = Told((), ("青川市水务局",), "final", 2024, "own")
    whole, part = (Told((Path(e),), ("青川市水务局",), "final", 2023, e) for e in ("consolidated", "own"))
    assert prior_of(own, [whole, part])[0] == part.paths
    found, why = prior_of(own._replace(extent=""), [whole, part])
    assert not found
    assert "有 2 份像是“青川市水务局”的" in why
    assert not prior_of(own, [part._replace(kind="budget")])[0]
    assert "看不出是哪个单位的" in prior_of(own._replace(names=()), [part])[1]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dozen units: one with an error, one that cannot be read."""
    folder = tmp_path_factory.mktemp("公开")
    for number in range(11):
        rate = "9.99" if number == 7 else "5.19"
        text = narrative(f"青川市第{ORDINALS[number]}中学", rate=rate)
        (folder / f"{number:02}.txt").write_text(f"{text}\n{table(f'青川市第{ORDINALS[number]}中学', 2024)}", "utf-8")
    (folder / "99.pdf").write_bytes(b"no PDF")
    return folder


def test_of_many_files_the_screen_has_a_line_each(many: Path) -> None:
    result = lint(many, "--no-cache")
    lines = result.stdout.splitlines()
    assert len(lines) == 12
    assert lines[7].startswith("青川市第八中学  2024年决算  错误 1")
    assert "部分没有核对" in lines[6]
    assert lines[-1] == "共 12 个文件（1 个无法读取）：错误 1，疑点 0。"
    detailed = lint(many, "--no-cache", "-v").stdout
    assert "A101" in detailed
    assert len(detailed.splitlines()) > 14


def test_a_folder_of_pages_has_an_index(many: Path, tmp_path: Path) -> None:
    folder = tmp_path / "报告"
    result = lint(many, "--format", f"html={folder}/")
    assert result.exit_code == 2
    index = (folder / "index.html").read_text("utf-8")
    assert len(list(folder.iterdir())) == 12  # the index and a page for each that could be read
    rows = index.split("<tbody>")[1].split("<tr")[1:]
    assert "青川市第八中学" in rows[0]  # the gravest first
    assert '<a href="07.html">' in rows[0]
    assert "不是 PDF 文件" in rows[1]
    assert "href" not in rows[1]
    assert "//" not in index.split("</style>")[0]
    assert "src=" not in index
    assert "A101" in (folder / "07.html").read_text("utf-8")
    assert 'href="index.html"' in (folder / "07.html").read_text("utf-8")


def test_a_page_that_somebody_else_wrote_is_not_written_over(many: Path, tmp_path: Path) -> None:
    folder = tmp_path / "网站"
    folder.mkdir()
    for name in ("index.html", "07.html"):
        (folder / name).write_text("<html>网站自己的</html>", "utf-8")
        result = lint(many, "--format", f"html={folder}/")
        assert result.exit_code == 2
        assert f"{name}：已有别的网页" in result.stderr
        assert (folder / name).read_text("utf-8") == "<html>网站自己的</html>"
        (folder / name).unlink()
    for _ in range(2):
        assert "已有别的网页" not in lint(many, "--format", f"html={folder}/").stderr
    assert (folder / "07.html").exists()


def test_the_index_of_five_hundred_units_is_small() -> None:
    from gouji.reporters.html import Html
    from gouji.reporters.overview import Row
    from gouji.reporters.reporter import Tally

    name = "公开/青川市云岭区第{}街道办事处/2024年度部门决算公开说明.docx"
    row = Row(name, "青川市云岭区街道办事处", "2024年决算", 3, 1, 0, 184, 157, 9, "error")
    pages = [
        (row._replace(name=name.format(number)), f"2024年度部门决算公开说明{number}.html") for number in range(500)
    ]
    assert len("".join(map(str, Html().index(pages, Tally()))).encode()) < 300_000


def test_a_workbook_of_findings_begins_with_every_unit(many: Path, tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "问题.xlsx"
    lint(many, "--format", f"xlsx={path}")
    overview, listed = openpyxl.load_workbook(path).worksheets
    rows = list(overview.iter_rows(min_row=2, values_only=True))
    assert overview.title == "汇总"
    assert len(rows) == 12
    assert rows[0][:4] == ("青川市第八中学", "2024年决算", "有错误", 1)
    assert rows[1][2] == "读不了"
    assert rows[2][2] == "部分没有核对"
    assert listed.max_row == 3
