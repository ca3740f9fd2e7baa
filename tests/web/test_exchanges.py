from __future__ import annotations

import pytest
from fakes import AIR_STRIKES, span

from qa_bot.errors import QuestionError
from qa_bot.model import Answer, Citation, Turn
from qa_bot.web.exchanges import Exchange, Exchanges

FIRST = Citation(AIR_STRIKES, span(AIR_STRIKES.text, "The Pentagon turned the invitation down."), n=1)
SECOND = Citation(AIR_STRIKES, span(AIR_STRIKES.text, "Damascus time"), n=2)
ANSWERED = Exchange("Who?", Answer("Who?", "Who?", 0.9, "test", "The Pentagon [1].", citations=(FIRST, SECOND)))
REFUSED = Exchange("When?", Answer("When?", "When?", 0.1, "test", reason="no_match", nearest=(SECOND,)))
FAILED = Exchange("", error=QuestionError("the question is empty"))
TALK = Exchanges((ANSWERED, FAILED, REFUSED))


def test_a_follow_up_leans_on_what_was_answered_or_refused_but_not_on_errors() -> None:
    first = Turn("Who?", "The Pentagon [1].", "Who?", citations=(FIRST, SECOND))
    assert TALK.turns() == (first, Turn("When?", "", "When?", reason="no_match"))


def test_a_citation_is_found_with_all_that_stand_beside_it() -> None:
    assert TALK.cited(0, SECOND.id) == (SECOND, (FIRST, SECOND))
    assert TALK.cited(2, SECOND.id) == (SECOND, (SECOND,))


@pytest.mark.parametrize(
    ("exchange", "citation"),
    [(1, FIRST.id), (2, FIRST.id), (3, FIRST.id), (-1, FIRST.id), ("0", FIRST.id), (0, ""), (0, None)],
)
def test_what_a_page_may_not_know_is_not_found(exchange: object, citation: object) -> None:
    assert TALK.cited(exchange, citation) is None


def test_a_question_of_100000_characters_is_shown_shortened() -> None:
    assert len(Exchange("why " * 25_000).shown_question) < 500
