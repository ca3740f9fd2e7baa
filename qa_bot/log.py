"""What happens, as lines of JSON for whoever runs the page; questions only where that is asked for."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

_LOG = logging.getLogger("qa_bot.events")


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
        return json.dumps(line, ensure_ascii=False, default=str)


def log_json() -> None:
    """From now on write what is logged to stderr as lines of JSON: all events of this package, others' warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    _LOG.setLevel(logging.INFO)


def record(event: str, /, **facts: object) -> None:
    """Log that something happened; facts that are None are left out."""
    _LOG.info(event, extra={"facts": {name: fact for name, fact in facts.items() if fact is not None}})
