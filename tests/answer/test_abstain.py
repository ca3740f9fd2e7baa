import math

import pytest

from qa_bot.answer.abstain import READ, UNREAD, Model, confidence, reason

UNREAD_NOTHING = dict.fromkeys(("sentence", "passage", "all_words", "known", "margin", "kind", "candidate"), 0.0)
READ_NOTHING = {**UNREAD_NOTHING, "read": -0.5, "read_best": -0.5}


@pytest.mark.parametrize("nothing", [UNREAD_NOTHING, READ_NOTHING])
def test_confidence_is_a_probability_that_rises_with_the_evidence(nothing: dict[str, float]) -> None:
    assert 0 < confidence(nothing) < 0.2
    assert 0.8 < confidence(dict.fromkeys(nothing, 1.0)) < 1


@pytest.mark.parametrize(("model", "nothing"), [(UNREAD, UNREAD_NOTHING), (READ, READ_NOTHING)])
def test_confidence_is_the_logistic_function(model: Model, nothing: dict[str, float]) -> None:
    name, weight = next(iter(model[1].items()))
    before, after = confidence(nothing), confidence({**nothing, name: nothing[name] + 1})
    assert math.isclose(math.log(after / (1 - after)) - math.log(before / (1 - before)), weight)


def test_what_a_reader_finds_makes_sure() -> None:
    on_subject = {**READ_NOTHING, "sentence": 0.6, "passage": 0.6, "all_words": 0.8, "known": 1.0}
    assert confidence({**on_subject, "read": 0.5, "read_best": 0.5}) > confidence(on_subject) + 0.2


def test_what_is_far_from_every_article_is_no_match_and_what_is_near_is_not_stated() -> None:
    assert reason(UNREAD_NOTHING) == "no_match"
    assert reason(dict.fromkeys(UNREAD_NOTHING, 0.9)) == "not_stated"
