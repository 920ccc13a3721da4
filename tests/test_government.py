"""The budget of a county or a town itself: income, expenditure, transfers, debt."""

import pytest

from gouji.config import Config
from gouji.findings import Severity
from gouji.linter import lint_document
from gouji.readers.text import read_text
from gouji.report import Report

BUDGET = """
苍耳县2025年政府预算公开

苍耳县2025年政府性基金预算收入表
单位：万元
项目\t2024年执行数\t2025年预算数\t预算数为执行数的%
一、国有土地使用权出让收入\t16000\t18000\t112.50
二、城市基础设施配套费收入\t1000\t900\t90.00
三、污水处理费收入\t350\t350\t100.00
本年收入合计\t17350\t{income}\t110.95
转移性收入\t\t2750\t
上级补助收入\t\t750\t
上年结余收入\t\t2000\t
收入总计\t\t{all}\t

苍耳县2024年地方政府债务限额及余额预算情况表
单位：万元
项目\t限额\t余额
一、2024年末债务余额限额\t64000\t
其中：一般债务\t36000\t
专项债务\t28000\t
二、2024年末债务余额预计执行数\t\t57500
其中：一般债务\t\t{debt}
专项债务\t\t25000

苍耳县2025年对乡镇税收返还和转移支付分地区预算表
单位：万元
地区\t合计\t税收返还\t一般性转移支付
合计\t1500\t600\t900
河口镇\t800\t{town}\t500
石门镇\t700\t300\t400
"""
_RIGHT = {"income": "19250", "all": "22000", "debt": "32500", "town": "300"}


def _report(**changes: str) -> Report:
    return lint_document(read_text(BUDGET.format(**_RIGHT | changes).strip("\n"), "例.txt"), Config())


def _said(**changes: str) -> list[str]:
    text = BUDGET.format(**_RIGHT | changes).strip("\n")
    found = [f for f in _report(**changes).findings if f.severity >= Severity.WARNING]
    return [f"{f.code} {text[f.span.start : f.span.end]}" for f in found]


def test_the_tables_of_a_government_are_known_and_add_up() -> None:
    report = _report()
    assert [statement.id for statement in report.statements] == [
        "government-fund-income",
        "government-debt",
        "government-transfers",
    ]
    assert _said() == []
    assert report.doubts == []
    assert report.tables.columns_evaluated == report.tables.columns


@pytest.mark.parametrize(
    ("place", "wrong", "said"),
    [("income", "19350", "F101 19350"), ("debt", "32600", "F101 57500"), ("town", "310", "F101 310")],
)
def test_a_wrong_amount_of_a_government(place: str, wrong: str, said: str) -> None:
    assert _said(**{place: wrong}) == [said]


BLANK = """
岭塘县农技站2024年度单位决算

一般公共预算财政拨款基本支出决算明细表
单位：万元
科目编码\t科目名称\t金额\t科目编码\t科目名称\t金额
303\t对个人和家庭的补助\t30216\t培训费
30302\t退休费\t30217\t公务接待费
30305\t生活补助\t30228\t工会经费
"""


def test_codes_beside_their_names_are_no_amounts() -> None:
    report = lint_document(read_text(BLANK.strip(), "例.txt"), Config())
    assert [f for f in report.findings if f.severity >= Severity.ERROR] == []
