"""How near a draft comes to what was published: each document's narrative is read into inputs, drafted again from its own
tables in its jurisdiction's style, and compared number by number and sentence by sentence.

    python benchmarks/draft_fidelity.py [--misses] [FILE STYLE ...]
"""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from gouji.config import Config
from gouji.document import Paragraph
from gouji.linter import lint_file
from gouji.quantity import NumberKind, scan
from gouji.styling import told_sections
from gouji.styling.likeness import paragraphs, sentences_of
from gouji.writing import draft, inputs_of, load_style, read_figures
from gouji.writing.figures import passage_sections

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
DOCUMENTS = [
    (CORPUS / "huyi-2024-final.txt", "shaanxi-final"),
    (CORPUS / "shaanxi-medical-2024-final.txt", "shaanxi-final"),
    (CORPUS / "fengxiang-2023-final.txt", "shaanxi-final"),
    (CORPUS / "huzhu-2024-final.txt", "qinghai-final"),
    (CORPUS / "beilin-2024-budget.txt", "shaanxi-unit-budget"),
    (CORPUS / "putuo-finance-2024-final.pdf", "shanghai-final"),
    (CORPUS / "putuo-commerce-2025-budget.pdf", "shanghai-budget"),
    (CORPUS / "putuo-wanli-2024-budget.pdf", "shanghai-budget"),
    (CORPUS / "cities" / "wuxi-statistics-2026.pdf", "jiangsu-budget"),
    (CORPUS / "cities" / "wuxi-development-2026.pdf", "jiangsu-budget"),
    (CORPUS / "cities" / "fuzhou-medical-2026.pdf", "fujian-budget"),
    (CORPUS / "cities" / "guangzhou-statistics-2026.pdf", "guangdong-budget"),
    (CORPUS / "cities" / "shenzhen-petitions-2026.pdf", "shenzhen-budget"),
    (CORPUS / "cities" / "shenzhen-justice-2026.pdf", "shenzhen-budget"),
    (CORPUS / "cities" / "xian-audit-2026.pdf", "shaanxi-budget"),
    (CORPUS / "cities" / "beijing-audit-2026.pdf", "beijing-budget"),
    (CORPUS / "cities" / "changsha-petitions-2026.pdf", "hunan-budget"),
    (CORPUS / "cities" / "chongqing-publicity-2026.pdf", "chongqing-budget"),
    (CORPUS / "cities" / "yantai-petitions-2026.pdf", "shandong-budget"),
    (CORPUS / "cities" / "huzhou-finance-2026.pdf", "zhejiang-budget"),
    (CORPUS / "cities" / "state-petitions-2024-final.pdf", "central-final"),
    (ROOT / "examples" / "文旅局-2024-决算.txt", "shaanxi-final"),
]
_KINDS = (NumberKind.AMOUNT, NumberKind.RATE, NumberKind.COUNT)


def main() -> None:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="show every number and sentence that differs")
    parser.add_argument("pairs", nargs="*", metavar="FILE STYLE", help="default: the corpus and the example")
    arguments = parser.parse_args()
    if len(arguments.pairs) % 2:
        parser.error("each FILE needs its STYLE")
    pairs = list(zip(map(Path, arguments.pairs[::2]), arguments.pairs[1::2], strict=True)) or DOCUMENTS
    print(
        f"{'':34}{'数':>6}{'一致':>6}  {'句':>6}{'相同':>6}  （收支各节；原因、空格、标点宽窄、千分位与末尾的零不计）"
    )
    kinds: Counter[tuple[str, str]] = Counter()
    for path, style in pairs:
        if not path.exists():
            print(f"{path.name:34} 没有这个文件")
            continue
        found = compare(path, style)
        rates = f"{found.numbers:>6}{found.agreed:>6} {found.agreed / max(found.numbers, 1):>7.1%}"
        print(f"{path.name:34}{rates}{found.sentences:>6}{found.same:>6} {found.same / max(found.sentences, 1):>7.1%}")
        kinds.update((miss.partition(" ")[0], miss.partition(" ")[2][0]) for miss in found.misses)
        for miss in found.misses if arguments.misses else ():
            print("   ", miss)
    shown = {"数": "个数", "公": "句"}  # what was published and not drafted
    print("缺的：" + "，".join(f"{section} {n} {shown[k]}" for (section, k), n in kinds.most_common() if k in shown))


class Fidelity(NamedTuple):
    """How many numbers and sentences a narrative has, how many of them the draft has, and what differs."""

    numbers: int
    agreed: int
    sentences: int
    same: int
    misses: list[str]


def compare(path: Path, style_name: str) -> Fidelity:
    """Draft a document's sections from its own tables and narrative, and compare."""
    report = lint_file(path, Config())
    figures = read_figures(report)
    inputs = inputs_of(report, figures)
    style = load_style(style_name)
    told = told_sections(report)
    published = {section.id: [b for b in section.blocks if isinstance(b, Paragraph)] for section in told}
    numbers = agreed = sentences = same = 0
    misses: list[str] = []
    for section in (section.id for section in style.sections if section.id in published):
        theirs_numbers, ours = (
            _numbers(published[section]),
            paragraphs(draft(figures, inputs, style, section).text),
        )
        our_numbers = _numbers(ours)
        common = theirs_numbers & our_numbers
        numbers += theirs_numbers.total()
        agreed += common.total()
        misses += [f"{section} 数 {value} {dimension}" for value, dimension in (theirs_numbers - common).elements()]
        if section in passage_sections():
            continue
        theirs, own = sentences_of(published[section], inputs), sentences_of(ours, inputs)
        hits = theirs & own
        sentences += theirs.total()
        same += hits.total()
        misses += [f"{section} 公开：{each}" for each in (theirs - hits).elements()]
        misses += [f"{section} 起草：{each}" for each in (own - hits).elements()]
    return Fidelity(numbers, agreed, sentences, same, misses)


def _numbers(paragraphs: list[Paragraph]) -> Counter[tuple[Decimal, str]]:
    return Counter(
        (number.quantity.value.normalize(), number.quantity.unit.dimension)
        for paragraph in paragraphs
        for number in scan(paragraph.flow.text)
        if number.kind in _KINDS and number.quantity is not None
    )


if __name__ == "__main__":
    main()
