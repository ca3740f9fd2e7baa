"""How often an English question is taken for one in another language, and the other way round.

python -m benchmarks.languages [QUESTIONS.jsonl[.gz] ...]

The files hold English questions, by default those of the sample corpus. Those in other languages are in languages.tsv.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Iterator
from pathlib import Path

from qa_bot.text.language import UNKNOWN, question_language

CORPUS = Path(__file__).parents[1] / "corpus" / "questions.jsonl"
OTHERS = Path(__file__).with_suffix(".tsv")


def main() -> None:
    """Print both shares, and each question that is taken for what it is not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", nargs="*", type=Path, default=[CORPUS])
    for path in parser.parse_args().questions:
        _print_english(path)
    lines = OTHERS.read_text(encoding="utf-8").splitlines()
    told = [(language, question, question_language(question)) for language, question in (x.split("\t") for x in lines)]
    missed = [question for _, question, found in told if found is None]
    misnamed = [f"{question} ({found})" for language, question, found in told if found not in (None, UNKNOWN, language)]
    print(f"other languages: {len(missed)} of {len(told)} taken for English, {len(misnamed)} named wrongly")
    print("".join(f"  {each}\n" for each in (*missed, *misnamed)), end="")


def _print_english(path: Path) -> None:
    questions = list(_questions(path))
    start = time.process_time()
    alarms = [(question, found) for question in questions if (found := question_language(question))]
    took = 1000 * (time.process_time() - start) / max(1, len(questions))
    print(f"{path.parent.name}/{path.name}: {len(alarms)} of {len(questions)} named another, {took:.2f} ms each")
    print("".join(f"  {question} ({found})\n" for question, found in alarms), end="")


def _questions(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield record["question"]
            turns = (
                turn for turn in record.get("history") or () if isinstance(turn, str) or turn.get("role") != "agent"
            )
            yield from (turn if isinstance(turn, str) else turn.get("question") or turn.get("text") for turn in turns)


if __name__ == "__main__":
    main()
