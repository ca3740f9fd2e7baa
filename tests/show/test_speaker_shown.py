"""Who says a quotation stands with it on every surface, in the words of the article."""

from __future__ import annotations

from dataclasses import replace

from fakes import make_article, span
from made import Elements, answer, cite

from qa_bot.model import Filters, Heard
from qa_bot.show.document import answer_html, to_html
from qa_bot.show.markdown import answer_markdown
from qa_bot.show.notebook import notebook_html
from qa_bot.show.text import answer_text
from qa_bot.show.words import scope

TEXT = "Gen. Mark *Welsh* & son, Air\nForce chief, came. “No,” he said. It rained."
ARTICLE = make_article(TEXT, "a")
SAID = replace(cite(ARTICLE, "“No,” he said."), speaker=span(TEXT, "Gen. Mark *Welsh* & son, Air\nForce chief"))
SHOWN = "— Gen. Mark *Welsh* & son, Air Force chief"


def body(document: str) -> str:
    return document.partition("<body>")[2].partition("</body>")[0]


def test_the_terminal_and_markdown_say_who_says_it() -> None:
    assert "[1] “No,” he said.\n    -- Gen. Mark *Welsh* & son, Air Force chief\n    -- " in answer_text(answer(SAID))
    assert "> — Gen. Mark \\*Welsh\\* & son, Air Force chief\n" in answer_markdown(answer(SAID))


def test_the_page_the_document_and_the_notebook_say_who_says_it() -> None:
    for shown in (
        answer_html(answer(SAID)),
        body(to_html(answer(SAID))),
        notebook_html(answer(SAID)),
        notebook_html(SAID),
    ):
        read = Elements(str(shown))
        assert read.texts("p", class_="qa-speaker") == [SHOWN]
        assert read.texts("blockquote") == ["“No,” he said."]


def test_nothing_stands_there_where_nobody_is_known_to_say_it() -> None:
    plain = answer(cite(ARTICLE, "It rained."))
    for shown in (answer_html(plain), body(to_html(plain)), notebook_html(plain)):
        assert Elements(str(shown)).texts("p", class_="qa-speaker") == []
    assert answer_text(plain).count("--") == 1


def test_an_answer_says_that_only_somebody_was_heard() -> None:
    assert scope(Filters(heard=Heard("Welsh"))) == "Only what Welsh says."
    assert scope(Filters(source="Wire", heard=Heard("Welsh"))) == "Only what Welsh says in articles of Wire."
