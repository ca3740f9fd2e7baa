"""Fuzzing: seeds that are cut, joined, repeated and strewn with what parsers mind, and what has to hold all the same.

`scripts/fuzz --minutes 60` makes a long run; a short one is part of the tests. Each case has a number, and is the same
whenever it is run with the same seed.
"""

from __future__ import annotations

import http.client
import json
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from random import Random
from urllib.parse import quote, urlsplit

from fakes import STORIES, HashingEmbedder
from guarded import Answered, Served

from qa_bot import QABot, Settings
from qa_bot.errors import QABotError, ReadError
from qa_bot.read import normalise, read
from qa_bot.read.kinds import SUFFIXES
from qa_bot.text.sentences import split_sentences
from qa_bot.web import create_app
from qa_bot.web.serve import launch

Case = Callable[[Random], str]
"""Does one case and says what became of it; what must not be is an AssertionError or any other error."""

SEEDS = sorted((Path(__file__).parent / "readers" / "seeds").iterdir())
BY_KIND = {kind: [seed for seed in SEEDS if SUFFIXES[seed.suffix] == kind] for kind in sorted(set(SUFFIXES.values()))}
BOUNDED = Settings.load(max_file_mb=5, read_seconds=20)
MOST_BYTES = 2_000_000
QUESTION = "Who put forward the proposal of joint air strikes?"

TOKENS = [
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\n\n", b"\xe2\x80\xa8", b"\x1b[31m",
    b"\xcc\x81" * 50, b"<", b"</p>", b"<p>" * 50, b"<![CDATA[", b"]]>", b"<!--", b"&#x110000;", b"&a;", b"&lt;",
    b"<script>", b"<?xml", b"<!DOCTYPE x [", b"{", b"[" * 200, b"]", b'"', b"\\u0000", b"\\ud800", b"null", b"1e999",
    b"NaN", b"-", b":", b",", b"true", b"9" * 5000, b"---\n", b"> " * 100, b"*_" * 100, b"```", b"![](", b"|",
    b"- " * 50, b"&a\n*a", b"obj", b"endobj", b"stream\n", b"endstream", b"<<", b">>", b"/Length 99999999", b"BT",
    b"/Filter /FlateDecode", b"0 R", b"xref", b"%%EOF", b"/Kids [1 0 R]", b"/Parent 1 0 R", b"Tj", b"(" * 100,
    b"/Encoding", b"../" * 20, b"/etc/passwd", b"%00", b'"path":', b'"meta":', b"gradio.FileData", b"a" * 3000,
]  # fmt: skip


def damaged(chance: Random, seeds: Sequence[bytes], others: Sequence[bytes], *, least: int = 0) -> bytes:
    """Return one of the seeds after a few accidents, `least` or more; `others` are joined to it."""
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(least, 6)):
        start = chance.randint(0, len(data))
        end = min(len(data), start + chance.choice([0, 1, 2, 8, 64, 1000]))
        _accident(chance, data, slice(start, end), others)
    return bytes(data[:MOST_BYTES])


def _accident(chance: Random, data: bytearray, place: slice, others: Sequence[bytes]) -> None:
    what = chance.choice(["cut", "repeat", "token", "bytes", "join", "flip"])
    if what == "cut":
        del data[place]
    elif what == "repeat":
        data[place] = bytes(data[place]) * chance.choice([2, 3, 50])
    elif what == "token":
        data[place] = chance.choice(TOKENS)
    elif what == "bytes":
        data[place] = chance.randbytes(chance.randint(0, 12))
    elif what == "join":
        other = chance.choice(others)
        data[place] = other[chance.randint(0, len(other)) :]
    elif place.start < len(data):
        data[place.start] ^= 1 << chance.randint(0, 7)


@contextmanager
def readers(folder: Path) -> Iterator[Case]:
    """Damaged documents become articles or one line, in bounds."""
    seeds = {kind: [seed.read_bytes() for seed in own] for kind, own in BY_KIND.items()}
    others = [each for own in seeds.values() for each in own]

    def case(chance: Random) -> str:
        kind = chance.choice(list(BY_KIND))
        path = folder / f"damaged{BY_KIND[kind][0].suffix}"
        path.write_bytes(damaged(chance, seeds[kind], others))
        became = {_check_item(item, path.name) for item in read(str(path), BOUNDED)}
        return f"{kind}: {' and '.join(sorted(became)) or 'nothing'}"

    yield case


def _check_item(item: object, name: str) -> str:
    if isinstance(item, ReadError):
        told = str(item)
        assert name in told, told
        assert len(told.splitlines()) == 1, told
        assert not any(each in told for each in ("QA_BOT_READ_SECONDS", "break down", "too much memory")), told
        return "a line"
    article = item.article  # type: ignore[attr-defined]
    assert article.text == normalise(article.text)
    assert any(character.isalnum() for character in article.text)
    assert article.title
    spans = split_sentences(article.text)
    assert "".join("".join(span.of(article.text) for span in spans).split()) == "".join(article.text.split())
    return "an article"


_UPLOAD = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nRain\r\n--x--\r\n'
_EVENT = b'{"data": [], "fn_index": 9, "session_hash": "s", "event_data": {"question": "Who?"}}'
_ASK = b'{"data": ["Who proposed joint air strikes?", "2016-01-01", "", "", "", true, ""]}'

