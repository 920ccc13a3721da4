"""All units at once: the files of each found, its Word file written by a worker, and a list of what is still to be written."""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from gouji import faults
from gouji.cache import Cache
from gouji.config import Config, ConfigError, find
from gouji.deadline import too_late
from gouji.drafting import Order
from gouji.drafting import run as drafted
from gouji.files import as_name, fitting, reading
from gouji.handing import Alone, Given, Linter, item
from gouji.keys import key_of, stamp, tree
from gouji.lexicon import LexiconError
from gouji.priors import Teller, Told, prior_of
from gouji.readers import UnreadableError
from gouji.readers.kinds import kind_of
from gouji.remembering import Known, each_told
from gouji.reporters.reporter import CopyError
from gouji.reporters.worksheet import write_table
from gouji.screen import tell
from gouji.splitting import Splitter, unsplit
from gouji.targets import Place
from gouji.walking import Task
from gouji.workers import Crew, Lost
from gouji.writing import InputsError, StyleError

_SPARE = 120_000
_WRITTEN = "written"
_SUMMARY = ("单位", "情况", "待写", "Word 文件", "为什么没有写", "报表")
_TO_WRITE = ("单位", "还要写的", "负责人", "写好了")
_KNOWN = (CopyError, InputsError, StyleError, UnreadableError, ConfigError, LexiconError)


class Made(NamedTuple):
    """What came of one unit: its Word file and what is still to be written in it, or one sentence that says why there is none."""

    unit: str
    source: str
    person: str = ""
    content: bytes = b""
    lacking: tuple[str, ...] = ()
    error: str = ""


def made_of(task: Task, error: str = "") -> Made:
    """What came of a unit of which nothing is written."""
    return Made(task.unit, task.name, task.person, error=error)


class Writer:
    """Writes the Word files of units; what is wrong with one is one sentence and stops none of the others."""

    def lint(self, task: Task, where: list[Place], data: bytes | None = None) -> Made:  # noqa: ARG002 - as a worker calls it
        try:
            content, lacking = self.write(task)
            return made_of(task)._replace(content=content, lacking=tuple(lacking))
        except _KNOWN as error:
            return made_of(task, str(error))
        except Exception as error:  # of one unit
            return made_of(task, faults.sentence(task.name, error))

    def write(self, task: Task) -> tuple[bytes, list[str]]:
        """The Word file of a unit and what is lacking in it. Raises UnreadableError and its like."""
        raise NotImplementedError

    def beside(self, task: Task) -> list[Path]:  # noqa: ARG002
        """The files that it is written from besides its own and last year's."""
        return []

    @property
    def settled(self) -> str:
        """Whatever else settles what is written. Raises OSError."""
        raise NotImplementedError


class Drafter(Writer):
    """Drafts from statements, with the inputs of the unit if there are any: a YAML file of the name of the unit or of its tables."""

    def __init__(self, style: str, inputs: Mapping[str, Path], force: bool) -> None:
        self._style, self._inputs, self._force = style, inputs, force

    def beside(self, task: Task) -> list[Path]:
        given = self._inputs.get(task.unit) or self._inputs.get(task.paths[0].stem)
        return [given] if given else []

    @property
    def settled(self) -> str:
        own = tree(Path(self._style)) if os.path.isdir(self._style) else ""
        return f"draft {self._style} {own} {self._force:d}"

    def write(self, task: Task) -> tuple[bytes, list[str]]:
        first, *others = task.paths
        made = drafted(
            Order(
                first,
                next(iter(self.beside(task)), None),
                next(iter(task.prior), None),
                self._style,
                tables=tuple(others),
            )
        )
        wrong = len(made.faults) + len(made.proof.errors)
        if wrong and not self._force:
            raise UnreadableError(f"{task.name}：报表自己对不上（{wrong} 处），没有写；请先用 gouji lint 核对、改正。")
        made = made.forced() if self._force else made
        return made.word(), [lack.what for lack in made.draft.lacking]


class Roller(Writer):
    """Rolls the documents of last year forward with the statements of this year."""

    def __init__(self, track: bool, force: bool) -> None:
        self._track, self._force = track, force

    @property
    def settled(self) -> str:
        return f"roll {self._track:d}{self._force:d}"

    def write(self, task: Task) -> tuple[bytes, list[str]]:
        from gouji.rolling import RollOrder, roll

        document, *beside = task.prior
        made = roll(RollOrder(document, task.paths, next(iter(beside), None)))
        if made.faults and not self._force:
            raise UnreadableError(
                f"{task.name}：报表自己对不上（{len(made.faults)} 处），没有写；请先用 gouji lint 核对、改正。"
            )
        return made.word(document, self._track and kind_of(document) == "word"), made.listed()


def split(tasks: Sequence[Task], folder: Path, jobs: int) -> list[Task]:
    """The disclosures, those that stand in one workbook apart, unless a list says whose it is."""
    whole = [task for task in tasks if len(task.paths) == 1 and not task.unit and kind_of(task.paths[0]) == "workbook"]
    parts: dict[Task, list[Task]] = {}
    for task, (found, loose) in zip(whole, _each(partial(Splitter, folder), whole, jobs, unsplit), strict=True):
        parts[task] = found
        if loose:
            tell(
                f"{task.name}：工作表{'、'.join(f'“{sheet}”' for sheet in loose)}没有写是哪个单位的，没有算进任何单位。"
            )
    return [part for task in tasks for part in parts.get(task, [task])]


