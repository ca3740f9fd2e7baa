from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fakes import LIGHTHOUSE, OBSERVATORY, span

from qa_bot.model import Answer, Citation, Claim
from qa_bot.show.text import show_in_terminal

RAISED = Citation(LIGHTHOUSE, span(LIGHTHOUSE.text, "Volunteers had raised 240,000 euros"), n=1)
METEORS = Citation(OBSERVATORY, span(OBSERVATORY.text, "The previous record, 640 meteors"), n=2)
FOUND = Answer("How much?", "How much?", 0.8, "extractive", "... [1]", citations=(RAISED,))
ONE = replace(FOUND, engine="a:b", text="A lot. [1]", claims=(Claim("A lot.", (1,)),))
TWO = replace(
    ONE,
    citations=(RAISED, METEORS),
    claims=(*ONE.claims, Claim("A record.", (2,)), Claim("A lie.", (), "it is not there")),
)


def shown(steps: Iterator[Answer], *, is_written: bool = True) -> tuple[str, Answer]:
    lines: list[str] = []
    answer = show_in_terminal(steps, lines.append, is_written=is_written)
    return "\n".join(lines), answer


def test_quotations_come_first_and_each_sentence_once() -> None:
    text, answer = shown(iter([FOUND, ONE, TWO, replace(TWO, notice="All is well.")]))
    order = [
        "[1] Volunteers",
        "A lot. [1]",
        "[2] The previous",
        "A record. [2]",
        "(Struck out: A lie. -- it is not there)",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert all(text.count(words) == 1 for words in order)
    assert text.rstrip().endswith("All is well.\n\n2 independent sources.\n\nConfident (0.80).")
    assert answer.claims == TWO.claims


def test_without_a_model_there_is_one_step() -> None:
    text, answer = shown(iter([FOUND]), is_written=False)
    assert answer == FOUND
    assert "Volunteers had raised" in text


def test_a_refusal_after_all_is_said() -> None:
    refused = replace(FOUND, citations=(), text="", reason="not_stated", notice="a:b finds no answer.")
    text, _ = shown(iter([FOUND, refused]))
    assert "No answer." in text
    assert "a:b finds no answer." in text


def test_an_interrupt_keeps_what_was_checked() -> None:
    def steps() -> Iterator[Answer]:
        yield FOUND
        yield ONE
        raise KeyboardInterrupt

    text, answer = shown(steps())
    assert "Stopped." in text
    assert (answer.claims, answer.notice) == (ONE.claims, "Stopped.")


@pytest.mark.parametrize("step", [FOUND, ONE, TWO])
def test_what_is_shown_has_no_control_characters(step: Answer) -> None:
    text, _ = shown(iter([FOUND, replace(step, notice="x\x1b[31m")]))
    assert "\x1b" not in text
