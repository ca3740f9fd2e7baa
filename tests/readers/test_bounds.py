"""Documents that are made to take time and memory: each is read in bounds, or given up with one line."""

from __future__ import annotations

import io
import resource
import threading
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import psutil
import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from qa_bot.errors import ReadError
from qa_bot.read import FoundArticle, find, read
from qa_bot.read.document import Document
from qa_bot.read.read import read_apart
from qa_bot.settings import Settings

pytestmark = pytest.mark.slow

SECONDS = 1
TOO_SLOW = "takes more than 1 s to read (QA_BOT_READ_SECONDS); it is very large, or made to be slow"


def packed_pdf(contents: bytes, pages: int = 1) -> bytes:
    """Return a PDF whose pages all show the same contents, packed a thousandfold."""
    writer = PdfWriter()
    font = DictionaryObject()
    for name, value in (("/Type", "/Font"), ("/Subtype", "/Type1"), ("/BaseFont", "/Helvetica")):
        font[NameObject(name)] = NameObject(value)
    stream = StreamObject()
    stream._data = zlib.compress(contents, 9)
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    reference = writer._add_object(stream)
    for _ in range(pages):
        page = writer.add_blank_page(600, 800)
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        page[NameObject("/Contents")] = reference
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def entities() -> str:
    """Return a feed whose entities unfold to gigabytes."""
    names = "abcdefghij"
    nested = "".join(f'<!ENTITY {name} "{f"&{inner};" * 10}">' for inner, name in pairwise(names))
    return (
        f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "{"x" * 1000}">{nested}]><rss version="2.0"><channel><item>'
        "<title>t</title><description>It rained &j;</description></item></channel></rss>"
    )


LINE = b"BT /F1 11 Tf (It rained) Tj ET\n"
ATTACKS: dict[str, Callable[[], bytes | str]] = {
    "bomb.pdf": lambda: packed_pdf(b" " * 200_000_000),
    "operators.pdf": lambda: packed_pdf(LINE * 100_000),
    "pages.pdf": lambda: packed_pdf(LINE * 1000, pages=1000),
    "arrays.pdf": lambda: packed_pdf(b"[" * 1_000_000),
    "deep.html": lambda: "<html><body>" + "<div>" * 200_000 + "It rained." + "</div>" * 200_000,
    "attributes.html": lambda: "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">It rained.</p>",
    "times.html": lambda: "<html><body><p>" + "<time>1 x</time>" * 30_000 + "</p>",
    "dates.html": lambda: "<html><body>" + "<p class=date>x</p>" * 60_000,
    "tables.html": lambda: "<html><body>" + "<table><tr><td>" * 3000 + "It rained",
    "openings.html": lambda: "<" * 5_000_000,
    "deep.json": lambda: "[" * 5_000_000,
    "objects.json": lambda: '{"text":' * 1_000_000,
    "digits.json": lambda: '{"text": "x", "id": ' + "9" * 5_000_000 + "}",
    "deep.jsonl": lambda: ("[" * 100_000 + "\n") * 20,
    "line.jsonl": lambda: '{"text": "' + "a" * 10_000_000 + '"}',
    "quotes.md": lambda: "> " * 1_000_000 + "x",
    "brackets.md": lambda: "[" * 100_000 + "x",
    "emphasis.md": lambda: "*a **a " * 100_000,
    "front.md": lambda: "---\na: " + "[" * 30_000 + "\n---\nx",
    "entities.xml": entities,
    "deep.xml": lambda: '<rss version="2.0"><channel>' + "<a>" * 100_000,
    "markup.xml": lambda: "<rss><channel><item><description><![CDATA[" + "<p>" * 100_000 + "x]]></description></item>",
    "line.txt": lambda: "a" * 10_000_000,
    "letters.txt": lambda: ("a" * 30 + "!") * 150_000,
    "paragraphs.txt": lambda: "x\n\n" * 1_500_000,
    "lines.txt": lambda: "x\n" * 2_400_000,
}


def write(folder: Path, name: str) -> Path:
    """Write an attack to a file and return that."""
    content = ATTACKS[name]()
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder / name


