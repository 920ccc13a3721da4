"""How the time of a lint grows with the length of what repeats: exponents of patterns at n, 2n, 4n and 8n.

    python benchmarks/growth.py [names…] [--most 1.2]

Each pattern is lengthened until a lint takes long enough to be measured (or is of a megabyte); 8n is that length, and the
exponent is that of processor time from 2n to 8n. Where the file is refused before that, 8n is the longest that is read. Exit status 1 if one is above `--most` and takes
more than a tenth of a second.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import sys
import time
from collections.abc import Callable
from io import BytesIO
from math import log2
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

HEAD = "2024年度部门决算\n\n三、支出决算情况说明\n"
ENOUGH = 0.6
MOST_BYTES = 1_200_000
DEADLINE = 40


class Pattern(NamedTuple):
    """What repeats: the contents of a file for a number of repetitions, and the file's name."""

    make: Callable[[int], bytes]
    name: str = "文.txt"


def text(make: Callable[[int], str], head: str = HEAD) -> Pattern:
    return Pattern(lambda n: (head + make(n) + "\n").encode())


def repeated(unit: str, before: str = "", after: str = "") -> Pattern:
    return text(lambda n: before + unit * n + after)


def numbered(unit: str, before: str = "", after: str = "") -> Pattern:
    """`{}` is the number of the repetition."""
    return text(lambda n: before + "".join(unit.replace("{}", str(i + 1)) for i in range(n)) + after)


def web(unit: str, before: str = "", after: str = "") -> Pattern:
    page = f"<html><body><p>2024年度部门决算</p>{before}%s{after}</body></html>"
    return Pattern(lambda n: (page % (unit * n)).encode(), "文.html")


def package(parts: dict[str, str]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)


def word(unit: str, before: str = "", after: str = "") -> Pattern:
    def make(n: int) -> bytes:
        body = f'<w:document xmlns:w="{WORD}"><w:body>{before}{unit * n}{after}</w:body></w:document>'
        return package({"_rels/.rels": RELATIONS, "word/document.xml": body})

    return Pattern(make, "文.docx")


def rows(unit: str, head: str = "支出决算总表\n单位：万元\n项目\t决算数\n") -> Pattern:
    return numbered(unit, head)


