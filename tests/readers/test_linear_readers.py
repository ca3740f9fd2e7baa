"""No document freezes its reader, in every kind of text, whatever stands in its title, author, date and words."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from textwrap import wrap

import pytest
from growing import Rule, hostile, seconds

from qa_bot.read.document import Document
from qa_bot.read.markdown import split_front_matter
from qa_bot.read.page_blocks import fragment_text, is_markup
from qa_bot.read.read import parse
from qa_bot.read.text import press_articles

pytestmark = pytest.mark.slow

LENGTH, LEAST = 10_000, 0.5
"""Characters, and seconds: what is quadratic takes as many steps as a computer does in a second or two."""
PAGE = "<html><head><title>{0}</title><meta name=author content='{0}'></head><body><h1>{0}</h1><p>{0}</p></body></html>"
FEED = "<rss version='2.0'><channel><item><title>{0}</title><description>{0}</description></item></channel></rss>"
MAIL = "From: a@example.org\nSubject: {}\nDate: Mon, 19 Sep 2016 10:00:00 +0000\n\n{}"

WRITTEN: dict[str, tuple[str, Callable[[str], str]]] = {
    "text": ("text", lambda text: text),
    "markdown": ("markdown", lambda text: text),
    "page": ("html", lambda text: PAGE.format(escape(text))),
    "raw page": ("html", lambda text: PAGE.format(text)),
    "paragraphs": ("html", lambda text: "<article>" + "".join(f"<p>{escape(each)}" for each in wrap(text, 50))),
    "json": ("json", lambda text: json.dumps({"title": text, "text": text, "author": text, "date": text})),
    "jsonl": ("jsonl", lambda text: json.dumps({"title": text, "text": text, "author": text, "date": text})),
    "csv": ("csv", lambda text: 'title,text,date\n"{0}","{0}","{0}"\n'.format(text.replace('"', '""'))),
    "feed": ("feed", lambda text: FEED.format(escape(text))),
    "mail": ("mail", lambda text: MAIL.format(" ".join(text.split())[:50_000], text)),
}


RULES = {
    "fragment": fragment_text,
    "markup": is_markup,
    "press": press_articles,
    "front matter": lambda text: split_front_matter(f"---\ntitle: {json.dumps(text)}\n---\n{text}", "x"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_reading_takes_no_time_to_speak_of_whatever_is_written(name: str) -> None:
    kind, written = WRITTEN[name]

    def read(text: str) -> object:
        return list(parse(Document(f"/x.{kind}", written(text).encode("utf-8", "replace")), kind))

    assert slow(read) == []


@pytest.mark.parametrize("name", RULES)
def test_rules_of_reading_take_no_time_to_speak_of(name: str) -> None:
    assert slow(RULES[name]) == []


def slow(rule: Rule) -> list[tuple[str, float]]:
    """Return the beginnings of hostile texts over which a rule computes too long, twice."""
    rule("a")
    found = ((text, seconds(rule, text)) for text in hostile(LENGTH))
    return [(text[:12], took) for text, took in found if took > LEAST and seconds(rule, text) > LEAST]
