"""The evaluation tab in a real Chromium: run a set, read the report, open what was missed, compare two runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import gradio as gr
import pytest
from conftest import ask, open_page, show
from playwright.sync_api import BrowserContext, Page, expect

from qa_bot import QABot, Settings
from qa_bot.web.evaluations import evaluation_tab
from qa_bot.web.page import Page as ServedPage
from qa_bot.web.serve import launch

pytestmark = [pytest.mark.browser, pytest.mark.model]

PATIENCE = 120_000
ROWS = [
    {
        "question": "Why did the US decline joint strikes?",
        "answers": ["nothing that any article says"],
        "evidence": [{"quote": "what was decided in the end was not to do joint air strikes"}],
        "type": "why",
    },
    {"question": "How many people live in Paris?", "unanswerable": True},
]


@pytest.fixture
def tab(window: BrowserContext, browser_bot: QABot, tmp_path: Path) -> Iterator[Page]:
    """Return a page that has the tab and nothing else."""
    with ServedPage(browser_bot) as demo, gr.Tab("Evaluation"):
        evaluation_tab(browser_bot, demo.sent, runs=tmp_path / "runs")
    url = launch(demo, Settings.load(port=0))
    assert url is not None
    page = window.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(url)
    yield page
    demo.close()


def run(page: Page, name: str) -> None:
    page.locator("#qe-start").click()
    expect(page.locator("#qe-status")).to_contain_text(f"Kept as {name}", timeout=PATIENCE)


def test_a_set_is_run_read_opened_and_compared(tab: Page, tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    tab.set_input_files("#qe-run input[type=file]", file)
    expect(tab.locator("#qe-run output")).to_have_text(file.name)
    run(tab, "mine-1")
    report = tab.locator("#qe-report")
    expect(report.locator("h1")).to_have_text("2 questions evaluated")
    first = report.locator(".qe-question").first
    expect(first).to_contain_text(ROWS[0]["question"])
    first.locator("summary").click()
    first.locator("button[data-act=evidence]").last.click()
    chosen = tab.locator("#qe-source .qa-chosen")
    expect(chosen).to_contain_text("not to do joint air strikes")
    expect(chosen).to_be_in_viewport()

    tab.get_by_label("Refuse below this confidence").fill("1")
    run(tab, "mine-2")
    tab.locator("#qe-other input").click()
    tab.get_by_role("option", name="mine-1").click()
    tab.locator("#qe-compare").click()
    expect(report.locator("h1")).to_have_text("mine-1 → mine-2")
    expect(report).to_contain_text("threshold 0.15 → 1.0")
    with tab.expect_download() as saved:
        tab.locator("#qe-saved button").click()
    assert saved.value.suggested_filename == "comparison.html"
    assert "mine-1" in saved.value.path().read_text()


def test_what_is_wrong_with_a_set_is_said(tab: Page, tmp_path: Path) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text("question,unanswerable\nWho?,perhaps\n")
    tab.set_input_files("#qe-run input[type=file]", file)
    expect(tab.locator("#qe-run output")).to_have_text(file.name)
    tab.locator("#qe-start").click()
    expect(tab.locator(".qe-problem")).to_have_text("Line 2: unanswerable: should be true or false")


def test_the_saved_feedback_and_a_collection_are_evaluated_on_the_page(
    window: BrowserContext, waiting_address: str, waiting_bot: QABot
) -> None:
    page = open_page(window, waiting_address)
    ask(page, "Who proposed joint air strikes?")
    page.get_by_role("button", name="Good answer").click()
    expect(page.locator(".qa-thanks")).to_be_visible()
    waiting_bot.library.collect("Strikes", waiting_bot.library.listing(most=1).articles[0].id)
    show(page, "evaluation")
    tab = page.locator("#qe-tab")
    expect(tab.get_by_role("heading", name="Evaluation")).to_be_visible()
    expect(tab.locator("button.qa-primary:visible")).to_have_text(["Evaluate"])
    expect(tab.get_by_role("button", name="Stop")).to_be_hidden()
    tab.get_by_role("button", name="Evaluate the saved feedback").click()
    expect(tab.locator("#qe-status")).to_contain_text("1 questions answered. Kept as feedback-1")
    page.reload()
    page.locator("#qe-tab [name=collection]").select_option("Strikes")
    tab.get_by_role("button", name="Evaluate the saved feedback").click()
    expect(tab.locator("#qe-status")).to_contain_text("Kept as feedback-2")
    expect(tab.locator("#qe-report")).to_contain_text("Strikes")


def test_a_set_that_is_dropped_on_the_evaluation_is_no_article(
    window: BrowserContext, waiting_address: str, waiting_bot: QABot
) -> None:
    page = open_page(window, waiting_address)
    show(page, "evaluation")
    carried = page.evaluate_handle(
        """() => {
          const carried = new DataTransfer();
          carried.items.add(new File(['{"question": "Who?"}'], "mine.jsonl"));
          return carried;
        }"""
    )
    page.dispatch_event("#qe-run .qa-drop", "drop", {"dataTransfer": carried})
    expect(page.locator("#qe-run output")).to_have_text("mine.jsonl")
    expect(page.locator("#qa-view-evaluation")).to_be_visible()