RUN = "<w:r><w:t>支出1.00万元，</w:t></w:r>"
PATTERNS: dict[str, Pattern] = {
    # narrative
    "same fact, n values": numbered("本年支出合计{}.00万元。\n"),
    "same fact, one value": repeated("本年支出合计5.00万元。\n"),
    "same fact, n values, one paragraph": numbered("本年支出合计{}.00万元。"),
    "same change, n values": numbered("本年支出合计100.00万元，比上年增加{}.00万元，增长10.00%。\n"),
    "n items": numbered("（{}）甲项目支出{}.00万元，占本年支出合计的1.00%。\n"),
    "1 234 234…": text(lambda n: "1" + " 234" * n + "万元。"),
    "1 234 234… decimals": text(lambda n: "1" + " 234" * n + ".56万元。"),
    "1,234,234…": text(lambda n: "支出1" + ",234" * n + "万元。"),
    "digits": text(lambda n: "支出" + "1" * n + "万元。"),
    "digits with dots": text(lambda n: "支出" + "1." * n + "万元。"),
    "digits with lines": text(lambda n: "支出" + "1\n" * n + "万元。"),
    "dots in contents": text(lambda n: "目录\n一、收入" + "." * n + "1"),
    "dots in contents, lines": repeated("一、收入决算情况说明" + "." * 80 + "1\n", "目录\n"),
    "ellipses in contents": text(lambda n: "目录\n一、收入" + "…" * n + "1"),
    "dots in a sentence": text(lambda n: "支出" + "." * n + "1万元。"),
    "middle dots": text(lambda n: "一、收入" + "·" * n + "1"),
    "dots in a heading": text(lambda n: "一、收入" + ". " * n),
    "其中：": repeated("其中："),
    "其中： with amounts": repeated("其中：支出1.00万元，"),
    "其中： with parts": numbered("其中：甲{}支出1.00万元，乙{}支出2.00万元；", "本年支出合计100.00万元，"),
    "，": repeated("，"),
    "。": repeated("。"),
    "（": repeated("（"),
    "（）": repeated("（）"),
    "）": repeated("）"),
    "（…）": text(lambda n: "（" * n + "支出1.00万元" + "）" * n),
    "《": repeated("《"),
    "“": repeated("“"),
    "XX": repeated("XX"),
    "【】": repeated("【】"),
    "spaces": text(lambda n: "支出" + " " * n + "1.00万元。"),
    "wide spaces": text(lambda n: "支出" + "　" * n + "1.00万元。"),
    "blank lines": text(lambda n: "支出1.00万元" + "\n" * n + "。"),
    "tabs": text(lambda n: "支出" + "\t" * n + "1.00万元。"),
    "carriage returns": text(lambda n: "支出" + "\r" * n + "1.00万元。"),
    "zero-width spaces": text(lambda n: "支出" + "\u200b" * n + "1.00万元。"),
    "one paragraph, many amounts": repeated("支出1.00万元，"),
    "one paragraph, many sums": repeated("支出3.00万元，其中：基本支出1.00万元，项目支出2.00万元。"),
    "one sentence, n items": numbered("甲{}支出1.00万元、", "本年支出合计100.00万元，其中："),
    "one enumeration": numbered("甲{}、", "主要包括：", "1.00万元。"),
    "movements": text(lambda n: "支出增加9.00万元，其中" + "基本支出增加258.79万元，项目支出增加14,087.02万元，" * n),
    "counts that moved": text(lambda n: "车辆12辆，比上年减少3辆，下降20.00%，" * n),
    "cells one a line": text(lambda n: "单位：万元\n项目\n金额\n甲\n1.00\n乙\n2.00\n\n" * n),
    "rows laid out with spaces": text(lambda n: "支出决算表\n单位：万元\n" + "".join(f"支出{i:05}      {i}.00     {i}.00\n" for i in range(n))),
    "respectively": text(lambda n: "分别为" + "、".join(["1.00万元"] * n) + "。"),
    "shares": repeated("占1.00%，", "本年支出合计100.00万元，其中："),
    "rates": repeated("增长1.00%，"),
    "short lines": repeated("支出为\n"),
    "short lines of words": numbered("某某{}\n"),
    "unpunctuated lines": repeated("本年支出合计比上年增加是因为人员经费有所增加\n"),
    "unpunctuated line": repeated("本年支出合计比上年增加是因为人员经费有所增加"),
    "unknown words": repeated("鼂鼄鼅"),
    "latin": repeated("abc "),
    "years": repeated("2024年"),
    "units": repeated("万元"),
    "lists 1.": repeated("1."),
    "lines 1.": repeated("1.\n"),
    "lists": numbered("{}.支出\n"),
    "list levels": repeated("一、支出\n（一）支出\n1.支出\n（1）支出\n"),
    "headings": numbered("一、支出决算情况说明\n支出{}.00万元。\n"),
    "bullets": repeated("- "),
    "bullet lines": repeated("- 支出1.00万元\n"),
    "#": repeated("#"),
    ">": repeated("> "),
    "①": repeated("①"),
    "*": repeated("*"),
    "**": repeated("**支出** "),
    "<": repeated("<"),
    "<b": repeated("<b "),
    "<!--": repeated("<!-- "),
    "<!-- lines": repeated("<!-- \n"),
    "<!-- -->": repeated("<!-- --> "),
    "-->": repeated("-->"),
    "ignore comments": repeated("<!-- gouji: ignore -->\n支出1.00万元。\n"),
    "ignore comments with codes": repeated("<!-- gouji: ignore A102 -->\n\n"),
    "ignore, unclosed": repeated("<!-- gouji: ignore "),
    "reasons": repeated("支出减少的主要原因是人员增加。\n"),
    "absences": repeated("无政府性基金预算财政拨款支出。\n"),
    "counts": numbered("公务接待{}批次，"),
    "policies": repeated("《关于印发办法的通知》（国办发〔2020〕20号）"),
    "institutions": numbered("所属单位{}：某某中心\n"),
    # tables
    "rows": rows("项目{}\t{}.00\n"),
    "rows of codes": numbered("20{}\t某某支出\t{}.00\n", "支出决算表\n单位：万元\n科目编码\t科目名称\t决算数\n"),
    "equal rows": rows("项目\t1.00\n"),
    "其中 rows": rows("其中：项目\t1.00\n"),
    "numbered rows": rows("一、项目{}\t1.00\n"),
    "total rows": rows("合计\t{}.00\n"),
    "columns": text(lambda n: "支出决算总表\n单位：万元\n项目" + "\t决算数" * n + "\n合计" + "\t1.00" * n),
    "blank columns": text(lambda n: "支出决算总表\n项目\t决算数" + "\t" * n + "\n合计\t1.00" + "\t" * n),
    "tables": numbered("支出决算总表\n单位：万元\n项目\t决算数\n合计\t{}.00\n\n"),
    "small tables": repeated("甲\t乙\n1\t2\n\n字\n"),
    "pipe rows": numbered("|项目{}|1.00|\n", "|项目|决算数|\n|---|---|\n"),
    "pipes": text(lambda n: "|" * n),
    "square table": text(lambda n: "\n".join(["1.00" + "\t1.00" * int(n**0.5)] * int(n**0.5))),
    # web pages
    "html: hidden siblings": web('<p style="display:none">字</p>'),
    "html: siblings": web("<p>支出1.00万元。</p>"),
    "html: spans": web("<span>支出1.00万元，</span>"),
    "html: line breaks": web("<br>"),
    "html: small tables in a cell": web("<table><tr><td>a</td><td>1.00</td></tr></table>", "<table><tr><td>", "</td></tr></table>"),
    "html: small tables": web("<table><tr><td>a</td><td>1.00</td></tr></table>"),
    "html: rows": web("<tr><td>a</td><td>1.00</td></tr>", "<table>", "</table>"),
    "html: cells": web("<td>1.00</td>", "<table><tr>", "</tr></table>"),
    "html: row spans": web('<tr><td rowspan="9999">a</td></tr>', "<table>", "</table>"),
    "html: unclosed": web("<b>"),
    "html: comments": web("<!-- -->"),
    "html: entities": web("&nbsp;&lt;"),
    "html: attributes": Pattern(lambda n: ("<html><body><p " + "".join(f"a{i}=1 " for i in range(n)) + ">2024年度部门决算</p>").encode(), "文.html"),
    # Word
    "docx: runs": word(RUN, "<w:p>", "</w:p>"),
    "docx: paragraphs": word(f"<w:p>{RUN}</w:p>"),
    "docx: empty runs": word("<w:r/>", "<w:p>", "</w:p>"),
    "docx: tables": word("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>1.00</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"),
    "docx: rows": word("<w:tr><w:tc><w:p><w:r><w:t>1.00</w:t></w:r></w:p></w:tc></w:tr>", "<w:tbl>", "</w:tbl>"),
    "docx: cells": word("<w:tc><w:p><w:r><w:t>1.00</w:t></w:r></w:p></w:tc>", "<w:tbl><w:tr>", "</w:tr></w:tbl>"),
    "docx: line breaks": word("<w:r><w:br/></w:r>", "<w:p>", "</w:p>"),
}  # fmt: skip


