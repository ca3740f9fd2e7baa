"""Why a question was refused, in words."""

import ast
import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa_bot.model import Answer, Reason
from qa_bot.show.words import refusal

PACKAGE = Path(__file__).parent.parent.parent / "qa_bot"
REFUSED = Answer("q", "q", 0.01, "extractive", reason="no_match")


def test_a_refusal_names_what_no_article_mentions() -> None:
    assert refusal(REFUSED) == "None of the articles is about this."
    one, two = (dataclasses.replace(REFUSED, unnamed=names) for names in (("Titanic",), ("Girl", "Earring")))
    assert refusal(one) == "None of the articles mentions “Titanic”."
    assert refusal(two) == "None of the articles mentions “Girl” or “Earring”."


@pytest.mark.parametrize(
    ("said", "verb"),
    [
        ("Summarise the articles", "summarise"),
        ("Could you please translate this?", "translate"),
        ("write a poem", "write"),
    ],
)
@pytest.mark.parametrize("reason", ["no_match", "not_stated"])
def test_a_task_is_told_that_it_is_none_of_ours(said: str, verb: str, reason: Reason) -> None:
    asked = dataclasses.replace(REFUSED, question=said, reason=reason)
    assert refusal(asked).startswith(f"QA Bot quotes what the articles say; it does not {verb}. Ask about one thing")


def test_thanks_are_no_question() -> None:
    said = dataclasses.replace(REFUSED, question="Thanks!", reason="nothing_asked")
    assert refusal(said) == "There is no question in this. Ask about something that the articles may say."


def test_what_the_articles_speak_of_without_saying_it_is_told_apart() -> None:
    said = dataclasses.replace(REFUSED, reason="not_stated", unnamed=("Titanic",))
    assert refusal(said) == "The articles speak of this, but do not say."


def _messages(tree: ast.AST) -> Iterator[str]:
    """Yield the texts of errors that are made."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("Error"):
            constants = (each.value for each in ast.walk(call) if isinstance(each, ast.Constant))
            yield from (each for each in constants if isinstance(each, str))


def test_messages_are_plain_text() -> None:
    files = sorted(PACKAGE.rglob("*.py"))
    texts = [text for file in files for text in _messages(ast.parse(file.read_text(encoding="utf-8")))]
    assert len(texts) > 100
    assert [text for text in texts if "`" in text or "**" in text] == []
