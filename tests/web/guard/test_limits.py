from __future__ import annotations

import json
import socket
from urllib.parse import urlsplit

import pytest
from guarded import Serve

from qa_bot.web.guard.limits import Allowance
from qa_bot.web.guard.streams import TooManyPartsError, parse_body
from qa_bot.web.visitor import network

CALL = "/gradio_api/call/v2/articles"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_allowance_comes_back_with_time_and_is_each_visitors_own() -> None:
    clock = Clock()
    allowance = Allowance(3, 60, clock)
    assert [allowance.take("ann") for _ in range(3)] == [0, 0, 0]
    assert allowance.take("ann") == pytest.approx(20)
    assert allowance.take("bob") == 0
    clock.now = 19
    assert allowance.take("ann") == pytest.approx(1)
    clock.now = 20
    assert allowance.take("ann") == 0
    clock.now = 10_000
    assert [allowance.take("ann") > 0 for _ in range(4)] == [False, False, False, True]


def test_visitors_that_are_remembered_are_bounded() -> None:
    allowance = Allowance(1, 60)
    for number in range(20_000):
        allowance.take(str(number))
    assert len(allowance._left) <= 10_001


def test_an_ipv6_network_is_one_visitor() -> None:
    assert network("2001:db8::1") == network("2001:db8::2%eth0") != network("2001:db8:0:1::1")
    assert network("192.0.2.1") != network("192.0.2.2")


@pytest.mark.server
def test_too_many_requests_are_turned_away_where_others_reach_the_page(serve: Serve) -> None:
    page = serve(host="0.0.0.0", requests_per_minute=4)
    answers = [page.post(CALL) for _ in range(6)]
    assert [each.status for each in answers] == [200] * 4 + [429] * 2
    assert "too much at once; try again in" in json.loads(answers[-1].text)["detail"]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 60
    assert page.get("/").status == 200


@pytest.mark.server
def test_an_address_that_a_program_makes_up_is_no_new_visitor(serve: Serve) -> None:
    page = serve(host="0.0.0.0", requests_per_minute=6)
    answers = [page.post(CALL, x_forwarded_for=f"192.0.2.{number}").status for number in range(7)]
    assert answers == [200] * 6 + [429]


@pytest.mark.server
def test_behind_a_proxy_visitors_are_told_apart_by_what_it_says(serve: Serve) -> None:
    page = serve(public_url="https://qa.example.org", requests_per_minute=6)
    assert {page.post(CALL, x_forwarded_for=f"192.0.2.{number}").status for number in range(9)} == {200}


@pytest.mark.server
def test_a_cookie_thrown_away_is_no_new_visitor(serve: Serve) -> None:
    page = serve(host="0.0.0.0", requests_per_minute=5)
    answers = [page.post(CALL, cookie=f"qa_bot_visitor={number}").status for number in range(6)]
    assert answers == [200] * 5 + [429]


@pytest.mark.server
def test_on_this_machine_alone_nobody_is_counted(serve: Serve) -> None:
    page = serve(requests_per_minute=1)
    assert {page.post(CALL).status for _ in range(5)} == {200}


@pytest.mark.server
def test_what_is_too_large_is_turned_away_before_it_is_read(serve: Serve) -> None:
    page = serve(max_file_mb=0.5)
    for path in (CALL, "/gradio_api/call/ask", "/gradio_api/queue/join", "/gradio_api/call/v2/add"):
        answer = page.post(path, json.dumps({"articles": "x" * 600_000}))
        assert answer.status == 413
        assert json.loads(answer.text)["detail"] == "this is larger than 0.5 MB; send less at once"
    host, port = urlsplit(page.url).netloc.split(":")
    for path in ("/gradio_api/upload", "/gradio_api/queue/join", "/login"):
        with socket.create_connection((host, int(port)), timeout=10) as raw:
            raw.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n".encode())
            assert raw.recv(100).startswith(b"HTTP/1.1 413")
        with socket.create_connection((host, int(port)), timeout=10) as raw:
            raw.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
            assert raw.recv(100).startswith(b"HTTP/1.1 411")


@pytest.mark.server
def test_only_what_adds_articles_may_be_large(serve: Serve) -> None:
    page = serve()
    text = json.dumps({"articles": [{"text": "The mill of Orn was sold. " * 40_000}]})
    assert page.post("/gradio_api/call/v2/add", text).status == 200
    for path in ("/gradio_api/call/v2/ask", "/gradio_api/queue/join", "/gradio_api/cancel", "/login"):
        assert page.post(path, text).status == 413, path


TEXT = "It said, [1] so to speak, {nothing}. "


@pytest.mark.parametrize(
    "body",
    [
        "[" + "[]," * 30_000 + "[]]",
        "[" * 90_000 + "]" * 90_000,
        "[" + "1," * 600_000 + "1]",
        "[" + '{"a":1},' * 30_000 + "{}]",
    ],
)
def test_what_would_be_walked_through_for_long_is_refused_and_long_texts_are_not(body: str) -> None:
    with pytest.raises(TooManyPartsError):
        parse_body(body.encode())
    articles = [{"title": f"{n}", "text": TEXT * 10, "authors": ["Ann", "Bob"]} for n in range(5000)]
    assert parse_body(json.dumps(articles).encode()) == articles
    assert parse_body(json.dumps(TEXT * 50_000).encode()) == TEXT * 50_000


@pytest.mark.server
def test_a_call_with_too_many_parts_is_turned_away(serve: Serve) -> None:
    answer = serve().post("/gradio_api/call/add", '{"data": [[' + "[]," * 300_000 + "[]]]}")
    assert (answer.status, answer.text) == (413, '{"detail":"this has too many parts; send less at once"}')


@pytest.mark.server
def test_uploads_of_a_visitor_are_bounded_by_the_hour(serve: Serve) -> None:
    page = serve(host="0.0.0.0", max_file_mb=0.1, requests_per_minute=1000)
    body = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        + b"y" * 90_000
        + b"\r\n--x--\r\n"
    )
    sent = [page.post("/gradio_api/upload", body, content_type="multipart/form-data; boundary=x") for _ in range(24)]
    statuses = [each.status for each in sent]
    assert statuses == [200] * 22 + [429] * 2
    assert "minutes" in sent[-1].text
