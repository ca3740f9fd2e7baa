"""A journalist's afternoon in forty steps, on a wide screen and on a phone: nothing is lost and nothing breaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import ask, open_page, served, show, wait_until_ready
from fakes import CORPUS
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect

from qa_bot import QABot, Settings
from qa_bot.models import TransformerEmbedder

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.server]

QUESTIONS = (
    "Why was the Ever Given stuck in the canal?",
    "How many people were on board?",
    "When was it freed?",
    "Who discovered gravitational waves?",
    "When were they discovered?",
    "What did the State Department say about the ceasefire?",
    "And why?",
    "How tall is the tower of Pisa?",
    "Why does it lean?",
    "Who won the Nobel prize in physics in 2017?",
    "Which village has 7 sheep?",
    "How many sheep has the village of Orla 12?",
    "And Orla 13?",
    "Why did the US decline joint strikes?",
    "What did Russia propose?",
    "What is the capital of the moon?",
    "thank you",
)
FOLLOWING = ("How many sheep has the village of Orla {}?", "And Orla {}?")


@dataclass
class Watched:
    """What went wrong in a page but for when its streams are cut: without a line, or by a reload."""

    problems: list[str] = field(default_factory=list)
    is_offline: bool = False

    @contextmanager
    def cut(self) -> Iterator[None]:
        self.is_offline = True
        yield
        self.is_offline = False

    def watch(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.problems.append(f"not caught: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not self.is_offline:
            self.problems.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        # A stream that the page itself gives up is no failure.
        if not self.is_offline and "ERR_ABORTED" not in (request.failure or ""):
            self.problems.append(f"{request.failure}: {request.method} {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and not self.is_offline:
            self.problems.append(f"{response.status}: {response.request.method} {response.url}")


@dataclass
class Steps:
    """The steps of the afternoon, each of which the page must answer without a problem."""

    watched: Watched
    done: list[str] = field(default_factory=list)

    @contextmanager
    def __call__(self, what: str) -> Iterator[None]:
        self.done.append(what)
        yield
        assert self.watched.problems == [], f"step {len(self.done)}, {what}"


@pytest.fixture
def newsroom(tmp_path: Path, embedder: TransformerEmbedder) -> Iterator[str]:
    """Return where the page of a library with the sample articles is served."""
    settings = Settings.load(library=tmp_path / "library")
    with QABot.open(embedder=embedder, settings=settings) as bot:
        bot.add(CORPUS)
        yield from served(bot)


@pytest.mark.parametrize("width", [1440, 375])
def test_an_afternoon_of_forty_steps(chromium: Browser, newsroom: str, tmp_path: Path, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    step = Steps(Watched())
    page = open_page(context, newsroom)
    step.watched.watch(page)
    fill_the_library(page, step, mixed_files(tmp_path / "mixed"))
    ask_one_after_the_other(page, step)
    use_an_answer(page, step)
    ask_one_source_alone(page, step)
    lose_the_line(page, step)
    reload(page, step)
    take_along(page, step)
    assert len(step.done) >= 40
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def fill_the_library(page: Page, step: Steps, files: list[Path]) -> None:
    with step("an example is asked"):
        page.locator(".qa-examples button").first.click()
        expect(page.locator(".qa-exchange[data-state=answered]")).to_have_count(1)
    with step("sixty files of all kinds are added, and each is named"):
        show(page, "articles")
        page.get_by_label("Choose files to add").set_input_files(files)
        expect(page.locator(".qa-report h3")).to_have_text("Added: 56, 3 failed", timeout=120_000)
        expect(page.locator(".qa-report li, .qa-sending .qa-failed")).to_have_count(len(files))
    with step("the list is searched"):
        page.get_by_label("Search articles").fill("Orla 7")
        expect(page.locator(".qa-count")).to_contain_text("of 88 articles")
        page.get_by_label("Search articles").fill("")


def ask_one_after_the_other(page: Page, step: Steps) -> None:
    with step("a new chat"):
        show(page, "chat")
        new_chat(page)
        expect(page.locator(".qa-welcome")).to_be_visible()
    questions = [*QUESTIONS, *(each.format(n) for n in range(20, 26) for each in FOLLOWING)][:29]
    for question in questions:
        with step(f"asked: {question}"):
            ask(page, question)
            expect(page.locator(".qa-exchange").last).to_have_attribute("data-state", "answered")
            expect(page.locator(".qa-exchange").last.locator(".qa-answer")).to_be_visible()


def use_an_answer(page: Page, step: Steps) -> None:
    with step("a source is checked and left by Back"):
        page.locator(".qa-exchange .qa-cite").last.click()
        expect(page.locator("#qa-source .qa-chosen")).to_be_in_viewport()
        page.go_back()
        expect(page.locator("#qa-panel")).to_be_hidden()
    with step("an answer is copied with its sources"):
        page.get_by_role("button", name="Copy with sources").first.click()
        expect(page.locator("#qa-toast")).to_contain_text("Copied")
    with step("an answer is judged"):
        page.get_by_role("button", name="Good answer").first.click()
        expect(page.get_by_role("button", name="Good answer").first).to_have_attribute("aria-pressed", "true")


def ask_one_source_alone(page: Page, step: Steps) -> None:
    with step("one source alone is asked"):
        page.get_by_role("button", name="Filters: dates and source").click()
        page.get_by_label("Published from").fill("2016-01-01")
        ask(page, "What was agreed?")
        expect(page.locator(".qa-exchange").last.locator("[data-chip]").first).to_be_visible()
        page.locator(".qa-active button").first.click()
        expect(page.locator(".qa-active")).to_be_hidden()


def lose_the_line(page: Page, step: Steps) -> None:
    with step("the line is lost, and what was asked goes on once it is back"), step.watched.cut():
        page.context.set_offline(True)
        page.locator("#qa-ask").fill("How many sheep has the village of Orla 5?")
        page.locator("#qa-ask").press("Enter")
        expect(page.locator(".qa-pending")).to_have_text("Waiting for the server …")
        page.context.set_offline(False)
        expect(page.locator(".qa-pending")).to_have_count(0, timeout=60_000)
        expect(page.locator(".qa-exchange").last).to_have_attribute("data-state", "answered")


def reload(page: Page, step: Steps) -> None:
    with step("the chat is there after a reload"), step.watched.cut():
        asked = page.locator(".qa-question").all_text_contents()
        page.reload()
        wait_until_ready(page)
        expect(page.locator(".qa-question")).to_have_text(asked)


def take_along(page: Page, step: Steps) -> None:
    with step("the chat is taken along"):
        menu = page.locator(".qa-exchange").last.locator(".qa-take details")
        menu.locator("summary").click()
        with page.expect_download() as started:
            menu.get_by_role("button", name="Web page", exact=True).last.click()
        assert started.value.path().read_text(encoding="utf-8").startswith("<!doctype html>")
    with step("the saved feedback is evaluated"):
        show(page, "evaluation")
        page.get_by_role("button", name="Evaluate the saved feedback").click()
        expect(page.locator("#qe-status")).to_contain_text("Kept as", timeout=60_000)


def new_chat(page: Page) -> None:
    """Begin a new chat, on a phone from the drawer."""
    if page.locator(".qa-drawer").is_visible():
        page.locator(".qa-drawer").click()
    page.get_by_role("button", name="New chat").click()


def mixed_files(folder: Path) -> list[Path]:
    """Write sixty files as people have them: fifty-six of eight kinds, an empty one, and three that are none."""
    folder.mkdir()
    for n in range(56):
        told = f"The village of Orla {n} has {n} sheep on its green, said the mayor of Orla {n} on Monday."
        name, text = kinds(n, told)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "empty.txt").touch()
    (folder / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "broken.pdf").write_text("no pdf at all")
    (folder / "broken.json").write_text('{"text": ')
    return sorted(folder.iterdir())


def kinds(n: int, told: str) -> tuple[str, str]:
    """Return the name and the content of the file number `n`."""
    title = f"Village {n}"
    return (
        (f"village-{n}.txt", told),
        (f"village-{n}.md", f"# {title}\n\n{told}\n"),
        (f"village-{n}.html", f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{told}</p></body>"),
        (f"village-{n}.json", json.dumps({"title": title, "text": told, "date": "2016-05-01"})),
        (f"village-{n}.jsonl", json.dumps({"title": title, "text": told, "source": "Orla Post"})),
        (f"village-{n}.csv", f'title,text,date\n{title},"{told}",2016-06-01\n'),
        (f"village-{n}.rtf", rf"{{\rtf1\ansi {told}}}"),
        (
            f"village-{n}.eml",
            f"From: post@example.org\nSubject: {title}\nDate: Mon, 2 May 2016 10:00:00 +0000\n\n{told}\n",
        ),
    )[n % 8]
