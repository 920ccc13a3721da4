"""What a draft writes is true: figures of statements before those of narratives, last year's inputs rolled forward, unknown is not none."""

from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from gouji.cli import main
from gouji.config import Config
from gouji.drafting import Drafted, Order, run
from gouji.findings import Severity
from gouji.linter import lint_document
from gouji.readers import read_file
from gouji.readers.several import joined
from gouji.readers.text import read_text
from gouji.writing import Figures, Given, Inputs, draft, forward, inputs_of, load_style, read_figures, read_inputs

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
LAST, NOW = EXAMPLES / "文旅局-2024-决算.txt", EXAMPLES / "文旅局-2025-报表.txt"


def _gouji(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(each) for each in arguments])
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> Path:
    """Last year's document as inputs, not rolled forward yet."""
    path = tmp_path_factory.mktemp("情况") / "情况.yaml"
    assert _gouji("extract", LAST, "--inputs", "-o", path)[0] == 0
    return path


@pytest.fixture(scope="module")
def drafted(told: Path) -> Drafted:
    return run(Order(NOW, told, LAST))


def test_the_recipe_of_the_readme_tells_the_truth(drafted: Drafted) -> None:
    text = drafted.text
    for said in (
        "总计均为1,643.47万元，与上年相比收入总计、支出总计均增加16.39万元，增长1.01%",
        "总计均为1,617.90万元，与上年相比收入总计、支出总计均增加18.80万元，增长1.18%",
        "财政拨款支出增加22.14万元，增长1.40%",
        "支出决算11.25万元，完成预算的92.21%",  # the budget of the statement, not last year's 26.70
        "财政拨款安排因公出国（境）费预算3.50万元，支出决算3.20万元",  # nothing last year
        "支出决算比上年增加3.20万元，增长的主要原因是：【待补充：",
        "公务用车购置费预算0万元，支出决算0万元。支出决算比上年减少17.86万元，下降100%",
        "支出决算3.86万元，完成预算的96.50%",
        "支出决算与上年持平",
        "文化创作与保护（项）。年初预算【待补充：“文化创作与保护（2070111）”的预算数】，支出决算22.50万元",
        "本部门2025年度无政府性基金预算财政拨款收支，已公开空表。",
        "政府采购支出总额共【待补充：“政府采购”的数】",
    ):
        assert said in text, said
    assert "1,569.64" not in text  # last year's budget
    assert "2024" not in text


def test_nothing_that_only_people_know_is_taken_over_unmarked(drafted: Drafted) -> None:
    assert "【请确认：去年减少的原因：旧车报废后维修次数减少】" in drafted.text
    assert "公务用车保有量【请更新：去年是4】辆" in drafted.text
    assert "【待补充：“国有资产”一节，去年的文字在情况文件里】" in drafted.text
    said = [lack.what for lack in drafted.draft.lacking]
    assert "“收入支出总计”增减的原因，现在写的是去年的" in said
    assert "“公务用车保有量”的数量，现在写的是去年的" in said
    assert (
        "1.财政拨款收入：指本级财政部门当年拨付给单位的各类预算资金。" in drafted.text
    )  # a definition is as true as it was


def test_the_recipe_s_draft_has_nothing_to_report_but_what_is_marked(drafted: Drafted) -> None:
    assert (drafted.faults, drafted.proof.findings) == ([], [])
    document = joined([read_text(drafted.draft.text, "说明.md"), read_file(NOW)])
    found = lint_document(document, Config(), read_file(LAST)).findings
    assert {f.code for f in found if f.severity >= Severity.WARNING} <= {"W104", "S105"}


def test_last_year_s_tables_outrank_what_its_narrative_implies(told: Path) -> None:
    inputs = read_inputs(told)
    assert (inputs.year, inputs.kind, inputs.origin) == (2024, "final", LAST.name)
    alone = run(Order(NOW, told)).draft  # last year's final amounts are in the inputs, too
    assert "均增加16.39万元，增长1.01%" in alone.text
    written = next(number for number in alone.numbers if number.text == "16.39万元")
    assert f"（出自{LAST.name}）" in written.sources[1].what


