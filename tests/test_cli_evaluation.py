"""The commands that measure: eval, compare and questions, on a library and a model of the tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from evaluation.untimed import untimed
from fakes import Command, Run

pytestmark = pytest.mark.slow

BRIDGE = (
    "The bridge over the Orla was opened in 1932 by the mayor, and it had cost six million crowns.\n\n"
    "General Ann Lindt signed the papers for the city on 3 May 1930."
)
HARBOUR = "The harbour of Vell was dredged for the third time, so that ships of any size can call there now."
QUESTIONS = [
    {
        "id": "opened",
        "question": "When was the bridge over the Orla opened?",
        "answers": ["1932"],
        "evidence": [{"article_id": "bridge", "quote": BRIDGE.split("\n")[0]}],
        "type": "when",
    },
    {"id": "painter", "question": "Who painted the bridge?", "unanswerable": True, "type": "who"},
]


@pytest.fixture
def measured(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Return the command with a library of two articles, in a folder with a question set."""
    monkeypatch.chdir(tmp_path)
    Path("bridge.md").write_text(f"---\nid: bridge\ntitle: The bridge\npublished: 2016-06-15\n---\n{BRIDGE}")
    Path("harbour.md").write_text(f"---\nid: harbour\ntitle: The harbour\n---\n{HARBOUR}")
    write("set.jsonl", *QUESTIONS)
    assert command("add", "bridge.md", "harbour.md").code == 0
    return command


def write(name: str, *rows: object) -> None:
    Path(name).write_text("".join(json.dumps(row) + "\n" for row in rows))


def figure(folder: str, name: str) -> float:
    value = json.loads((Path(folder) / "run.json").read_text())["figures"][name]["value"]
    assert isinstance(value, float)
    return value


def test_a_set_is_evaluated_into_a_folder_named_after_it(measured: Command) -> None:
    run = measured("eval", "set.jsonl")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("2 questions, best 10 passages\n")
    assert run.out.endswith("Every question with its answer: results/set/report.html\n")
    assert sorted(path.name for path in Path("results/set").iterdir()) == [
        "junit.xml", "questions.jsonl", "report.html", "run.json",
    ]  # fmt: skip
    record = json.loads(Path("results/set/run.json").read_text())
    assert (record["today"], record["library"]["articles"]) == ("2016-06-15", 2)
    assert record["settings"]["threshold"] == 0
    assert "library" not in record["settings"]


def test_two_runs_are_the_same_to_the_byte_but_for_times(measured: Command) -> None:
    assert measured("eval", "set.jsonl", "--out", "a").code == measured("eval", "set.jsonl", "--out", "b").code == 0
    assert untimed(Path("a")) == untimed(Path("b"))


def test_a_bar_that_is_not_cleared_is_named_with_exit_code_one(measured: Command) -> None:
    run = measured("eval", "set.jsonl", "--fail-under", "quote_validity=1", "--fail-under", "refusal_recall=0.5")
    assert (run.code, run.err) == (1, "refusal_recall is 0.0000, below the bar of 0.5\n")
    assert measured("eval", "set.jsonl", "--fail-under", "quote_validity=1").code == 0
    run = measured("eval", "set.jsonl", "--fail-under", "recall=1")
    assert run.code == 2
    assert run.err.startswith("qa-bot: there is no figure 'recall'; known: accuracy, ")


def test_a_bar_names_the_k_that_is_measured(measured: Command) -> None:
    assert measured("eval", "set.jsonl", "--k", "3", "--fail-under", "passage_recall@3=1").code == 0


def test_settings_are_swept_without_a_rebuild(measured: Command) -> None:
    run = measured("eval", "set.jsonl", "--out", "sweep", "--set", "threshold=0,1", "--set", "max_quotes=1")
    assert run.code == 0
    lines = run.out.splitlines()
    assert [line.split()[0] for line in lines[1:3]] == ["threshold=0,max_quotes=1", "threshold=1,max_quotes=1"]
    assert figure("sweep/threshold=0,max_quotes=1", "coverage") == 1
    assert figure("sweep/threshold=1,max_quotes=1", "coverage") == 0


