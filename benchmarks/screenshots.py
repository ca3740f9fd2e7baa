"""Pictures of the page's main states, on the sample corpus.

python -m benchmarks.screenshots [FOLDER]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.browser import ask, chromium, opened, served
from qa_bot import QABot, Settings

_CORPUS = Path(__file__).parent.parent / "corpus"
_QUESTION = "Why did the US suspend talks with Russia?"
_FERRY = "The ferry to Oskholm leaves at noon and comes back at six, the company announced on Monday."


def _open_source(page: Page, number: int = 0) -> None:
    page.locator(".qa-exchange").last.locator(".qa-cite").nth(number).click()
    page.locator(".qa-chosen").wait_for()


def _settle(page: Page) -> None:
    page.wait_for_function("!document.querySelector('[data-state=asked]')")
    page.wait_for_timeout(2000)


def take(browser: Browser, url: str, folder: Path) -> None:
    """Write one picture for each state into the folder."""

    def shot(page: Page, name: str) -> None:
        _settle(page)
        page.screenshot(path=folder / f"{name}.png")
        print(folder / f"{name}.png")

    page = opened(browser, url)
    page.locator(".qa-examples").wait_for()
    shot(page, "welcome")
    ask(page, "How tall is Mount Everest?")
    shot(page, "refusal")
    page.locator("[data-act=new]").first.click()
    ask(page, "Who gave Theresa May's letter to Donald Tusk?")
    page.locator("[data-act=new]").first.click()
    ask(page, _QUESTION)
    shot(page, "answer")
    ask(page, "When did that happen?")
    shot(page, "follow-up")
    page.locator("[data-act=new]").first.click()
    ask(page, "When did the US suspend its contacts with Russia?")
    _open_source(page)
    shot(page, "page")
    page.locator(".qa-close").click()
    ask(page, "Why?")
    page.locator("[data-act=edit-chip]").last.click()
    page.locator("[data-act=bad]").last.click()
    page.locator("[data-act=filters]").click()
    page.locator("[data-filter=after]").fill("2016-01-01")
    shot(page, "forms")
    page.locator("[data-view=articles]").first.click()
    with tempfile.TemporaryDirectory() as passing:
        good, bad = Path(passing) / "ferry.txt", Path(passing) / "broken.pdf"
        good.write_text(_FERRY)
        bad.write_text("no pdf")
        page.locator("[data-files]").set_input_files([good, bad])
        page.locator(".qa-report[data-busy='0']").wait_for()
    shot(page, "adding")
    page.locator("[data-view=settings]").click()
    shot(page, "settings")
    for name, width, scheme in (("dark", 1280, "dark"), ("phone", 375, "light"), ("phone-dark", 375, "dark")):
        page = opened(browser, url, width=width, height=800 if width > 400 else 740, scheme=scheme)
        ask(page, _QUESTION)
        shot(page, f"{name}-answer")
        _open_source(page)
        shot(page, name)
        page.locator(".qa-close").click()
        page.locator("[data-view=articles]").first.click()
        shot(page, f"{name}-articles")


def main() -> None:
    """Take them into a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default="results/screenshots")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as library, QABot.open(settings=Settings.load(library=library)) as bot:
        bot.add(_CORPUS)
        with served(bot) as url, chromium() as browser:
            take(browser, url, folder)


if __name__ == "__main__":
    main()