@pytest.mark.parametrize("name", sorted({*ATTACKS} - {"pages.pdf"}))
def test_an_attack_is_over_in_bounds(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name)
    own = resource.getrusage(resource.RUSAGE_SELF)
    items = list(read(str(path), Settings.load(read_seconds=SECONDS)))
    used = resource.getrusage(resource.RUSAGE_SELF)
    assert used.ru_utime - own.ru_utime < 2
    assert used.ru_maxrss - own.ru_maxrss < 300_000  # kB
    assert len(items) < 50
    for item in items:
        if isinstance(item, ReadError):
            assert str(item).startswith(str(path))
            assert len(str(item).splitlines()) == 1


def test_what_takes_too_long_is_given_up_by_name(tmp_path: Path) -> None:
    path = write(tmp_path, "pages.pdf")
    (tmp_path / "good.md").write_text("It rained.")
    bounded = Settings.load(read_seconds=SECONDS)
    (error,) = read(str(path), bounded)
    assert str(error) == f"{path}: {TOO_SLOW}"
    (found,) = read(f"{tmp_path}/good.md", bounded)
    assert isinstance(found, FoundArticle)


def test_what_takes_too_much_memory_is_given_up_by_name(tmp_path: Path) -> None:
    path = tmp_path / "objects.json"
    path.write_bytes(b"[" + b'{"":0},' * 12_000_000 + b"0]")
    (error,) = read(str(path), Settings.load(read_seconds=60))
    assert str(error) == f"{path}: takes too much memory to read; split it"


def test_a_parser_that_breaks_down_takes_nothing_along(tmp_path: Path) -> None:
    path = write(tmp_path, "pages.pdf")
    list(read_apart(Document("x.md", b"It rained.", "https://x.org/"), "markdown", 5))
    (idle,) = [each for each in psutil.Process().children() if "qa_bot.apart.child" in each.cmdline()]
    threading.Timer(0.5, idle.kill).start()
    (error,) = read_apart(Document(str(path)), "pdf", 30)
    assert str(error) == f"{path}: cannot be read: it makes its parser break down"
    (found,) = read_apart(Document("x.md", b"It rained.", "https://x.org/"), "markdown", 5)
    assert isinstance(found, FoundArticle)


def test_a_reader_that_is_left_in_the_midst_leaves_no_process(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text('{"text": "It rained."}\n' * 10_000)
    items = read_apart(Document(str(path)), "jsonl", 30)
    next(items)
    before = len(psutil.Process().children())
    items.close()  # type: ignore[attr-defined]
    assert len(psutil.Process().children()) == before - 1


def test_many_mistakes_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "many.json"
    path.write_text("[" + ",".join(["{}"] * 50_000) + "]")
    items = list(read(str(path), Settings.load()))
    assert len(items) == 101
    assert str(items[-1]) == f"{path}: the like of it with 49,900 more parts"


def test_no_entity_reaches_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Sesame")
    entity = f'<!DOCTYPE html [<!ENTITY a SYSTEM "file://{tmp_path}/secret.txt">]>'
    item = "<item><title>&a;</title><description>It &a;</description></item>"
    feed = f'{entity}<rss version="2.0"><channel>{item}</channel></rss>'
    page = f"{entity}<html><body><p>It rained on the bridge &a;.</p></body></html>"
    for name, content in (("a.xml", feed), ("a.html", page), ("a.xhtml", page)):
        (tmp_path / name).write_text(content)
        assert "Sesame" not in str([*read(f"{tmp_path}/{name}", Settings.load())])


def test_links_and_names_lead_out_of_no_folder(tmp_path: Path) -> None:
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text("Sesame")
    (folder / "link.txt").symlink_to(outside / "secret.txt")
    (folder / "way").symlink_to(outside)
    (folder / "up.txt").symlink_to("../outside/secret.txt")
    (folder / "circle").symlink_to(folder)
    (folder / "chain.txt").symlink_to(folder / "link.txt")
    names = [
        "x\\..\\secret.txt",
        "-rf.txt",
        "a\nb.txt",
        "%2e%2e%2fsecret.txt",
        "CON.txt",
        " .txt",
        "~.txt",
        "$HOME.txt",
    ]
    for name in names:
        (folder / name).write_text("It rained.")
    listing = find([folder])
    assert len(listing.sources) == len(names)
    for source in listing.sources:
        (found,) = read(source, Settings.load())
        assert isinstance(found, FoundArticle)
        assert found.article.text == "It rained."
    assert {why for _, why in listing.skipped} == {
        "a link that leads out of the folder",
        "a link to what is in the folder anyway",
    }