def test_one_setting_is_no_sweep(measured: Command) -> None:
    run = measured("eval", "set.jsonl", "--out", "one", "--set", "threshold=1", "--fail-under", "refusal_recall=1")
    assert (run.code, run.err) == (0, "")
    assert json.loads(Path("one/run.json").read_text())["settings"]["threshold"] == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--set", "threshold=2"), "setting threshold (QA_BOT_THRESHOLD)"),
        (("--set", "embedder=other"), "embedder cannot change on an open library"),
        (("--set", "port=1"), "port cannot change on an open library"),
        (("--set", "nonsense=1"), "nonsense"),
        (("--set", "threshold=0,1", "--fail-under", "accuracy=1"), "--fail-under goes with one setting"),
    ],
)
def test_settings_that_cannot_be_swept_say_why(measured: Command, arguments: tuple[str, ...], message: str) -> None:
    run = measured("eval", "set.jsonl", *arguments)
    assert run.code == 2
    assert message in run.err


def test_evidence_that_stands_nowhere_stops_a_run_unless_it_is_lenient(measured: Command) -> None:
    write("wrong.jsonl", {"question": "a?", "evidence": [{"article_id": "bridge", "quote": "It opened in 1933."}]})
    run = measured("eval", "wrong.jsonl")
    assert run.code == 2
    assert "these words do not stand in article 'bridge': 'It opened in 1933.'" in run.err
    assert "--lenient counts such evidence as missed" in run.err
    run = measured("eval", "wrong.jsonl", "--lenient")
    assert run.code == 0
    assert "1 warnings" in run.out


def test_drafts_are_left_out_and_said_so(measured: Command) -> None:
    write("drafts.jsonl", *QUESTIONS, {"question": "Who is Ann?", "draft": True})
    run = measured("eval", "drafts.jsonl")
    assert run.code == 0
    assert "1 drafts were left out; --drafts asks them too" in run.out


def test_runs_are_compared_as_text_json_and_page(measured: Command) -> None:
    measured("eval", "set.jsonl", "--out", "a")
    measured("eval", "set.jsonl", "--out", "b", "--set", "threshold=1")
    run = measured("compare", "a", "b", "--html", "page.html")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("a -> b\n2 questions in both runs\nthreshold 0.0 → 1.0\n")
    assert "1 became wrong\n  opened: When was the bridge over the Orla opened?" in run.out
    assert Path("page.html").read_text().startswith("<!doctype html>")
    record = json.loads(measured("compare", "a", "b", "--json").out)
    assert [flip["question"]["id"] for flip in record["gained"]] == ["painter"]
    assert measured("compare", "a", "nowhere").err.startswith("qa-bot: nowhere: holds no finished run")


def test_a_sound_set_has_nothing_to_mend(measured: Command) -> None:
    assert measured("questions", "check", "set.jsonl") == Run(
        0,
        "2 questions, 1 with an answer and 1 without\n"
        "evidence: 1 to the letter, 0 but for typography, 0 not found\nnothing to mend\n",
        "",
    )


def test_all_that_is_wrong_with_a_set_is_listed_with_line_and_field(measured: Command) -> None:
    write(
        "wrong.jsonl",
        {"question": 5, "unanswerable": "yes"},
        {"question": "a?", "evidence": [{"article_id": "bridge", "quote": "General Ann Lindt signed papers in 1930."}]},
        {"question": "b?", "evidence": [{"article_id": "brigde", "quote": HARBOUR}]},
        QUESTIONS[0],
        {**QUESTIONS[0], "id": "twice"},
    )
    run = measured("questions", "check", "wrong.jsonl")
    assert (run.code, run.err) == (1, "")
    lines = run.out.splitlines()
    assert lines[:2] == ["line 1: question: should be text", "line 1: unanswerable: should be true or false"]
    assert lines[2].startswith("line 2: question q2, evidence 1: these words do not stand in article 'bridge'")
    assert lines[2].endswith("nearest, in 'bridge': “General Ann Lindt signed the papers for the city on 3 May 1930.”")
    assert lines[3] == ("line 3: question q3, evidence 1: there is no article 'brigde'; these words stand in 'harbour'")
    assert lines[4] == "line 5: question twice, question: the same as question opened"
    assert lines[-1] == "5 to mend"


def test_drafts_are_written_for_a_person_and_nothing_is_overwritten(measured: Command) -> None:
    run = measured("questions", "draft", "drafts.jsonl", "--most", "5", "--unanswerable", "0")
    assert (run.code, run.err) == (0, "")
    rows = [json.loads(line) for line in Path("drafts.jsonl").read_text().splitlines()]
    assert {"Who signed the papers for the city on 3 May 1930?"} <= {row["question"] for row in rows}
    assert all(row["draft"] for row in rows)
    assert measured("questions", "check", "drafts.jsonl").code == 0
    run = measured("questions", "draft", "drafts.jsonl")
    assert (run.code, run.err) == (
        2,
        "qa-bot: drafts.jsonl is there already; name a new file, so that nothing you kept is lost\n",
    )
