import math

from qa_bot.answer.abstain import ANSWERED, confidence, reason

NOTHING = {"sentence": 0.0, "passage": 0.0, "all_words": 0.0, "margin": 0.0}
EVERYTHING = dict.fromkeys(NOTHING, 1.0)


def test_confidence_is_a_probability_that_rises_with_the_evidence() -> None:
    assert 0 < confidence(NOTHING) < 0.5 < confidence(EVERYTHING) < 1
    for name in NOTHING:
        assert confidence({**NOTHING, name: 0.5}) > confidence(NOTHING)


def test_confidence_is_the_logistic_function() -> None:
    name, weight = next(iter(ANSWERED[1].items()))
    before, after = confidence(NOTHING), confidence({**NOTHING, name: 1.0})
    assert math.isclose(math.log(after / (1 - after)) - math.log(before / (1 - before)), weight)


def test_what_is_far_from_every_article_is_no_match_and_what_is_near_is_not_stated() -> None:
    assert reason(NOTHING) == "no_match"
    assert reason({**EVERYTHING, "margin": 0.0}) == "not_stated"
