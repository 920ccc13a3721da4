"""Pictures in a file that is no PDF, such as tables in a Word file: what is recognised on them, as lines of text."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from gouji.readers.limits import Limits

if TYPE_CHECKING:
    from gouji.readers.ocr.scan import Machine
    from gouji.readers.pdf.lines import Writer

_FEW = 10  # characters: a picture with less is no table
_TOLD = "文字由机器识别，可能有误，据此发现的问题只作疑点"


class Drawn(NamedTuple):
    """A picture in a file, the text on it, and its width and height in the points of that."""

    data: bytes
    text: Writer
    size: tuple[float, float]


class Pictures:
    """The pictures of a file called `name`, recognised one after another where that is asked for (`wanted`)."""

    def __init__(self, name: str, limits: Limits) -> None:
        self._name, self._limits = name, limits
        self.wanted = limits.ocr > 0
        self._met = self.read = self.left = 0

    @cached_property
    def _machine(self) -> Machine:
        from gouji.readers.ocr.scan import Machine

        return Machine(self._name, self._limits)

    def recognised(self, data: bytes | None) -> Drawn | None:
        """What is on a picture; None if it is none that a table may be on. Raises UnreadableError where there is no engine."""
        drawn = self._drawn(data) if data and self.wanted else None
        self.read += drawn is not None
        self.left += drawn is None
        return drawn

    def _drawn(self, data: bytes) -> Drawn | None:
        from gouji.readers.ocr.file import picture, shot_of
        from gouji.readers.pdf.sheets import laid_out, written

        found = picture(data)
        if found is None:
            return None
        self._met += 1
        page = self._machine.read(-self._met, lambda: shot_of(found), 0)
        if page is None or len(page.glyphs) < _FEW:
            return None
        size = (page.height, page.width) if page.turn % 2 else (page.width, page.height)
        return Drawn(data, written(laid_out([page])), size)

    def remarks(self, unread: str) -> list[str]:
        """What to say of the pictures, when there are no more; `unread` where there are some that were not read."""
        remarks = [unread.format(self.left)] if self.left else []
        if self.read:
            remarks.append(f"有{self.read}张图片，{_TOLD}")
        if self._met and self._machine.why:
            remarks.append(f"有的图片{self._machine.why}")
        if self._met:
            self._machine.close()
        return remarks
