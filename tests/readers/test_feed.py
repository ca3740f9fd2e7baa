from collections.abc import Callable
from datetime import date

import pytest

from qa_bot.errors import ReadError
from qa_bot.model import Article
from qa_bot.readers import Found

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>The &amp; Courier</title><language>en-gb</language>
<item><title>Council &amp;amp; bridge</title><link>https://x.org/1</link><guid>u1</guid><author>Jane Roe</author>
<pubDate>Wed, 15 Jun 2016 23:30:00 -0800</pubDate>
<description>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;“Two”&lt;script&gt;x&lt;/script&gt;&lt;/p&gt;</description></item>
<item><title>Empty</title></item>
<item><guid isPermaLink="false">tag:2</guid><pubDate>June 2016</pubDate><description>It rained.</description></item>
<item><description>It snowed.</description></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title><entry><title>Rain</title><id>tag:1</id>
<link href="https://x.org/1"/><published>2016-06-15T10:00:00Z</published><updated>2016-07-01T10:00:00Z</updated>
<author><name>Jane Roe</name></author><author><name>John Doe</name></author><summary>Short.</summary>
<content type="html">&lt;p&gt;It rained.&lt;/p&gt;</content></entry></feed>"""


def test_every_entry_with_text_is_an_article(read_back: Callable[..., list[Found | ReadError]]) -> None:
    first, empty, second, third = read_back("a.rss", RSS)
    assert isinstance(first, Found)
    article = first.article
    assert first == Found(
        first.origin,
        Article(
            id=article.id,
            title="Council & bridge",
            text="One\n\n“Two”",
            published=date(2016, 6, 15),
            source="The & Courier",
            authors=("Jane Roe",),
            url="https://x.org/1",
            path=article.path,
            language="en-gb",
        ),
    )
    assert str(empty).endswith("a.rss entry 2: has neither content nor a summary")
    assert isinstance(second, Found)
    assert first.origin.endswith("#https://x.org/1")
    assert (second.origin.rpartition("#")[2], second.article.published, second.article.title) == (
        "tag:2",
        None,
        "It rained.",
    )
    assert isinstance(third, Found)
    assert third.origin.endswith("a.rss#4")


def test_atom_content_goes_before_the_summary(read_article: Callable[..., Article]) -> None:
    article = read_article("a.xml", ATOM)
    assert (article.text, article.published, article.authors) == (
        "It rained.",
        date(2016, 6, 15),
        ("Jane Roe", "John Doe"),
    )


def test_the_encoding_of_the_declaration_is_respected(read_article: Callable[..., Article]) -> None:
    item = "<item><description>“Café”</description></item>"
    rss = f'<?xml version="1.0" encoding="windows-1252"?><rss version="2.0"><channel>{item}</channel></rss>'
    assert read_article("a.xml", rss.encode("cp1252")).text == "“Café”"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<root><a>x</a></root>", "a.xml: is neither an RSS nor an Atom feed"),
        ("not xml", "a.xml: is neither an RSS nor an Atom feed"),
        ('<rss version="2.0"><channel><title>t</title></channel></rss>', "a.xml: the feed has no entries"),
    ],
)
def test_what_is_no_feed(read_error: Callable[..., str], content: str, message: str) -> None:
    assert read_error("a.xml", content) == message


def test_entities_neither_explode_nor_reach_files(read_back: Callable[..., list[Found | ReadError]]) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "lol"><!ENTITY f SYSTEM "file:///etc/passwd">{levels}]>'
    for entity in ("l11", "f"):
        (item,) = read_back(
            "a.xml",
            f"{bomb}<rss version='2.0'><channel><item><description>&{entity};</description></item></channel></rss>",
        )
        text = item.article.text if isinstance(item, Found) else str(item)
        assert len(text) < 200
        assert "root:" not in text
