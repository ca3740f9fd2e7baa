import json
from collections.abc import Callable
from pathlib import Path

import pytest

from qa_bot.errors import ReadError
from qa_bot.read import FoundArticle, NotArticlesError, read
from qa_bot.settings import Settings

ReadBack = Callable[..., list[FoundArticle | ReadError]]


def summary(items: list[FoundArticle | ReadError], tmp_path: Path) -> list[str]:
    lines = [f"{item.origin} {item.article.text}" if isinstance(item, FoundArticle) else str(item) for item in items]
    return [line.replace(f"{tmp_path}/", "") for line in lines]


def test_a_bad_line_does_not_stop_the_others(read_back: ReadBack, tmp_path: Path) -> None:
    good = b'\n{"text": "One."}\n{"text": \nnull\n{"id": "x", "text": "Two\xe2\x80\xa8lines."}\n'
    content = good + b'\xff\xfe\x00{\n{"text": "\xe9."}'
    assert summary(read_back("a.jsonl", content), tmp_path) == [
        "a.jsonl#2 One.",
        "a.jsonl line 3: not JSON: Expecting value",
        "a.jsonl line 4: is not an object with the fields of an article",
        "a.jsonl#x Two\nlines.",
        "a.jsonl line 6: not JSON: Expecting value",
        "a.jsonl#7 é.",
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(read_back: ReadBack, tmp_path: Path, encoding: str) -> None:
    content = '{"text": "“One.”"}\r\n{"text": "Two."}\r\n'.encode(encoding)
    assert summary(read_back("a.ndjson", content), tmp_path) == ["a.ndjson#1 “One.”", "a.ndjson#2 Two."]


def test_an_id_that_comes_twice_is_reported(read_back: ReadBack, tmp_path: Path) -> None:
    content = '{"id": 1, "text": "One."}\n{"id": "1", "text": "Two."}\n{"text": "One."}'
    assert summary(read_back("a.jsonl", content), tmp_path) == [
        "a.jsonl#1 One.",
        'a.jsonl line 2: its id "1" is also that of line 1; ids must differ',
        "a.jsonl#3 One.",
    ]


def test_a_file_of_other_lines_is_given_up_early(read_back: ReadBack, tmp_path: Path) -> None:
    items = summary(read_back("a.jsonl", "not json\n" * 1000), tmp_path)
    assert len(items) == 11
    assert items[-1] == "a.jsonl: is no JSON Lines file, its first 10 lines are not JSON"


def test_a_question_set_is_left_at_its_first_line(read_back: ReadBack) -> None:
    (error,) = read_back("questions.jsonl", '{"question": "Why?", "answers": ["x"]}\n' * 3)
    assert isinstance(error, NotArticlesError)


def test_articles_come_one_by_one(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "One."}\n' + json.dumps({"text": "x" * 100_000}) + "\n")
    items = read(str(path), settings)
    next(items)
    path.write_text("")
    assert len(list(items)) <= 1


def test_nesting_and_long_numbers_are_refused(read_back: ReadBack, tmp_path: Path) -> None:
    deep, long = summary(read_back("a.jsonl", "[" * 100_000 + "\n" + "1" * 5000), tmp_path)
    assert deep == "a.jsonl line 1: is nested too deeply"
    assert long.startswith("a.jsonl line 2: not JSON: Exceeds the limit")


def test_blank_lines_alone_are_no_articles(read_error: Callable[..., str]) -> None:
    assert read_error("a.jsonl", "\n \n") == "a.jsonl: holds no articles, only blank lines"
