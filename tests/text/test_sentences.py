import unicodedata
from itertools import pairwise

import pytest
from fakes import texts
from hypothesis import given, settings

from qa_bot.text.sentences import MAX_SENTENCE, paragraphs, split_sentences


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["Mr. Smith met Dr. Jones at 5 p.m. on Friday.", "They talked about the U.S. economy."],
        ["It cost $4.5m, or 3.2 per cent of the total.", "Nobody had asked for it before."],
        ["“We will not go,” she said.", "“We have never been there.”", "The hall fell silent at once."],
        ['"Is it over?" he asked the whole room.', '"It is over now!" she answered him.'],
        ["The U.N. Security Council met on Feb. 27 in New York.", "It did not vote on the draft."],
        ["WASHINGTON, June 15. /TASS/.", "Chances are slim that it will happen.", "He said so on Wednesday morning."],
        ["The firm (founded in 1998 by J. K. Rowe Inc.) closed down.", "Its staff were told by letter."],
        ["What happened next… no one can say.", "The file is still closed today."],
    ],
)
def test_news_is_cut_where_sentences_end(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_a_line_that_is_a_heading_stands_alone() -> None:
    text = "Refusal will only escalate the conflict\n\nMeanwhile, the ministry said nothing at all."
    assert sentences(text) == [
        "Refusal will only escalate the conflict",
        "Meanwhile, the ministry said nothing at all.",
    ]


def test_a_sentence_goes_on_over_the_line_ends_of_a_narrow_paragraph() -> None:
    text = (
        "The committee had met every week since the spring without\n"
        "coming to a result, and nobody thought that Friday would be\n"
        "any different. Then the chair stood up and left the room."
    )
    assert sentences(text) == [
        "The committee had met every week since the spring without\n"
        "coming to a result, and nobody thought that Friday would be\nany different.",
        "Then the chair stood up and left the room.",
    ]


def test_a_fragment_belongs_to_its_neighbour() -> None:
    assert sentences("Why? Because the bridge was closed for repairs. Really.") == [
        "Why? Because the bridge was closed for repairs. Really."
    ]


def test_sentences_without_blanks_between_them_are_cut() -> None:
    first, second = "漢" * 120 + "。", "字" * 120 + "。"
    assert sentences(first + second) == [first, second]


def test_a_run_without_an_end_is_cut_between_words() -> None:
    text = "alpha beta gamma " * 400
    found = sentences(text)
    assert " ".join(found) == text.strip()
    assert max(len(each) for each in found) <= MAX_SENTENCE + 100


def test_a_letter_keeps_its_marks_where_a_word_has_to_be_cut() -> None:
    found = sentences("e\u0301\u0327" * 1000)
    assert "".join(found) == "e\u0301\u0327" * 1000
    assert {each[0] for each in found} == {"e"}


@pytest.mark.parametrize("text", ["", "  ", "\n\n", "\u00a0"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert split_sentences(text) == []


def test_paragraphs_stand_between_blank_lines() -> None:
    text = "  One\ntwo. \n \n\nThree.\n"
    assert [span.of(text) for span in paragraphs(text)] == ["One\ntwo.", "Three."]


def test_a_long_run_of_blanks_takes_no_long_time() -> None:
    text = "alpha is not far." + " " * 100_000 + "beta is here now."
    assert sentences(text) == ["alpha is not far.", "beta is here now."]


@settings(max_examples=150)
@given(texts())
def test_sentences_are_in_order_and_hold_every_character_that_is_not_blank(text: str) -> None:
    found = split_sentences(text)
    assert all(before.end <= after.start for before, after in pairwise(found))
    edges = [0, *(edge for span in found for edge in (span.start, span.end)), len(text)]
    assert not any(text[start:end].strip() for start, end in list(pairwise(edges))[::2])
    for span in found:
        assert span.of(text).strip() == span.of(text)
        assert len(span) <= MAX_SENTENCE + 400
        assert span.start == 0 or not unicodedata.category(text[span.start]).startswith("M")


@pytest.mark.parametrize(
    "text",
    [
        "Sen. Rand Paul, R-Ky. and Sen. Bernie Sanders, I-Vt. voted against the bill on Tuesday night.",
        "The meeting of the council begins at 7 p.m. EST on Monday in the hall.",
        "Gov. Tim Walz, D-Minn., agreed with what the council had said on Monday.",
        "Die Brücke über die Orla wurde am 3. Mai 2019 eröffnet, sagte Bürgermeisterin Lena Brandt.",
        "Am 21. Januar trat der 2. Vorsitzende zurück, und danach kam der 1. FC Orla in die 3. Liga.",
        "“Will they come?”, asked the mayor of Orla on Monday evening.",
        "Warner Bros. Discovery said on Sept. 14 that it would sell the studio to Sony.",
    ],
)
def test_a_sentence_is_not_cut_in_its_midst(text: str) -> None:
    assert sentences(f"{text} Then all of them went home.") == [text, "Then all of them went home."]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It ends at 9 p.m. The hall is closed after that.", ["It ends at 9 p.m.", "The hall is closed after that."]),
        ("He knows that I am 45. My mother is older.", ["He knows that I am 45.", "My mother is older."]),
        ("大桥花了三千万元。市长说明年开放！你知道吗？", ["大桥花了三千万元。", "市长说明年开放！", "你知道吗？"]),
        ("橋は閉鎖された。「仕方がない。」と市長は語った。", ["橋は閉鎖された。", "「仕方がない。」と市長は語った。"]),
    ],
)
def test_a_sentence_ends_where_it_does(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts
