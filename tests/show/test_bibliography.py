"""BibTeX and CSL-JSON, read back by programs that others wrote."""

from __future__ import annotations

import json
import re
import warnings
from dataclasses import replace
from datetime import date

from citeproc import Citation as Cited
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from fakes import texts
from hypothesis import given, settings
from hypothesis import strategies as st
from made import ARTICLE, HOSTILE, answer, cite
from pybtex.database import BibliographyData, parse_string

from qa_bot.model import Article, Citation, Span
from qa_bot.show import to_bibtex, to_csl_json
from qa_bot.show.bibliography import bibtex_key, csl_item

HARD = st.one_of(
    texts(most=6), st.text(r"\{}%$#&_^~@\"',= ab" + "\n", max_size=20), st.sampled_from([HOSTILE, "}", "{\\"])
)


def cited(*articles: Article) -> Citation | object:
    return answer(*(Citation(each, Span(0, len(each.text)), n=n) for n, each in enumerate(articles, 1)))


def parse(bibtex: str) -> BibliographyData:
    return parse_string(bibtex, "bibtex")


def plain(latex: str) -> str:
    """Return what LaTeX prints for these commands; no other may be there."""
    return re.sub(r"\\(?:text(?P<name>[a-z]+)\{\}|(?P<mark>[#$%&_]))", _printed, latex)


def _printed(found: re.Match[str]) -> str:
    return (
        found["mark"]
        or {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}[
            found["name"]
        ]
    )


def visible(text: str) -> str:
    return " ".join(
        "".join(each if each.isprintable() else " " for each in text if each >= " " or each.isspace()).split()
    )


def test_an_article_with_source_and_day_in_bibtex() -> None:
    assert to_bibtex(cited(ARTICLE)) == (
        "@article{tower,\n"
        "  title = {{The tower \\& its builder}},\n"
        "  author = {{Ann Author}},\n"
        "  journal = {Test Wire},\n"
        "  year = {2016},\n"
        "  url = {https://example.org/tower?a=1&b=2},\n"
        "  month = jun,\n"
        "  day = {5}\n"
        "}\n"
    )


def test_what_an_article_does_not_state_is_left_out() -> None:
    bare = Article("bare", "Bare", "Some words.")
    assert to_bibtex(cited(bare)) == "@misc{bare,\n  title = {{Bare}}\n}\n"
    assert csl_item(bare) == {"id": "bare", "type": "document", "title": "Bare"}
    assert csl_item(replace(bare, url="https://example.org/"))["type"] == "webpage"


def test_each_cited_article_stands_once_and_what_is_near_a_refusal_does_not() -> None:
    other = replace(ARTICLE, id="other")
    refused = answer(cite(replace(ARTICLE, id="near"), "tower"), reason="not_stated")
    both = [cited(other, ARTICLE), cited(ARTICLE), refused]
    assert list(parse(to_bibtex(both)).entries) == ["other", "tower"]
    assert [each["id"] for each in json.loads(to_csl_json(both))] == ["other", "tower"]
    assert (to_bibtex(refused), to_csl_json(refused)) == ("", "[]\n")


@settings(max_examples=15)
@given(HARD, HARD, st.lists(HARD, max_size=3), st.one_of(st.none(), st.dates(date(1000, 1, 1))))
def test_bibtex_is_read_back_as_it_was(title: str, source: str, authors: list[str], published: date | None) -> None:
    article = Article("a b/ü", title, "x", source=source, authors=tuple(authors), published=published)
    entries = parse(to_bibtex(cited(article, ARTICLE))).entries
    assert list(entries) == [bibtex_key(article), "tower"]
    read = entries[bibtex_key(article)]
    assert visible(plain(read.fields["title"][1:-1])) == visible(title)
    assert visible(plain(read.fields.get("journal", read.fields.get("howpublished", "")))) == visible(source)
    names = [" ".join(person.last_names) for person in read.persons.get("author", [])]
    assert [visible(plain(name[1:-1])) for name in names] == [name for each in authors if (name := visible(each))]
    assert read.fields.get("year") == (f"{published.year:04}" if published else None)


@given(st.lists(st.text(max_size=12), min_size=2, max_size=8, unique=True))
def test_keys_of_different_articles_differ(ids: list[str]) -> None:
    keys = [bibtex_key(Article(each, "T", "x")) for each in ids]
    assert len({key.lower() for key in keys}) == len(ids)
    assert all(key.isascii() and key.replace("-", "").isalnum() for key in keys)


def test_csl_json_of_an_article() -> None:
    assert json.loads(to_csl_json(cited(ARTICLE))) == [
        {
            "id": "tower",
            "type": "article-newspaper",
            "title": "The tower & its builder",
            "author": [{"literal": "Ann Author"}],
            "container-title": "Test Wire",
            "issued": {"date-parts": [[2016, 6, 5]]},
            "URL": "https://example.org/tower?a=1&b=2",
        }
    ]


def test_a_citation_processor_makes_a_bibliography_of_csl_json() -> None:
    bare = Article("bare", "Bare", "Some words.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the processor says which parts of the style it leaves out
        source = CiteProcJSON(json.loads(to_csl_json(cited(ARTICLE, bare))))
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        bibliography.register(Cited([CitationItem("tower"), CitationItem("bare")]))
        shown = " ".join(str(each) for each in bibliography.bibliography())
    assert "Ann Author" in shown
    assert "2016" in shown
    assert "The tower & its builder" in shown
    assert "Test Wire" in shown
    assert "Bare" in shown