def test_inputs_of_last_year_are_written_for_this_one(drafted: Drafted, tmp_path: Path) -> None:
    path = tmp_path / "今年.yaml"
    assert _gouji("extract", LAST, "--inputs", "--year", 2025, "-o", path)[0] == 0
    inputs = read_inputs(path)
    assert inputs.year == 2025
    assert inputs.of("收入支出总计") == Given(
        prior=Decimal(16270800),
        reason="【请确认：去年减少的原因：上年度实施的文化馆剧场改造项目已完工结算，本年不再安排】",
    )
    assert inputs.of("公务用车保有量") == Given(asked="【请更新：去年是4】")
    assert inputs.passages["performance"].startswith("【请更新：")
    assert inputs.passages["glossary"].startswith("1.财政拨款收入")
    assert run(Order(NOW, path, LAST)).text == drafted.text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (None, "就是今年的这一份"),
        (("2025年", "2023年"), "是2023年度的，不能作2025年度的上年"),
        (("云岭区文化和旅游局", "白水区水务局"), "若是改了名"),
    ],
)
def test_what_is_no_last_year_is_refused(tmp_path: Path, changed: tuple[str, str] | None, said: str) -> None:
    prior, text = tmp_path / "上年.txt", NOW.read_text("utf-8")
    if changed:
        text = text.replace(*changed) if "年" in changed[0] else text.replace("2025年", "2024年").replace(*changed)
    prior.write_text(text, "utf-8")
    code, output = _gouji("draft", NOW, "--prior", prior)
    assert (code, said in output, output.count("\n")) == (2, True, 1), output


def test_inputs_of_another_unit_or_year_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "情况.yaml"
    for head, said in (
        ("年度: 2022", "是2022年度的情况"),
        ("单位名称: 白水区水务局", "是“白水区水务局”的情况"),
        ("年度: 2025\n种类: 预算", "是预算的情况，不能用来写决算"),
    ):
        path.write_text(f"{head}\n", "utf-8")
        code, output = _gouji("draft", NOW, "--inputs", path)
        assert (code, said in output) == (2, True), output
    path.write_text("单位名称: 白水区水务局\n曾用名: 白水区水务局\n", "utf-8")
    assert run(Order(NOW, path, section="一")).inputs.unit == "青川市云岭区文化和旅游局"


