from __future__ import annotations

import json
import re
import time
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from fakes import LIGHTHOUSE, STORIES

from qa_bot import QABot
from qa_bot.web.rest.given import AskGiven
from qa_bot.web.rest.told import AnswerTold

pytestmark = pytest.mark.server

QUESTION = "Who proposed the joint air strikes?"


def untimed(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "timings"}


def events(text: str) -> list[tuple[str, Any]]:
    """Return the name and the data of each event."""
    lines = [each.split("\n") for each in text.strip().split("\n\n") if not each.startswith(":")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in lines]


def test_an_answer_is_the_one_json_and_as_the_schema_says(api: httpx.Client, served: tuple[str, QABot]) -> None:
    answer = api.post("/ask", json={"question": QUESTION}).json()
    assert untimed(answer) == untimed(served[1].ask(QUESTION).to_dict())
    assert json.loads(AnswerTold.model_validate(answer).model_dump_json()) == answer


def test_the_schema_has_every_field_of_the_one_json() -> None:
    docs = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
    (shape,) = re.findall(r"```json\n(.*?)```", docs, re.DOTALL)
    documented = json.loads(shape)
    assert json.loads(AnswerTold.model_validate(documented).model_dump_json()) == documented


def test_a_stream_gives_the_same_answer_and_says_when_it_is_done(api: httpx.Client) -> None:
    whole = api.post("/ask", json={"question": QUESTION}).json()
    with api.stream("POST", "/ask/stream", json={"question": QUESTION}) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        heard = events(answer.read().decode())
    assert [name for name, _ in heard] == ["answer", "done"]
    assert untimed(heard[0][1]) == untimed(whole)


@pytest.mark.parametrize(
    ("filters", "cited"),
    [
        ({"after": "2019-01-01", "before": "2019-12-31"}, {"observatory"}),
        ({"source": "island post"}, {"lighthouse"}),
        ({"sources": ["Sky Letter"]}, {"observatory"}),
        ({"article_ids": ["lighthouse"]}, {"lighthouse"}),
        ({"speaker": "Marta Lind"}, {"lighthouse"}),
    ],
)
def test_filters_are_those_of_ask(api: httpx.Client, filters: dict[str, Any], cited: set[str]) -> None:
    answer = api.post("/ask", json={"question": "What was counted?", **filters}).json()
    assert {each["article"]["id"] for each in answer["citations"]} == cited
    hits = api.post("/search", json={"question": "What was counted?", **filters}).json()["hits"]
    assert {each["article"]["id"] for each in hits} == cited


def test_a_follow_up_leans_on_the_turns_that_come_with_it(api: httpx.Client) -> None:
    history = [{"question": "Who leads the society of Skarholm?", "answer": "Marta Lind"}]
    answer = api.post("/ask", json={"question": "What did she count?", "history": history}).json()
    assert answer["standalone_question"] != answer["question"]
    assert "Lind" in answer["standalone_question"]


def test_a_passage_is_what_stands_in_its_article(api: httpx.Client, served: tuple[str, QABot]) -> None:
    (hit,) = api.post("/search", json={"question": "lighthouse Skarholm", "k": 1}).json()["hits"]
    assert hit["passage"] == LIGHTHOUSE.text[hit["start"] : hit["end"]]
    assert hit["article"] == LIGHTHOUSE.to_dict()
    (found,) = served[1].search("lighthouse Skarholm", k=1)
    assert found.to_dict() == hit


def test_articles_are_listed_page_by_page_and_shown(api: httpx.Client) -> None:
    first = api.get("/articles", params={"most": 2, "order": "title"}).json()
    rest = api.get("/articles", params={"most": 2, "order": "title", "first": 2}).json()
    assert (len(first["articles"]), first["total"], len(rest["articles"])) == (2, 3, 1)
    assert sorted(each["id"] for each in first["articles"] + rest["articles"]) == sorted(each.id for each in STORIES)
    assert api.get("/articles", params={"search": "lantern", "after": "2021-01-01"}).json()["total"] == 1
    assert api.get("/articles/lighthouse").json() == {**LIGHTHOUSE.to_dict(), "text": LIGHTHOUSE.text}


