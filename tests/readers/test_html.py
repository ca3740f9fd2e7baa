from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from qa_bot.model import Article

FIRST = "The council met on Tuesday and decided to close the old bridge over the river for repairs."
SECOND = "“We will not wait any longer,” the mayor said, “however long the repairs of the bridge may last.”"
BODY = (
    f"<article><h1>Council closes bridge</h1><p>{FIRST}</p><p>{SECOND.replace('mayor', '<b>mayor</b>')}</p></article>"
)


def page(head: str = "", body: str = BODY) -> str:
    navigation = "<nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav>"
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">'
        f"<title>Council closes bridge</title>{head}</head>"
        f"<body>{navigation}{body}<footer>Copyright 1 January 2019 The Courier</footer></body></html>"
    )


def test_the_main_text_and_what_the_page_says_of_itself(read_article: Callable[..., Article], tmp_path: Path) -> None:
    head = """<link rel="canonical" href="https://courier.example.org/bridge">
<meta property="og:site_name" content="The Courier"><meta name="author" content="Jane Roe">
<meta property="article:published_time" content="2016-06-15T23:30:00-08:00">"""
    article = read_article("a.html", page(head))
    assert article == Article(
        id=article.id,
        title="Council closes bridge",
        text=f"{FIRST}\n\n{SECOND}",
        published=date(2016, 6, 15),
        source="The Courier",
        authors=("Jane Roe",),
        url="https://courier.example.org/bridge",
        path=f"{tmp_path}/a.html",
        language="en-GB",
    )


def test_lists_and_tables_become_lines(read_article: Callable[..., Article]) -> None:
    body = f"""<article><p>{FIRST}</p><ul><li>the first of the reasons</li><li>the second of the reasons</li></ul>
<table><tr><th>Year</th><th>People</th></tr><tr><td>2016</td><td>8,000</td></tr></table>
<p>{SECOND}<br>The end.</p></article>"""
    assert read_article("a.html", page(body=body)).text == (
        f"{FIRST}\n\nthe first of the reasons\nthe second of the reasons\n\n"
        f"Year People\n2016 8,000\n\n{SECOND}\nThe end."
    )


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-8"])
def test_the_declared_encoding_is_respected(read_article: Callable[..., Article], encoding: str) -> None:
    words = "Мэр сказал, что мост закрыт на ремонт и что ждать больше нельзя. " * 4
    text = f'<html><head><meta charset="{encoding}"></head><body><p>{words}</p></body></html>'
    assert read_article("a.html", text.encode(encoding)).text == words.strip()
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><html xmlns="http://www.w3.org/1999/xhtml"><p>{words}</p></html>'
    )
    assert read_article("a.xhtml", text.encode(encoding)).text == words.strip()


@pytest.mark.parametrize(
    "content",
    [page(body=""), "<html></html>", page(body="<script>x()</script>"), page(body="<img src=a.png>")],
)
def test_a_page_without_text(read_error: Callable[..., str], content: str) -> None:
    content = content.replace("<footer>Copyright 1 January 2019 The Courier</footer>", "")
    assert read_error("a.html", content).startswith("a.html: ")


def test_nested_and_long_pages_are_bounded(read_back: Callable[..., list[object]]) -> None:
    assert len(read_back("a.html", "<div>" * 50_000 + FIRST)) == 1
    assert len(read_back("a.html", page(body=BODY * 500))) == 1
