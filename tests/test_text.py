"""Text that a page or a column wrapped is read as it was written."""

import pytest

from gouji.document import Heading, Paragraph
from gouji.quantity import fold
from gouji.readers.text import read_text


def blocks(text: str) -> list[tuple[str, str]]:
    found = read_text(text, "说明.txt").blocks
    return [(type(each).__name__, each.flow.text) for each in found if isinstance(each, Heading | Paragraph)]


def only(text: str) -> tuple[str, str]:
    (block,) = blocks(text)
    return block


@pytest.mark.parametrize(
    "text",
    [
        "②其他水利支出（项）全年预算为 14.51 万\n\n元，支出决算为 14.51 万元，持平。\n",
        "1.清淤工作经费专项资金绩效自评综述：全年预\n\n算数30万元，执行数24万元。\n",
        "1.渠道养护工作经费县级专项资金绩效自评综述：我\n\n们坚持日常巡查与重点养护相结合，全面完成年度任\n\n务，汛期行洪平稳。\n",
        "（二）一般公共预算财政拨款支出年初预算为\n100.00万元，支出决算为90.00万元。\n",
        "九、机关运行经费：指行政单位（含参照公务员法管理的\n事业单位）用于购买货物和服务的各项资金。\n",
        "（三）监督指导国家机关、社会团体、企事业单位（不\n含高等院校和特殊领域的单位）、重点建设工程的水土保\n持工作；\n",
    ],
)
def test_a_numbered_line_that_ends_in_mid_sentence_is_no_heading(text: str) -> None:
    kind, whole = only(text)
    assert kind == "Paragraph"
    assert whole == only(text.replace("\n", ""))[1]


def test_titles_stay_titles() -> None:
    text = "一、立项理由\n改造两处夜市的水电设施。\n（一）收入支出决算总体情况说明\n2024年度收入总计100.00万元。\n"
    assert [kind for kind, _ in blocks(text)] == ["Heading", "Paragraph"] * 2
    text = "1.项目名称：夜市改造\n改造两处夜市的水电设施。\n2.不规范行为\n不存在。\n"
    assert [kind for kind, _ in blocks(text)] == ["Heading", "Paragraph"] * 2


def test_a_title_goes_on_where_it_closes_its_bracket() -> None:
    text = "三、一般公共预算财政拨款支出预算情况（含上年结\n转）说明\n本年支出100.00万元。\n"
    assert blocks(text)[0] == ("Heading", "三、一般公共预算财政拨款支出预算情况(含上年结转)说明")


def test_a_number_over_the_end_of_a_line_is_one_number() -> None:
    text = "2024年度一般公共预算财政拨款支出年初预算1,2\n34.56万元，支出决算为1\n23.45万元，项目共3\n个。\n"
    assert only(text)[1] == "2024年度一般公共预算财政拨款支出年初预算1,234.56万元,支出决算为123.45万元,项目共3个。"
    assert "2024 100" not in only(text)[1]


def test_a_full_line_that_ends_in_a_semicolon_goes_on() -> None:
    wrapped = (
        "2023 年度本年收入合计 1210.50 万元，其中：财政拨款收\n\n"
        "入 1210.50 万元，占 100.00%；事业收入 0.00 万元，占 0.00%；\n\n"
        "经营收入 0.00 万元，占 0.00%。\n"
    )
    assert only(wrapped)[1].endswith("占0.00%;经营收入0.00万元,占0.00%。")
    listed = "负责全市水资源的统一管理；\n\n组织编制水利规划；\n"
    assert len(blocks(listed)) == 2


def test_an_open_bracket_joins() -> None:
    assert len(blocks("评价根据《芦河县财政\n\n管理办法》的规定进行。\n")) == 1


def test_a_line_that_ends_in_a_semicolon_goes_on() -> None:
    text = "2024年度支出30.00万元，其中：一般公共服务支出20.00万元；\n社会保障和就业支出10.00万元。\n"
    assert only(text) == ("Paragraph", fold(text.replace("\n", "")))
    assert len(blocks(text.replace("\n社", "\n\n社"))) == 2
    assert len(blocks(text.replace("\n社", "\n2.社"))) == 2


def test_a_line_that_gives_the_reason_goes_on() -> None:
    text = "2026年收入预算80.00万元，比2025年减少10.00万元，下降11.11%。\n主要原因是上年结转减少。\n"
    assert only(text) == ("Paragraph", fold(text.replace("\n", "")))


@pytest.mark.parametrize(("line", "after"), [("2024年度收入合计6249.", "42万元，其中：财政拨款收入6,164.35万元，占98.64%。"),
                                             ("2024年度收入合计6,2", "49.42万元，其中：财政拨款收入6,164.35万元，占98.64%。"),
                                             ("存在问题：各项工作取得了一定的成效。", "但也存在预算执行率不高的情况，主要原因是设备到货较晚。")])  # fmt: skip
def test_a_number_cut_by_a_line_and_a_but_go_on(line: str, after: str) -> None:
    document = read_text(f"二、收入决算情况说明\n{line}\n{after}\n", "例.txt")
    paragraphs = [block.flow.text for block in document.blocks if isinstance(block, Paragraph)]
    assert paragraphs == [fold(line + after)]


def test_two_titles_on_two_lines_are_two() -> None:
    text = "松岗县教育局2025年单位预算\n附件2-2 2025年单位预算公开表\n\n第一部分 概况"
    assert [shown for _, shown in blocks(text)][:2] == ["松岗县教育局2025年单位预算", "附件2-2 2025年单位预算公开表"]
    sentence = "2025年松岗县教育局一般公共预算财政拨款支出预算\n为100.00万元，比上年增加10.00万元。"
    assert len(blocks(sentence)) == 1
