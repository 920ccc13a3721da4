"""Each room by itself: tables and their grids, footing, the book of facts, links between text and tables, blame."""

import pickle
from decimal import Decimal

import pytest

from gouji.config import Config
from gouji.document import Document, Span
from gouji.facts import Fact
from gouji.lexicon import lexicon
from gouji.linter import lint_document
from gouji.narrative.reading import read_narrative
from gouji.narrative.vocabulary import Vocabulary
from gouji.quantity import scan
from gouji.readers.text import read_text
from gouji.relations import Growth, Outcome, Ratio, Relation, Sum
from gouji.statements import Statement
from gouji.statements.footing import footing
from gouji.statements.grid import analyse
from gouji.statements.reading import read_statement
from gouji.statements.recognise import recognise
from gouji.tieout.blame import Blame, Cause
from gouji.tieout.book import Book
from gouji.tieout.links import linked

INCOME = """收入决算表
单位：万元
科目编码\t科目名称\t本年收入合计\t财政拨款收入\t事业收入
\t合计\t{total}\t130.00\t20.00
201\t一般公共服务支出\t100.00\t90.00\t10.00
20101\t人大事务\t100.00\t90.00\t10.00
2010101\t行政运行\t100.00\t90.00\t10.00
208\t社会保障和就业支出\t50.00\t40.00\t10.00
20805\t行政事业单位养老支出\t50.00\t40.00\t10.00
2080505\t机关事业单位基本养老保险缴费支出\t50.00\t40.00\t10.00
"""
MYRIAD = 10_000  # 元
TITLE = "青石镇人民政府2024年度部门决算\n\n"


def _document(text: str) -> Document:
    return read_text(TITLE + text, "决算.txt")


def _statements(document: Document) -> list[Statement]:
    found = recognise(document, lexicon())
    for statement in found:
        read_statement(statement, document, lexicon(), 2024)
    return found


def test_a_grid_tells_head_codes_names_and_amounts_apart() -> None:
    (statement,) = recognise(_document(INCOME.format(total="150.00")), lexicon())
    grid = analyse(statement.table, lexicon())
    (band,) = grid.bands
    assert (band.code_columns, band.name_column) == ([0], 1)
    assert [value.path[-1] for value in band.values] == ["本年收入合计", "财政拨款收入", "事业收入"]
    assert [grid.text(row, 1) for row in grid.data][:2] == ["合计", "一般公共服务支出"]
    assert not set(grid.head) & set(grid.data)


def test_a_table_abreast_of_another_is_a_band_of_its_own() -> None:
    table = """收入支出决算总表
单位：万元
收入\t\t支出\t
项目\t决算数\t项目\t决算数
一般公共预算财政拨款收入\t130.00\t一般公共服务支出\t100.00
事业收入\t20.00\t社会保障和就业支出\t50.00
本年收入合计\t150.00\t本年支出合计\t150.00
"""
    (statement,) = recognise(_document(table), lexicon())
    bands = analyse(statement.table, lexicon()).bands
    assert [band.name_column for band in bands] == [0, 2]
    assert [[value.index for value in band.values] for band in bands] == [[1], [3]]


@pytest.mark.parametrize(
    ("title", "known"),
    [
        ("收入决算表", "final-02"),
        ("公开02表 收入决算表", "final-02"),
        ("2024年度青石镇人民政府收入决算表", "final-02"),
        ("会议费收入决算表", None),
        ("社会保险基金收入决算表", "government-social-insurance"),
    ],
)
def test_a_title_is_anchored(title: str, known: str | None) -> None:
    (statement,) = recognise(_document(INCOME.format(total="150.00").replace("收入决算表", title, 1)), lexicon())
    assert (statement.type.id if statement.type else None) == known


def test_a_repeated_head_goes_on_with_the_table_and_another_title_does_not() -> None:
    head, rows = INCOME.format(total="150.00").split("208\t", 1)
    begun = "\n".join(head.splitlines()[:3])
    goes_on = _document(f"{head}\n{begun}\n208\t{rows}")
    assert [len(found.table.rows) for found in recognise(goes_on, lexicon())] == [9]
    other = _document(f"{head}\n{begun.replace('收入决算表', '支出决算表')}\n208\t{rows}")
    assert len(recognise(other, lexicon())) == 2


