import io
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject

from qa_bot.model import Article
from qa_bot.read import read
from qa_bot.read.pdf import marks_behind_numbers
from qa_bot.settings import Settings

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


def placed(*pieces: tuple[int, int, str]) -> bytes:
    """Return a PDF of one page with pieces of text, each at its place."""
    writer = PdfWriter(io.BytesIO(pdf([])))
    shown = "".join(f"BT /F1 10 Tf 1 0 0 1 {left} {height} Tm ({text}) Tj ET\n" for left, height, text in pieces)
    stream = DecodedStreamObject()
    stream.set_data(shown.encode())
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


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
    assert read_error("a.pdf", pdf([])) == "a.pdf: the PDF has no text; text recognition sees none"
    assert read_error("a.pdf", b"text") == "a.pdf: is no PDF file"
    assert read_error("a.pdf", whole[:60]).startswith("a.pdf: the PDF is damaged or cut off (")


def test_no_truncation_raises(read_back: Callable[..., list[object]]) -> None:
    whole = pdf([*FIRST, "", *SECOND], Title="The bridge")
    for end in range(10, len(whole), 37):
        assert len(read_back("a.pdf", whole[:end])) == 1


LEFT = [
    "The old mill on the Orla burned",
    "down on Friday night. The owner,",
    "Hanne Vik, was not at home then.",
    "She is.",
]
RIGHT = [
    "The harbour board chose Sven",
    "Aker as its new chairman on",
    "Monday. He won by nine votes",
    "to four against Rika Moll.",
]


def test_columns_are_read_one_after_the_other_however_they_stand_in_the_file(
    read_article: Callable[..., Article],
) -> None:
    rows = [
        piece
        for number, pair in enumerate(zip(LEFT, RIGHT, strict=True))
        for piece in ((60, 700 - 14 * number, pair[0]), (320, 700 - 14 * number, pair[1]))
    ]
    content = placed((60, 730, "ORLA COURIER OF TODAY"), *rows, (60, 600, "Printed in Orla."))
    article = read_article("a.pdf", content)
    assert article.title == "ORLA COURIER OF TODAY"
    assert " ".join(article.text.split()) == " ".join([*LEFT, *RIGHT, "Printed in Orla."])


def test_the_cells_of_a_table_stay_in_their_rows(read_article: Callable[..., Article]) -> None:
    rows = [("Harbour List", "14"), ("Green Orla", "9"), ("Free Skelle", "3")]
    pieces = [(60 + 260 * n, 700 - 14 * row, cell) for row, cells in enumerate(rows) for n, cell in enumerate(cells)]
    text = read_article("a.pdf", placed((60, 730, "Seats:"), *pieces)).text
    assert "Harbour List 14" in text
    assert "Free Skelle 3" in text


def test_pages_without_text_are_named(read_back: Callable[..., list[object]]) -> None:
    _, note = read_back("a.pdf", pdf(FIRST, [], SECOND, []))
    why = "2 of 4 pages (page 2, 4) are not read, since there is no text; text recognition sees none"
    assert str(note).endswith(f"a.pdf: {why}")


def scanned(data: bytes) -> bytes:
    """Return a PDF with pictures of the pages of another."""
    with pypdfium2.PdfDocument(data) as pages:
        first, *others = [page.render(scale=3).to_pil() for page in pages]
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=216)
    return out.getvalue()


def test_scanned_pages_are_read_and_it_is_said(read_back: Callable[..., list[object]]) -> None:
    found, note = read_back("a.pdf", scanned(pdf([*FIRST, "", "", "", *SECOND])))
    assert found.article.text == TEXT  # type: ignore[attr-defined]
    assert str(note).endswith("1 of 1 pages (page 1) is read by text recognition (OCR), which may mistake letters")


def test_a_scan_among_pages_with_text_stands_in_its_place(read_back: Callable[..., list[object]]) -> None:
    writer = PdfWriter()
    for part in (pdf(FIRST), scanned(pdf(["The judge sentenced Joris Maes.", ""])), pdf(SECOND)):
        writer.append(io.BytesIO(part))
    out = io.BytesIO()
    writer.write(out)
    found, note = read_back("a.pdf", out.getvalue())
    assert "repairs.\n\nThe judge sentenced Joris Maes.\n\nWe will" in found.article.text  # type: ignore[attr-defined]
    assert "1 of 3 pages (page 2) is read by text recognition" in str(note)


