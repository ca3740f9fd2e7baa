"""Run `qa-bot`, the command line."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa_bot import __version__
from qa_bot.ask import Ask
from qa_bot.commands import (
    REFUSED,
    WRONG,
    among_options,
    collect,
    compare_runs,
    engine_option,
    evaluate_set,
    library_option,
    list_collections,
    opened,
    questions,
    set_articles,
    uncollect,
)
from qa_bot.errors import QABotError
from qa_bot.keeping import refuse_unknown
from qa_bot.model import Answer
from qa_bot.printing import is_terminal, say, say_document, say_row
from qa_bot.progress import bar
from qa_bot.show import FORMATS, Format, export, format_of

if TYPE_CHECKING:
    from qa_bot.bot import QABot
    from qa_bot.library import AddReport, Health

day = click.DateTime(formats=["%Y-%m-%d"])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="qa-bot")
def qa_bot() -> None:
    """Ask questions over a collection of articles; every quotation stands in one of them."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line, or these arguments; errors meant for the person are one line on stderr and exit code 2."""
    try:
        _check_place()
        qa_bot(arguments, prog_name="qa-bot")
    except QABotError as error:
        say(f"qa-bot: {error}", err=True)
        sys.exit(WRONG)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        say(f"qa-bot: {where}{error.strerror or error}", err=True)
        sys.exit(WRONG)


def _check_place() -> None:
    """Raise QABotError if the folder that the command runs in is no longer there."""
    try:
        os.getcwd()
    except OSError:
        raise QABotError("the folder that this runs in is gone; change to one that is there") from None


@qa_bot.command()
@click.argument("targets", nargs=-1, required=True, metavar="PATH_OR_URL...")
@library_option
def add(targets: Sequence[str], library: Path | None) -> None:
    """Add files, folders and web pages; unchanged articles are skipped, changed ones replaced."""
    with opened(library, create=True) as bot, bar("articles") as progress:
        report = bot.add(*targets, progress=progress)
    _print_report(report)
    if report.failed and not (report.added or report.replaced or report.unchanged):
        sys.exit(WRONG)


@qa_bot.command()
@click.argument("question")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="Print the answer as Markdown, a whole HTML page or JSON, or the cited articles as BibTeX or CSL-JSON",
)
@click.option("--json", "form", flag_value="json", help="The same as --format json")
@click.option("--after", type=day, help="Only articles published on that day or later")
@click.option("--before", type=day, help="Only articles published on that day or earlier")
@click.option("--source", "sources", multiple=True, help="Only articles from that source; may be repeated")
@click.option("--speaker", help="Only what somebody of that name says in the articles")
@among_options
@click.option(
    "--today", type=day, help='The day that "last week" in the question counts from  [default: the day it is]'
)
@click.option("--no-infer-dates", is_flag=True, help="Do not take times that the question names for filters")
@click.option("--timeline", is_flag=True, help="Print the quoted sentences that tell of a time again, by time")
@engine_option
@library_option
def ask(
    question: str,
    *,
    form: Format,
    after: datetime | None,
    before: datetime | None,
    sources: Sequence[str],
    speaker: str | None,
    collection: str | None,
    articles: Sequence[str],
    today: datetime | None,
    no_infer_dates: bool,
    timeline: bool,
    engine: str | None,
    library: Path | None,
) -> None:
    """Answer a question from the articles, or refuse (exit code 1) and say why.

    With a language model the quotations come first, then its sentences, each once it is checked; Ctrl-C stops it.
    """
    from qa_bot.show.text import show_in_terminal, timeline_text

    with opened(library, engine=engine, asks=True) as bot:
        is_written = bot.engines.name != "extractive"
        _warm(bot)
        several = tuple(sources) if len(sources) > 1 else ()
        asked = Ask(
            question,
            after=_day(after),
            before=_day(before),
            source=None if several else next(iter(sources), None),
            speaker=speaker,
            infer_dates=not no_infer_dates,
            today=_day(today),
            collection=collection,
            sources=several,
            articles=tuple(articles),
        )
        steps = bot.answers(asked)
        answer = show_in_terminal(steps, say, is_written=is_written) if form == "text" else list(steps)[-1]
    if timeline and form == "text" and answer.answered:
        say(timeline_text(answer))
    if form != "text":
        say_document(export(answer, form))
    if answer.reason and form in ("bibtex", "csl"):
        say("No answer, so no article is cited.", err=True)
    sys.exit(0 if answer.answered else REFUSED)


