from collections.abc import Callable
from datetime import date

import pytest

from qa_bot.errors import ReadError
from qa_bot.model import Article
from qa_bot.read import FoundArticle

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


def test_every_entry_with_text_is_an_article(read_back: Callable[..., list[FoundArticle | ReadError]]) -> None:
    first, empty, second, *noted, third = [*read_back("a.rss", RSS)]
    assert isinstance(first, FoundArticle)
    article = first.article
    assert first == FoundArticle(
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
    assert isinstance(second, FoundArticle)
    assert (second.origin.rpartition("#")[2], second.article.published, second.article.title) == (
        "tag:2",
        None,
        "It rained.",
    )
    assert isinstance(third, FoundArticle)
    assert [str(each).rpartition(": ")[2] for each in noted] == [
        'its date "June 2016" is not understood; best is one such as 2016-06-15'
    ]


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


def test_entities_neither_explode_nor_reach_files(read_back: Callable[..., list[FoundArticle | ReadError]]) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "lol"><!ENTITY f SYSTEM "file:///etc/passwd">{levels}]>'
    for entity in ("l11", "f"):
        (item,) = read_back(
            "a.xml",
            f"{bomb}<rss version='2.0'><channel><item><description>&{entity};</description></item></channel></rss>",
        )
        text = item.article.text if isinstance(item, FoundArticle) else str(item)
        assert len(text) < 200
        assert "root:" not in text


def entries(*items: str) -> str:
    return f'<rss version="2.0"><channel>{"".join(f"<item>{item}</item>" for item in items)}</channel></rss>'


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("<pubDate>Tue, 05 Mar 24 10:00:00 GMT</pubDate>", date(2024, 3, 5)),
        ("<pubDate>05 Mar 99 10:00 GMT</pubDate>", date(1999, 3, 5)),
        ("<pubDate>Вт, 05 мар 2024 10:00:00 +0300</pubDate>", date(2024, 3, 5)),
        ("<pubDate>Mar, 05 déc 2023 10:00:00 +0100</pubDate>", date(2023, 12, 5)),
        ('<dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">2024-03-05T08:00:00+01:00</dc:date>', date(2024, 3, 5)),
    ],
)
def test_dates_of_entries(read_article: Callable[..., Article], stated: str, day: date) -> None:
    assert read_article("a.rss", entries(f"<description>It rained.</description>{stated}")).published == day


def test_an_entry_of_atom_that_was_only_updated_has_that_date(read_article: Callable[..., Article]) -> None:
    entry = "<entry><id>a</id><updated>2024-03-05T08:00:00Z</updated><content>It rained.</content></entry>"
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><updated>2024-03-06T08:00:00Z</updated>{entry}</feed>'
    assert read_article("a.atom", atom).published == date(2024, 3, 5)


def test_entries_of_one_read_never_have_one_key(read_back: Callable[..., list[FoundArticle | ReadError]]) -> None:
    link = "<link>https://example.org/live</link>"
    texts = [f"<description>Report {number} of the day.</description>" for number in range(3)]
    for items in ([link + text for text in texts], texts, [f"<guid>a</guid>{text}" for text in texts], [texts[0]] * 3):
        found = read_back("a.rss", entries(*items))
        assert len({each.origin for each in found if isinstance(each, FoundArticle)}) == 3


def test_a_feed_that_moves_on_names_its_old_entries_as_before(
    read_back: Callable[..., list[FoundArticle | ReadError]],
) -> None:
    texts = [f"<description>Report {number} of the day.</description>" for number in range(4)]
    first = {each.origin for each in read_back("a.rss", entries(*texts[1:])) if isinstance(each, FoundArticle)}
    second = {each.origin for each in read_back("a.rss", entries(*texts[:3])) if isinstance(each, FoundArticle)}
    assert len(first & second) == 2


def test_a_quotation_in_an_entry_keeps_its_marks(read_article: Callable[..., Article]) -> None:
    text = "&lt;p&gt;He said &lt;q&gt;no&lt;/q&gt; on &lt;time&gt;3 May&lt;/time&gt;.&lt;/p&gt;"
    assert read_article("a.rss", entries(f"<description>{text}</description>")).text == "He said “no” on 3 May."
