import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from qa_bot.model import Article

FIRST = [
    "The council met on Tuesday and decided to close the",
    "old bridge over the river for the nego-",
    "tiated repairs.",
]
SECOND = ["We will not wait any longer, the mayor said, however", "long the repairs may last."]
TEXT = (
    "The council met on Tuesday and decided to close the old bridge over the river for the negotiated repairs.\n\n"
    "We will not wait any longer, the mayor said, however long the repairs may last."
)


def pdf(*pages: list[str], password: str | None = None, **information: str) -> bytes:
    """Return a PDF with the lines of each page; an empty line leaves a gap."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for texts in pages:
        page = writer.add_blank_page(600, 800)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        stream = DecodedStreamObject()
        shown = "".join(f"({text}) Tj 0 -14 Td\n" if text else "0 -14 Td\n" for text in texts)
        stream.set_data(f"BT /F1 11 Tf 70 720 Td\n{shown}ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
    writer.add_metadata({f"/{name}": value for name, value in information.items()})
    if password is not None:
        writer.encrypt(password, owner_password="owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_lines_become_paragraphs_and_the_file_says_who_wrote_it(
    read_article: Callable[..., Article], tmp_path: Path
) -> None:
    data = pdf([*FIRST, "", *SECOND], Title="The bridge", Author="Jane Roe and John Doe", CreationDate="D:20160615")
    article = read_article("a.pdf", data)
    assert article == Article(
        id=article.id, title="The bridge", text=TEXT, authors=("Jane Roe", "John Doe"), path=f"{tmp_path}/a.pdf"
    )


def test_a_paragraph_goes_on_over_pages_without_their_numbers(read_article: Callable[..., Article]) -> None:
    assert read_article("a.pdf", pdf([*FIRST[:2], "", "1"], [*FIRST[2:], "", *SECOND, "", "2"])).text == TEXT


@pytest.mark.parametrize("title", ["", "untitled", "Microsoft Word - a.doc", "bridge_v2.indd", "Document1"])
def test_titles_of_programs_are_none(read_article: Callable[..., Article], title: str) -> None:
    article = read_article("old-bridge.pdf", pdf([*FIRST, "", *SECOND], Title=title, Author="user"))
    assert (article.title, article.authors) == (TEXT.split("\n")[0], ())


def test_the_empty_password_opens(read_article: Callable[..., Article]) -> None:
    assert read_article("a.pdf", pdf([*FIRST, "", *SECOND], password="")).text == TEXT


def test_what_cannot_be_read(read_error: Callable[..., str]) -> None:
    whole = pdf([*FIRST, "", *SECOND])
    assert (
        read_error("a.pdf", pdf(FIRST, password="x"))
        == "a.pdf: the PDF is protected by a password; save it without one"
    )
    assert read_error("a.pdf", pdf()) == "a.pdf: the PDF has no pages"
    assert read_error("a.pdf", pdf([])).startswith("a.pdf: the PDF has no text; if it is a scan, run text recognition")
    assert read_error("a.pdf", b"text") == "a.pdf: is no PDF file"
    assert read_error("a.pdf", whole[:60]).startswith("a.pdf: the PDF is damaged or cut off (")


def test_no_truncation_raises(read_back: Callable[..., list[object]]) -> None:
    whole = pdf([*FIRST, "", *SECOND], Title="The bridge")
    for end in range(10, len(whole), 37):
        assert len(read_back("a.pdf", whole[:end])) == 1
