"""Copies of a passage leave room for what others say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from fakes import HashingEmbedder, make_article, texts
from hypothesis import given
from hypothesis import strategies as st

from qa_bot import QABot
from qa_bot.library.protocols import Stored
from qa_bot.model import Passage, Span
from qa_bot.models import Encoded
from qa_bot.retrieve.search import Ranked, without_echoes

WIRE = "The ferry from Vell ran onto rocks on Monday. Its rudder had failed in the strong current off the old pier."
OWN = "Divers say that the ferry had a crack in its rudder for weeks. The owner knew of it."


def ranked(n: int, name: str, text: str) -> Ranked:
    span, nothing = Span(0, len(text)), np.zeros((1, 1), dtype=np.float32)
    passage = Passage(make_article(text, name), span, (span,))
    return Ranked(Stored(n, passage, Encoded(nothing[0], nothing)), -float(n), {})


def left(*passages: tuple[str, str]) -> list[int]:
    """Return which passages are left, each given by its article and its text."""
    return [each.stored.id for each in without_echoes(ranked(n, *each) for n, each in enumerate(passages))]


def test_what_another_article_has_said_before_is_left_out() -> None:
    assert left(("a", WIRE), ("b", WIRE), ("c", OWN), ("d", WIRE.upper())) == [0, 2]


def test_a_piece_of_what_was_said_is_left_out_and_what_says_more_is_not() -> None:
    first, _, second = WIRE.partition(". ")
    assert left(("a", WIRE), ("b", second)) == [0]
    assert left(("a", first), ("b", WIRE)) == [0, 1]


def test_another_number_and_a_denial_are_not_left_out() -> None:
    long = f"{WIRE} {OWN} " + " ".join(f"Sentence {word} of the report." for word in ["one", "two", "three", "four"])
    toll = f"{long} The dead were 41."
    assert left(("a", toll), ("b", toll.replace("41", "43"))) == [0, 1]
    assert left(("a", toll), ("b", toll.replace("knew of", "never knew of"))) == [0, 1]


def test_an_article_may_repeat_itself() -> None:
    assert left(("a", WIRE), ("a", WIRE)) == [0, 1]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.one_of(texts(most=12), st.text(min_size=1))), min_size=1))
def test_the_best_is_left_and_the_others_keep_their_order(passages: list[tuple[str, str]]) -> None:
    kept = left(*[(name, text or "x") for name, text in passages])
    assert kept[0] == 0
    assert kept == sorted(set(kept))


def test_copies_in_many_papers_do_not_crowd_out_what_another_says(folder: Path) -> None:
    with QABot.open(folder, embedder=HashingEmbedder()) as bot:
        bot.add(*(make_article(WIRE, f"wire-{n}", title="Ferry") for n in range(40)), make_article(OWN, "own"))
        found = [each.passage.article.id for each in bot.search("Why did the rudder of the ferry fail?", k=2)]
    assert "own" in found
    assert len(found) == 2
