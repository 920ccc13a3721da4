"""W116 text-for-number"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.about import KIND_NAMES
from gouji.document import Document, Span
from gouji.findings import Severity
from gouji.precompiled import pattern_of
from gouji.quantity import fold, scan
from gouji.report import Report
from gouji.rules.passages import wording
from gouji.rules.registry import Remark, check
from gouji.statements import Statement

_UNIT = "元"  # 约 goes with an amount
_DIGIT = pattern_of(r"\d")
_PLAIN = pattern_of(r"[-\d,.]+%?")
_UNSHOWN = {"hidden-number": "不是数：列太窄，数没有印出来", "formula-error": "不是数：公式出了错"}
_EACH = 3  # cells of a statement that are told one by one


@check(
    "W116",
    "text-for-number",
    bad="""
# 2024年度部门决算
第三部分 2024年度部门决算表
支出决算表
公开03表
单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
\t合计\t1,000.00\t600.00\t400.00
205\t教育支出\t900.00\t550.00\t350.00
221\t住房保障支出\t约100\t50.00\t50.00
""",
    good="""
# 2024年度部门决算
第三部分 2024年度部门决算表
支出决算表
公开03表
单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
\t合计\t1,000.00\t600.00\t400.00
205\t教育支出\t900.00\t550.00\t350.00
221\t住房保障支出\t100.00\t50.00\t50.00
""",
    source="求和的公式跳过文本",
)
def text_for_number(report: Report) -> Iterator[Remark]:
    """报表里该是数的一格不是数。

    “约3500”不是一个确定的数。工作簿里存成文本的数（“80.00”，左上角有绿色小三角），求和的公式会漏掉它：表里有公式的是错误，
    这时由公式算出的格不另外报；别的格都是数、只有这一格是文本的才报，整张表都存成文本的不报。一张表里多于三格的，只在第一格报一次，并说共有几格。
    印成“###”的是列太窄，数没有印出来；“#REF!”一类是公式出了错：一张表报一次。
    """
    document = report.document
    for statement in report.statements:
        span = statement.table.span
        computed = any(span.start <= offset < span.end for offset in document.formulas)
        texts = []
        unshown: dict[str, list[Span]] = {}
        for place in _cells(statement):
            text = document.quote(place).strip()
            if _PLAIN.fullmatch(text) and not document.texts:
                continue
            if place.start in document.texts and _DIGIT.search(text):
                texts.append(place)
            elif fault := next((each for each in _UNSHOWN if wording(each)["pattern"].fullmatch(text)), None):
                unshown.setdefault(fault, []).append(place)
            elif any(each.quantity is not None and each.quantity.approximate for each in scan(fold(text) + _UNIT)):
                yield Remark(place, f"“{text}”不是一个确定的数")
        yield from _stored_as_text(document, texts, computed)
        for fault, places in unshown.items():
            count = f"等{len(places)}格" if len(places) > 1 else ""
            yield Remark(places[0], f"“{document.quote(places[0]).strip()}”{count}{_UNSHOWN[fault]}")


def _stored_as_text(document: Document, places: list[Span], computed: bool) -> Iterator[Remark]:
    """Each cell; of many, which somebody pasted together, the first."""
    severity = Severity.ERROR if computed else None
    skipped = "，公式求和会漏掉" if computed else ""
    if len(places) > _EACH:
        said = f"{_address(document, places[0])} 等{len(places)}格是文本，不是数{skipped}"
        yield Remark(places[0], said, severity=severity)
        return
    for place in places:
        said = f"{_address(document, place)} 是文本“{document.quote(place).strip()}”，不是数{skipped}"
        yield Remark(place, said, severity=severity)


def _cells(statement: Statement) -> Iterator[Span]:
    """The cells where amounts belong."""
    if statement.type is None or statement.type.kind not in KIND_NAMES or statement.type.rows == "performance":
        return
    for band in statement.bands:
        for row in band.rows:
            yield from (fact.span for fact in row.cells.values())
            yield from row.garbled.values()


def _address(document: Document, place: Span) -> str:
    """D14, in its own sheet."""
    anchor = document.anchor(place.start)
    return anchor.cell.rpartition("!")[2] if anchor is not None else ""
