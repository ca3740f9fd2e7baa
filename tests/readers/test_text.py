from collections.abc import Callable
from pathlib import Path

import pytest

from qa_bot.model import Article

LONG = "The council met on Tuesday and decided to close the old bridge over the river for repairs. " * 4


def test_the_first_line_is_the_title_and_the_rest_the_text(
    read_article: Callable[..., Article], tmp_path: Path
) -> None:
    article = read_article("a.txt", f"Council closes the old bridge\r\n\r\n{LONG}\r\n")
    assert article.title == "Council closes the old bridge"
    assert article.text == LONG.strip()
    assert article.path == str(tmp_path / "a.txt")


@pytest.mark.parametrize(
    "text",
    [
        "The bridge was opened in 1932.\n\nIt had cost six million crowns.",
        "Council closes the old bridge",
        "The council said on Monday that the\nold bridge will be closed.\n\nNobody objected.",
        f"COUNCIL NEWS\n\nCouncil closes the old bridge over the river\n\n{LONG.strip()}",
    ],
)
def test_what_is_a_sentence_or_all_there_is_stays_in_the_text(read_article: Callable[..., Article], text: str) -> None:
    assert read_article("a.txt", text).text == text


@pytest.mark.parametrize(
    ("name", "title"),
    [("the-old_bridge.txt", "The old bridge"), ("courier-2016-06-15.text", "Courier 2016 06 15"), ("x", "X")],
)
def test_the_file_name_is_the_last_resort_for_a_title_and_never_a_date(
    read_article: Callable[..., Article], name: str, title: str
) -> None:
    article = read_article(name, LONG)
    assert (article.title, article.published) == (title, None)


def test_a_story_that_names_no_year_has_no_date(read_article: Callable[..., Article]) -> None:
    article = read_article("tass-2016-06-15.txt", f"WASHINGTON, June 15. /TASS/. {LONG}")
    assert article.published is None


def test_binary_data_is_refused_under_any_name(read_error: Callable[..., str]) -> None:
    assert read_error("a.bin", bytes(range(256)) * 10) == "a.bin: binary data, not text"