REQUESTS: tuple[tuple[str, str, bytes], ...] = (
    ("POST", "/gradio_api/call/ask", _ASK),
    ("POST", "/gradio_api/call/v2/ask", b'{"question": "Who proposed joint air strikes?", "today": "2016-09-19"}'),
    ("POST", "/gradio_api/call/add", b'{"data": [[{"text": "It rained.", "title": "Rain", "id": "r"}], [], []]}'),
    ("POST", "/gradio_api/call/add", b'{"data": [null, null, [{"path": "/etc/passwd", "meta": {"_type": "x"}}]]}'),
    ("POST", "/gradio_api/call/v2/add", b'{"articles": [{"text": "It rained.", "published": "2016-06-15"}]}'),
    ("POST", "/gradio_api/call/articles", b'{"data": []}'),
    ("POST", "/gradio_api/queue/join", _EVENT),
    ("POST", "/gradio_api/upload", _UPLOAD),
    ("POST", "/login", b"username=ann&password=x"),
    ("GET", "/gradio_api/file=/etc/passwd", b""),
    ("GET", "/gradio_api/queue/data?session_hash=s", b""),
    ("GET", "/?question=Who+proposed+strikes%3F&after=2016-01-01", b""),
    ("GET", "/gradio_api/info", b""),
    ("GET", "/config", b""),
)


@contextmanager
def api(folder: Path) -> Iterator[Case]:
    """Damaged requests are answered, with no failure of the server and no place on it, and it stays well."""
    settings = Settings.load(library=folder / "library", threshold=0, port=0, reader="none")
    with QABot.open(settings.library, embedder=HashingEmbedder(), settings=settings) as bot:
        bot.add(*STORIES)
        demo = create_app(bot, uploads=folder / "uploads")
        page = Served(str(launch(demo, settings)), demo, bot)
        try:
            yield lambda chance: _request(chance, page, str(folder))
        finally:
            demo.close()


def _request(chance: Random, page: Served, folder: str) -> str:
    method, path, body = chance.choice(REQUESTS)
    bodies = [each for _, _, each in REQUESTS if each]
    if chance.random() < 0.2:
        path = quote(damaged(chance, [path.encode()], [b"/config"]), safe="/?=&%")[:2000] or "/"
        path = path if path.startswith("/") else f"/{path}"
    sent = damaged(chance, [body], bodies)[:200_000] if method == "POST" else None
    kind = "multipart/form-data; boundary=x" if "upload" in path else "application/json"
    if "queue/data" in path:
        return f"{method} {_listen(page, path, folder)}"
    answer = page.send(method, path, sent, content_type=kind)
    _check_answer(answer, folder)
    if answer.status == 200 and '"event_id"' in answer.text and "/call/" in path:
        name = path.rpartition("/")[2]
        _listen(page, f"/gradio_api/call/{name}/{json.loads(answer.text)['event_id']}", folder)
    assert page.get("/health").status == 200
    return f"{method} {answer.status}"


def _listen(page: Served, path: str, folder: str) -> int:
    """Hear the beginning of a stream, which need not end, and hang up."""
    connection = http.client.HTTPConnection(urlsplit(page.url).netloc, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        _check_answer(Answered(answer.status, {}, answer.read1(65536).decode("utf-8", "replace")), folder)
        return answer.status
    finally:
        connection.close()


def _check_answer(answer: Answered, folder: str) -> None:
    assert answer.status < 500, (answer.status, answer.text[:300])
    assert folder not in answer.text
    assert "root:" not in answer.text
    assert "Traceback" not in answer.text


@contextmanager
def library(folder: Path) -> Iterator[Case]:
    """A damaged library quotes what its articles say, or ends in one line."""
    whole, broken = folder / "whole", folder / "broken"
    with _opened(whole) as bot:
        bot.add(*STORIES)
        texts = {article.id: article.text for article in bot.library.articles()}
    files = [path.relative_to(whole) for path in sorted(whole.rglob("*")) if path.is_file() and path.stat().st_size]

    def case(chance: Random) -> str:
        shutil.rmtree(broken, ignore_errors=True)
        shutil.copytree(whole, broken)
        file = broken / chance.choice(files)
        if chance.random() < 0.1:
            file.unlink()
        else:
            file.write_bytes(damaged(chance, [file.read_bytes()], [b"\0" * 4096, b"SQLite format 3\0"], least=1))
        return f"{file.name if file.suffix else file.parent.name}: {_use(broken, texts)}"

    yield case


def _opened(folder: Path) -> QABot:
    return QABot.open(folder, embedder=HashingEmbedder(), settings=Settings.load(threshold=0, reader="none"))


def _use(folder: Path, texts: dict[str, str]) -> str:
    try:
        with _opened(folder) as bot:
            answer = bot.ask(QUESTION)
            for each in (*answer.citations, *answer.nearest):
                assert each.quote == texts[each.article.id][each.span.start : each.span.end], each.quote
            bot.library.check()
            return "answered" if answer.answered else "refused"
    except QABotError as error:
        return "a line" if len(str(error).splitlines()) == 1 else _more_than_a_line(error)


def _more_than_a_line(error: QABotError) -> str:
    raise AssertionError(f"more than one line: {error}")


KINDS: dict[str, Callable[[Path], AbstractContextManager[Case]]] = {"readers": readers, "api": api, "library": library}


def fuzz(kind: str, folder: Path, *, seed: int, first: int = 0, cases: int = 0, seconds: float = 0) -> Counter[str]:
    """Do so many cases, or as many as there is time for, and return what became of them; a find is raised.

    The error says the number of the case, by which `scripts/fuzz` does it again.
    """
    became: Counter[str] = Counter()
    end = time.monotonic() + seconds
    with KINDS[kind](folder) as case:
        number = first
        while number < first + cases or time.monotonic() < end:
            try:
                became[case(Random(f"{seed} {kind} {number}"))] += 1
            except BaseException as error:
                error.add_note(f"scripts/fuzz --kind {kind} --seed {seed} --first {number} --cases 1")
                raise
            number += 1
    return became
