"""The server for agents, asked with the client of the protocol's own SDK: in the process, over stdio and over HTTP."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx2
import pytest
from fakes import AIR_STRIKES, STORIES, make_article
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult

from qa_bot import QABot
from qa_bot.errors import SettingsError
from qa_bot.mcp import mcp_server, serve_http

pytestmark = pytest.mark.slow

T = TypeVar("T")
ODD = make_article("An odd id names this. Nobody minds it.", "news/2016: a b?", title="Odd", published="2016-06-01")
SHORT = make_article("Short.", "odd")


@pytest.fixture
def told(bot: QABot) -> QABot:
    bot.add(*STORIES, ODD, SHORT)
    return bot


def using(bot: QABot, talk: Callable[[Client], Awaitable[T]], *, may_add: bool = False) -> T:
    async def run() -> T:
        async with Client(mcp_server(bot, may_add=may_add)) as client:
            return await talk(client)

    return asyncio.run(run())


def call(bot: QABot, name: str, *, may_add: bool = False, **arguments: object) -> Any:  # noqa: ANN401 - as it came
    result = using(bot, lambda client: client.call_tool(name, arguments), may_add=may_add)
    return result.content[0].text if result.is_error else result.structured_content


def test_the_tools_say_what_they_are_for_and_adding_is_off(told: QABot) -> None:
    tools = using(told, lambda client: client.list_tools()).tools
    assert [tool.name for tool in tools] == ["ask", "search", "article", "list_articles"]
    assert all(tool.description and tool.output_schema and tool.annotations.read_only_hint for tool in tools)
    assert call(told, "add", title="A", text="B.").startswith("Unknown tool")
    allowed = using(told, lambda client: client.list_tools(), may_add=True).tools
    assert [tool.name for tool in allowed][-1] == "add"


def test_an_answer_is_quotations_and_each_address_resolves_to_the_same_words(told: QABot) -> None:
    found = call(told, "ask", question="Who proposed joint air strikes?")
    assert found["answered"]
    assert found["quotations"]
    for each in found["quotations"]:
        read = using(told, lambda client, uri=each["uri"]: client.read_resource(uri))
        assert read.contents[0].text == each["quote"]
        article = told.library.article(each["article"]["id"])
        assert article
        assert each["quote"] in article.text


def test_a_refusal_says_so_and_shows_what_is_nearest(refusing_bot: QABot) -> None:
    refusing_bot.add(*STORIES)
    found = call(refusing_bot, "ask", question="Who proposed joint air strikes?")
    assert (found["answered"], found["quotations"]) == (False, [])
    assert found["reason"]
    assert found["nearest"]


def test_passages_are_found_and_filtered(told: QABot) -> None:
    found = call(told, "search", question="joint air strikes", most=2)["result"]
    assert len(found) == 2
    assert found[0]["passage"] in AIR_STRIKES.text
    assert call(told, "search", question="joint air strikes", after="2030-01-01")["result"] == []


def test_an_article_is_read_part_by_part(told: QABot) -> None:
    first = call(told, "article", id=AIR_STRIKES.id, most=40)
    rest = call(told, "article", id=AIR_STRIKES.id, start=first["next_start"])
    assert first["text"] + rest["text"] == AIR_STRIKES.text
    assert rest["next_start"] is None


def test_articles_are_listed(told: QABot) -> None:
    assert call(told, "list_articles", most=2)["total"] == len(STORIES) + 2
    assert [each["id"] for each in call(told, "list_articles", search="odd id")["articles"]] == [ODD.id]


def test_an_odd_id_has_an_address_too(told: QABot) -> None:
    found = call(told, "ask", question="What does an odd id name?")
    uri = next(each["uri"] for each in found["quotations"] if each["article"]["id"] == ODD.id)
    assert using(told, lambda client: client.read_resource(uri)).contents[0].text in ODD.text


def test_who_may_add_adds_and_asks_what_was_added(told: QABot) -> None:
    added = call(
        told, "add", may_add=True, title="Lamp", text="The lamp of Vardo was lit by Ida Moen.", published="2020-02-03"
    )
    assert (added["title"], added["published"]) == ("Lamp", "2020-02-03")
    found = call(told, "ask", question="Who lit the lamp of Vardo?", after="2020-01-01")
    assert [each["article"]["id"] for each in found["quotations"]] == [added["id"]]


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("ask", {"question": ""}, "question"),
        ("ask", {"question": "x" * 3000}, "question"),
        ("ask", {"question": "Who?", "after": "soon"}, "after"),
        ("ask", {"question": ["Who?"]}, "question"),
        ("search", {"question": "air", "most": 10_000}, "most"),
        ("article", {"id": "../../etc/passwd"}, "there is no article ../../etc/passwd"),
        ("article", {"id": "\u0000"}, "there is no article"),
        ("article", {"id": "lighthouse", "start": -1}, "start"),
        ("list_articles", {"search": '"; DROP TABLE articles; --', "most": 0}, "most"),
        ("remove", {"id": "lighthouse"}, "Unknown tool"),
    ],
)
def test_wrong_arguments_get_a_line_and_change_nothing(
    told: QABot, tool: str, arguments: dict[str, Any], said: str
) -> None:
    answer = call(told, tool, **arguments)
    assert isinstance(answer, str)
    assert said in answer
    assert "Traceback" not in answer
    assert call(told, "list_articles")["total"] == len(STORIES) + 2


@pytest.mark.parametrize(
    "uri", ["qa-bot://articles/nowhere", "qa-bot://articles/odd/0-9999999", "qa-bot://articles/..%2F..%2Fetc/0-1"]
)
def test_an_address_that_leads_nowhere_says_so(told: QABot, uri: str) -> None:
    async def talk(client: Client) -> str:
        with pytest.raises(MCPError) as raised:
            await client.read_resource(uri)
        return str(raised.value)

    assert using(told, talk).startswith(("there is no article", "odd has no characters"))


def test_a_cancelled_question_lets_go_and_the_next_one_is_answered(told: QABot) -> None:
    async def talk(client: Client) -> CallToolResult:
        asked = asyncio.create_task(client.call_tool("ask", {"question": "Who proposed joint air strikes?"}))
        await asyncio.sleep(0)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        return await client.call_tool("ask", {"question": "Who proposed joint air strikes?"})

    assert using(told, talk).structured_content["answered"]


def test_others_are_not_served_without_a_token(told: QABot) -> None:
    with pytest.raises(SettingsError, match="QA_BOT_MCP_TOKEN"):
        serve_http(mcp_server(told), host="0.0.0.0", port=0, token="")


def command(folder: Path, *arguments: str) -> list[str]:
    run = "from qa_bot.cli import main; main()"
    return [sys.executable, "-c", run, "mcp", "--library", str(folder), *arguments]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mcp") / "library"
    with QABot.open(folder) as bot:
        bot.add(*STORIES)
    return folder


@pytest.mark.model
def test_over_stdio_with_the_command(filled: Path) -> None:
    async def run() -> CallToolResult:
        program, *arguments = command(filled)
        async with Client(StdioServerParameters(command=program, args=arguments)) as client:
            return await client.call_tool("ask", {"question": "Who proposed joint air strikes?"})

    found = asyncio.run(run()).structured_content
    assert "Shoigu" in found["quotations"][0]["quote"]


@pytest.mark.model
def test_the_example_asks_and_reads_again(filled: Path) -> None:
    example = Path(__file__).parent.parent / "examples" / "agent.py"
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    run = subprocess.run(
        [sys.executable, str(example), str(filled), "Who proposed joint air strikes?"],
        capture_output=True, text=True, check=True, env={**os.environ, "PATH": path},
    )  # fmt: skip
    *_, about, again = run.stdout.splitlines()
    assert "Shoigu" in run.stdout
    assert (about[:2], again) == ("  ", "True")


@contextmanager
def served(folder: Path, token: str) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(command(folder, "--http", "--port", str(port)), env={"QA_BOT_MCP_TOKEN": token})
    try:
        for _ in range(600):
            with socket.socket() as tried:
                if not tried.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.model
def test_over_http_with_the_token_alone(filled: Path) -> None:
    async def run(address: str) -> CallToolResult:
        async with (
            httpx2.AsyncClient(headers={"Authorization": "Bearer s3cret"}) as http,
            Client(streamable_http_client(address, http_client=http)) as client,
        ):
            return await client.call_tool("ask", {"question": "Who proposed joint air strikes?"})

    with served(filled, "s3cret") as address:
        assert httpx2.post(address, json={}).status_code == 401
        assert httpx2.post(address, json={}, headers={"Authorization": "Bearer other"}).status_code == 401
        found = asyncio.run(run(address)).structured_content
    assert "Shoigu" in found["quotations"][0]["quote"]