@pytest.mark.parametrize(("total", "outcome"), [("150.00", Outcome.HOLDS), ("105.00", Outcome.FAILS)])
def test_a_column_foots_or_does_not(total: str, outcome: Outcome) -> None:
    (statement,) = _statements(_document(INCOME.format(total=total)))
    sums = [each for each in footing(statement, lexicon()) if isinstance(each, Sum)]
    of_total = [each for each in sums if each.total.quantity.text == f"{total}万元" and each.kind == "column"]
    assert of_total
    assert {each.outcome() for each in of_total} == {outcome}
    assert all(each.outcome() is Outcome.HOLDS for each in sums if each.total.quantity.text != f"{total}万元")


ONE_UNIT = """收入预算总表
单位：万元
单位名称\t合计\t一般公共预算拨款收入\t政府性基金预算拨款收入\t其他收入
合计\t{total}\t830.25\t0.00\t0.00
青石镇人民政府\t830.25\t{part}\t\t
"""


@pytest.mark.parametrize(
    ("total", "part", "wrong"),
    [
        ("830.25", "830.25", None),
        ("803.52", "830.25", "803.52"),
        ("830.25", "880.25", "880.25"),
    ],
)
def test_a_row_and_a_column_that_ask_for_one_value_prove_it(total: str, part: str, wrong: str | None) -> None:
    (statement,) = _statements(_document(ONE_UNIT.format(total=total, part=part)))
    causes = _causes(footing(statement, lexicon()))
    assert [cause.site.quantity.text.removesuffix("万元") for cause in causes if isinstance(cause.site, Fact)] == (
        [wrong] if wrong else []
    )
    assert all(cause.value == Decimal(8302500) and len(cause.relations) > 1 for cause in causes)


BASIC = """一般公共预算基本支出表
单位：万元
科目编码\t科目名称\t预算数
\t合计\t170.00
301\t工资福利支出\t100.00
30101\t基本工资\t60.00
30106\t伙食补助费\t
30107\t绩效工资\t{part}
302\t商品和服务支出\t70.00
30201\t办公费\t50.00
30202\t印刷费\t{blank}
30217\t公务接待费\t{rest}
"""


@pytest.mark.parametrize(("blank", "rest", "accuses"), [("", "20.00", True), ("12.00", "8.00", False)])
def test_rows_left_blank_where_others_foot_are_nothing(blank: str, rest: str, accuses: bool) -> None:
    (statement,) = _statements(_document(BASIC.format(part="30.00", blank=blank, rest=rest)))
    statement.lossy = True
    outcomes = [each.outcome() for each in footing(statement, lexicon()) if isinstance(each, Sum)]
    assert (Outcome.FAILS in outcomes) is accuses


def _causes(relations: list[Relation]) -> list[Cause]:
    outcomes = [each.outcome() for each in relations]
    return Blame(relations, outcomes).causes(outcomes)


def test_one_wrong_total_is_one_cause_with_the_value_that_mends_it() -> None:
    (statement,) = _statements(_document(INCOME.format(total="105.00")))
    relations = footing(statement, lexicon())
    (cause,) = _causes(relations)
    assert isinstance(cause.site, Fact)
    assert (cause.site.quantity.text, cause.value) == ("105.00万元", 150 * MYRIAD)
    assert len(cause.relations) >= 2  # across and down


def test_a_sum_that_two_other_causes_put_right_is_none() -> None:
    table = """支出预算总表
单位：万元
科目编码\t科目名称\t合计\t小计\t基本支出\t项目支出
\t合计\t1,578.41\t1,578.41\t1,053.85\t524.56
208\t社会保障和就业支出\t200.00\t200.00\t150.00\t50.00
20805\t行政事业单位养老支出\t200.00\t200.00\t150.00\t50.00
2080501\t行政单位离退休\t150.00\t150.00\t120.00\t30.00
2080505\t机关事业单位基本养老保险缴费支出\t50.00\t50.00\t30.00\t20.00
201\t一般公共服务支出\t1,378.41\t1,378.41\t903.85\t474.56
20140\t信访事务\t1,378.41\t1,378.41\t903.85\t474.56
2014001\t行政运行\t903.85\t903.85\t903.85\t0.00
2014002\t一般行政管理事务\t458.00\t0.00\t0.00\t458.00
2014099\t其他信访事务支出\t16.56\t0.00\t0.00\t16.56
"""
    (statement,) = _statements(_document(table))
    causes = _causes(footing(statement, lexicon()))
    assert sorted(cause.value for cause in causes if isinstance(cause.value, Decimal)) == [165_600, 4_580_000]
    assert len(causes) == 2


