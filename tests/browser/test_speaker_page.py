"""Who says a quotation, on the page: beside it, also on a phone, and as a filter."""

from __future__ import annotations

import pytest
from conftest import ask
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.model]


@pytest.mark.parametrize("width", [1280, 340])
def test_a_quotation_says_who_says_it_and_fits(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    ask(page, "Who leads the society that owns the lighthouse?")
    speaker = page.locator(".qa-quotation .qa-speaker").first
    expect(speaker).to_have_text("— Marta Lind")
    place = speaker.bounding_box()
    assert place is not None
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= width


def test_only_what_somebody_says_is_asked_until_the_filter_is_taken_away(page: Page) -> None:
    page.get_by_role("button", name="Filters: dates and source").click()
    page.get_by_label("Only what this person says").fill("Lind")
    chips = page.locator(".qa-active button")
    expect(chips).to_have_text(["Said by Lind ×"])
    ask(page, "Who leads the society that owns the lighthouse?")
    expect(page.locator("[data-chip=speaker]")).to_contain_text("Said by Lind")
    chips.click()
    expect(page.locator(".qa-active")).to_be_hidden()
    page.locator("[data-chip=speaker] [data-act=drop-chip]").click()
    expect(page.locator("[data-chip=speaker]")).to_have_count(0)
