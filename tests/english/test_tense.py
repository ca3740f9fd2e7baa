"""Whether a time belongs to what has happened or to what is to come."""

from __future__ import annotations

import pytest
from fakes import span

from qa_bot.english.verbs import Tense, tense_at
from qa_bot.model import Span


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("The council voted on TIME.", "past"),
        ("The council has voted on TIME.", "past"),
        ("The council was to vote on TIME.", ""),
        ("She failed to appear on TIME.", "past"),
        ("A bomb exploded, killing twelve on TIME.", "past"),
        ("On TIME, the mayor, who is 61, resigned.", ""),
        ("On TIME, the mayor resigned.", "past"),
        ("The council will vote on TIME.", "coming"),
        ("She’ll speak on TIME.", "coming"),
        ("A hearing is scheduled for TIME.", "coming"),
        ("The fair opens on TIME.", "coming"),
        ("On TIME, the fair opens, the mayor said.", "coming"),
        ("It failed by 8 starts to 2 on TIME.", "past"),
        ("She wants to speak on TIME.", ""),
        ("She would speak on TIME.", ""),
        ("The best chance of winning that she could have on TIME.", ""),
        ("The next drawing on TIME.", ""),
        ("TIME.", ""),
    ],
)
def test_the_nearest_verb_tells(text: str, tense: Tense) -> None:
    assert tense_at(text, Span(0, len(text)), span(text, "TIME")) == tense
