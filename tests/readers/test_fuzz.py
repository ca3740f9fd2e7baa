"""Documents that were damaged in every way: seeds that are cut, joined, repeated and strewn with what parsers mind.

A short run is part of the tests; `scripts/fuzz 20000` makes a long one.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa_bot.errors import ReadError
from qa_bot.readers import read
from qa_bot.readers.kinds import SUFFIXES
from qa_bot.readers.normalise import normalise
from qa_bot.settings import Settings
from qa_bot.text.sentences import split_sentences

SEEDS = sorted((Path(__file__).parent / "seeds").iterdir())
BY_KIND = {kind: [seed for seed in SEEDS if SUFFIXES[seed.suffix] == kind] for kind in sorted(set(SUFFIXES.values()))}
EXAMPLES = int(os.environ.get("QA_BOT_FUZZ_EXAMPLES", "40"))
BOUNDED = Settings.load(max_file_mb=5, read_seconds=20)

TOKENS = [
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\n\n", b"\xe2\x80\xa8", b"\x1b[31m",
    b"\xcc\x81" * 50, b"<", b"</p>", b"<p>" * 50, b"<![CDATA[", b"]]>", b"<!--", b"&#x110000;", b"&a;", b"&lt;",
    b"<script>", b"<?xml", b"<!DOCTYPE x [", b"{", b"[" * 200, b"]", b'"', b"\\u0000", b"\\ud800", b"null", b"1e999",
    b"NaN", b"-", b":", b",", b"true", b"9" * 5000, b"---\n", b"> " * 100, b"*_" * 100, b"```", b"![](", b"|",
    b"- " * 50, b"&a\n*a", b"obj", b"endobj", b"stream\n", b"endstream", b"<<", b">>", b"/Length 99999999", b"BT",
    b"/Filter /FlateDecode", b"0 R", b"xref", b"%%EOF", b"/Kids [1 0 R]", b"/Parent 1 0 R", b"Tj", b"(" * 100,
    b"/Encoding",
]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, seeds: list[Path]) -> bytes:
    """Return the bytes of a seed after a few accidents."""
    data = bytearray(draw(st.sampled_from(seeds)).read_bytes())
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 1, 2, 8, 64, 1000])))
        what = draw(st.sampled_from(["cut", "repeat", "token", "bytes", "join", "flip"]))
        if what == "cut":
            del data[start:end]
        elif what == "repeat":
            data[start:end] = bytes(data[start:end]) * draw(st.sampled_from([2, 3, 50]))
        elif what == "token":
            data[start:end] = draw(st.sampled_from(TOKENS))
        elif what == "bytes":
            data[start:end] = draw(st.binary(max_size=12))
        elif what == "join":
            other = draw(st.sampled_from(SEEDS)).read_bytes()
            data[start:end] = other[draw(st.integers(0, len(other))) :]
        elif start < end:
            data[start] ^= 1 << draw(st.integers(0, 7))
    return bytes(data[:2_000_000])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@pytest.mark.parametrize("kind", BY_KIND)
def test_damaged_documents_become_articles_or_one_line_in_bounds(kind: str, place: Path) -> None:
    suffix = BY_KIND[kind][0].suffix
    path = place / f"damaged{suffix}"

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(damaged(BY_KIND[kind]))
    def check(data: bytes) -> None:
        path.write_bytes(data)
        for item in read(str(path), BOUNDED):
            if isinstance(item, ReadError):
                told = str(item)
                assert path.name in told
                assert len(told.splitlines()) == 1
                assert not any(each in told for each in ("QA_BOT_READ_SECONDS", "break down", "too much memory")), told
                continue
            text = item.article.text
            assert text == normalise(text)
            assert any(character.isalnum() for character in text)
            assert item.article.title
            spans = split_sentences(text)
            assert "".join("".join(span.of(text) for span in spans).split()) == "".join(text.split())

    check()


def test_every_seed_is_whole() -> None:
    for seed in SEEDS:
        items = list(read(str(seed), BOUNDED))
        assert any(not isinstance(each, ReadError) for each in items) or seed.name == "squad.json", seed.name
