import json
from pathlib import Path

import pytest

from qa_bot.errors import QuestionSetError
from qa_bot.evaluation import GoldEvidence, Question, load_questions
from qa_bot.evaluation.sets.check import check_evidence
from qa_bot.model import Turn

from .fakes import ARTICLES, BRIDGE

pytestmark = pytest.mark.slow


def written(folder: Path, *lines: object) -> Path:
    path = folder / "set.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return path


def problems(folder: Path, *lines: object) -> list[str]:
    path = written(folder, *lines)
    with pytest.raises(QuestionSetError) as caught:
        load_questions(path)
    return [line.removeprefix(f"{path} ") for line in str(caught.value).splitlines()]


def test_a_question_has_all_that_its_line_says(tmp_path: Path) -> None:
    line = {
        "id": "bridge-1",
        "question": " When did it open? ",
        "answers": ["1932", "in 1932"],
        "evidence": [{"quote": "The bridge opened in 1932.", "article_id": "bridge"}, {"quote": "It cost"}],
        "history": [{"question": "Which bridge?", "answer": "The old one."}],
        "type": "when",
        "tags": ["a", "b", "a"],
        "difficulty": "a field of somebody else",
    }
    assert load_questions(written(tmp_path, line)) == [
        Question(
            id="bridge-1",
            question="When did it open?",
            answers=("1932", "in 1932"),
            evidence=(GoldEvidence("The bridge opened in 1932.", "bridge"), GoldEvidence("It cost")),
            history=(Turn("Which bridge?", "The old one."),),
            type="when",
            tags=("a", "b"),
        )
    ]


def test_an_id_is_made_of_the_line_number_and_blank_lines_count(tmp_path: Path) -> None:
    path = written(tmp_path, {"question": "a?", "answers": ["x"]}, "", {"question": "b?", "unanswerable": True})
    assert [question.id for question in load_questions(path)] == ["q1", "q3"]


@pytest.mark.parametrize(
    ("fields", "answers", "tags"),
    [
        ({"answers": "x", "tag": "t"}, ("x",), ("t",)),
        ({"answers": ["x"], "tag": "t", "tags": "u"}, ("x",), ("t", "u")),
        ({"answers": ["x"], "tag": None, "tags": [], "evidence": None, "type": None}, ("x",), ()),
    ],
)
def test_one_may_stand_for_a_list_of_one_and_null_for_absent(
    tmp_path: Path, fields: dict[str, object], answers: tuple[str, ...], tags: tuple[str, ...]
) -> None:
    (question,) = load_questions(written(tmp_path, {"question": "a?", **fields}))
    assert (question.answers, question.tags) == (answers, tags)


def test_numbers_serve_as_ids(tmp_path: Path) -> None:
    (question,) = load_questions(
        written(tmp_path, {"id": 7, "question": "a?", "evidence": [{"quote": "b", "article_id": 8}]})
    )
    assert (question.id, question.evidence) == ("7", (GoldEvidence("b", "8"),))


