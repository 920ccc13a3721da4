"""Last year's documents in a folder: which of them is whose, so that each disclosure finds its own (`--prior DIR`)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from gouji import faults
from gouji.about import About, about
from gouji.about.matching import counterparts
from gouji.config import Config, ConfigError, find
from gouji.deadline import too_late, within
from gouji.document import Document
from gouji.lexicon import LexiconError, lexicon, use
from gouji.readers import Limits, UnreadableError, read_file
from gouji.readers.several import joined
from gouji.targets import Place
from gouji.walking import Task


class Told(NamedTuple):
    """The files of a disclosure, and what it says of itself; `error` says why it says nothing."""

    paths: tuple[Path, ...]
    names: tuple[str, ...] = ()
    kind: str = "unknown"
    year: int = 0
    extent: str = ""
    error: str = ""


class Teller:
    """Reads disclosures only as far as to know whose they are; one that cannot be read stops none of the others."""

    def __init__(self, no_config: bool = False) -> None:
        self._no_config = no_config

    def lint(self, task: Task, where: list[Place], data: bytes | None = None) -> Told:  # noqa: ARG002 - as a worker calls it
        try:
            config = Config() if self._no_config else find(task.paths[0])
            use(config.lexicon)
            with within(config.timeout, too_late(config.timeout, task.name)):
                return told(task, about(read_as_one(task.paths, config.limits), lexicon()))
        except (UnreadableError, ConfigError, LexiconError) as error:
            return Told(task.paths, error=str(error))
        except Exception as error:  # of one file; it must not stop the others
            return Told(task.paths, error=faults.sentence(task.name, error))


def told(task: Task, stated: About) -> Told:
    """What a disclosure says of itself; its unit is the list's, where there is a list."""
    names = (task.unit, stated.unit, *stated.names) if task.unit else (stated.unit, *stated.names)
    return Told(task.paths, tuple(dict.fromkeys(filter(None, names))), stated.kind, stated.year, stated.extent)


def read_as_one(paths: Sequence[Path], limits: Limits) -> Document:
    """The files of one disclosure as one document. Raises UnreadableError."""
    found = [read_file(path, limits) for path in paths]
    return joined(found) if len(found) > 1 else found[0]


def prior_of(own: Told, priors: Sequence[Told]) -> tuple[tuple[Path, ...], str]:
    """The files of last year's disclosure of the same unit and kind, or else one sentence that says why there are none."""
    unit = own.names[0] if own.names else ""
    if not unit:
        return (), "看不出是哪个单位的，没有与上年的核对"
    fitting = [each for each in priors if not each.error and each.kind == own.kind and _is_before(each.year, own.year)]
    found = counterparts(own.names, fitting, lambda each: each.names)
    if len(found) > 1:
        found = [each for each in found if each.extent == own.extent] or found
    if len(found) == 1:
        return found[0].paths, ""
    if not found:
        return (), f"上年的文件夹里没有找到“{unit}”的，没有与上年的核对"
    named = "、".join(str(each.paths[0]) for each in found[:3])
    return (), f"上年的文件夹里有 {len(found)} 份像是“{unit}”的（{named}），没有与上年的核对"


def _is_before(year: int, own: int) -> bool:
    """Whether a document may be last year's: it is, or one of the two does not tell its year."""
    return not year or not own or year == own - 1
