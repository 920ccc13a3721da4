"""What provinces write otherwise than the styles do, rolled into the next year: parts that become nothing or come from it, in whatever words."""

from pathlib import Path

import pytest

from gouji.rolling import RollOrder, roll

_FORM = """临水县档案馆

{year}年度部门决算

{text}收入决算表

公开02表

编制部门：临水县档案馆

单位：万元

项目\t\t本年收入合计\t财政拨款收入\t上级补助收入\t事业收入\t经营收入\t附属单位上缴收入\t其他收入
科目代码\t科目名称\t\t\t\t\t\t\t
\t合计\t{income}\t{fiscal}\t\t{earned}\t\t\t{other}

一般公共预算财政拨款支出决算表

公开05表

编制部门：临水县档案馆

单位：万元

项目\t\t本年支出\t\t
科目代码\t科目名称\t小计\t基本支出\t项目支出
\t合计\t{spent}\t{basic}\t{project}
{items}

一般公共预算财政拨款基本支出决算明细表

公开06表

编制部门：临水县档案馆

单位：万元

科目编码\t科目名称\t合计\t人员经费\t公用经费
\t合计\t{basic}\t{staff}\t{office}
{economic}

财政拨款“三公”经费支出决算表

公开07表

编制部门：临水县档案馆

单位：万元

项目\t合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费
\t\t\t小计\t公务用车购置费\t公务用车运行维护费\t
决算数\t{own}\t{abroad}\t{vehicles}\t{bought}\t{run}\t{guests}
"""
_NAMES = {
    "201": "一般公共服务支出",
    "20126": "档案事务",
    "2012601": "行政运行",
    "2012604": "档案馆",
    "2012699": "其他档案事务支出",
    "221": "住房保障支出",
    "22102": "住房改革支出",
    "2210201": "住房公积金",
}
_ECONOMIC = {"30101": "基本工资", "30113": "住房公积金", "30201": "办公费", "30202": "印刷费", "30211": "差旅费"}


def _tables(year: int, text: str, items: dict[str, float], economic: dict[str, float], **own: float) -> str:
    told = {"fiscal": 600.0, "earned": 0.0, "other": 0.0, "abroad": 0.0, "bought": 0.0, "run": 7.1, "guests": 1.2} | own
    basic = sum(economic.values())
    spent = sum(items.values())
    told |= {
        "income": told["fiscal"] + told["earned"] + told["other"],
        "spent": spent,
        "basic": basic,
        "project": spent - basic,
        "staff": sum(amount for code, amount in economic.items() if code < "302"),
        "office": sum(amount for code, amount in economic.items() if code > "302"),
        "vehicles": told["bought"] + told["run"],
        "own": told["abroad"] + told["bought"] + told["run"] + told["guests"],
    }
    codes = sorted({code[:length] for code in items for length in (3, 5, 7)})
    sums = {code: sum(amount for each, amount in items.items() if each.startswith(code)) for code in codes}
    lines = [f"{code}\t{_NAMES[code]}\t{amount:.2f}\t\t" for code, amount in sums.items()]
    rows = [f"{code}\t{_ECONOMIC[code]}\t{amount:.2f}\t\t" for code, amount in economic.items()]
    shown = {name: f"{amount:.2f}" if amount else "" for name, amount in told.items()}
    return _FORM.format(year=year, text=text, items="\n".join(lines), economic="\n".join(rows), **shown)


_ITEMS = {"2012601": 300.0, "2012604": 100.0, "2210201": 50.0}
_BASIC = {"30101": 250.0, "30113": 50.0, "30201": 30.0, "30202": 10.0, "30211": 10.0}
_NEW = {"2012601": 310.0, "2012604": 90.0, "2012699": 15.0, "2210201": 50.0}


def _rolled(folder: Path, text: str, before: dict, now: dict) -> str:
    last = {"items": _ITEMS, "economic": _BASIC} | before
    this = {"items": _ITEMS, "economic": _BASIC} | now
    heading = "第三部分 2023年度部门决算情况说明\n\n"
    (folder / "去年.txt").write_text(_tables(2023, f"{heading}{text}\n\n", **last), "utf-8")
    (folder / "今年.txt").write_text(_tables(2024, "", **this), "utf-8")
    made = roll(RollOrder(folder / "去年.txt", (folder / "今年.txt",)))
    return made.text.partition("情况说明\n\n")[2].partition("\n\n收入决算表")[0]


