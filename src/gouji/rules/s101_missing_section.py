"""S101 missing-section"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Document, Heading, Paragraph
from gouji.findings import Severity
from gouji.lexicon import Lexicon
from gouji.lexicon.lexicon import plain
from gouji.lexicon.profiles import Profile, RequiredItem, RequiredSection
from gouji.narrative.outline import Part
from gouji.quantity import Number, NumberKind, scan, total
from gouji.report import Report
from gouji.rules.passages import beginning, names_its_subject
from gouji.rules.registry import Remark, check

_MOST = 3
_LEAD = 20
_STOP = "。"


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

    按认出的公开要求（--profile 可以指定）和本文的年度检查：以后才要求的不算缺。全文别处也没有提到才报告；没有金额的一节、写明见附件的一节
    不要求细说；已写的几项加起来等于总数，没写的一项就是零，也不算缺；只有一部分章节的文件不检查。
    认不出是哪里的，各地做法不同的章节只作提示。
    """
    profile, words = report.profile, report.lexicon
    if profile is None:
        return
    parts = [part for part in report.outline if not part.in_contents]
    opened = [(part, section.id) for part in parts for section in _opened(profile, part, words)]
    present = {section for _, section in opened}
    told = {section for part, section in opened if words.statement_title(plain(part.title)) is None}
    required = profile.sections_in(report.year)
    missing = [section for section in required if section.id not in present]
    binding = [section for section in required if not section.custom]
    lacking = [section for section in missing if not section.custom]
    untold = [section for section in binding if section.id not in told]  # nothing but the title of a table
    if len(lacking) > _MOST or len(untold) * 2 >= len(binding):
        return
    whole: list[str] = []

    def said(wanted: tuple[str, ...]) -> bool:
        if not whole:
            whole.append(plain("\n".join(_said(report.document))).replace('"', ""))
        return any(word in whole[0] for word in wanted)

    for section in missing:
        if not said(section.titles):
            yield Remark(
                beginning(report.document),
                f"没有“{section.titles[0]}”一节（{profile.title}要求有）",
                severity=Severity.NOTE if section.custom else None,
            )
    items = profile.items_in(report.year)
    for item in items:
        owners = [part for part in parts if (s := profile.section_of(part.title)) and s.id == item.section]
        if not owners or any(word in p.flow.text for part in owners for p in part.paragraphs for word in item.words):
            continue
        if (
            said(item.words)
            or not all(names_its_subject(owner, words) for owner in owners)
            or not any(map(_says_amounts, owners))
        ):
            continue
        siblings = [each for each in items if each.section == item.section and each.part and each is not item]
        if any(_stands_elsewhere(part, words) for part in owners) or (
            item.part and any(_is_whole(part, siblings) for part in owners)
        ):
            continue
        title = owners[0].heading.flow
        yield Remark(
            title.span(0, len(title.text)),
            f"“{owners[0].title}”里没有说{item.what}（{profile.title}要求说明）",
            severity=Severity.NOTE if item.custom else None,
        )


def _opened(profile: Profile, part: Part, words: Lexicon) -> Iterator[RequiredSection]:
    """The section that a heading opens, and those that its paragraphs, but no captions, open (1.机关运行经费。…)."""
    section = profile.section_of(part.title)
    if section is not None:
        yield section
        if any(word in part.title for word in words.sections["text"]["words"]):
            return  # a glossary names everything
        for paragraph in part.paragraphs:
            text = paragraph.flow.text
            inner = profile.section_of(text[:_LEAD]) if _STOP in text else None
            if inner is not None:
                yield inner


def _stands_elsewhere(part: Part, words: Lexicon) -> bool:
    """Whether a section sends its reader to a table or an annex for what it does not say."""
    return any(plain(word) in plain(part.text) for word in words.sections["elsewhere"]["words"])


def _is_whole(part: Part, items: list[RequiredItem]) -> bool:
    """Whether the amounts of the items that a section names make up another amount in it, so that nothing is left."""
    text = plain(part.text)
    numbers = [n for n in scan(text) if n.kind is NumberKind.AMOUNT and n.quantity is not None]
    named: list[Number] = []
    for item in items:
        at = min((text.index(word) for word in item.words if word in text), default=-1)
        follows = next((number for number in numbers if number.start > at >= 0), None)
        if follows is not None and follows not in named:
            named.append(follows)
    whole = total([number.quantity.interval for number in named if number.quantity])
    return bool(named) and any(n.quantity.interval.meets(whole) for n in numbers if n.quantity and n not in named)


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
