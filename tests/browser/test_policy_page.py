"""What the browser refuses should something get past the escaping."""

from __future__ import annotations

import pytest
from conftest import open_page
from playwright.sync_api import Browser, BrowserContext, expect

pytestmark = pytest.mark.browser

TRIES = """() => {
  window.attacked = [];
  const place = document.querySelector("#qa-conversation");
  place.insertAdjacentHTML("beforeend", '<img src="data:," onerror="attacked.push(1)">');
  place.insertAdjacentHTML("beforeend", '<a id="tried" href="javascript:attacked.push(2)">x</a>');
  document.querySelector("#tried").click();
  const script = document.createElement("script");
  script.textContent = "attacked.push(3)";
  place.append(script);
  const data = document.createElement("script");
  data.src = "data:text/javascript,attacked.push(4)";
  place.append(data);
}"""


def test_a_script_that_got_into_the_page_does_not_run(chromium: Browser, address: str) -> None:
    context: BrowserContext = chromium.new_context()
    page = open_page(context, address)
    page.evaluate(TRIES)
    page.wait_for_timeout(500)
    assert page.evaluate("window.attacked") == []
    context.close()


def test_no_other_page_shows_it(chromium: Browser, address: str) -> None:
    context: BrowserContext = chromium.new_context()
    page = context.new_page()
    page.route(
        "http://127.0.0.1:1/",
        lambda route: route.fulfill(body=f'<iframe src="{address}"></iframe>', content_type="text/html"),
    )
    page.goto("http://127.0.0.1:1/")
    page.wait_for_timeout(1500)
    assert not [each for each in page.frames[1:] if each.locator("#qa-ask").count()]
    context.close()


def test_who_is_turned_away_is_told_so_where_the_answer_would_be(chromium: Browser, address: str) -> None:
    context: BrowserContext = chromium.new_context()
    page = open_page(context, address)
    refusal = {"detail": "too much at once; try again in 9 seconds"}
    page.route("**/queue/join*", lambda route: route.fulfill(status=429, json=refusal))
    page.locator("#qa-ask").fill("Who proposed the joint air strikes?")
    page.locator("#qa-ask").press("Enter")
    expect(page.locator("#qa-conversation")).to_contain_text("Not done: too much at once; try again in 9 seconds.")
    expect(page.locator("html[data-qa-working]")).to_have_count(0)
    context.close()