@pytest.mark.parametrize("ending", [".pdf", ".doc", ".xlsx"])
def test_endings_that_are_not_written_are_refused(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"说明{ending}"
    code, output = _gouji("draft", NOW, "-o", out)
    assert (code, "写不出" in output, out.exists()) == (2, True, False)
    assert _gouji("extract", NOW, "-o", out)[0] == 2


def test_a_draft_that_contradicts_itself_is_not_written(tmp_path: Path) -> None:
    path, out = tmp_path / "情况.yaml", tmp_path / "说明.md"
    path.write_text(
        "收入支出总计:\n  上年: 1500\n  原因: 结转资金比上年减少3.00万元，减少0.20%，减少9.00万元\n", "utf-8"
    )
    wrong = NOW.read_text("utf-8").replace("决算数	11.25	3.20", "决算数	2.25	3.20")
    tables = tmp_path / "表.txt"
    tables.write_text(wrong, "utf-8")
    assert _gouji("draft", tables, "--section", "九", "-o", out)[0] == 1
    assert not out.exists()
    code, _ = _gouji("draft", tables, "--section", "九", "-o", out, "--force")
    assert code == 0
    text = out.read_text("utf-8")
    assert "142.22%" not in text  # 3.20 ÷ 2.25
    assert "“因公出国（境）费”的占比：分项大于总项，请核对两个数" in text


def _figures(text: str) -> Figures:
    return read_figures(lint_document(read_text(f"# 2024年度部门决算\n{text}", "例.txt"), Config()))


FUND = "政府性基金预算财政拨款收入支出决算表\n公开07表\n单位：万元\n科目代码\t科目名称\t年初结转和结余\t本年收入\t本年支出\t年末结转和结余\n\t合计\t\t\t\t\n"


def test_only_an_empty_statement_or_an_explicit_nothing_is_none() -> None:
    style = load_style("national")
    nothing = Inputs({"政府性基金预算财政拨款支出": Given(amount=Decimal(0))})
    for figures, inputs, none in (
        (_figures(""), Inputs(), False),
        (_figures(FUND), Inputs(), True),
        (_figures(""), nothing, True),
    ):
        made = draft(figures, inputs, style, "fund")
        assert ("无政府性基金预算财政拨款收支" in made.text) is none
        assert bool(made.lacking) is not none


@pytest.mark.parametrize("style", ["national", "shaanxi-final", "qinghai-final", "shanghai-final"])
def test_a_draft_from_nothing_denies_nothing(style: str) -> None:
    text = draft(_figures(""), Inputs(), load_style(style)).text
    assert "无" not in text.replace("无【", "")
    assert "没有发生" not in text


def test_what_the_others_leave_of_a_whole_is_nothing() -> None:
    given = {"政府采购": Given(amount=Decimal(500000)), "政府采购货物": Given(amount=Decimal(400000))}
    text = draft(_figures(""), Inputs(given), load_style("shanghai-final"), "others").text
    assert "货物采购金额40.00万元、工程采购金额【待补充" in text
    given["政府采购"] = Given(amount=Decimal(400000))
    text = draft(_figures(""), Inputs(given), load_style("shanghai-final"), "others").text
    assert "工程采购金额0.00万元、服务采购金额0.00万元" in text


def test_what_moved_is_the_difference_of_the_amounts_as_they_are_shown() -> None:
    given = {"一般公共预算财政拨款支出": Given(amount=Decimal("900060"), prior=Decimal("1200040"), reason="项目完工")}
    text = draft(_figures(""), Inputs(given), load_style("national"), "general").text
    assert "减少29.99万元，下降25.00%" in text  # 90.01 and 120.00; 29.998 apart
    assert "30.00万元" not in text


@pytest.mark.parametrize(
    ("title", "sentence", "called"),
    [
        ("青河市水务局（本级）", "青河市水务局（本级）收入总计3.00万元。", "青河市水务局（本级）"),
        ("青河市水务局（本级）", "青河市水务局收入总计3.00万元。", "青河市水务局"),
        ("青河市水务局", "青河市水务局收入总计3.00万元，青河市水务局（本级）1.00万元。", "青河市水务局"),
    ],
)
def test_a_unit_alone_is_called_as_its_document_calls_it(title: str, sentence: str, called: str) -> None:
    report = lint_document(read_text(f"# {title}2024年度部门决算\n\n{sentence}\n", "例.txt"), Config())
    assert inputs_of(report, read_figures(report)).unit == called


def test_missing_statements_and_a_blank_name_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "表.txt"
    text = NOW.read_text("utf-8").replace("青川市云岭区文化和旅游局（汇总）", "")
    start, end = text.index("支出决算表\n\n公开03表"), text.index("财政拨款收入支出决算总表\n\n公开04表")
    path.write_text(text[:start] + text[end:], "utf-8")
    said = [lack.what for lack in run(Order(path)).draft.lacking]
    assert "单位名称" in said
    assert "报表《支出决算表》，没有找到" in said


def test_statements_that_nobody_has_filled_in_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "空.txt"
    rows = "收入\t\t支出\t\n项目\t决算数\t项目\t决算数\n本年收入合计\t\t本年支出合计\t\n总计\t\t总计\t\n"
    path.write_text(f"2024年度部门决算\n收入支出决算总表\n公开01表\n单位：万元\n{rows}", "utf-8")
    code, output = _gouji("draft", path)
    assert (code, "一个数也没有" in output) == (2, True), output


def test_a_rate_comes_back_as_it_was_stated() -> None:
    text = "# 2024年度部门决算\n十一、政府采购支出情况说明\n（一）2024年度政府采购支出总额共32.87万元，其中：政府采购货物支出32.87万元。（二）政府采购授予中小企业合同金额占政府采购支出合同总额的100%。"
    report = lint_document(read_text(text, "例.txt"), Config())
    inputs = inputs_of(report, read_figures(report))
    assert inputs.of("授予中小企业合同金额").amount == Decimal(328700)
    text = "# 2024年度部门决算\n九、“三公”经费情况说明\n2024年度公务接待费支出预算14.2万元，支出决算14.23万元，完成预算的100%。"
    report = lint_document(read_text(text, "例.txt"), Config())
    assert inputs_of(report, read_figures(report)).of("公务接待费").budget == Decimal(142300)
    text = "# 2024年度部门决算\n九、“三公”经费情况说明\n2024年度“三公”经费支出预算12.3万元，支出决算20.97万元，完成预算的170%。"
    report = lint_document(read_text(text, "例.txt"), Config())
    inputs = inputs_of(report, read_figures(report))
    assert (inputs.of("三公经费").budget, inputs.of("三公经费").rate) == (Decimal(123000), "170%")
    written = draft(read_figures(report), inputs, load_style("national"), "sangong").text
    assert "支出预算12.30万元，支出决算20.97万元，完成预算的170%，" in written
    inputs.given["三公经费"] = inputs.of("三公经费")._replace(budget=Decimal(125000))
    assert "完成预算的167.76%，" in draft(read_figures(report), inputs, load_style("national"), "sangong").text


def test_only_what_an_extracted_file_gives_may_be_outranked(tmp_path: Path) -> None:
    path = tmp_path / "情况.yaml"
    path.write_text("出处: 去年公开.txt\n三公经费:\n  上年: '12.00'\n", "utf-8")
    assert read_inputs(path).weak == {("三公经费", "prior")}


def test_inputs_of_no_year_are_not_rolled_forward(tmp_path: Path) -> None:
    path = tmp_path / "说明.txt"
    path.write_text("部门决算\n\n一、收入支出决算总体情况说明\n\n收入总计、支出总计均为12.00万元。\n", "utf-8")
    status, said = _gouji("extract", path, "--inputs", "--year", "2025", "-o", tmp_path / "情况.yaml")
    assert status == 2
    assert "看不出是哪一年度的" in said
    assert not (tmp_path / "情况.yaml").exists()


def test_a_draft_is_linted_as_its_folder_is(told: Path, tmp_path: Path) -> None:
    """What the configuration leaves out stops no draft."""
    figures = tmp_path / "报表.txt"
    figures.write_bytes(NOW.read_bytes())
    wrong = told.read_text("utf-8").replace("年度: 2024", "年度: 2025")
    inputs = tmp_path / "情况.yaml"
    inputs.write_text(wrong, "utf-8")
    codes = {finding.code for finding in run(Order(figures, inputs, LAST)).proof.findings}
    assert codes
    (tmp_path / "gouji.toml").write_text(f"ignore = {sorted(codes)}\n", "utf-8")
    assert run(Order(figures, inputs, LAST)).proof.findings == []


def test_numbers_of_a_list_make_no_passage_last_years() -> None:
    glossary = (
        "1. 基本支出：为保障机构正常运转发生的支出。\n\n（2）项目支出：（一）之外的支出。\n\n10．结余：没有用完的。"
    )
    dated = "1. 结转资金：2023年结转的资金。"
    moved = forward(Inputs(passages={"glossary": glossary, "assets": dated}, year=2023)).passages
    assert moved["glossary"] == glossary
    assert moved["assets"].startswith("【请更新：")


def test_what_is_missing_and_what_is_to_be_confirmed_are_counted_apart(tmp_path: Path) -> None:
    inputs, out = tmp_path / "情况.yaml", tmp_path / "说明.md"
    inputs.write_text("年度: 2024\n收入支出总计:\n  决算: 8.00\n  上年: 9.00\n  原因: 项目减少\n", "utf-8")
    said = _gouji("draft", NOW, "--inputs", inputs, "--section", "一", "-o", out)[1]
    assert "【请确认：去年减少的原因：项目减少】" in out.read_text("utf-8")
    assert "待确认 1 项" in said
    assert "还缺" not in said
    filled, unnamed = tmp_path / "再填.yaml", tmp_path / "表.txt"
    unnamed.write_text("2024年度部门决算\n单位：万元\n公开01表\n项目\t决算数\n总计\t10.00\n", "utf-8")
    assert _gouji("new", "--reasons", unnamed, "-o", filled, "--style", "national")[0] == 0
    assert filled.read_text("utf-8").startswith("单位名称: ''")


def test_a_year_that_nobody_tells_is_asked_for() -> None:
    written = draft(Figures(0, "final", {}), Inputs(), load_style("national"))
    assert "【待补充：哪一年】年度收入总计" in written.text
    assert written.lacking[0].part == "year"


_NEITHER = """临水县档案馆2026年部门预算

# 二、“三公”经费情况说明

2026年“三公”经费预算275.80万元，与2025年持平。其中：因公出国（境）费用100.00万元，公务接待费63.80万元，公务用车运行维护费112.00万元，均与上年持平。公务用车购置费0万元，与上年基本持平。

# 三、委托业务费情况

2025年、2026年均未使用财政拨款安排委托业务费支出。
"""


def test_what_did_not_move_and_what_there_is_nothing_of_has_last_year_s_amount() -> None:
    report = lint_document(read_text(_NEITHER, "预算.md"), Config())
    inputs = inputs_of(report, read_figures(report))
    priors = {name: inputs.of(name).prior for name in ("因公出国（境）费", "公务接待费", "公务用车运行维护费")}
    assert priors == {"因公出国（境）费": 1_000_000, "公务接待费": 638_000, "公务用车运行维护费": 1_120_000}
    assert inputs.of("公务用车购置费").prior == 0  # what is nearly nothing still is nothing
    assert (inputs.of("委托业务费").amount, inputs.of("委托业务费").prior) == (0, 0)


def test_a_passage_under_a_title_in_its_own_paragraph_is_an_input() -> None:
    text = """
2026年部门预算
六、其他重要事项的情况说明
（一）机关运行经费：2026年机关运行经费12.00万元。
（二）国有资产占用使用情况：截至2025年12月底，共有车辆2辆。
其中，应急保障用车2辆。
（三）预算绩效目标说明：项目支出全部编制绩效目标。
七、名词解释
1.国有资产：是指国家所有的资产。
"""
    report = lint_document(read_text(text.strip("\n"), "例.txt"), Config())
    passages = inputs_of(report, read_figures(report)).passages
    assert passages["assets"] == "截至2025年12月底，共有车辆2辆。\n\n其中，应急保障用车2辆。"
    assert passages["performance"] == "项目支出全部编制绩效目标。"
    assert passages["glossary"].startswith("1.国有资产")
