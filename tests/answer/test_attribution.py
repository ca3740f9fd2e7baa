"""Whom a short answer comes from stays with it, in the words of its sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import make_article
from made import cite

from qa_bot.answer.direct import attribution
from qa_bot.model import Answer, Direct, Span
from qa_bot.news import sayings
from qa_bot.show.document import answer_html
from qa_bot.show.markdown import answer_markdown
from qa_bot.show.notebook import notebook_html
from qa_bot.show.text import answer_text
from qa_bot.show.words import summary


def where(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


@pytest.mark.parametrize(
    ("text", "said", "by"),
    [
        (
            "In all 62 soldiers were killed, the Russian defence ministry said.",
            "62",
            "the Russian defence ministry said",
        ),
        ("According to Amnesty International, 300 civilians died.", "300", "According to Amnesty International"),
        ("The ministry said on Sunday that 62 soldiers were killed.", "62", "The ministry said"),
        ("“We counted 62,” said Maj. Gen. Igor Konashenkov on Sunday.", "62", "said Maj. Gen. Igor Konashenkov"),
        ("“We counted 62 dead,” Konashenkov told reporters.", "62", "Konashenkov told reporters"),
        ("About 640 people live there, U.S. officials said, and more arrive.", "640", "U.S. officials said"),
        (
            "Prices rose by 3 percent, the Labor Department reported Friday.",
            "3 percent",
            "the Labor Department reported",
        ),
        ("He said that 62 were killed.", "62", None),
        ("“We counted 62,” he said.", "62", None),
        ("Igor Konashenkov said that the planes came from Iraq.", "Igor Konashenkov", None),
        ("Shots fell while Mass was being said, and 3 died.", "3", None),
        ("The bridge was opened in 1932.", "1932", None),
    ],
)
def test_the_words_that_name_the_source_are_found_in_the_sentence(text: str, said: str, by: str | None) -> None:
    whole = f"Earlier, Ann Holt said no. {text}"
    sentence = Span(whole.index(text), len(whole))
    found = attribution(sayings(whole), whole, sentence, where(whole, said))
    assert (found and found.of(whole)) == by


def test_whom_a_text_quotes() -> None:
    text = "“No,” Élise Faure said. She left. “Yes,” said Donald Tusk. “No,” Élise Faure said again; Ann Berg said so."
    quoted = [each.speaker.of(text) for each in sayings(text) if each.direct]
    assert list(dict.fromkeys(quoted)) == ["Élise Faure", "Donald Tusk"]


def test_every_surface_says_from_whom_it_comes() -> None:
    article = make_article("The ministry said on Sunday that 62 soldiers were killed.", "a")
    citation = replace(cite(article, article.text), n=1)
    text = article.text
    direct = Direct(article, where(text, "62"), 1, 0.9, where(text, "The ministry said"))
    answer = Answer("How many?", "How many?", 0.9, "extractive", citations=(citation,), direct=direct)
    assert answer.to_dict()["direct"]["said_by"] == "The ministry said"
    for shown in (answer_text(answer), summary(answer)):
        assert "62" in shown
        assert " — The ministry said" in shown
    assert "**62** [1] — The ministry said" in answer_markdown(answer)
    for shown in (answer_html(answer), notebook_html(answer)):
        assert '<span class="qa-said-by" dir="auto"> — The ministry said</span>' in shown
