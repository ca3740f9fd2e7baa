"""Markdown, JSON, and files by their ending."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import ARTICLE, HOSTILE, Elements, answer, cite, cited_articles, direct
from markdown_it import MarkdownIt

from qa_bot import QABotError
from qa_bot.model import Answer, Article, Citation, Filters, Span
from qa_bot.show import FORMATS, export, save, to_footnotes, to_json, to_markdown, without_paths

TALL = cite(ARTICLE, "The tower is 324 metres tall.")
FOLLOW_UP = Answer("And?", "How <tall> is it?", 0.1, "test", reason="not_stated", filters=Filters(source="Wire_1"))


def test_markdown_of_one_answer() -> None:
    assert to_markdown(answer(TALL)) == (
        "# How tall?\n"
        "\n"
        "> **[1]** The tower is 324 metres tall.\n"
        ">\n"
        "> — [The tower & its builder](<https://example.org/tower?a=1&b=2>), Test Wire, 5 June 2016\n"
        "\n"
        "Confident (0.83).\n"
        "\n"
        "## Articles\n"
        "\n"
        "- [The tower & its builder](<https://example.org/tower?a=1&b=2>), Test Wire, 5 June 2016. Ann Author\n"
    )


def test_markdown_of_a_conversation_says_how_a_question_was_understood() -> None:
    shown = to_markdown([answer(TALL), FOLLOW_UP])
    assert shown.startswith("# Conversation of 2 questions\n\n## How tall?\n\n> **[1]** The tower")
    assert "## And?\n\n*Understood as: How \\<tall> is it?*\n\n*Only articles of Wire_1.*\n\n**No answer.**" in shown
    assert to_markdown([answer(TALL)], title="On *towers*").startswith("# On \\*towers\\*\n\n## How tall?\n\n")


@settings(max_examples=15)
@given(st.lists(cited_articles(), min_size=1, max_size=3))
def test_the_quotations_have_the_same_words_in_markdown(made: list[tuple[Article, list[Citation]]]) -> None:
    read = Elements(MarkdownIt("commonmark").render(to_markdown([answer(*citations) for _, citations in made])))
    wanted = [f"[{each.n}] {each.quote} — {each.article.title}".split() for _, citations in made for each in citations]
    assert [text.split() for text in read.texts("blockquote")] == wanted
    assert read.tags <= {"blockquote", "p", "strong", "h1", "h2", "ul", "li"}


def test_footnotes_say_where_each_quotation_is_from() -> None:
    name = TALL.id
    assert to_footnotes(answer(TALL)) == (
        f"> The tower is 324 metres tall.[^{name}]\n"
        "\n"
        f"[^{name}]: [The tower & its builder](<https://example.org/tower?a=1&b=2>), Test Wire, 5 June 2016."
        " Ann Author\n"
    )
    several = to_footnotes([answer(TALL), answer(TALL), FOLLOW_UP])
    assert several.startswith("## How tall?\n\n> The tower")
    assert (several.count(f"[^{name}]\n"), several.count(f"[^{name}]: ")) == (2, 1)
    assert several.index("**No answer.**") < several.index(f"[^{name}]: ")
    assert to_footnotes(FOLLOW_UP).endswith("\n")
    assert "[^" not in to_footnotes(FOLLOW_UP)


def test_footnotes_of_hostile_strings_are_text() -> None:
    article = Article("a", f"{HOSTILE}\n# x", HOSTILE, source=f"a\n\n---\n{HOSTILE}", authors=(f"- {HOSTILE}",))
    hostile = replace(answer(Citation(article, Span(0, len(HOSTILE)), n=1)), question=f"{HOSTILE}\n\n<b>")
    shown = to_footnotes([hostile, hostile])
    read = Elements(MarkdownIt("commonmark", {"html": True}).render(shown))
    assert read.tags <= {"blockquote", "p", "strong", "em", "h2"}
    (note,) = [line for line in shown.split("\n") if line.startswith("[^")]
    assert shown.endswith(f"{note}\n")


def test_hostile_strings_become_text_in_markdown() -> None:
    article = Article("a", f"{HOSTILE}\n# x", HOSTILE, source=f"a\n\n---\n{HOSTILE}", authors=(f"- {HOSTILE}",))
    hostile = replace(answer(Citation(article, Span(0, len(HOSTILE)), n=1)), question=f"{HOSTILE}\n\n<b>")
    read = Elements(MarkdownIt("commonmark", {"html": True}).render(to_markdown([hostile, hostile], title=HOSTILE)))
    assert read.tags <= {"blockquote", "p", "strong", "em", "h1", "h2", "ul", "li"}


def test_json_is_the_one_shape() -> None:
    assert json.loads(to_json(answer(TALL))) == answer(TALL).to_dict()
    assert json.loads(to_json([answer(TALL), FOLLOW_UP])) == [answer(TALL).to_dict(), FOLLOW_UP.to_dict()]


def test_an_answer_is_taken_along_by_its_methods() -> None:
    shown = answer(TALL)
    for form, text in {
        "text": str(shown),
        "markdown": shown.to_markdown(),
        "html": shown.to_html(),
        "json": shown.to_json(),
        "bibtex": shown.to_bibtex(),
        "csl": shown.to_csl_json(),
    }.items():
        assert text == export(shown, form)
    assert str(shown).startswith("[1] The tower is 324 metres tall.\n")


@pytest.mark.parametrize("form", FORMATS)
def test_the_ending_of_a_file_says_the_format(form: str, tmp_path: Path) -> None:
    file = answer(TALL).save(tmp_path / f"Answer{FORMATS[form].ending.upper()}")
    assert file.read_text(encoding="utf-8") == export(answer(TALL), form)
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_cannot_be_written_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(QABotError, match=r"answer.docx: the ending .* take one of .txt, .md, .footnotes.md, .html"):
        save(answer(TALL), "answer.docx")
    with pytest.raises(QABotError, match=r"answer.md cannot be written \(No such file or directory\)"):
        save(answer(TALL), tmp_path / "missing" / "answer.md")
    (tmp_path / "answer.md").mkdir()
    with pytest.raises(QABotError, match="cannot be written"):
        save(answer(TALL), tmp_path / "answer.md")
    assert [each.name for each in tmp_path.iterdir()] == ["answer.md"]


def test_what_is_handed_to_others_does_not_say_where_files_lie() -> None:
    article = replace(ARTICLE, path="/home/someone/tower.txt")
    shown = answer(cite(article, "The tower is 324 metres tall."), direct=direct(article, "324 metres"))
    refused = answer(cite(article, "tower"), reason="not_stated")
    for each in (shown, refused):
        assert "someone" not in to_json(without_paths(each))
    assert without_paths(shown).citations[0].id == shown.citations[0].id