@pytest.mark.parametrize(
    ("text", "before", "now", "expected"),
    [
        pytest.param(
            "2023年度“三公”经费支出26.10万元，其中：因公出国（境）费0万元，占0%；公务用车购置费17.80万元，占68.20%；公务用车运行维护费7.10万元，占27.20%；公务接待费1.20万元，占4.60%。",
            {"bought": 17.8},
            {"abroad": 3.2},
            "2024年度“三公”经费支出11.50万元，其中：因公出国（境）费3.20万元，占27.83%；公务用车购置费0万元，占0%；公务用车运行维护费7.10万元，占61.74%；公务接待费1.20万元，占10.43%。",
            id="a part of three that becomes nothing stays in the list",
        ),
        pytest.param(
            "2023年度“三公”经费支出26.10万元。其中，公务用车购置费17.80万元，公务用车运行维护费7.10万元，公务接待费1.20万元，分别占68.20%、27.20%、4.60%。",
            {"bought": 17.8},
            {},
            "2024年度“三公”经费支出8.30万元。其中，公务用车购置费0万元，公务用车运行维护费7.10万元，公务接待费1.20万元，分别占0%、85.54%、14.46%。",
            id="and its share, respectively",
        ),
        pytest.param(
            "2023年度“三公”经费支出26.10万元。其中，因公出国（境）费0.00万元，公务用车购置费17.80万元，公务用车运行维护费7.10万元，公务接待费1.20万元，分别占0.00%、68.20%、27.20%、4.60%。",
            {"bought": 17.8},
            {"abroad": 3.2},
            "2024年度“三公”经费支出11.50万元。其中，因公出国（境）费3.20万元，公务用车购置费0.00万元，公务用车运行维护费7.10万元，公务接待费1.20万元，分别占27.83%、0.00%、61.74%、10.43%。",
            id="the share of what was nothing is one of the same whole",
        ),
        pytest.param(
            "2023年度本年收入合计612.00万元，其中：财政拨款收入600.00万元，占本年收入98.04%；事业收入12.00万元，占本年收入1.96%；经营收入0.00万元，占本年收入0.00%；其他收入0.00万元，占本年收入0.00%。",
            {"earned": 12.0},
            {"other": 8.0},
            "2024年度本年收入合计608.00万元，其中：财政拨款收入600.00万元，占本年收入98.68%；事业收入0.00万元，占本年收入0.00%；经营收入0.00万元，占本年收入0.00%；其他收入8.00万元，占本年收入1.32%。",
            id="a part told as nothing is not told twice",
        ),
        pytest.param(
            "1.行政运行（2012601）2023年支出300.00万元。\n\n2.档案馆（2012604）2023年支出100.00万元。\n\n3.住房公积金（2210201）2023年支出50.00万元。",
            {},
            {"items": _NEW},
            "1.行政运行（2012601）2024年支出310.00万元。\n\n2.档案馆（2012604）2024年支出90.00万元。\n\n3.其他档案事务支出（2012699）2024年支出15.00万元。\n\n4.住房公积金（2210201）2024年支出50.00万元。",
            id="a new item has its own code",
        ),
        pytest.param(
            "1.行政运行支出300.00万元，比上年减少3.00万元，下降0.99%。\n\n2.档案馆支出100.00万元，比上年减少8.00万元，下降7.41%。\n\n3.住房公积金支出50.00万元，比上年增加5.00万元，增长11.11%。",
            {},
            {"items": _NEW},
            "1.行政运行支出310.00万元，比上年增加10.00万元，增长3.33%。\n\n2.档案馆支出90.00万元，比上年减少10.00万元，下降10.00%。\n\n3.其他档案事务支出支出15.00万元，比上年增加15.00万元。\n\n4.住房公积金支出50.00万元，与上年持平。",
            id="a new item came from nothing, whatever its neighbour did",
        ),
        pytest.param(
            "1.行政运行支出300.00万元，占一般公共预算财政拨款支出的66.67%。\n\n2.档案馆支出100.00万元，占一般公共预算财政拨款支出的22.22%。\n\n3.住房公积金支出50.00万元，占一般公共预算财政拨款支出的11.11%。",
            {},
            {"items": _NEW},
            "1.行政运行支出310.00万元，占一般公共预算财政拨款支出的66.67%。\n\n2.档案馆支出90.00万元，占一般公共预算财政拨款支出的19.35%。\n\n3.其他档案事务支出支出15.00万元，占一般公共预算财政拨款支出的3.23%。\n\n4.住房公积金支出50.00万元，占一般公共预算财政拨款支出的10.75%。",
            id="a new item has its share",
        ),
        pytest.param(
            "公务接待费1.20万元，比上年减少0.30万元，下降20.00%；公务用车购置费17.80万元，比上年增加17.80万元。",
            {"bought": 17.8},
            {"guests": 1.5},
            "公务接待费1.50万元，比上年增加0.30万元，增长25.00%；公务用车购置费0万元，比上年减少17.80万元，下降100%。",
            id="a rise from nothing becomes a fall with its rate",
        ),
        pytest.param(
            "2023年度一般公共预算财政拨款支出450.00万元。与2022年度相比，一般公共预算财政拨款支出各增加9.00万元，增长2.04%。",
            {},
            {},
            "2024年度一般公共预算财政拨款支出450.00万元。与2023年度相比，一般公共预算财政拨款支出均持平。",
            id="each of what is flat",
        ),
        pytest.param(
            "2023年度公务接待费1.20万元，比上年决算增加0.20万元，增长20.00%，主要原因是：来访增多。",
            {},
            {},
            "2024年度公务接待费1.20万元，与上年决算持平。",
            id="what is flat is so with last year",
        ),
        pytest.param(
            "2023年度公务接待费1.20万元，比上年决算增加0.20万元；公务用车运行维护费7.10万元，比上年决算无变化。",
            {},
            {},
            "2024年度公务接待费1.20万元，比上年决算无变化；公务用车运行维护费7.10万元，比上年决算无变化。",
            id="but not in other words",
        ),
        pytest.param(
            "2023年度公务接待费1.20万元，与2022年1.00万元相比增加0.20万元，增长20.00%。",
            {},
            {},
            "2024年度公务接待费1.20万元，与2023年1.20万元相比持平。",
            id="the amount of the year before is last year's, also where nothing moved",
        ),
        pytest.param(
            "公用经费50.00万元，包括：办公费、印刷费、差旅费。",
            {},
            {"economic": {"30101": 250.0, "30113": 50.0, "30201": 35.0, "30211": 15.0}},
            "公用经费50.00万元，包括：办公费、差旅费。",
            id="a list behind a mere 包括 is this year's",
        ),
        pytest.param(
            "公用经费50.00万元，有办公费、印刷费、差旅费、咨询费等。",
            {},
            {"economic": {"30101": 250.0, "30113": 50.0, "30201": 35.0, "30211": 15.0}},
            "公用经费50.00万元，有【请确认：办公费、印刷费、差旅费】、咨询费等。",
            id="a list with what is gone is marked",
        ),
        pytest.param(
            "2023年度一般公共预算财政拨款支出450.00万元，按功能分类分为2类。",
            {},
            {"items": _NEW},
            "2024年度一般公共预算财政拨款支出465.00万元，按功能分类分为【请更新：2】类。",
            id="a number that nothing says what it counts is marked",
        ),
        pytest.param(
            "2023年度一般公共预算财政拨款支出450.00万元，详见公开05表、附件2。",
            {},
            {"items": _NEW},
            "2024年度一般公共预算财政拨款支出465.00万元，详见公开05表、附件2。",
            id="the number of a table is none",
        ),
    ],
)  # fmt: skip
def test_what_becomes_nothing_or_comes_from_it(
    tmp_path: Path, text: str, before: dict, now: dict, expected: str
) -> None:
    assert _rolled(tmp_path, text, before, now) == expected
