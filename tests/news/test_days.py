"""Words for times in a quotation are read from the day on which its article was written, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from fakes import make_article, span, texts
from hypothesis import given
from hypothesis import strategies as st
from made import cite

from qa_bot.model import Article, Span
from qa_bot.news.days import dated, tells_later, told_times, written_on

THURSDAY = date(2022, 8, 4)


def told(text: str, published: date | None = THURSDAY) -> dict[str, tuple[date, date]]:
    """Return the times without a year that a text names, by their words."""
    article = replace(make_article(text, "a"), published=published)
    times = told_times(article, Span(0, len(text)))
    return {each.span.of(text): (each.first, each.last) for each in times if not each.stated}


def august(first: int, last: int | None = None) -> tuple[date, date]:
    return date(2022, 8, first), date(2022, 8, last or first)


@pytest.mark.parametrize(
    ("text", "words", "meant"),
    [
        ("The council passed the bill on Tuesday.", "Tuesday", august(2)),
        ("The council passed the bill Monday night, 5 to 2.", "Monday", august(1)),
        ("On Friday, the council passed the bill.", "Friday", (date(2022, 7, 29), date(2022, 7, 29))),
        ("The harbour was closed on Thursday.", "Thursday", august(4)),
        ("Tuesday's vote was close.", "Tuesday", august(2)),
        ("The council will vote on Tuesday.", "Tuesday", august(9)),
        ("The vote is scheduled for Tuesday.", "Tuesday", august(9)),
        ("The fair opens on Saturday.", "Saturday", august(6)),
        ("The council rejected it by 8 votes to 2 on Tuesday.", "Tuesday", august(2)),
        ("The court is expected to rule next Monday.", "next Monday", august(8)),
        ("The ferry sank last Friday.", "Friday", (date(2022, 7, 29), date(2022, 7, 29))),
        ("The mayor resigned yesterday.", "yesterday", august(3)),
        ("The mayor will resign tomorrow.", "tomorrow", august(5)),
        ("The mayor resigned earlier this month.", "this month", august(1, 31)),
        ("Prices rose last week.", "last week", (date(2022, 7, 25), date(2022, 7, 31))),
        ("The bridge closed two months ago.", "two months ago", (date(2022, 6, 1), date(2022, 6, 30))),
        ("She was elected on July 29 in a run-off.", "July 29", (date(2022, 7, 29), date(2022, 7, 29))),
        ("She was elected on 19 July.", "19 July", (date(2022, 7, 19), date(2022, 7, 19))),
        ("She was elected in November.", "in November", (date(2021, 11, 1), date(2021, 11, 30))),
        ("She will retire in November.", "in November", (date(2022, 11, 1), date(2022, 11, 30))),
        ("The fire began on Wednesday, July 20, officials said.", "July 20", (date(2022, 7, 20), date(2022, 7, 20))),
    ],
)
def test_words_for_a_time_mean_days(text: str, words: str, meant: tuple[date, date]) -> None:
    assert told(text).get(words) == meant


@pytest.mark.parametrize(
    "text",
    [
        "He said: “We voted on Tuesday and again yesterday.”",
        "The council meets every Tuesday.",
        "She died on a Tuesday.",
        "The fair was held on the second Tuesday of the term.",
        "Shops were full on Black Friday.",
        "He wrote for the Sunday Times.",
        "The museum was open Monday to Friday.",
        "The rebels had until Friday.",
        "Tuesday may decide it.",
        "The bill was drafted before Tuesday.",
        "The ferry sank last Wednesday.",
        "The council is to vote next Friday; the mayor agreed.",
        "In 2016, she was attacked on Tuesday.",
        "She had proposed it in May 2018, but the council rejected it by 8 votes to 2 on 15 November.",
        "In August 2019 they met. The plan was dropped in December.",
        "It happened about two years ago.",
        "Much changed over the past three years.",
        "A reader of USA TODAY wrote in.",
        "He was born on 29 February.",
    ],
)
def test_what_may_mean_other_days_means_none(text: str) -> None:
    assert told(text) == {}


def test_a_day_of_another_year_is_not_taken_for_one_of_this() -> None:
    assert told("Last year the fair was held on 29 July.") == {"Last year": (date(2021, 1, 1), date(2021, 12, 31))}


def test_nothing_is_read_without_a_day_of_publication() -> None:
    assert told("The council passed the bill on Tuesday.", None) == {}


def test_the_day_of_a_dateline_comes_before_that_of_publication() -> None:
    text = "VELL, Aug. 1 (Wire) - The council passed the bill on Tuesday."
    article = replace(make_article(text, "a"), published=THURSDAY)
    assert written_on(article) == date(2022, 8, 1)
    assert told(text)["Tuesday"] == (date(2022, 7, 26), date(2022, 7, 26))
    assert written_on(replace(article, published=date(2022, 12, 1))) == date(2022, 12, 1)


def test_what_was_told_when_is_not_when_it_was_said() -> None:
    text = "Mayor Lund said on Wednesday that the bridge had collapsed on Monday."
    article = replace(make_article(text, "a"), published=THURSDAY)
    main = [each.span.of(text) for each in told_times(article, Span(0, len(text))) if each.main]
    assert main == ["Monday"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("On Aug. 9, the council passed the bill.", "Aug. 9"),
        ("The two towns were joined on 12 August 2022 by the lake.", "12 August 2022"),
        ("Updated Aug. 6, 2022, with the mayor's answer.", "Aug. 6, 2022"),
    ],
)
def test_an_article_that_tells_of_what_came_after_its_date_is_found(text: str, words: str) -> None:
    later = tells_later(replace(make_article(f"First.\n\n{text} It rained.", "a"), published=THURSDAY))
    assert later is not None
    assert later.span == span(f"First.\n\n{text}", words)


@pytest.mark.parametrize(
    "text",
    [
        "The council will vote on Aug. 9.",
        "A hearing was scheduled on Aug. 9.",
        "On Aug. 9, the council is due to vote.",
        "Last year's fair was held on Aug. 9.",
        "The towers fell on Sept. 11.",
        "The fire started on Aug. 5.",
        "She was born on 9 August 1960.",
    ],
)
def test_what_is_planned_or_of_another_year_is_not_later(text: str) -> None:
    assert tells_later(replace(make_article(text, "a"), published=THURSDAY)) is None


def test_in_an_article_of_uncertain_date_only_what_states_its_year_is_read() -> None:
    text = "It passed on Tuesday. On Aug. 9, the mayor signed it. It was drafted in May 2021."
    citation = dated(cite(replace(make_article(text, "a"), published=THURSDAY), text))
    assert [each.span.of(text) for each in citation.times] == ["May 2021"]
    assert citation.later is not None


@given(st.one_of(texts(most=30), st.text()), st.none() | st.dates(), st.data())
def test_every_time_stands_in_its_sentence_and_that_in_the_piece(
    text: str, published: date | None, data: st.DataObject
) -> None:
    text = f"{text} It closed on Tuesday, 2 May, last week."
    start = data.draw(st.integers(0, len(text) - 1))
    piece = Span(start, len(text))
    article = Article("a", "Title", text, published)
    for each in told_times(article, piece):
        assert piece.holds(each.sentence)
        assert each.sentence.holds(each.span)
        assert each.first <= each.last
    tells_later(article)


@given(st.dates(date(2000, 1, 10), date(2030, 1, 1)), st.sampled_from(["Monday", "Friday", "Sunday"]))
def test_a_weekday_that_has_been_lies_in_the_week_up_to_publication(published: date, name: str) -> None:
    ((first, last),) = told(f"The bill was passed on {name}.", published).values()
    assert first == last
    assert first.strftime("%A") == name
    assert timedelta() <= published - first < timedelta(days=7)
