from __future__ import annotations

from dataclasses import replace
from datetime import date

from fakes import AIR_STRIKES, LIGHTHOUSE, OBSERVATORY, STORIES, span
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.history import Lost, from_record, to_record
from qa_bot.model import Answer, Article, Citation, Conflict, Direct, Filters, Span

FIRST = Citation(AIR_STRIKES, span(AIR_STRIKES.text, "The Pentagon turned the invitation down."), 1, score=2.5)
SECOND = Citation(
    OBSERVATORY,
    span(OBSERVATORY.text, "The previous record, 640 meteors"),
    2,
    span(OBSERVATORY.text, "Ines Halloran"),
    1.0,
    {"words": 0.5},
)
ANSWER = Answer(
    "Who?",
    "Who was it?",
    0.83,
    "test",
    citations=(FIRST, SECOND),
    filters=Filters(date(2016, 1, 1), None, "Sky Letter", "since 2016", True),
    timings={"answer_ms": 3.25},
    direct=Direct(OBSERVATORY, span(OBSERVATORY.text, "640"), 2, 0.9),
)
REFUSAL = Answer(
    "When?",
    "When?",
    0.1,
    "test",
    reason="outside_dates",
    nearest=(SECOND,),
    covered=(date(2019, 8, 14), date(2021, 9, 12)),
)


def find(*articles: Article) -> dict[str, Article]:
    return {each.id: each for each in articles}


def test_an_answer_comes_back_as_it_was() -> None:
    known = find(*STORIES)
    assert from_record(to_record(ANSWER), known.get) == (ANSWER, ())
    assert from_record(to_record(REFUSAL), known.get) == (REFUSAL, ())


def test_a_conflict_comes_back_as_it_was_and_goes_with_a_side_that_is_lost() -> None:
    other = Direct(AIR_STRIKES, span(AIR_STRIKES.text, "The Pentagon"), 1, 0.9)
    answer = replace(ANSWER, conflict=Conflict((other, ANSWER.direct), updated=True))
    record = to_record(answer)
    assert from_record(record, find(*STORIES).get) == (answer, ())
    left, lost = from_record(record, find(OBSERVATORY).get)
    assert left
    assert left.conflict is None
    assert [each.n for each in lost] == [1]


def test_own_words_of_an_engine_are_kept() -> None:
    told = replace(ANSWER, text="It was the Pentagon [1].")
    assert from_record(to_record(told), find(*STORIES).get)[0] == told


def test_no_words_of_an_article_are_kept() -> None:
    kept = str(to_record(ANSWER))
    assert "invitation" not in kept
    assert "previous record" not in kept
    assert "640" not in kept


def test_a_citation_whose_article_is_gone_or_changed_is_lost() -> None:
    lost = (Lost(2, OBSERVATORY.title, "Sky Letter", date(2019, 8, 14)),)
    changed = replace(OBSERVATORY, text="New words. " + OBSERVATORY.text)
    for known in (find(AIR_STRIKES), find(AIR_STRIKES, changed)):
        answer, missing = from_record(to_record(ANSWER), known.get)
        assert missing == lost
        assert answer is not None
        assert answer.citations == (FIRST,)
        assert answer.said == f"{FIRST.quote} [1]"
        assert answer.direct is None


def test_an_answer_without_its_citations_is_none_and_a_refusal_remains() -> None:
    answer, lost = from_record(to_record(ANSWER), find(LIGHTHOUSE).get)
    assert (answer, [each.n for each in lost]) == (None, [1, 2])
    assert from_record(to_record(REFUSAL), find(LIGHTHOUSE).get) == (replace(REFUSAL, nearest=()), ())


@given(st.text(min_size=1), st.data())
def test_whatever_is_quoted_is_a_slice_of_what_the_article_says_now(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    cited = Citation(Article("a", "A", text), Span(start, data.draw(st.integers(start + 1, len(text)))), 1)
    answer = Answer("q", "q", 0.5, "test", f"{' '.join(cited.quote.split())} [1]", citations=(cited,))
    now = Article("a", "A", data.draw(st.one_of(st.just(text), st.text(min_size=1))))
    back, lost = from_record(to_record(answer), lambda _: now)
    assert (back is None) == bool(lost) == (now.text != text)
    if back:
        assert back == answer
