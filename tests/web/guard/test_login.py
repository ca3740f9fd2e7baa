from __future__ import annotations

import time
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest
from guarded import Answered, Serve, Served

from qa_bot.accounts import user_line
from qa_bot.web.guard import Sessions

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
    for path in ("/config", "/gradio_api/info", "/gradio_api/queue/data?session_hash=x", "/gradio_api/file=x"):
        assert page.get(path).status == 401
    for path in ("/gradio_api/queue/join", "/gradio_api/upload", CALL):
        assert page.post(path).status == 401


@pytest.mark.server
def test_passwords_cannot_be_tried_for_long(serve: Serve, users: Path) -> None:
    page = serve(users=users, host="0.0.0.0")
    statuses: list[int] = []
    while 429 not in statuses and len(statuses) < 30:
        statuses.append(log_in(page, "ann", f"guess {len(statuses)}").status)
    assert statuses[:10] == [400] * 10
    assert statuses[-1] == 429
    assert log_in(page, "ann", "secret word").status == 429


@pytest.mark.server
def test_a_login_cookie_is_not_sent_along_by_other_pages(serve: Serve, users: Path) -> None:
    answer = log_in(serve(users=users), "bob", "other word")
    for line in answer.headers["set-cookie"].lower().splitlines():
        assert "samesite=lax" in line
        assert "httponly" in line
