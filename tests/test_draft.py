"""Drafting: true figures give a text that lint has nothing to say of, in every style and every variant of a change."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from gouji.cli import main
from gouji.config import Config
from gouji.drafting import Order, run
from gouji.extract import figures as extracted
from gouji.findings import Severity
from gouji.lexicon.profiles import names as profile_names
from gouji.linter import lint_document, lint_file
from gouji.quantity import NumberKind, scan
from gouji.readers.text import read_text
from gouji.tieout.unchecked import Unchecked
from gouji.writing import (
    Draft,
    Figures,
    Given,
    Inputs,
    StyleError,
    draft,
    figures_of_extract,
    inputs_of,
    load_style,
    read_figures,
    read_inputs,
    style_names,
    with_prior,
    write_inputs,
)
from gouji.writing.figures import passage_names, subjects

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "文旅局-2024-决算.txt"
FINAL = [name for name in style_names() if load_style(name).kind == "final"]
# Placeholders (W104), what the inputs left out (S101, S104: a section is its placeholder), and no statement to compare with.
# The example's statements are in Shaanxi's order (S110).
ALLOWED = {"W104", "S101", "S104", "S110", "S114", "R103"}


@pytest.fixture(scope="module")
def example():
    report = lint_file(EXAMPLE, Config())
    figures = read_figures(report)
    return report, figures, inputs_of(report, figures)


def _tables() -> str:
    source = EXAMPLE.read_text("utf-8")
    return source[source.rindex("# 第", 0, source.rindex("公开01表")) :]


def _said(text: str, tables: str, style: str) -> list[str]:
    profile = style if style in profile_names() else "national-final"
    report = lint_document(read_text(f"# 2024年度部门决算\n\n{text}\n{tables}", "起草.md"), Config(profile=profile))
    return [
        f"{f.code} {f.message}" for f in report.findings if f.severity >= Severity.WARNING and f.code not in ALLOWED
    ]


@pytest.mark.parametrize("style", FINAL)
def test_a_drafted_narrative_has_nothing_to_report(example, style: str) -> None:
    _, figures, inputs = example
    assert _said(draft(figures, inputs, load_style(style)).text, _tables(), style) == []


def test_the_example_s_own_sections_are_found_tied(example) -> None:
    _, figures, inputs = example
    text = draft(figures, inputs, load_style("shaanxi-final")).text
    report = lint_document(read_text(f"# 2024年度部门决算\n\n{text}\n{_tables()}", "起草.md"), Config())
    unchecked = sum(why is not Unchecked.NOT_FISCAL for why in report.tieout.unchecked.values())
    assert unchecked * 12 <= report.tieout.coverage.numbers


def test_what_is_lacking_is_marked_and_listed(example) -> None:
    _, figures, _ = example
    inputs = Inputs({"收入支出总计": Given(prior=Decimal("17000000"))})
    made = draft(figures, inputs, load_style("national"))
    assert "下降的主要原因是：【待补充：“收入支出总计”增减的原因】" in made.text
    said = [lack.what for lack in made.lacking]
    assert "“收入支出总计”增减的原因" in said
    assert "“财政拨款收入支出总计”的上年数" in said


def test_the_inputs_to_fill_in_name_exactly_what_is_lacking(tmp_path: Path) -> None:
    (tmp_path / "表.txt").write_text(TABLE.format(now="500.00"), "utf-8")
    (tmp_path / "情况.yaml").write_text("收入支出总计:\n  上年: 480\n", "utf-8")
    made = run(Order(tmp_path / "表.txt", tmp_path / "情况.yaml", style="national", section="一"))
    assert made.to_fill_in() == "收入支出总计:\n  上年: '480'\n  原因: ''\n"


def test_inputs_survive_the_file(example, tmp_path: Path) -> None:
    _, _, inputs = example
    path = tmp_path / "情况.yaml"
    path.write_text(write_inputs(inputs), "utf-8")
    again = read_inputs(path)
    assert again.given == inputs.given
    assert again.unit == inputs.unit
    assert again.passages == inputs.passages


TABLE = """# 2024年度部门决算
收入支出决算总表
公开01表
单位：万元
收入\t\t支出\t
项目\t决算数\t项目\t决算数
本年收入合计\t{now}\t本年支出合计\t{now}
总计\t{now}\t总计\t{now}
"""


def _change(now: Decimal, before: Decimal, style: str = "national") -> Draft:
    figures = read_figures(lint_document(read_text(TABLE.format(now=now), "例.txt"), Config()))
    given_ = {"收入支出总计": Given(prior=before * 10000, reason="项目调整")}
    return draft(figures, Inputs(given_), load_style(style), "totals")


def test_every_variant_of_a_change() -> None:
    now = Decimal("500.00")
    assert "增加20.00万元，增长4.17%，增长的主要原因是：项目调整" in _change(now, Decimal("480.00")).text
    assert "减少20.00万元，下降3.85%，下降的主要原因是：项目调整" in _change(now, Decimal("520.00")).text
    assert "均持平。" in _change(now, now).text
    from_zero = _change(now, Decimal(0)).text
    assert "增加500.00万元，增长的主要原因是" in from_zero
    assert "%" not in from_zero
    to_zero = _change(Decimal("0.00"), now).text
    assert "总计均为0万元" in to_zero
    assert "减少500.00万元，下降100%" in to_zero
    negative = _change(Decimal("-3.00"), Decimal("-5.00")).text
    assert "-3.00万元" in negative
    assert "%" not in negative


def test_a_new_unit_has_no_last_year() -> None:
    figures = read_figures(lint_document(read_text(TABLE.format(now="500.00"), "例.txt"), Config()))
    made = draft(figures, Inputs(first_year=True), load_style("national"), "totals")
    assert made.text.endswith("均为500.00万元，本部门为2024年新设立，没有上年数。\n")
    assert made.lacking == []


def test_one_item_over_under_and_at_its_budget_and_without_one() -> None:
    table = """# 2024年度部门决算
