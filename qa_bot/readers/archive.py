"""Unpack packed files (gz, zip) and read what is in them."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator

from qa_bot.errors import ReadError
from qa_bot.readers.document import Document
from qa_bot.readers.found import Found, problem
from qa_bot.readers.kinds import kind_of_content, kind_of_name
from qa_bot.readers.office import MOST_MEGABYTES, part
from qa_bot.readers.parse import parse

_MOST_FILES = 10_000
_PACKED = "archive"


def read(document: Document) -> Iterator[Found | ReadError]:
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


def _read_inner(name: str, origin: str, data: bytes) -> Iterator[Found | ReadError]:
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
