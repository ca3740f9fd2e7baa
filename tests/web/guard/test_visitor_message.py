from __future__ import annotations

import json
import re
from pathlib import Path

import gradio
import pytest
from guarded import Serve

from qa_bot import Settings
from qa_bot.errors import LibraryError, ModelError, QuestionError, ReadError
from qa_bot.web.visitor import BROKEN, visitor_message, without_places

ASKED = "/gradio_api/queue/join"
INSIDE = re.compile(r"Traceback|File \"|\.py\b|site-packages|line \d+, in")


@pytest.mark.parametrize("settings", [{"host": "0.0.0.0"}, {"public_url": "https://qa.example.org"}], ids=str)
def test_others_are_not_told_what_concerns_the_keeper(settings: dict[str, str]) -> None:
    known = Settings.load(**settings)
    assert visitor_message(QuestionError("the question is empty"), known) == "the question is empty"
    assert visitor_message(LibraryError("/srv/library is damaged"), known) == BROKEN
    assert visitor_message(ModelError("cannot read /srv/model"), known) == BROKEN
    assert visitor_message(OSError("/srv"), known) == BROKEN


@pytest.mark.parametrize(
    ("line", "told_so"),
    [
        ("/srv/data/uploads/ab12/x.txt: is empty", "x.txt: is empty"),
        (
            "x: has the id 'a' of /srv/my/a.json#1, but other content",
            "x: has the id 'a' of a.json#1, but other content",
        ),
        ("“/etc/ssl/x.pem”, (/var/lib/y)", "“x.pem”, (y)"),
        (f"{Path.home()}/a b/c d.txt is damaged", "a b/c d.txt is damaged"),
        (r"C:\Users\Ann\x.txt: no", "x.txt: no"),
        ("https://example.org/a/b.html: cannot be fetched", "https://example.org/a/b.html: cannot be fetched"),
        ("and/or, 1/2, a/b/c", "and/or, 1/2, a/b/c"),
    ],
)
def test_visitors_are_told_names_and_no_places(line: str, told_so: str) -> None:
    public = Settings.load(host="0.0.0.0")
    assert without_places(line, public) == told_so
    assert visitor_message(ReadError(line), public) == told_so


def test_whoever_runs_it_alone_is_told() -> None:
    assert visitor_message(LibraryError("/srv/library is damaged"), Settings.load()) == "/srv/library is damaged"
    assert visitor_message(ValueError("/srv/x.py"), Settings.load()) == BROKEN


@pytest.mark.server
def test_no_answer_tells_a_place_on_this_machine_or_what_the_code_is(serve: Serve, tmp_path: Path) -> None:
    page = serve(host="0.0.0.0", requests_per_minute=0)
    events = {fn.targets[0][1]: number for number, fn in page.demo.fns.items() if fn.targets}
    odd = [None, [], "x", 5, {"a": 1}, {"conversation": {"x": 1}, "exchange": 5, "article": [], "shown": "x"}]
    sent = [
        {"data": data, "fn_index": number, "session_hash": f"odd{number}", "event_data": given}
        for number in [*events.values(), 999]
        for given in odd
        for data in ([], ["x", None, 5])
    ]
    answers = [page.post(ASKED, json.dumps(each)) for each in sent]
    answers += [page.get(f"/gradio_api/queue/data?session_hash=odd{number}") for number in events.values()]
    answers += [page.post(ASKED, body) for body in ("", "x", "[]", "null", '{"data": 1}', "[" * 5000)]
    answers += [
        page.get(path) for path in ("/", "/config", "/gradio_api/info", "/gradio_api/file=/x", "/?deep_link=../x")
    ]
    answers += [page.post("/gradio_api/call/v2/ask", body) for body in ("{}", '{"question": 5}', '{"x": ["y"]}')]
    answers += [page.post("/gradio_api/upload", "x", content_type="multipart/form-data; boundary=y")]
    library = str(page.bot.library.folder.parent)
    home = str(Path(gradio.__file__).parents[1])
    for each in answers:
        assert library not in each.text
        assert home not in each.text
        if each.headers.get("content-type", "").startswith(("application/json", "text/event-stream", "text/plain")):
            assert not INSIDE.search(each.text), each.text[:500]
