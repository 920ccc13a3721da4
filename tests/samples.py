"""How much of what takes long is tested: a sample, or with `make test-whole` (GOUJI_WHOLE=1) all of it."""

import os
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

WHOLE = bool(os.environ.get("GOUJI_WHOLE"))


def sample(things: Sequence[T], every: int) -> Sequence[T]:
    """Each so-manieth of many, always the same ones; or all."""
    return things if WHOLE else things[::every]
