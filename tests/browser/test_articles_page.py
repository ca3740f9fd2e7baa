"""The articles in the browser: finding, adding with reasons, removing with a way back, hostile ones, many of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from conftest import WAIT, Gate, ask, open_page, served, show
from fakes import HashingEmbedder, make_article
from playwright.sync_api import BrowserContext, Page, Route, expect

from qa_bot import QABot, Settings

pytestmark = [pytest.mark.browser, pytest.mark.model]

FERRY = (
    "The ferry to Oskholm leaves at noon and comes back at six, the company announced on Monday. In winter it waits"
    " for the bus from the station, which is often late, and on the day before a holiday it makes two journeys."
)


@pytest.fixture(autouse=True)
def same_library(browser_bot: QABot) -> Iterator[None]:
    """Take out again what a test has added, and bring back what it removed."""
    before = {each.id: each for each in browser_bot.library.articles()}
    yield
    after = {each.id for each in browser_bot.library.articles()}
    browser_bot.library.remove(*(after - set(before)))
    browser_bot.add(*(article for article_id, article in before.items() if article_id not in after))


@pytest.fixture
def large_address(tmp_path: Path) -> Iterator[str]:
    """Return where the page of a bot with 500 articles is served."""
    with QABot.open(tmp_path / "large", embedder=HashingEmbedder(), settings=Settings.load(threshold=0)) as bot:
        bot.add(
            *(
                make_article(
                    f"Story number {n} tells of the village {n} and its {n} sheep.",
                    f"a{n}",
                    title=f"Village {n:03}",
                    published=f"20{n % 20:02}-03-01",
                    source=f"Paper {n % 5}",
                )
                for n in range(500)
            )
        )
        yield from served(bot)


@pytest.fixture
def empty_address(tmp_path: Path) -> Iterator[str]:
    """Return where the page of a bot without articles is served."""
    with QABot.open(tmp_path / "empty", embedder=HashingEmbedder(), settings=Settings.load(threshold=0)) as bot:
        yield from served(bot)


def test_the_list_is_searched_sorted_and_counted(window: BrowserContext, large_address: str) -> None:
    page = open_page(window, large_address)
    show(page, "articles")
    total, titles = page.locator(".qa-count"), page.locator(".qa-articles li .qa-open span")
    expect(total).to_have_text("500 articles")
    expect(titles).to_have_count(100)
    page.get_by_role("button", name="Show more (400 left)").click()
    expect(titles).to_have_count(200)
    page.get_by_label("Search articles").fill("village 123")
    expect(total).to_have_text("1 of 500 articles")
    expect(titles).to_have_text(["Village 123"])
    page.get_by_label("Search articles").fill("")
    page.locator(".qa-list-tools").get_by_label("Source", exact=True).select_option("Paper 3")
    expect(total).to_have_text("100 of 500 articles")
    page.get_by_label("Order").select_option("title")
    expect(titles.first).to_have_text("Village 003")
    page.get_by_label("Search articles").fill("no such words")
    expect(page.locator("#qa-listed .qa-empty")).to_contain_text("No article holds these words.")
    show(page, "chat")
    ask(page, "How many sheep has village 77?")
    expect(page.locator(".qa-quote").first).to_be_visible()


def test_files_are_added_each_with_what_became_of_it(page: Page, tmp_path: Path) -> None:
    good, bad, empty = tmp_path / "ferry-timetable.txt", tmp_path / "broken & [b].pdf", tmp_path / "empty.txt"
    good.write_text(FERRY)
    bad.write_text("no pdf at all")
    empty.touch()
    show(page, "articles")
    page.get_by_label("Choose files to add").set_input_files([good, bad, empty])
    report = page.locator(".qa-report")
    expect(report).to_have_attribute("data-busy", "0")
    expect(report.locator("h3")).to_have_text("Added: 1, 1 failed")
    expect(report.locator("li").nth(0)).to_contain_text("broken & [b].pdf not added")
    expect(report.locator("li").nth(1)).to_have_text("ferry-timetable.txt added")
    expect(page.locator(".qa-sending .qa-failed")).to_have_text("empty.txt not addedIt is empty.")
    expect(page.locator(".qa-count")).to_have_text("5 articles")
    expect(page.locator("#qa-about")).to_contain_text("all-MiniLM-L6-v2")
    show(page, "chat")
    ask(page, "When does the ferry to Oskholm leave?")
    expect(page.locator(".qa-source").first).to_contain_text("ferry timetable", ignore_case=True)


def test_files_can_be_dropped_anywhere(page: Page) -> None:
    dropped = page.evaluate_handle(
        """text => {
          const carried = new DataTransfer();
          carried.items.add(new File([text], "dropped.txt", { type: "text/plain" }));
          return carried;
        }""",
        FERRY,
    )
    page.dispatch_event("body", "drop", {"dataTransfer": dropped})
    expect(page.locator("#qa-view-articles")).to_be_visible()
    expect(page.locator(".qa-report li")).to_have_text(["dropped.txt added"])


def test_a_file_that_is_too_large_is_said_and_stops_no_other(page: Page, tmp_path: Path) -> None:
    page.evaluate("document.querySelector('[data-files]').dataset.maxMb = '0.001'")
    large, small = tmp_path / "large.txt", tmp_path / "small.txt"
    large.write_text(FERRY * 20)
    small.write_text(FERRY)
    show(page, "articles")
    page.get_by_label("Choose files to add").set_input_files([large, small])
    expect(page.locator(".qa-sending .qa-failed")).to_contain_text("large.txt not added")
    expect(page.locator(".qa-report li")).to_have_text(["small.txt added"])


def test_a_text_is_pasted_and_an_address_that_must_not_be_fetched_says_so(page: Page) -> None:
    show(page, "articles")
    page.get_by_text("Paste a text").click()
    page.locator("form[data-form=text]").get_by_label("Title").fill("Ferry times")
    page.get_by_label("Text", exact=True).fill(FERRY)
    page.locator("[data-form=text]").get_by_role("button", name="Add").click()
    expect(page.locator(".qa-report li")).to_have_text(["Ferry times added"])
    expect(page.locator(".qa-articles")).to_contain_text("Ferry times")
    page.get_by_label("From the web").fill("http://127.0.0.1:9/private")
    page.get_by_label("From the web").press("Enter")
    expect(page.locator(".qa-report li.qa-failed")).to_contain_text("http://127.0.0.1:9/private not added")


def test_an_article_is_removed_and_brought_back(page: Page, browser_bot: QABot) -> None:
    show(page, "articles")
    page.get_by_role("button", name="Remove Observatory counts more meteors than ever").click()
    expect(page.locator("#qa-toast")).to_contain_text("Removed “Observatory counts more meteors than ever”.")
    expect(page.locator(".qa-count")).to_have_text("3 articles")
    assert browser_bot.library.article("observatory") is None
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".qa-count")).to_have_text("4 articles")
    assert browser_bot.library.article("observatory") is not None


def test_adding_blocks_nobody_who_asks(
    window: BrowserContext, waiting_address: str, gate: Gate, tmp_path: Path
) -> None:
    page = open_page(window, waiting_address)
    gate.articles.clear()
    (tmp_path / "ferry.txt").write_text(FERRY)
    show(page, "articles")
    page.get_by_label("Choose files to add").set_input_files(tmp_path / "ferry.txt")
    expect(page.locator(".qa-report li")).to_have_text(["ferry.txt reading"])
    show(page, "chat")
    ask(page, "How many meteors were counted?")
    expect(page.locator(".qa-quote").first).to_be_visible()
    page.reload()
    show(page, "articles")
    expect(page.locator(".qa-report li")).to_have_text(["ferry.txt reading"])
    gate.articles.set()
    expect(page.locator(".qa-report li")).to_have_text(["ferry.txt added"])
    expect(page.locator(".qa-count")).to_have_text("4 articles")


def test_an_article_that_attacks_is_only_text(page: Page) -> None:
    ask(page, "How many zebras did the zebra census of Marwick count near the lake?")
    for number in range(page.locator(".qa-cite").count()):
        page.locator(".qa-cite").nth(number).click()
        expect(page.locator(".qa-chosen")).to_be_focused()
    expect(page.locator("#qa-source")).to_contain_text("onerror=")
    expect(page.locator("#qa-source a")).to_have_count(0)
    show(page, "articles")
    page.locator(".qa-articles .qa-open", has_text="Zebra census").click()
    expect(page.locator("#qa-source h2")).to_contain_text("<script>")
    page.locator(".qa-close").click()
    show(page, "chat")
    ask(
        page,
        "<img src=x onerror=\"window.attacked='question'\"> ${window.attacked='js'} <style>*{display:none}</style>",
    )
    page.locator(".qa-conversations li").first.hover()
    page.locator(".qa-conversations [data-act=rename]").first.click()
    page.get_by_label("Title of the chat").fill("<svg onload=\"window.attacked='title'\">")
    page.keyboard.press("Enter")
    expect(page.locator(".qa-conversations .qa-open").first).to_contain_text("<svg onload=")
    page.get_by_role("button", name="Filters: dates and source").click()
    page.get_by_label("Only this source").select_option(index=4)
    expect(page.locator(".qa-active")).to_contain_text("onerror=")
    page.wait_for_timeout(300)
    assert page.evaluate("window.attacked") is None
    assert page.locator("#qa-main :is(img, script, style)").count() == 0


def test_a_file_whose_name_attacks_is_only_text(page: Page, tmp_path: Path) -> None:
    name = "<img src=x onerror=window.attacked='file'>.txt"
    (tmp_path / name).write_text(FERRY)
    show(page, "articles")
    page.get_by_label("Choose files to add").set_input_files(tmp_path / name)
    expect(page.locator(".qa-report li")).to_contain_text("onerror=window.attacked")
    expect(page.locator(".qa-report")).to_have_attribute("data-busy", "0")
    assert page.evaluate("window.attacked") is None


def chosen(folder: Path, number: int) -> list[Path]:
    """Return so many files, each an article of its own."""
    files = [folder / f"note-{n:03}.txt" for n in range(number)]
    for n, each in enumerate(files):
        each.write_text(f"Note {n} tells of the village {n} and of its {n} sheep on the green.")
    return files


@pytest.mark.parametrize("number", [1, 21, 60])
def test_every_file_chosen_is_accounted_for_by_name(
    window: BrowserContext, empty_address: str, tmp_path: Path, number: int
) -> None:
    page = open_page(window, empty_address)
    files = chosen(tmp_path, number)
    files[0].write_text("")
    show(page, "articles")
    page.get_by_label("Choose files to add").set_input_files(files)
    settled(page)
    assert named(page) == sorted(each.name for each in files)
    expect(page.locator(".qa-sending .qa-failed")).to_have_count(1)
    if number > 1:
        expect(page.locator(".qa-count")).to_have_text(f"{number - 1} article{'s' * (number > 2)}")


def test_files_sent_over_a_bad_line_arrive_or_are_named(
    window: BrowserContext, empty_address: str, tmp_path: Path
) -> None:
    page = open_page(window, empty_address)
    files = chosen(tmp_path, 45)
    sent, told = count(1), count(1)

    def upload(route: Route) -> None:
        n = next(sent)
        if n in (8, 31):
            route.fulfill(status=413, json={"detail": "this is larger than 1 MB; send less at once"})
        elif n % 5 == 0:
            route.abort()
        elif n % 7 == 0:
            route.fulfill(status=429, headers={"retry-after": "1"}, json={"detail": "too much at once"})
        else:
            route.continue_()

    def event(route: Route) -> None:
        is_telling = '"files"' in (route.request.post_data or "")
        route.abort() if is_telling and next(told) == 2 else route.continue_()

    page.route("**/gradio_api/upload*", upload)
    page.route("**/queue/join*", event)
    show(page, "articles")
    page.get_by_label("Choose files to add").set_input_files(files)
    settled(page)
    assert named(page) == sorted(each.name for each in files)
    failed = page.locator(".qa-sending .qa-failed")
    expect(failed).to_have_count(2)
    expect(failed.first).to_contain_text("This is larger than 1 MB; send less at once.")
    expect(page.locator(".qa-count")).to_have_text("43 articles")
    page.unroute("**/gradio_api/upload*")
    for _ in range(2):
        failed.first.get_by_role("button", name="Try again").click()
    settled(page)
    expect(page.locator(".qa-count")).to_have_text("45 articles")


def settled(page: Page) -> None:
    """Wait until each file is done, whether in the report or where it is sent."""
    expect(page.locator(".qa-sending li:not(.qa-failed)")).to_have_count(0, timeout=4 * WAIT)
    expect(page.locator(".qa-report[data-busy='1']")).to_have_count(0, timeout=4 * WAIT)


def named(page: Page) -> list[str]:
    """Return the names in what is said of files, each as often as it stands there."""
    return sorted(page.locator(":is(.qa-report, .qa-sending) li span").all_text_contents())