def test_articles_are_added_replaced_and_removed(api: httpx.Client, served: tuple[str, QABot]) -> None:
    mill = {"id": "mills/orn: 1", "title": "The mill", "text": "The mill of Orn was sold.", "published": "1951-05-02"}
    sent = {"articles": [mill], "urls": ["/etc/hostname", "javascript:alert(1)"]}
    report = api.post("/articles", json=sent).json()
    assert report["added"] == ["mills/orn: 1"]
    assert report["failed"][0] == "/etc/hostname: is not the address of a web page (https://...)"
    assert len(report["failed"]) == 2
    found = served[1].article("mills/orn: 1")
    assert found
    assert (found.published, found.path) == (date(1951, 5, 2), None)
    assert api.post("/articles", json={"articles": [{**mill, "text": "Sold twice."}]}).json()["replaced"] == [
        mill["id"]
    ]
    assert api.get("/articles/mills%2Forn%3A%201").json()["text"] == "Sold twice."
    assert api.delete("/articles/mills%2Forn%3A%201").status_code == 204
    assert api.delete("/articles/mills%2Forn%3A%201").status_code == 404
    assert served[1].article("mills/orn: 1") is None


def test_where_a_file_lies_stays_on_the_server(api: httpx.Client, served: tuple[str, QABot], tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text("The ferry to Oskholm leaves at noon and comes back at six in the evening.")
    (added,) = served[1].add(tmp_path / "ferry.txt").added
    told = [
        api.post("/ask", json={"question": "When does the ferry to Oskholm leave?"}).text,
        api.post("/search", json={"question": "ferry to Oskholm"}).text,
        api.get("/articles").text,
        api.get(f"/articles/{added}").text,
    ]
    served[1].library.remove(added)
    assert all("Oskholm" in each for each in (told[0], told[1], told[3]))
    assert not [each for each in told if str(tmp_path) in each]


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("/ask", {"question": " "}, "the question is empty"),
        ("/ask", {"question": "x" * 2001}, "question: String should have at most 2000 characters"),
        ("/ask", {"question": "Who?", "after": "soon"}, "after: Value error, should be a day"),
        ("/ask", {"question": "Who?", "after": 1465948800}, "after: Value error, should be a day"),
        ("/ask", {"question": "Who?", "after": "2016-06-15", "before": "2015-06-15"}, "swap them"),
        ("/ask", {"question": "Who?", "source": "Nobody"}, "no article is from 'Nobody'"),
        ("/ask", {"question": "Who?", "collection": "None"}, "there is no collection"),
        ("/ask", {"question": "Who?", "article_ids": ["no"]}, "no article has the id no"),
        ("/ask", {"question": "Who?", "engine": "openai:gpt"}, "engine: Input should be 'extractive'"),
        ("/ask", {"question": "Who?", "sorce": "x"}, "sorce: Extra inputs are not permitted"),
        ("/ask/stream", {"question": "Who?", "source": "Nobody"}, "no article is from 'Nobody'"),
        ("/ask", ["question"], "valid dictionary"),
        ("/search", {"question": "x", "k": 100}, "k: Input should be less than or equal to 30"),
        ("/articles", {}, "nothing is given to add"),
        ("/articles", {"articles": [{"title": "x"}]}, "articles.0.text: Field required"),
        ("/evaluations", {"questions": []}, "at least 1 item"),
        ("/evaluations", {"questions": [{"question": "Who?"}]}, "line 1: answers: neither answers nor evidence"),
        ("/evaluations", {"questions": [{"question": "x", "answers": ["y"]}], "collection": "no"}, "no collection"),
        ("/evaluations", {"name": "../../etc", "questions": [{"question": "x"}]}, "name: String should match pattern"),
    ],
)
def test_what_cannot_be_asked_is_a_problem_that_says_why(
    api: httpx.Client,
    path: str,
    body: dict[str, Any],
    said: str,
) -> None:
    answer = api.post(path, json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    problem = answer.json()
    assert (problem["type"], problem["title"], problem["status"]) == ("about:blank", "Unprocessable Entity", 422)
    assert said in problem["detail"]
    assert "/" not in problem["detail"].replace("/articles", "").replace("and/or", "").replace("[A-Za-z0-9]", "")


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (400, b"{", {}),
        (400, b"\xff\xfe", {}),
        (422, b'{"question": "\\ud800"}', {}),
        (422, b'{"question": 1e999}', {}),
        (413, b"[" * 100_000, {}),
        (413, b'{"question": [' + b"0," * 60_000 + b"0]}", {}),
        (413, b" " * 600_000, {}),
        (415, b'{"question": "Who?"}', {"content-type": "text/plain"}),
        (403, b'{"question": "Who?"}', {"origin": "https://evil.test"}),
        (400, b'{"question": "Who?"}', {"host": "evil.test"}),
    ],
)
def test_hostile_bodies_are_refused_at_once(
    api: httpx.Client, status: int, body: bytes, headers: dict[str, str]
) -> None:
    begun = time.monotonic()
    answer = api.post("/ask", content=body, headers={"content-type": "application/json", **headers})
    assert (answer.status_code, time.monotonic() - begun < 5) == (status, True)
    assert "Traceback" not in answer.text


