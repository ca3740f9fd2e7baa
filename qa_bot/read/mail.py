"""Read letters (eml), folders of letters (mbox) and web pages saved as one file (mht)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage, Message

from qa_bot.errors import ReadError
from qa_bot.read import html
from qa_bot.read.build import ArticleDraft, found
from qa_bot.read.decode import decode
from qa_bot.read.document import Document, FoundArticle, problem
from qa_bot.read.page_blocks import fragment_text

_BETWEEN = re.compile(rb"(?:\A|\r?\n\r?\n)From [^\r\n]+\r?\n")


def read_mail(document: Document) -> Iterator[FoundArticle | ReadError]:
    """Yield the article of each letter: its subject, day, sender and text; what is attached is left out."""
    data = document.read()
    letters = [part for part in _BETWEEN.split(data) if part.strip()] if data.startswith(b"From ") else [data]
    for number, letter in enumerate(letters, 1):
        origin = document.name if len(letters) == 1 else f"{document.name}#{number}"
        try:
            yield from _read_letter(letter, origin, document)
        except ReadError as error:
            yield error


def _read_letter(letter: bytes, origin: str, document: Document) -> Iterator[FoundArticle | ReadError]:
    message = message_from_bytes(letter, policy=policy.default)
    part = _body(message)
    if part is None:
        raise problem(origin, "has no text that could be read")
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    if message.get_content_type() == "multipart/related":
        address = str(part.get("Content-Location") or "") or None
        yield from html.read_html(Document(origin, data, address, part.get_content_charset()))
        return
    content = decode(data, origin, part.get_content_charset())
    is_html = part.get_content_type() == "text/html"
    draft = ArticleDraft(
        text=fragment_text(content) if is_html else content,
        title=str(message.get("Subject") or "") or None,
        fallback=document.stem,
        published=str(message.get("Date") or "") or None,
        authors=tuple(each.display_name or each.addr_spec for each in _senders(message)),
        path=document.path,
    )
    yield from found(origin, draft, origin)


def _body(message: Message) -> EmailMessage | None:
    preferred = ("html", "plain") if message.get_content_type() == "multipart/related" else ("plain", "html")
    assert isinstance(message, EmailMessage)
    body = message.get_body(preferred)
    return body if isinstance(body, EmailMessage) else None


def _senders(message: Message) -> tuple[Address, ...]:
    return getattr(message.get("From"), "addresses", ())
