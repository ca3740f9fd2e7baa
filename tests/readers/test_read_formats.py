"""Formats that people have: tables, letters, documents, books, archives, databases of the press, clipped pages."""

import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from qa_bot.errors import ReadError
from qa_bot.model import Article
from qa_bot.read import FoundArticle, find
from qa_bot.read.kinds import ADVICE

SEEDS = Path(__file__).parent / "seeds"
DAY = date(2024, 3, 5)
FERRY = "The ferry made its last trip on Sunday."
ReadBack = Callable[..., list[FoundArticle | ReadError]]
ReadArticle = Callable[..., Article]


def archive(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, text in files.items():
            packed.writestr(name.replace("__", "/").replace("_0", "."), text)
    return out.getvalue()


def articles(found: list[FoundArticle | ReadError]) -> list[Article]:
    return [each.article for each in found if isinstance(each, FoundArticle)]


@pytest.mark.parametrize(("separator", "first"), [(",", ""), (";", ""), ("\t", ""), (";", "sep=;\n")])
def test_a_row_of_a_table_is_an_article(read_back: ReadBack, separator: str, first: str) -> None:
    rows = [["Title", "Date", "Source", "Text"], ["Ferry", "2024-03-05", "Courier", FERRY], ["Mill", "", "NaN", FERRY]]
    table = first + "\n".join(separator.join(row) for row in rows)
    one, two = articles(read_back("a.csv", table.encode("utf-8-sig")))
    assert (one.title, one.published, one.source, one.text) == ("Ferry", DAY, "Courier", FERRY)
    assert (two.title, two.published, two.source) == ("Mill", None, None)


def test_a_letter_has_its_subject_day_and_sender(read_article: ReadArticle) -> None:
    letter = (SEEDS / "letter.eml").read_bytes()
    article = read_article("a.eml", letter)
    assert (article.title, article.published, article.authors) == ("Ferry to Skélle", DAY, ("Juli Orr",))
    assert article.text == "The ferry made its “last trip” on Sunday."


def test_a_folder_of_letters_holds_several(read_back: ReadBack) -> None:
    letter = b"Subject: %d\nDate: Tue, 5 Mar 2024 08:00:00 +0100\n\nThe ferry made trip %d.\n"
    box = b"".join(b"From x@example.org Tue Mar  5\n" + letter % (n, n) + b"\n" for n in range(3))
    assert [each.text for each in articles(read_back("a.mbox", box))] == [f"The ferry made trip {n}." for n in range(3)]


def test_a_page_that_was_saved_as_one_file(read_article: ReadArticle) -> None:
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
    about = "Content-Type: text/html; charset=utf-8\nContent-Location: https://example.org/f\n\n"
    page = f"{about}<p>{FERRY} Café.</p>\n--b--"
    article = read_article("a.mht", head + page)
    assert (article.text, article.url) == (f"{FERRY} Café.", "https://example.org/f")


def test_a_document_of_word(read_article: ReadArticle) -> None:
    article = read_article("a.docx", (SEEDS / "memo.docx").read_bytes())
    assert (article.title, article.authors) == ("Ferry to Skelle", ("Juli Orr",))
    assert article.text == "The ferry made its last trip on Sunday.\n\nYear 2023"


def test_a_document_of_libreoffice(read_article: ReadArticle) -> None:
    names = 'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:t="urn:text:1.0"'
    inner = "<t:h>Ferry</t:h><t:p>The ferry<t:s/>made its <t:span>last</t:span> trip.</t:p><t:list><t:list-item>"
    content = f"<o:doc {names}><o:body><o:text>{inner}<t:p>one</t:p></t:list-item></t:list></o:text></o:body></o:doc>"
    text = read_article("a.odt", archive(content_0xml=content)).text
    assert text == "The ferry made its last trip.\n\none"


def test_a_chapter_of_a_book_is_an_article(read_back: ReadBack) -> None:
    package = (
        '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The river</dc:title>'
        '<item id="a" href="a.xhtml"/><item id="b" href="b%20b.xhtml"/>'
        '<itemref idref="b"/><itemref idref="a"/></package>'
    )
    book = {
        "META-INF/container.xml": '<container><rootfile full-path="x/p.opf"/></container>',
        "x/p.opf": package,
        "x/a.xhtml": f"<html><body><h1>One</h1><p>{FERRY}</p></body></html>",
        "x/b b.xhtml": "<html><body><p>He said <q>no</q> on <time>3 May</time>.</p></body></html>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, text in book.items():
            packed.writestr(name, text)
    first, second = articles(read_back("a.epub", out.getvalue()))
    assert (first.text, first.source) == ("He said “no” on 3 May.", "The river")
    assert (second.title, second.text) == ("One", FERRY)


def test_what_is_packed_is_read_as_unpacked(read_back: ReadBack, read_article: ReadArticle) -> None:
    found = read_back("a.zip", (SEEDS / "bundle.zip").read_bytes())
    assert [each.text for each in articles(found)] == [FERRY, "The old mill burned down on Friday."]
    assert [str(each).rpartition("#")[2] for each in found if isinstance(each, ReadError)] == [
        "picture.xyz: is not read, for its kind is not known"
    ]
    assert [each.origin.rpartition("#")[2] for each in found if isinstance(each, FoundArticle)] == [
        "a/ferry.txt",
        "mill.html",
    ]
    assert read_article("a.html.gz", gzip.compress(f"<p>{FERRY}</p>".encode())).text == FERRY


def test_archives_are_bounded(read_back: ReadBack) -> None:
    bomb = gzip.compress(bytes(60_000_000))
    (error,) = read_back("a.txt.gz", bomb)
    assert str(error).endswith("a.txt.gz: has more than 50 MB in it; split it")
    (error,) = read_back("a.zip", archive(a_0zip="PK"))
    assert str(error).endswith("is an archive within an archive; unpack it first")


def test_what_is_in_a_text_file_is_looked_at(read_article: ReadArticle) -> None:
    page = f"<!DOCTYPE html><html><title>T</title><script>x()</script><h1>T</h1><p>{FERRY}</p></html>"
    assert read_article("story.txt", page).text == FERRY
    assert read_article("story", page).text == FERRY


@pytest.mark.parametrize("suffix", sorted(ADVICE))
def test_what_cannot_be_read_is_refused_by_name_as_in_a_folder(
    read_error: Callable[..., str], tmp_path: Path, suffix: str
) -> None:
    assert read_error(f"a{suffix}", b"{\\rtf1 x}") == f"a{suffix}: {ADVICE[suffix]}"
    ((_, why),) = find([str(tmp_path)]).skipped
    assert why == f"{suffix} is not read; {ADVICE[suffix]}"


def test_what_a_browser_saved_beside_a_page_is_no_article(tmp_path: Path) -> None:
    for name in ("Ferry.html", "Ferry_files/frame.html", "Other_files/story.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    listing = find([str(tmp_path)])
    assert [Path(each).name for each in listing.sources] == ["Ferry.html", "story.html"]
    assert listing.skipped == ((f"{tmp_path}/Ferry_files", "what a browser saved beside a page"),)


NEXIS = """
                               1 of 2 DOCUMENTS


                                  Orla Courier

                            March 5, 2024 Tuesday

Ferry to Skelle stops for good

BYLINE: Juli Orr

LENGTH: 61 words


   The ferry between Orla and the island of Skelle made its last trip
on Sunday night.

   Captain Ingrid Sole sold the ship.

LOAD-DATE: March 6, 2024


                       Copyright 2024 Orla Courier Ltd.
                              All Rights Reserved


                               2 of 2 DOCUMENTS


                                  Skelle Post

                            November 2, 2021 Tuesday

Harbour board chooses new chairman


   The harbour board chose Sven Aker.

                       Copyright 2021 Skelle Post
"""
FACTIVA = """
Ferry to Skelle stops for good

Juli Orr
61 words
5 March 2024
Orla Courier
ORLC
English
(c) 2024 Orla Courier

The ferry between Orla and the island of Skelle made its last trip on Sunday night.

Captain Ingrid Sole sold the ship.

Document ORLC000020240305ek3500021

Harbour board chooses new chairman

40 words
2 November 2021
Skelle Post
SKLP
English
(c) 2021 Skelle Post

The harbour board chose Sven Aker.

Document SKLP000020211102ehb200008


Search Summary
Text\torla
"""


@pytest.mark.parametrize("text", [NEXIS, FACTIVA], ids=["Nexis", "Factiva"])
def test_a_file_of_a_press_database_holds_several_articles(read_back: ReadBack, text: str) -> None:
    first, second = articles(read_back("a.txt", text))
    assert (first.title, first.source, first.published) == ("Ferry to Skelle stops for good", "Orla Courier", DAY)
    assert first.authors == ("Juli Orr",)
    assert first.text == (
        "The ferry between Orla and the island of Skelle made its last trip on Sunday night.\n\n"
        "Captain Ingrid Sole sold the ship."
    )
    assert (second.title, second.source) == ("Harbour board chooses new chairman", "Skelle Post")
    assert (second.published, second.text) == (date(2021, 11, 2), "The harbour board chose Sven Aker.")


def test_a_page_that_was_clipped_to_markdown(read_article: ReadArticle) -> None:
    article = read_article(
        "a.md",
        "---\ntitle: Ferry: the last trip\nsource: https://example.org/f\nauthor:\n  - '[[Juli Orr]]'\n"
        "published: 2024-03-05\n---\nThe [[Orla]] and the [[Skelle|island]] are ==far== apart.[^1]\n\n"
        "> [!note] Price\n> It was sold.\n\n%%my own\ncomment%%\n\n[^1]: Courier.\n",
    )
    assert (article.title, article.url, article.source) == ("Ferry: the last trip", "https://example.org/f", None)
    assert (article.authors, article.published) == (("Juli Orr",), DAY)
    assert article.text == "The Orla and the island are far apart.\n\nPrice It was sold."


RICH = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}{\info{\title The last \'46erry}{\author Juli Orr}}"
    r"\f0\fs24 The {\b ferry} made its last trip on Sunday. Caf\'e9 \u8220?Orla\u8221? closed.\par "
    r"Captain Sole sold the ship.\par\trowd\cell Year\cell 2023\row}"
)


def test_rich_text_has_its_words_title_and_author(read_article: ReadArticle) -> None:
    article = read_article("a.rtf", RICH)
    assert (article.title, article.authors) == ("The last Ferry", ("Juli Orr",))
    first, second, *_ = article.text.split("\n\n")
    assert (first, second) == (
        "The ferry made its last trip on Sunday. Café “Orla” closed.",
        "Captain Sole sold the ship.",
    )
    assert "\\" not in article.text
    assert read_article("a.txt", RICH) == replace(article, path=article.path.replace(".rtf", ".txt"))


def test_what_only_calls_itself_rich_text_is_refused(read_error: Callable[..., str]) -> None:
    assert read_error("a.rtf", b"plain") == "a.rtf: is no rich text, or damaged; save it anew"


def record(address: str, page: str, *, status: str = "200 OK", kind: str = "text/html", more: str = "") -> bytes:
    sent = f"HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\n\r\n{page}".encode()
    head = f"WARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Record-ID: <urn:uuid:{address}>\r\n{more}"
    about = f"WARC-Date: 2024-03-05T08:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n{head}"
    return f"WARC/1.0\r\n{about}Content-Length: {len(sent)}\r\n\r\n".encode() + sent + b"\r\n\r\n"


@pytest.mark.parametrize("is_packed", [False, True])
def test_the_pages_of_a_web_archive_are_articles(read_back: ReadBack, is_packed: bool) -> None:
    records = [
        record("https://example.org/f", f"<h1>Ferry</h1><p>{FERRY} Café.</p>"),
        record("https://example.org/f", "<p>The same page once more.</p>"),
        record("https://example.org/s.js", "alert('none')", kind="text/javascript"),
        record("https://example.org/gone", "<p>There is no such page.</p>", status="404 Not Found"),
    ]
    name, data = ("a.warc.gz", b"".join(map(gzip.compress, records))) if is_packed else ("a.warc", b"".join(records))
    (found,) = read_back(name, data)
    assert isinstance(found, FoundArticle)
    assert (found.article.text, found.article.url) == (f"{FERRY} Café.", "https://example.org/f")
    assert found.origin.endswith(f"{name}#https://example.org/f")


def test_a_page_that_an_archive_has_not_all_of_is_refused(read_back: ReadBack) -> None:
    whole, cut = record("https://example.org/f", f"<p>{FERRY}</p>"), b"WARC-Truncated: length\r\n"
    truncated = record("https://example.org/g", f"<p>{FERRY}</p>", more=cut.decode())
    ends_early = whole[:-30]
    for data in (truncated, ends_early, record("https://example.org/a", "<p>One.</p>") + ends_early):
        *_, error = (each for each in read_back("a.warc", data) if "no page" not in str(each))
        assert str(error).endswith("is cut off in the archive; save the page itself")


def test_a_record_that_states_fewer_bytes_than_it_has_is_read_whole(read_back: ReadBack) -> None:
    whole = [record(f"https://example.org/{each}", f"<p>{FERRY} {each}.</p>") for each in "abc"]
    short = re.sub(rb"(?<=Content-Length: )\d+", lambda match: b"%d" % (int(match[0]) - 29), b"".join(whole))
    assert short != b"".join(whole)
    assert [each.text for each in articles(read_back("a.warc", short))] == [f"{FERRY} {each}." for each in "abc"]


NITF = f"""<?xml version="1.0"?><nitf><head><title>x</title><docdata><date.issue norm="20240305T080000Z"/></docdata>
<pubdata name="Orla Courier" date.publication="20240306"/></head><body><body.head><hedline><hl1>Ferry stops</hl1>
</hedline><byline>By Juli Orr and Ann Lee</byline></body.head><body.content><p>The <em>ferry</em> made its
last<note>n</note> trip on <chron>Sunday</chron>.</p><hl2>Price</hl2><p>{FERRY}</p></body.content>
<body.end>Ends</body.end></body></nitf>"""
ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:{0}"><itemMeta><provider literal="AFP"/>
<versionCreated>2024-03-06T08:00:00Z</versionCreated><firstCreated>2024-03-05T08:00:00Z</firstCreated>
<pubStatus qcode="stat:{1}"/></itemMeta><contentMeta><headline>Ferry {0}</headline><by>Juli Orr</by>
<language tag="en"/></contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body><p>The ferry {0} made its <b>last</b>
trip.</p><ul><li>one</li></ul></body></html></inlineXML></contentSet></newsItem>"""


@pytest.mark.parametrize("name", ["a.xml", "a.nitf", "a.txt"])
def test_an_article_of_nitf(read_article: ReadArticle, name: str) -> None:
    article = read_article(name, NITF)
    assert (article.title, article.published, article.source) == ("Ferry stops", DAY, "Orla Courier")
    assert article.authors == ("Juli Orr", "Ann Lee")
    assert article.text == f"The ferry made its last trip on Sunday.\n\nPrice\n\n{FERRY}"


def test_the_items_of_newsml_are_articles_unless_withdrawn(read_back: ReadBack) -> None:
    items = "".join([ITEM.format(1, "usable"), ITEM.format(2, "canceled"), ITEM.format(3, "usable")])
    one, withdrawn, three = read_back("a.xml", f'<?xml version="1.0"?><newsMessage>{items}</newsMessage>')
    assert isinstance(one, FoundArticle)
    assert isinstance(three, FoundArticle)
    article = one.article
    assert (article.title, article.published, article.source) == ("Ferry 1", DAY, "AFP")
    assert (article.text, article.language) == ("The ferry 1 made its last trip.\n\none", "en")
    assert three.origin.endswith("a.xml#urn:3")
    assert str(withdrawn).endswith("a.xml item 2: its agency has withdrawn it")


def test_a_list_of_addresses_is_named_as_such(read_error: Callable[..., str]) -> None:
    sitemap = '<?xml version="1.0"?><urlset><url><loc>https://example.org/f</loc></url></urlset>'
    assert read_error("a.xml", sitemap) == "a.xml: is a list of addresses; add these"


def test_a_heading_that_opens_a_document_is_its_title_alone(read_article: ReadArticle) -> None:
    name = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    paragraph = '<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    for style in ("Title", "Heading1", "berschrift1", "Titel"):
        parts = paragraph.format(style, "Ferry to Skelle") + paragraph.format("Normal", FERRY)
        document = archive(word__document_0xml=f"<w:document {name}><w:body>{parts}</w:body></w:document>")
        article = read_article("a.docx", document)
        assert (article.title, article.text) == ("Ferry to Skelle", FERRY)


def test_the_number_of_a_user_is_no_author(read_article: ReadArticle) -> None:
    post = {"title": {"rendered": "Ferry"}, "content": {"rendered": f"<p>{FERRY}</p>"}, "author": 5}
    assert read_article("a.json", json.dumps([post])).authors == ()
    named = {**post, "_embedded": {"author": [{"id": 5, "name": "Juli Orr"}]}}
    assert read_article("a.json", json.dumps([named])).authors == ("Juli Orr",)


def test_the_contents_of_a_book_are_no_chapter(read_back: ReadBack) -> None:
    package = (
        '<package><item id="n" href="n.xhtml" properties="nav"/><item id="a" href="a.xhtml"/>'
        '<itemref idref="n"/><itemref idref="a"/></package>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("META-INF/container.xml", '<container><rootfile full-path="p.opf"/></container>')
        packed.writestr("p.opf", package)
        packed.writestr("n.xhtml", "<html><body><h1>Contents</h1><ol><li>One</li></ol></body></html>")
        packed.writestr("a.xhtml", f"<html><body><h1>One</h1><p>{FERRY}</p></body></html>")
    (article,) = articles(read_back("a.epub", out.getvalue()))
    assert (article.title, article.text) == ("One", FERRY)
