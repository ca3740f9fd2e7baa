import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.errors import ReadError
from qa_bot.readers.decode import decode

PLAIN = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(lambda text: text[0] != "\ufeff")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"caf\xc3\xa9", "café"),
        (codecs.BOM_UTF8 + b"caf\xc3\xa9", "café"),
        (codecs.BOM_UTF16_LE + "café".encode("utf-16-le"), "café"),
        (codecs.BOM_UTF16_BE + "café".encode("utf-16-be"), "café"),
        ("the café is open".encode("utf-16-le"), "the café is open"),
        ("the café is open".encode("utf-16-be"), "the café is open"),
        (b"\x93caf\xe9\x94 \x97 20 \x80", "“café” — 20 €"),
        (b"caf\xe9 \x81", "café \ufffd"),
        (b"", ""),
    ],
)
def test_decode(data: bytes, text: str) -> None:
    assert decode(data, "a.txt") == text


@pytest.mark.parametrize(
    "data", [bytes(1000), bytes(range(256)) * 10, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0"]
)
def test_binary_data_is_no_text(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"^a\.txt: binary data, not text$"):
        decode(data, "a.txt")


def test_a_declared_encoding_is_believed_where_it_fits() -> None:
    assert decode("Привет".encode("koi8-r"), "a", "KOI8-R") == "Привет"
    assert decode(b"\x93caf\xe9\x94", "a", "iso-8859-1") == "“café”"
    assert decode("café".encode(), "a", "ascii-or-so") == "café"
    assert decode(b"caf\xe9", "a", "utf-8") == "café"
    assert decode(b"cafe", "a", "punycode") == "cafe"


@given(PLAIN)
def test_round_trip(text: str) -> None:
    assert decode(text.encode(), "a") == text
    assert decode(text.encode("utf-8-sig"), "a") == text
    assert decode(text.encode("utf-16"), "a") == text


@given(st.binary())
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    with suppress(ReadError):
        decode(data, "a").encode()
