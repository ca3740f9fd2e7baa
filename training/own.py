"""Turn a question set about a library's articles into training data, for a reader of one's own.

python -m training.own QUESTIONS --library DIR --out TRAIN/own.jsonl.gz

QUESTIONS is any format that `qa-bot eval` reads. Each question is shown with the passages that hold its evidence; one
without an answer with the passage that looks most like it. Where no short answer stands in the evidence, the quoted
sentence is the answer.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from qa_bot import Hit, QABot
from qa_bot.evaluation import Question, load_questions


def main(arguments: Sequence[str] | None = None) -> None:
    """Read, find the passages, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="a name that begins with own and ends with .jsonl.gz")
    arguments = parser.parse_args(arguments)
    with QABot.open(arguments.library, create=False) as bot:
        found = list(rows(load_questions(arguments.questions), bot))
    with gzip.open(arguments.out, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(each, ensure_ascii=False) + "\n" for each in found)
    asked = [each for row in found for each in row["questions"]]
    answered = sum(not each["unanswerable"] for each in asked)
    print(f"{arguments.out}: {len(found)} passages, {len(asked)} questions, {answered} answered")


def rows(questions: Sequence[Question], bot: QABot) -> Iterator[dict[str, Any]]:
    """Yield the passages with what is asked of each, as `training.prepare` reads them."""
    asked: dict[str, list[dict[str, Any]]] = {}
    for question in questions:
        hits = bot.search(question.question, k=20)
        for text, answers in shown(question, hits):
            asked.setdefault(text, []).append(
                {
                    "question": question.question,
                    "answers": answers,
                    "answer_start": [text.index(each) for each in answers],
                    "unanswerable": not answers,
                }
            )
    for text, about in asked.items():
        yield {"context": text, "questions": about}


def shown(question: Question, hits: Sequence[Hit]) -> Iterator[tuple[str, list[str]]]:
    """Yield the passages to show a question with, and its answers there."""
    if question.unanswerable:
        yield from ((hit.passage.text, []) for hit in hits[:1])
        return
    for hit in hits:
        text = hit.passage.text
        quotes = [each.quote for each in question.evidence if each.quote and each.quote in text]
        short = [each for each in question.answers if any(each in quote for quote in quotes)]
        if answers := short[:1] or quotes[:1]:
            yield text, answers


if __name__ == "__main__":
    main()
