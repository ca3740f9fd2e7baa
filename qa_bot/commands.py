"""Offer the smaller commands, and what all share: eval, compare, questions; set, collect, uncollect, collections."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qa_bot.errors import QABotError, SettingsError
from qa_bot.files import replacing
from qa_bot.keeping import refuse_unknown
from qa_bot.printing import say, say_document, say_row
from qa_bot.progress import bar

if TYPE_CHECKING:
    from qa_bot.bot import QABot
    from qa_bot.evaluation import Question, Report
    from qa_bot.settings import Settings

REFUSED = 1
WRONG = 2

library_option = click.option(
    "--library",
    type=click.Path(path_type=Path),
    help="Folder of the library  [default: $QA_BOT_LIBRARY, else ./library]",
)

engine_option = click.option(
    "--engine", help="Language model, provider:name, or extractive  [default: $QA_BOT_MODEL, else extractive]"
)

_COLLECTION = click.option("--collection", help="Only articles of that collection (qa-bot collections)")
_ARTICLES = click.option(
    "--article", "articles", multiple=True, metavar="ID", help="Only that article; may be repeated"
)


def among_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the ways to choose the articles that alone are asked."""
    return _COLLECTION(_ARTICLES(command))


@contextmanager
def opened(
    library: Path | None,
    *,
    create: bool = False,
    repair: bool = False,
    engine: str | None = None,
    settings: Settings | None = None,
    asks: bool = False,
) -> Iterator[QABot]:
    """Open the library for the time of a command; if it asks, the embedding model is loaded meanwhile."""
    from qa_bot.bot import QABot
    from qa_bot.models import load_embedder
    from qa_bot.settings import Settings

    settings = settings or Settings.load(library=library, model=engine)
    embedder = load_embedder(settings.embedder, cache=settings.cache)
    if asks:
        embedder.preload()
    with QABot.open(settings=settings, embedder=embedder, create=create, repair=repair) as bot:
        yield bot


_MOST_LISTED = 20
_INTERRUPTED = 130

_path = click.Path(path_type=Path)


@click.command("eval")
@click.argument("questions", type=_path)
@click.option("--out", type=_path, help="Folder of the results  [default: results/NAME OF THE SET]")
@click.option("--fail-under", multiple=True, metavar="METRIC=VALUE", help="Exit with 1 below this; may be repeated")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE[,VALUE]...",
    help="Answer with this setting; several values or settings are all tried, and their figures printed",
)
@click.option("--k", type=click.IntRange(min=1), default=10, show_default=True, help="Passages to measure retrieval on")
@click.option(
    "--today",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    help="The day on which questions are asked that name none  [default: that of the newest article]",
)
@click.option("--drafts", is_flag=True, help="Ask drafts too")
@click.option("--lenient", is_flag=True, help="Go on where evidence does not stand in the library: it counts as missed")
@click.option("--fresh", is_flag=True, help="Begin anew, also where a run was cut off")
@among_options
@engine_option
@library_option
def evaluate_set(
    questions: Path,
    *,
    out: Path | None,
    fail_under: Sequence[str],
    settings: Sequence[str],
    k: int,
    today: datetime | None,
    drafts: bool,
    lenient: bool,
    fresh: bool,
    collection: str | None,
    articles: Sequence[str],
    engine: str | None,
    library: Path | None,
) -> None:
    """Ask every question of a set and print retrieval, quotation and refusal figures.

    QUESTIONS is JSON Lines, JSON, CSV or TSV (with the fields of ragas or deepeval too), SQuAD, or a BEIR folder. The
    results go into a folder: run.json, questions.jsonl, report.html, junit.xml. A run that was cut off goes on.
    """
    from qa_bot import evaluation
    from qa_bot.evaluation.sets import read_questions
    from qa_bot.evaluation.table import parse_settings, render_sweep

    bars = [evaluation.parse_bar(each, k=k) for each in fail_under]
    variants = parse_settings(settings)
    if bars and len(variants) > 1:
        raise SettingsError("--fail-under goes with one setting; with several, compare their runs with qa-bot compare")
    reading = read_questions(questions)
    asked = reading.require()
    for note in reading.notes:
        say_row(f"note: {note}", err=True)
    folder = out or Path("results") / questions.stem
    day = today.date() if today else None
    evaluate = partial(evaluation.evaluate, questions=asked, k=k, today=day, drafts=drafts, bars=bars, fresh=fresh)
    with opened(library, engine=engine) as bot:
        _require_evidence(asked, bot, lenient=lenient)
        reports = _evaluated(bot.among(*articles, collection=collection), variants, folder, evaluate)
    if len(reports) > 1:
        say(render_sweep(reports))
        say(f"Each with its report: {folder}")
        return
    (report,) = reports.values()
    _print_report(report, folder, left_out=len(asked) - len(report.outcomes))
    fallen = evaluation.shortfalls(report, bars)
    for line in fallen:
        say(line, err=True)
    sys.exit(REFUSED if fallen else 0)


