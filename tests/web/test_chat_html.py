from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from fakes import OBSERVATORY, span

from qa_bot.ask import Ask
from qa_bot.history import Exchange, Feedback, KeptConversation, Lost, Summary
from qa_bot.library import About, Listed, Listing
from qa_bot.model import Answer, Article, Citation, Filters, Span
from qa_bot.web import articles, chat_html, page_html
from qa_bot.web.adding import Item
from qa_bot.web.chat_html import chips, history
from qa_bot.web.suggestions import Example

HOSTILE = """<img src=x onerror='hit()'><script>hit()</script>" onclick="hit()"""
ARTICLE = Article(HOSTILE, HOSTILE, HOSTILE, source=HOSTILE, path=f"/x/{HOSTILE}", url=f"https://x.test/{HOSTILE}")
CITED = Citation(ARTICLE, Span(0, len(HOSTILE)), 1)
FILTERS = Filters(date(2016, 1, 1), None, HOSTILE, HOSTILE, True)
ANSWER = Answer(HOSTILE, HOSTILE + "?", 0.9, "test", HOSTILE, citations=(CITED,), filters=FILTERS)
ATTACKED = Exchange(HOSTILE, HOSTILE, Ask(HOSTILE), "answered", ANSWER, followups=(HOSTILE,))
LATE = datetime(2026, 11, 26, 12, tzinfo=UTC)

GOOD = Citation(OBSERVATORY, span(OBSERVATORY.text, "The previous record, 640 meteors"), 1)
ANSWERED = Exchange(
    "x1", "c1", Ask("How many?"), "answered", Answer("How many?", "How many?", 0.9, "test", citations=(GOOD,))
)


def shown(*exchanges: Exchange, partial: Answer | None = None) -> str:
    return chat_html.conversation(KeptConversation("c1", "Title", exchanges), lambda _: partial, lambda _: 32)


@pytest.mark.parametrize(
    "html",
    [
        chat_html.conversation(KeptConversation(HOSTILE, HOSTILE, (ATTACKED,)), lambda _: None, lambda _: 1),
        shown(replace(ATTACKED, state="failed", problem=HOSTILE)),
        shown(replace(ATTACKED, feedback=Feedback(False, None, HOSTILE))),
        shown(replace(ATTACKED, answer=None, lost=(Lost(1, HOSTILE, HOSTILE, None),))),
        shown(replace(ATTACKED, state="asked"), partial=ANSWER),
        chat_html.welcome(1, [Example(HOSTILE, ARTICLE)]),
        chat_html.gone(HOSTILE),
        page_html.cited(ATTACKED, CITED),
        page_html.article_opened(ARTICLE),
        history([Summary(HOSTILE, HOSTILE, LATE)], HOSTILE),
        page_html.composer([HOSTILE]),
        page_html.settings(HOSTILE, 1),
        articles.tools_html([HOSTILE]),
        articles.listing_html(
            Listing((Listed(HOSTILE, HOSTILE, None, HOSTILE, (HOSTILE,), HOSTILE, ("title",)),), 1), 1, HOSTILE, HOSTILE
        ),
        articles.additions_html([Item(HOSTILE, "failed", HOSTILE, (HOSTILE,))], is_busy=True),
        articles.removed_html(HOSTILE, HOSTILE),
        articles.about_html(About(1, 1, HOSTILE, LATE, 1), HOSTILE),
    ],
)
def test_strings_from_outside_are_escaped(html: str) -> None:
    assert "hit()" in html
    assert "<img" not in html
    assert "<script" not in html
    assert '" onclick' not in html


def test_while_an_answer_is_looked_for_it_is_said() -> None:
    html = shown(Exchange("x1", "c1", Ask("Who?"), "asked"))
    assert '<p class="qa-pending">Searching 32 articles …</p>' in html
    assert 'data-state="asked"' in html


def test_what_there_is_of_an_answer_is_shown_without_what_can_be_done_with_it() -> None:
    partial = shown(replace(ANSWERED, state="asked", answer=None), partial=ANSWERED.answer)
    assert GOOD.quote in partial
    assert "qa-actions" not in partial
    assert "qa-actions" in shown(ANSWERED)


def test_what_failed_or_was_stopped_is_a_sentence_with_a_way_to_ask_again() -> None:
    failed = shown(replace(ANSWERED, state="failed", answer=None, problem="the question is empty"))
    assert "The question is empty." in failed
    assert 'data-announce="The question is empty."' in failed
    stopped = shown(replace(ANSWERED, state="stopped", answer=None))
    assert "Stopped before there was an answer." in stopped
    assert failed.count('data-act="retry"') == stopped.count('data-act="retry"') == 1


def test_quotations_of_removed_articles_are_named_without_their_words() -> None:
    lost = Lost(2, "The lighthouse", "Island Post", date(2021, 9, 12))
    html = shown(replace(ANSWERED, lost=(lost,)))
    assert "The lighthouse</cite>, Island Post, 12 September 2021" in html
    gone = shown(replace(ANSWERED, answer=None, lost=(lost,)))
    assert "The articles that answered this are no longer in the library." in gone


