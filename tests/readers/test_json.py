import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qa_bot.errors import ReadError
from qa_bot.model import Article
from qa_bot.read import FoundArticle, NotArticlesError

ReadBack = Callable[..., list[FoundArticle | ReadError]]

ARTICLE = Article(
    id="7",
    title="Rain",
    text="It rained.\n\n“Again,” she said.",
    published=date(2016, 6, 15),
    source="The Courier",
    authors=("Jane Roe", "John Doe"),
    url="https://x.org/1",
    path="/elsewhere/a.txt",
    language="en",
)


@pytest.mark.parametrize(
    "names",
    [
        {},
        {"text": "body", "title": "headline", "published": "date", "source": "publisher", "url": "link"},
        {"text": "Content", "title": "Name", "published": "datePublished", "source": "Site", "authors": "author"},
        {"text": "full_text", "published": "published_at", "source": "outlet", "authors": "byline", "language": "LANG"},
        {"text": "article", "published": "publish_date"},
        {"published": "pubDate"},
    ],
)
def test_names_as_people_have_them(read_article: Callable[..., Article], names: dict[str, str]) -> None:
    record = {**ARTICLE.to_dict(), "text": ARTICLE.text}
    named = {names.get(name, name): value for name, value in record.items()}
    assert read_article("a.json", json.dumps([named])) == ARTICLE


@pytest.mark.parametrize(
    "authors", ["Jane Roe", ["Jane Roe"], {"name": "Jane Roe"}, [{"@type": "Person", "name": "Jane Roe"}]]
)
def test_authors_in_every_form(read_article: Callable[..., Article], authors: object) -> None:
    assert read_article("a.json", json.dumps({"text": "It rained.", "authors": authors})).authors == ("Jane Roe",)


@pytest.mark.parametrize(
    "value",
    [
        [{"text": "One."}, {"text": "Two."}],
        {"articles": [{"text": "One."}, {"text": "Two."}], "status": "ok"},
        {"articles": {"a": {"text": "One."}, "b": {"text": "Two."}}},
    ],
)
def test_where_the_articles_may_stand(read_back: ReadBack, tmp_path: Path, value: object) -> None:
    found = [
        (item.origin, item.article.text)
        for item in read_back("a.json", json.dumps(value))
        if isinstance(item, FoundArticle)
    ]
    assert found == [(f"{tmp_path}/a.json#1", "One."), (f"{tmp_path}/a.json#2", "Two.")]


def test_an_exported_record_reads_back_exactly(read_back: ReadBack) -> None:
    bare = Article(id="b", title="Snow", text="It snowed.")
    for article in (ARTICLE, bare, replace(ARTICLE, id="c", path=None, authors=())):
        record = {**article.to_dict(), "text": article.text, "origins": ["/a.txt", "https://x.org/1"]}
        assert read_back("a.jsonl", json.dumps(record)) == [
            FoundArticle("/a.txt", article, ("https://x.org/1",), stated=True)
        ]
        del record["origins"]
        (found,) = read_back("a.jsonl", json.dumps(record))
        assert isinstance(found, FoundArticle)
        assert (found.article, found.also) == (article, ())


def test_without_a_path_of_its_own_a_record_has_that_of_the_file(
    read_article: Callable[..., Article], tmp_path: Path
) -> None:
    assert read_article("a.json", '{"id": 12, "text": "It rained."}') == Article(
        id="12", title="It rained.", text="It rained.", path=f"{tmp_path}/a.json"
    )


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"text": 7}, 'field "text" is a number, should be text'),
        ({"Body": ["a"]}, 'field "Body" is a list, should be text'),
        ({"text": "", "body": None}, "no word is in its text"),
        ({"title": "a"}, "has no text, which should be in a field named text, body, content, article, full_text"),
        ("It rained.", "is not an object with the fields of an article"),
    ],
)
def test_wrong_records_are_named_with_line_and_field(
    read_error: Callable[..., str], record: object, message: str
) -> None:
    assert read_error("a.jsonl", f"\n\n{json.dumps(record)}\n") == f"a.jsonl line 3: {message}"
    assert read_error("a.json", json.dumps([record])) == f"a.json entry 1: {message}"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[{"text": "a"},\n{"text": }]', "a.json line 2: not JSON: Expecting value"),
        ("7", "a.json: holds no article: it should be a list of objects with text, or one such object"),
        ('{"a": [{"x": 1}], "b": [{"x": 1}]}', "a.json: holds no article: it should be a list of objects with text, "),
        ("[]", "a.json: holds no article: it should be a list of objects with text, or one such object"),
        ("[" * 100_000, "a.json: is nested too deeply"),
    ],
)
def test_a_json_file_without_articles(read_error: Callable[..., str], content: str, message: str) -> None:
    assert read_error("a.json", content).startswith(message)


@pytest.mark.parametrize(
    "value",
    [
        [{"question": "Why?", "answers": ["x"]}],
        {"question": "Why?"},
        {"version": 1, "questions": [{"id": 1, "Question": "Why?"}]},
        {"version": "2.0", "data": [{"title": "a", "paragraphs": [{"context": "x", "qas": []}]}]},
        [{"user_input": "Why?", "reference": "x"}],
    ],
)
def test_a_question_set_is_no_complaint(read_back: ReadBack, value: Any) -> None:  # noqa: ANN401
    (error,) = read_back("q.json", json.dumps(value))
    assert isinstance(error, NotArticlesError)
    assert str(error).endswith("q.json: holds questions, not articles; use qa-bot eval with it")


def test_json_lines_under_the_name_of_json(read_back: ReadBack) -> None:
    assert [type(item) for item in read_back("a.json", '{"text": "One."}\n{"text": "Two."}\n')] == [
        FoundArticle,
        FoundArticle,
    ]