@qa_bot.command()
@click.option(
    "--save",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Keep the conversation in FILE, after each answer: .md, .html, .json, .txt, .bib or .csl.json",
)
@engine_option
@library_option
def chat(save: Path | None, engine: str | None, library: Path | None) -> None:
    """Hold a conversation in the terminal; follow-up questions are understood."""
    from qa_bot.show.text import show_in_terminal

    if save:
        format_of(save)
    with opened(library, engine=engine, asks=True) as bot:
        is_written = bot.engines.name != "extractive"
        _warm(bot)
        say("Ask about your articles. An empty line or Ctrl-D ends.")
        conversation = bot.conversation()
        while question := _line():
            try:
                show_in_terminal(_understood(conversation.stream(question)), say, is_written=is_written)
            except QABotError as error:
                say(str(error), err=True)
                continue
            if save:
                conversation.save(save)


def _understood(steps: Iterator[Answer]) -> Iterator[Answer]:
    """Pass the steps of an answer on, and say first how the question was understood, if not as it was asked."""
    first = next(steps)
    say("" if first.standalone_question == first.question else f"\nUnderstood as: {first.standalone_question}\n")
    yield first
    yield from steps


@qa_bot.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON for each")
@library_option
def list_articles(*, as_json: bool, library: Path | None) -> None:
    """List the articles: id, date, source, title and every place each was read from; a star marks what was set."""
    with opened(library) as bot:
        for article in bot.library.articles():
            if as_json:
                record = {**article.to_dict(), "origins": bot.library.origins(article.id)}
                say(json.dumps(record, ensure_ascii=False))
                continue
            values = {"published": article.published, "source": article.source, "title": article.title}
            marked = (f"{value or '-'}{'*' * (name in article.set_by_hand)}" for name, value in values.items())
            say_row(article.id, *marked)
            for origin in bot.library.origins(article.id):
                say_row("", origin)


@qa_bot.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@library_option
def remove(ids: Sequence[str], library: Path | None) -> None:
    """Remove articles by id (qa-bot list shows them)."""
    with opened(library) as bot:
        removed = bot.library.remove(*ids)
    say(f"{len(removed)} removed")
    refuse_unknown(ids, removed)


@qa_bot.command()
@click.option("--repair", is_flag=True, help="Make the index anew")
@library_option
def doctor(*, repair: bool, library: Path | None) -> None:
    """Compare the articles with the search index; exit code 1 if they differ."""
    with opened(library, repair=repair) as bot, bar("passages") as progress:
        health = bot.library.repair(progress) if repair else bot.library.check()
    _print_health(health)
    sys.exit(0 if health.sound else REFUSED)


@qa_bot.command()
@library_option
def rebuild(library: Path | None) -> None:
    """Cut and embed every article anew, e.g. with another model; until it is done the old state stands."""
    from qa_bot import keeping
    from qa_bot.settings import Settings

    with bar("articles") as progress:
        keeping.rebuild(settings=Settings.load(library=library), progress=progress)
    say("rebuilt")


@qa_bot.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@library_option
def export_articles(file: Path, library: Path | None) -> None:
    """Write all articles to FILE as JSON Lines, which `qa-bot add` reads back."""
    with opened(library) as bot:
        say(f"{bot.library.export(file)} articles written to {file}")


