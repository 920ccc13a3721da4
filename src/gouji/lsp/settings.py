"""What an editor can settle for the server (initializationOptions, or the section `gouji` of its configuration)."""

from __future__ import annotations

from typing import Any, NamedTuple

SECTION = "gouji"
_KINDS: dict[type, str] = {bool: "true 或 false", int: "整数（毫秒）", str: "一段文字", tuple: "文字的列表"}


class Settings(NamedTuple):
    """`tables` are files with the statements, for documents whose configuration names none; `rules` is the address before the pages of the rules, "" for pages on this machine; `pause` is in milliseconds;
    `reasons` are offered for accepting a finding; `style` is that of drafted sentences, "" for the document's own."""

    hints: bool = False
    pause: int = 150
    rules: str = ""
    reasons: tuple[str, ...] = ("口径不同，已核实",)
    style: str = ""
    tables: tuple[str, ...] = ()


def read_settings(given: Any) -> tuple[Settings, list[str]]:
    """The settings, defaults where nothing usable is given; and a Chinese sentence for each that is not usable."""
    if isinstance(given, dict) and isinstance(given.get(SECTION), dict):
        given = given[SECTION]
    if not isinstance(given, dict):
        return Settings(), []
    values: dict[str, Any] = {}
    faults = []
    for key, value in given.items():
        if key not in Settings._fields:
            faults.append(f"不认识的设置“{key}”，可用的有 {'、'.join(Settings._fields)}。")
            continue
        kind = type(Settings._field_defaults[key])
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            value = tuple(value)
        if type(value) is kind and (kind is not int or 0 <= value <= 10_000):
            values[key] = value
        else:
            faults.append(f"设置“{key}”应为{_KINDS[kind]}，现在是 {value!r}。")
    return Settings(**values), faults
