"""Paragraphs about one item after another as a loop over the items, where they are all that there are and are worded alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from gouji.lexicon.lexicon import code_class
from gouji.precompiled import pattern_of
from gouji.styling.lines import Line
from gouji.styling.wordings import Wordings
from gouji.writing.known import Known

_LEAST = 2
_VARIABLES = {("F", 3): "类科目", ("F", 7): "项科目", ("E", 3): "经济科目", ("G", 3): "政府经济科目"}
_REFERENCE = pattern_of(r"§\d+")
_END = pattern_of(r"[；。;]$")


def looped(lines: Sequence[Line], known: Known, wordings: Wordings) -> Iterator[str]:
    """The lines of a section's template, those of lists of items as loops."""
    for run in _runs(lines):
        loop = _loop(run, known, wordings) if len(run) >= _LEAST else None
        if loop is not None:
            yield loop
        elif len(run) >= _LEAST:
            for line in run:
                yield f"{{% if '{line.code}' is 提到 %}}\n{line.text}\n{{% endif %}}"
        else:
            yield from (line.text for line in run)


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines of one kind of item, in the order of the codes; others alone."""
    run: list[Line] = []
    for line in lines:
        if run and not (line.code and run[-1].code and _kind(line) == _kind(run[-1]) and line.code > run[-1].code):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _kind(line: Line) -> tuple[str, int]:
    return code_class(line.code), len(line.code)


def _loop(run: list[Line], known: Known, wordings: Wordings) -> str | None:
    """A loop over the items of a list; None where it lists others than all there are, or says something else of most."""
    variable = _VARIABLES.get(_kind(run[0]))
    if variable is None:
        return None
    items = [item.code for item in known.items(*_kind(run[0]))]
    forms = Counter(_form(line.general) for line in run)
    form, count = forms.most_common(1)[0]
    if items != [line.code for line in run] or 2 * count < len(run):
        return None
    alike = [line for line in run if _form(line.general) == form]
    for references in zip(*(_REFERENCE.findall(line.general) for line in alike), strict=True):
        wordings.merge(list(references))
    text = alike[0].general
    ends = [match[0] for line in (run[0], run[-1]) if (match := _END.search(line.general))]
    if len(ends) == 2 and ends[0] != ends[1]:
        text = text[:-1] + f"{{{{ '{ends[0]}' if not loop.last else '{ends[1]}' }}}}"
    return f"{{% for 科目 in {variable} %}}\n\n{text}\n{{% endfor %}}"


def _form(general: str) -> str:
    """What lines that a loop makes one of have in common."""
    return str(_END.sub("", _REFERENCE.sub("§", general)))