def test_scans_for_which_there_is_no_time_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(scanned(pdf(["The judge sentenced Joris Maes.", ""])))
    (error,) = read(str(tmp_path / "a.pdf"), Settings.load(read_seconds=15))
    assert str(error).endswith(
        "a.pdf: the PDF has no text; to read scans takes more time (QA_BOT_READ_SECONDS); split it"
    )


def with_font(data: bytes, **entries: object) -> bytes:
    """Return a PDF whose font has other entries."""
    writer = PdfWriter(io.BytesIO(data))
    font = writer.pages[0]["/Resources"]["/Font"]["/F1"]  # type: ignore[index]
    for name, value in entries.items():
        font[NameObject(f"/{name}")] = value  # type: ignore[index]
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def encoding(first: int, names: str) -> DictionaryObject:
    """Return an encoding in which the codes from `first` on have these names."""
    differences = ArrayObject([NumberObject(first), *(NameObject(f"/{name}") for name in names.split())])
    return DictionaryObject({NameObject("/Type"): NameObject("/Encoding"), NameObject("/Differences"): differences})


def test_ligatures_are_the_letters_that_they_print(read_article: Callable[..., Article]) -> None:
    shown = placed((60, 700, "O\\001cer La\\002er of the \\003our mill saw the \\004re."))
    text = read_article("a.pdf", with_font(shown, Encoding=encoding(1, "ffi ff fl fi"))).text
    assert text == "Officer Laffer of the flour mill saw the fire."


@pytest.mark.parametrize("names", ["G{}", "g{}", "c{}"])
def test_a_font_that_names_no_letters_is_not_taken_for_text(read_error: Callable[..., str], names: str) -> None:
    font = encoding(32, " ".join(names.format(number) for number in range(32, 123)))
    shown = with_font(placed((60, 700, TEXT.split(".")[0])), Encoding=font, BaseFont=NameObject("/ABCDEF+Own"))
    assert read_error("a.pdf", shown) == (
        "a.pdf: the PDF cannot be read, its fonts do not say their letters; text recognition sees none"
    )


def test_a_page_in_such_a_font_is_left_out_and_named(read_back: Callable[..., list[object]]) -> None:
    writer = PdfWriter()
    for part in (with_font(pdf(FIRST), Encoding=encoding(32, " ".join(f"G{n}" for n in range(32, 123)))), pdf(SECOND)):
        writer.append(io.BytesIO(part))
    out = io.BytesIO()
    writer.write(out)
    found, note = read_back("a.pdf", out.getvalue())
    assert found.article.text == TEXT.split("\n\n")[1]  # type: ignore[attr-defined]
    assert "1 of 2 pages (page 1) is not read, since a font there does not say which letters it has" in str(note)


CMAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def /CMapName /A def /CMapType 2 def
1 begincodespacerange <00> <FF> endcodespacerange
2 beginbfrange <30> <39> <0660> <61> <7A> <0627> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""


def test_digits_in_text_from_right_to_left_are_as_printed(read_article: Callable[..., Article]) -> None:
    """The digits one to four stand from left to right, the words from right to left."""
    writer = PdfWriter(io.BytesIO(placed((60, 700, "abcdef 1234 bcdea"), (60, 680, "edcba 4500 abcd"))))
    cmap = DecodedStreamObject()
    cmap.set_data(CMAP)
    font = writer.pages[0]["/Resources"]["/Font"]["/F1"]  # type: ignore[index]
    font[NameObject("/ToUnicode")] = writer._add_object(cmap)  # type: ignore[index]
    out = io.BytesIO()
    writer.write(out)
    article = read_article("a.pdf", out.getvalue())
    text = f"{article.title}\n{article.text}"
    assert "١٢٣٤" in text
    assert "٤٥٠٠" in text


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("كلف الجسر .٤٥٠٠", "كلف الجسر ٤٥٠٠."),
        ("سنة .1957 وقال", "سنة 1957. وقال"),
        ("كلف ٤٫٥ دينار.", "كلف ٤٫٥ دينار."),
        ("It cost .50 crowns", "It cost .50 crowns"),
    ],
)
def test_a_mark_stands_behind_the_number_that_it_ends(line: str, right: str) -> None:
    assert marks_behind_numbers(line) == right
