"""gouji 勾稽: drafts and checks the narrative of Chinese budget and final-account disclosures.

`gouji.read`, `gouji.lint`, `gouji.draft` and `gouji.roll` are what other programs call (`gouji.api`; docs/api.md).
"""

from __future__ import annotations

TYPE_CHECKING = False  # not from typing: importing that takes longer than `gouji --version`
if TYPE_CHECKING:
    from gouji.api import draft, lint, read, roll

__version__ = "0.2.0"
__all__ = ["__version__", "draft", "lint", "read", "roll"]


def __getattr__(name: str) -> object:
    """The functions of `gouji.api`, imported when they are first asked for: `gouji --version` needs none of them."""
    if name in ("draft", "lint", "read", "roll"):
        from gouji import api

        return getattr(api, name)
    raise AttributeError(f"module 'gouji' has no attribute {name!r}")
