"""What is quoted stands once on every surface, however its white space is, and is kept nowhere but in its article."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from made import Elements

from qa_bot import Answer, Article, QABot
from qa_bot.history import from_record, to_record
from qa_bot.show.document import answer_html
from qa_bot.show.text import answer_text

TOWER = Article("tower", "The tower", "Orm Staal built the tower of Vell.\nIt cost 800\u00a0000 crowns in\u202f1874.")
QUESTION = "What did the tower of Vell cost in crowns?"
WORDS = "It cost"


@pytest.fixture
def answer(bot: QABot) -> Answer:
    """Return an answer that quotes across no-break spaces."""
    bot.add(TOWER)
    found = bot.ask(QUESTION)
    assert any(WORDS in each.quote for each in found.citations)
    return found


@pytest.mark.parametrize("surface", [Answer.to_text, Answer.to_markdown, answer_text])
def test_a_quotation_with_odd_white_space_is_said_once_in_text(answer: Answer, surface: Callable[..., str]) -> None:
    assert surface(answer).count(WORDS) == 1


@pytest.mark.parametrize("surface", [Answer._repr_html_, answer_html])
def test_it_is_said_once_in_html_beside_the_article_itself(answer: Answer, surface: Callable[..., str]) -> None:
    shown = Elements(surface(answer))
    assert sum(WORDS in each for each in shown.texts("blockquote")) == 1
    assert not any(WORDS in each for each in shown.texts("p"))


def test_a_document_has_no_words_beside_its_quotations(answer: Answer) -> None:
    assert answer.to_html().count("<blockquote") == 1
    assert 'class="words"' not in answer.to_html()


def test_json_says_what_an_answer_says_in_all(answer: Answer) -> None:
    assert answer.text == ""
    assert json.loads(answer.to_json())["text"] == " ".join(f"{each.quote} [{each.n}]" for each in answer.citations)


def test_its_words_are_not_kept_with_a_chat_and_are_gone_with_the_article(answer: Answer) -> None:
    kept = to_record(answer)
    assert "crowns in" not in str(kept)
    assert from_record(kept, {TOWER.id: TOWER}.get) == (answer, ())
    assert from_record(kept, {}.get)[0] is None
