"""Read a table of articles, a row each, with the names of the fields in its first row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from qa_bot.errors import ReadError
from qa_bot.readers.decode import decode
from qa_bot.readers.document import Document
from qa_bot.readers.found import Found, problem
from qa_bot.readers.record import read_records

_LARGEST_FIELD = 10_000_000


def read(document: Document) -> Iterator[Found | ReadError]:
    """Yield the article of each row, an error for each that is none; commas, semicolons or tabs set fields apart."""
    csv.field_size_limit(_LARGEST_FIELD)
    text = decode(document.read(), document.name, document.charset)
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep="):  # Excel says so what it sets fields apart with
        text, first = rest, rest.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    records = (
        (f"row {number}", {name: value for name, value in row.items() if name}) for number, row in enumerate(rows, 2)
    )
    try:
        yield from read_records(records, document)
    except csv.Error as error:
        raise problem(document.name, f"is no table of articles: {error}") from None
