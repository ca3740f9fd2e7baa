"""Who may call the REST API, how often, and what becomes of the work of one who hangs up."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx
import pytest

from qa_bot import QABot
from qa_bot.accounts import user_line
from qa_bot.errors import LibraryError, QABotError
from qa_bot.tokens import SCOPES, Tokens

pytestmark = pytest.mark.server

Serve = Callable[..., tuple[str, QABot]]
QUESTION = {"question": "Who proposed the joint air strikes?"}


@pytest.fixture(scope="module")
def guarded(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, QABot]:
    """Serve a page for which ann and bob have accounts."""
    users = tmp_path_factory.mktemp("users") / "users.txt"
    users.write_text(f"{user_line('ann', 'secret word')}\n{user_line('bob', 'other word')}\n")
    return serve(users=users)


def calling(served: tuple[str, QABot], user: str, *scopes: str) -> httpx.Client:
    """Return a client with a new token."""
    token = Tokens(served[1].library.folder).issue(user, scopes or SCOPES)
    return httpx.Client(base_url=served[0], headers={"Authorization": f"Bearer {token}"}, timeout=60)


def test_where_the_page_needs_a_login_the_api_needs_a_token(guarded: tuple[str, QABot]) -> None:
    address, bot = guarded
    held = Tokens(bot.library.folder).issue("ann", SCOPES)
    gone = Tokens(bot.library.folder).issue("eve", SCOPES)
    for value in ("", held, "Bearer", "Bearer x", f"Bearer {held}x", f"Basic {held}", f"Bearer {gone}", "Bearer \xff"):
        for path in ("/ask", "/search", "/articles", "/evaluations", "/nowhere", "/articles/lighthouse"):
            answer = httpx.post(
                f"{address}{path}", json=QUESTION, headers=[(b"Authorization", value.encode("latin-1"))]
            )
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer"), (value, path)
            assert answer.headers["content-type"] == "application/problem+json"
    assert [httpx.get(f"{address}/{each}").status_code for each in ("openapi.json", "docs", "docs/")] == [200, 200, 401]
    assert httpx.post(f"{address}/ask", json=QUESTION, headers={"Authorization": f"bearer {held}"}).status_code == 200


def test_a_login_of_the_page_counts_for_nothing_here(guarded: tuple[str, QABot]) -> None:
    page = guarded[0].removesuffix("/api/v1")
    with httpx.Client(base_url=page) as browser:
        form = urlencode({"username": "ann", "password": "secret word"})
        headers = {"content-type": "application/x-www-form-urlencoded"}
        assert browser.post("/login", content=form, headers=headers).status_code == 200
        assert browser.cookies
        assert browser.post("/gradio_api/call/v2/articles", json={}).status_code == 200
        assert browser.post("/api/v1/ask", json=QUESTION).status_code == 401


def test_a_token_does_what_its_scopes_say(guarded: tuple[str, QABot]) -> None:
    mill = {"articles": [{"id": "mill", "text": "The mill of Orn was sold in 1951."}]}
    asked = {"questions": [{"question": "Who?", "answers": ["Marta Lind"]}]}
    for scope in SCOPES:
        with calling(guarded, "ann", scope) as client:
            statuses = {
                "ask": client.post("/ask", json=QUESTION).status_code,
                "add": client.post("/articles", json=mill).status_code,
                "evaluate": client.post("/evaluations", json=asked).status_code,
            }
            others = client.post("/search", json=QUESTION).status_code, client.get("/articles").status_code
            removed = client.delete("/articles/mill")
        allowed = [name for name, status in statuses.items() if status != 403]
        assert (allowed, others == (200, 200)) == ([scope], scope == "ask")
        assert (removed.status_code == 403) == (scope != "add")
    with calling(guarded, "ann", "add") as client:
        refused = client.post("/ask", json={"question": ""}).json()
    assert (refused["status"], "--scope ask" in refused["detail"]) == (403, True)


def test_a_token_that_is_revoked_is_out_at_once(guarded: tuple[str, QABot]) -> None:
    tokens = Tokens(guarded[1].library.folder)
    with calling(guarded, "bob") as client:
        assert client.get("/articles").status_code == 200
        tokens.revoke(tokens.all()[-1].id)
        assert client.get("/articles").status_code == 401


def test_evaluations_are_their_users_alone(guarded: tuple[str, QABot]) -> None:
    asked = {"name": "own", "questions": [{"question": "Who leads the society?", "answers": ["Marta Lind"]}]}
    with calling(guarded, "ann") as ann, calling(guarded, "bob") as bob:
        name = ann.post("/evaluations", json=asked).json()["name"]
        assert name in [each["name"] for each in ann.get("/evaluations").json()["evaluations"]]
        assert bob.get(f"/evaluations/{name}").status_code == 404
        assert bob.delete(f"/evaluations/{name}").status_code == 404
        assert name not in bob.get("/evaluations").text


def test_before_the_token_nothing_is_read(guarded: tuple[str, QABot]) -> None:
    host, port = urlsplit(guarded[0]).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as raw:
        raw.sendall(b"POST /api/v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n")
        assert raw.recv(100).startswith(b"HTTP/1.1 401")


def test_a_user_who_asks_too_much_is_told_when_to_come_back(serve: Serve, tmp_path: Path) -> None:
    users = tmp_path / "users.txt"
    users.write_text(f"{user_line('ann', 'secret word')}\n{user_line('bob', 'other word')}\n")
    served = serve(users=users, host="0.0.0.0", requests_per_minute=5)
    with calling(served, "ann") as ann, calling(served, "ann") as other, calling(served, "bob") as bob:
        assert [ann.get("/articles").status_code for _ in range(5)] == [200] * 5
        for each in (ann.get("/articles"), other.post("/ask", json=QUESTION), ann.delete("/articles/lighthouse")):
            assert (each.status_code, each.headers["content-type"]) == (429, "application/problem+json")
            assert int(each.headers["retry-after"]) >= 1
        assert bob.get("/articles").status_code == 200


def hang_up(address: str, path: str, body: dict[str, object], *, after: Callable[[], bool]) -> None:
    """Send a request and close the connection once something has happened."""
    host, port = urlsplit(address).netloc.split(":")
    sent = json.dumps(body).encode()
    head = f"POST /api/v1{path} HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/json\r\n"
    with socket.create_connection((host, int(port)), timeout=10) as raw:
        raw.sendall(f"{head}Content-Length: {len(sent)}\r\n\r\n".encode() + sent)
        assert until(after)


def until(happens: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20
    while not happens() and time.monotonic() < end:
        time.sleep(0.02)
    return happens()


@pytest.mark.parametrize("path", ["/ask", "/ask/stream"])
def test_who_hangs_up_ends_what_a_model_writes(serve: Serve, path: str) -> None:
    address, bot = serve()
    begun, ended = threading.Event(), threading.Event()
    answers = bot.answers

    def slow(ask, history=(), stop=None):  # noqa: ANN001, ANN202
        begun.set()
        try:
            yield next(iter(answers(ask, history, stop)))
            assert stop.wait(30)
        finally:
            ended.set()

    bot.answers = slow  # type: ignore[method-assign]
    hang_up(address, path, QUESTION, after=begun.is_set)
    assert ended.wait(10)


def test_who_hangs_up_amid_a_stream_ends_it(serve: Serve) -> None:
    address, bot = serve()
    ended = threading.Event()
    answers = bot.answers

    def slow(ask, history=(), stop=None):  # noqa: ANN001, ANN202
        yield next(iter(answers(ask, history, stop)))
        if stop.wait(30):
            ended.set()

    bot.answers = slow  # type: ignore[method-assign]
    with httpx.stream("POST", f"{address}/ask/stream", json=QUESTION) as stream:
        lines = stream.iter_lines()  # closing it closes the stream
        assert next(lines) == "event: answer"
        assert not ended.is_set()
    assert ended.wait(10)


def test_of_one_caller_so_many_requests_wait_and_those_that_hang_up_are_not_begun(serve: Serve) -> None:
    address, bot = serve()
    asked, free = list[str](), threading.Event()
    answers = bot.answers

    def held(ask, history=(), stop=None):  # noqa: ANN001, ANN202
        asked.append(ask.question)
        free.wait(30)
        return answers(ask, history, stop)

    bot.answers = held  # type: ignore[method-assign]
    statuses: list[int] = []

    def send(n: int) -> None:
        with httpx.Client(base_url=address, timeout=60) as client:
            answer = client.post("/ask", json={"question": f"Who proposed the joint air strikes {n}?"})
            statuses.append(answer.status_code)

    threads = [threading.Thread(target=send, args=(n,)) for n in range(30)]
    for each in threads:
        each.start()
    assert until(lambda: len(statuses) == 8)
    assert statuses == [429] * 8
    assert len(asked) == 2
    free.set()
    for each in threads:
        each.join(60)
    assert sorted(statuses) == [200] * 22 + [429] * 8


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (LibraryError("/srv/secret/library cannot be read"), 503, "library cannot be read"),
        (QABotError("/srv/secret/a.txt: no"), 422, "a.txt: no"),
        (OSError("/srv/secret"), 500, "something went wrong inside QA Bot; its log says what"),
        (RecursionError(), 500, "something went wrong inside QA Bot; its log says what"),
    ],
)
def test_what_goes_wrong_inside_names_no_place(serve: Serve, error: Exception, status: int, told: str) -> None:
    address, bot = serve()

    def broken(*_: object, **__: object) -> None:
        raise error

    bot.answers = bot.search = bot.among = broken  # type: ignore[method-assign]
    for path in ("/ask", "/ask/stream", "/search"):
        answer = httpx.post(f"{address}{path}", json=QUESTION)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
        assert answer.json()["detail"] == told
