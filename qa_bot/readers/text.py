"""Read plain text: the whole of it is the text of one article, unless a press database wrote several into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from qa_bot.errors import ReadError
from qa_bot.readers.build import Draft, found
from qa_bot.readers.decode import decode
from qa_bot.readers.document import Document
from qa_bot.readers.found import Found
from qa_bot.readers.press import press_articles


def read(document: Document) -> Iterator[Found | ReadError]:
    """Yield the article; its title is the headline in the text, else the file's name made readable.

    A file name with a date in it does not date the article: who named the file is not known.
    """
    text = decode(document.read(), document.name, document.charset)
    articles = press_articles(text)
    for number, draft in enumerate(articles, 1):
        origin = f"{document.name}#{number}"
        yield from found(origin, replace(draft, path=document.path), f"{document.name} article {number}")
    if articles:
        return
    draft = Draft(text, fallback=document.stem, url=document.url, path=document.path)
    yield from found(document.name, draft, document.name)
