"""Answers as plain text and as Markdown: each question with its quotations and where they are from."""

from __future__ import annotations

from qa_bot.export.gather import Answers, listed, shown_articles, title_of
from qa_bot.model import Answer, Article
from qa_bot.render import answer_markdown, answer_terminal, escape_markdown, source_markdown


def to_text(answers: Answers) -> str:
    """Return plain text for a terminal; the questions are in it if there are several."""
    if isinstance(answers, Answer):
        return answer_terminal(answers)
    return "\n".join(f"> {' '.join(each.question.split())}\n\n{answer_terminal(each)}" for each in answers)


def to_markdown(answers: Answers, *, title: str | None = None) -> str:
    """Return the questions with their quotations as Markdown, and a list of the articles that they are from.

    The heading is `title`, or else the question if there is but one.
    """
    each = listed(answers)
    parts = [f"# {_line(title or title_of(each))}"]
    parts += [_answer(answer, headed=len(each) > 1 or bool(title)) for answer in each]
    if articles := shown_articles(each):
        parts.append("## Articles\n\n" + "\n".join(map(_listed, articles)))
    return "\n\n".join(parts) + "\n"


def _answer(answer: Answer, *, headed: bool) -> str:
    parts = [f"## {_line(answer.question)}"] if headed else []
    if answer.standalone_question != answer.question:
        parts.append(f"*Understood as: {_line(answer.standalone_question)}*")
    return "\n\n".join([*parts, answer_markdown(answer).strip("\n")])


def _listed(article: Article) -> str:
    authors = _line(", ".join(article.authors))
    return f"- {source_markdown(article)}" + (f". {authors}" if authors else "")


def _line(text: str) -> str:
    return escape_markdown(" ".join(text.split()))
