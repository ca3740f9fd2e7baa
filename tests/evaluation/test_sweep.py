import pytest

from qa_bot.errors import SettingsError
from qa_bot.evaluation import evaluate
from qa_bot.evaluation.table import label, parse_settings, render_sweep

from .fakes import QUESTIONS, scripted_bot


@pytest.mark.parametrize(
    ("texts", "combinations"),
    [
        ([], [{}]),
        (["threshold=0.3"], [{"threshold": "0.3"}]),
        (
            ["threshold = 0.3, 0.5", "max_quotes=1,2"],
            [
                {"threshold": "0.3", "max_quotes": "1"},
                {"threshold": "0.3", "max_quotes": "2"},
                {"threshold": "0.5", "max_quotes": "1"},
                {"threshold": "0.5", "max_quotes": "2"},
            ],
        ),
        (["threshold=0.3,0.3"], [{"threshold": "0.3"}]),
    ],
)
def test_every_combination_is_tried(texts: list[str], combinations: list[dict[str, str]]) -> None:
    assert parse_settings(texts) == combinations


@pytest.mark.parametrize("text", ["threshold", "=1", "threshold=", "threshold=1,,2"])
def test_what_is_no_setting_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(SettingsError, match="write NAME=VALUE"):
        parse_settings([text])


def test_a_setting_given_twice_is_refused() -> None:
    with pytest.raises(SettingsError, match="threshold is given twice"):
        parse_settings(["threshold=1", "threshold=2"])


def test_a_label_is_a_folder_too() -> None:
    assert label({"threshold": "0.3", "engine": "a/b:c"}) == "threshold=0.3,engine=a_b_c"


def test_the_table_marks_the_best_of_each_column() -> None:
    some = evaluate(scripted_bot(), QUESTIONS)
    lines = render_sweep({"a=1": some, "a=2": evaluate(scripted_bot(), QUESTIONS[:1])}).splitlines()
    assert lines[0].split() == ["accuracy", "score", "answer_accuracy", "refusal_recall", "coverage", "quote_f1"]
    assert lines[1].split() == ["a=1", "0.400", "0.000", "0.333", "0.500*", "0.600", "0.500"]
    assert lines[2].split() == ["a=2", "1.000*", "1.000*", "1.000*", "-", "1.000*", "1.000*"]
