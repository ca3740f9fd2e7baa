import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from qa_bot.errors import QABotError
from qa_bot.evaluation import Bar, evaluate, load_report, write_report
from qa_bot.evaluation.figures import figure_names

from .fakes import OPENED, QUESTIONS, scripted_bot
from .untimed import untimed

FILES = ["junit.xml", "questions.jsonl", "report.html", "run.json"]


def run_into(folder: Path) -> dict[str, bytes]:
    evaluate(scripted_bot(), QUESTIONS, out=folder)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_two_runs_give_the_same_bytes_but_for_timings(tmp_path: Path) -> None:
    first, second = run_into(tmp_path / "a"), run_into(tmp_path / "b")
    assert list(first) == list(second) == FILES
    assert untimed(tmp_path / "a") == untimed(tmp_path / "b")


def test_the_run_holds_what_was_evaluated_figures_slices_and_curves(tmp_path: Path) -> None:
    run = json.loads(run_into(tmp_path)["run.json"])
    assert list(run) == [
        "settings", "library", "questions", "k", "today", "versions", "code",
        "figures", "slices", "curves", "warnings", "timings",
    ]  # fmt: skip
    assert run["settings"] == {"threshold": 0.5}
    assert run["questions"]["count"] == 5
    assert len(run["questions"]["sha256"]) == len(run["code"]) == 64
    assert {"python", "numpy"} <= set(run["versions"])
    assert tuple(run["figures"]) == figure_names(10)
    assert run["figures"]["accuracy"] == {"value": 0.4, "low": 0.0, "high": 0.8, "n": 5}
    assert run["slices"]["type"]["when"]["accuracy"]["value"] == 1
    assert run["curves"]["risk_coverage"][-1] == [1.0, 0.6]
    assert run["timings"]["ask_ms"]["p50"] >= 0


def test_each_question_has_a_line_with_answer_metrics_and_what_was_retrieved(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in run_into(tmp_path)["questions.jsonl"].splitlines()]
    assert [line["question"]["id"] for line in lines] == [question.id for question in QUESTIONS]
    assert [line["verdict"] for line in lines] == ["right", "wrong", "refused", "right", "wrong"]
    first = lines[0]
    assert first["answer"]["citations"][0]["quote"] == "The bridge opened in 1932."
    assert first["metrics"]["passage_ndcg@10"] == 0.63093
    assert first["retrieved"][1] == {
        "rank": 2, "article_id": "bridge", "start": 0, "end": 54, "title": "The bridge", "score": 1.0,
        "holds_evidence": True,
    }  # fmt: skip
    assert first["sought"] == [
        {
            "quote": "The bridge opened in 1932.", "article_id": "bridge", "speaker": None,
            "places": [{"article_id": "bridge", "start": 0, "end": 26}], "rank": 2, "cited": True,
        }
    ]  # fmt: skip
    assert set(first["timings"]) == {"ask_ms", "search_ms"}


def test_a_run_that_was_written_is_read_back_as_it_was(tmp_path: Path) -> None:
    report = evaluate(scripted_bot(), QUESTIONS, out=tmp_path)
    again = load_report(tmp_path)
    assert (again.figures, again.slices, again.outcomes) == (report.figures, report.slices, report.outcomes)
    assert again.to_dict() == report.to_dict()


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "holds no finished run; name the folder that qa-bot eval --out wrote"),
        ({"questions.jsonl.part": "{"}, "it was cut off; the same qa-bot eval goes on"),
        ({"run.json": "{}", "questions.jsonl": ""}, "the run there cannot be read"),
        ({"run.json": '{"k": 10}', "questions.jsonl": '{"question": 1}\n'}, "the run there cannot be read"),
        ({"run.json": "no"}, "the run there cannot be read"),
    ],
)
def test_a_folder_without_a_whole_run_says_so(tmp_path: Path, files: dict[str, str], message: str) -> None:
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    with pytest.raises(QABotError, match=message):
        load_report(tmp_path)


def test_an_older_report_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("old")
    assert list(run_into(tmp_path)) == FILES
    assert json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["questions"]["count"] == 5


def test_a_report_that_cannot_be_made_leaves_the_old_one(tmp_path: Path) -> None:
    before = run_into(tmp_path)
    broken = replace(evaluate(scripted_bot(), QUESTIONS), run={"threshold": float("nan")})
    with pytest.raises(ValueError, match="JSON"):
        write_report(broken, tmp_path)
    assert {path.name: path.read_bytes() for path in sorted(tmp_path.iterdir())} == before


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(QABotError, match="file: the report cannot be written there"):
        write_report(evaluate(scripted_bot(), QUESTIONS), tmp_path / "file")
    with pytest.raises(QABotError, match="file: the results cannot be written there"):
        evaluate(scripted_bot(), QUESTIONS, out=tmp_path / "file")


def test_junit_has_a_case_for_each_bar_and_each_question(tmp_path: Path) -> None:
    bars = [Bar("accuracy", 0.3), Bar("refusal_recall", 0.85)]
    evaluate(scripted_bot(), QUESTIONS, out=tmp_path, bars=bars)
    gate, questions = ElementTree.parse(tmp_path / "junit.xml").getroot()
    assert [(each.get("name"), each.get("failures")) for each in (gate, questions)] == [
        ("bars", "1"),
        ("questions", "3"),
    ]
    assert [failure.get("message") for failure in gate.iter("failure")] == [
        "refusal_recall is 0.5000, below the bar of 0.85"
    ]
    failed = {case.get("name"): case[0].get("type") for case in questions if len(case)}
    assert failed == {
        "height: How tall is the tower?": "wrong",
        "cost: What did the bridge cost?": "refused",
        "owner: Who owns the tower?": "wrong",
    }


def test_junit_holds_what_xml_cannot(tmp_path: Path) -> None:
    question = replace(OPENED, id="a\x00<b>&\ud7ff\ufffe")
    evaluate(scripted_bot(), [question], out=tmp_path)
    (case,) = ElementTree.parse(tmp_path / "junit.xml").getroot().iter("testcase")
    assert case.get("name") == "a\ufffd<b>&\ud7ff\ufffd: When did the bridge open?"
