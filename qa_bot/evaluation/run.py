"""Ask every question of a set and measure what comes back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from qa_bot.errors import QuestionSetError
from qa_bot.evaluation.examine import Answerer, examine
from qa_bot.evaluation.files import write_report
from qa_bot.evaluation.gate import Bar
from qa_bot.evaluation.identity import identity
from qa_bot.evaluation.journal import Journal
from qa_bot.evaluation.outcome import Outcome
from qa_bot.evaluation.report import Report
from qa_bot.evaluation.sets import Question, load_questions
from qa_bot.model import Progress


def evaluate(
    bot: Answerer,
    questions: Sequence[Question] | Path | str,
    *,
    k: int = 10,
    today: date | None = None,
    drafts: bool = False,
    out: Path | str | None = None,
    bars: Sequence[Bar] = (),
    fresh: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Ask each question in turn and return the report; the same bot and questions give the same figures.

    Retrieval is measured on the best `k` passages for the standalone question that the bot made. Questions are asked on
    the day that they name, else on `today`, by default the last day of publication in the library. Drafts are left out
    unless `drafts`. With `out` the run is written to that folder, `bars` into its junit.xml, and one that was cut off
    there goes on unless `fresh`. `progress` hears of each question when it is done. QuestionSetError names a question
    that the bot cannot be asked.
    """
    if k < 1:
        raise ValueError(f"k counts from 1, got {k}")
    given = load_questions(questions) if isinstance(questions, Path | str) else questions
    asked = [each for each in given if drafts or not each.draft]
    _require_askable(asked, given)
    run = identity(bot, asked, k=k, today=today)
    day = date.fromisoformat(run["today"]) if run["today"] else None
    folder = Path(out) if out else None
    with ExitStack() as stack:
        journal = stack.enter_context(Journal(folder, run, fresh=fresh)) if folder else None
        before = len(journal.done) if journal else 0
        outcomes: list[Outcome] = []
        for done, question in enumerate(asked, 1):
            outcome = journal.done.get(question.id) if journal else None
            if outcome is None:
                outcome = examine(bot, question, k=k, today=day)
                if journal:
                    journal.write(outcome)
            outcomes.append(outcome)
            if progress:
                progress(question.question, done, len(asked))
        report = Report.of(outcomes, k=k, run=run, folder=folder, resumed=before)
        if folder and journal:
            write_report(report, folder, bars=bars)
            journal.remove()
    return report


def _require_askable(asked: Sequence[Question], given: Sequence[Question]) -> None:
    if given and not asked:
        raise QuestionSetError(
            f'all {len(given)} questions are drafts; take "draft": true out of those that you keep, or ask the drafts'
        )
    twice = [key for key, times in Counter(each.id for each in asked).items() if times > 1]
    if twice:
        raise QuestionSetError(f"several questions have the id {', '.join(twice[:3])}; give each its own")
    empty = [each.id for each in asked if not (each.unanswerable or each.answers or each.evidence or each.reference)]
    if empty:
        raise QuestionSetError(
            f"{len(empty)} drafts say nothing of their answer and cannot be measured: {', '.join(empty[:5])}"
        )
