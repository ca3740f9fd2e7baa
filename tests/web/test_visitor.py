from __future__ import annotations

import urllib.request
from http.cookies import SimpleCookie

import gradio as gr
import pytest

from qa_bot import QABot, Settings
from qa_bot.ask import Ask
from qa_bot.errors import SettingsError
from qa_bot.web import create_app
from qa_bot.web.serve import launch
from qa_bot.web.visitor import COOKIE, Sent, visitor


def request(cookie: str = "", username: str | None = None, session: str = "s") -> gr.Request:
    return gr.Request(username=username, session_hash=session, headers={"cookie": cookie})


def test_a_visitor_is_a_cookie_or_a_user_or_else_a_session() -> None:
    names = [
        visitor(request(f"{COOKIE}=one")),
        visitor(request(f"{COOKIE}=two")),
        visitor(request(session="one")),
        visitor(request(session="two")),
        visitor(request(f"{COOKIE}=one", username="ann")),
    ]
    assert len(set(names)) == len(names)
    assert visitor(request(f"other=1; {COOKIE}=one", session="x")) == names[0]
    assert visitor(request(f"{COOKIE}=two", username="ann")) == names[4]
    assert "one" not in names[0]


@pytest.mark.server
def test_a_browser_gets_its_cookie_once_and_nothing_may_be_loaded_from_elsewhere(page: str) -> None:
    with urllib.request.urlopen(page) as answer:
        cookie = SimpleCookie(answer.headers["set-cookie"])[COOKIE]
        policy = answer.headers["content-security-policy"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert len(cookie.value) > 20
    assert "connect-src 'self'" in policy
    known = urllib.request.Request(page, headers={"Cookie": f"{COOKIE}={cookie.value}"})
    with urllib.request.urlopen(known) as again:
        assert again.headers["set-cookie"] is None


@pytest.mark.server
def test_with_accounts_nothing_is_told_before_the_login(bot: QABot) -> None:
    demo = create_app(bot)
    url = launch(demo, Settings.load(port=0, auth="ann:secret:word"))
    assert url
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(f"{url}/gradio_api/info")
    login = urllib.request.Request(f"{url}/login", data=b"username=ann&password=secret:word")
    with urllib.request.urlopen(login) as answer:
        assert answer.status == 200
    demo.close()


@pytest.mark.parametrize("auth", ["ann", "ann:", ":secret", "ann:secret,bob", ","])
def test_accounts_that_are_none_are_refused(auth: str) -> None:
    with pytest.raises(SettingsError, match="name:password"):
        Settings.load(auth=auth).accounts()


def test_passwords_are_not_written_down() -> None:
    settings = Settings.load(auth="ann:secret, bob:word")
    assert settings.accounts() == [("ann", "secret"), ("bob", "word")]
    assert "secret" not in f"{settings!r} {settings.model_dump(mode='json')}"


def test_what_the_page_sent_is_read_by_name() -> None:
    sent = Sent(gr.EventData(None, {"question": "Who?", "infer_dates": False, "sources": {"a": 1}, "shown": 3}))
    assert (sent.text("question"), sent.text("shown"), sent.text("other")) == ("Who?", "", "")
    assert (sent.get("shown"), sent.get("other")) == (3, None)
    assert sent.asked() == Ask("Who?")
    assert sent.asked(str | bool) == Ask("Who?", infer_dates=False)


@pytest.mark.parametrize("anything", [None, 3, "question", ["question"], [], {}])
def test_a_browser_can_send_anything(anything: object) -> None:
    sent = Sent(gr.EventData(None, anything))
    assert (sent.get("question"), sent.text("question"), sent.asked()) == (None, "", Ask(""))
