"""The text of web pages: which sentences of the articles on marked pages are kept, by QA Bot and by others.

python -m benchmarks.extraction [PAGES]

In a marked page ⟦ and ⟧ stand around what belongs to the article. Extractors that are not installed are left out.
"""

from __future__ import annotations

import argparse
import html
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from lxml.html import HtmlElement, fromstring, tostring

from qa_bot.errors import ReadError
from qa_bot.read.document import Document
from qa_bot.read.html import read_html

PAGES = Path(__file__).parents[1] / "tests" / "readers" / "pages"
REFUSED = "refused-"
"""Pages whose names begin so hold no article."""

_FEWEST_WORDS = 3
_ROUNDS = 3
_MARKED = re.compile("⟦(.*?)⟧", re.DOTALL)
_LEFT_OUT = re.compile(r"<(del|s)>.*?</\1>|<sup[^>]*>\s*<a href=\"#.*?</sup>|<!--.*?-->", re.DOTALL)
_APART = re.compile(r"</span>\s*<span[^>]*>|</(?:td|th|p)>|<br\s*/?>")
_UNSEEN = re.compile(r"<head>.*?</head>|<(script|style|h1|option)\b.*?</\1>|<!.*?>", re.DOTALL)
_INLINE = ("time", "output", "label", "button", "math", "mn", "mi", "mo", "data", "dfn", "abbr", "q")

Extract = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page without its marks, the sentences that belong to its article, and those that do not."""

    name: str
    source: str
    belonging: tuple[str, ...]
    foreign: tuple[str, ...]

    @classmethod
    def at(cls, path: Path) -> Page:
        """Return the marked page at `path`."""
        marked = path.read_text()
        rest = re.split("<[^>]*>", _UNSEEN.sub("<>", _MARKED.sub("<>", marked)))
        foreign = (_collapsed(text) for text in rest)
        return cls(
            name=path.stem,
            source=re.sub("[⟦⟧]", "", marked),
            belonging=tuple(_seen(part) for part in _MARKED.findall(marked)),
            foreign=tuple(text for text in foreign if len(text.split()) >= _FEWEST_WORDS),
        )


@dataclass(frozen=True, slots=True)
class Score:
    """How many sentences there were and how many were kept; those `torn` are there with a hole."""

    belonging: int = 0
    kept: int = 0
    torn: int = 0
    wrong: int = 0

    def __add__(self, other: Score) -> Score:
        pairs = zip((self.belonging, self.kept, self.torn, self.wrong), other._counts(), strict=True)
        return Score(*(one + two for one, two in pairs))

    def _counts(self) -> tuple[int, int, int, int]:
        return self.belonging, self.kept, self.torn, self.wrong

    @property
    def recall(self) -> float:
        """Return the part of the sentences that belong that were kept whole."""
        return self.kept / self.belonging if self.belonging else 0.0

    @property
    def precision(self) -> float:
        """Return the part of the sentences kept that belong."""
        return self.kept / (self.kept + self.wrong) if self.kept + self.wrong else 0.0


def pages(folder: Path = PAGES) -> list[Page]:
    """Return the marked pages of a folder."""
    return [Page.at(path) for path in sorted(folder.glob("*.html"))]


def missing(page: Page, text: str) -> list[str]:
    """Return the sentences of the article that do not stand in `text`."""
    whole = _collapsed(text)
    return [sentence for sentence in page.belonging if sentence not in whole]


def wrongly_kept(page: Page, text: str) -> list[str]:
    """Return the sentences in `text` that are not of the article."""
    whole = _collapsed(text)
    return [sentence for sentence in page.foreign if sentence in whole]


def score(page: Page, text: str) -> Score:
    """Return how well `text` renders the article of the page."""
    lost, known = missing(page, text), set(_pairs(_collapsed(text)))
    torn = sum(len(known.intersection(pairs := set(_pairs(sentence)))) * 2 > len(pairs) for sentence in lost)
    return Score(len(page.belonging), len(page.belonging) - len(lost), torn, len(wrongly_kept(page, text)))


def ours(source: str) -> str:
    """Return the text that QA Bot reads, empty if it refuses the page."""
    with suppress(ReadError):
        return next(read_html(Document("page.html", source.encode()))).article.text
    return ""


def by_trafilatura(source: str) -> str:
    """Return the text as QA Bot took it before: trafilatura's."""
    import trafilatura

    return trafilatura.extract(source, include_comments=False, prune_xpath="//nav|//dialog") or ""


