"""Write what happens as lines of JSON for whoever runs the page; questions only where that is asked for."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from qa_bot.printing import safe

_LOG = logging.getLogger("qa_bot.events")
_SERVERS = ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi")
"""They have handlers of their own, unless these are taken away."""


class PlainLines(logging.Formatter):
    """Writes a record for a person: nothing in it steers a terminal, and only its first line stands at the margin."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines."""
        return safe(super().format(record)).replace("\n", "\n    ")


class JsonLines(logging.Formatter):
    """Writes a record as one line: time, level, event and its facts, and the traceback if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.name != _LOG.name:
            line["logger"] = record.name
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return safe(json.dumps(line, ensure_ascii=False, default=str))


def log_to_stderr(*, as_json: bool) -> None:
    """From now on write what is logged to stderr, also by the server: warnings, and as JSON all events of this package.

    To be called once the server runs, which makes its own arrangements before.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if as_json else PlainLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.captureWarnings(True)
    for server in map(logging.getLogger, _SERVERS):
        server.handlers, server.propagate = [], True
    if as_json:
        _LOG.setLevel(logging.INFO)


def record(event: str, /, **facts: object) -> None:
    """Log that something happened; facts that are None are left out."""
    _LOG.info(event, extra={"facts": {name: fact for name, fact in facts.items() if fact is not None}})
