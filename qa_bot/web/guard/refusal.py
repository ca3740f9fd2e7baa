"""Turn a request away with a status and one line, and nothing else about this machine."""

from __future__ import annotations

from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send


async def refuse(scope: Scope, receive: Receive, send: Send, status: int, why: str, **headers: str) -> None:
    """Answer with `why`, in the shape of the errors of Gradio's own routes."""
    await JSONResponse({"detail": why}, status, headers=headers)(scope, receive, send)
