"""How long the page takes: to load, and from Enter to the answer on the screen, with 1,000 articles.

    python -m benchmarks.page [--articles N] [--questions N] [--turns N] [--folder results/page]

`--turns` asks so many questions in one chat and says what each costs, in bytes that the page is sent and in time.
The articles are made of paragraphs of the sample corpus, the questions are those of the corpus, each the first of a new
chat. The library is kept in the folder, so that a second run spares making it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from playwright.sync_api import Page

from benchmarks.browser import ask, chromium, opened, served
from qa_bot import Article, QABot, Settings

_CORPUS = Path(__file__).parent.parent / "corpus"
_LOADS = 7
_PARAGRAPHS = 2
_BETWEEN = 700
"""Milliseconds between turns: a person reads, and the questions that may follow arrive."""

_ASK = """question => new Promise((resolve, reject) => {
  const box = document.querySelector("#qa-ask");
  const began = performance.now();
  const before = document.querySelectorAll(".qa-exchange > :is(.qa-answer, .qa-refusal)").length;
  const seen = new MutationObserver(() => {
    const answers = document.querySelectorAll(".qa-exchange > :is(.qa-answer, .qa-refusal)");
    if (answers.length <= before) return;
    seen.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - began));
  });
  seen.observe(document.body, { childList: true, subtree: true, attributes: true });
  box.value = question;
  box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  setTimeout(() => reject("no answer within a minute"), 60000);
})"""
_DONE = ".qa-exchange:is([data-state=answered], [data-state=failed])"


def made(bot: QABot, number: int) -> Iterator[Article]:
    """Yield the articles of the corpus and as many more, of their paragraphs, as are missing to `number`."""
    own = [each for each in bot.library.articles() if not each.id.startswith("made-")]
    paragraphs = [each for article in own for each in article.text.split("\n\n")]
    chance = random.Random(0)
    for n in range(number - len(own)):
        like = chance.choice(own)
        text = "\n\n".join(chance.sample(paragraphs, _PARAGRAPHS))
        yield Article(f"made-{n}", f"{like.title} ({n})", text, like.published, like.source)


def measure_loads(url: str) -> list[float]:
    """Return the milliseconds from going to the page until it can be used, each time by a new visitor."""
    taken = []
    with chromium() as browser:
        for _ in range(_LOADS):
            page = opened(browser, url)
            taken.append(float(page.evaluate("window.qaReadyAfter")))
            page.context.close()
    return taken


def measure_answers(url: str, questions: Sequence[str]) -> list[float]:
    """Return the milliseconds from Enter until each answer is on the screen."""
    with chromium() as browser:
        page = opened(browser, url)
        ask(page, "Is everything warm?")
        return [_first_answer(page, each) for each in questions]


def _first_answer(page: Page, question: str) -> float:
    page.locator("[data-act=new]").first.click()
    page.locator(".qa-exchange").first.wait_for(state="detached")
    taken = float(page.evaluate(_ASK, question))
    page.locator(_DONE).wait_for()
    page.wait_for_timeout(300)
    return taken


def measure_turns(url: str, questions: Sequence[str]) -> list[tuple[int, float]]:
    """Return the bytes that each turn of one chat brought, and the milliseconds until its answer was on the screen."""
    with chromium() as browser:
        page = opened(browser, url)
        received = count_received(page)
        ask(page, "Is everything warm?")
        turns = []
        for place, question in enumerate(questions, 1):
            before = received()
            taken = float(page.evaluate(_ASK, question))
            page.locator(_DONE).nth(place).wait_for()
            page.wait_for_timeout(_BETWEEN)
            turns.append((received() - before, taken))
        return turns


def count_received(page: Page) -> Callable[[], int]:
    """Return what counts the bytes that a page has received from now on, as they are once unpacked."""
    total = [0]
    session = page.context.new_cdp_session(page)
    session.on("Network.dataReceived", lambda event: total.append(total.pop() + event["dataLength"]))
    session.send("Network.enable")
    return lambda: total[0]


def quiet(page: Page, received: Callable[[], int]) -> None:
    """Wait until nothing has been received for a second and a half, longer than the page's own messages are apart."""
    before = -1
    while before != received():
        before = received()
        page.wait_for_timeout(1500)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--turns", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=Path("results/page"))
    given = parser.parse_args()
    lines = (_CORPUS / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(each)["question"] for each in lines][: given.questions]
    with QABot.open(settings=Settings.load(library=given.folder)) as bot:
        bot.add(_CORPUS)
        if bot.library.about().articles < given.articles:
            bot.add(*made(bot, given.articles), progress=_tell)
        bot.library.warm()
        if given.turns:
            with served(bot) as url:
                _print_turns(measure_turns(url, (questions * given.turns)[: given.turns]))
            return
        alone = [sum(bot.ask(each).timings.values()) for each in questions]
        with served(bot) as url:
            loads, answers = measure_loads(url), measure_answers(url, questions)
        about = bot.library.about()
        print(f"{about.articles:,} articles, {about.passages:,} passages, {len(questions)} questions")
    print(f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}\n")
    _print("page load", loads)
    _print("first answer, Enter to screen", answers)
    _print("  of which the bot alone", alone)


def _tell(what: str, done: int, total: int | None, /) -> None:
    if done % 100 == 0:
        print(f"\rmaking the library: {done}", end="" if what else "\n", flush=True)


def _print_turns(turns: Sequence[tuple[int, float]]) -> None:
    for place in sorted({1, 2, 6, 12, 25, 50, 75, 100, len(turns)} & {*range(1, len(turns) + 1)}):
        near = turns[max(0, place - 3) : place + 2] if place > 2 else turns[place - 1 : place]
        size, taken = np.median(np.array(near), axis=0)
        print(f"turn {place:>3}  {size / 1000:8.1f} kB  {taken:6.0f} ms   (median of up to five turns around it)")


def _print(name: str, taken: Sequence[float]) -> None:
    half, most = np.percentile(taken, [50, 95])
    print(f"{name:<32} median {half:5.0f} ms   p95 {most:5.0f} ms")


if __name__ == "__main__":
    main()
