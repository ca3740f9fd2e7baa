from __future__ import annotations

import asyncio
import socket
import time
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from guarded import Answered, Serve, Served

from qa_bot import Settings
from qa_bot.accounts import Accounts, user_line
from qa_bot.web.guard import Allowance, Sessions
from qa_bot.web.serve import login_of

CALL = "/gradio_api/call/v2/articles"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_login_ends() -> None:
    clock = Clock()
    sessions = Sessions(60, clock)
    sessions["one"] = "ann"
    clock.now = 30
    sessions["two"] = "ann"
    assert (sessions.get("one"), list(sessions)) == ("ann", ["one", "two"])
    clock.now = 60
    assert (sessions.get("one"), sessions.get("two"), len(sessions)) == (None, "ann", 1)
    del sessions["two"]
    assert sessions.get("two") is None
    assert sessions.get(None) is None  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("users") / "users.txt"
    file.write_text(f"# who may\n{user_line('ann', 'secret word')}\n{user_line('bob', 'other word')}\n")
    return file


def log_in(page: Served, name: str, password: str, **headers: str) -> Answered:
    form = urlencode({"username": name, "password": password})
    return page.send("POST", "/login", form, content_type="application/x-www-form-urlencoded", **headers)


def cookies(answer: Answered) -> str:
    found = [SimpleCookie(line) for line in answer.headers["set-cookie"].splitlines()]
    return "; ".join(f"{name}={morsel.value}" for each in found for name, morsel in each.items() if "unsecure" in name)


@pytest.mark.server
def test_only_who_has_an_account_gets_in_and_only_for_a_while(serve: Serve, users: Path) -> None:
    page = serve(users=users, session_hours=4 / 3600)
    assert page.post(CALL).status == 401
    assert [log_in(page, "ann", word).status for word in ("other word", "SECRET WORD")] == [400] * 2
    assert log_in(page, "eve", "secret word").status == 400
    held = cookies(log_in(page, "ann", "secret word"))
    assert page.post(CALL, cookie=held).status == 200
    time.sleep(4.1)
    assert page.post(CALL, cookie=held).status == 401
    assert '"auth_required":true' in page.get("/", cookie=held).text


@pytest.mark.server
def test_before_the_login_nothing_is_told(serve: Serve, users: Path) -> None:
    page = serve(users=users)
    told = page.get("/").text + page.get("/config").text + page.get("/gradio_api/info").text
    assert "qa-bar" not in told.split("<script>")[1]
    for path in ("/config", "/gradio_api/info", "/gradio_api/queue/data?session_hash=x"):
        assert page.get(path).status == 401
    for path in ("/gradio_api/queue/join", "/gradio_api/upload", CALL):
        assert page.post(path).status == 401


@pytest.mark.server
@pytest.mark.parametrize("host", ["0.0.0.0", "127.0.0.1"])
def test_passwords_cannot_be_tried_for_long(serve: Serve, users: Path, host: str) -> None:
    """Also not by a program on this machine that names another address each time, as a proxy would."""
    page = serve(users=users, host=host, session_hours=1)
    statuses: list[int] = []
    while 429 not in statuses and len(statuses) < 30:
        named = {"x_forwarded_for": f"192.0.2.{len(statuses)}"}
        statuses.append(log_in(page, "ann", f"guess {len(statuses)}", **named).status)
    assert statuses[:10] == [400] * 10
    assert statuses[-1] == 429
    assert log_in(page, "ann", "secret word").status == 429


def test_a_name_cannot_be_tried_for_long_from_many_addresses(users: Path) -> None:
    clock = Clock()
    allows = login_of(Accounts.of(Settings.load(users=users)), Allowance(2, 60, clock))

    async def log_in_at(time: float, name: str, password: str) -> bool:
        clock.now = time
        return await allows(name, password)

    for guess in ("one", "two"):
        assert not asyncio.run(log_in_at(0, "ann", guess))
    assert not asyncio.run(log_in_at(0, "ann", "secret word"))
    assert asyncio.run(log_in_at(0, "bob", "other word"))
    assert asyncio.run(log_in_at(60, "ann", "secret word"))


@pytest.mark.server
def test_nothing_is_read_of_who_has_not_logged_in(serve: Serve, users: Path) -> None:
    page = serve(users=users)
    host, port = urlsplit(page.url).netloc.split(":")
    calls = ("queue/join", "call/add", "call/v2/add", "call/ask", "cancel", "reset", "upload", "heartbeat/x", "user")
    for path in calls:
        with socket.create_connection((host, int(port)), timeout=10) as raw:
            asked = f"POST /gradio_api/{path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"
            raw.sendall(asked.encode())
            assert raw.recv(100).startswith(b"HTTP/1.1 401"), path
    for path in ("heartbeat/x", "user", "info", "call/ask/x"):
        assert page.get(f"/gradio_api/{path}").status == 401, path


@pytest.mark.server
def test_only_the_pages_own_form_logs_out(serve: Serve, users: Path) -> None:
    page = serve(users=users)
    held = cookies(log_in(page, "bob", "other word"))
    for method in ("GET", "HEAD"):
        assert page.send(method, "/logout", cookie=held).status == 405
    assert page.send("POST", "/logout", "", cookie=held, origin="https://evil.test").status == 403
    assert page.post(CALL, cookie=held).status == 200
    answer = page.send("POST", "/logout", "", cookie=held, origin=page.url)
    assert (answer.status, answer.headers["location"].rstrip("/")) == (302, page.url)
    assert page.post(CALL, cookie=held).status == 401


@pytest.mark.server
def test_a_login_cookie_is_not_sent_along_by_other_pages(serve: Serve, users: Path) -> None:
    answer = log_in(serve(users=users), "bob", "other word")
    for line in answer.headers["set-cookie"].lower().splitlines():
        assert "samesite=lax" in line
        assert "httponly" in line