@pytest.mark.parametrize(
    ("history", "turns"),
    [
        (["a?", "b?"], (Turn("a?"), Turn("b?"))),
        ([{"question": "a?", "answer": "A"}, {"question": "b?"}], (Turn("a?", "A"), Turn("b?"))),
        (
            [
                {"role": "user", "text": "a?"},
                {"role": "agent", "text": "A"},
                {"role": "user", "content": "b?"},
                {"role": "assistant", "content": "B"},
                {"role": "assistant", "content": "and C"},
            ],
            (Turn("a?", "A"), Turn("b?", "B\n\nand C")),
        ),
        (["a?", {"role": "assistant", "content": "A"}], (Turn("a?", "A"),)),
    ],
)
def test_history_may_be_questions_turns_or_messages(
    tmp_path: Path, history: list[object], turns: tuple[Turn, ...]
) -> None:
    (question,) = load_questions(written(tmp_path, {"question": "c?", "answers": ["x"], "history": history}))
    assert question.history == turns


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ({"answers": ["x"]}, ["question: is missing"]),
        ({"question": None, "answers": ["x"]}, ["question: is missing"]),
        ({"question": "  ", "answers": ["x"]}, ["question: is missing"]),
        ({"question": 3, "answers": ["x", 1984, ""]}, [
            "question: should be text", "answers.1: should be text",
        ]),
        ({"question": "a?", "unanswerable": "yes"}, ["unanswerable: should be true or false"]),
        ({"question": "a?", "evidence": "b"}, ["evidence: should be a list"]),
        ({"question": "a?", "evidence": [{"article_id": "b"}, "c"]}, [
            "evidence.1: should be an object",
        ]),
        ({"question": "a?", "answers": ["x"], "history": [5, {"answer": "A"}, {"role": "system", "text": "s"}]}, [
            "history.0: should be a question, {question, answer} or {role, text}",
            "history.1.question: is missing",
            "history.2.role: should be 'user', 'assistant' or 'agent'",
        ]),
        ({"question": "a?", "answers": ["x"], "history": [{"role": "agent", "text": "hello"}]}, [
            "history.0: an answer with no question before it",
        ]),
        ({"question": "a?", "answers": ["x"], "type": 3, "tags": [{"a": 1}]}, [
            "type: should be text", "tags.0: should be text",
        ]),
        ({"question": "a?", "unanswerable": True, "answers": ["x"], "evidence": [{"quote": "b"}]}, [
            "answers: given, but the question is marked unanswerable",
            "evidence: given, but the question is marked unanswerable",
        ]),
        ({"question": "a?"}, [
            "answers: neither answers nor evidence is given, and the question is not marked unanswerable",
        ]),
        ('{"question": "\\ud800", "answers": ["x"]}', [
            "question: has half of a surrogate pair, which is no character",
        ]),
        ('{"question": "a?", "answers": ["x"], "type": "\\udfff"}', [
            "type: has half of a surrogate pair, which is no character",
        ]),
        ("[1]", ["entry: should be an object"]),
        ("{question: 1}", [
            "entry: not JSON, Expecting property name enclosed in double quotes at character 2",
        ]),
        ("[" * 200_000, ["entry: JSON with too long a number or too deep a nesting"]),
        ("9" * 10_000, ["entry: JSON with too long a number or too deep a nesting"]),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_a_wrong_line_is_named_with_field_and_reason(tmp_path: Path, line: object, expected: list[str]) -> None:
    good = {"question": "good?", "answers": ["x"]}
    assert problems(tmp_path, good, line) == [f"line 2: {problem}" for problem in expected]


def test_all_wrong_lines_are_listed(tmp_path: Path) -> None:
    assert problems(tmp_path, {"question": ""}, {"question": "b?", "answers": ["x"]}, {"answers": ["x"]}) == [
        "line 1: question: is missing",
        "line 3: question: is missing",
    ]


def test_an_id_given_twice_is_an_error_also_against_a_made_one(tmp_path: Path) -> None:
    ask = {"question": "a?", "answers": ["x"]}
    assert problems(tmp_path, {**ask, "id": "q3"}, {**ask, "id": "b"}, ask, {**ask, "id": "b"}) == [
        "line 3: id: 'q3' is also the id of line 1",
        "line 4: id: 'b' is also the id of line 2",
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.jsonl", b"", "there are no questions in this file"),
        ("blank.jsonl", b"\n \n", "there are no questions in this file"),
        ("set.txt", b"", "not a question set in a known format (.jsonl, .ndjson, .json, .csv, .tsv, a BEIR folder)"),
        ("latin.jsonl", b'{"question": "a?", "answers": ["x"]}\n{"question": "\xe9"}', "line 2: not UTF-8"),
        ("missing.jsonl", None, "there is no such file"),
    ],
)
def test_a_file_that_is_no_question_set_says_why(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(QuestionSetError) as caught:
        load_questions(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)
    assert message in str(caught.value)


def test_a_folder_is_no_question_set(tmp_path: Path) -> None:
    (tmp_path / "set.jsonl").mkdir()
    with pytest.raises(QuestionSetError, match="is no file of questions"):
        load_questions(tmp_path / "set.jsonl")


def test_byte_order_mark_crlf_and_line_separators_in_strings_are_read(tmp_path: Path) -> None:
    path = tmp_path / "set.JSONL"
    path.write_bytes('\ufeff{"question": "a\u2028b?", "answers": ["x"]}\r\n'.encode())
    assert [question.question for question in load_questions(str(path))] == ["a\u2028b?"]


def test_a_question_written_out_is_read_back(tmp_path: Path) -> None:
    question = Question(
        "a", "b?", ("c",), (GoldEvidence("d", "e"), GoldEvidence("f")), history=(Turn("g?", "h"),), tags=("i",)
    )
    assert load_questions(written(tmp_path, question.to_dict())) == [question]


def test_evidence_that_does_not_stand_in_its_article_is_named() -> None:
    evidence = (
        GoldEvidence("The bridge opened in 1932.", BRIDGE.id),
        GoldEvidence("The bridge opened in 1933.", BRIDGE.id),
        GoldEvidence("Anything", "nowhere"),
        GoldEvidence("may stand anywhere"),
    )
    assert check_evidence([Question("a", "b?", evidence=evidence)], ARTICLES.get) == [
        "question a, evidence 2: these words do not stand in article 'bridge': 'The bridge opened in 1933.'",
        "question a, evidence 3: there is no article 'nowhere'",
    ]
