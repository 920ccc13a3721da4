"""How often a page of a PDF draws its forms: a form may draw another ten times, that one a third, and pdfium, which opens
them all, would not come to an end."""

from __future__ import annotations

import logging
import zlib
from contextlib import suppress
from io import BytesIO
from typing import Any

import regex

MOST = 20_000
_LONGEST = 1 << 20
_FORM = regex.compile(rb"/(?:F|#46)(?:o|#6f)(?:r|#72)(?:m|#6d)", regex.I)
_NAMED = regex.compile(rb"/([^\s/<>\[\](){}%]+)\s+(\d+)\s+\d+\s+R\b")
_OBJECT = regex.compile(rb"\b(\d+)\s+\d+\s+obj\b")
_OWN = regex.compile(rb"/XObject\s*<<([^<>]*)>>")
_ELSEWHERE = regex.compile(rb"/(?:Resources|XObject)\s+\d+\s+\d+\s+R\b")
_DO = regex.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")


def overdrawn(data: bytes) -> int:
    """The number of the first page that draws more forms than any page that is meant to be read; 0 if none does."""
    if len(_FORM.findall(data)) < 2:
        return 0
    from pypdf import PdfReader

    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it remarks on is not for the user
    try:
        draws = [_draws(page, {}, {}) for page in PdfReader(BytesIO(data), strict=True).pages]
    except Exception:  # of whatever kind: pdfium reads on where a file is damaged
        draws = []
    return next((number for number, count in enumerate(draws or [_in_ruins(data)], 1) if count > MOST), 0)


def _in_ruins(data: bytes) -> int:
    """The most forms that what is left of a damaged file could draw: each that draws others inside of each other one. An
    object goes as far as the next one begins, and what it draws is a form unless it can be seen to be none. What a form draws again and
    again that it does not name itself is looked for in the page, and may be that form: of such there is no end."""
    starts = list(_OBJECT.finditer(data))
    ends = [*(start.start() for start in starts[1:]), len(data)]
    objects = [
        (start[1], *data[start.end() : end].partition(b"stream")[::2]) for start, end in zip(starts, ends, strict=True)
    ]
    forms = [(head, content) for _, head, content in objects if _FORM.search(head)]
    pictures = {number for number, head, _ in objects if b"/Image" in head and not _FORM.search(head)}
    most = 1
    for head, content in forms:
        with suppress(zlib.error):
            content = zlib.decompressobj().decompress(content.lstrip(), _LONGEST)
        others = {name for name, number in _NAMED.findall(head) if number in pictures}
        drawn = [name for name in _DO.findall(content) if name not in others]
        is_plain = head.count(b"/Resources") == 1  # of several, none tells which counts
        own = {name for names in _OWN.findall(head) for name, _ in _NAMED.findall(names) if is_plain}
        if sum(name not in own for name in drawn) > 1 and not (is_plain and _ELSEWHERE.search(head)):
            return MOST + 1
        most *= max(len(drawn), 1)
    return most


def _draws(owner: Any, outer: dict[str, Any], known: dict[int, int]) -> int:
    """How many forms are drawn by a page or a form and those within it; `outer` are the page's, which all within it may draw.
    Of a form within itself pdfium sees no end."""
    own = (owner.get("/Resources") or {}).get("/XObject") or {}
    forms = {**outer, **{name: form for name in own if (form := own[name].get_object()).get("/Subtype") == "/Form"}}
    if not forms:
        return 0
    total = 0
    for match in _DO.finditer(_content(owner)):
        form = forms.get("/" + match[1].decode("latin-1"))
        if form is not None:
            key = id(form)  # a dict of pypdf's, which its reader keeps: no key itself
            if key not in known:
                known[key] = MOST + 1  # should it draw itself
                known[key] = _draws(form, outer or forms, known)
            total += 1 + known[key]
    return total


def _content(owner: Any) -> bytes:
    """What a page or a form draws."""
    found = owner.get_contents() if "/Contents" in owner else owner
    data: bytes = found.get_data() if hasattr(found, "get_data") else b""
    return data
