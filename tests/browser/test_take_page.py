"""Taking answers along in the browser: files of every format, and a link that opens the answer with its sources."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import DONE, ask, open_page, wait_until_ready
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.model]

QUESTION = "How many meteors were counted?"


def take(page: Page, label: str, what: str = "This answer") -> tuple[str, Path]:
    """Take the last answer or the chat along by its menu and return the name of the file and where it is."""
    menu = page.locator("details.qa-menu").last
    menu.locator("summary").click()
    chosen = menu.locator(f"h3:has-text('{what}') + ul").get_by_role("button", name=label, exact=True)
    with page.expect_download() as started:
        chosen.click()
    return started.value.suggested_filename, started.value.path()


def test_an_answer_and_a_chat_are_saved_in_every_format(page: Page) -> None:
    ask(page, QUESTION)
    ask(page, "How many were counted in 1993?")
    name, file = take(page, "JSON", "The whole chat")
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert name == "how-many-meteors-were-counted.json"
    assert [each["question"] for each in kept] == [QUESTION, "How many were counted in 1993?"]
    for label, ending, begin in (
        ("Web page", ".html", "<!doctype html>"),
        ("Markdown", ".md", "# How many were counted in 1993?"),
        ("Markdown with footnotes", ".footnotes.md", "**"),
        ("JSON", ".json", "{"),
        ("BibTeX", ".bib", "@article{observatory,"),
        ("CSL-JSON", ".csl.json", "["),
    ):
        name, file = take(page, label)
        assert name == f"how-many-were-counted-in-1993{ending}"
        assert file.read_text(encoding="utf-8").startswith(begin)


def test_the_saved_page_leads_to_the_quotation_and_back_without_a_script(page: Page, chromium: Browser) -> None:
    ask(page, "How many zebras were counted in the census of Marwick?")
    quote = page.locator(".qa-quote").first.text_content() or ""
    _, file = take(page, "Web page")
    saved = file.with_suffix(".html")
    saved.write_bytes(file.read_bytes())
    alone = chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 700})
    document = alone.new_page()
    asked_for: list[str] = []
    document.on("request", lambda request: asked_for.append(request.url))
    document.goto(saved.as_uri())
    number = document.locator(".quotations .number").first
    number.click()
    assert "".join(document.locator("mark.in-1-1").all_text_contents()) == quote
    expect(document.locator("mark.in-1-1").first).to_be_in_viewport()
    chosen = document.locator("mark.in-1-1").first.evaluate("mark => getComputedStyle(mark).backgroundColor")
    assert chosen == "rgb(255, 214, 92)"
    document.locator(".back").first.click()
    expect(document.locator("#quote-1-1")).to_be_in_viewport()
    assert {each.partition("#")[0] for each in asked_for} == {saved.as_uri()}
    alone.close()


def test_a_saved_page_of_a_hostile_article_runs_nothing(page: Page, chromium: Browser) -> None:
    ask(page, "How many zebras were counted in the census of Marwick?")
    _, file = take(page, "Web page")
    saved = file.with_suffix(".html")
    saved.write_bytes(file.read_bytes())
    other = chromium.new_context()
    document = other.new_page()
    document.goto(saved.as_uri())
    assert document.evaluate("window.attacked ?? null") is None
    assert document.locator("img, script, iframe").count() == 0
    other.close()


def test_a_link_opens_the_answer_with_its_sources_for_another_visitor(
    page: Page, chromium: Browser, address: str
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, QUESTION)
    quotes = page.locator(".qa-quote").all_text_contents()
    page.locator("[data-act=link]").click()
    expect(page.locator("#qa-toast")).to_contain_text("The link is copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{address}/?question=How+many+meteors+were+counted%3F"
    other = chromium.new_context()
    theirs = open_page(other, link)
    theirs.locator(DONE).wait_for()
    expect(theirs.locator(".qa-quote")).to_have_text(quotes)
    theirs.locator(".qa-cite").first.click()
    expect(theirs.locator(".qa-chosen")).to_have_text(quotes[0])
    theirs.keyboard.press("Escape")
    expect(theirs).not_to_have_url(re.compile("quote="))
    theirs.reload()
    wait_until_ready(theirs)
    expect(theirs.locator(".qa-exchange")).to_have_count(1)
    expect(theirs.locator(".qa-conversations .qa-open")).to_have_count(1)
    other.close()


def test_the_menu_works_by_keyboard(window: BrowserContext, address: str) -> None:
    page = open_page(window, address)
    ask(page, QUESTION)
    page.locator("details.qa-menu summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("details.qa-menu button").first).to_be_focused()
    with page.expect_download():
        page.keyboard.press("Enter")
    expect(page.locator("details.qa-menu summary")).to_be_focused()
