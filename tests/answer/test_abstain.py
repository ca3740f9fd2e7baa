import math

from qa_bot.answer.abstain import COEFFICIENTS, confidence


def test_confidence_is_a_probability_that_rises_with_the_evidence() -> None:
    nothing = confidence(dict.fromkeys(COEFFICIENTS, 0.0))
    everything = confidence({name: 1.0 if weight > 0 else 0.0 for name, weight in COEFFICIENTS.items()})
    assert 0 < nothing < 0.5 < everything < 1


def test_confidence_is_the_logistic_function() -> None:
    values = dict.fromkeys(COEFFICIENTS, 0.0)
    name, weight = next((name, weight) for name, weight in COEFFICIENTS.items() if weight)
    before, after = confidence(values), confidence({**values, name: 1.0})
    assert math.isclose(math.log(after / (1 - after)) - math.log(before / (1 - before)), weight)
