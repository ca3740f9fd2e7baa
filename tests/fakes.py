"""Small stand-ins that satisfy the same protocols as the real things, and the network, closed."""

from __future__ import annotations

import socket
import sys
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from ipaddress import ip_address
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from qa_bot.model import Article, Passage, Span
from qa_bot.models import Encoded, Vectors
from qa_bot.text.terms import terms

DIMENSION = 64
CORPUS = Path(__file__).parent.parent / "corpus"


@dataclass
class HashingEmbedder:
    """Hashed bags of stemmed words; a token is what stands between blanks. Satisfies PassageEmbedder."""

    fingerprint: str = "hashing-64"
    max_tokens: int = 60

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def embed_passages(self, passages: Sequence[Passage]) -> list[Encoded]:
        return [
            Encoded(
                bag_of_words(passage.text),
                np.array([bag_of_words(span.of(passage.article.text)) for span in passage.sentences]),
            )
            for passage in passages
        ]

    def embed_query(self, text: str) -> list[float]:
        return [float(value) for value in bag_of_words(text)]


@dataclass
class FailingEmbedder(HashingEmbedder):
    """Breaks down at a passage that holds `at`, until it is told to work."""

    at: str = "breakdown"
    broken: bool = True

    def embed_passages(self, passages: Sequence[Passage]) -> list[Encoded]:
        if self.broken and any(self.at in passage.text for passage in passages):
            raise MemoryError("the model broke down")
        return super().embed_passages(passages)


@dataclass
class CountingEmbedder(HashingEmbedder):
    """Notes the text of every passage that it embeds."""

    seen: list[str] = field(default_factory=list)

    def embed_passages(self, passages: Sequence[Passage]) -> list[Encoded]:
        self.seen += [passage.text for passage in passages]
        return super().embed_passages(passages)


def bag_of_words(text: str) -> Vectors:
    """Return the words of a text as a vector of length 1; the first place keeps it from being zero."""
    vector = np.zeros(DIMENSION, dtype=np.float32)
    vector[0] = 0.1
    for term in terms(text):
        vector[1 + zlib.crc32(term.encode()) % (DIMENSION - 1)] += 1
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def make_article(
    text: str, id: str = "a", *, title: str = "A title", published: str | None = None, source: str | None = None
) -> Article:
    """Return an article with what a test cares about."""
    day = date.fromisoformat(published) if published else None
    return Article(id, title, text, published=day, source=source, authors=("Ann Author",))


LETTERS = "abcdefghijklmnopqrstuvwxyzABCXYZäöüßéñçøåžџжяλωשלוםمرحباकखग漢字かな0123456789"
MARKS = "\u0301\u0308\u0327\u0323\u05b8\u064b\u093f"
HARD_WORDS = """
e\u0301te\u0301 ﬁnal eﬃcient Sa\u00adli\u00adsbury don’t “quoted” «zitat» ‘so’ 10½ 5′ naïve \u200fשלום\u200f مرحبا
👩\u200d🚀 👨\u200d👩\u200d👧\u200d👦 🇩🇪 ❤️ नमस्ते 한국어 각 Ω K Å ﷺ a\u0301\u0327\u0323 well—known U.S. p.m. Mr. $4.5m
co\u2011op ① x² Ⅷ zero\u200bwidth \ufeffbom … ! ? ( ) [1] "He & <b>
"""


def words() -> st.SearchStrategy[str]:
    """Words with hard Unicode in them: base letters with marks, and a stock of known trouble."""
    letters = st.tuples(st.sampled_from(LETTERS), st.text(MARKS, max_size=2)).map("".join)
    return st.one_of(st.lists(letters, min_size=1, max_size=8).map("".join), st.sampled_from(HARD_WORDS.split()))


def texts(*, most: int = 80) -> st.SearchStrategy[str]:
    """Texts of such words, with blanks and line ends of many kinds, not normalised."""
    blanks = st.sampled_from(
        [" ", " ", " ", " ", ". ", ", ", "! ", "  ", "\u00a0", "\u202f", "\n", "\r\n", ".\n\n", "\t"]
    )
    pieces = st.lists(st.tuples(words(), blanks), min_size=1, max_size=most)
    return pieces.map(lambda each: "".join(word + blank for word, blank in each))


