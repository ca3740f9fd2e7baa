from __future__ import annotations

import re

import pytest
from fakes import make_article, texts
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.model import Slice, Span
from qa_bot.writer.reply import unquoted, with_quotations, without_markup

TEXT = "“We counted every screw of it twice,” said Marta Lind. The keeper's house isn't open."
CITED = [Slice(make_article(TEXT), Span(0, len(TEXT)))]
QUOTED = re.compile("“([^”]*)”")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**The tower** `stands` [1].", "The tower stands."),
        ("# The tower\nstands", "The tower stands"),
        ("<b>The</b> tower <img src=x onerror=1>stands", "The tower stands"),
        ("The\u200b tow\u202eer\x07 stands [2][3] 【4】", "The tower stands"),
    ],
)
def test_a_sentence_is_made_plain(text: str, shown: str) -> None:
    assert without_markup(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('Lind said: "We counted every screw of it twice".', "Lind said: “We counted every screw of it twice”."),
        ("Lind said: «we counted»", "Lind said: “We counted”"),
        ("Lind said: «we found»", None),
        ("Lind said 'every screw of it'", "Lind said “every screw of it”"),
        ("It “isn't open”, she said.", "It “isn't open”, she said."),
        ('Lind "lost every screw"', None),
        ("The keeper's house and Lind's workers' house", "The keeper's house and Lind's workers' house"),
        ('A stray " mark', "A stray mark"),
        ('Lind said "every screw" and "no screw"', None),
        ('""', ""),
    ],
)
def test_a_quotation_is_cut_from_the_article_or_is_none(text: str, shown: str | None) -> None:
    found, foreign = with_quotations(text, CITED)
    assert (None if foreign else found) == shown


def test_a_struck_sentence_quotes_nobody() -> None:
    assert unquoted("She said “no” and 'never' and \"not\" «now»") == "She said no and never and not now"


@given(texts(most=30), st.data())
def test_every_quotation_in_a_sentence_stands_in_the_article(text: str, data: st.DataObject) -> None:
    pieces = st.sampled_from([*text.split(), '"', "“", "”", "«", "'", "’", "said", ".", " "])
    claim = data.draw(st.lists(pieces, max_size=15).map(" ".join))
    article = make_article(text)
    if not text.strip():
        return
    shown, _ = with_quotations(claim, [Slice(article, Span(0, len(text)))])
    for quoted in QUOTED.findall(shown):
        assert " ".join(quoted.split()) in " ".join(text.split())
    assert not re.search('["„«»「」]', QUOTED.sub("", shown))
