from datetime import date

import pytest
from lxml.html import document_fromstring

from qa_bot.read.html import published

JSON_LD = '<script type="application/ld+json">'
TEXT = "The council met on Tuesday and decided to close the old bridge over the river for repairs. " * 2


@pytest.mark.parametrize(
    "html",
    [
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2016-06-15T10:00Z"}</script>',
        '<meta property="article:published_time" content="2016-06-15T23:30:00-08:00">',
        '<meta name="DC.date" content="2016-06-15">',
        '<meta name="date" content="15 June 2016">',
        '<meta name="date" content="2016-07-01"><meta property="article:published_time" content="2016-06-15">',
        '<span itemprop="datePublished" content="2016-06-15">Wednesday</span>',
        '<time datetime="2016-06-15">Wednesday</time>',
        "<article><time>June 15, 2016</time></article>",
        '<p class="date">15 June 2016</p>',
        '<div id="posted">Published on: 15 June 2016</div>',
        '<p class="modified-date">1 July 2016</p><p class="pub-date">15 June 2016</p>',
        "<ul><li>Received: <time>1 January 2015</time></li><li>Published: <time>15 June 2016</time></li></ul>",
        "<p>Updated <time>1 July 2016</time></p><p>Published <time>15 June 2016</time></p>",
        "<p><span>Last edited</span> <time>1 July 2016</time></p><time>15 June 2016</time>",
        "<time>Mittwoch, 15. Juni 2016</time>",
        '<meta name="date" content="15 июня 2016">',
        f'{JSON_LD}{{"comment": [{{"datePublished": "2016-07-01"}}], "datePublished": "2016-06-15"}}</script>',
        f'{JSON_LD}[{{"@graph": [{{"datePublished": "2016-06-15"}}]}}]</script>',
    ],
)
def test_a_stated_date(html: str) -> None:
    assert published(document_fromstring(f"<html><body>{html}<p>{TEXT}</p></body></html>")) == date(2016, 6, 15)


@pytest.mark.parametrize(
    "html",
    [
        "",
        '<meta property="article:modified_time" content="2016-06-15">',
        '<link rel="canonical" href="https://x.org/2016/06/15/bridge">',
        '<script type="application/ld+json">{"dateModified": "2016-06-15"}</script>',
        '<time datetime="2016-06">June</time>',
        '<p class="date">June 2016</p>',
        '<p class="updated date">15 June 2016</p>',
        "<footer>Copyright 15 June 2016</footer><footer><time>15 June 2016</time></footer>",
        '<div class="comments"><time datetime="2016-06-15">Wednesday</time></div>',
        '<div class="related-stories"><time datetime="2016-06-15">Wednesday</time></div>',
        f'<p>{TEXT}<time datetime="2016-06-15">On Wednesday</time></p>',
        "<p>On 15 June 2016 it rained.</p>",
        "<p>Received: <time>15 June 2016</time></p><p>Accepted <time>16 June 2016</time></p>",
        '<ol class="replies"><li><time datetime="2016-06-15">Wednesday</time></li></ol>',
        '<script type="application/ld+json">{"comment": [{"datePublished": "2016-06-15"}]}</script>',
    ],
)
def test_nothing_is_guessed(html: str) -> None:
    assert published(document_fromstring(f"<html><body>{html}<p>{TEXT}</p></body></html>")) is None


@pytest.mark.parametrize(
    ("html", "stated"),
    [
        ('<meta name="date" content="2016">', "2016"),
        ('<meta name="date" content="2016-06">', "2016-06"),
        ('<meta name="date" content="03/04/2016">', "03/04/2016"),
        ('<script type="application/ld+json">{"datePublished": "2016-06"}</script>', "2016-06"),
    ],
)
def test_what_the_head_states_and_is_not_understood_is_not_dropped(html: str, stated: str) -> None:
    assert published(document_fromstring(f"<html><body>{html}<p>{TEXT}</p></body></html>")) == stated
