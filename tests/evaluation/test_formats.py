import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.errors import QuestionSetError
from qa_bot.evaluation import GoldEvidence, Question, load_questions
from qa_bot.evaluation.sets.dialects import as_list
from qa_bot.model import Turn

pytestmark = pytest.mark.slow

LONG = "The bridge was opened in the year 1932 by the mayor."


def written(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def loaded(folder: Path, name: str, content: object) -> list[Question]:
    return load_questions(written(folder, name, content))


def problems(folder: Path, name: str, content: object) -> list[str]:
    path = written(folder, name, content)
    with pytest.raises(QuestionSetError) as caught:
        load_questions(path)
    return [line.removeprefix(f"{path} ") for line in str(caught.value).splitlines()]


@pytest.mark.parametrize("wrap", [lambda rows: rows, lambda rows: {"questions": rows}, lambda rows: {"samples": rows}])
def test_a_list_of_questions_as_json(tmp_path: Path, wrap: object) -> None:
    rows = [{"question": "a?", "answers": ["x"]}, {"question": "b?", "unanswerable": True}]
    assert [each.question for each in loaded(tmp_path, "set.json", wrap(rows))] == ["a?", "b?"]  # type: ignore[operator]


def test_json_lines_under_the_name_of_json_are_read(tmp_path: Path) -> None:
    lines = '{"question": "a?", "answers": ["x"]}\n{"question": "b?", "answers": ["y"]}\n'
    assert [each.id for each in loaded(tmp_path, "set.json", lines)] == ["q1", "q2"]


def test_entries_of_a_json_list_are_named_with_their_line(tmp_path: Path) -> None:
    text = '[\n  {"question": "a?",\n   "answers": ["x"]},\n\n  {"question": 5}, {"answers": ["x"]}\n]'
    assert problems(tmp_path, "set.json", text) == [
        "line 5 (entry 2): question: should be text",
        "line 5 (entry 3): question: is missing",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"a": 1}', "should be a list of questions, an object with one under questions, goldens, samples, or SQuAD"),
        ("[1,", "line 1: not JSON"),
        ("[" * 100_000, "too deep a nesting"),
        ("5", "should be a list of questions"),
    ],
)
def test_json_that_is_no_set_says_what_it_should_be(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(QuestionSetError) as caught:
        loaded(tmp_path, "set.json", content)
    assert message in str(caught.value)


CSV = """id,question,answers,evidence,article_id,unanswerable,type,tags
b1,When did it open?,1932|in 1932,The bridge opened in 1932.,bridge,,when,a|b
b2,"Who, if anyone, painted it?",,,,yes,who,
,What did it cost?,"[""six, or seven""]","[{""quote"": ""It cost six."", ""speaker"": ""Ann""}]",,no,,
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("set.csv", CSV),
        ("set.csv", "\ufeff" + CSV.replace("\n", "\r\n")),
    ],
)
def test_a_table_with_a_heading(tmp_path: Path, name: str, text: str) -> None:
    assert loaded(tmp_path, name, text) == [
        Question(
            "b1", "When did it open?", ("1932", "in 1932"), (GoldEvidence("The bridge opened in 1932.", "bridge"),),
            type="when", tags=("a", "b"),
        ),
        Question("b2", "Who, if anyone, painted it?", unanswerable=True, type="who"),
        Question("q4", "What did it cost?", ("six, or seven",), (GoldEvidence("It cost six.", speaker="Ann"),)),
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "separator"), [("set.tsv", "\t"), ("set.csv", "\t"), ("set.csv", ";")])
def test_tabs_and_semicolons_separate_too(tmp_path: Path, name: str, separator: str) -> None:
    text = f"Question{separator}Answer\nWhen, then?{separator}1932\n"
    assert loaded(tmp_path, name, text) == [Question("q2", "When, then?", ("1932",))]


def test_quotations_go_with_their_articles_in_order_and_one_article_holds_all(tmp_path: Path) -> None:
    text = "question,quote,article_id\na?,one|two,x|y\nb?,one|two,x\nc?,,x\n"
    assert [each.evidence for each in loaded(tmp_path, "set.csv", text)] == [
        (GoldEvidence("one", "x"), GoldEvidence("two", "y")),
        (GoldEvidence("one", "x"), GoldEvidence("two", "x")),
        (GoldEvidence("", "x"),),
    ]


def test_wrong_rows_of_a_table_are_named_with_the_line_on_which_they_begin(tmp_path: Path) -> None:
    text = 'question,answers,unanswerable\n"two\nlines?",x,\n,y,\nb?,,maybe\nc?,x,,too much\nd?,x,yes\n'
    assert problems(tmp_path, "set.csv", text) == [
        "line 4: question: is missing",
        "line 5: unanswerable: should be true or false",
        "line 6: entry: has 4 cells, but the heading has 3",
        "line 7: answers: given, but the question is marked unanswerable",
    ]


def test_a_table_without_a_heading_says_what_it_needs(tmp_path: Path) -> None:
    assert problems(tmp_path, "set.csv", "When?,1932\n")[0].startswith("line 1: the heading should name the columns")


SQUAD = {
    "version": "v2.0",
    "data": [
        {
            "title": "Bridge",
            "paragraphs": [
                {
                    "context": "The bridge is old. It was opened in 1932 by the mayor. It cost six million.",
                    "qas": [
                        {
                            "id": "s1",
                            "question": "When was it opened?",
                            "answers": [{"text": "1932", "answer_start": 36}, {"text": "in 1932", "answer_start": 33}],
                            "is_impossible": False,
                        },
                        {
                            "id": "s2",
                            "question": "Who painted it?",
                            "answers": [],
                            "plausible_answers": [{"text": "the mayor", "answer_start": 44}],
                            "is_impossible": True,
                        },
                    ],
                }
            ],
        }
    ],
}


def test_squad_has_the_sentence_of_the_answer_as_evidence(tmp_path: Path) -> None:
    evidence = (GoldEvidence("It was opened in 1932 by the mayor."),)
    assert loaded(tmp_path, "dev.json", SQUAD) == [
        Question("s1", "When was it opened?", ("1932", "in 1932"), evidence),
        Question("s2", "Who painted it?", unanswerable=True),
    ]


def test_wrong_entries_of_squad_are_named_with_their_path(tmp_path: Path) -> None:
    wrong = {"data": [{"paragraphs": [{"context": "x", "qas": [{"id": "a", "answers": []}, 5]}]}]}
    assert problems(tmp_path, "dev.json", wrong) == [
        "data[0].paragraphs[0].qas[0]: question: is missing",
        "data[0].paragraphs[0].qas[1]: entry: should be an object",
    ]


def beir(folder: Path, qrels: str, name: str = "test.tsv") -> Path:
    (folder / "qrels").mkdir()
    (folder / "qrels" / name).write_text(qrels)
    queries = [{"_id": "1", "text": "a?"}, {"_id": "2", "text": "b?"}, {"_id": "3", "text": "c?"}]
    (folder / "queries.jsonl").write_text("".join(json.dumps(each) + "\n" for each in queries))
    return folder


def test_beir_says_which_articles_are_relevant_to_a_question(tmp_path: Path) -> None:
    folder = beir(tmp_path, "query-id\tcorpus-id\tscore\n1\tx\t1\n1\ty\t2\n2\tx\t0\n3\tz\t1\n")
    assert load_questions(folder) == [
        Question("1", "a?", evidence=(GoldEvidence("", "x"), GoldEvidence("", "y"))),
        Question("3", "c?", evidence=(GoldEvidence("", "z"),)),
    ]


def test_of_several_splits_of_beir_the_test_is_asked(tmp_path: Path) -> None:
    folder = beir(tmp_path, "1\tx\t1\n", "train.tsv")
    (folder / "qrels" / "test.tsv").write_text("2\tx\t1\n")
    assert [each.id for each in load_questions(folder)] == ["2"]


@pytest.mark.parametrize(
    ("qrels", "message"),
    [("1\tx\n", "there are no questions"), ("1\tx\t1\n2\ty\n", "line 2: should be query, article")],
)
def test_a_beir_folder_that_is_not_whole_says_so(tmp_path: Path, qrels: str, message: str) -> None:
    with pytest.raises(QuestionSetError, match=message):
        load_questions(beir(tmp_path, qrels))


def test_a_folder_of_something_else_is_no_question_set(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match=r"queries\.jsonl and qrels"):
        load_questions(tmp_path)


@pytest.mark.parametrize(
    ("row", "question"),
    [
        # ragas from 0.2 on
        (
            {"user_input": "a?", "reference": LONG, "reference_contexts": ["One.", "Two."], "response": "no",
             "retrieved_contexts": ["Else."], "synthesizer_name": "single_hop"},
            Question("q1", "a?", evidence=(GoldEvidence("One."), GoldEvidence("Two.")), reference=LONG,
                     type="single_hop"),
        ),
        ({"user_input": "a?", "reference": "1932"}, Question("q1", "a?", ("1932",))),
        (
            {"user_input": [
                {"content": "Which?", "type": "human"}, {"content": "This.", "type": "ai"},
                {"content": "And when?", "type": "human"}], "reference": "1932"},
            Question("q1", "And when?", ("1932",), history=(Turn("Which?", "This."),)),
        ),
        # ragas 0.1: contexts are what was retrieved, but in a generated set what the question was made from
        (
            {"question": "a?", "answer": "generated", "contexts": ["Found."], "ground_truth": "1932"},
            Question("q1", "a?", ("1932",)),
        ),
        ({"question": "a?", "ground_truths": ["1932", "in 1932"]}, Question("q1", "a?", ("1932", "in 1932"))),
        (
            {"question": "a?", "contexts": ["Gold."], "ground_truth": LONG, "evolution_type": "simple"},
            Question("q1", "a?", evidence=(GoldEvidence("Gold."),), reference=LONG, type="simple"),
        ),
        # deepeval
        (
            {"input": "a?", "actual_output": "no", "expected_output": LONG, "context": ["One."],
             "retrieval_context": ["Else."], "source_file": None},
            Question("q1", "a?", evidence=(GoldEvidence("One."),), reference=LONG),
        ),
        (
            {"scenario": "s", "expected_outcome": LONG, "turns": [
                {"role": "user", "content": "Which?"}, {"role": "assistant", "content": "This."},
                {"role": "user", "content": "And when?"}, {"role": "assistant", "content": "In 1932."}]},
            Question("q1", "And when?", history=(Turn("Which?", "This."),), reference=LONG),
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["set.jsonl", "set.json"])
def test_the_field_names_of_ragas_and_deepeval(
    tmp_path: Path, name: str, row: dict[str, object], question: Question
) -> None:
    assert loaded(tmp_path, name, row if name == "set.jsonl" else [row]) == [question]


def test_tables_of_ragas_and_deepeval_hold_lists_in_cells(tmp_path: Path) -> None:
    ragas = 'user_input,reference_contexts,reference\na?,"[\'One.\', ""It\'s two.""]",1932\n'
    golden = "input,actual_output,expected_output,context\na?,,1932,One.\n"
    assert loaded(tmp_path, "ragas.csv", ragas) == [
        Question("q2", "a?", ("1932",), (GoldEvidence("One."), GoldEvidence("It's two.")))
    ]
    assert loaded(tmp_path, "deepeval.csv", golden) == [Question("q2", "a?", ("1932",), (GoldEvidence("One."),))]


def test_problems_are_named_as_the_file_names_its_fields(tmp_path: Path) -> None:
    rows = [{"user_input": 5, "reference": "x"}, {"user_input": "a?", "reference": [7]}, {"input": "a?"}]
    assert problems(tmp_path, "set.jsonl", "\n".join(map(json.dumps, rows))) == [
        "line 1: user_input: should be text",
        "line 2: answers.0: should be text",
        "line 3: answers: neither answers nor evidence is given, and the question is not marked unanswerable",
    ]


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), max_size=4))
def test_a_list_in_a_cell_comes_back(values: list[str]) -> None:
    assert as_list(repr(values)) == values


@given(st.text())
def test_any_cell_is_a_list_of_something(cell: str) -> None:
    assert isinstance(as_list(cell, "|"), list)


@given(st.binary(max_size=300), st.sampled_from(["set.json", "set.jsonl", "set.csv", "set.tsv"]))
def test_no_file_makes_it_fail_in_another_way(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
) -> None:
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(content)
    with pytest.raises(QuestionSetError, match=name):
        load_questions(path)
