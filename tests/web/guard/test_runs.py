"""Evaluation runs are their visitor's own."""

from __future__ import annotations

import pytest
from guarded import Serve, Served

pytestmark = pytest.mark.server

ANN, EVE = "qa_bot_visitor=ann", "qa_bot_visitor=eve"
SET = '{"question": "Where was the lighthouse of Anns set built?", "answers": ["x"]}\n'


def handler(page: Served, name: str) -> int:
    """Return the number of an event by the name of its handler."""
    return next(number for number, fn in page.demo.fns.items() if fn.name == name)


def test_what_one_visitor_evaluates_no_other_sees(serve: Serve) -> None:
    page = serve()
    asked = {"what": "set", "file": page.upload(SET, "anns.jsonl", cookie=ANN), "threshold": "0.1"}
    assert "Kept as anns-1" not in page.send_event("evaluate", asked, cookie=EVE)
    assert "Kept as anns-1" in page.send_event("evaluate", asked, cookie=ANN)
    saved = {"run": "anns-1", "before": ""}
    own = page.send_event("save", saved, cookie=ANN)
    assert "data-file" in own
    assert "Anns set" in own
    (shown,) = [number for number, fn in page.demo.fns.items() if fn.name == "show" and len(fn.outputs) == 6]
    for heard in (
        page.send_event("save", saved, cookie=EVE),
        page.send_event(shown, None, ["anns-1"], cookie=EVE),
        page.send_event(handler(page, "compare"), None, ["anns-1", "anns-1"], cookie=EVE),
    ):
        assert "Anns set" not in heard
        assert "data-file" not in heard
    (tab,) = [number for number, fn in page.demo.fns.items() if fn.name == "load" and len(fn.outputs) == 3]
    assert "anns-1" in page.send_event(tab, cookie=ANN)
    assert "anns-1" not in page.send_event(tab, cookie=EVE)
