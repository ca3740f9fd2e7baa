"""Claims and their evidence become training data, and so do quotations with their speakers."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from training.claims import closest, read_claims, read_yes_no
from training.data import CONTRADICTED, NOT_STATED, SUPPORTED, UNSUPPORTED
from training.said import read_said

NEWS = ["The council of Skarholm sold the tower in 1874.", "It was bought by the painter Ada Berg.", "Rain fell."]


def write(file: Path, rows: list[dict[str, Any]]) -> Path:
    with gzip.open(file, "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(each) + "\n" for each in rows)
    return file


def test_verdicts_are_numbers_and_gold_sentences_keep_their_place(tmp_path: Path) -> None:
    labels = ("supported", "contradicted", "not_stated", "unsupported")
    rows = [{"evidence": ["", *NEWS], "claim": "Ada Berg bought it.", "label": each, "gold": []} for each in labels]
    found = list(read_claims(write(tmp_path / "set.jsonl.gz", rows)))
    assert [each.verdict for each in found] == [SUPPORTED, CONTRADICTED, NOT_STATED, UNSUPPORTED]
    assert {each.sentences for each in found} == {tuple(NEWS)}


def test_supported_claims_of_news_are_told_again_with_something_exchanged(tmp_path: Path) -> None:
    rows = [
        {
            "evidence": [f"In {1874 + at} the council of Skarholm sold {at + 3} towers."],
            "claim": claim,
            "label": "supported",
        }
        for at in range(20)
        for claim in [f"Skarholm sold {at + 3} towers in {1874 + at}."]
    ]
    (tmp_path / "other").mkdir()
    plain = list(read_claims(write(tmp_path / "other" / "mnli.jsonl.gz", rows)))
    assert len(plain) == 20
    news = list(read_claims(write(tmp_path / "defacto.jsonl.gz", rows)))
    made = [each for each in news if each.verdict == UNSUPPORTED]
    assert len(made) > 5
    told = {each.text.lower() for each in plain}
    assert not any(each.text in told for each in made)


def test_of_long_evidence_what_shares_most_words_is_read_and_what_decides() -> None:
    long = [f"Nothing of it was said on day {at}." for at in range(40)]
    kept = closest("Ada Berg bought the tower.", [*long, *NEWS], first=[3], most=30)
    assert {3, 40, 41} <= set(kept)
    assert kept == sorted(kept)
    assert sum(len([*long, *NEWS][at].split()) for at in kept) <= 30
    assert closest("Anything", ["one sentence of some words"], most=2) == [0]


def test_yes_is_supported_and_no_is_contradicted(tmp_path: Path) -> None:
    questions = [
        {"question": "did it rain", "answers": ["yes"], "yesno": "yes", "unanswerable": False},
        {"question": "did it snow", "answers": ["no"], "yesno": "no", "unanswerable": False},
        {"question": "is it so", "answers": ["maybe"], "yesno": "maybe", "unanswerable": False},
        {"question": "was it cold", "answers": [], "unanswerable": True},
    ]
    found = read_yes_no(write(tmp_path / "qa.jsonl.gz", [{"context": "It rained.", "questions": questions}]))
    assert [(each.text, each.verdict) for each in found] == [
        ("did it rain", SUPPORTED),
        ("did it snow", CONTRADICTED),
        ("was it cold", NOT_STATED),
    ]


@pytest.fixture
def news(tmp_path: Path) -> tuple[Path, Path]:
    """Write an article in which two people are quoted."""
    text = (
        "“The lighthouse of our town was never for sale to anybody,” Ada Berg said. "
        "Orm Staal said: “We have counted the money for the harbour twice this year.”"
    )
    quotes = [
        {
            "article_id": "a",
            "source": source,
            "named_source": True,
            "content": text[start : start + length],
            "content_spans": [[start, start + length]],
            "source_spans": [[text.index(source), text.index(source) + len(source)]],
        }
        for source, start, length in (
            ("Ada Berg", 0, text.index("Ada Berg") - 1),
            ("Orm Staal", text.index("“We"), len(text) - text.index("“We")),
        )
    ]
    return write(tmp_path / "a.jsonl.gz", [{"id": "a", "text": text}]), write(tmp_path / "q.jsonl.gz", quotes)


def test_quotations_become_questions_of_who_said_what(news: tuple[Path, Path]) -> None:
    (row,) = read_said(*news)
    for each in row["questions"]:
        for answer, start in zip(each["answers"], each["answer_start"], strict=True):
            assert row["context"][start:].startswith(answer)
    answered = {each["question"]: each["answers"][0] for each in row["questions"] if not each["unanswerable"]}
    who = [each for each in answered if each.startswith("Who said that The lighthouse of our town was")]
    assert [answered[each] for each in who] == ["Ada Berg"]
    said = [each for each in answered if each.startswith("What did Orm Staal say about ")]
    assert [answered[each] for each in said] == ["We have counted the money for the harbour twice this year"]


def test_who_did_not_say_it_is_asked_in_vain(news: tuple[Path, Path]) -> None:
    (row,) = read_said(*news)
    lost = [each for each in row["questions"] if each["unanswerable"]]
    assert [each["question"].split(" say")[0] for each in lost] == ["What did Orm Staal", "What did Ada Berg"]
    assert all(each["plausible"] in row["context"] for each in lost)