@qa_bot.command()
@click.argument("file", type=click.Path(path_type=Path))
@library_option
def backup(file: Path, library: Path | None) -> None:
    """Write the library, with its conversations, to FILE; it may be in use meanwhile."""
    from qa_bot import keeping

    keeping.backup(file, library)
    say(f"written to {file}")


@qa_bot.command()
@click.argument("file", type=click.Path(path_type=Path))
@library_option
def restore(file: Path, library: Path | None) -> None:
    """Make a library in a new or empty folder from FILE, which `qa-bot backup` wrote."""
    from qa_bot import keeping

    keeping.restore(file, library)
    say("restored; its search index is made when it is first opened")


@qa_bot.command()
@click.option("--host", help="Address to listen on  [default: $QA_BOT_HOST, else 127.0.0.1]")
@click.option("--port", type=int, help="Port to listen on  [default: $QA_BOT_PORT, else 7860]")
@engine_option
@library_option
def serve(host: str | None, port: int | None, engine: str | None, library: Path | None) -> None:
    """Serve the web chat."""
    say("QA Bot is starting …", err=True)
    from qa_bot.settings import Settings
    from qa_bot.web import serve as serve_page

    settings = Settings.load(library=library, host=host, port=port, model=engine)
    with opened(library, create=True, settings=settings) as bot:
        if bot.engines.name != "extractive":
            say(f"Answers are written by {bot.engines.name}.")
        serve_page(bot)


@qa_bot.command()
@click.option("--http", is_flag=True, help="Serve over HTTP at /mcp, instead of to the program that starts this")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on")
@click.option("--port", type=int, default=7861, show_default=True, help="Port to listen on")
@click.option("--allow-add", is_flag=True, help="Let agents add articles, too")
@library_option
def mcp(*, http: bool, host: str, port: int, allow_add: bool, library: Path | None) -> None:
    """Let agents ask the library, over the Model Context Protocol."""
    from qa_bot.mcp import mcp_server, serve_http

    with opened(library, create=allow_add) as bot:
        server = mcp_server(bot, may_add=allow_add)
        if not http:
            server.run("stdio")
            return
        say(f"Agents reach the library at http://{host}:{port}/mcp.", err=True)
        serve_http(server, host=host, port=port, token=bot.settings.agent_token())


@qa_bot.command()
@click.argument("name")
def user(name: str) -> None:
    """Print the line that lets NAME use the web chat, with a hash of the password that it asks for.

    Collect the lines in a file and name it in QA_BOT_USERS: qa-bot user ann >> users.txt
    """
    from qa_bot.accounts import user_line

    if sys.stdin.isatty():
        password = click.prompt("Password", hide_input=True, confirmation_prompt="The same again", err=True)
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    say(user_line(name, password))


for command in (set_articles, collect, uncollect, list_collections):
    qa_bot.add_command(command)
qa_bot.add_command(evaluate_set)
qa_bot.add_command(compare_runs)
qa_bot.add_command(questions)


def _warm(bot: QABot) -> None:
    """Load the model if there is anything to ask, and say so while it takes its seconds."""
    if next(bot.library.articles(), None):
        if is_terminal():
            say("Loading the embedding model ...", err=True)
        bot.library.warm()


def _print_report(report: AddReport) -> None:
    for line in report.skipped:
        say_row(f"skipped: {line}", err=True)
    for line in report.failed:
        say_row(f"failed: {line}", err=True)
    for line in report.noted:
        say_row(f"noted: {line}", err=True)
    say(str(report))


def _print_health(health: Health) -> None:
    say(f"{health.articles} articles, {health.passages} passages")
    for line in health.damage:
        say_row(f"damaged: {line}")
    if health.missing or health.extra:
        say(f"the index lacks {len(health.missing)} passages and has {len(health.extra)} too many: use --repair")
    if health.sound:
        say("sound: articles and index agree")


def _line() -> str:
    try:
        return input("> ").strip()
    except EOFError:
        return ""


def _day(value: datetime | None) -> date | None:
    return value.date() if value else None
