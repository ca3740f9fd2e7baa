from __future__ import annotations

import json

import pytest
from guarded import Serve

pytestmark = pytest.mark.server


def test_health_says_whether_questions_can_be_answered_and_nothing_else(serve: Serve) -> None:
    page = serve(auth="ann:secret")
    answer = page.get("/health")
    assert (answer.status, json.loads(answer.text)) == (200, {"status": "ok"})
    assert answer.headers["cache-control"] == "no-store"
    page.bot.close()
    answer = page.get("/health")
    assert (answer.status, json.loads(answer.text)) == (503, {"status": "unavailable"})