def by_trafilatura_on_repaired_tree(source: str) -> str:
    """Return trafilatura's text of a page in which what it would delete has been renamed."""
    tree: HtmlElement = fromstring(source)
    for element in tree.iter(*_INLINE):
        element.tag = "span"
    for element in tree.xpath("//aside[.//article or .//h1]"):
        element.tag = "div"
    return by_trafilatura(tostring(tree, encoding="unicode"))


def by_resiliparse(source: str) -> str:
    """Return resiliparse's text."""
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(source, main_content=True, comments=False, preserve_formatting=True))


def by_readability(source: str) -> str:
    """Return the text of readability-lxml's summary."""
    from readability import Document as Readable

    return "\n".join(fromstring(Readable(source).summary()).itertext())


def by_newspaper(source: str) -> str:
    """Return newspaper4k's text."""
    import newspaper

    return str(newspaper.article("http://127.0.0.1/", input_html=source).text)


EXTRACTORS: dict[str, Extract] = {
    "trafilatura": by_trafilatura,
    "trafilatura, tree repaired": by_trafilatura_on_repaired_tree,
    "resiliparse": by_resiliparse,
    "readability-lxml": by_readability,
    "newspaper4k": by_newspaper,
    "QA Bot": ours,
}


def main() -> None:
    """Print a table: the pages' sentences kept, torn and wrongly kept, the pages refused, and the time a page takes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="?", type=Path, default=PAGES)
    parser.add_argument("--faults", action="store_true", help="also print what QA Bot loses and wrongly keeps")
    options = parser.parse_args()
    marked = pages(options.pages)
    print(f"{len(marked)} pages, {sum(len(page.belonging) for page in marked)} sentences of articles")
    print("| extractor | recall | precision | torn | pages without article refused | ms a page |")
    print("|---|---|---|---|---|---|")
    for name, extract in EXTRACTORS.items():
        with suppress(ImportError):
            print(_row(name, extract, marked), flush=True)
    if options.faults:
        print("\n".join(_faults(marked)))


def _row(name: str, extract: Extract, marked: list[Page]) -> str:
    articles = [page for page in marked if not page.name.startswith(REFUSED)]
    others = [page for page in marked if page.name.startswith(REFUSED)]
    total = sum((score(page, extract(page.source)) for page in articles), Score())
    refused = sum(not extract(page.source).strip() for page in others)
    return (
        f"| {name} | {total.recall:.3f} | {total.precision:.3f} | {total.torn} | {refused} of {len(others)} "
        f"| {min(_milliseconds(extract, articles) for _ in range(_ROUNDS)):.1f} |"
    )


def _milliseconds(extract: Extract, marked: list[Page]) -> float:
    start = time.thread_time()
    for page in marked:
        extract(page.source)
    return 1000 * (time.thread_time() - start) / len(marked)


def _faults(marked: list[Page]) -> Iterator[str]:
    for page in marked:
        text = ours(page.source)
        if page.name.startswith(REFUSED):
            yield from [f"{page.name}: not refused"] if text else []
            continue
        yield from (f"{page.name}: lost: {sentence}" for sentence in missing(page, text))
        yield from (f"{page.name}: wrongly kept: {sentence}" for sentence in wrongly_kept(page, text))


def _seen(marked: str) -> str:
    """Return a marked piece of HTML as a reader sees it."""
    shown = _APART.sub(" ", _LEFT_OUT.sub("", marked)).replace("<q>", "“").replace("</q>", "”")
    return _collapsed(re.sub("<[^>]*>", "", shown))


def _collapsed(text: str) -> str:
    return " ".join(html.unescape(text).split())


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    words = text.split()
    yield from pairwise(words)


if __name__ == "__main__":
    main()
