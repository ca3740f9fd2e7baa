"""The command line: what it prints, and the exit codes 0 (done), 1 (refused) and 2 (wrong use)."""

import json
from pathlib import Path

import pytest
from fakes import Command, Run

from qa_bot import __version__

BRIDGE = "The bridge over the Orla was opened in 1932 by the mayor, and it had cost six million crowns."
HARBOUR = "The harbour of Vell was dredged for the third time, so that ships of any size can call there now."


@pytest.fixture
def filled(command: Command, tmp_path: Path) -> Command:
    """Return the command with a library of two articles."""
    (tmp_path / "bridge.md").write_text(
        f"---\nid: bridge\ntitle: The bridge\npublished: 2016-06-15\nsource: Wire\n---\n{BRIDGE}"
    )
    (tmp_path / "harbour.md").write_text(f"---\nid: harbour\ntitle: The harbour\n---\n{HARBOUR}")
    assert command("add", tmp_path / "bridge.md", tmp_path / "harbour.md") == Run(0, "2 added\n", "")
    return command


def test_adding_reports_what_became_of_each(filled: Command, tmp_path: Path) -> None:
    (tmp_path / "bridge.md").write_text(f"---\nid: bridge\n---\n{BRIDGE} Then it fell down.")
    (tmp_path / "empty.txt").write_text("")
    run = filled("add", tmp_path / "bridge.md", tmp_path / "harbour.md", tmp_path / "empty.txt")
    assert run == Run(0, "1 replaced, 1 unchanged, 1 failed\n", f"failed: {tmp_path}/empty.txt: the file is empty\n")


def test_adding_nothing_readable_is_wrong(command: Command, tmp_path: Path) -> None:
    run = command("add", tmp_path / "nothing.txt")
    assert (run.code, run.out) == (2, "1 failed\n")
    assert run.err.startswith(f"failed: {tmp_path}/nothing.txt: there is no such file or folder")


def test_an_answer_is_printed_and_is_json_on_request(filled: Command) -> None:
    run = filled("ask", "Who opened the bridge over the Orla?")
    assert run.code == 0
    assert "The bridge over the Orla was opened in 1932" in " ".join(run.out.split())
    record = json.loads(filled("ask", "Who opened the bridge over the Orla?", "--json").out)
    assert record["answered"] is True
    assert {citation["quote"] for citation in record["citations"]} <= {BRIDGE, HARBOUR}


def test_a_refusal_has_exit_code_one(filled: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_BOT_THRESHOLD", "1")
    run = filled("ask", "Who opened the bridge?", "--json")
    assert (run.code, run.err) == (1, "")
    assert json.loads(run.out)["citations"] == []
    assert filled("ask", "Who opened the bridge?").out.startswith("No answer. ")


def test_filters_are_passed_on(filled: Command) -> None:
    record = json.loads(filled("ask", "Who opened what?", "--json", "--source", "wire", "--after", "2016-06-15").out)
    assert {citation["article"]["id"] for citation in record["citations"]} == {"bridge"}
    run = filled("ask", "Who opened what?", "--json", "--before", "2000-01-01")
    assert (run.code, json.loads(run.out)["reason"]) == (1, "outside_dates")


def test_a_time_in_the_question_is_a_filter_unless_switched_off(filled: Command) -> None:
    question = "Who opened the bridge over the Orla last week?"
    record = json.loads(filled("ask", question, "--json", "--today", "2016-06-22").out)
    assert record["filters"] == {
        "after": "2016-06-13",
        "before": "2016-06-19",
        "source": None,
        "inferred": "last week",
        "or_named": True,
        "among": None,
        "speaker": None,
    }
    assert {citation["article"]["id"] for citation in record["citations"]} == {"bridge"}
    assert "(“last week” in your" in filled("ask", question, "--today", "2016-06-22").out
    run = filled("ask", question, "--today", "2020-01-01")
    assert (run.code, " ".join(run.out.split())) == (
        1,
        "No answer. No article is from 23 to 29 December 2019 (“last week” in your question)."
        " The articles are from 15 June 2016.",
    )
    assert filled("ask", question, "--today", "2020-01-01", "--no-infer-dates").code == 0


def test_articles_are_listed_with_where_they_come_from(filled: Command, tmp_path: Path) -> None:
    assert filled("list").out.splitlines() == [
        "bridge\t2016-06-15\tWire\tThe bridge",
        f"\t{tmp_path}/bridge.md",
        "harbour\t-\t-\tThe harbour",
        f"\t{tmp_path}/harbour.md",
    ]


def test_removing_says_how_many_and_which_were_not_there(filled: Command) -> None:
    assert filled("remove", "bridge") == Run(0, "1 removed\n", "")
    run = filled("remove", "bridge", "harbour")
    assert run == Run(2, "1 removed\n", "qa-bot: no article has the id bridge; qa-bot list shows the ids\n")
    assert filled("list").out == ""


def test_the_doctor_finds_a_sound_library_sound(filled: Command) -> None:
    assert filled("doctor") == Run(0, "2 articles, 2 passages\nsound: articles and index agree\n", "")


@pytest.mark.parametrize("options", [(), ("--repair",)])
def test_the_doctor_finds_a_damaged_index_made_anew(filled: Command, folder: Path, options: tuple[str, ...]) -> None:
    (folder / "chroma" / "chroma.sqlite3").write_bytes(b"garbage " * 1000)
    assert filled("doctor", *options) == Run(0, "2 articles, 2 passages\nsound: articles and index agree\n", "")


def test_a_rebuild_keeps_the_articles(filled: Command) -> None:
    before = filled("list").out
    assert filled("rebuild") == Run(0, "rebuilt\n", "")
    assert filled("list").out == before


def test_an_export_is_read_back(filled: Command, tmp_path: Path) -> None:
    run = filled("export", tmp_path / "all.jsonl")
    assert run == Run(0, f"2 articles written to {tmp_path}/all.jsonl\n", "")
    listed = filled("list").out
    assert filled("add", tmp_path / "all.jsonl", "--library", tmp_path / "copy") == Run(0, "2 added\n", "")
    assert filled("list", "--library", tmp_path / "copy").out == listed


def test_an_export_to_nowhere_is_one_line(filled: Command) -> None:
    run = filled("export", "/proc/nothing/all.jsonl")
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)


