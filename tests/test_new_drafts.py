"""Every workbook of `gouji new`, filled in: lint has nothing to wonder at, and the draft in its jurisdiction's style is true and whole."""

from decimal import Decimal
from pathlib import Path

import pytest
import regex
from click.testing import CliRunner
from filled import filled_in

from gouji.cli import main
from gouji.config import Config
from gouji.drafting import Order, run
from gouji.lexicon.profiles import load, names
from gouji.linter import lint_file
from gouji.reporters.text import summary
from gouji.writing import Given, Inputs, draft, inputs_of, load_style, read_figures, style_names
from gouji.writing.figures import Figures


@pytest.mark.parametrize("profile", names())
def test_a_filled_workbook_is_clean_known_for_what_it_is_and_drafted(profile: str, tmp_path: Path) -> None:
    path = tmp_path / "工作簿.xlsx"
    workbook = filled_in(profile, path)
    inputs = {row[0].value: row for row in workbook["情况"].iter_rows(min_row=2)}
    for name in ("收入支出总计", "财政拨款收入支出总计", "公务接待费"):
        inputs[name][3].value, inputs[name][4].value = 700.5, "按工作需要安排"
    workbook.save(path)
    report = lint_file(path, Config())
    assert report.profile == load(profile)
    assert (report.findings, report.doubts) == ([], [])
    assert not regex.search("未识别|注意|没有读懂", summary("工作簿.xlsx", report))
    if profile not in style_names():
        return
    drafted = run(Order(path))
    assert {finding.code for finding in drafted.proof.findings} <= {"W104"}  # what is still to be written
    assert not regex.search(r"其中：\s*(?:\n## |$)|包括：\s*[。；]|：。", drafted.draft.text)


CLASSES = [
    "文化旅游体育与传媒支出721.35万元",
    "社会保障和就业支出60.40万元",
    "城乡社区支出30.00万元",
    "住房保障支出45.30万元",
]


@pytest.mark.parametrize(
    ("profile", "section", "told"),
    [
        ("zhejiang-budget", "expenditure", "、".join(CLASSES)),
        ("hunan-budget", "totals", "，".join(CLASSES)),
        ("chongqing-budget", "totals", "，".join(CLASSES)),
        ("jiangsu-budget", "totals", "（3）城乡社区支出（类）支出30.00万元"),
        ("jiangsu-budget", "fiscal-spending", "城乡社区支出（类）支出30.00万元"),
        ("central-final", "totals", "3.城乡社区（类）支出30.00万元"),
    ],
)
def test_a_list_of_all_money_tells_what_a_fund_pays(profile: str, section: str, told: str, tmp_path: Path) -> None:
    filled_in(profile, tmp_path / "工作簿.xlsx")
    assert told in run(Order(tmp_path / "工作簿.xlsx", section=section)).draft.text


def test_a_count_is_written_as_one_counts(tmp_path: Path) -> None:
    path = tmp_path / "工作簿.xlsx"
    workbook = filled_in("national-final", path)
    row = next(row for row in workbook["情况"].iter_rows(min_row=2) if row[0].value == "公务用车保有量")
    row[6].value = 4.0
    workbook.save(path)
    assert "公务用车保有量4辆" in run(Order(path)).draft.text


def test_what_no_statement_lists_is_still_to_be_written(tmp_path: Path) -> None:
    filled_in("shaanxi-budget", tmp_path / "工作簿.xlsx")
    drafted = run(Order(tmp_path / "工作簿.xlsx"))
    assert "其中：\n\n【待补充：“部门预算支出经济分类”包括哪些】" in drafted.draft.text
    assert "“部门预算支出经济分类”包括哪些" in [lack.what for lack in drafted.missing]
    assert "部门预算支出经济分类" not in drafted.to_fill_in()


def test_a_hidden_sheet_with_anything_but_codes_is_told(tmp_path: Path) -> None:
    workbook = filled_in("national-final", tmp_path / "工作簿.xlsx")
    workbook["科目"].append(["合计", 12.5])
    workbook.save(tmp_path / "工作簿.xlsx")
    assert "有隐藏的工作表“科目”，没有读取" in lint_file(tmp_path / "工作簿.xlsx", Config()).document.remarks


def test_only_the_styles_of_its_kind_are_offered(tmp_path: Path) -> None:
    filled_in("central-budget", tmp_path / "工作簿.xlsx")
    with pytest.raises(Exception, match="没有认出用哪一种写法") as told:
        run(Order(tmp_path / "工作簿.xlsx"))
    assert "zhejiang-budget" in str(told.value)
    assert "final" not in str(told.value)


def test_zhejiang_tells_of_what_is_planned_no_more_only_the_rate() -> None:
    given = {"因公出国（境）费": Given(Decimal(0), prior=Decimal(100000), reason="统筹管理")}
    text = draft(
        Figures(2026, "budget", {}), Inputs(given, "云岭区档案馆"), load_style("zhejiang-budget"), "sangong"
    ).text
    assert "预算0.00万元，比上年预算数下降100.0%。减少的主要原因是统筹管理。" in text


def test_what_moved_of_all_money_is_reckoned_from_all_money(tmp_path: Path) -> None:
    text = "临水县档案馆{year}年部门预算\n\n{said}支出总表\n单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n\t合计\t{all}\t{all}\t\n201\t一般公共服务支出\t{all}\t{all}\t\n\n一般公共预算支出表\n单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n\t合计\t{own}\t{own}\t\n201\t一般公共服务支出\t{own}\t{own}\t\n"
    said = "第二部分 2025年部门预算情况说明\n\n一、支出预算情况\n\n2025年支出预算总额530.00万元。按支出功能科目划分：一般公共服务支出530.00万元，较上年预算安排减少12.00万元，下降2.21%。\n\n"
    (tmp_path / "去年.txt").write_text(text.format(year=2025, said=said, all="530.00", own="518.00"), "utf-8")
    (tmp_path / "今年.txt").write_text(text.format(year=2026, said="", all="540.00", own="519.00"), "utf-8")
    last = lint_file(tmp_path / "去年.txt", Config())
    given = inputs_of(last, read_figures(last)).given
    assert given["全部201"].prior == Decimal(5_420_000)
    assert given.get("201", Given()).prior is None
    order = Order(tmp_path / "今年.txt", prior=tmp_path / "去年.txt", style="chongqing-budget")
    assert run(order).inputs.given["全部201"].prior == Decimal(5_300_000)
    taken = tmp_path / "写法"
    assert CliRunner().invoke(main, ["style", str(tmp_path / "去年.txt"), "-o", str(taken)]).exit_code == 0
    assert "较上年预算安排增加10.00万元，增长1.89%" in run(order._replace(style=str(taken))).draft.text
