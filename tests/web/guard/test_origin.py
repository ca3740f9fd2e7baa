from __future__ import annotations

import pytest
from guarded import Serve

pytestmark = pytest.mark.server

PUBLIC = "https://qa.example.org"


@pytest.mark.parametrize("settings", [{}, {"host": "0.0.0.0"}, {"public_url": PUBLIC}], ids=str)
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("origin", ["https://evil.test", "null", "http://localhost:1", ""])
def test_another_web_page_neither_reads_nor_writes(
    serve: Serve, settings: dict[str, str], method: str, origin: str
) -> None:
    page = serve(**settings)
    path = {"GET": "/config", "POST": "/gradio_api/call/v2/articles"}[method]
    answer = page.send(method, path, "{}" if method == "POST" else None, origin=origin)
    assert (answer.status, answer.text) == (403, '{"detail":"this comes from another web page"}')


def test_the_page_itself_and_programs_do(serve: Serve) -> None:
    alone, behind = serve(), serve(public_url=PUBLIC)
    assert alone.get("/config").status == 200
    assert alone.get("/config", origin=alone.url).status == 200
    assert behind.get("/config", origin=PUBLIC).status == 200
    assert behind.get("/config", origin=PUBLIC, host="qa.example.org").status == 200


def test_a_strange_name_that_leads_here_is_turned_away(serve: Serve) -> None:
    assert serve(public_url=PUBLIC).get("/config", host="evil.test").status == 400
