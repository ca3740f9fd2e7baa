from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from qa_bot.model import Article

BODY = """
Some *emphasis*, a [link **in bold**](https://x.org), ![a picture](p.png)`code` &amp; <b>markup</b>
on two lines.

## Why “repairs” are needed

- first item
- second item

  with more
  1. and a part

> “We will not wait,” she said.

| Year | People |
|------|--------|
| 2016 | 8,000  |

```python
x = 1

y = 2
```

<div>raw</div>

***
The end.
"""

TEXT = """Some emphasis, a link in bold, code & markup on two lines.

Why “repairs” are needed

first item
second item
with more
and a part

“We will not wait,” she said.

Year People
2016 8,000

x = 1

y = 2

The end."""


def test_the_words_without_the_marks(read_article: Callable[..., Article]) -> None:
    article = read_article("a.md", f"# The *old* bridge\n{BODY}")
    assert (article.title, article.text) == ("The old bridge", TEXT)


def test_front_matter_says_what_is_known(read_article: Callable[..., Article], tmp_path: Path) -> None:
    front = """---
id: 007
Title: Yes
date: 2016-06-15
source: The Courier
authors: [Jane Roe, John Doe]
url: https://x.org/1
lang: en
tags: [a, b]
outlet: ~
---
"""
    assert read_article("a.md", front + "\nIt rained.\n") == Article(
        id="007",
        title="Yes",
        text="It rained.",
        published=date(2016, 6, 15),
        source="The Courier",
        authors=("Jane Roe", "John Doe"),
        url="https://x.org/1",
        path=f"{tmp_path}/a.md",
        language="en",
    )


@pytest.mark.parametrize(
    ("content", "title", "text"),
    [
        ("---\ntitle: Rain\n---\n# Rain\n\nIt rained.", "Rain", "It rained."),
        ("---\ntitle: Rain\n---\n# Weather\n\nIt rained.", "Rain", "Weather\n\nIt rained."),
        ("\ufeff---\r\ntitle: Rain\r\n---\r\nIt rained.", "Rain", "It rained."),
        ("Weather\n=======\n\nIt rained.", "Weather", "It rained."),
        ("Intro.\n\n# Weather\n\nIt rained.", "Weather", "Intro.\n\nWeather\n\nIt rained."),
        ("A note on the weather today\n\n## Monday\n\nIt rained.", "A note on the weather today", None),
        ("---\nIt rained.\n---\nIt snowed.", None, None),
        ("It rained.\\\nIt snowed.<br>It froze.", "It rained.", "It rained.\nIt snowed.\nIt froze."),
    ],
)
def test_title_and_text(
    read_article: Callable[..., Article], content: str, title: str | None, text: str | None
) -> None:
    article = read_article("the-file.md", content)
    assert title is None or article.title == title
    assert text is None or article.text == text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("---\ntitle: a\nb: [\n---\nx", "a.md line 4: the front matter is not YAML: "),
        ("---\na: &x [1]\nb: *x\n---\nx", "a.md line 3: the front matter is not YAML: aliases (*) are not read"),
        ("---\na: !!python/name:os.system x\n---\nx", "a.md line 2: the front matter is not YAML: could not determine"),
        (f"---\na: {'x' * 65_000}\n---\nx", "a.md: its front matter is longer than 64 kB"),
        ("# A title and nothing else", "a.md: no word is in its text"),
        ("![only](a.png)", "a.md: no word is in its text"),
    ],
)
def test_what_cannot_be_read(read_error: Callable[..., str], content: str, message: str) -> None:
    assert read_error("a.md", content).startswith(message)
