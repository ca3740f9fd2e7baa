"""Read rich text (rtf)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from striprtf.striprtf import rtf_to_text

from qa_bot.errors import ReadError
from qa_bot.readers.build import Draft, found
from qa_bot.readers.document import Document
from qa_bot.readers.found import Found, problem
from qa_bot.readers.title import NO_AUTHOR, NO_TITLE

_STATED = re.compile(r"\{\\(title|author) ?((?:[^{}\\]|\\[^{}]|\\[{}])*)\}")
_ABOUT = 20_000
"""Characters at the beginning in which a file says what it is."""


def read(document: Document) -> Iterator[Found | ReadError]:
    """Yield the article: each paragraph of the file is one, each row of a table a line."""
    data = document.read()
    if not data.lstrip().startswith(b"{\\rtf"):
        raise problem(document.name, "is no rich text, or damaged; save it anew")
    rich = data.decode("latin-1")  # letters beyond ASCII are written as escapes
    stated = {name: _plain(f"{{\\rtf1 {text}}}") for name, text in _STATED.findall(rich[:_ABOUT])}
    title, author = stated.get("title", ""), stated.get("author", "")
    draft = Draft(
        text=_plain(rich).replace("\n", "\n\n"),
        title=None if NO_TITLE.fullmatch(title) else title,
        fallback=document.stem,
        authors=() if NO_AUTHOR.fullmatch(author) else (author,),
        path=document.path,
        url=document.url,
    )
    yield from found(document.name, draft, document.name)


def _plain(rich: str) -> str:
    text = str(rtf_to_text(rich, errors="replace"))  # type: ignore[no-untyped-call]
    return re.sub(r"\|\s*$", "", text, flags=re.MULTILINE).replace("|", " ").strip()
