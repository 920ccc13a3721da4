"""How far something is, as server-sent events, until it is done."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from fastapi import HTTPException, Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from gouji.desk.desk import Desk

_TICK = 0.4  # seconds
_ENDED = ("done", "failed", "gone")


def telling(request: Request, desk: Desk, ask: Callable[[], dict[str, Any]]) -> Response:
    """What `ask` says, whenever it says something else, until its state is one that ends it."""

    async def told() -> AsyncIterator[str]:
        last = None
        while not desk.ended.is_set() and not await request.is_disconnected():
            try:
                now = await run_in_threadpool(ask)
            except HTTPException:  # it was deleted meanwhile
                return
            if now != last:
                yield f"data: {json.dumps(now)}\n\n"
                last = now
            if now["state"] in _ENDED:
                return
            await asyncio.sleep(_TICK)

    return StreamingResponse(told(), media_type="text/event-stream")
