import codecs
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.errors import ReadError
from qa_bot.read.decode import decode

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


WORDS = {
    "Мэр сказал, что мост закрыт на ремонт и что ждать больше нельзя.": ("cp1251", "koi8-r"),
    "市长星期二说，旧桥将关闭七个月进行维修。": ("gbk", "gb18030"),
    "市長星期二說，舊橋將關閉七個月進行維修。": ("big5",),
    "市長は火曜日、古い橋を修理のため閉鎖すると述べた。": ("shift_jis", "euc_jp"),
    "시장은 화요일에 오래된 다리를 폐쇄한다고 말했다.": ("euc_kr",),
    "Ο δήμαρχος είπε την Τρίτη ότι η παλιά γέφυρα θα κλείσει.": ("cp1253",),
    "Le maire a déclaré : « l’été est passé ». Où était-elle ?": ("cp1252", "mac_roman"),
    "Die Bürgermeisterin erklärte: „Die Brücke wird eröffnet“.": ("cp1252", "mac_roman"),
    "The mayor said “we had no choice” — the bridge’s café.": ("cp1252", "mac_roman"),
    "Burmistrz powiedział, że most będzie zamknięty. Łódź płynie.": ("cp1250", "iso8859_2"),
}


@pytest.mark.parametrize(("text", "encoding"), [(text, each) for text, several in WORDS.items() for each in several])
def test_what_an_undeclared_text_looks_most_like(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == text
    assert decode(f"{text}\n{text}".encode(encoding), "a.txt", "iso-8859-1") == f"{text}\n{text}"


def test_utf8_wins_over_what_is_declared() -> None:
    assert decode("Brücke “über”".encode(), "a.html", "iso-8859-1") == "Brücke “über”"
    assert decode("Brücke".encode(), "a.html", "windows-1251") == "Brücke"


def test_what_looks_like_no_encoding_is_refused() -> None:
    text = "Die B\xb7rger m\xa6ssen n\xbecht \xa9ber die Br\xbacke g\xb1hen, w\xacil s\xaee br\xa5chig ist."
    with pytest.raises(ReadError, match=r"^a\.txt: in what encoding it is cannot be told; save it as UTF-8$"):
        decode(text.encode("latin-1"), "a.txt")


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


def test_a_text_that_was_wrongly_encoded_before_is_noted(read_back: Callable[..., list[object]]) -> None:
    text = "Die BrÃ¼cke Ã¼ber die Orla wurde erÃ¶ffnet, sagte sie."
    _, note = read_back("a.txt", text)
    assert str(note).endswith('a.txt: its text looks wrongly encoded ("BrÃ¼cke"); save it anew')
    assert len(read_back("b.txt", "A ponte NÃO abre, diz SÃO e â.")) == 1
