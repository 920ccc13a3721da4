"""Tables laid out as the software of budgets and final accounts prints them: lists and statements beside and below each other."""

from passages import lint, said

THREE_LISTS = """
松川市水文站2024年度单位决算

一般公共预算财政拨款基本支出决算明细表
公开06表
单位：万元
人员经费\t\t\t公用经费\t\t\t\t\t
科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数
301\t工资福利支出\t90.00\t302\t商品和服务支出\t{goods}\t30229\t福利费\t{welfare}
30101\t基本工资\t60.00\t30201\t办公费\t10.00\t30231\t公务用车运行维护费\t7.00
30113\t住房公积金\t30.00\t30211\t差旅费\t8.00\t310\t资本性支出\t6.00
303\t对个人和家庭的补助\t5.00\t30228\t工会经费\t2.00\t31002\t办公设备购置\t6.00
30305\t生活补助\t5.00\t\t\t\t\t\t
人员经费合计\t\t95.00\t公用经费合计\t\t\t\t\t{public}
"""


def test_a_list_goes_on_in_the_columns_beside_it() -> None:
    assert said(THREE_LISTS.format(goods="30.00", welfare="3.00", public="36.00")) == []
    assert said(THREE_LISTS.format(goods="32.00", welfare="3.00", public="36.00")) == [("F101", "32.00")]
    assert said(THREE_LISTS.format(goods="30.00", welfare="3.00", public="63.00")) == [("F101", "63.00")]
    assert [code for code, _ in said(THREE_LISTS.format(goods="30.00", welfare="5.00", public="36.00"))] == ["F101"]


COUNTED = """
松川市水文站2024年度单位决算

财政拨款“三公”经费、行政参公单位机关运行经费情况表
公开10表
单位：元
项目\t行次\t预算数\t全年预算数\t决算统计数
栏次\t\t1\t2\t3
一、“三公”经费支出\t1\t—\t—\t—
（一）支出合计\t2\t60,000.00\t60,000.00\t{total}
1．因公出国（境）费\t3\t0.00\t0.00\t0.00
2．公务用车购置及运行维护费\t4\t50,000.00\t50,000.00\t48,000.00
（1）公务用车购置费\t5\t0.00\t0.00\t0.00
（2）公务用车运行维护费\t6\t50,000.00\t50,000.00\t48,000.00
3．公务接待费\t7\t10,000.00\t10,000.00\t9,000.00
（1）国内接待费\t8\t10,000.00\t10,000.00\t9,000.00
（二）相关统计数\t9\t—\t—\t—
1．公务用车保有量（辆）\t10\t—\t—\t3
2．国内公务接待批次（个）\t11\t—\t—\t12
3．国内公务接待人次（人）\t12\t—\t—\t80
"""


def test_rows_that_count_things_are_no_part_of_an_amount() -> None:
    assert said(COUNTED.format(total="57,000.00")) == []
    assert said(COUNTED.format(total="75,000.00")) == [("F101", "75,000.00")]


STACKED = """
松川市水务局2025年部门预算

收支预算总表\t\t\t
预算01表\t\t\t
部门：松川市水务局\t\t\t单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算拨款收入\t90.00\t一、农林水支出\t70.00
二、事业收入\t10.00\t二、住房保障支出\t30.00
收入总计\t100.00\t支出总计\t{total}
支出预算总表\t\t\t
预算02表\t\t\t
部门：松川市水务局\t\t\t单位：万元
科目编码\t科目名称\t合计\t基本支出
\t合计\t100.00\t80.00
213\t农林水支出\t70.00\t50.00
21303\t水利\t70.00\t50.00
2130301\t行政运行\t70.00\t50.00
221\t住房保障支出\t30.00\t30.00
22102\t住房改革支出\t30.00\t30.00
2210201\t住房公积金\t30.00\t30.00
政府性基金预算支出表\t\t\t
预算03表\t\t\t
部门：松川市水务局\t\t\t单位：万元
科目编码\t科目名称\t合计\t基本支出
\t合计\t\t
注：松川市水务局没有政府性基金预算支出，故本表为空。
"""


def test_statements_below_each_other_in_one_table_are_each_read() -> None:
    report = lint(STACKED.format(total="100.00"))
    assert [s.id for s in report.statements] == ["budget-totals", "budget-expenditure", "budget-fund"]
    assert said(STACKED.format(total="100.00")) == []
    assert [code for code, _ in said(STACKED.format(total="110.00"))] == ["F101"]