def seconds(pattern: Pattern, n: int) -> float | None:
    """Processor time of one lint; None where the file is refused."""
    from gouji.config import Config
    from gouji.linter import lint_bytes
    from gouji.readers import UnreadableError

    data = pattern.make(n)
    gc.collect()
    start = time.process_time()
    try:
        lint_bytes(data, pattern.name, Config(notes=True))
    except UnreadableError:
        return None
    return time.process_time() - start


def lengths(pattern: Pattern) -> list[tuple[int, float]]:
    """Numbers of repetitions, doubling, each with its time: the least of two, for what else the machine does lengthens it."""
    found: list[tuple[int, float]] = []
    n = 8
    begun = time.monotonic()
    while (took := seconds(pattern, n)) is not None:
        found.append((n, took))
        size = len(pattern.make(n))
        late = time.monotonic() - begun > DEADLINE / 3
        if len(found) > 3 and (took > ENOUGH or size > MOST_BYTES or late):
            break
        n *= 2
    return [(n, min(took, seconds(pattern, n) or took)) for n, took in found[-4:]]


def measured(name: str) -> tuple[str, list[tuple[int, float]]]:
    gc.disable()
    from gouji.linter import prepare

    prepare()
    seconds(PATTERNS[name], 1)
    return name, lengths(PATTERNS[name])


def exponent(times: list[tuple[int, float]]) -> float:
    """From 2n to 8n."""
    if len(times) < 3:
        return 0  # refused when it is still short
    return log2(max(times[-1][1], 0.001) / max(times[-3][1], 0.001)) / 2


def main() -> None:
    parser = argparse.ArgumentParser(description="Exponents of growth.")
    parser.add_argument("names", nargs="*", help="patterns whose names hold one of these words (default: all)")
    parser.add_argument("--most", type=float, default=1.2, help="the largest exponent allowed (default 1.2)")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default 1)")
    options = parser.parse_args()
    chosen = [name for name in PATTERNS if not options.names or any(each in name for each in options.names)]
    above = []
    print(f"{'exponent':>8}  {'8n':>8}  seconds at n, 2n, 4n, 8n")
    with multiprocessing.get_context("spawn").Pool(options.jobs) as pool:
        for name, times in pool.imap_unordered(measured, chosen):
            grown = exponent(times)
            slow = grown > options.most and times[-1][1] > 0.1
            above += [name] if slow else []
            shown = " ".join(f"{each:.2f}" for _, each in times)
            print(f"{grown:8.2f}{'!' if slow else ' '} {times[-1][0] if times else 0:8}  {shown:28} {name}", flush=True)
    print(f"{len(chosen)} patterns, {len(above)} above {options.most}: {'; '.join(above)}")
    sys.exit(1 if above else 0)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
    main()
