"""What must not change an answer: other subjects beside it, the order of adding, asking again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fakes import CORPUS, STORIES, HashingEmbedder, make_article

from qa_bot import Answer, Article, QABot, Settings
from qa_bot.models import TransformerEmbedder

pytestmark = pytest.mark.slow

QUESTIONS = [json.loads(line) for line in (CORPUS / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
SINGLE = [each for each in QUESTIONS if not each.get("unanswerable") and not each.get("history")][::4]
ASKED = ("Who proposed joint air strikes?", "How many meteors did astronomers count?", "Who painted The Night Watch?")

KITCHEN = {
    "Bread": "Flour, water, salt and a little leaven make a loaf. The dough rests overnight and is baked at dawn.",
    "Jam": "Boil the plums with half their weight of sugar. Pour the jam into hot jars and turn them upside down.",
    "Soup": "Leeks and potatoes simmer for half an hour. A spoonful of cream goes in at the end, and then chives.",
    "Pickles": "Small cucumbers stand in salted water for a week. Dill and garlic give them their taste.",
    "Pasta": "A hundred grams of flour take one egg. Knead the dough for ten minutes and let it rest under a bowl.",
    "Tea": "Green tea wants water of eighty degrees. Two minutes are enough, and the leaves serve three times.",
    "Knitting": "Cast on forty stitches and knit two, purl two. After twenty rows change to the larger needles.",
    "Chess": "The knight is the only piece that jumps. A bishop stays on the colour on which it began.",
    "Garden": "Sow beans when the soil is warm. Runner beans climb, and bush beans do not need a pole.",
    "Bicycle": "Oil the chain every month. If the brake rubs, loosen the cable and centre the caliper.",
}


def said(answer: Answer) -> str:
    """Return all of an answer but how long it took."""
    return json.dumps({name: value for name, value in answer.to_dict().items() if name != "timings"})


def open_bot(folder: Path, articles: list[Article]) -> QABot:
    bot = QABot.open(folder, embedder=HashingEmbedder(), settings=Settings.load(threshold=0))
    for each in articles:
        bot.add(each)
    return bot


def test_the_order_of_adding_does_not_matter(tmp_path: Path) -> None:
    with open_bot(tmp_path / "a", [*STORIES]) as one, open_bot(tmp_path / "b", [*reversed(STORIES)]) as other:
        assert [said(one.ask(each)) for each in ASKED] == [said(other.ask(each)) for each in ASKED]


def test_the_same_question_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    with open_bot(tmp_path / "a", [*STORIES]) as bot:
        first = [said(bot.ask(each)) for each in ASKED]
        assert [said(bot.ask(each)) for each in ASKED] == first
    with QABot.open(tmp_path / "a", embedder=HashingEmbedder(), settings=Settings.load(threshold=0)) as bot:
        assert [said(bot.ask(each)) for each in ASKED] == first


@pytest.mark.model
def test_the_real_model_says_the_same_twice(corpus_bot: QABot) -> None:
    asked = [each["question"] for each in SINGLE[:8]]
    assert [said(corpus_bot.ask(each)) for each in asked] == [said(corpus_bot.ask(each)) for each in asked]


@pytest.mark.model
def test_articles_on_other_subjects_do_not_change_which_article_answers(
    tmp_path: Path, embedder: TransformerEmbedder, corpus_bot: QABot
) -> None:
    others = [make_article(text, f"kitchen-{name}", title=name, source="Household") for name, text in KITCHEN.items()]
    with QABot.open(tmp_path / "library", embedder=embedder) as crowded:
        crowded.add(*corpus_bot.library.articles(), *others)
        changed = [each["question"] for each in SINGLE if first(crowded, each) != first(corpus_bot, each)]
    assert len(changed) <= len(SINGLE) // 20, changed


def first(bot: QABot, question: dict[str, Any]) -> str:
    """Return the article of the best passage."""
    return bot.search(question["question"], k=1)[0].passage.article.id
