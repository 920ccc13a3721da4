"""S101 missing-section"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Document, Heading, Paragraph
from gouji.lexicon import lexicon
from gouji.lexicon.lexicon import plain
from gouji.lexicon.profiles import RequiredItem
from gouji.narrative.outline import Part
from gouji.quantity import NumberKind, scan
from gouji.report import Report
from gouji.rules.passages import beginning, names_its_subject, wording
from gouji.rules.registry import Remark, check

_MOST = 3


@check(
    "S101",
    "missing-section",
    bad="""
# 2024年度部门决算
第二部分 2024年度部门决算情况说明
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为520.00万元。
二、收入决算情况说明
2024年度本年收入合计500.00万元。
三、支出决算情况说明
2024年度本年支出合计480.00万元。
四、财政拨款收入支出决算总体情况说明
2024年度财政拨款收入总计、支出总计均为520.00万元。
五、一般公共预算财政拨款支出决算情况说明
2024年度一般公共预算财政拨款支出年初预算480.00万元，支出决算480.00万元。
六、一般公共预算财政拨款基本支出决算情况说明
2024年度一般公共预算财政拨款基本支出480.00万元。
七、“三公”经费支出决算情况说明
2024年度因公出国（境）、公务用车购置、公务用车运行维护、公务接待均没有支出。
八、政府性基金预算收入支出决算情况说明
本部门无政府性基金预算收入支出。
九、机关运行经费支出情况说明
2024年度机关运行经费支出20.00万元。
十、国有资产占有情况说明
截至2024年底，本部门没有车辆。
十一、预算绩效情况说明
本部门开展了绩效自评。
第三部分 名词解释
财政拨款收入：指本级财政拨付的资金。
""",
    good="""
# 2024年度部门决算
第二部分 2024年度部门决算情况说明
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为520.00万元。
二、收入决算情况说明
2024年度本年收入合计500.00万元。
三、支出决算情况说明
2024年度本年支出合计480.00万元。
四、财政拨款收入支出决算总体情况说明
2024年度财政拨款收入总计、支出总计均为520.00万元。
五、一般公共预算财政拨款支出决算情况说明
2024年度一般公共预算财政拨款支出年初预算480.00万元，支出决算480.00万元。
六、一般公共预算财政拨款基本支出决算情况说明
2024年度一般公共预算财政拨款基本支出480.00万元。
七、“三公”经费支出决算情况说明
2024年度因公出国（境）、公务用车购置、公务用车运行维护、公务接待均没有支出。
八、政府性基金预算收入支出决算情况说明
本部门无政府性基金预算收入支出。
九、机关运行经费支出情况说明
2024年度机关运行经费支出20.00万元。
十、政府采购支出情况说明
2024年度政府采购支出总额0万元。
十一、国有资产占有情况说明
截至2024年底，本部门没有车辆。
十二、预算绩效情况说明
本部门开展了绩效自评。
第三部分 名词解释
财政拨款收入：指本级财政拨付的资金。
""",
    source="《地方预决算公开操作规程》（财预〔2016〕143号）及各地公开样式（gouji profiles 列出）",
)
def missing_section(report: Report) -> Iterator[Remark]:
    """缺少规定要有的一节，或一节里缺少规定要说的内容。

    按认出的公开要求（--profile 可以指定）检查。全文别处也没有提到才报告；没有金额的一节不要求细说，其余各项之和已等于总额的（这一项就是0）也不要求；
    只有一部分章节的文件不检查。有的章节是后来才要求的（`lexicon/sections.toml`），那年以前的不检查。
    """
    profile = report.profile
    if profile is None:
        return
    parts = [part for part in report.outline if not part.in_contents]
    present = {section.id for part in parts if (section := profile.section_of(part.title))}
    since: dict[str, int] = lexicon().sections["required-from"]
    required = [s for s in profile.sections if s.required and not 0 < report.year < since.get(s.id, 0)]
    missing = [section for section in required if section.id not in present]
    if len(missing) > _MOST or len(missing) * 2 >= len(required):
        return
    whole: list[str] = []
    combined = wording("combined-vehicles")["pattern"]

    def said(words: tuple[str, ...]) -> bool:
        if not whole:
            whole.append(combined.sub("", plain("\n".join(_said(report.document))).replace('"', "")))
        return any(word in whole[0] for word in words)

    for section in missing:
        if not said((*section.titles, *_otherwise(section.titles))):
            yield Remark(
                beginning(report.document),
                f"没有“{section.titles[0]}”一节（{profile.title}要求有）",
            )
    for item in profile.items:
        owners = [part for part in parts if (s := profile.section_of(part.title)) and s.id == item.section]
        texts = [combined.sub("", p.flow.text) for part in owners for p in part.paragraphs]
        if not owners or any(word in text for text in texts for word in item.words):
            continue
        if said(item.words) or not all(map(names_its_subject, owners)) or not any(map(_says_amounts, owners)):
            continue
        others = [other for other in profile.items if other.section == item.section and other is not item]
        if any(_make_the_total(part, others) for part in owners) or _spends_nothing(owners, item):
            continue
        title = owners[0].heading.flow
        yield Remark(
            title.span(0, len(title.text)), f"“{owners[0].title}”里没有说{item.what}（{profile.title}要求说明）"
        )


def _otherwise(titles: tuple[str, ...]) -> tuple[str, ...]:
    """Other names of a section, by which it may be called in any jurisdiction."""
    groups: list[list[str]] = lexicon().sections["same-section"]["groups"]
    return tuple(word for group in groups if any(title in group for title in titles) for word in group)


def _spends_nothing(parts: list[Part], item: RequiredItem) -> bool:
    """Whether an item of vehicles is told together with the other one, and both are nothing."""
    combined = wording("combined-vehicles")["pattern"]
    for text in (part.text for part in parts):
        for match in combined.finditer(text):
            if any(word in match[0] for word in item.words):
                amounts = [
                    n.quantity.value for n in scan(text[match.end() :]) if n.kind is NumberKind.AMOUNT and n.quantity
                ]
                return not amounts or amounts[0] == 0
    return False


def _make_the_total(part: Part, items: list[RequiredItem]) -> bool:
    """Whether the other things that a section has to tell make its total, so that nothing is left for the one it lacks."""
    text = wording("combined-vehicles")["pattern"].sub("", part.text)
    amounts = [
        (number.start, number.quantity.value)
        for number in scan(text)
        if number.kind is NumberKind.AMOUNT and number.quantity is not None
    ]
    told = []
    for item in items:
        places = [at + len(word) for word in item.words if (at := text.find(word)) >= 0]
        told += [each for each in amounts if places and each[0] >= min(places)][:1]
    whole = [value for at, value in amounts if told and at < min(told)[0]]
    return any(value == sum(value for _, value in told) for value in whole if value)


def _says_amounts(part: Part) -> bool:
    """Whether a section has anything to report: an amount that is not nothing."""
    return any(
        number.kind is NumberKind.AMOUNT and number.quantity is not None and number.quantity.value
        for number in scan(part.text)
    )


def _said(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.flow.text
        else:
            for row in block.rows:
                yield from (cell.text for cell in row)