CARRIED = """
松川市水务局2024年部门预算

部门收入总表
单位：万元
部门（单位）代码\t部门（单位）名称\t合计\t本年收入\t\t\t\t上年结转结余\t\t\t
\t\t\t小计\t一般公共预算\t政府性基金预算\t财政专户管理资金\t小计\t一般公共预算\t政府性基金预算\t财政专户管理资金
\t合计\t150.00\t120.00\t100.00\t\t20.00\t30.00\t10.00\t15.00\t5.00
118\t松川市水务局\t150.00\t120.00\t100.00\t\t20.00\t30.00\t10.00\t15.00\t5.00

财政拨款收支总表
单位：万元
收入\t\t支出\t\t\t
项目\t预算数\t项目\t合计\t一般公共预算\t政府性基金预算
一、本年收入\t100.00\t一、本年支出\t125.00\t110.00\t15.00
（一）一般公共预算拨款\t100.00\t（一）农林水支出\t110.00\t110.00\t
（二）政府性基金预算拨款\t\t（二）城乡社区支出\t15.00\t\t15.00
二、上年结转\t25.00\t二、年终结转结余\t\t\t
（一）一般公共预算拨款\t10.00\t\t\t\t
（二）政府性基金预算拨款\t15.00\t\t\t\t
收入总计\t125.00\t支出总计\t125.00\t110.00\t15.00

二、收入预算情况说明
2024年收入预算150.00万元，其中：财政专户管理资金收入{special}万元。
四、财政拨款收支预算情况的总体说明
2024年财政拨款收支总预算125.00万元。收入包括：一般公共预算拨款收入100.00万元、政府性基金预算拨款收入0.00万元、上年结转25.00万元；支出包括：农林水支出{water}万元、城乡社区支出15.00万元。
"""


def test_what_was_carried_over_is_no_income_of_the_year() -> None:
    assert said(CARRIED.format(special="20.00", water="110.00")) == []
    assert said(CARRIED.format(special="50.00", water="110.00")) == [("T101", "50.00万元")]
    assert [at for _, at in said(CARRIED.format(special="20.00", water="101.00"))] == ["101.00万元"]


ONE_FUND = """
松川市水务局2024年部门预算

财政拨款收支总表
单位：万元
收入\t\t支出\t\t
项目\t预算数\t项目\t合计\t一般公共预算
一、本年收入\t100.00\t一、本年支出\t110.00\t110.00
（一）一般公共预算拨款\t100.00\t（一）农林水支出\t70.00\t70.00
（二）政府性基金预算拨款\t\t（二）住房保障支出\t40.00\t40.00
二、上年结转\t10.00\t二、年终结转结余\t\t
收入总计\t110.00\t支出总计\t110.00\t110.00

四、财政拨款收支预算情况的总体说明
2024年财政拨款收支总预算110.00万元。收入包括：一般公共预算拨款收入100.00万元、政府性基金预算拨款收入0.00万元、上年结转10.00万元；支出包括：农林水支出70.00万元、住房保障支出{housing}万元。
"""


def test_a_part_of_a_list_is_not_its_total() -> None:
    assert said(ONE_FUND.format(housing="40.00")) == []
    assert [at for _, at in said(ONE_FUND.format(housing="44.00"))] == ["44.00万元"]


PROJECTS = """
松川市文化馆2024年度单位决算

项目支出决算表
单位：万元
科目编码\t科目名称（项目）\t合计\t一般公共预算财政拨款
\t合计\t110.00\t110.00
2070109\t群众文化\t80.00\t80.00
\t公益演出\t{shows}\t{shows}
\t免费开放\t50.00\t50.00
2070199\t其他文化和旅游支出\t30.00\t30.00
\t非遗保护\t30.00\t30.00
"""


def test_projects_below_their_item_add_up_to_it() -> None:
    report = lint(PROJECTS.format(shows="30.00"))
    assert (said(PROJECTS.format(shows="30.00")), report.doubts) == ([], [])
    assert report.tables.columns_evaluated == report.tables.columns


TOLD_BUDGET = """
松川市文化馆2024年度单位决算

财政拨款“三公”经费支出决算表
单位：万元
项目\t年初预算数\t决算数
合计\t8.00\t7.20
公务用车购置及运行费\t6.00\t5.50
公务接待费\t2.00\t1.70

七、财政拨款“三公”经费支出决算情况说明
2024年度财政拨款“三公”经费支出预算为{budget}万元，支出决算为7.20万元，完成预算的90.00%。
四、财政拨款支出决算情况说明
2024年度一般公共预算财政拨款支出300.00万元，主要原因是人员增加。按功能科目分类，一般公共服务支出{class_}万元，占60.00%；城乡社区支出120.00万元，占40.00%。
"""


