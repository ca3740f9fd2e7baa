"""A text that was taken over is told from a report of one's own."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fakes import make_article, texts
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import copies as made
from qa_bot.news.copies import are_copies, containment, may_be_copies, runs, sketch

REPORTS = [
    json.loads(line)["reports"]
    for line in (Path(made.__file__).parent / "reports.jsonl").read_text("utf-8").splitlines()
]
ONES, OTHERS = [one for one, _ in REPORTS], [other for _, other in REPORTS]


@pytest.mark.parametrize("change", [made.trimmed, made.reheadlined, made.rewritten], ids=lambda each: each.__name__)
def test_a_changed_copy_is_one_text_with_its_original(change: made.Change) -> None:
    chance = random.Random(1)
    assert all(are_copies(runs(each), runs(change(each, chance, OTHERS))) for each in ONES)


@pytest.mark.parametrize(("one", "other"), REPORTS)
def test_two_reports_of_one_event_that_quote_the_same_words_are_two(one: str, other: str) -> None:
    assert not are_copies(runs(one), runs(other))


def test_what_is_quoted_does_not_count() -> None:
    speech = " ".join(f"we shall mend the bridge number {at} before the winter" for at in range(30))
    assert runs(f"He said: “{speech}.”") == runs("He said:")
    assert len(runs(f"He said: {speech}.")) > 40


def test_a_text_of_a_few_words_is_told_for_no_copy() -> None:
    assert not are_copies(
        runs("It rained in Orn all day and all night."), runs("It rained in Orn all day and all night.")
    )


def test_capitals_and_marks_make_no_difference() -> None:
    assert runs("The Mayor -- of Orn, said nothing.") == runs("the mayor of orn SAID nothing")


def test_articles_that_lie_weeks_apart_are_no_copies() -> None:
    one = replace(make_article("It rained.", "a"), published=date(2016, 5, 1))
    assert may_be_copies(one, replace(one, published=date(2016, 5, 15)))
    assert not may_be_copies(one, replace(one, published=date(2016, 5, 16)))
    assert may_be_copies(one, replace(one, published=None))


@given(st.one_of(texts(most=60), st.text()), st.one_of(texts(most=60), st.text()))
def test_containment_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    a, b = runs(one), runs(other)
    assert 0 <= containment(a, b) == containment(b, a) <= 1
    assert sketch(a & b) == sketch(a) & sketch(b)
    assert sketch(a) <= a
