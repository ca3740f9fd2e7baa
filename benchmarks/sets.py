"""Write a folder of public data as articles and a question set, which `qa-bot add` and `qa-bot eval` read.

python -m benchmarks.sets DATA/squad2 --out DIR [--most-articles N] [--fitting]
qa-bot add DIR/articles.jsonl --library DIR/library
qa-bot eval DIR/questions.jsonl --library DIR/library --out DIR/run
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.data import Asked, questions
from benchmarks.quality import UNANSWERABLE, limited
from qa_bot.evaluation import GoldEvidence, Question
from qa_bot.model import Article


def main() -> None:
    """Write articles.jsonl and questions.jsonl."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of one set")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most-articles", type=int, help="only so many: the gold ones, then the first")
    parser.add_argument("--fitting", action="store_true", help="only the half of the questions that is not reported")
    parser.add_argument("--most-questions", type=int, help="only so many, evenly spread")
    arguments = parser.parse_args()
    extra = UNANSWERABLE.get(arguments.data.name)
    asked = [*questions(arguments.data), *(questions(arguments.data, extra) if extra else ())]
    articles = limited(arguments.data, asked, arguments.most_articles)
    wanted = [each for each in asked if each.for_fitting] if arguments.fitting else asked
    chosen = spread(wanted, arguments.most_questions)
    arguments.out.mkdir(parents=True, exist_ok=True)
    write(arguments.out / "articles.jsonl", ({**each.to_dict(), "text": each.text} for each in articles))
    known = {article.id: article for article in articles}
    write(arguments.out / "questions.jsonl", (to_question(each, known).to_dict() for each in chosen))
    print(f"{len(articles)} articles and {len(chosen)} questions in {arguments.out}")


def spread(asked: Sequence[Asked], most: int | None) -> list[Asked]:
    """Return `most` questions, evenly spread over the set."""
    if most is None or most >= len(asked):
        return list(asked)
    return [asked[at * len(asked) // most] for at in range(most)]


def to_question(asked: Asked, known: dict[str, Article]) -> Question:
    """Return the question in the format of the project; what a set says of an unanswerable one is left out."""
    if asked.unanswerable:
        return Question(asked.id, asked.question, unanswerable=True, type="unanswerable", asked=asked.day)
    evidence = tuple(GoldEvidence(quote, article_id) for article_id, quote in asked.evidence if article_id in known)
    return Question(asked.id, asked.question, asked.answers, evidence, type="answerable", asked=asked.day)


def write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
