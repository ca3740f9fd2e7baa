from __future__ import annotations

import json
import subprocess
import urllib.request
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fakes import STORIES
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError

from qa_bot import QABot

pytestmark = pytest.mark.server

QUESTION = "Who proposed the joint air strikes?"


def post(address: str, body: dict[str, Any]) -> dict[str, Any]:
    sent = urllib.request.Request(address, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(sent) as answered:
        return dict(json.load(answered))


def read_event(address: str) -> str:
    with urllib.request.urlopen(address) as answered:
        return str(answered.read().decode())


def untimed(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "timings"}


def test_ask_returns_the_json_of_the_answer(page: str, bot: QABot) -> None:
    client = Client(page, verbose=False)
    assert untimed(client.predict(QUESTION, api_name="/ask")) == untimed(bot.ask(QUESTION).to_dict())


def test_where_a_file_lies_stays_on_this_machine(page: str, bot: QABot, tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text("The ferry to Oskholm leaves at noon and comes back at six in the evening.")
    bot.add(tmp_path / "ferry.txt")
    client = Client(page, verbose=False)
    answer = client.predict("When does the ferry to Oskholm leave?", api_name="/ask")
    assert "ferry to Oskholm" in answer["citations"][0]["quote"]
    assert str(tmp_path) not in json.dumps([answer, client.predict(api_name="/articles")])


def test_ask_takes_dates_and_a_source(page: str) -> None:
    client = Client(page, verbose=False)
    answer = client.predict("What was counted?", after="2019-01-01", before="2019-12-31", api_name="/ask")
    assert {each["article"]["id"] for each in answer["citations"]} == {"observatory"}
    answer = client.predict("What was counted?", source="Island Post", api_name="/ask")
    assert {each["article"]["id"] for each in answer["citations"]} == {"lighthouse"}


def test_ask_infers_dates_unless_it_is_told_not_to(page: str) -> None:
    client = Client(page, verbose=False)
    asked = {"question": "What was counted last month?", "today": "2019-09-15", "api_name": "/ask"}
    answer = client.predict(**asked)
    assert {each["article"]["id"] for each in answer["citations"]} == {"observatory"}
    assert (answer["filters"]["after"], answer["filters"]["inferred"]) == ("2019-08-01", "last month")
    assert client.predict(**asked, infer_dates=False)["filters"]["inferred"] is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"question": " "}, "the question is empty"),
        ({"question": "x" * 100_000}, "100,000 characters"),
        ({"question": "Who?", "after": "soon"}, "'soon' is not a day"),
        ({"question": "Who?", "today": "soon"}, "'soon' is not a day"),
        ({"question": "Who?", "source": "Nobody"}, "no article is from 'Nobody'"),
    ],
)
def test_a_question_that_cannot_be_asked_is_an_error_that_says_why(
    page: str, arguments: dict[str, str], message: str
) -> None:
    with pytest.raises(AppError, match=message):
        Client(page, verbose=False).predict(**arguments, api_name="/ask")


def test_articles_lists_what_is_known_of_them(page: str) -> None:
    listed = Client(page, verbose=False).predict(api_name="/articles")
    assert listed == sorted((story.to_dict() for story in STORIES), key=lambda each: each["id"])


def test_add_takes_articles_addresses_and_files(page: str, bot: QABot, tmp_path: Path) -> None:
    (tmp_path / "ferry.md").write_text("---\ntitle: The ferry\n---\nThe ferry to Oskholm leaves at noon.")
    (tmp_path / "empty.txt").write_text("")
    client = Client(page, verbose=False)
    report = client.predict(
        articles=[
            {"id": "mill", "title": "The mill", "text": "The mill of Orn was sold.", "published": "2020-05-01"},
            {"title": "Nothing"},
        ],
        urls=["/etc/hostname", "javascript:alert(1)"],
        files=[handle_file(str(tmp_path / "ferry.md")), handle_file(str(tmp_path / "empty.txt"))],
        api_name="/add",
    )
    assert sorted(report) == ["added", "failed", "noted", "replaced", "skipped", "unchanged"]
    titles = {bot.library.article(each).title for each in report["added"]}
    assert titles == {"The mill", "The ferry"}
    assert report["failed"] == [
        "/etc/hostname: is not the address of a web page (https://...)",
        "javascript:alert(1): is not the address of a web page (https://...)",
        "empty.txt: the file is empty",
        "articles.json entry 2: has no text, which should be in a field named text, body, content, article, full_text",
    ]
    assert bot.library.article("mill").published == date(2020, 5, 1)
    assert bot.library.article("mill").path is None
    again = client.predict([{"id": "mill", "title": "The mill", "text": "The mill was sold twice."}], api_name="/add")
    assert again["replaced"] == ["mill"]


def test_add_reads_nothing_of_the_machine(page: str, bot: QABot, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("The word that opens the gate is Sesame.")
    client = Client(page, verbose=False)
    sent = {"path": str(secret), "meta": {"_type": "gradio.FileData"}}
    event = post(f"{page}/gradio_api/call/v2/add", {"files": [sent]})
    assert "was not sent here" in read_event(f"{page}/gradio_api/call/add/{event['event_id']}")
    record = {"text": "See the file.", "path": str(secret), "origins": [str(secret)]}
    added = client.predict([record], api_name="/add")["added"]
    assert bot.library.article(added[0]).path is None
    assert "Sesame" not in "".join(article.text for article in bot.library.articles())


def test_adding_nothing_is_an_error_that_says_so(page: str) -> None:
    with pytest.raises(AppError, match="nothing is given to add; send articles, urls or files"):
        Client(page, verbose=False).predict(api_name="/add")


def test_a_follow_up_can_be_asked_as_what_it_stands_for(page: str) -> None:
    client = Client(page, verbose=False)
    answer = client.predict("And who?", standalone_question=QUESTION, api_name="/ask")
    assert (answer["question"], answer["standalone_question"]) == ("And who?", QUESTION)


def test_nothing_else_has_a_name(page: str) -> None:
    api = Client(page, verbose=False).view_api(return_format="dict", print_info=False)
    assert sorted(api["named_endpoints"]) == ["/add", "/articles", "/ask"]
    assert api["unnamed_endpoints"] == {}
    first, *others = api["named_endpoints"]["/ask"]["parameters"]
    assert (first["parameter_name"], first["parameter_has_default"]) == ("question", False)
    assert all(each["parameter_has_default"] for each in others)


def test_curl_asks_with_the_question_alone(page: str) -> None:
    address = f"{page}/gradio_api/call/v2/ask"
    sent = ["curl", "-s", "-X", "POST", address, "-H", "Content-Type: application/json"]
    event = json.loads(subprocess.run([*sent, "-d", json.dumps({"question": QUESTION})], capture_output=True).stdout)
    got = subprocess.run(["curl", "-sN", f"{page}/gradio_api/call/ask/{event['event_id']}"], capture_output=True)
    kind, data = got.stdout.decode().strip().split("\n", 1)
    assert kind == "event: complete"
    assert json.loads(data.removeprefix("data: "))[0]["question"] == QUESTION


def test_files_of_the_machine_are_not_served(page: str, bot: QABot) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{page}/gradio_api/file=/etc/passwd")


def test_a_page_under_a_strange_name_is_turned_away(page: str) -> None:
    """A web page that lets its own name lead to this machine must not read the articles (DNS rebinding)."""
    request = urllib.request.Request(page, headers={"Host": "evil.test"})
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(request)
