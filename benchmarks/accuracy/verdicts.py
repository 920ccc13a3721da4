"""Verdicts: what a person who has read the page and done the sum says of each finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from places import Key

FILE = Path(__file__).parent / "verdicts.tsv"
VERDICTS = ("true", "misplaced", "false")
HEAD = ("document", "where", "code", "place", "verdict", "reason")
PROOFS = "FXTSYP"
LEAST_TRUE_PROOFS = 95
LEAST_TRUE = 85


class VerdictError(Exception):
    """A line that is no verdict; one Chinese sentence."""


class Verdict(NamedTuple):
    """true; misplaced: a real contradiction, the wrong number blamed; or false. With the reason in a few words."""

    verdict: str
    reason: str


Verdicts = dict[Key, Verdict]


def read(path: Path = FILE) -> Verdicts:
    """The verdicts of a file; none if it is not there. Raises VerdictError."""
    if not path.is_file():
        return {}
    found: Verdicts = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines()[1:], 2):
        fields = line.split("\t")
        if len(fields) != len(HEAD):
            raise VerdictError(
                f"{path.name} 第{number}行：应有 {len(HEAD)} 列（{'、'.join(HEAD)}），有 {len(fields)} 列。"
            )
        *key, verdict, reason = fields
        found[Key(*key)] = _checked(verdict, reason, f"{path.name} 第{number}行")
    return found


def read_keyed(path: Path) -> Verdicts:
    """Verdicts as a judge writes them: key, verdict, reason; a key alone is not judged yet. Raises VerdictError."""
    found: Verdicts = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.rstrip().split("\t")
        place = f"{path.name} 第{number}行"
        if len(fields) == 1 and fields[0].count(":") >= len(Key._fields) - 1:
            continue
        try:
            key, verdict, reason = Key.parse(fields[0]), fields[1].strip(), " ".join(fields[2:]).strip()
        except (ValueError, IndexError):
            raise VerdictError(f"{place}：应为“键、判断、理由”三列，以制表符分开，键照 --unjudged 所列。") from None
        found[key] = _checked(verdict, reason, place)
    return found


def _checked(verdict: str, reason: str, place: str) -> Verdict:
    if verdict not in VERDICTS:
        raise VerdictError(f"{place}：判断应为 {'、'.join(VERDICTS)} 之一，现为“{verdict}”。")
    if not reason:
        raise VerdictError(f"{place}：没有理由，请写上几个字。")
    return Verdict(verdict, reason)


def write(verdicts: Mapping[Key, Verdict], path: Path = FILE) -> None:
    """Write verdicts in the order of documents and pages."""
    lines = ["\t".join(HEAD)]
    lines += ["\t".join((*key, *verdicts[key])) for key in sorted(verdicts, key=lambda key: key.order)]
    path.write_text("\n".join(lines) + "\n", "utf-8")


class Share(NamedTuple):
    """How many of some findings are judged to be what."""

    found: int
    true: int
    misplaced: int
    false: int

    @property
    def unjudged(self) -> int:
        return self.found - self.true - self.misplaced - self.false


def share(keys: Sequence[Key], verdicts: Mapping[Key, Verdict]) -> Share:
    said = Counter(verdicts[key].verdict for key in keys if key in verdicts)
    return Share(len(keys), *(said[verdict] for verdict in VERDICTS))


def stale(verdicts: Iterable[Key], found: Iterable[Key], documents: Iterable[str]) -> list[Key]:
    """The verdicts on these documents that no finding matches any more."""
    read_now, keys = set(documents), set(found)
    return sorted((key for key in verdicts if key.document in read_now and key not in keys), key=lambda key: key.order)


def faults(errors: Sequence[Key], verdicts: Mapping[Key, Verdict], whole: bool) -> list[str]:
    """Why the errors of a run do not pass. The rule: every error has been judged; and over the whole corpus, 95 of a hundred errors that
    tables, structure, years and scores prove (F, X, T, S, Y, P) are true, and 85 of a hundred of all.

    So a new false error fails twice: as long as nobody has judged it, and then by its share.
    """
    found = [f"没有人判断过 {key}" for key in errors if key not in verdicts]
    if not whole:
        return found
    proofs = [key for key in errors if key.code[0] in PROOFS]
    for name, keys, least in (
        (f"{'、'.join(PROOFS)} 类错误", proofs, LEAST_TRUE_PROOFS),
        ("全部错误", errors, LEAST_TRUE),
    ):
        true = share(keys, verdicts).true
        if true * 100 < least * len(keys):
            found.append(f"{name} {len(keys)} 个，判为真的 {true} 个，不到 {least}%")
    return found