def tell_apart(tasks: Sequence[Task], jobs: int, cache: Cache | None) -> list[Told]:
    """Whose each disclosure is."""

    def read(tasks: Sequence[Task]) -> Iterator[Told]:
        return _each(Teller, tasks, jobs, lambda task, why: Told(task.paths, error=why))

    return each_told(cache, tasks, _config, read)


def with_names(tasks: Sequence[Task], own: Sequence[Told]) -> list[Task]:
    """The disclosures with the names of their units, as the documents tell them, or else as their files or folders do."""
    stems = Counter(Path(task.name).stem for task in tasks)
    found = []
    for task, told in zip(tasks, own, strict=True):
        stem = Path(task.name).stem
        name = stem if stems[stem] == 1 else task.paths[0].parent.name
        found.append(task._replace(unit=(*told.names, task.unit or name)[0]))
    return found


def with_last_year_s(tasks: Sequence[Task], own: Sequence[Told], last: Sequence[Told]) -> Iterator[tuple[Task, str]]:
    """Each disclosure with last year's of its unit, or why it has none."""
    for task, told in zip(tasks, own, strict=True):
        prior, why = prior_of(told._replace(names=told.names or (task.unit,)), last)
        own_prior = task.prior or prior
        yield task._replace(prior=own_prior), told.error or ("" if own_prior else f"{task.name}：{why}。")


def written(
    make: Callable[[], Writer], tasks: Sequence[tuple[Task, str]], jobs: int, cache: Cache | None
) -> Iterator[Made]:
    """The Word file of each unit, in order, while work goes on; for some it is said beforehand why there is none, others
    are as an earlier run wrote them from the same files."""
    writer = make()
    ready = [task for task, why in tasks if not why]
    known = {task: known for task in ready if (known := _known(writer, task))} if cache else {}
    before = {task: there for task in known if cache and (there := _before(cache, known[task], task))}
    made = _each(make, [task for task in ready if task not in before], jobs, made_of)
    for task, why in tasks:
        if why or task in before:
            yield before.get(task) or made_of(task, why)
            continue
        each = next(made)
        if cache and not each.error and (own := known.get(task)) and stamp(own.files) == own.state:
            cache.put(own.key, {_WRITTEN: [b64encode(each.content).decode(), each.lacking]})
        yield each


def _known(writer: Writer, task: Task) -> Known | None:
    """What the Word file of a unit is kept under; None where it cannot be."""
    config, beside = _config(task), writer.beside(task)
    files = [*task.paths, *task.prior, *config.tables, *beside]
    state = stamp(files)
    try:
        key = key_of(task._replace(person=""), config, beside, writer.settled)
    except OSError:
        return None
    return None if key is None else Known(key, files, state)


def _before(cache: Cache, known: Known, task: Task) -> Made | None:
    found = cache.get(known.key, [_WRITTEN])
    if found is None:
        return None
    content, lacking = found[0]
    return made_of(task)._replace(content=b64decode(content), lacking=tuple(lacking))


def _each(
    make: Callable[[], Linter[Any]], tasks: Sequence[Task], jobs: int, lost: Callable[[Task, str], Any]
) -> Iterator[Any]:
    """What comes of each disclosure, in workers; `lost` says what comes of one that ended its worker."""

    def ended(given: Given, what: Lost) -> Any:
        name = given.task.name
        return lost(
            given.task,
            too_late(Config().timeout, name) if what.late else f"{name}：读到一半程序停了，多半是文件已损坏。",
        )

    items = [item(task, _config(task), task.prior) for task in tasks]
    return Crew(Alone(make, []), ended).results(items, jobs or (os.cpu_count() or 1) + 1, _SPARE)


def _config(task: Task) -> Config:
    try:
        return find(reading(task.paths[0]))
    except ConfigError:
        return Config()


def file_names(made: Sequence[str]) -> list[str]:
    """A name for the Word file of each unit, each another one."""
    found: dict[str, None] = {}
    for unit in made:
        number, name = 1, fitting(as_name(unit), ".docx")
        while name in found:
            number += 1
            name = fitting(as_name(unit), f"{number}.docx")
        found[name] = None
    return list(found)


def overview(made: Sequence[Made], names: Sequence[str]) -> bytes:
    """A workbook: what came of each unit, and what is still to be written, unit by unit, with room for who writes it."""
    from openpyxl import Workbook

    rows = []
    for each, name in zip(made, names, strict=True):
        state = "没有写" if each.error else "写好，还有要写的" if each.lacking else "写好"
        rank = (not each.error, -len(each.lacking))
        rows.append((rank, (each.unit, state, len(each.lacking), "" if each.error else name, each.error, each.source)))
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "汇总"
    write_table(sheet, _SUMMARY, [row for _, row in sorted(rows, key=lambda each: each[0])], (30, 18, 8, 34, 60, 40))
    sheet = book.create_sheet("待写")
    write_table(
        sheet,
        _TO_WRITE,
        [(each.unit, lack, each.person, "") for each in made for lack in each.lacking],
        (30, 80, 14, 10),
    )
    data = BytesIO()
    book.save(data)
    return data.getvalue()
