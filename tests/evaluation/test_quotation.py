from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.evaluation import GoldEvidence
from qa_bot.evaluation.metrics.places import EvidencePlace, Gold
from qa_bot.evaluation.metrics.quotation import (
    answer_contained,
    character_scores,
    characters,
    covers,
    exact_match,
    gold_characters,
    matches,
    normalise_answer,
    reference_recall,
    sentence_scores,
    token_f1,
)
from qa_bot.evaluation.metrics.statistics import Scores
from qa_bot.model import Span
from qa_bot.text.sentences import split_sentences

SPANS = st.tuples(st.integers(0, 30), st.integers(1, 20)).map(lambda pair: Span(pair[0], sum(pair)))
PLACES = st.lists(st.builds(EvidencePlace, st.sampled_from("ab"), SPANS), max_size=4)


def at(start: int, end: int, article_id: str = "a") -> EvidencePlace:
    return EvidencePlace(article_id, Span(start, end))


def gold(*places: EvidencePlace) -> Gold:
    return Gold(GoldEvidence("x" * 10), places)


def test_character_scores_of_hand_counted_spans() -> None:
    cited, wanted = characters([at(0, 10), at(5, 15)]), characters([at(10, 20), at(0, 5, "b")])
    assert astuple(character_scores(cited, wanted)) == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    assert character_scores(set(), wanted) == Scores(None, 0.0, 0.0)
    assert character_scores(cited, set()) == Scores(None, None, None)


def test_evidence_counts_where_most_of_it_was_cited_and_as_missed_where_it_stands_nowhere() -> None:
    twice = gold(at(0, 10), at(0, 10, "b"))
    assert gold_characters([twice], [at(2, 8, "b")]) == characters([at(0, 10, "b")])
    assert len(gold_characters([gold(), gold(), twice], [])) == 30


@given(PLACES, PLACES)
def test_character_scores_are_bounded_and_blind_to_order(
    cited: list[EvidencePlace], wanted: list[EvidencePlace]
) -> None:
    scores = character_scores(characters(cited), characters(wanted))
    assert scores == character_scores(characters(cited[::-1]), characters(wanted[::-1]))
    assert all(value is None or 0 <= value <= 1 for value in (scores.precision, scores.recall, scores.f1))
    assert (scores.recall == 1) == (bool(wanted) and characters(wanted) <= characters(cited))


@pytest.mark.parametrize(
    ("cited", "covered", "matching"),
    [
        (at(0, 10), True, True),
        (at(5, 15), True, True),
        (at(6, 16), False, False),
        (at(0, 4), False, True),  # a part of the evidence, but too little of it
        (at(0, 100), True, True),  # the sentence around a short piece of evidence
        (at(0, 10, "b"), False, False),
    ],
)
def test_half_of_the_evidence_is_enough(cited: EvidencePlace, covered: bool, matching: bool) -> None:
    assert (covers(cited, gold(at(0, 10))), matches(cited, gold(at(0, 10)))) == (covered, matching)


TEXT = "One bird sang here. Two cats slept there. Three dogs ran fast.\n\nFour fish swam deep."
FIRST, SECOND, THIRD, FOURTH = at(0, 19), at(20, 41), at(42, 62), at(64, 84)


@pytest.mark.parametrize(
    ("cited", "golds", "scores"),
    [
        ([FIRST, SECOND], [gold(FIRST)], (1 / 2, 1, 2 / 3)),
        ([at(0, 41)], [gold(FIRST), gold(SECOND)], (1, 1, 1)),  # one citation of two sentences
        ([THIRD], [gold(at(42, 52))], (1, 1, 1)),  # a piece of the sentence is gold
        ([FOURTH], [gold(SECOND, FOURTH)], (1, 1, 1)),  # the words stand in two places
        ([FIRST], [gold(FIRST), gold()], (1, 1 / 2, 2 / 3)),  # evidence that stands nowhere is missed
        ([], [gold(FIRST)], (None, 0, 0)),
        ([FIRST], [], (None, None, None)),
    ],
)
def test_sentences_are_counted_by_hand(
    cited: list[EvidencePlace], golds: list[Gold], scores: tuple[float | None, ...]
) -> None:
    assert [at(each.start, each.end) for each in split_sentences(TEXT)] == [FIRST, SECOND, THIRD, FOURTH]
    assert astuple(sentence_scores(cited, golds, lambda _: TEXT)) == pytest.approx(scores)


def test_a_reference_is_measured_by_the_share_of_its_words_that_is_quoted() -> None:
    quotes = ["The bridge was opened by the mayor.", "It had cost six million."]
    assert reference_recall("The mayor opened bridges for a million people.", quotes) == 4 / 5
    assert reference_recall("", quotes) is None
    assert reference_recall("mayor", []) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [("The  Cat, and a hat!", "cat and hat"), ("U.S.", "us"), ("an", ""), ("Theatre", "theatre"), ("“x”", "“x”")],
)
def test_normalise_as_squad_does(text: str, expected: str) -> None:
    assert normalise_answer(text) == expected


@pytest.mark.parametrize(
    ("answer", "quote", "contained"),
    [
        ("the Beatles", "Beatles for sale", True),
        ("1932", "It opened in 1932.", True),
        ("32", "It opened in 1932.", False),
        ("one", "all the money", False),
        ("Ann", "It was Ann's.", True),
        ("Ann", "It was Ann\u2019s.", True),
        ("2009", "from 2009-2017", True),
        ("2009", "from 2009\u20132017", True),
        ("US", "in the U.S. today", True),
        ("U.S.", "a U.S.-based firm", True),
        ("six million", "six small million", False),
        ("A", "He got an A.", True),
        ("A", "Hats", False),
        ("+", "a + b", True),
        ("北京", "我住在北京市", True),
        ("Ἀθήνα", "ἡ ἀθήνα", True),
        ("", "anything", False),
    ],
)
def test_an_answer_is_contained_as_whole_words(answer: str, quote: str, contained: bool) -> None:
    assert answer_contained([answer], [quote]) is contained


def test_any_answer_in_any_quotation_is_enough() -> None:
    assert answer_contained(["x", "1932"], ["no", "in 1932"]) is True
    assert answer_contained(["x"], []) is False
    assert answer_contained([], ["x"]) is None


@pytest.mark.parametrize(
    ("prediction", "answers", "exact", "f1"),
    [
        ("The Eiffel Tower!", ["eiffel tower"], 1, 1),
        ("in the Eiffel Tower", ["Eiffel Tower"], 0, 0.8),  # P 2/3, R 1
        ("b b c", ["b c c", "z"], 0, 2 / 3),
        ("", ["x"], 0, 0),
        ("x", ["the"], 0, 0),
        ("", [], 1, 1),
        ("x", [], 0, 0),
    ],
)
def test_exact_match_and_token_f1_as_squad_defines_them(
    prediction: str, answers: list[str], exact: float, f1: float
) -> None:
    assert exact_match(prediction, answers) == exact
    assert token_f1(prediction, answers) == pytest.approx(f1)


@given(st.text("ab the.", max_size=12), st.lists(st.text("ab the.", min_size=1, max_size=12), max_size=3))
def test_an_exact_match_has_token_f1_of_one(prediction: str, answers: list[str]) -> None:
    f1 = token_f1(prediction, answers)
    assert exact_match(prediction, answers) <= f1 <= 1
    assert f1 == pytest.approx(token_f1(prediction, answers[::-1]))
