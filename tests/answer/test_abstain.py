import math

import pytest

from qa_bot.answer.abstain import confidence, reason
from qa_bot.fitted import FITTED, Logistic

NOTHING = {"sentence": 0.1, "passage": 0.1, "all_words": 0.0, "score": 0.0, "subject": -6.0, "unnamed": 0.0}
EVERYTHING = {"sentence": 0.8, "passage": 0.8, "all_words": 1.0, "score": 25.0, "subject": 0.0, "unnamed": 0.0}


def test_confidence_is_a_probability_that_rises_with_the_score() -> None:
    assert 0 < confidence(NOTHING) < 0.05
    assert 0.9 < confidence(EVERYTHING) < 1


def test_what_a_reader_makes_of_it_decides_between_equals() -> None:
    doubted, sure = ({**EVERYTHING, "read": odds} for odds in (-4.0, 4.0))
    assert confidence(doubted) < confidence(sure) - 0.3


@pytest.mark.parametrize(("model", "name"), [(FITTED.confidence_unread, "score"), (FITTED.confidence_read, "read")])
def test_confidence_is_the_logistic_function(model: Logistic, name: str) -> None:
    before, after = (confidence({**NOTHING, name: value}) for value in (10.0, 11.0))
    assert math.isclose(math.log(after / (1 - after)) - math.log(before / (1 - before)), model.coefficients[name])


def test_what_is_far_from_every_article_is_no_match_and_what_is_near_is_not_stated() -> None:
    assert reason(NOTHING) == "no_match"
    assert reason(EVERYTHING) == "not_stated"


def test_a_question_that_names_what_no_article_mentions_is_hardly_answered_whatever_is_read() -> None:
    assert confidence({**EVERYTHING, "unnamed": 1.0}) == FITTED.unnamed
    assert confidence({**EVERYTHING, "read": 8.0, "unnamed": 1.0}) == FITTED.unnamed
    assert confidence({**NOTHING, "read": -6.0, "unnamed": 1.0}) < FITTED.unnamed
    assert reason({**EVERYTHING, "unnamed": 1.0}) == "no_match"