def test_an_answer_to_the_question_as_it_stands_has_no_chips() -> None:
    assert ANSWERED.answer
    assert chips(ANSWERED, ANSWERED.answer) == ()
    assert "qa-chips" not in shown(ANSWERED)


def test_chips_say_how_the_question_was_understood() -> None:
    assert ANSWERED.answer
    filters = Filters(date(2016, 6, 1), date(2016, 6, 30), "Sky Letter", "in June 2016", True)
    answer = replace(ANSWERED.answer, standalone_question="How many meteors?", filters=filters)
    html = shown(replace(ANSWERED, answer=answer))
    assert "<b>Understood as</b>" in html
    assert "June 2016, or naming that time (“in June 2016”)" in html
    assert "<b>Source</b>" in html
    assert html.count('data-act="drop-chip"') == 3
    assert 'name="after" value="2016-06-01"' in html


def test_a_time_that_was_not_to_be_understood_can_be_again() -> None:
    asked = replace(ANSWERED, asked=Ask("What was counted in June 2016?", infer_dates=False))
    answer = Answer(asked.asked.question, asked.asked.question, 0.9, "test", citations=(GOOD,))
    assert 'data-chip="infer_dates"' in shown(replace(asked, answer=answer))
    assert chips(replace(asked, asked=Ask("How many?", infer_dates=False)), ANSWERED.answer or answer) == ()


def test_the_source_leads_to_the_quotations_beside_it() -> None:
    second = Citation(OBSERVATORY, span(OBSERVATORY.text, "Ines Halloran"), 2)
    both = replace(ANSWERED, answer=Answer("How many?", "How many?", 0.9, "test", citations=(GOOD, second)))
    html = page_html.cited(both, second)
    assert "Quotation 2 of 2" in html
    assert f'data-step="{GOOD.id}"' in html
    assert html.count("disabled") == 1


def test_chats_stand_under_when_they_were_used() -> None:
    def used(day: int) -> Summary:
        return Summary(f"c{day}", f"Chat {day}", datetime(2026, 11, day, 12).astimezone())

    html = history([used(26), used(25), used(21), used(2)], "c25", today=date(2026, 11, 26))
    headings = [f"<h3>{each}<" for each in ("Today", "Yesterday", "This week", "November 2026")]
    assert [html.index(each) for each in headings] == sorted(html.index(each) for each in headings)
    assert html.count("aria-current") == 1
    assert "Your chats are kept here." in history([])
    assert "No chat holds these words." in history([], search="x")


def test_the_list_says_how_many_there_are_and_what_is_left() -> None:
    listed = Listed("a", "A title", date(2019, 8, 14), None, (), "/x/file.txt", ())
    html = articles.listing_html(Listing((listed,), 7), 32, "title")
    assert "7 of 32 articles" in html
    assert "Show more (6 left)" in html
    assert "file.txt · 14 August 2019" in html
    assert "No articles yet" in articles.listing_html(Listing((), 0), 0)
    assert "No article holds these words" in articles.listing_html(Listing((), 0), 32, "x")


def test_the_report_counts_what_was_added_what_was_there_and_what_failed() -> None:
    items = [
        *[Item(f"{n}.txt", "added", "added") for n in range(4)],
        Item("same.txt", "added", "unchanged"),
        Item("many.jsonl", "added", "3 unchanged"),
        Item("new.jsonl", "added", "1 replaced, 2 unchanged"),
        *[Item(f"{n}.pdf", "failed", "not added") for n in range(4)],
    ]
    assert "<h3>Added: 5, 2 unchanged, 4 failed</h3>" in articles.additions_html(items, is_busy=False)


def test_failures_stand_first_in_the_report_and_say_why() -> None:
    items = [Item("a.txt", "added", "added"), Item("b.pdf", "failed", "not added", ("it is encrypted",))]
    html = articles.additions_html(items, is_busy=False)
    assert html.index("b.pdf") < html.index("a.txt")
    assert "It is encrypted." in html
    assert "Added: 1, 1 failed" in html
    assert articles.additions_html([], is_busy=False) == ""


def test_an_empty_library_explains_how_to_add() -> None:
    assert "There are no articles yet" in chat_html.welcome(0)
    assert 'data-act="samples"' in chat_html.welcome(0)
    assert 'data-act="samples"' not in chat_html.welcome(1)
    assert "qa-bot add PATH_OR_URL" in chat_html.welcome(0)


def test_an_empty_library_has_nothing_to_ask_and_one_without_sources_no_choice_of_them() -> None:
    assert 'placeholder="Add articles first" readonly' in page_html.composer([], is_empty=True)
    without = page_html.composer([])
    assert 'placeholder="Ask the articles" aria-label' in without
    assert "<label hidden>of" in without
    assert 'Filters: dates"' in without
    assert "<label>of" in page_html.composer(["Sky Letter"])
