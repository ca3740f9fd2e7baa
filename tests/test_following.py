"""The event loop goes on while an answer is made, and what nobody follows any more ends."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import aclosing
from threading import Event, get_ident

import pytest
from fakes import STORIES

from qa_bot import QABot
from qa_bot.errors import QuestionError
from qa_bot.following import follow

QUESTION = "Who leads the society that owns the lighthouse?"


async def longest_pause(ended: asyncio.Event) -> float:
    """Return the longest time in which the loop did not come round, in seconds, until it ended."""
    longest, last = 0.0, time.perf_counter()
    while not ended.is_set():
        await asyncio.sleep(0.005)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    return longest


def test_an_answer_is_that_of_ask(bot: QABot) -> None:
    bot.add(*STORIES)

    async def both() -> None:
        answer = await bot.aask(QUESTION, source="Island Post")
        assert answer.citations == bot.ask(QUESTION, source="Island Post").citations
        *_, last = [each async for each in bot.astream(QUESTION)]
        assert last.citations == bot.ask(QUESTION).citations

    asyncio.run(both())


def test_what_cannot_be_asked_is_raised_where_it_is_awaited(bot: QABot) -> None:
    with pytest.raises(QuestionError, match="empty"):
        asyncio.run(bot.aask(" "))


def test_the_loop_goes_on_while_the_work_waits_and_computes() -> None:
    def slow(unwanted: Event) -> Iterator[int]:
        end = time.perf_counter() + 0.5
        while time.perf_counter() < end:
            sum(range(1000))
        yield get_ident()

    async def run() -> tuple[float, int]:
        ended = asyncio.Event()
        watching = asyncio.create_task(longest_pause(ended))
        (worker,) = [each async for each in follow(slow)]
        ended.set()
        return await watching, worker

    pause, worker = asyncio.run(run())
    assert worker != get_ident()
    assert pause < 0.4


def test_a_retriever_and_an_answer_let_the_loop_go_on(bot: QABot) -> None:
    bot.add(*STORIES)

    async def run() -> int:
        turns, asked = 0, asyncio.gather(bot.as_retriever().ainvoke(QUESTION), bot.aask(QUESTION))
        while not asked.done():
            await asyncio.sleep(0)
            turns += 1
        found, answer = await asked
        assert {each.metadata["article_id"] for each in found} >= {each.article.id for each in answer.citations}
        return turns

    assert asyncio.run(run()) > 20


def test_cancelling_ends_the_work() -> None:
    begun, ended = Event(), Event()

    def endless(unwanted: Event) -> Iterator[None]:
        begun.set()
        assert unwanted.wait(30)
        ended.set()
        yield

    async def run() -> None:
        task = asyncio.create_task(anext(follow(endless)))
        assert await asyncio.to_thread(begun.wait, 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())
    assert ended.wait(10)


def test_closing_ends_the_work_and_what_has_not_begun_is_not_done() -> None:
    closed, done = Event(), list[str]()

    def counts(unwanted: Event) -> Iterator[int]:
        try:
            yield 0
            assert unwanted.wait(30)
            yield 1
        finally:
            closed.set()

    async def run() -> None:
        async with aclosing(follow(counts)) as steps:
            assert await anext(steps) == 0
        waiting = []
        task = asyncio.create_task(anext(follow(lambda _: done.append("begun") or (), waiting.append)))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        for work in waiting:
            work()

    asyncio.run(run())
    assert closed.wait(10)
    assert done == []
