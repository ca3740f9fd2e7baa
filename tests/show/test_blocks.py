"""An answer becomes blocks: what every medium shows of it."""

from __future__ import annotations

from dataclasses import replace

from made import ARTICLE, answer, cite, direct

from qa_bot.model import Claim, Filters, Span
from qa_bot.show.blocks import Piece, ShortAnswer, Written, blocks

TALL = cite(ARTICLE, "The tower is 324 metres tall.")
BUILT = cite(ARTICLE, "It was built by Eiffel's company.", 2)


def test_the_short_answer_is_marked_in_its_quotation() -> None:
    shown = blocks(answer(BUILT, TALL, direct=direct(ARTICLE, "324 metres")))
    assert shown.short == ShortAnswer("324 metres", TALL, "")
    pieces = {each.citation.n: [piece.text for piece in each.pieces] for each in shown.quotations}
    assert pieces == {2: [BUILT.quote], 1: ["The tower is ", "324 metres", " tall."]}
    assert [bool(piece.covering) for piece in shown.quotations[1].pieces] == [False, True, False]


def test_the_short_answer_says_on_a_line_whom_its_sentence_names() -> None:
    said = replace(direct(ARTICLE, "324 metres"), attribution=Span(ARTICLE.text.index("tall."), 33))
    shown = blocks(answer(TALL, direct=said)).short
    assert shown
    assert shown.said_by == "tall. It"


def test_numbers_in_written_words_are_the_citations_that_they_name() -> None:
    shown = blocks(answer(TALL, text="Tall [1], not [7] and [01]."))
    assert shown.written == (Written(("Tall ", TALL, ", not [7] and [01].")),)
    assert shown.written[0].text == "Tall [1], not [7] and [01]."


def test_claims_are_kept_or_struck_out_with_the_reason() -> None:
    claims = (Claim("It is tall.", (1,)), Claim("It is green [1].", (1,), why="no quotation says so"))
    shown = blocks(replace(answer(TALL, text="It is tall. [1]"), claims=claims, notice="One was struck out."))
    assert shown.kept == (Written(("It is tall. ", TALL)),)
    assert shown.struck == (Written(("It is green [1].",), "no quotation says so"),)
    assert shown.notice == "One was struck out."


def test_a_refusal_has_its_reason_and_the_nearest_passages() -> None:
    refused = replace(answer(BUILT, reason="not_stated"), standalone_question="How tall is it?")
    shown = blocks(replace(refused, filters=Filters(source="Wire")))
    assert shown.refusal == "The articles speak of this, but do not say."
    assert [each.citation for each in shown.quotations] == [BUILT]
    assert shown.quotations[0].pieces == (Piece(BUILT.quote),)
    assert shown.notes == ("Understood as: How tall is it?", "Only articles of Wire.")
    assert "the nearest passages hold the answer" in shown.sureness.meaning


def test_confidence_is_in_words_a_level_and_a_number() -> None:
    shown = [blocks(replace(answer(TALL), confidence=value)).sureness for value in (0.1, 0.5, 0.8, 1.0)]
    assert [(each.level, each.words, each.number) for each in shown] == [
        (1, "Not sure", 0.1),
        (2, "Fairly confident", 0.5),
        (3, "Confident", 0.8),
        (4, "Very confident", 1.0),
    ]
