from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.writer.reply import Reply, Said, read_reply, without_thoughts

PIECES = [
    "[1]",
    "[2, 3]",
    "[1-3]",
    "[",
    "]",
    "{",
    "}",
    '"claims"',
    ":",
    '{"claims": [',
    '{"text": "a", "sentences": [1]}',
    ",",
    "\n",
    "- ",
    "1. ",
    "Answer:",
    "NOT STATED",
    "<think>",
    "</think>",
    "```json",
    "The tower stands. ",
    "“so”",
    "［１］",
    "【2】",
    "[^4]",
    "\\",
    "\x00",
    "null",
    "true",
    "1e999",
    "🙂",
]


def replies() -> st.SearchStrategy[str]:
    return st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=30).map("".join))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The tower stands. [2]", [("The tower stands.", (2,))]),
        ("- The tower stands [1][3].\n* It leans [2].", [("The tower stands", (1, 3)), ("It leans", (2,))]),
        ("A stands. [1] B leans. [2, 3]", [("A stands.", (1,)), ("B leans.", (2, 3))]),
        ("A stands. [1-3]", [("A stands.", (1, 2, 3))]),
        ("A stands ［2］ and B 【3】", [("A stands", (2,)), ("and B", (3,))]),
        ("[1] A stands.", [("A stands.", (1,))]),
        ("[1] A stands. [2] B leans.", [("A stands.", (1,)), ("B leans.", (2,))]),
        ("Answer: A stands. [1]", [("A stands.", (1,))]),
        ("Answer:\n1. A stands. [1]", [("A stands.", (1,))]),
        ("A stands.", [("A stands.", ())]),
        ("A stands. [1]\nB leans.", [("A stands.", (1,)), ("B leans.", ())]),
        ("<think>A [9]</think>B. [1]", [("B.", (1,))]),
        ('{"claims": [{"text": "A.", "sentences": [1, 2]}]}', [("A.", (1, 2))]),
        ('```json\n{"claims": [{"text": "A.", "sentences": [1]}]}\n```', [("A.", (1,))]),
        ('[{"sentence": "A.", "citations": ["2"]}]', [("A.", (2,))]),
        ('{"claims": [{"text": "A.", "sentences": 2}]}', [("A.", (2,))]),
        ('{"claims": [{"text": "A."}]}', [("A.", ())]),
        ('{"claims": [{"text": "A.", "sentences": [1]}, {"text": "B', [("A.", (1,)), ("B", ())]),
        ("A [99999999999999999999]", [("A", (0,))]),
        ("", []),
        ("[1][2][3]", []),
    ],
)
def test_sentences_and_their_numbers_are_read(text: str, said: list[tuple[str, tuple[int, ...]]]) -> None:
    assert [(each.text, each.numbers) for each in read_reply(text, is_whole=True).said] == said


@pytest.mark.parametrize("text", ["NOT STATED", " not stated. ", '{"claims": []}', "<think>hm</think>\nNOT_STATED"])
def test_a_model_may_say_that_nothing_answers(text: str) -> None:
    assert read_reply(text, is_whole=True) == Reply((), abstains=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A stands. [1", []),
        ("A stands. [1]", []),
        ("A stands. [1]\n", ["A stands."]),
        ("A stands. [1] B", ["A stands."]),
        ("[1] A sta", []),
        ('{"claims": [{"text": "A.", "sentences": [1]', []),
        ('{"claims": [{"text": "A.", "sentences": [1]}, {"te', ["A."]),
        ("<think>A. [1]\nB", []),
    ],
)
def test_a_reply_that_is_still_coming_gives_only_what_is_complete(text: str, said: list[str]) -> None:
    assert [each.text for each in read_reply(text, is_whole=False).said] == said


@given(replies(), st.booleans())
def test_whatever_a_model_writes_is_read_without_an_error(text: str, is_whole: bool) -> None:
    for each in read_reply(text, is_whole=is_whole).said:
        assert isinstance(each, Said)
        assert each.text.strip()
        assert all(number >= 0 for number in each.numbers)


@given(st.lists(st.sampled_from(["A stands. [1]", "B leans. [2][3]", "C fell."]), max_size=5))
def test_what_is_read_early_stays(lines: list[str]) -> None:
    text = "\n".join(lines)
    whole = read_reply(text, is_whole=True).said
    for end in range(len(text)):
        early = read_reply(text[:end], is_whole=False).said
        assert early == whole[: len(early)]


def test_thoughts_are_left_out() -> None:
    assert without_thoughts("<think>hm</think> A? ") == "A?"