@click.command("compare")
@click.argument("before", type=_path)
@click.argument("after", type=_path)
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON")
@click.option("--html", type=_path, metavar="FILE", help="Write the comparison as a page")
def compare_runs(before: Path, after: Path, *, as_json: bool, html: Path | None) -> None:
    """Compare two runs, the folders that `qa-bot eval` wrote: differences with intervals, and what flipped.

    A star marks a difference with p < .05: McNemar's exact test where questions are right or wrong, else a paired
    bootstrap.
    """
    from qa_bot import evaluation
    from qa_bot.evaluation.html import comparison_html

    found = evaluation.compare(evaluation.load_report(before), evaluation.load_report(after))
    if html:
        _write(html, comparison_html(found))
    if as_json:
        say_document(json.dumps(found.to_dict(), ensure_ascii=False, indent=2) + "\n")
    else:
        say(str(found))
    if html:
        say(f"With both answers side by side: {html}", err=as_json)


@click.group("questions")
def questions() -> None:
    """Check question sets, and draft new ones."""


@questions.command("check")
@click.argument("file", type=_path)
@library_option
def check(file: Path, library: Path | None) -> None:
    """Say all that is wrong with a question set; exit code 1 if anything is.

    Every evidence quotation is looked for in the library; where it does not stand, the nearest words are offered.
    """
    from qa_bot.evaluation.sets import read_questions
    from qa_bot.evaluation.sets.check import check_questions

    reading = read_questions(file)
    with opened(library) as bot, bar("questions") as progress:
        checked = check_questions(reading.questions, bot, progress)
    for problem in reading.problems:
        say_row(problem)
    for note in reading.notes:
        say_row(f"note: {note}")
    for finding in checked.findings:
        place = reading.places[finding.question_id]
        say_row(f"{place}: {'' if finding.is_error else 'note: '}{finding}")
    errors = len(reading.problems) + len(checked.errors)
    say(_summary(reading.questions))
    how = checked.evidence
    say(f"evidence: {how['exact']} to the letter, {how['folded']} but for typography, {how['missing']} not found")
    say(f"{errors} to mend" if errors else "nothing to mend")
    sys.exit(REFUSED if errors or not reading.questions else 0)


@questions.command("draft")
@click.argument("file", type=_path)
@click.option("--most", type=click.IntRange(min=1), default=50, show_default=True, help="Questions to propose")
@click.option(
    "--unanswerable", type=click.FloatRange(0, 1), default=0.25, show_default=True, help="Share that has no answer"
)
@library_option
def draft(file: Path, *, most: int, unanswerable: float, library: Path | None) -> None:
    """Propose questions from the articles, for a person to keep or drop, and write them to FILE as JSON Lines.

    Each has its evidence and is marked "draft": true; qa-bot eval leaves drafts out until that is taken away.
    """
    from qa_bot.evaluation.draft import propose

    if file.exists():
        raise QABotError(f"{file} is there already; name a new file, so that nothing you kept is lost")
    with opened(library) as bot, bar("articles") as progress:
        proposed = propose(list(bot.library.articles()), most=most, unanswerable=unanswerable, progress=progress)
    if not proposed:
        raise QABotError("no sentence of the articles makes a question; add more articles")
    _write(file, "".join(json.dumps(each.to_dict(), ensure_ascii=False) + "\n" for each in proposed))
    say(f"{_summary(proposed)}, written to {file}")
    say('Read them: delete the line of a bad one, and take "draft": true out of a good one.')


@contextmanager
def _stoppable(folder: Path) -> Iterator[None]:
    """Say how to go on when a run is interrupted from the keyboard."""
    try:
        yield
    except KeyboardInterrupt:
        say(f"stopped; the same command goes on where it was ({folder})", err=True)
        sys.exit(_INTERRUPTED)


def _evaluated(
    bot: QABot, variants: Sequence[Mapping[str, str]], folder: Path, evaluate: Callable[..., Report]
) -> dict[str, Report]:
    """Return the report on each combination of settings by its name; several have a folder each in the folder."""
    from qa_bot.evaluation.table import label

    bots = {label(each): bot.with_settings(**each) if each else bot for each in variants}
    reports = {}
    for called, each in bots.items():
        target = folder if len(bots) == 1 else folder / called
        with bar("questions") as progress, _stoppable(target):
            reports[called] = evaluate(each, out=target, progress=progress)
    return reports


def _require_evidence(asked: Sequence[Question], bot: QABot, *, lenient: bool) -> None:
    from qa_bot.evaluation.sets.check import check_evidence

    unfit = check_evidence(asked, bot.library.article)
    if not unfit or lenient:
        return
    more = [f"and {len(unfit) - _MOST_LISTED} more"] if len(unfit) > _MOST_LISTED else []
    listed = "\n".join([*unfit[:_MOST_LISTED], *more])
    raise QABotError(
        f"the set does not fit this library:\n{listed}\n"
        "qa-bot questions check offers the nearest words; --lenient counts such evidence as missed"
    )


