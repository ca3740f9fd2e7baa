"""Times that a question names: what they restrict, what they let through, and what is said of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from fakes import HashingEmbedder, make_article

from qa_bot import Answer, Article, QABot, Settings, Turn
from qa_bot.errors import QuestionError
from qa_bot.model import Filters
from qa_bot.show.words import refusal, scope

pytestmark = pytest.mark.slow

MARCH = make_article(
    "The bridge of Vell was closed on 3 March after a crack was found.", "march", published="2016-03-05", source="Wire"
)
JUNE = make_article(
    "The bridge of Vell was opened again on Tuesday. The mayor of Vell thanked the engineers for the bridge.",
    "june",
    published="2016-06-15",
    source="Wire",
)
LATER = make_article(
    "The bridge of Vell is painted blue. In June 2016 the bridge of Vell was opened by the mayor, Ida Storm.",
    "later",
    published="2019-01-20",
    source="Island Post",
)
OTHER = make_article(
    "The harbour of Vell was dredged, and the ferries call at the harbour again.", "other", published="2018-08-01"
)
QUESTION = "Who opened the bridge of Vell?"


@pytest.fixture
def bridges(bot: QABot) -> QABot:
    bot.add(MARCH, JUNE, LATER, OTHER)
    return bot


def quoted(answer: Answer) -> set[str]:
    return {citation.article.id for citation in answer.citations}


def asked(when: str) -> str:
    return f"{QUESTION[:-1]} {when}?"


def test_articles_of_a_named_time_answer_and_passages_that_name_it(bridges: QABot) -> None:
    answer = bridges.ask(asked("in June 2016"))
    assert quoted(answer) <= {"june", "later"}
    assert answer.filters == Filters(date(2016, 6, 1), date(2016, 6, 30), inferred="in June 2016", or_named=True)
    assert quoted(bridges.ask(asked("in March 2016"))) == {"march"}


def test_inference_can_be_switched_off(bridges: QABot) -> None:
    answer = bridges.ask(asked("in March 2016"), infer_dates=False)
    assert answer.filters == Filters()
    assert quoted(answer) != {"march"}


def test_days_that_are_given_win_over_the_question(bridges: QABot) -> None:
    answer = bridges.ask(asked("in March 2016"), after="2019-01-01")
    assert answer.filters == Filters(after=date(2019, 1, 1))
    assert quoted(answer) == {"later"}


def test_a_source_that_is_given_restricts_beside_the_question(bridges: QABot) -> None:
    answer = bridges.ask(asked("in June 2016"), source="Wire")
    assert quoted(answer) == {"june"}
    assert (answer.filters.source, answer.filters.inferred) == ("Wire", "in June 2016")


def test_last_week_counts_from_the_given_day(bridges: QABot) -> None:
    answer = bridges.ask(asked("last week"), today="2016-06-22")
    assert quoted(answer) == {"june"}
    assert (answer.filters.after, answer.filters.before) == (date(2016, 6, 13), date(2016, 6, 19))
    assert bridges.ask(asked("last week"), today=date(2016, 6, 22)).filters == answer.filters
    assert bridges.ask(asked("last week"), today="2016-07-22").reason == "outside_dates"


def test_articles_of_a_time_are_only_those_published_then(bridges: QABot) -> None:
    answer = bridges.ask("Which articles from June 2016 say who opened the bridge of Vell?")
    assert quoted(answer) == {"june"}
    assert not answer.filters.or_named


def test_what_happened_then_may_be_told_later(folder: Path) -> None:
    """The articles of the time itself are too far from the question, one that was published afterwards is not."""
    with QABot.open(folder, embedder=HashingEmbedder(), settings=Settings.load(threshold=0.45)) as bot:
        bot.add(
            OTHER, make_article("The tower of Orm was built by the engineer Staal.", "tower", published="2019-03-01")
        )
        answer = bot.ask("Who was the engineer who built the tower of Orm in August 2018?")
        assert quoted(answer) == {"tower"}
        assert answer.filters == Filters(after=date(2018, 8, 1), inferred="in August 2018", or_named=True)


def test_what_happened_then_is_not_told_before(bridges: QABot) -> None:
    assert "march" not in quoted(bridges.ask(asked("in 2018")))


@pytest.mark.parametrize("when", ["in 1890", "in September 2017", "on 4 May 2016", "since 2020"])
def test_a_time_that_no_article_is_from_or_names_is_refused(bridges: QABot, when: str) -> None:
    answer = bridges.ask(asked(when))
    assert (answer.reason, answer.nearest) == ("outside_dates", ())
    assert answer.covered == (date(2016, 3, 5), date(2019, 1, 20))
    assert answer.filters.inferred == when
    assert refusal(answer).endswith("The articles are from 5 March 2016 to 20 January 2019.")


@pytest.mark.parametrize("when", ["in 1890", "last week", "on 4 May 2016", "before 1800"])
def test_without_any_dates_no_time_is_outside(bot: QABot, when: str) -> None:
    bot.add(make_article("The bridge of Vell was opened by the mayor.", "undated"))
    answer = bot.ask(asked(when))
    assert quoted(answer) == {"undated"}
    assert answer.filters == Filters()


def test_an_article_without_a_date_may_be_from_any_time(bridges: QABot) -> None:
    bridges.add(make_article("The bridge of Vell was opened by Queen Maud.", "undated"))
    assert quoted(bridges.ask(asked("in 1890"))) == {"undated"}
    assert bridges.ask(asked("last week"), today="2016-08-01").reason == "outside_dates"


def test_a_follow_up_keeps_the_time_it_leans_on(bridges: QABot) -> None:
    answer = bridges.ask("And who thanked the engineers?", history=[Turn("What happened in Vell in June 2016?")])
    assert answer.filters.inferred == "in June 2016"
    answer = bridges.ask("And in March 2016?", history=[Turn("What happened in Vell in June 2016?")])
    assert answer.filters.inferred == "in March 2016"


def test_an_answer_is_no_surer_for_naming_a_time(folder: Path) -> None:
    """Among few sentences the best stands out more, which makes it no truer."""
    rest = " ".join(f"Of the weather number {n} little is known." for n in range(12))
    alone = make_article(f"The bridge of Vell was opened by the mayor. {rest}", "alone", published="2016-06-10")
    rivals = [
        make_article(f"The bridge of Vell was opened by {name}.", name, published="2017-01-01")
        for name in "abcdefghijklmnop"
    ]
    with QABot.open(folder, embedder=HashingEmbedder(), settings=Settings.load(threshold=0)) as bot:
        bot.add(alone, *rivals)
        answer = bot.ask(asked("in June 2016"))
        assert quoted(answer) == {"alone"}
        assert answer.confidence <= bot.ask(asked("in June 2016"), infer_dates=False).confidence
        assert answer.confidence <= bot.ask(asked("in June 2016"), before="2016-06-30").confidence


def test_a_today_that_is_no_day_is_refused(bridges: QABot) -> None:
    with pytest.raises(QuestionError, match=r"^'soon' is not a day; write it as 2016-06-15$"):
        bridges.ask(QUESTION, today="soon")


def test_a_filter_that_leaves_nothing_is_named(bridges: QABot) -> None:
    def refused(**filters: str) -> str:
        answer = bridges.ask(QUESTION, **filters)  # type: ignore[arg-type]
        assert (answer.reason, answer.citations) == ("outside_dates", ())
        return refusal(answer)

    everything = "The articles are from 5 March 2016 to 20 January 2019."
    assert refused(after="2020-01-01") == f"No article is from 1 January 2020 or later. {everything}"
    assert refused(before="2015-12-31") == f"No article is from 31 December 2015 or earlier. {everything}"
    assert refused(after="2016-07-01", before="2016-07-31") == f"No article is from July 2016. {everything}"
    assert (
        refused(after="2018-01-01", source="wire")
        == "No article of wire is from 1 January 2018 or later. Those of wire are from 5 March to 15 June 2016."
    )


def test_filters_by_day_on_articles_without_dates_say_so(bot: QABot) -> None:
    bot.add(make_article("The bridge of Vell was opened by the mayor.", "undated"))
    answer = bot.ask(QUESTION, after="2020-01-01")
    assert (answer.reason, answer.covered) == ("outside_dates", None)
    assert refusal(answer) == "No article is from 1 January 2020 or later. The articles have no dates."


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        (Filters(), ""),
        (Filters(after=date(2016, 6, 1)), "Only articles from 1 June 2016 or later."),
        (
            Filters(date(2016, 6, 1), date(2016, 6, 30), inferred="in June 2016", or_named=True),
            "Only articles from June 2016, or what names that time (“in June 2016” in your question).",
        ),
        (
            Filters(date(2016, 6, 6), date(2016, 6, 12), inferred="last week"),
            "Only articles from 6 to 12 June 2016 (“last week” in your question).",
        ),
        (
            Filters(date(2016, 6, 15), date(2016, 6, 15), inferred="today"),
            "Only articles from 15 June 2016 (“today” in your question).",
        ),
        (
            Filters(date(2014, 1, 1), date(2016, 12, 31), inferred="from 2014 to 2016"),
            "Only articles from 2014 to 2016 (“from 2014 to 2016” in your question).",
        ),
        (
            Filters(date(2016, 2, 28), date(2016, 3, 5), inferred="last week"),
            "Only articles from 28 February to 5 March 2016 (“last week” in your question).",
        ),
        (Filters(inferred="before May 2016"), "Articles of any date (“before May 2016” in your question)."),
    ],
)
def test_an_inferred_filter_is_a_short_line(filters: Filters, shown: str) -> None:
    assert scope(filters) == shown


def test_whether_a_time_is_named_is_looked_up_in_the_index(bridges: QABot) -> None:
    def refused(when: str, *articles: Article) -> bool:
        bridges.add(*articles)
        return bridges.ask(asked(when)).reason == "outside_dates"

    assert refused("in September 2017")
    assert not refused("in September 2017", make_article("Of Sept 2017 much is told.", "told", published="2020-01-01"))