WAGES = ["537.64", "987.86", "0.00", "1594.02", "446.11", "225.12", "236.63", "17.94", "289.59", "481.23"]


@pytest.mark.parametrize(("stated", "accused"), [("1954.02", "1954.02"), ("236.23", "4816.14"), ("1594.42", "4816.14")])
def test_among_many_parts_only_a_slip_that_makes_the_sum_tells_which(stated: str, accused: str) -> None:
    cells = list(WAGES)
    cells[6 if stated == "236.23" else 3] = stated
    rows = "".join(f"3010{n}\t工资{n}\t{cell}\n" for n, cell in enumerate(cells))
    table = f"一般公共预算财政拨款基本支出决算表\n单位：万元\n科目编码\t科目名称\t决算数\n301\t工资福利支出\t4816.14\n{rows}"
    (statement,) = _statements(_document(table))
    (cause,) = _causes(footing(statement, lexicon()))
    assert isinstance(cause.site, Fact)
    assert cause.site.quantity.text == f"{accused}万元"


def test_digits_that_were_cut_off_bear_no_amount_out() -> None:
    table = """收支预算总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一般公共预算财政拨款收入\t1,900.00\t社会保障和就业支出\t1,836.22
"""
    text = f"{table}\n支出预算情况说明\n社会保障和就业支出1,826.32万元，与上年相比减少184.96万元，下降9.1%。\n"
    (found,) = lint_document(read_text(TITLE.replace("决算", "预算") + text, "预算.txt"), Config()).findings
    assert (found.code, found.stated, found.expected) == ("T101", "1,826.32万元", "1,836.22万元")


def test_nothing_fails_no_cause() -> None:
    (statement,) = _statements(_document(INCOME.format(total="150.00")))
    relations = footing(statement, lexicon())
    assert _causes(relations) == []


def _book(text: str) -> tuple[Document, Book, list[Relation]]:
    document = _document(text)
    statements = _statements(document)
    rows = tuple((row.code, row.label) for found in statements for band in found.bands for row in band.rows)
    narrative = read_narrative(document, Vocabulary.build(lexicon(), rows, ("青石镇人民政府",)), "final", 2024)
    book = Book(statements, narrative.mentions, 2024, is_budget=False)
    return document, book, list(linked(book, narrative, lexicon(), set()))


def test_the_book_finds_the_cell_that_a_number_of_the_text_means() -> None:
    document, book, _ = _book(
        INCOME.format(total="150.00") + "\n本年收入合计150.00万元，其中：财政拨款收入130.00万元。\n"
    )
    (statement,) = [each for each, _ in book.by_statement]
    cell = next(each for each in statement.cells if each.quantity.value == 130 * MYRIAD)
    assert cell.keys
    assert book.cell(book.canonical(cell.keys[0])) is cell
    assert document.quote(cell.span) == "130.00"


@pytest.mark.parametrize(
    ("sentence", "kind", "outcome"),
    [
        ("本年收入合计150.00万元，比上年增加50.00万元，增长50.00%。", Growth, Outcome.HOLDS),
        ("本年收入合计150.00万元，比上年增加50.00万元，增长5.00%。", Growth, Outcome.FAILS),
        ("本年收入合计150.00万元，其中：财政拨款收入130.00万元，占86.67%。", Ratio, Outcome.HOLDS),
        ("本年收入合计150.00万元，其中：财政拨款收入130.00万元，占68.67%。", Ratio, Outcome.FAILS),
    ],
)
def test_what_a_sentence_says_becomes_a_relation(sentence: str, kind: type[Relation], outcome: Outcome) -> None:
    _, _, relations = _book(f"{INCOME.format(total='150.00')}\n收入决算情况说明\n\n{sentence}\n")
    assert [each.outcome() for each in relations if isinstance(each, kind)] == [outcome]


def test_numbers_are_scanned_where_they_stand() -> None:
    text = "支出1,126.32万元"
    (found,) = scan(text)
    assert Span(found.start, found.end) == Span(2, len(text))


def test_what_became_of_numbers_goes_to_another_process_whole() -> None:
    document = _document(INCOME.format(total="150.00") + "\n二、收入决算情况说明\n本年收入合计150.00万元。\n")
    report = lint_document(document, Config())
    narrative, tieout = pickle.loads(pickle.dumps((report.narrative, report.tieout)))
    states = [tieout.states[mention.fact] for mention in narrative.mentions]
    assert states == [report.tieout.states[mention.fact] for mention in report.narrative.mentions] == ["tied"]
