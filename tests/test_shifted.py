"""A head with one label out of line is read where every row adds up."""

from decimal import Decimal

from gouji.config import Config
from gouji.linter import lint_document
from gouji.readers.text import read_text
from gouji.writing import read_figures

TABLE = """# 2024年度部门决算
财政拨款“三公”经费支出决算表
公开09表
单位：万元
项目\t合计\t因公出国（境）费\t公务用车购置及运行维护费\t公务用车购置费\t公务用车运行维护费\t{heads}
预算数\t15.00\t4.00\t8.00\t1.00\t7.00\t3.00\t18.00
决算数\t12.40\t3.60\t7.40\t0.90\t6.50\t{reception}\t9.90
"""


def _amount(heads: str, reception: str, name: str) -> Decimal | None:
    text = TABLE.format(heads=heads, reception=reception)
    found = read_figures(lint_document(read_text(text, "例.txt"), Config())).amount(name)
    return found and found.value


def test_a_label_is_put_back_where_every_row_adds_up() -> None:
    assert _amount("会议费\t公务接待费", "1.40", "公务接待费") == Decimal(14000)
    assert _amount("会议费\t公务接待费", "1.40", "会议费") == Decimal(99000)


def test_a_head_in_line_is_left_alone_and_so_is_one_that_no_place_mends() -> None:
    assert _amount("公务接待费\t会议费", "1.40", "公务接待费") == Decimal(14000)
    assert _amount("会议费\t公务接待费", "1.90", "公务接待费") == Decimal(99000)
