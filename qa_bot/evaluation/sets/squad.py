"""Read SQuAD 1.1 and 2.0: paragraphs with questions, and where in them the answers begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qa_bot.evaluation.sets.entry import Entry
from qa_bot.text.sentences import split_sentences


def is_squad(value: object) -> bool:
    """Say whether a JSON value looks like a file of SQuAD."""
    data = value.get("data") if isinstance(value, dict) else None
    return isinstance(data, list) and any(isinstance(each, dict) and "paragraphs" in each for each in data)


def entries(value: Mapping[str, Any]) -> Iterator[Entry]:
    """Yield each question; its evidence are the sentences of the paragraph that hold an answer.

    The set does not say what its articles are called in a library, so evidence names no article.
    """
    for n, article in enumerate(value["data"]):
        for m, paragraph in enumerate(_list(article, "paragraphs")):
            for i, asked in enumerate(_list(paragraph, "qas")):
                where = f"data[{n}].paragraphs[{m}].qas[{i}]"
                if not isinstance(asked, dict):
                    yield Entry(where, where, asked)
                    continue
                yield Entry(where, where, _fields(asked, str(paragraph.get("context", ""))))


def _fields(asked: Mapping[str, Any], context: str) -> dict[str, Any]:
    answers = [each for each in _list(asked, "answers") if isinstance(each, dict)]
    impossible = asked.get("is_impossible", False)
    fields = {"id": asked.get("id"), "question": asked.get("question"), "unanswerable": impossible}
    if not impossible:
        fields["answers"] = list(dict.fromkeys(each.get("text") for each in answers))
        fields["evidence"] = [{"quote": quote} for quote in dict.fromkeys(_sentences(context, answers))]
    return fields


def _sentences(context: str, answers: list[dict[str, Any]]) -> Iterator[str]:
    spans = split_sentences(context)
    for answer in answers:
        start = answer.get("answer_start")
        if isinstance(start, int):
            yield from (span.of(context) for span in spans if span.start <= start < span.end)


def _list(value: object, name: str) -> list[Any]:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []
