from __future__ import annotations

import json
import logging
import sys

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from qa_bot import QABot, Settings
from qa_bot.log import JsonLines, PlainLines
from qa_bot.web.asking import record_answer
from qa_bot.web.guard.requests import Access


def test_questions_are_logged_only_where_that_is_asked_for(bot: QABot, caplog: pytest.LogCaptureFixture) -> None:
    answer = bot.ask("Who swam to Oskholm?")
    with caplog.at_level(logging.INFO, "qa_bot.events"):
        record_answer(answer, answer.question, "abcdefghijk", Settings.load())
        record_answer(answer, answer.question, "abcdefghijk", Settings.load(log_questions=True))
    quiet, open_ = (json.loads(JsonLines().format(each)) for each in caplog.records)
    assert "Oskholm" not in json.dumps(quiet)
    assert open_["question"] == "Who swam to Oskholm?"
    assert (quiet["event"], quiet["visitor"], quiet["reason"]) == ("answer", "abcdefgh", "empty_library")


def test_a_line_is_json_whatever_happened() -> None:
    try:
        raise ValueError("two\nlines")
    except ValueError:
        record = logging.LogRecord("other", logging.ERROR, "x.py", 1, "it %s", ("broke\n",), sys.exc_info())
    text = JsonLines().format(record)
    line = json.loads(text)
    assert "\n" not in text
    assert (line["event"], line["level"], line["logger"]) == ("it broke\n", "error", "other")
    assert line["traceback"].endswith("ValueError: two\nlines")


def test_a_line_for_a_person_steers_nothing_and_forges_no_other() -> None:
    try:
        raise ValueError("two\n2026-01-01 ERROR forged\x1b[31m\r\u2028x\udc80")
    except ValueError:
        record = logging.LogRecord("other", logging.ERROR, "x.py", 1, "it %s", ("broke\nnow\x07\x9b",), sys.exc_info())
    first, *others = PlainLines().format(record).split("\n")
    assert first == "it broke"
    assert [each for each in others if not each.startswith("    ")] == []
    assert others[0] == r"    now\u0007\u009b"
    assert others[-1] == r"    2026-01-01 ERROR forged\u001b[31m\u000d\u2028x\udc80"


def test_a_request_is_logged_without_its_query(caplog: pytest.LogCaptureFixture) -> None:
    browser = TestClient(Access(PlainTextResponse("well")))
    with caplog.at_level(logging.INFO, "qa_bot.events"):
        browser.get("/config?question=Who+swam+to+Oskholm")
        browser.get("/health?question=Oskholm")
    (line,) = (json.loads(JsonLines().format(each)) for each in caplog.records)
    assert (line["event"], line["method"], line["path"], line["status"]) == ("request", "GET", "/config", 200)
    assert "Oskholm" not in json.dumps(line)
