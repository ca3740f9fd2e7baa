"""A quotation says that its article was corrected or has changed since, on every surface."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fakes import make_article, span
from made import Elements, answer, cite

from qa_bot.model import Answer, Citation, Newer, Version
from qa_bot.news import annotated
from qa_bot.show.document import to_html
from qa_bot.show.markdown import answer_markdown, to_markdown
from qa_bot.show.notebook import notebook_html
from qa_bot.show.page import answer_html
from qa_bot.show.text import answer_text
from qa_bot.show.versions import Line, revision, revision_text, revisions
from qa_bot.show.words import changed, corrected, versions_told

DAY = datetime(2026, 12, 1, 9, tzinfo=UTC)
NOTE = "Correction: An earlier version of this story misstated the day."
OLD = make_article("It rained on Monday in Vell. Nobody minded the rain.", "rain", title="Rain")
NEW = replace(OLD, text=f"It rained on Tuesday in Vell. Nobody minded the rain.\n\n{NOTE}", title="Much rain")
FIRST = Version(1, OLD, DAY)
SECOND = Version(2, NEW, DAY, span(NEW.text, NOTE))


def quoted(words: str) -> Citation:
    """Return a quotation from the first version."""
    citation = cite(OLD, words)
    return replace(citation, newer=Newer.than(FIRST, SECOND, citation.span))


@pytest.mark.parametrize(
    ("words", "still"),
    [("It rained on Monday in Vell.", "no longer stand"), ("Nobody minded the rain.", "still stand")],
)
def test_it_is_told_what_became_of_the_quoted_words(words: str, still: str) -> None:
    assert changed(quoted(words)) == (
        "From version 1; the article has changed since (version 2, added 1 December 2026). These words"
        f" {still} in it. Corrected: “{NOTE}”"
    )
    assert changed(cite(OLD, words)) == ""


def test_a_note_stands_with_each_quotation_of_its_article_but_itself() -> None:
    assert corrected(annotated(cite(NEW, "Nobody minded the rain."))) == f"Corrected: “{NOTE}”"
    assert corrected(annotated(cite(NEW, NOTE))) == ""
    assert corrected(annotated(cite(OLD, "Nobody minded the rain."))) == ""
    long = replace(NEW, text=f"It rained. Correction: nothing.\n\nCorrection: {'It was not so. ' * 40}")
    assert corrected(annotated(cite(long, "It rained."))).endswith(" …”")


def test_both_are_told_on_every_surface() -> None:
    citation = quoted("It rained on Monday in Vell.")
    note = annotated(cite(NEW, "Nobody minded the rain.", 2))
    one = answer(citation, note)
    said = [changed(citation), corrected(note)]
    flat = " ".join(answer_text(one).split())
    assert all(f"! {each}" in flat for each in said)
    assert all(f"> ⚠ {each}" in answer_markdown(one) for each in said)
    for html in (answer_html(one), to_html(one).partition("<body>")[2].partition("</body>")[0], notebook_html(one)):
        assert Elements(str(html)).texts("p", class_="qa-warned") == said


def test_json_has_the_note_and_what_became_of_the_article() -> None:
    record = quoted("It rained on Monday in Vell.").to_dict()
    assert record["newer"] == {
        "id": "rain",
        "version": 1,
        "newest": 2,
        "added": "2026-12-01T09:00:00+00:00",
        "holds": False,
        "correction": NOTE,
    }
    assert record["correction"] is None
    assert annotated(cite(NEW, "Nobody minded the rain.")).to_dict()["correction"] == NOTE
    assert SECOND.to_dict() == {
        "number": 2,
        "added": "2026-12-01T09:00:00+00:00",
        "characters": len(NEW.text),
        "sha256": NEW.text_hash,
        "correction": NOTE,
        "article": NEW.to_dict(),
    }
    assert Version.of(SECOND.to_record()) == replace(SECOND, correction=None)


def test_what_was_changed_is_told_by_sentences() -> None:
    found = revision(FIRST, SECOND)
    assert found.lines == (
        Line("removed", "It rained on Monday in Vell."),
        Line("added", "It rained on Tuesday in Vell."),
        Line("kept"),
        Line("added", NOTE),
    )
    assert revision_text(found) == (
        "Version 1 to version 2, added 1 December 2026\n  Title: “Rain”, now “Much rain”\n"
        "  - It rained on Monday in Vell.\n  + It rained on Tuesday in Vell.\n  […]\n"
        f"  + {NOTE}"
    )
    long = replace(SECOND, number=3, article=replace(NEW, text=" ".join(f"Line {n} is new." for n in range(2000))))
    assert revision(SECOND, long).lines[1].text.endswith("more characters]")
    renamed = replace(SECOND, number=3, article=replace(NEW, title="Rain"))
    assert "The text is the same." in revision_text(revision(SECOND, renamed))
    assert [each.heading[:22] for each in revisions([FIRST, SECOND, renamed])] == [
        "Version 2 to version 3",
        "Version 1 to version 2",
    ]
    assert versions_told([FIRST]) == ""


def test_a_document_of_a_chat_shows_each_version_that_was_quoted() -> None:
    chat: list[Answer] = [
        answer(quoted("It rained on Monday in Vell.")),
        answer(cite(NEW, "It rained on Tuesday in Vell.")),
    ]
    read = Elements(to_html(chat, title="Chat").partition("<body>")[2].partition("</body>")[0])
    assert [each.strip() for each in read.texts("mark")] == [
        "It rained on Monday in Vell.",
        "It rained on Tuesday in Vell.",
    ]
    assert to_markdown(chat).count("rain. Ann Author") == 1
