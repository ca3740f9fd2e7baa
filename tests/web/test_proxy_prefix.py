"""What programs get of a page that a real proxy serves under a path."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from fakes import STORIES, HashingEmbedder
from gradio_client import Client, handle_file
from proxy import behind_nginx

from qa_bot import QABot, Settings
from qa_bot.errors import SettingsError

pytestmark = pytest.mark.server

QUESTION = "When was the lighthouse built?"


@pytest.fixture(scope="module", params=[False, True], ids=["path taken off", "path handed on"])
def address(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[str]:
    """Return where nginx serves a page with a login."""
    folder = tmp_path_factory.mktemp("proxied")
    with QABot.open(folder / "library", embedder=HashingEmbedder(), settings=Settings.load(threshold=0)) as bot:
        bot.add(*STORIES)
        with behind_nginx(bot, folder, keeps_path=request.param, auth="ann:secret word") as served:
            yield served


@contextmanager
def logged_in(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, follow_redirects=True, timeout=30) as client:
        assert client.post("login", data={"username": "ann", "password": "secret word"}).status_code == 200
        yield client


def test_the_api_answers_and_takes_files(address: str, tmp_path: Path) -> None:
    client = Client(address, auth=("ann", "secret word"), verbose=False)
    answer = client.predict(QUESTION, api_name="/ask")
    assert answer["answered"]
    (tmp_path / "note.txt").write_text("The ferry to Skelle made its last trip on Sunday night.")
    report = client.predict(files=[handle_file(tmp_path / "note.txt")], api_name="/add")
    assert len(report["added"]) == 1
    client.close()


def test_the_rest_api_is_under_the_path_too(address: str) -> None:
    with httpx.Client(base_url=f"{address}api/v1", timeout=30) as client:
        assert client.get("articles").status_code == 401
        assert client.get("openapi.json").json()["openapi"].startswith("3.")


def test_the_docs_of_the_api_are_there(address: str) -> None:
    with logged_in(address) as client:
        assert {"/ask", "/add", "/articles"} <= set(client.get("gradio_api/info").json()["named_endpoints"])


def test_answers_stream(address: str) -> None:
    with logged_in(address) as client:
        event = client.post("gradio_api/call/v2/ask", json={"question": QUESTION}).json()["event_id"]
        lines = client.get(f"gradio_api/call/ask/{event}").text.splitlines()
        assert "event: complete" in lines
        assert json.loads(lines[lines.index("event: complete") + 1].removeprefix("data: "))[0]["answered"]


def test_health_and_the_cookie_of_a_visitor_are_under_the_path(address: str) -> None:
    with logged_in(address) as client:
        assert client.get("health").json() == {"status": "ok"}
        assert "; Path=/qa/;" in str(client.get("").headers["set-cookie"])
        assert client.get("../health").status_code == 404


def test_leaving_leads_back_to_the_page(address: str) -> None:
    with logged_in(address) as client:
        left = client.post("logout", headers={"origin": address.removesuffix("/qa/")})
        assert (left.status_code, left.url.path) == (200, "/qa/")


@pytest.mark.parametrize("wrong", ["qa.example.org/qa", "https://qa.example.org/qa?x=1", "https://qa.example.org//qa"])
def test_an_address_that_is_none_is_one_line(wrong: str) -> None:
    with pytest.raises(SettingsError, match="QA_BOT_PUBLIC_URL"):
        Settings.load(public_url=wrong)