def _print_report(report: Report, folder: Path, *, left_out: int) -> None:
    from qa_bot.evaluation import render_table

    say(render_table(report))
    if report.resumed:
        say(f"{report.resumed} of the questions were answered in a run that was cut off")
    if left_out:
        say(f"{left_out} drafts were left out; --drafts asks them too")
    say(f"Every question with its answer: {folder / 'report.html'}")


def _summary(asked: Sequence[Question]) -> str:
    unanswerable = sum(each.unanswerable for each in asked)
    drafts = sum(each.draft for each in asked)
    marked = f", {drafts} of them drafts" if drafts else ""
    return f"{len(asked)} questions, {len(asked) - unanswerable} with an answer and {unanswerable} without{marked}"


def _write(file: Path, content: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with replacing(file) as stream:
            stream.write(content)
    except OSError as error:
        raise QABotError(f"{file} cannot be written ({error.strerror}); name another file") from error


Handler = Callable[..., Any]

_OPTIONS = (
    click.argument("ids", nargs=-1, metavar="[ID]..."),
    click.option("--search", default="", help="Those that have all these words"),
    click.option("--of", default="", metavar="SOURCE", help="Those from that source"),
    click.option(
        "--lacking",
        type=click.Choice(["published", "source", "authors"]),
        multiple=True,
        help="Those of which this is not known; may be repeated",
    ),
)


def chosen_options(command: Handler) -> Handler:
    """Give a command the ways to choose articles, which make a `Chosen`: ids, or what they have in common."""
    return reduce(lambda made, option: option(made), reversed(_OPTIONS), command)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Articles that were named one by one, or by what they have in common."""

    ids: Sequence[str]
    search: str
    of: str
    lacking: Sequence[str]

    def find(self, bot: QABot) -> list[str]:
        """Return their ids; raise QABotError if nothing is named, or an article that is not there."""
        is_filter = bool(self.search or self.of or self.lacking)
        if bool(self.ids) == is_filter:
            raise QABotError("name articles by their ids (qa-bot list), or by --search, --of or --lacking")
        if is_filter:
            listed = bot.library.listing(self.search, source=self.of, most=bot.library.about().articles).articles
            return [each.id for each in listed if all(map(each.lacks, self.lacking))]
        refuse_unknown(self.ids, (each for each in self.ids if bot.library.article(each)))
        return list(self.ids)


@click.command("set")
@chosen_options
@click.option("--title", help="The title, of one article")
@click.option("--published", metavar="DAY", help="When it was published, such as 2016-06-15")
@click.option("--source", help="Who published it")
@click.option("--author", "authors", multiple=True, help="Who wrote it; may be repeated")
@library_option
def set_articles(
    ids: Sequence[str],
    *,
    search: str,
    of: str,
    lacking: Sequence[str],
    title: str | None,
    published: str | None,
    source: str | None,
    authors: Sequence[str],
    library: Path | None,
) -> None:
    """Set title, date, source or authors of articles; "" says that there is none.

    What is set stands in place of what a file states, also when that is added again, and bears a star in qa-bot list.
    """
    if (title, published, source) == (None, None, None) and not authors:
        raise QABotError("say what to set: --title, --published, --source or --author")
    with opened(library) as bot:
        chosen = Chosen(ids, search, of, lacking).find(bot)
        known = bot.library.set(*chosen, title=title, published=published, source=source, authors=authors or None)
    say(f"{len(known)} set")


@click.command("collect")
@click.argument("name")
@chosen_options
@library_option
def collect(
    name: str, ids: Sequence[str], *, search: str, of: str, lacking: Sequence[str], library: Path | None
) -> None:
    """Put articles into the collection NAME, which can be asked by itself: qa-bot ask --collection NAME."""
    with opened(library) as bot:
        known = bot.library.collect(name, *Chosen(ids, search, of, lacking).find(bot))
    say(f"{len(known)} in {name}")


@click.command("uncollect")
@click.argument("name")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@library_option
def uncollect(name: str, ids: Sequence[str], library: Path | None) -> None:
    """Take articles out of the collection NAME, by default all; the articles stay in the library."""
    with opened(library) as bot:
        if name.casefold() not in map(str.casefold, bot.library.collections()):
            raise QABotError(f"there is no collection {name!r}; qa-bot collections lists them")
        bot.library.uncollect(name, *ids)


@click.command("collections")
@library_option
def list_collections(library: Path | None) -> None:
    """List the collections, each with how many articles it has."""
    with opened(library) as bot:
        for name, ids in bot.library.collections().items():
            say_row(name, str(len(ids)))
