"""Read BEIR folders: queries.jsonl, and qrels/*.tsv that say which articles are relevant to which."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from qa_bot.errors import QuestionSetError
from qa_bot.evaluation.sets.entry import Entry, from_json, read_text

_SPLITS = ("test", "dev", "train")


def entries(folder: Path) -> Iterator[Entry]:
    """Yield the queries that have relevant articles, those of the split test, else dev, else train, else the only one.

    A grade above 0 is relevant. The corpus itself is added with `qa-bot add FOLDER/corpus.jsonl`.
    """
    qrels = _choose(folder)
    relevant = _relevant(qrels)
    for line, text in enumerate(read_text(folder / "queries.jsonl").split("\n"), 1):
        if not text.strip():
            continue
        entry = from_json(f"queries.jsonl line {line}", f"q{line}", text)
        if not isinstance(entry.fields, dict):
            yield entry
        elif ids := relevant.get(str(entry.fields.get("_id"))):
            evidence = [{"article_id": each} for each in ids]
            fields = {"id": entry.fields["_id"], "question": entry.fields.get("text"), "evidence": evidence}
            yield Entry(entry.where, entry.key, fields, names={"id": "_id", "question": "text"})


def _choose(folder: Path) -> Path:
    found = sorted((folder / "qrels").glob("*.tsv"))
    named = [path for split in _SPLITS for path in found if path.stem == split]
    if not found or not (folder / "queries.jsonl").is_file():
        raise QuestionSetError(
            f"{folder}: a folder is a question set if it holds queries.jsonl and qrels/*.tsv, as those of BEIR do"
        )
    if not named and len(found) > 1:
        raise QuestionSetError(f"{folder}: none of {', '.join(path.name for path in found)} is called test.tsv")
    return (named or found)[0]


def _relevant(path: Path) -> dict[str, list[str]]:
    """Return the relevant articles of each query; a first line without a grade is the heading."""
    found: dict[str, list[str]] = {}
    for line, row in enumerate(csv.reader(io.StringIO(read_text(path)), delimiter="\t", quoting=csv.QUOTE_NONE), 1):
        if not row or (line == 1 and not _is_grade(row[-1])):
            continue
        if len(row) < 3 or not _is_grade(row[-1]):
            raise QuestionSetError(f"{path} line {line}: should be query, article and grade with tabs between")
        if float(row[-1]) > 0:
            found.setdefault(row[0], []).append(row[-2])
    return found


def _is_grade(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
