"""Where articles differ on what was asked, both sides are quoted, and a newer number leads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import make_article

from qa_bot import Answer, Article, QABot
from qa_bot.models import TransformerEmbedder
from qa_bot.show.blocks import blocks
from qa_bot.show.document import to_html
from qa_bot.show.markdown import to_markdown
from qa_bot.show.notebook import notebook_html
from qa_bot.show.page import answer_html
from qa_bot.show.text import to_text

pytestmark = pytest.mark.model

Ask = Callable[..., Answer]


@pytest.fixture
def ask(tmp_path: Path, embedder: TransformerEmbedder) -> Ask:
    """Return what asks a question of some articles alone."""

    def asked(question: str, *articles: Article) -> Answer:
        with QABot.open(tmp_path / "library", embedder=embedder) as bot:
            bot.add(*articles)
            return bot.ask(question)

    return asked


def report(text: str, day: str, id: str) -> Article:
    return make_article(text, id, title=text.split(".")[0], published=day, source=f"Paper {id}")


EARLY = report("At least four people died in the avalanche at Fell. Dogs are searching.", "2018-01-14", "a")
LATE = report("The avalanche at Fell killed nine people, the police said. The search is over.", "2018-01-17", "b")
DIED = "How many people died in the avalanche at Fell?"


def test_a_later_count_leads_and_both_are_quoted(ask: Ask) -> None:
    answer = ask(DIED, EARLY, LATE)
    assert answer.conflict
    assert answer.conflict.updated
    assert [each.text for each in answer.conflict.sides] == ["At least four", "nine"]
    assert answer.direct
    assert answer.direct.text == "nine"
    assert {each.article.id for each in answer.citations} == {"a", "b"}


def test_every_surface_tells_it(ask: Ask) -> None:
    answer = ask(DIED, EARLY, LATE)
    shown = blocks(answer).conflict
    numbers = [each.n for each in answer.conflict.sides] if answer.conflict else []
    told = (
        f"A newer article says otherwise: At least four [{numbers[0]}] (14 January 2018), "
        f"now nine [{numbers[1]}] (17 January 2018)."
    )
    assert shown
    assert shown.text == told
    assert told in " ".join(to_text(answer).split())
    assert "newer article says otherwise" in to_markdown(answer)
    for html in (answer_html(answer), to_html(answer), notebook_html(answer)):
        assert "A newer article says otherwise" in str(html)


def test_two_reports_of_one_day_differ_and_neither_replaces_the_other(ask: Ask) -> None:
    one = report("A fire at the Tarn mill killed nine people, the police said.", "2021-03-02", "a")
    other = report("Eleven people died in the fire at the Tarn mill, the fire service said.", "2021-03-02", "b")
    answer = ask("How many people died in the fire at the Tarn mill?", one, other)
    assert answer.conflict
    assert not answer.conflict.updated
    assert {each.text.lower() for each in answer.conflict.sides} == {"nine", "eleven"}
    assert "The articles differ: " in to_text(answer)


def test_a_height_is_not_replaced_by_a_newer_one(ask: Ask) -> None:
    one = report("The Skarn tunnel is 7.4 kilometres long. It was dug from both ends.", "2019-02-11", "a")
    other = report("The Skarn tunnel is 8.1 kilometres long. It has three exits.", "2019-04-30", "b")
    answer = ask("How long is the Skarn tunnel?", one, other)
    assert answer.conflict
    assert not answer.conflict.updated
    assert "newest" in to_text(answer)


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "How many people died in the fire at Hollow Farm?",
            "About 40 people died in the fire at Hollow Farm.",
            "The fire at Hollow Farm killed 42 people.",
        ),
        (
            "How many nurses work at the Orla hospital?",
            "At the Orla hospital 210 nurses work.",
            "At the Orla hospital 38 doctors work, and 210 nurses.",
        ),
        (
            "How many cases of fever are there in Norland?",
            "There are 310 cases of fever in Norland.",
            "There are 9,000 cases of fever worldwide, also in Norland.",
        ),
        (
            "When did the Fell quarry close?",
            "The Fell quarry closed on 31 May 2018.",
            "The Fell quarry closed on Thursday, 31 May 2018.",
        ),
    ],
)
def test_what_agrees_or_is_of_something_else_is_no_conflict(ask: Ask, question: str, one: str, other: str) -> None:
    answer = ask(question, report(one, "2021-03-02", "a"), report(other, "2021-03-03", "b"))
    assert answer.answered
    assert answer.conflict is None