def span(text: str, words: str) -> Span:
    """Return where these words stand for the first time."""
    start = text.index(words)
    return Span(start, start + len(words))


@dataclass(frozen=True)
class Run:
    """What a run of the command line left behind."""

    code: int
    out: str
    err: str


Command = Callable[..., Run]


class ClosedNetworkError(OSError):
    """Something tried to leave this machine."""


class ClosedNetwork:
    """Refuses every connection and every look-up of a name that leads out of this machine.

    An audit hook cannot be taken back, so that one is set for the whole run and asks `is_closed`.
    """

    def __init__(self) -> None:
        self.is_closed = False
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.is_closed or not event.startswith("socket."):
            return
        if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            address = arguments[1]
            if isinstance(address, tuple) and not is_loopback(str(address[0])):
                raise ClosedNetworkError(f"the tests must not connect to {address}")
        elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
            host = arguments[0]
            if not is_local_name(host.decode() if isinstance(host, bytes) else host):
                raise ClosedNetworkError(f"the tests must not look up {host!r}")


def is_loopback(host: str) -> bool:
    """Say whether an address is one of this machine's own."""
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host in ("", "localhost")


def is_local_name(host: object) -> bool:
    """Say whether looking up a name needs no network: it is this machine's, or an address in any notation."""
    if host in (None, "", "localhost"):
        return True
    for family, notation in ((socket.AF_INET6, str(host).partition("%")[0]), (socket.AF_INET, str(host))):
        with suppress(OSError):
            return bool(socket.inet_aton(notation) if family == socket.AF_INET else socket.inet_pton(family, notation))
    return False


AIR_STRIKES = Article(
    "air-strikes",
    "General sees no joint air strikes with Russia",
    """A joint bombing campaign of American and Russian aircraft in Syria is not in sight, the chief of staff of the \
US Air Force, General Mark Welsh, told reporters over breakfast in Washington on Wednesday.

"I do not picture it at the moment," Welsh answered when he was asked whether the two countries would come to fly \
strikes together. "Whatever was talked over, what was decided in the end was not to do joint air strikes," the \
general added.

Both sides go on working under the memorandum of understanding, he said. "Our operations centre is on the telephone \
with the Russian military every day. As a way to keep aircraft apart it does rather well," Welsh said. "To be able to \
call someone and ask what is happening helps a great deal when you want no misunderstanding."

The head of the main operations department of the Russian general staff, Sergey Rudskoy, warned on 27 May that the \
American refusal to join forces would only make the conflict worse. On 20 May, he recalled, the Russian side had \
invited its partners to strike the positions of Jabhat al-Nusra together.

It was the Russian defence minister, Sergey Shoigu, who had put forward the proposal of joint air strikes against \
terrorists in Syria. The Pentagon turned the invitation down.

A ceasefire that Russia and the United States had brokered on 22 February came into effect in Syria at midnight, \
Damascus time, on 27 February. Groups such as Islamic State and Jabhat al-Nusra are not covered by it.""",
    source="Test Wire",
)

LIGHTHOUSE = Article(
    "lighthouse",
    "The lighthouse of Skarholm is lit again",
    """The lighthouse on the island of Skarholm was lit again on Sunday evening after eleven years of darkness.

Volunteers had raised 240,000 euros for the repair of the lantern. "We counted every screw of it twice," said Marta \
Lind, who leads the society that owns the tower.

The keeper's house will open as a museum in spring. Ferries call at the island on Tuesdays and Fridays.""",
    published=date(2021, 9, 12),
    source="Island Post",
)

OBSERVATORY = Article(
    "observatory",
    "Observatory counts more meteors than ever",
    """Astronomers at the Kalvo observatory counted 812 meteors in one night in August, more than in any night since \
the counts began in 1954.

The sky was clear because the wind had turned to the north, said the director, Ines Halloran. The previous record, \
640 meteors, dated from 1993.""",
    published=date(2019, 8, 14),
    source="Sky Letter",
)

STORIES = (AIR_STRIKES, LIGHTHOUSE, OBSERVATORY)