def test_a_rate_is_of_the_budget_that_its_sentence_names() -> None:
    assert said(TOLD_BUDGET.format(budget="8.00", class_="180.00")) == []
    assert [code for code, _ in said(TOLD_BUDGET.format(budget="7.20", class_="180.00"))] == ["A103"]


def test_classes_of_spending_are_of_the_fund_that_they_break_down() -> None:
    fiscal = "财政拨款收入支出决算总表\n单位：万元\n项目\t合计\t一般公共预算财政拨款\t政府性基金预算财政拨款\n"
    rows = "一、一般公共服务支出\t180.00\t180.00\t\n二、城乡社区支出\t200.00\t120.00\t80.00\n总计\t380.00\t300.00\t80.00\n\n"
    text = TOLD_BUDGET.replace("七、", fiscal + rows + "七、")
    assert said(text.format(budget="8.00", class_="180.00")) == []
    assert [code for code, _ in said(text.format(budget="8.00", class_="108.00"))] != []


NUMBERED = """
松川市文化馆2024年度单位决算

财政拨款“三公”经费支出决算表
单位：万元
预算数\t\t\t\t\t\t决算数\t\t\t\t\t
合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费\t合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费
\t\t小计\t公务用车购置费\t公务用车运行维护费\t\t\t\t小计\t公务用车购置费\t公务用车运行维护费\t
1\t2\t3\t4\t\t6\t7\t8\t9\t10\t\t12
11.35\t\t8.86\t\t8.86\t2.49\t10.97\t\t8.61\t\t8.61\t{received}
"""


def test_a_row_of_column_numbers_is_one_where_some_are_lost() -> None:
    assert said(NUMBERED.format(received="2.36")) == []
    assert [code for code, _ in said(NUMBERED.format(received="2.63"))] == ["F102"]


OTHER_COLUMNS = """
松川市文化馆2024年度单位决算

支出决算表
单位：万元
项目\t\t\t\t\t本年支出合计\t基本支出\t项目支出
功能分类科目编码\t\t\t\t科目名称\t\t\t
类\t\t款\t项\t栏次\t1\t2\t3
\t\t\t\t合计\t110.00\t80.00\t30.00
207\t\t\t\t文化旅游体育与传媒支出\t80.00\t50.00\t30.00
207\t\t01\t\t文化和旅游\t80.00\t50.00\t30.00
207\t\t01\t09\t群众文化\t80.00\t50.00\t30.00
221\t\t\t\t住房保障支出\t30.00\t30.00\t
221\t02\t\t\t住房改革支出\t30.00\t30.00\t
221\t02\t01\t\t住房公积金\t30.00\t30.00\t
"""


def test_levels_of_a_code_are_read_in_their_order_where_a_page_has_other_columns() -> None:
    assert said(OTHER_COLUMNS) == []
    assert said(OTHER_COLUMNS.replace("住房公积金", "购房补贴"))[0][0] == "S108"


def test_the_buttons_of_a_web_page_are_no_placeholders() -> None:
    text = (
        "松川市文化馆2024年部门预算\n【字体：大 中 小】\n一、主要职责\n组织群众文化活动。\n【打印本页】【关闭窗口】\n"
    )
    assert said(text) == []
    assert [code for code, _ in said(text.replace("组织", "【单位名称】组织"))] == ["W104"]


SHARED = """
青河市水务局2019年部门预算

收支预算总表
单位：万元
收入\t\t支出\t\t\t
项目名称\t金额\t功能分类\t\t支出用途\t
\t\t功能科目名称\t金额\t项目名称\t金额
一、财政拨款\t830.37\t一、一般公共服务支出\t{}\t一、基本支出\t312.90
二、财政专户管理资金\t\t二、外交支出\t\t二、项目支出\t517.47
三、其他资金\t\t三、住房保障支出\t430.37\t三、单位预留机动经费\t
当年收入小计\t830.37\t当年支出小计\t\t\t830.37
上年结转资金\t\t结转下年资金\t\t\t
收入合计\t830.37\t支出合计\t\t\t830.37
"""


def test_a_total_whose_label_stands_over_two_lists_is_that_of_both() -> None:
    assert said(SHARED.format("400.00")) == []
    assert [code for code, _ in said(SHARED.format("410.00"))] == ["F101"]
