"""Fifty people ask at the same moment."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from fakes import STORIES

from qa_bot import QABot

ASKERS, EACH = 50, 3
QUESTIONS = (
    "Who put forward the proposal of joint air strikes?",
    "Who leads the society that owns the tower?",
    "How many meteors were counted in one night?",
)


def test_fifty_askers_are_answered_and_none_waits_much_longer_than_the_others(bot: QABot) -> None:
    bot.add(*STORIES)
    expected = {question: bot.ask(question).citations for question in QUESTIONS}
    start = Barrier(ASKERS)

    def ask(number: int) -> float:
        start.wait()
        began = time.perf_counter()
        for n in range(EACH):
            question = QUESTIONS[(number + n) % len(QUESTIONS)]
            answer = bot.ask(question, after="2010-01-01" if n else None, infer_dates=False)
            assert n or answer.citations == expected[question]
        return time.perf_counter() - began

    with ThreadPoolExecutor(ASKERS) as pool:
        waits = sorted(pool.map(ask, range(ASKERS)))
    assert waits[-1] < 3 * waits[ASKERS // 2]