def test_a_chat_ends_with_an_empty_line(filled: Command) -> None:
    lines = ["Who opened the bridge over the Orla?", "x" * 5000, "And when?", "", "Who else?"]
    run = filled("chat", typed="\n".join(lines))
    assert run.code == 0
    assert "opened in 1932" in " ".join(run.out.split())
    assert run.out.count("Understood as: Who opened the bridge over the Orla – and when?\n") == 1
    assert run.err == "the question has 5,000 characters; ask in at most 2,000\n"


def test_a_question_set_is_evaluated(filled: Command, tmp_path: Path) -> None:
    evidence = [{"article_id": "bridge", "quote": BRIDGE}]
    record = {"question": "Who opened the bridge?", "answers": ["the mayor"], "evidence": evidence}
    (tmp_path / "set.jsonl").write_text(json.dumps(record))
    run = filled("eval", tmp_path / "set.jsonl", "--out", tmp_path / "results")
    assert (run.code, run.err) == (0, "")
    assert (tmp_path / "results" / "questions.jsonl").exists()
    record["evidence"] = [{"article_id": "harbour", "quote": BRIDGE}]
    (tmp_path / "set.jsonl").write_text(json.dumps(record))
    run = filled("eval", tmp_path / "set.jsonl", "--out", tmp_path / "results")
    assert run.code == 2
    assert run.err.startswith("qa-bot: the set does not fit this library:\nquestion q1, evidence 1: ")


def test_wrong_use_has_exit_code_two(command: Command) -> None:
    for arguments in (["add"], ["ask"], ["nonsense"], ["ask", "why?", "--after", "tomorrow"]):
        run = command(*arguments)
        assert (run.code, run.out) == (2, "")
        assert "Error: " in run.err


def test_the_version_is_that_of_the_package(command: Command) -> None:
    assert command("--version") == Run(0, f"qa-bot, version {__version__}\n", "")
    assert command("--help").out.startswith("Usage: qa-bot [OPTIONS] COMMAND [ARGS]...")


