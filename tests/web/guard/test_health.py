from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

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


@pytest.mark.parametrize("unit", ["漢。", "»!", "a. ", "Aa said "])
def test_it_is_answered_while_a_hostile_article_is_added(serve: Serve, unit: str) -> None:
    page = serve()
    article = {"text": "Marta Lind said so. " + unit * (15_000 // len(unit)), "title": "Marta Lind", "id": unit.strip()}
    health = 0
    with ThreadPoolExecutor() as pool:
        added = pool.submit(page.call, "add", [[article], [], []])
        while not added.done():
            health += page.get("/health").status == 200
    added.result()
    assert health >= 5  # of a server that is held by one text there is one, when it is done
    assert article["id"] in {each.id for each in page.bot.library.articles()}
