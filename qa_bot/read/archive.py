"""Unpack packed files (gz, zip) and web archives (WARC), and read what is in them."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from qa_bot.errors import ReadError
from qa_bot.read.document import Document, FoundArticle, problem
from qa_bot.read.html import MOST_PAGE_MEGABYTES
from qa_bot.read.kinds import kind_of_content, kind_of_name, kind_of_page, media_type_of
from qa_bot.read.office import MOST_MEGABYTES, part
from qa_bot.read.read import parse

_MOST_FILES = 10_000
_PACKED = "archive"


def read_archive(document: Document) -> Iterator[FoundArticle | ReadError]:
    """Yield what the files in it hold; archives within archives are not unpacked."""
    data = document.read()
    if data.startswith(b"\x1f\x8b"):
        yield from _read_inner(document.name.removesuffix(".gz"), document.name, _unzipped(data, document.name))
        return
    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise problem(document.name, "is damaged; pack it anew") from None
    files = [info for info in packed.infolist() if not info.is_dir() and not _is_hidden(info.filename)]
    if len(files) > _MOST_FILES:
        raise problem(document.name, f"holds {len(files):,} files, {_MOST_FILES:,} are the most; split it")
    for info in files:
        if kind_of_name(info.filename) is None:
            yield problem(f"{document.name}#{info.filename}", "is not read, for its kind is not known")
        else:
            data = part(packed, info.filename, document.name)
            yield from _read_inner(info.filename, f"{document.name}#{info.filename}", data)


def _read_inner(name: str, origin: str, data: bytes) -> Iterator[FoundArticle | ReadError]:
    kind = kind_of_content(data) or kind_of_name(name) or "text"
    if kind == _PACKED:
        yield problem(origin, "is an archive within an archive; unpack it first")
    elif data:
        yield from parse(Document(origin, data), kind)


def _unzipped(data: bytes, where: str) -> bytes:
    most = int(MOST_MEGABYTES * 1e6)
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            unpacked = stream.read(most + 1)
    except (OSError, EOFError, zlib.error):
        raise problem(where, "is damaged or cut off; pack it anew") from None
    if len(unpacked) > most:
        raise problem(where, f"has more than {MOST_MEGABYTES} MB in it; split it")
    return unpacked


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


_HEAD = re.compile(rb"\s*WARC/1\.\d\r?\n(?:[^\r\n]+\r?\n)*\r?\n")
_LENGTH = re.compile(rb"(?im)^Content-Length:[ \t]*(\d{1,12})[ \t]*\r?$")
_NEXT = re.compile(rb"\r?\n\r?\n(?=WARC/1\.\d\r?\n)")
_PAGES = frozenset({"html", "pdf"})
_RESPONSES = frozenset({"response", "resource"})


def read_warc(document: Document) -> Iterator[FoundArticle | ReadError]:
    """Yield what the pages in it hold, each address once; scripts, pictures and what was not found are passed over.

    Pages that the archive has only the beginning of are an error: their last sentence could end anywhere.
    """
    seen: set[str] = set()
    try:
        for record in ArchiveIterator(io.BytesIO(_with_true_lengths(document.read()))):
            address = record.rec_headers.get_header("WARC-Target-URI") or ""
            if _is_page(record) and address not in seen:
                page = list(_read_page(record, address, document))
                seen |= {address} if page else set()
                yield from page
    except ArchiveLoadFailed as error:
        yield problem(document.name, f"is damaged or cut off ({str(error).splitlines()[0]})")
    if not seen:
        yield problem(document.name, "no page is in it")


def _with_true_lengths(data: bytes) -> bytes:
    """Return an archive in which a record that states fewer bytes than it has goes on to the next one."""
    pieces: list[bytes] = []
    at = 0
    while head := _HEAD.match(data, at):
        stated = _LENGTH.search(head[0])
        end = head.end() + int(stated[1]) if stated else head.end()
        if stated and not _is_end(data, end):
            following = _NEXT.search(data, head.end())
            end = max(head.end(), following.start() if following else len(data.rstrip()))
            length = b"%d" % (end - head.end())
            pieces.append(head[0][: stated.start(1)] + length + head[0][stated.end(1) :] + data[head.end() : end])
        else:
            pieces.append(data[at:end])
        pieces.append(b"\r\n\r\n")
        at = end
    return b"".join(pieces) if pieces else data


def _is_end(data: bytes, at: int) -> bool:
    """Say whether a record can end there: another begins, or nothing follows."""
    after = data[at : at + 16].lstrip()
    return at >= len(data) or after.startswith(b"WARC/1.") or not after


def _is_page(record: ArcWarcRecord) -> bool:
    is_found = record.http_headers is None or record.http_headers.get_statuscode() == "200"
    return record.rec_type in _RESPONSES and is_found


def _read_page(record: ArcWarcRecord, address: str, document: Document) -> Iterator[FoundArticle | ReadError]:
    origin = f"{document.name}#{address}"
    media_type, charset = media_type_of((record.http_headers or record.rec_headers).get_header("Content-Type") or "")
    data = record.content_stream().read(int(MOST_PAGE_MEGABYTES * 1e6) + 1)
    kind = kind_of_page(address, media_type, data)
    if kind not in _PAGES or not data:
        return
    if record.rec_headers.get_header("WARC-Truncated") or record.raw_stream.limit:
        yield problem(origin, "is cut off in the archive; save the page itself")
    else:
        yield from parse(Document(origin, data, address, charset), kind)
