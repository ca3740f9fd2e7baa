"""Several threads ask while others add and remove."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from fakes import STORIES, HashingEmbedder, make_article

from qa_bot import QABot
from qa_bot.text.sentences import split_sentences

pytestmark = pytest.mark.slow

QUESTIONS = (
    "Who put forward the proposal of joint air strikes?",
    "Who leads the society that owns the tower?",
    "How many meteors were counted in one night?",
)


def ask_until(bot: QABot, done: Event) -> int:
    """Ask in turn, check every quotation against the article it names, and return how many there were."""
    checked = 0
    while not done.is_set() or not checked:
        for question in QUESTIONS:
            for each in bot.ask(question).citations:
                assert each.quote == each.article.text[each.span.start : each.span.end]
                assert each.article in STORIES or each.article.text.startswith("Tower ")
                checked += 1
    return checked


def add_and_remove(bot: QABot, name: str, rounds: int) -> None:
    for n in range(rounds):
        bot.add(*(make_article(f"Tower {m} of {name} was lit in round {n}.", f"{name}-{m}") for m in range(3)))
        bot.library.remove(f"{name}-0")


def hold_together(bot: QABot, *, rounds: int) -> None:
    bot.add(*STORIES)
    done = Event()
    with ThreadPoolExecutor(6) as pool:
        asking = [pool.submit(ask_until, bot, done) for _ in range(3)]
        adding = [pool.submit(add_and_remove, bot, name, rounds) for name in ("north", "south")]
        try:
            for each in adding:
                each.result()
        finally:
            done.set()
        assert all(each.result() > 0 for each in asking)
    left = {f"{name}-{m}" for name in ("north", "south") for m in (1, 2)}
    assert {article.id for article in bot.library.articles()} == left | {story.id for story in STORIES}
    assert bot.library.check().sound


def test_threads_ask_while_others_add_and_remove(bot: QABot) -> None:
    hold_together(bot, rounds=5)


@pytest.mark.model
def test_the_real_model_serves_several_threads(seed_bot: QABot) -> None:
    try:
        hold_together(seed_bot, rounds=2)
    finally:
        seed_bot.library.remove("north-1", "north-2", "south-1", "south-2")


def test_a_library_closed_by_another_thread_can_be_opened_again(tmp_path: Path) -> None:
    opened = QABot.open(tmp_path / "library", embedder=HashingEmbedder())
    with ThreadPoolExecutor(1) as pool:
        pool.submit(opened.close).result()
    QABot.open(tmp_path / "library", embedder=HashingEmbedder()).close()


def test_sentences_are_the_same_in_many_threads_at_once() -> None:
    texts = [f"Number {n} came at 9 a.m. on Monday. It left again. Nobody saw number {n} leave!" for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(split_sentences, texts)) == [split_sentences(text) for text in texts]
