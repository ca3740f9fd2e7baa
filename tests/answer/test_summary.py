from __future__ import annotations

from fakes import make_article, span

from qa_bot.answer.extractive import Extractive
from qa_bot.answer.summary import lead
from qa_bot.model import Article, Passage, Span
from qa_bot.retrieve import Evidence
from qa_bot.text.terms import terms

SUNK = make_article(
    "Ferry sinks\n\nPhoto: a ferry\n\nThe ferry Alma sank off Brix on Monday. Forty people were saved by a trawler.",
    "sunk", title="The ferry Alma sinks", published="2020-05-04",
)  # fmt: skip
RAISED = make_article(
    "The ferry Alma was raised on Friday by two cranes. Divers had closed the hull.",
    "raised", title="Alma is raised", published="2020-09-11",
)  # fmt: skip
OTHER = make_article(
    "A dam broke near Corm. The ferry Alma brought help.", "dam", title="A dam breaks", published="2020-06-01"
)


def evidence(article: Article, words: str, score: float) -> Evidence:
    where = span(article.text, words)
    passage = Passage(article, Span(0, len(article.text)), sentences=(where,))
    return Evidence(passage, where, score=score, parts={"words": score}, terms=frozenset(terms(words)))


FOUND = [
    evidence(RAISED, "Divers had closed the hull.", 2.0),
    evidence(SUNK, "Forty people were saved by a trawler.", 1.5),
    evidence(OTHER, "The ferry Alma brought help.", 1.0),
]


def test_a_summary_quotes_how_the_articles_about_it_begin_and_what_others_say_of_it_by_date() -> None:
    citations = Extractive(3).answer("What happened to the ferry Alma?", FOUND).citations
    assert [(each.n, each.quote) for each in citations] == [
        (1, "The ferry Alma sank off Brix on Monday."),
        (2, "The ferry Alma brought help."),
        (3, "The ferry Alma was raised on Friday by two cranes."),
    ]


def test_where_nothing_names_the_subject_the_best_sentences_are_quoted_as_for_any_question() -> None:
    citations = Extractive(3).answer("What happened to the lighthouse?", FOUND).citations
    assert citations[0].quote == "Divers had closed the hull."


def test_the_lead_is_the_first_sentence_that_is_neither_clutter_nor_a_heading() -> None:
    found = lead(SUNK)
    assert found is not None
    assert found.of(SUNK.text) == "The ferry Alma sank off Brix on Monday."
    assert lead(make_article("Photo: a ferry", "none")) is None


def test_a_lead_does_not_greet_readers() -> None:
    found = lead(make_article("Good morning to all our readers. The ferry Alma sank off Brix.", "letter"))
    assert found == Span(33, 62)


def test_the_latest_is_how_the_newest_articles_about_it_begin_newest_first() -> None:
    citations = Extractive(3).answer("What is the latest on the ferry Alma?", FOUND).citations
    assert [each.quote for each in citations] == [
        "The ferry Alma was raised on Friday by two cranes.",
        "The ferry Alma sank off Brix on Monday.",
    ]
