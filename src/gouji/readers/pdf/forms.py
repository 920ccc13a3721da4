"""How often a page of a PDF draws its forms: a form may draw another ten times, that one a third, and pdfium, which opens
them all, would not come to an end."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import Any

import regex

MOST = 20_000
_FORM = regex.compile(rb"/(?:F|#46)(?:o|#6f)(?:r|#72)(?:m|#6d)", regex.I)
_DO = regex.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")


def overdrawn(data: bytes) -> int:
    """The number of the first page that draws more forms than any page that is meant to be read; 0 if none does, or if the
    file does not say: then the limits of the process that reads it remain."""
    if len(_FORM.findall(data)) < 2:
        return 0
    from pypdf import PdfReader

    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it remarks on is not for the user
    try:
        pages = PdfReader(BytesIO(data)).pages
        return next((number for number, page in enumerate(pages, 1) if _draws(page, {}, {}) > MOST), 0)
    except Exception:  # whatever is wrong with the file, its reader says so
        return 0


def _draws(owner: Any, outer: dict[str, Any], known: dict[int, int]) -> int:
    """How many forms are drawn by a page or a form and those within it; `outer` are the page's, which all within it may draw. A
    form within itself is not drawn."""
    own = (owner.get("/Resources") or {}).get("/XObject") or {}
    forms = {**outer, **{name: form for name in own if (form := own[name].get_object()).get("/Subtype") == "/Form"}}
    if not forms:
        return 0
    total = 0
    for match in _DO.finditer(_content(owner)):
        form = forms.get("/" + match[1].decode("latin-1"))
        if form is not None:
            key = id(form)
            if key not in known:
                known[key] = 0
                known[key] = _draws(form, outer or forms, known)
            total += 1 + known[key]
    return total


def _content(owner: Any) -> bytes:
    """What a page or a form draws."""
    found = owner.get_contents() if "/Contents" in owner else owner
    data: bytes = found.get_data() if hasattr(found, "get_data") else b""
    return data
