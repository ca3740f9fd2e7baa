"""What visitors send is neither printed nor logged by Gradio, whatever is wrong with it."""

from __future__ import annotations

import json
import logging

import pytest
from guarded import Serve

pytestmark = pytest.mark.server

FORGED = "Where is Anns secret?\nERROR forged line\x1b[31m"


def test_nothing_that_visitors_send_is_printed(
    serve: Serve, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    page = serve()
    logging.getLogger("uvicorn.error").addHandler(caplog.handler)
    odd = [[FORGED], {FORGED: FORGED, "path": FORGED, "meta": {"_type": "gradio.FileData"}}]
    for given in odd:
        for number, fn in page.demo.fns.items():
            if fn.name in ("load", "follow") or not fn.targets:
                continue
            for data in ([], [given] * 9):
                page.send_event(number, {"question": FORGED, "files": given, "path": FORGED, "x": given}, data)
        for name in ("ask", "add", "articles", "nothing"):
            page.call(name, [given])
            page.call(name, {FORGED: given})
            page.call(name, {"question": given, "files": given})
    for body in (
        json.dumps(FORGED),
        json.dumps({"data": FORGED, "fn_index": FORGED}),
        '{"fn_index": 999, "data": []}',
    ):
        page.post("/gradio_api/queue/join", body)
        page.post("/gradio_api/cancel", body)
    page.get("/gradio_api/queue/data?session_hash=Anns%20secret%0Aforged")
    page.get("/gradio_api/call/ask/Anns%20secret%0Aforged")
    page.upload("x", "Anns secret%0Aforged")
    logging.getLogger("uvicorn.error").removeHandler(caplog.handler)
    printed = "".join(capfd.readouterr()) + caplog.text
    assert "Anns" not in printed
    assert "forged" not in printed
    assert "Traceback" not in printed
