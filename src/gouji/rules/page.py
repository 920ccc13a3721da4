"""A rule's page in Chinese, generated from the registry."""

from __future__ import annotations

from inspect import cleandoc

from gouji.rules.registry import Rule


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
        f"## 不报告这条规则\n\n"
        f'命令行 `--ignore {rule.code}`，配置 `ignore = ["{rule.code}"]`，'
        f"或在段落前写 `<!-- gouji: ignore {rule.code} 原因 -->`。\n"
    )