def test_a_body_of_unknown_length_is_refused(api: httpx.Client) -> None:
    answer = api.post("/ask", content=iter([b"{}"]), headers={"content-type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (411, "application/problem+json")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/", 404), ("GET", "/nowhere", 404), ("PUT", "/ask", 405), ("GET", "/articles/nowhere", 404),
     ("GET", "/evaluations/nowhere", 404), ("DELETE", "/evaluations/nowhere", 404), ("GET", "/../../etc/passwd", 404)],
)  # fmt: skip
def test_what_is_not_there_is_a_problem_too(api: httpx.Client, method: str, path: str, status: int) -> None:
    answer = api.request(method, path)
    assert answer.status_code == status
    if "etc" not in path:
        assert answer.json()["status"] == status


def test_the_docs_list_every_request_and_field_and_lead_somewhere(api: httpx.Client) -> None:
    page, schema = api.get("/docs"), api.get("/openapi.json").json()
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert not re.search(r"<script|<style|style=|<img|https?://", page.text)
    for path, methods in schema["paths"].items():
        assert all(f"<code>{method.upper()} {path}</code>" in page.text for method in methods)
    assert all(f"<code>{name}</code>" in page.text for name in AskGiven.model_fields | AnswerTold.model_fields)
    assert set(re.findall(r'href="#([^"]+)"', page.text)) <= set(re.findall(r'id="([^"]+)"', page.text))


def finished(api: httpx.Client, name: str) -> dict[str, Any]:
    for _ in range(600):
        told: dict[str, Any] = api.get(f"/evaluations/{name}").json()
        if told["state"] not in ("waiting", "running"):
            break
        time.sleep(0.1)
    return told


def test_an_evaluation_is_begun_followed_and_kept(api: httpx.Client) -> None:
    questions = [
        {"question": "Who leads the society that owns the tower?", "answers": ["Marta Lind"]},
        {"question": "How many meteors were counted?", "answers": ["812"], "evidence": [{"quote": "812 meteors"}]},
        {"question": "Who won the regatta?", "unanswerable": True},
    ]
    begun = api.post("/evaluations", json={"name": "three", "questions": questions})
    assert (begun.status_code, begun.headers["location"]) == (202, "evaluations/three-1")
    assert str(begun.url.join(begun.headers["location"])) == f"{api.base_url}evaluations/three-1"
    told = finished(api, "three-1")
    assert (told["state"], told["done"], told["total"]) == ("finished", 3, 3)
    assert told["report"]["figures"]["accuracy"]["n"] == 3
    assert "three-1" in [each["name"] for each in api.get("/evaluations").json()["evaluations"]]
    assert api.post("/evaluations", json={"name": "three", "questions": questions}).json()["name"] == "three-2"
    finished(api, "three-2")


def test_an_evaluation_can_be_stopped(api: httpx.Client) -> None:
    questions = [{"question": f"How many meteors were counted in year {n}?", "answers": ["812"]} for n in range(500)]
    name = api.post("/evaluations", json={"name": "long", "questions": questions}).json()["name"]
    assert api.delete(f"/evaluations/{name}").status_code == 204
    assert finished(api, name)["state"] == "stopped"
