"""No path from outside is opened: of this machine is read what its visitor sent, under the name it was given."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from gradio.utils import get_upload_folder
from guarded import Serve, Served

pytestmark = pytest.mark.server

ANN, EVE = "qa_bot_visitor=ann", "qa_bot_visitor=eve"
SECRET = "The word that opens the gate of the keep is Sesame, as the keeper wrote."
FILE = {"_type": "gradio.FileData"}
OTHER = {"_type": "other.FileData"}

SHAPES: list[Callable[[str], Any]] = [
    lambda path: [path],
    lambda path: [{"path": path}],
    lambda path: [{"path": path, "meta": FILE}],
    lambda path: [{"path": path, "meta": OTHER}],
    lambda path: [{"path": path, "meta": None, "url": "http://127.0.0.1:9/x"}],
    lambda path: [[{"path": path}]],
    lambda path: [[{"path": path, "meta": FILE}]],
    lambda path: [{"path": {"path": path, "meta": FILE}}],
    lambda path: [{"path": [path]}],
    lambda path: {"path": path, "meta": FILE},
    lambda path: {"files": [{"path": path}]},
    lambda path: path,
]


def texts(page: Served) -> str:
    return "\n".join(each.text for each in page.bot.library.articles())


def without(place: str, text: str) -> str:
    """Return a text with no part of a path that was named in it."""
    for part in (*sorted(Path(place).parts, key=len, reverse=True), "/"):
        text = text.replace(part, "")
    return text


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret.txt"
    file.write_text(SECRET)
    return file


@pytest.mark.parametrize("shape", SHAPES)
def test_the_api_opens_no_path_and_does_not_tell_whether_it_is_there(
    serve: Serve, secret: Path, shape: Callable[[str], Any]
) -> None:
    page = serve()
    link = secret.with_name("link.txt")
    link.symlink_to(secret)
    for argument, name in ((2, "files"), (0, "articles"), (1, "urls")):
        said: dict[str, set[str]] = {"by place": set(), "by name": set()}
        for place in (str(secret), str(link), f"{secret}x", str(secret.parent), "/etc/shadow"):
            data = [*[None] * argument, shape(place), *[None] * (2 - argument)]
            for way, sent in (("by place", data), ("by name", {name: shape(place)})):
                said[way].add(without(place, page.call("add", sent)))  # type: ignore[arg-type]
        assert [len(each) for each in said.values()] == [1, 1], said
    assert "Sesame" not in texts(page)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_pages_own_events_open_no_path(serve: Serve, secret: Path, shape: Callable[[str], Any]) -> None:
    page = serve()
    for wrap in (lambda sent: {"files": sent}, lambda sent: {"file": sent}, lambda sent: sent):
        said = set()
        for place in (str(secret), f"{secret}x", str(secret.parent), "/etc/shadow"):
            page.send_event("take_in", wrap(shape(place)), cookie=ANN)
            heard = page.send_event("follow_adding", {}, cookie=ANN)
            said.add(re.search(r'<div class=\\"qa-report.*?</ul>|$', heard)[0])  # type: ignore[index]
        assert len(said) == 1, said
    assert "Sesame" not in texts(page)


@pytest.mark.parametrize("shape", SHAPES)
def test_an_evaluation_opens_no_path(serve: Serve, tmp_path: Path, shape: Callable[[str], Any]) -> None:
    page = serve()
    file = tmp_path / "theirs.jsonl"
    file.write_text('{"question": "Where is Sesame?", "unanswerable": true}\n')
    started = next(number for number, fn in page.demo.fns.items() if fn.name == "run")
    said = set()
    for place in (str(file), f"{file}x"):
        page_event = page.send_event(started, None, [shape(place), 0.1, False], cookie=ANN)  # type: ignore[arg-type]
        assert "questions answered" not in page_event
        assert "Sesame" not in page_event
        said.add("choose a question set" in page_event.lower())
    assert len(said) == 1


def test_what_a_visitor_sent_is_theirs_alone(serve: Serve) -> None:
    page = serve()
    given = page.upload(SECRET, cookie=ANN)
    for shape in SHAPES:
        page.call("add", [None, None, shape(given)], cookie=EVE)
        page.call("add", [None, None, shape(given)])
        page.send_event("take_in", {"files": shape(given)}, cookie=EVE)
        page.send_event("follow_adding", {}, cookie=EVE)
    assert "Sesame" not in texts(page)
    page.call("add", [None, None, [{"path": given, "meta": FILE}]], cookie=ANN)
    assert "Sesame" in texts(page)


def test_the_name_that_is_given_to_an_upload_is_no_place_and_cannot_be_guessed(serve: Serve) -> None:
    page = serve()
    names = [page.upload(SECRET, cookie=ANN) for _ in range(2)]
    assert names[0] != names[1]
    assert not [each for each in names if "/" in each or len(each) < 32]


def test_no_upload_is_handed_out(serve: Serve) -> None:
    page = serve()
    page.upload(SECRET, "own.txt", cookie=ANN)
    (place,) = [each for each in Path(get_upload_folder()).rglob("own.txt") if each.read_text() == SECRET]
    for cookie in (ANN, EVE):
        answer = page.get(f"/gradio_api/file={place}", cookie=cookie)
        assert (answer.status, answer.text) == (404, '{"detail":"Not Found"}')


def test_a_visitor_adds_what_they_sent(serve: Serve) -> None:
    page = serve()
    given = page.upload("The ferry to Oskholm leaves at noon, said its captain.", "ferry.txt", cookie=ANN)
    page.send_event("take_in", {"files": [given]}, cookie=ANN)
    assert "ferry.txt" in page.send_event("follow_adding", {}, cookie=ANN)
    assert "Oskholm leaves at noon" in texts(page)


RECORD = {"title": "Kept", "text": "The keeper of the records counted nine of them.", "id": "kept"}


@pytest.mark.parametrize("ending", ["json", "jsonl", "md"])
def test_a_place_that_a_record_states_is_not_looked_at(serve: Serve, secret: Path, ending: str) -> None:
    """Whether a place is there would show in what becomes of a second record of the same id."""
    page = serve()
    said = []
    for number, place in enumerate((str(secret), f"{secret}x")):
        ident = f"kept{ending}{number}"
        for text in ("nine", "ten"):
            record = {**RECORD, "id": ident, "path": place, "origins": [place], "text": f"The keeper counted {text}."}
            file = f"{ident}-{text}.{ending}"
            written = (
                f"---\nid: {ident}\npath: {place}\norigins: [{place}]\n---\n\nThe keeper counted {text}.\n"
                if ending == "md"
                else json.dumps(record) + "\n"
            )
            given = page.upload(written, file, cookie=ANN)
            page.send_event("take_in", {"files": [given]}, cookie=ANN)
            said.append(page.send_event("follow_adding", {}, cookie=ANN).count("not added"))
        (article,) = [each for each in page.bot.library.articles() if each.id == ident]
        assert str(secret) not in str(article.path)
        assert not [each for each in page.bot.library.origins(ident) if str(secret) in each]
    assert said[:2] == said[2:]


@pytest.mark.parametrize(
    "part",
    ["", "name=files", 'name="files"', 'name="files"; filename=""', 'filename="a.txt"', 'name="files"; filename*=x'],
)
@pytest.mark.parametrize("ending", ["--x--\r\n", "--x\r\n", ""])
def test_an_upload_that_is_no_form_is_the_senders_fault(serve: Serve, part: str, ending: str) -> None:
    body = f"--x\r\nContent-Disposition: form-data; {part}\r\n\r\ntext\r\n{ending}"
    answer = serve().post("/gradio_api/upload", body, content_type="multipart/form-data; boundary=x")
    assert answer.status in (200, 400, 422), (answer.status, answer.text)
