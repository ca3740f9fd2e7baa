"""What the benchmarks count, on sets of a few lines."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from fakes import CORPUS

from benchmarks.claims import PARAPHRASES
from benchmarks.data import Asked, questions
from benchmarks.figures import Gold, article_row, sentence_row
from qa_bot import Article
from qa_bot.model import Slice, Span
from qa_bot.read import normalise

ARTICLE = Article(id="a", title="Bells", text="The bell was cast in Ghent. It weighs a ton.\n\nIt is rung at noon.")


def write(folder: Path, *rows: dict[str, object]) -> Path:
    folder.mkdir()
    (folder / "questions.jsonl").write_text("".join(json.dumps({"answers": [], **row}) + "\n" for row in rows))
    return folder


@pytest.mark.parametrize(
    ("name", "kept"), [("qed", ["told", "not there"]), ("squad2", ["told", "untold", "not there"])]
)
def test_what_no_sentence_of_a_set_answers_is_not_counted_as_missed(tmp_path: Path, name: str, kept: list[str]) -> None:
    folder = write(
        tmp_path / name,
        {"id": "told", "question": "Where?", "evidence": [{"article_id": "a", "quote": "The bell was cast in Ghent."}]},
        {"id": "untold", "question": "Why?", "evidence": [{"article_id": "a", "quote": ""}]},
        {"id": "not there", "question": "Who?", "evidence": [], "unanswerable": True},
    )
    assert [each.id for each in questions(folder)] == kept


def test_a_gold_sentence_is_found_however_it_is_spaced_and_counts_where_half_of_it_is_quoted(tmp_path: Path) -> None:
    quote = "The bell  was cast in Ghent . "
    folder = write(
        tmp_path / "qed", {"id": "q", "question": "Where?", "evidence": [{"article_id": "a", "quote": quote}]}
    )
    spaced = Article(id="a", title="Bells", text=ARTICLE.text.replace("Ghent.", "Ghent ."))
    gold = Gold.of(questions(folder)[0], {"a": spaced})
    assert [each.text for each in gold.places] == ["The bell was cast in Ghent ."]
    both = sentence_row([Slice(spaced, Span(0, spaced.text.index("\n")))], gold)
    assert both == {"sentence precision": 0.5, "sentence recall": 1.0, "sentence F1": pytest.approx(2 / 3)}
    assert sentence_row([Slice(spaced, Span(0, 8))], gold)["sentence recall"] == 0.0


def test_another_article_with_the_answer_is_told_from_the_right_one() -> None:
    asked = Asked("q", "Where?", ("Ghent",), (("gold", "In Ghent."),), unanswerable=False)
    others = [
        Article(id=f"other {at}", title="", text="It was cast in Ghent." if at == 3 else "No.") for at in range(5)
    ]
    ranked = [Slice(each, Span(0, 2)) for each in [*others, Article(id="gold", title="", text="In Ghent.")]]
    assert article_row(asked, ranked) == {"article hit@1": 0.0, "article hit@5": 0.0, "answer in five articles": 1.0}
    assert not any(article_row(asked, ranked[:3]).values())
    assert article_row(asked, ranked[::-1])["article hit@1"] == 1.0


def test_paraphrases_stand_beside_sentences_of_the_sample_articles_and_each_once() -> None:
    rows = [json.loads(line) for line in PARAPHRASES.read_text().splitlines()]
    assert Counter(each["label"] for each in rows) == {"supported": 111, "contradicted": 70, "not_stated": 19}
    assert len({each["claim"] for each in rows}) == 200
    texts = {each.name: normalise(each.read_text()) for each in CORPUS.glob("*.md")}
    for row in rows:
        assert all(quote in texts[f"{row['article']}.md"] for quote in row["evidence"])
