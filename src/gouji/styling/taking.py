"""Taking the style of a document: its sections as templates, its wordings, how it writes numbers."""

from __future__ import annotations

from typing import Any, NamedTuple

from gouji.document import Heading
from gouji.folders import data_folder
from gouji.linter import vocabulary_of
from gouji.narrative.outline import Part
from gouji.precompiled import pattern_of
from gouji.quantity import COUNTING, unit_named
from gouji.quantity import number as number_in
from gouji.report import Report
from gouji.rolling.display import Display
from gouji.rolling.paragraphs import Paragraphs
from gouji.rolling.wording import Words, style_for
from gouji.styling.expressions import Expressions
from gouji.styling.lines import lines_of
from gouji.styling.lists import looped
from gouji.styling.movements import Movements, filled
from gouji.styling.outline import ToldSection, told_sections
from gouji.styling.parts import PartList, listed
from gouji.styling.subjects import Subjects
from gouji.styling.texts import texts_of_styles
from gouji.styling.wordings import Wordings, named
from gouji.writing.calling import unit_called
from gouji.writing.figures import passage_sections
from gouji.writing.styles import SHARED, Numbers, Style, Wording

_FRONT = frozenset(["duties", "structure", "staff", "tasks"])
_NUMBER = pattern_of(rf"[{COUNTING}]+|\d+")
_PASSAGE = "{{{{ 文字('{section}') }}}}"


class Entry(NamedTuple):
    """A section as `style.toml` lists it."""

    id: str
    title: str
    numbered: bool


class Taken(NamedTuple):
    """A style: its name, what kind of document it is for, and everything that its files say."""

    file: str
    kind: str
    unit: str
    heading: str
    first: int
    sections: list[Entry]
    front: list[Entry]
    front_heading: str
    numbers: Numbers
    directions: dict[str, dict[str, str]]
    wordings: dict[str, dict[str, Wording]]
    breakdown: dict[str, str]
    templates: dict[str, str]
    words: dict[str, Any]


def take(report: Report, file: str) -> Taken | None:
    """The style of a document whose narrative has sections; None if it has none."""
    told = told_sections(report)
    sections = [section for section in told if section.id not in _FRONT]
    if not sections or not any(section.id not in passage_sections() for section in sections):
        return None
    style = style_for(report)
    numbers = _numbers(report, style)
    subjects = Subjects(report, numbers)
    words = texts_of_styles()
    paragraphs = Paragraphs(report.document, len(report.document.source), vocabulary_of(report))
    wordings = Wordings(style, Words(report.narrative.words(), report.lexicon))
    movements = Movements(subjects, paragraphs, wordings, words["open"]["movement"])
    expressions = Expressions(subjects, movements, {**words["open"], "absent": words["absent"]["text"]})
    drafts: dict[str, list[str]] = {}
    parts: PartList | None = None
    for section in sections:
        if section.id in passage_sections():
            continue
        lines = drafts.setdefault(section.id, [])
        for line in looped(lines_of(section, expressions), subjects.known, wordings):
            text, parts = listed(line, subjects.known, parts)
            lines.append(text)
    names, tables = wordings.settled()
    templates = {key: named("\n\n".join(lines), names) + "\n" for key, lines in drafts.items()}
    shared = data_folder("templates") / SHARED
    for section in sections:
        if section.id in passage_sections() and not (shared / f"{section.id}.md.j2").exists():
            templates[section.id] = _PASSAGE.format(section=section.id) + "\n"
    front = [section for section in told if section.id in _FRONT]
    levels = [section.part.level for section in sections]
    usual = max(sorted(set(levels)), key=levels.count)
    return Taken(
        file,
        report.kind,
        subjects.inputs.own or style.unit,
        _heading(sections[0], report),
        _first(sections),
        [_entry(section, expressions, usual) for section in sections],
        [_entry(section, expressions, usual) for section in front],
        _heading(front[0], report) if front and _top(front[0]) is not _top(sections[0]) else "",
        numbers,
        wordings.directions(),
        tables,
        parts._asdict() if parts is not None else style.breakdown,
        templates,
        words,
    )


def _numbers(report: Report, style: Style) -> Numbers:
    """How the document writes numbers."""
    facts = [mention.fact for mention in report.narrative.mentions if not mention.reason]
    display = Display.of(facts, style)
    money = [fact.quantity.unit.name for fact in facts if fact.quantity.unit.dimension == "money"]
    unit = max(sorted(set(money)), key=money.count, default=style.numbers.unit)
    return Numbers(
        unit_named(unit).name,
        display.places.get(unit, style.numbers.places),
        display.grouped,
        display.nothing.get(unit, style.numbers.zero),
        display.places.get("%", style.numbers.rate_places),
        f"{display.whole}%",
    )


def _entry(section: ToldSection, expressions: Expressions, usual: int) -> Entry:
    """A section; one that is a part by itself (第四部分 名词解释) goes without a number."""
    numbered = section.part.level >= usual and _NUMBER.search(section.part.number) is not None
    return Entry(section.id, _title(section.part.heading, expressions), numbered)


def _title(heading: Heading, expressions: Expressions) -> str:
    """A title with the year and the unit's name as style.toml has them; of another year's none is known there."""
    report = expressions.subjects.report
    at = heading.flow.text.find(heading.title)
    span = heading.flow.span(max(at, 0), len(heading.flow.text))
    slots = [
        (p.span, p.text.replace("{{ ", "{").replace(" }}", "}"))
        for p in expressions.named(heading)
        if p.span.start >= span.start
    ]
    slots = [(place, text) for place, text in slots if text != "{上年度}"]
    return filled(report.document.source, span, slots, lambda text: text.replace("{", "{{").replace("}", "}}"))


def _heading(section: ToldSection, report: Report) -> str:
    """The heading over a section, with the year and the unit's name."""
    part = _top(section)
    if part is section.part:
        return ""
    at = max(part.heading.flow.text.find(part.title), 0)
    title = report.document.quote(part.heading.flow.span(at, len(part.heading.flow.text)))
    text = f"{part.number.strip()} {''.join(title.split())}".strip().lstrip("#* ")
    text = text.replace("{", "{{").replace("}", "}}")
    for name, slot in ((unit_called(report), "{单位名称}"), (str(report.year), "{年度}")):
        text = text.replace(name, slot) if name else text
    return text


def _top(section: ToldSection) -> Part:
    """The part of the document in which a section stands."""
    part = section.part
    while part.parent is not None:
        part = part.parent
    return part


def _first(sections: list[ToldSection]) -> int:
    """The number of the first section that has one."""
    numbers = (match[0] for s in sections if (match := _NUMBER.search(s.part.number)))
    first = next(numbers, "")
    return (number_in(first) or 1) if first else 1