一般公共预算财政拨款支出决算表
公开05表
单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
合计\t\t100.00\t100.00\t
201\t一般公共服务支出\t100.00\t100.00\t
20101\t人大事务\t100.00\t100.00\t
2010101\t行政运行\t100.00\t100.00\t
"""
    figures = read_figures(lint_document(read_text(table, "例.txt"), Config()))

    def section(budget: str | None) -> str:
        planned = None if budget is None else Decimal(budget) * 10000
        inputs = Inputs({"2010101": Given(budget=planned, budget_reason="人员变动")})
        return draft(figures, inputs, load_style("national"), "general").text.split("1. ")[1].splitlines()[0]

    assert "完成年初预算的125.00%，决算数大于年初预算数的主要原因是：人员变动" in section("80")
    assert "完成年初预算的80.00%，决算数小于年初预算数的主要原因是：人员变动" in section("125")
    assert section("100").endswith("完成年初预算的100%。")
    assert "年初预算0万元，支出决算100.00万元，决算数大于年初预算数的主要原因是" in section("0")
    assert "%" not in section("0")
    assert "【待补充：“行政运行（2010101）”的预算数】" in section(None)


@given(st.integers(-(10**6), 10**8), st.integers(0, 10**8), st.sampled_from(FINAL))
@settings(deadline=None, max_examples=60)
def test_a_drafted_change_never_fails_lint(now: int, before: int, style: str) -> None:
    made = _change(Decimal(now).scaleb(-2), Decimal(before).scaleb(-2), style)
    report = lint_document(read_text(f"# 2024年度部门决算\n{made.text}", "例.txt"), Config())
    assert [f.message for f in report.findings if f.code[0] in "DANR"] == []


@given(st.integers(10**4, 10**8), st.integers(10**4, 10**8))
@settings(deadline=None, max_examples=40)
def test_a_changed_number_is_found(now: int, before: int) -> None:
    """Whichever number of a drafted sentence is ten times what it was, lint says so."""
    made = _change(Decimal(now).scaleb(-2), Decimal(before).scaleb(-2))
    tables = TABLE.format(now=Decimal(now).scaleb(-2))
    for number in made.numbers:
        quantity = number.text.rstrip("万元%").replace(",", "")
        nearly_all = number.text.endswith("%") and Decimal(quantity) > 99
        if not quantity.replace(".", "").isdigit() or Decimal(quantity) < 1 or nearly_all or "99.9" in made.text:
            continue
        unit = number.text[len(number.text.rstrip("万元%")) :]
        wrong = f"{Decimal(quantity) * 10}{unit}"
        text = made.text[: number.offset] + wrong + made.text[number.offset + len(number.text) :]
        report = lint_document(read_text(tables + text, "例.txt"), Config())
        assert any(f.severity >= Severity.WARNING for f in report.findings), (made.text, wrong)


@pytest.mark.parametrize("style", FINAL)
def test_every_number_has_its_provenance(example, style: str) -> None:
    _, figures, inputs = example
    made = draft(figures, inputs, load_style(style))
    known = [(n.offset, n.offset + len(n.text)) for n in made.numbers]
    for number in made.numbers:
        assert made.text[number.offset : number.offset + len(number.text)] == number.text
        assert all(source.file and source.place for source in number.sources)
    for number in scan(made.text):
        if number.kind in (NumberKind.AMOUNT, NumberKind.RATE, NumberKind.COUNT):
            assert any(start <= number.start and number.end <= end for start, end in known), made.text[
                number.start - 20 : number.end
            ]


def test_a_rate_tells_its_formula_and_cells(example) -> None:
    _, figures, inputs = example
    made = draft(figures, inputs, load_style("shaanxi-final"), "三")
    share = next(number for number in made.numbers if number.text.endswith("%"))
    assert share.formula == "1,199.69万元 ÷ 1,610.22万元"
    assert [source.text for source in share.sources] == ["1199.69万元", "1610.22万元"] or len(share.sources) == 2


def test_the_same_input_gives_the_same_text(example) -> None:
    _, figures, inputs = example
    assert draft(figures, inputs, load_style("national")) == draft(figures, inputs, load_style("national"))


def test_last_year_s_tables_give_last_year_s_amounts(example) -> None:
    _, figures, _ = example
    cells = {key._replace(period=key.period - 1): facts for key, facts in figures.cells.items()}
    before = Figures(figures.year - 1, figures.kind, cells, figures.document)
    amount = figures.amount("收入支出总计")
    assert amount is not None
    assert with_prior(Inputs(), figures, before).of("收入支出总计").prior == amount.value


def test_extracted_figures_draft_the_same(example) -> None:
    report, figures, inputs = example
    again = figures_of_extract(json.loads(json.dumps(extracted(report))), "数据.json")
    assert draft(again, inputs, load_style("national")).text == draft(figures, inputs, load_style("national")).text


def _style(folder: Path, template: str) -> Path:
    folder.mkdir()
    (folder / "style.toml").write_text(
        'extends = "national"\ntitle = "自己的"\n[[section]]\nid = "totals"\ntitle = "总体"\n', "utf-8"
    )
    (folder / "totals.md.j2").write_text(template, "utf-8")
    return folder


def test_a_style_of_one_s_own(example, tmp_path: Path) -> None:
    _, figures, inputs = example
    folder = _style(tmp_path / "样式", "总计{{ '收入支出总计' | 金额 }}。")
    assert draft(figures, inputs, load_style(str(folder))).text.endswith("## 一、总体\n\n总计1,627.08万元。\n")


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("甲\n{{ '没有的' | 金额 }}", "totals.md.j2 第 2 行：没有“没有的”这个指标"),
        ("{{ 不认识 }}", "totals.md.j2 第 1 行：'不认识' is undefined"),
        ("甲\n\n{% if %}", "totals.md.j2 第 3 行：模板写法不对"),
        ("{{ '收入支出总计' | 变动('没有') }}", "style.toml 里没有 [change.没有]"),
        ("{% include '../../pyproject.toml' %}", "缺少模板"),
        ("{{ ''.__class__.__mro__ }}", "totals.md.j2 第 1 行"),
        ("{{ '收入支出总计' | 占比('国有资本经营预算财政拨款支出') }}", "为0，不能算“收入支出总计”的占比"),
    ],
)
def test_a_faulty_template_is_named_with_its_line(example, tmp_path: Path, template: str, message: str) -> None:
    _, figures, inputs = example
    with pytest.raises(StyleError) as caught:
        draft(figures, inputs, load_style(str(_style(tmp_path / "样式", template))))
    assert message in str(caught.value)


def test_a_workbook_s_own_inputs_and_the_file_s_over_them(tmp_path: Path) -> None:
    (tmp_path / "表.txt").write_text(
        TABLE.format(now="500.00") + "\n指标\t上年\t原因\n收入支出总计\t480.00\t表里的原因\n", "utf-8"
    )
    (tmp_path / "情况.yaml").write_text("收入支出总计:\n  原因: 文件里的原因\n", "utf-8")
    made = run(Order(tmp_path / "表.txt", tmp_path / "情况.yaml", style="national", section="一"))
    assert "增加20.00万元，增长4.17%，增长的主要原因是：文件里的原因" in made.text


def test_sheets_marked_as_last_year_s_give_last_year_s_amounts(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for index, (name, amount) in enumerate((("公开01表", 500), ("公开01表（上年）", 480))):
        sheet = book.active if index == 0 else book.create_sheet()
        sheet.title = name
        for row in (
            ["2024年度部门决算"],
            ["收入支出决算总表"],
            ["单位：万元"],
            ["收入", None, "支出", None],
            ["项目", "决算数", "项目", "决算数"],
            ["本年收入合计", amount, "本年支出合计", amount],
            ["总计", amount, "总计", amount],
        ):
            sheet.append(row)
    book.save(tmp_path / "表.xlsx")
    made = run(Order(tmp_path / "表.xlsx", style="national", section="一"))
    assert "均为500.00万元，与上年相比收入总计、支出总计均增加20.00万元，增长4.17%" in made.text
    assert made.draft.numbers[1].sources[1].place.startswith("公开01表（上年）!")
    assert made.faults == []


def test_the_command_line_drafts_and_names_what_is_wrong(tmp_path: Path) -> None:
    runner = CliRunner()
    yaml, out, origin = tmp_path / "情况.yaml", tmp_path / "说明.md", tmp_path / "来处.json"
    assert runner.invoke(main, ["extract", str(EXAMPLE), "--inputs", "-o", str(yaml)]).exit_code == 0
    drafted = ["draft", str(EXAMPLE), "--inputs", str(yaml)]
    assert runner.invoke(main, [*drafted, "-o", str(out), "--provenance", str(origin)]).exit_code == 0
    text = out.read_text("utf-8")
    assert "## 一、收入支出决算总体情况说明" in text
    first = json.loads(origin.read_text("utf-8"))["numbers"][0]
    assert text[first["offset"] :].startswith(first["text"])
    strict = runner.invoke(main, ["draft", str(EXAMPLE), "--strict"])
    assert strict.exit_code == 1
    assert "缺 “收入支出总计”的上年数" in strict.output
    one = runner.invoke(main, [*drafted, "--section", "三"])
    assert one.output.startswith("## 三、支出决算情况说明\n\n2024年度本年支出合计")
    missing = runner.invoke(main, [*drafted, "--section", "三十"])
    assert missing.exit_code == 2
    assert "没有“三十”一节" in missing.output
    assert "national" in runner.invoke(main, ["styles"]).output
    yaml.write_text("收入支出总计:\n  上年: 很多\n", "utf-8")
    result = runner.invoke(main, drafted)
    assert result.exit_code == 2
    assert "上年" in result.output
    result = runner.invoke(main, ["draft", str(EXAMPLE), "--style", "没有"])
    assert result.exit_code == 2
    assert "national" in result.output
    result = runner.invoke(main, ["draft", str(EXAMPLE), "--style", "shanghai-budget"])
    assert result.exit_code == 2
    assert "这是决算" in result.output


def test_figures_that_do_not_tie_out_are_reported_first(tmp_path: Path) -> None:
    faulty = EXAMPLE.read_text("utf-8").replace("\t1,610.22", "\t1,610.29")
    path, out = tmp_path / "表.txt", tmp_path / "说明.md"
    path.write_text(faulty, "utf-8")
    runner = CliRunner()
    result = runner.invoke(main, ["draft", str(path), "-o", str(out)])
    assert result.exit_code == 1
    assert "报表自己对不上" in result.output
    assert not out.exists()
    assert runner.invoke(main, ["draft", str(path), "-o", str(out), "--force"]).exit_code == 0
    assert out.exists()


def test_the_unit_itself_stands_in_front_where_it_is_told() -> None:
    style = load_style("national")
    plain = draft(Figures(2024, "final", {}), Inputs(), style).text
    assert "概况" not in plain
    given = Inputs({"人员编制": Given(counted=Decimal(42))}, "云岭区档案馆", passages={"duties": "保管全区档案。"})
    text = draft(Figures(2024, "final", {}), given, style).text
    assert text.startswith(
        "# 第一部分 云岭区档案馆概况\n\n## 一、主要职责\n\n保管全区档案。\n\n## 二、机构设置\n\n【待补充：“机构设置”"
    )
    assert "截至2024年末，本部门人员编制42人。\n\n# 第三部分" in text
    assert draft(Figures(2024, "final", {}), given, style, "主要职责").text == "## 一、主要职责\n\n保管全区档案。\n"


_BUDGET = {
    **dict.fromkeys(("收入支出总计", "本年收入合计", "本年支出合计", "2010301", "201"), (100, 80)),
    **dict.fromkeys(("财政拨款收入支出总计", "财政拨款收入", "财政拨款支出"), (100, 80)),
    **dict.fromkeys(("一般公共预算财政拨款收入", "一般公共预算财政拨款支出"), (100, 80)),
    **dict.fromkeys(("基本支出", "财政拨款基本支出", "一般公共预算财政拨款基本支出", "301", "501"), (60, 60)),
    **dict.fromkeys(("项目支出", "一般公共预算财政拨款项目支出", "302", "502"), (40, 20)),
    **dict.fromkeys(("人员经费", "在职人员经费"), (50, 50)),
    **dict.fromkeys(("公用经费", "机关运行经费"), (10, 10)),
    **dict.fromkeys(("三公经费", "公务接待费"), (6, 8)),
    **dict.fromkeys(("政府采购", "政府采购服务", "委托业务费"), (5, 0)),
}
BUDGET = [name for name in style_names() if load_style(name).kind == "budget"]


@pytest.mark.parametrize("style", BUDGET)
def test_a_drafted_budget_has_nothing_to_report(style: str) -> None:
    given = {
        name: Given(Decimal(now) * 10000, prior=Decimal(before) * 10000, reason="按工作安排核定", purpose="日常工作")
        for name in [*subjects(), *(name for name in _BUDGET if name.isdigit())]
        for now, before in [_BUDGET.get(name, (0, 0))]
    }
    counts = {
        name: Given(counted=Decimal(2)) for name in ("车辆", "设备", "购置车辆", "购置设备", "下属机关", "下属参公单位")
    }
    texts = dict.fromkeys(passage_names(), "本部门按规定公开。")
    for name, what in (("人员经费", "基本工资、津贴补贴"), ("公用经费", "办公费、印刷费")):
        given[name] = given[name]._replace(names=what)
    inputs = Inputs({**given, **counts}, "云岭区档案馆", passages=texts)
    made = draft(Figures(2026, "budget", {}), inputs, load_style(style))
    assert made.lacking == []
    assert "【" not in made.text
    report = lint_document(read_text(made.text, "说明.md"), Config(kind="budget", year=2026, profile=style))
    assert [f"{f.code} {f.message}" for f in report.findings if f.code[0] in "DATNRY"] == []
