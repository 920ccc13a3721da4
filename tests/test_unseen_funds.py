"""Reports of governments, of public funds and of schools, in wordings of which no document was at hand."""

from passages import BUDGET, FINAL, said, unchecked


def test_a_source_of_income_is_told_for_each_fund() -> None:
    text = (
        "一、一般公共预算\n（一）一般公共预算收入\n一般公共预算总收入13,830.00万元，其中：\n1.上级补助收入11,430.00万元。\n2.调入资金2,400.00万元。\n"
        "二、政府性基金预算\n（一）政府性基金收入\n政府性基金总收入6,010.00万元，其中：\n1.上级补助收入3,180.00万元。\n2.债务转贷收入2,830.00万元。\n"
    )
    assert said(FINAL + text) == []


def test_a_name_that_begins_with_an_item_is_not_that_item() -> None:
    text = (
        "一、公益金使用情况\n2024年体育彩票公益金总支出221.00万元。\n（一）体育彩票公益金用于全民健身支出198.00万元，占总数的89.59%。\n"
        "（二）体育彩票公益金用于竞技体育支出23.00万元，占总数的10.41%。\n"
    )
    assert said(FINAL + text) == []


def test_rows_may_be_of_another_amount_than_the_last() -> None:
    text = (
        "二、安排使用情况\n公益金收入1,237.00万元，安排支出1,169.00万元，结转下年使用68.00万元。其中：\n"
        "1.福利彩票公益金498.00万元。\n2.体育彩票公益金739.00万元。\n"
    )
    assert said(FINAL + text) == []


def test_what_is_left_of_both_sides_is_checked() -> None:
    text = (
        "二、收支情况\n全年总收入1,905.62万元，其中医疗收入1,164.30万元，财政补助741.32万元。\n"
        "全年总支出1,870.05万元，其中人员支出1,012.44万元，药品支出857.61万元。收支相抵，年末结余{}万元。\n"
    )
    assert said(FINAL + text.format("35.57")) == unchecked(FINAL + text.format("35.57")) == []
    assert unchecked(FINAL + text.format("38.57")) == ["38.57万元"]


def test_counts_and_amounts_side_by_side_both_add_up() -> None:
    text = "二、资助情况\n全年资助项目36个，资金820.00万元，其中：养老设施12个，金额306.00万元；健身路径15个，金额214.00万元；助残项目9个，金额300.00万元。\n"
    assert said(FINAL + text) == unchecked(FINAL + text) == []


def test_names_with_a_joining_word_are_parts_of_a_list() -> None:
    text = "三、基金支出\n1.城乡社区支出3,640.00万元，主要用于征地和拆迁补偿2,015.00万元、土地开发1,225.00万元、城市建设400.00万元。\n"
    assert said(FINAL + text) == unchecked(FINAL + text) == []


def test_a_list_without_a_total_is_of_one_told_before() -> None:
    text = (
        "二、支出预算\n支出总预算1,688.47万元。\n"
        "按支出用途划分：工资福利支出1,015.32万元，商品和服务支出377.15万元，对个人和家庭的补助16.00万元，资本性支出280.00万元。\n"
    )
    assert said(BUDGET + text) == unchecked(BUDGET + text) == []


def test_a_sum_says_of_how_many_rows_it_is() -> None:
    text = "三、项目支出\n（1）免学费补助{}万元；\n（2）助学金124.00万元；\n（3）校舍维修100.00万元。\n以上三项合计640.64万元。\n"
    assert said(BUDGET + text.format("416.64")) == unchecked(BUDGET + text.format("416.64")) == []
    assert [code for code, _ in said(BUDGET + text.format("446.64"))] == ["A105"]


def test_what_was_saved_is_checked_behind_what_stands_between() -> None:
    text = (
        "四、政府采购\n政府采购预算2,000.00万元，其中：货物800.00万元、工程700.00万元、服务500.00万元。实际采购1,800.00万元，"
        "其中：货物700.00万元、工程650.00万元、服务450.00万元。节约资金200.00万元，节约率10.00%。\n"
    )
    assert said(FINAL + text) == unchecked(FINAL + text) == []


def test_the_own_level_of_a_government_is_not_all_of_it() -> None:
    text = (
        "一、全区财政决算收支情况\n全区一般公共预算支出300,900.00万元，债务还本支出2,200.00万元。\n"
        "二、区本级财政决算收支情况\n区本级一般公共预算支出293,500.00万元，债务还本支出2,000.00万元。\n"
    )
    assert said(FINAL + text) == []


def test_investment_within_the_budget_is_no_budget() -> None:
    text = (
        "一、支出\n2024年，本级支出35,570.00万元，完成预算的100.00%；对下转移支付96,900.00万元，完成预算的98.90%。\n"
        "预算内投资支出6,399.00万元，其中，本级支出1,466.00万元，转移支付4,933.00万元。\n"
    )
    assert said(FINAL + text) == []


def test_both_sides_of_last_year_may_differ_by_what_was_left() -> None:
    text = (
        "一、收支情况\n2024年总收入702.50万元，比2023年的668.20万元多34.30万元，增幅5.13%。\n"
        "2024年总支出689.30万元，比2023年的671.00万元多18.30万元，增幅2.73%。\n年初结余18.60万元，当年结余13.20万元，年末累计结余31.80万元。\n"
    )
    assert said(FINAL + text) == []
