import pytest

from qa_bot.evaluation import Figure, Report, evaluate
from qa_bot.evaluation.figures import figure_names

from .fakes import OPENED, OWNER, PAINTER, QUESTIONS, scripted_bot


@pytest.fixture(scope="module")
def report() -> Report:
    return evaluate(scripted_bot(), QUESTIONS)


@pytest.mark.parametrize(
    ("name", "value", "n"),
    [
        ("accuracy", 2 / 5, 5),
        ("score", (1 - 1 + 0 + 1 - 1) / 5, 5),
        ("coverage", 3 / 5, 5),
        ("selective_accuracy", 1 / 3, 3),
        ("answer_accuracy", 1 / 3, 3),
        ("answer_contained", 1 / 3, 3),
        ("direct_coverage", 2 / 3, 3),
        ("exact_match", 1 / 2, 2),
        ("quote_validity", 1, 4),
        ("quote_precision", 1 / 2, 2),
        ("passage_mrr", (1 / 2 + 1 / 4) / 2, 2),
        ("sentence_f1", 1 / 2, 2),
        ("article_mrr", (1 / 2 + 1 / 3) / 2, 2),
        ("refusal_precision", 1 / 2, 2),
        ("refusal_recall", 1 / 2, 2),
        ("refusal_f1", 1 / 2, 5),
        ("auroc", (2 + 1.5 + 1) / 6, 5),
        # Bins: 0.95 right; two of 0.65, none right; 0.45 with the answer at hand; 0.05 without.
        ("calibration_error", (0.05 + 1.30 + 0.55 + 0.05) / 5, 5),
    ],
)
def test_figures_of_a_small_world_counted_by_hand(report: Report, name: str, value: float, n: int) -> None:
    figure = report.figures[name]
    assert figure.value == pytest.approx(value, abs=1e-6)
    assert figure.n == n
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low <= value + 1e-6
    assert value - 1e-6 <= figure.high


def test_outcomes_say_which_answers_are_right(report: Report) -> None:
    assert [outcome.right for outcome in report.outcomes] == [True, False, False, True, False]


def test_a_report_has_all_figures_in_their_order(report: Report) -> None:
    assert tuple(report.figures) == figure_names(10)
    assert tuple(evaluate(scripted_bot(), QUESTIONS, k=1).figures) == figure_names(1)


def test_slices_by_type_and_tag(report: Report) -> None:
    assert {kind: list(slices) for kind, slices in report.slices.items()} == {
        "type": ["how many", "when", "who"],
        "tag": ["bridge", "tower"],
    }
    assert report.slices["type"]["when"] == {
        "accuracy": Figure(1.0, None, None, 1),
        "answer_contained": Figure(1.0, None, None, 1),
        "quote_f1": Figure(1.0, None, None, 1),
        "passage_mrr": Figure(0.5, None, None, 1),
    }
    assert report.slices["tag"]["bridge"]["accuracy"].value == pytest.approx(2 / 3)


def test_what_no_question_speaks_to_is_undefined() -> None:
    answerable = evaluate(scripted_bot(), [OPENED]).figures
    assert [answerable[name].value for name in ("refusal_precision", "refusal_recall", "refusal_f1", "auroc")] == [
        None
    ] * 4
    unanswerable = evaluate(scripted_bot(), [PAINTER, OWNER]).figures
    undefined = [name for name, figure in unanswerable.items() if figure.value is None]
    assert {"answer_accuracy", "answer_contained", "token_f1", "quote_f1", "passage_mrr", "auroc"} < set(undefined)
    assert unanswerable["accuracy"].value == 1 / 2


def test_a_report_on_nothing_has_no_figures_but_says_so() -> None:
    report = evaluate(scripted_bot(), [])
    assert set(report.figures.values()) == {Figure(None, None, None, 0)}
    assert (report.latency.p50, report.slices) == (None, {"type": {}, "tag": {}})


def test_the_order_of_the_questions_does_not_change_a_figure(report: Report) -> None:
    turned = evaluate(scripted_bot(), QUESTIONS[::-1])
    values = {name: figure.value for name, figure in report.figures.items()}
    assert values == pytest.approx({name: figure.value for name, figure in turned.figures.items()})
