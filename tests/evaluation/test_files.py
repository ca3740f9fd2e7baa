import json
from pathlib import Path
from typing import Any

import pytest

from qa_bot.errors import QABotError
from qa_bot.evaluation import evaluate, write_report
from qa_bot.evaluation.figures import figure_names

from .fakes import QUESTIONS, scripted_bot


def untimed(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {key: untimed(item) for key, item in value.items() if key != "timings"}
    return [untimed(item) for item in value] if isinstance(value, list) else value


def run_into(folder: Path) -> dict[str, bytes]:
    write_report(evaluate(scripted_bot(), QUESTIONS), folder)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_two_runs_give_the_same_bytes_but_for_timings(tmp_path: Path) -> None:
    first, second = run_into(tmp_path / "a"), run_into(tmp_path / "b")
    assert list(first) == list(second) == ["questions.jsonl", "run.json"]
    for name in first:
        pairs = zip(first[name].splitlines(), second[name].splitlines(), strict=True)
        if name == "run.json":
            pairs = zip([first[name]], [second[name]], strict=True)
        for one, other in pairs:
            assert json.dumps(untimed(json.loads(one))) == json.dumps(untimed(json.loads(other)))


def test_the_run_holds_settings_versions_figures_and_slices(tmp_path: Path) -> None:
    run = json.loads(run_into(tmp_path)["run.json"])
    assert list(run) == ["settings", "versions", "questions", "k", "figures", "slices", "warnings", "timings"]
    assert run["settings"] == {"threshold": 0.5, "library": "library"}
    assert {"python", "numpy"} <= set(run["versions"])
    assert tuple(run["figures"]) == figure_names(10)
    assert run["figures"]["accuracy"] == {"value": 0.4, "low": 0.0, "high": 0.8, "n": 5}
    assert run["slices"]["type"]["when"]["accuracy"]["value"] == 1
    assert run["timings"]["ask_ms"]["p50"] >= 0


def test_each_question_has_a_line_with_answer_metrics_and_what_was_retrieved(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in run_into(tmp_path)["questions.jsonl"].splitlines()]
    assert [line["question"]["id"] for line in lines] == [question.id for question in QUESTIONS]
    first = lines[0]
    assert first["answer"]["citations"][0]["quote"] == "The bridge opened in 1932."
    assert first["metrics"]["passage_ndcg@10"] == 0.63093
    assert first["retrieved"][1] == {
        "rank": 2, "article_id": "bridge", "start": 0, "end": 54, "score": 1.0, "holds_evidence": True,
    }  # fmt: skip
    assert set(first["timings"]) == {"ask_ms", "search_ms"}


def test_an_older_report_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("old")
    assert list(run_into(tmp_path)) == ["questions.jsonl", "run.json"]
    assert json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["questions"] == 5


def test_a_report_that_cannot_be_made_leaves_the_old_one(tmp_path: Path) -> None:
    before = run_into(tmp_path)
    with pytest.raises(ValueError, match="JSON"):
        write_report(evaluate(scripted_bot(), []), tmp_path, settings={"threshold": float("nan")})
    assert {path.name: path.read_bytes() for path in sorted(tmp_path.iterdir())} == before


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(QABotError, match="file: the report cannot be written there"):
        write_report(evaluate(scripted_bot(), []), tmp_path / "file")
