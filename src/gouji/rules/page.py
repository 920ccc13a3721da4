"""A rule's page in Chinese, generated from the registry."""

from __future__ import annotations

from collections.abc import Iterable
from inspect import cleandoc
from pathlib import Path

from gouji.rules.registry import Rule, load

_PREFACE = (
    "错误是证明，疑点由人判断，提示默认不显示（`--notes`）。"
    "错别字、病句、用词、标点的一般规范不在此列：通用的中文校对工具做得更好，gouji 只看与预决算公开有关的写法。"
)


def index(rules: Iterable[Rule]) -> str:
    """The list of all rules as Markdown, each with its page."""
    rows = "".join(f"| [{r.code}]({r.code}.md) | {r.title} | `{r.name}` | {r.severity.chinese} |\n" for r in rules)
    return f"# 规则\n\n{_PREFACE}\n\n| 代码 | 查什么 | 名称 | 级别 |\n|---|---|---|---|\n{rows}"


def write(folder: Path) -> None:
    """Write the page of every rule, and the list of them, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    rules = load()
    for rule in rules.values():
        (folder / f"{rule.code}.md").write_text(page(rule), "utf-8")
    (folder / "README.md").write_text(index(rules.values()), "utf-8")


def _fixing(rule: Rule) -> str:
    """What a fix of this rule can be relied on for."""
    if rule.check is None:
        return (
            "改正的值只有一个、由文中其他数算出、又没有别的数同样可疑时，给出“安全”的改法；否则注明请人工确认，或不给改法。"
            "报表里的数只建议，不算安全。"
        )
    return "给出改法时，除注明“安全”的以外，都请人工确认。"


def page(rule: Rule) -> str:
    """The Markdown page of a rule: what, why, a bad and a good example, source."""
    body = cleandoc(rule.manual)
    return (
        f"# {rule.code} {rule.title}\n\n"
        f"`{rule.name}` · 级别：{rule.severity.chinese}\n\n"
        f"{body}\n\n"
        f"## 错误的例子\n\n```text\n{rule.bad}\n```\n\n"
        f"## 正确的例子\n\n```text\n{rule.good}\n```\n\n"
        f"## 依据\n\n{rule.source}。\n\n"
        f"## 改法\n\n{_fixing(rule)}\n\n"
        f"## 不报告这条规则\n\n"
        f'命令行 `--ignore {rule.code}`，配置 `ignore = ["{rule.code}"]`，'
        f"或在段落前写 `<!-- gouji: ignore {rule.code} 原因 -->`。\n"
    )


if __name__ == "__main__":
    write(Path("docs/rules"))