def test_a_bad_setting_is_one_line(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_BOT_MAX_QUOTES", "many")
    run = command("ask", "why?")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("qa-bot: setting max_quotes (QA_BOT_MAX_QUOTES): ")
    assert run.err.count("\n") == 1


def test_an_answer_is_printed_in_other_formats(filled: Command) -> None:
    question = "Who opened the bridge over the Orla?"
    assert filled("ask", question, "--format", "markdown").out.startswith(f"# {question}\n\n")
    assert filled("ask", question, "--format", "html").out.startswith("<!doctype html>\n")
    assert json.loads(filled("ask", question, "--format", "json").out)["question"] == question
    assert "@article{bridge,\n  title = {{The bridge}},\n" in filled("ask", question, "--format", "bibtex").out
    assert "bridge" in [each["id"] for each in json.loads(filled("ask", question, "--format", "csl").out)]


def test_a_refusal_cites_nothing_and_says_so(filled: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_BOT_THRESHOLD", "1")
    said = "No answer, so no article is cited.\n"
    assert filled("ask", "Who opened the bridge?", "--format", "bibtex") == Run(1, "", said)
    assert filled("ask", "Who opened the bridge?", "--format", "csl") == Run(1, "[]\n", said)


def test_a_conversation_is_kept_in_a_file(filled: Command, tmp_path: Path) -> None:
    typed = "Who opened the bridge over the Orla?\nWhat did it cost?\n"
    assert filled("chat", "--save", tmp_path / "talk.json", typed=typed).code == 0
    kept = json.loads((tmp_path / "talk.json").read_text())
    assert [each["question"] for each in kept] == ["Who opened the bridge over the Orla?", "What did it cost?"]


def test_a_conversation_is_not_begun_that_cannot_be_kept(filled: Command, tmp_path: Path) -> None:
    run = filled("chat", "--save", tmp_path / "talk.docx")
    assert (run.code, run.out) == (2, "")
    assert "the ending of the file says in which format to write" in run.err


def test_a_language_model_that_cannot_be_set_up_is_one_line(command: Command, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("The bridge was opened on Monday by the mayor of the town.")
    assert command("add", tmp_path / "story.txt").code == 0
    run = command("ask", "Who opened the bridge?", "--engine", "gpt")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("qa-bot: 'gpt' names no model; write provider:name")
    assert run.err.count("\n") == 1
    assert command("ask", "Who opened the bridge?", "--engine", "extractive").code == 0


@pytest.mark.parametrize("command_line", [("list",), ("doctor",)])
def test_nothing_that_comes_from_outside_steers_the_terminal(
    command: Command, tmp_path: Path, command_line: tuple[str, ...]
) -> None:
    evil = tmp_path / "a\x1b[2J\nforged\x9b31m.txt"
    evil.write_text("It rained on the bridge of Oskholm all day.")
    feed = (
        "<rss version='2.0'><channel><item><link>http://x/&#x9b;31m&#xa;forged</link><description>It %s.</description>"
    )
    (tmp_path / "feed.xml").write_text(f"{feed % 'snowed'}</item></channel></rss>")
    (tmp_path / "bad\x1b[31m\nforged.json").write_text("{")
    runs = [command("add", str(tmp_path)), command(*command_line), command("remove", "x\x1b[2J")]
    assert not any(character in run.out + run.err for run in runs for character in "\x1b\x9b\x07\r")
    assert not any(line.startswith("forged") for run in runs for line in (run.out + run.err).splitlines())


def test_what_is_known_of_an_article_is_set(filled: Command) -> None:
    assert filled("set", "harbour", "--published", "2016-06-16", "--source", "Post", "--author", "Ann") == Run(
        0, "1 set\n", ""
    )
    assert "harbour\t2016-06-16*\tPost*\tThe harbour\n" in filled("list").out
    listed = [json.loads(line) for line in filled("list", "--json").out.splitlines()]
    assert [(each["authors"], each["set_by_hand"]) for each in listed] == [
        ([], []),
        (["Ann"], ["published", "source", "authors"]),
    ]


def test_many_articles_are_set_by_what_they_have_in_common(filled: Command) -> None:
    assert filled("set", "--lacking", "source", "--source", "Post").out == "1 set\n"
    assert filled("set", "--search", "bridge", "--of", "Wire", "--published", "").out == "1 set\n"
    assert filled("set", "bridge", "harbour", "--author", "Ann", "--author", "Ben").out == "2 set\n"
    assert "bridge\t-*\tWire\tThe bridge\n" in filled("list").out


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["bridge"], "say what to set: --title, --published, --source or --author"),
        (["--source", "A"], "name articles by their ids (qa-bot list), or by --search, --of or --lacking"),
        (["x", "--source", "A"], "no article has the id x; qa-bot list shows the ids"),
        (["bridge", "--published", "May"], '"May" is no date stated in full; write it as 2016-06-15'),
    ],
)
def test_what_cannot_be_set_is_one_line(filled: Command, arguments: list[str], line: str) -> None:
    assert filled("set", *arguments) == Run(2, "", f"qa-bot: {line}\n")


def test_a_timeline_is_printed_on_request(filled: Command) -> None:
    run = filled("ask", "When was the bridge over the Orla opened?", "--timeline")
    assert run.out.partition("Timeline:")[2].split()[0] == "1932"
    assert "Timeline:" not in filled("ask", "When was the bridge over the Orla opened?").out
