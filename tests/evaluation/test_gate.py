import pytest

from qa_bot.errors import SettingsError
from qa_bot.evaluation import Bar, evaluate, parse_bar, shortfalls

from .fakes import OPENED, QUESTIONS, scripted_bot


@pytest.mark.parametrize(
    ("text", "bar"),
    [
        ("refusal_recall=0.85", Bar("refusal_recall", 0.85)),
        (" score = -1 ", Bar("score", -1)),
        ("passage_recall@10=.9", Bar("passage_recall@10", 0.9)),
    ],
)
def test_a_bar_is_a_metric_and_a_value(text: str, bar: Bar) -> None:
    assert parse_bar(text) == bar


def test_a_bar_may_name_the_k_of_the_evaluation() -> None:
    assert parse_bar("passage_recall@5=1", k=5) == Bar("passage_recall@5", 1)


@pytest.mark.parametrize("text", ["", "accuracy", "=1", "accuracy=", "accuracy=high", "accuracy=nan", "accuracy=85%"])
def test_what_is_no_bar_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(SettingsError, match="write METRIC=VALUE"):
        parse_bar(text)


@pytest.mark.parametrize("text", ["recall=1", "passage_recall@5=1"])
def test_an_unknown_metric_is_refused_with_the_known_ones(text: str) -> None:
    with pytest.raises(SettingsError, match=r"there is no figure .*; known: accuracy, score, .*, calibration_error"):
        parse_bar(text)


def test_figures_below_their_bar_are_named() -> None:
    report = evaluate(scripted_bot(), QUESTIONS)
    bars = [Bar("accuracy", 0.4), Bar("refusal_recall", 0.85), Bar("calibration_error", 0.05), Bar("quote_validity", 1)]
    assert shortfalls(report, bars) == [
        "refusal_recall is 0.5000, below the bar of 0.85",
        "calibration_error is 0.3900, above the bar of 0.05",
    ]


def test_an_undefined_figure_clears_no_bar() -> None:
    assert shortfalls(evaluate(scripted_bot(), [OPENED]), [Bar("auroc", 0.5)]) == [
        "auroc is undefined, no question of the set speaks to it; the bar is 0.5"
    ]


def test_a_bar_for_a_figure_that_the_report_lacks_is_an_error() -> None:
    with pytest.raises(SettingsError, match="there is no figure 'passage_recall@5'"):
        shortfalls(evaluate(scripted_bot(), QUESTIONS), [Bar("passage_recall@5", 1)])
