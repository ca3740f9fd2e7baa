from collections.abc import Sequence

import pytest

from qa_bot.read.paragraphs import Line, join_lines, largest_line

WIDE = "a line that is as wide as the page, which is not wide"


def lines(*texts: str, size: float = 10) -> list[Line]:
    """Return lines 12 points apart; an empty text leaves one out."""
    return [Line(text, 700 - 12 * number, size) for number, text in enumerate(texts) if text]


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        ([], ""),
        ([lines(WIDE, WIDE, "end.")], f"{WIDE} {WIDE} end."),
        ([lines(WIDE, WIDE, "", WIDE, WIDE)], f"{WIDE} {WIDE}\n\n{WIDE} {WIDE}"),
        ([lines(WIDE, "The end.", WIDE, WIDE)], f"{WIDE} The end.\n\n{WIDE} {WIDE}"),
        ([[Line("Heading", 700, 14), *lines("", WIDE, WIDE)]], f"Heading\n\n{WIDE} {WIDE}"),
        ([lines("• one", "and more", "• two")], "• one and more\n\n• two"),
        ([lines("A sentence that"), lines("goes on.")], "A sentence that goes on."),
        ([lines("A sentence."), lines("another")], "A sentence.\n\nanother"),
        ([lines("left column that"), []], "left column that"),
        ([[*lines("left"), *lines("goes on in the right")]], "left goes on in the right"),
    ],
)
def test_lines_become_paragraphs(pages: Sequence[Sequence[Line]], text: str) -> None:
    assert join_lines(pages) == text


@pytest.mark.parametrize(
    ("texts", "text"),
    [
        (("the nego-", "tiations began"), "the negotiations began"),
        (("the nego\u00ad", "tiations began"), "the negotiations began"),
        (("the US-", "Russia talks"), "the US-Russia talks"),
        (("the plan of 2019-", "2024 costs 12-", "15 million"), "the plan of 2019-2024 costs 12-15 million"),
        (("the anti-", "flood plan"), "the anti-flood plan"),
        (("the vice-", "chairman of the well-", "known board"), "the vice-chairman of the well-known board"),
        (("the govern-", "ment on Mon-", "day"), "the government on Monday"),
        (("the re-", "building"), "the rebuilding"),
        (("die Haupt-", "stadt"), "die Hauptstadt"),
        (("a well-", "known case, well-known everywhere"), "a well-known case, well-known everywhere"),
        (("he waited -", "and waited"), "he waited - and waited"),
    ],
)
def test_words_broken_at_line_ends_are_whole(texts: tuple[str, ...], text: str) -> None:
    assert join_lines([lines(*texts)]) == text


def test_what_heads_and_foots_the_pages_is_left_out() -> None:
    pages = [lines("The Courier", f"Page text {word}.", f"page {n} of 4") for n, word in enumerate("abcd", 1)]
    assert join_lines(pages) == "Page text a.\n\nPage text b.\n\nPage text c.\n\nPage text d."
    assert join_lines([lines("The Courier", "Text."), lines("The Courier", "Text.")]).count("The Courier") == 2


def test_the_largest_line_may_be_a_title() -> None:
    page = [*lines("The Courier"), *lines("", "The old", "bridge", size=20), *lines("", "", "", WIDE, WIDE, WIDE, WIDE)]
    assert largest_line(page) == "The old bridge"
    assert largest_line(lines(WIDE, WIDE)) is None
    assert largest_line([]) is None
    assert largest_line([*lines("T", size=40), *lines("", WIDE, WIDE)]) is None
