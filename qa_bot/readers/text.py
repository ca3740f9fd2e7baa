"""Plain text: the whole of it is the text of one article."""

from __future__ import annotations

from collections.abc import Iterator

from qa_bot.readers.build import Draft, build
from qa_bot.readers.decode import decode
from qa_bot.readers.document import Document
from qa_bot.readers.found import Found


def read(document: Document) -> Iterator[Found]:
    """Yield the article; its title is the headline in the text, else the file's name made readable.

    A file name with a date in it does not date the article: who named the file is not known.
    """
    text = decode(document.read(), document.name, document.charset)
    draft = Draft(text, fallback=document.stem, url=document.url, path=document.path)
    yield Found(document.name, build(draft, document.name))
