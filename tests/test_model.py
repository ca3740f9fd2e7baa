import dataclasses
from datetime import date

import pytest
from fakes import make_article, span, texts
from hypothesis import assume, given
from hypothesis import strategies as st

from qa_bot.errors import QABotError
from qa_bot.model import Answer, Article, Citation, Claim, Conflict, Direct, Filters, Passage, Sentence, Slice, Span

TEXT = "The bridge was opened in 1932.\nIt cost six million crowns, said Mayor Lund."
ARTICLE = Article(
    id="bridge",
    title="The bridge",
    text=TEXT,
    published=date(2016, 6, 15),
    source="Wire",
    authors=("Ann", "Bo"),
    url="https://example.org/bridge",
    path="/tmp/bridge.txt",
    language="en",
)
ABOUT = {
    "id": "bridge",
    "title": "The bridge",
    "source": "Wire",
    "published": "2016-06-15",
    "authors": ["Ann", "Bo"],
    "url": "https://example.org/bridge",
    "path": "/tmp/bridge.txt",
    "language": "en",
    "set_by_hand": [],
}


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 0)])
def test_a_span_is_never_empty_or_negative(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_spans_overlap_where_they_share_a_character() -> None:
    assert Span(0, 5).overlaps(Span(4, 6))
    assert not Span(0, 5).overlaps(Span(5, 6))
    assert len(Span(2, 6)) == 4


def test_a_span_holds_what_lies_inside() -> None:
    assert Span(2, 6).holds(Span(2, 6))
    assert not Span(2, 6).holds(Span(1, 3))
    assert not Span(2, 6).holds(Span(5, 7))


@given(texts(), st.data())
def test_every_kind_of_piece_is_the_slice(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    article, where = make_article(text), Span(start, end)
    passage = Passage(article, where, sentences=(where,))
    citation = Citation(article, where, n=1)
    assert passage.text == Sentence(article, where).text == citation.text == citation.quote == text[start:end]
    shown = citation.to_dict()
    assert shown["quote"] == text[shown["start"] : shown["end"]]


@given(texts(), st.integers(1, 1000))
def test_a_span_outside_the_article_is_refused(text: str, beyond: int) -> None:
    article, outside = make_article(text), Span(0, len(text) + beyond)
    for piece in (
        lambda: Slice(article, outside),
        lambda: Sentence(article, outside),
        lambda: Passage(article, outside, sentences=(outside,)),
        lambda: Citation(article, outside, n=1),
    ):
        with pytest.raises(ValueError, match="lies outside article a"):
            piece()


def test_a_quotation_cannot_be_given_other_words() -> None:
    citation = Citation(ARTICLE, Span(0, 10), n=1)
    for name in ("quote", "text", "span", "article", "words"):
        with pytest.raises((AttributeError, TypeError)):
            setattr(citation, name, "other words")
    with pytest.raises(ValueError, match="lies outside"):
        dataclasses.replace(citation, span=Span(0, 10_000))


def test_a_citation_is_shown_whole() -> None:
    citation = Citation(
        ARTICLE, span(TEXT, "It cost"), n=2, speaker=span(TEXT, "Mayor Lund"), score=1.23456, parts={"words": 0.5}
    )
    assert citation.to_dict() == {
        "id": citation.id,
        "n": 2,
        "quote": "It cost",
        "start": 31,
        "end": 38,
        "speaker": "Mayor Lund",
        "saying": None,
        "times": [],
        "later": None,
        "copies": [],
        "correction": None,
        "newer": None,
        "score": 1.2346,
        "parts": {"words": 0.5},
        "article": ABOUT,
    }


def test_the_id_of_a_citation_depends_on_article_and_span_alone() -> None:
    first = Citation(ARTICLE, Span(0, 10), n=1)
    assert first.id == "c31fc63d1"
    assert first.id == Citation(make_article("Other words here.", "bridge"), Span(0, 10), n=3, score=2.0).id
    assert (
        len({first.id, Citation(ARTICLE, Span(0, 11), n=1).id, Citation(make_article(TEXT), Span(0, 10), n=1).id}) == 3
    )


def test_an_answer_has_citations_or_a_reason() -> None:
    citation = Citation(ARTICLE, Span(0, 10), n=1)
    with pytest.raises(ValueError, match="either citations or a reason"):
        Answer("q", "q", 0.5, "e")
    with pytest.raises(ValueError, match="either citations or a reason"):
        Answer("q", "q", 0.5, "e", reason="no_match", citations=(citation,))
    assert Answer("q", "q", 0.5, "e", citations=(citation,)).answered
    assert not Answer("q", "q", 0.5, "e", reason="no_match", nearest=(citation,)).answered


def test_a_direct_answer_lies_inside_the_citation_that_it_names() -> None:
    citation = Citation(ARTICLE, span(TEXT, "opened in 1932."), n=2)
    direct = Direct(ARTICLE, span(TEXT, "1932"), n=2, probability=0.9)
    shown = Answer("q", "q", 0.5, "e", citations=(citation,), direct=direct).to_dict()["direct"]
    assert shown == {"text": "1932", "start": 25, "end": 29, "citation": 2, "said_by": None}
    for outside in (
        dataclasses.replace(direct, n=1),
        dataclasses.replace(direct, span=span(TEXT, "in 1932.\nIt")),
        dataclasses.replace(direct, article=make_article(TEXT, "other")),
    ):
        with pytest.raises(ValueError, match="outside citation"):
            Answer("q", "q", 0.5, "e", citations=(citation,), direct=outside)
    with pytest.raises(ValueError, match="outside citation"):
        Answer("q", "q", 0.5, "e", reason="not_stated", nearest=(citation,), direct=direct)


def test_each_side_of_a_conflict_lies_inside_the_citation_that_it_names() -> None:
    citation = Citation(ARTICLE, span(TEXT, "opened in 1932."), n=2)
    side = Direct(ARTICLE, span(TEXT, "1932"), n=2, probability=0.9)
    conflict = Conflict((side, side), updated=True)
    shown = Answer("q", "q", 0.5, "e", citations=(citation,), conflict=conflict).to_dict()["conflict"]
    assert shown["updated"]
    assert [each["text"] for each in shown["sides"]] == ["1932", "1932"]
    outside = Conflict((side, dataclasses.replace(side, n=1)))
    with pytest.raises(ValueError, match="outside citation"):
        Answer("q", "q", 0.5, "e", citations=(citation,), conflict=outside)


def test_a_refusal_is_shown_whole() -> None:
    answer = Answer("And?", "And? (When)", 0.12346, "extractive", reason="not_stated", timings={"answer_ms": 1.26})
    assert answer.to_dict() == {
        "question": "And?",
        "standalone_question": "And? (When)",
        "answered": False,
        "reason": "not_stated",
        "text": "",
        "direct": None,
        "conflict": None,
        "confidence": 0.1235,
        "unsure": False,
        "as_of": None,
        "engine": "extractive",
        "reader": None,
        "citations": [],
        "nearest": [],
        "sources": [],
        "timeline": [],
        "claims": [],
        "notice": None,
        "filters": {
            "after": None,
            "before": None,
            "source": None,
            "inferred": None,
            "or_named": False,
            "among": None,
            "speaker": None,
        },
        "covered": None,
        "unnamed": [],
        "language": None,
        "timings": {"answer_ms": 1.3},
    }


@pytest.mark.parametrize("field", ["title", "text", "source", "url"])
def test_the_content_hash_sees_what_a_reader_sees(field: str) -> None:
    assert dataclasses.replace(ARTICLE, **{field: "other"}).content_hash != ARTICLE.content_hash
    assert dataclasses.replace(ARTICLE, path="/elsewhere.txt").content_hash == ARTICLE.content_hash


@given(texts(), texts())
def test_different_texts_have_different_hashes(one: str, other: str) -> None:
    assume(one != other)
    assert make_article(one).content_hash != make_article(other).content_hash


def test_filters_and_days_are_shown_as_iso_strings() -> None:
    filters = Filters(date(2016, 6, 1), date(2016, 6, 30), "Wire", inferred="in June 2016", or_named=True)
    covered = (date(2015, 1, 2), date(2015, 3, 4))
    answer = Answer("q", "q", 0.0, "e", reason="outside_dates", filters=filters, covered=covered)
    record = answer.to_dict()
    assert record["filters"] == {
        "after": "2016-06-01",
        "before": "2016-06-30",
        "source": "Wire",
        "inferred": "in June 2016",
        "or_named": True,
        "among": None,
        "speaker": None,
    }
    assert record["covered"] == ["2015-01-02", "2015-03-04"]


def test_filters_are_true_when_they_restrict() -> None:
    day = date(2020, 1, 1)
    assert [bool(Filters()), bool(Filters(source="s")), bool(Filters(after=day))] == [False, True, True]
    assert [Filters(source="s").dated, Filters(before=day).dated] == [False, True]


def test_every_error_is_meant_for_the_person() -> None:
    import qa_bot.errors

    kinds = [each for each in vars(qa_bot.errors).values() if isinstance(each, type)]
    assert all(issubclass(each, QABotError) for each in kinds)
    assert qa_bot.errors.__doc__
    assert {each.__name__ for each in kinds} <= set(qa_bot.errors.__doc__.replace("─", " ").split())


def test_a_claim_is_held_by_citations_of_its_answer() -> None:
    with pytest.raises(ValueError, match="a supported claim must name citations of its answer"):
        Answer("?", "?", 0.5, "a:b", reason="no_match", claims=(Claim("It is so.", (1,)),))
    struck = Answer("?", "?", 0.5, "a:b", reason="no_match", claims=(Claim("It is so.", (), "it names no sentence"),))
    assert struck.to_dict()["claims"] == [
        {"text": "It is so.", "citations": [], "supported": False, "why": "it names no sentence"}
    ]
