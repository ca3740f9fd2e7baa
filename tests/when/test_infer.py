"""Which time a question asks about."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from fakes import texts
from hypothesis import example, given
from hypothesis import strategies as st

from qa_bot.when import TimeFrame, infer_time
from qa_bot.when.infer import Kind

TODAY = date(2016, 6, 15)
"""A Wednesday."""

EVENTS = {
    "What happened in Aleppo in June 2016?": ("2016-06-01", "2016-06-30", "in June 2016"),
    "what happened in aleppo in june 2016": ("2016-06-01", "2016-06-30", "in june 2016"),
    "What happened on 15 June 2016?": ("2016-06-15", "2016-06-15", "on 15 June 2016"),
    "Who spoke on June 15th, 2016 in Geneva?": ("2016-06-15", "2016-06-15", "on June 15th, 2016"),
    "Who spoke on the evening of the 3rd of May 2016?": ("2016-05-03", "2016-05-03", None),
    "Who spoke on 2016-06-15?": ("2016-06-15", "2016-06-15", "on 2016-06-15"),
    "Who spoke on 15/06/2016?": ("2016-06-15", "2016-06-15", "on 15/06/2016"),
    "truce 2016-06-15 aleppo": ("2016-06-15", "2016-06-15", "2016-06-15"),
    "aleppo truce Sept. 2016": ("2016-09-01", "2016-09-30", "Sept. 2016"),
    "In 1066 who was king?": ("1066-01-01", "1066-12-31", "In 1066"),
    "Who won in 2016, and by how much?": ("2016-01-01", "2016-12-31", "in 2016"),
    "Who ruled between 2014 and 2016 in Syria?": ("2014-01-01", "2016-12-31", "between 2014 and 2016"),
    "Who ruled from 2014 to 2016?": ("2014-01-01", "2016-12-31", "from 2014 to 2016"),
    "Who ruled in 2014-2016?": ("2014-01-01", "2016-12-31", "in 2014-2016"),
    "Who led from 3 to 5 May 2016?": ("2016-05-03", "2016-05-05", "from 3 to 5 May 2016"),
    "Who led between 28 April and 5 May 2016?": ("2016-04-28", "2016-05-05", None),
    "Who led between May and July 2016?": ("2016-05-01", "2016-07-31", None),
    "Who led between June 2015 and 3 May 2016?": ("2015-06-01", "2016-05-03", None),
    "What changed since March 2016?": ("2016-03-01", None, "since March 2016"),
    "Who led from 2014 on?": ("2014-01-01", None, "from 2014 on"),
    "Who led after 3 May 2016?": ("2016-05-04", None, "after 3 May 2016"),
    "Who led before May 2016?": (None, "2016-04-30", "before May 2016"),
    "Who led until 2015?": (None, "2015-12-31", "until 2015"),
    "What was agreed by June 2016?": (None, "2016-06-30", "by June 2016"),
    "What was agreed before the end of 2015?": (None, "2015-12-31", "before the end of 2015"),
    "Who led since 2014 and until 2016?": ("2014-01-01", "2016-12-31", "since 2014, until 2016"),
    "Why was it shut in the summer of 2016?": ("2016-06-01", "2016-08-31", "in the summer of 2016"),
    "Who led in the winter of 2016?": ("2016-12-01", "2017-02-28", None),
    "What happened in early 2016?": ("2016-01-01", "2016-04-30", "in early 2016"),
    "What happened in mid-2016?": ("2016-05-01", "2016-08-31", "in mid-2016"),
    "What happened at the end of May 2016?": ("2016-05-21", "2016-05-31", "at the end of May 2016"),
    "What happened in Q2 2016?": ("2016-04-01", "2016-06-30", "in Q2 2016"),
    "What happened in the last quarter of 2016?": ("2016-10-01", "2016-12-31", None),
    "What happened in the first half of 2016?": ("2016-01-01", "2016-06-30", None),
    "What was built in the 1990s?": ("1990-01-01", "1999-12-31", "in the 1990s"),
    "What was built in the 19th century?": ("1801-01-01", "1900-12-31", "in the 19th century"),
    "Compare the signal seen in 2015 with the one seen in 2017": ("2015-01-01", "2017-12-31", "in 2015, in 2017"),
}
RECENT = {
    "What happened today?": ("2016-06-15", "2016-06-15", "today"),
    "What happened yesterday?": ("2016-06-14", "2016-06-14", "yesterday"),
    "What happened the day before yesterday?": ("2016-06-13", "2016-06-13", "the day before yesterday"),
    "What happened last night?": ("2016-06-14", "2016-06-15", "last night"),
    "What happened this week in Syria?": ("2016-06-13", "2016-06-19", "this week"),
    "What happened last week?": ("2016-06-06", "2016-06-12", "last week"),
    "What happened last weekend?": ("2016-06-11", "2016-06-12", "last weekend"),
    "What were the main events of last week?": ("2016-06-06", "2016-06-12", "of last week"),
    "What happened in the last week?": ("2016-06-08", "2016-06-15", "in the last week"),
    "What happened in the past three days?": ("2016-06-12", "2016-06-15", "in the past three days"),
    "What happened over the last 2 months?": ("2016-04-15", "2016-06-15", "over the last 2 months"),
    "What happened three days ago?": ("2016-06-12", "2016-06-12", "three days ago"),
    "What happened two weeks ago?": ("2016-05-30", "2016-06-05", "two weeks ago"),
    "What happened a month ago?": ("2016-05-01", "2016-05-31", "a month ago"),
    "What happened last month?": ("2016-05-01", "2016-05-31", "last month"),
    "What happened this year?": ("2016-01-01", "2016-12-31", "this year"),
    "Who won last year?": ("2015-01-01", "2015-12-31", "last year"),
    "Who won in June last year?": ("2015-06-01", "2015-06-30", "in June last year"),
    "Who won last June?": ("2015-06-01", "2015-06-30", "last June"),
    "Who won last summer?": ("2015-06-01", "2015-08-31", "last summer"),
    "What did he say last Monday?": ("2016-06-13", "2016-06-13", "last Monday"),
    "What did he say last Wednesday?": ("2016-06-08", "2016-06-08", "last Wednesday"),
    "What has happened since last week?": ("2016-06-06", None, "since last week"),
}
PUBLISHED = {
    "What was reported in June 2016?": ("2016-06-01", "2016-06-30", "in June 2016"),
    "What was reported about Aleppo in June 2016?": ("2016-06-01", "2016-06-30", "in June 2016"),
    "What do articles from 2016 say of Aleppo?": ("2016-01-01", "2016-12-31", "from 2016"),
    "What is the news of 3 May 2016?": ("2016-05-03", "2016-05-03", "of 3 May 2016"),
    "What is in the news today?": ("2016-06-15", "2016-06-15", "today"),
}
NONE = [
    "",
    "Who proposed joint air strikes?",
    "Who signed the 2015 air-safety memorandum?",
    "Which place was most in favour in the 2016 vote?",
    "Which resolution backed the truce of February 2016?",
    "Who is president today?",
    "Who is today's president?",
    "How much money is still short for this year?",
    "Was it warmer than last year?",
    "What was last year's budget?",
    "What was said in the last year of the war?",
    "What is planned for next week?",
    "May you castle in chess?",
    "Who was appointed in June?",
    "Who spoke on 3/4/2016?",
    "Who spoke on 30 February 2016?",
    "Did between 1000 and 2000 people die?",
    "Did it fall by 1200 metres?",
    "Who ruled in 1200 BC?",
    "What happened 66 million years ago?",
    "What does 2016 mean?",
    "Which article was added after 2016 and before 2015?",
]


def shown(frame: TimeFrame | None) -> tuple[str | None, str | None, str, Kind] | None:
    if frame is None:
        return None
    start, end = frame.period.start, frame.period.end
    return (start.isoformat() if start else None, end.isoformat() if end else None, frame.words, frame.kind)


@pytest.mark.parametrize(
    ("question", "expected", "kind"),
    [
        (question, expected, kind)
        for kind, asked in (("event", EVENTS), ("recent", RECENT), ("published", PUBLISHED))
        for question, expected in asked.items()
    ],
)
def test_a_time_is_inferred_with_the_words_that_say_so(
    question: str, expected: tuple[str | None, str | None, str | None], kind: Kind
) -> None:
    found = shown(infer_time(question, TODAY))
    assert found is not None
    words = found[2] if expected[2] is None else expected[2]
    assert found == (expected[0], expected[1], words, kind)


@pytest.mark.parametrize("question", NONE)
def test_what_does_not_clearly_name_a_time_is_left_alone(question: str) -> None:
    assert infer_time(question, TODAY) is None


@given(
    st.dates(date(1000, 1, 1), date(2199, 12, 31)),
    st.sampled_from(["{d} {m} {y}", "{m} {d}, {y}", "the {d}th of {m} {y}"]),
)
def test_a_day_that_is_written_is_read_back(day: date, form: str) -> None:
    written = form.format(d=day.day, m=f"{day:%B}", y=day.year)
    for text in (written, written.lower(), day.isoformat()):
        frame = infer_time(f"What happened on {text}?", TODAY)
        assert frame
        assert (frame.period.start, frame.period.end) == (day, day)


@given(st.integers(1000, 2199), st.integers(1, 12), st.sampled_from(["%B", "%b"]))
def test_a_month_or_year_that_is_written_is_read_back(year: int, month: int, form: str) -> None:
    first = date(year, month, 1)
    frame = infer_time(f"Who led in {first.strftime(form)} {year}?", TODAY)
    assert frame
    assert frame.period.start == first
    assert frame.period.end
    assert (frame.period.end + timedelta(days=1)).day == 1
    assert (frame.period.end - first).days <= 30
    frame = infer_time(f"Who led in {year}?", TODAY)
    assert frame
    assert (frame.period.start, frame.period.end) == (date(year, 1, 1), date(year, 12, 31))


@given(st.sampled_from(sorted(RECENT)), st.dates(date(3, 1, 1)))
@example("What happened last weekend?", date(2024, 2, 29))
def test_a_time_that_counts_from_today_has_begun_by_then(question: str, today: date) -> None:
    frame = infer_time(question, today)
    if frame:  # none at the end of the calendar
        assert frame.period.start
        assert frame.period.start <= today


FRAGMENTS = (
    "in since after before until by between and from to of the last this past week month year June May 3 15 31 2016"
    " 2014 1990s 19th century early mid- end summer Q2 ago two days yesterday today Monday - , ? 2016-02-30 9999 0000"
)


@given(
    st.one_of(st.lists(st.sampled_from(FRAGMENTS.split()), max_size=12).map(" ".join), texts(most=30), st.text()),
    st.dates(),
)
def test_no_text_trips_it_and_no_period_ends_before_it_starts(question: str, today: date) -> None:
    frame = infer_time(question, today)
    if frame:
        start, end = frame.period.start, frame.period.end
        assert start or end
        assert not (start and end) or start <= end
        assert frame.words
        assert all(phrase in question for phrase in frame.phrases)
        assert frame.asked_of_its_articles(question).strip()


def test_the_same_day_gives_the_same_time() -> None:
    assert infer_time("What happened last week?", TODAY) == infer_time("What happened last week?", TODAY)
    assert infer_time("What happened last week?", TODAY) != infer_time("What happened last week?", date(2016, 6, 22))


def test_words_that_count_from_today_are_not_looked_for_in_articles() -> None:
    question = "What did Lind say last week?"
    frame = infer_time(question, TODAY)
    assert frame
    assert frame.asked_of_its_articles(question) == "What did Lind say ?"
    dated = "What did Lind say in June 2016?"
    frame = infer_time(dated, TODAY)
    assert frame
    assert frame.asked_of_its_articles(dated) == dated
