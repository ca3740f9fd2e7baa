from dataclasses import replace

import pytest

from qa_bot.evaluation import Report, evaluate, render_table
from qa_bot.evaluation.report import Latency
from qa_bot.evaluation.table import figure_text

from .fakes import COST, OPENED, QUESTIONS, scripted_bot


def table(report: Report) -> str:
    return render_table(replace(report, latency=Latency(12.3, 45.6)))


def test_the_table_of_a_small_world() -> None:
    lines = table(evaluate(scripted_bot(), QUESTIONS)).splitlines()
    assert lines[:4] == [
        "5 questions, best 10 passages",
        "",
        "answers                  value      95 % interval        n",
        "accuracy                 0.400     0.000 .. 0.800        5",
    ]
    at = lines.index("latency                p50 12 ms, p95 46 ms")
    assert lines[at - 4 : at - 1] == [
        "                         refused  answered",
        "  answerable                   1         2",
        "  unanswerable                 1         1",
    ]
    assert lines[at + 2 : at + 4] == [
        "type                        n    accuracy   contained    quote_f1 passage_mrr",
        "how many                    2       0.000       0.000       0.000       0.250",
    ]


@pytest.mark.parametrize("k", [1, 10, 1000])
def test_no_line_reaches_80_columns(k: int) -> None:
    long = replace(OPENED, type="t" * 100, tags=("g" * 100,))
    bot = replace(scripted_bot(), articles={})
    assert max(len(line) for line in render_table(evaluate(bot, [long, COST], k=k)).splitlines()) < 80


def test_an_empty_report_shows_dashes() -> None:
    text = render_table(evaluate(scripted_bot(), []))
    assert "latency                p50 -, p95 -" in text
    assert "nan" not in text.lower().split()


def test_warnings_are_counted_and_the_first_is_shown() -> None:
    lines = render_table(evaluate(replace(scripted_bot(), articles={}), [COST])).splitlines()
    assert lines[-2] == "1 warnings; all are in run.json. The first:"
    assert lines[-1].startswith("question cost: quotation c")


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "-"), (1.0, "1.000"), (0.9997, "0.999"), (0.5, "0.500"), (-0.25, "-0.250"), (0.0, "0.000")],
)
def test_less_than_one_never_reads_as_one(value: float | None, shown: str) -> None:
    assert figure_text(value) == shown
