from collections.abc import Iterator
from dataclasses import replace
from typing import Self

import pytest

from qa_bot.evaluation import GoldEvidence, Question
from qa_bot.evaluation.sets.check import check_questions, nearest_sentences
from qa_bot.model import Article, Hit

from .fakes import ARTICLES, BRIDGE, HITS, OPENED, QUESTIONS, RIVER


class Library:
    """The articles of the small world, and the bot that has them: whatever is searched for, it finds the same."""

    @property
    def library(self) -> Self:
        return self

    def article(self, article_id: str) -> Article | None:
        return ARTICLES.get(article_id)

    def articles(self) -> Iterator[Article]:
        yield from ARTICLES.values()

    def search(self, question: str, *, k: int = 10) -> list[Hit]:
        return list(HITS[:k])


@pytest.fixture
def library() -> Library:
    return Library()


def findings(library: Library, *evidence: GoldEvidence) -> list[str]:
    return [str(each) for each in check_questions([Question("q", "b?", evidence=evidence)], library).findings]


def test_a_sound_set_has_nothing_to_mend(library: Library) -> None:
    checked = check_questions(QUESTIONS, library)
    assert checked.findings == ()
    assert checked.evidence == {"exact": 2, "folded": 0, "missing": 0}


def test_evidence_that_differs_in_typography_only_is_found(library: Library) -> None:
    question = Question("q", "b?", evidence=(GoldEvidence("It was built by Eiffel’s  company.", "tower"),))
    checked = check_questions([question], library)
    assert (checked.findings, checked.evidence["folded"]) == ((), 1)


def test_the_nearest_words_are_offered_for_evidence_that_stands_nowhere(library: Library) -> None:
    assert findings(library, GoldEvidence("The bridge was opened in 1932.", "bridge")) == [
        "question q, evidence 1: these words do not stand in article 'bridge': “The bridge was opened in 1932.”; "
        "nearest, in 'bridge': “The bridge opened in 1932.”"
    ]
    assert findings(library, GoldEvidence("Nobody expects the inquisition at all.", "bridge"))[0].endswith(
        "nothing there is like them"
    )


def test_words_of_another_article_are_found_there(library: Library) -> None:
    assert findings(library, GoldEvidence("The tower is 324 metres tall.", "bridge"))[0].endswith(
        "; they stand in 'tower'"
    )


def test_unknown_articles_are_named_with_the_nearest_ids(library: Library) -> None:
    assert findings(library, GoldEvidence("Whatever it says", "bridgge")) == [
        "question q, evidence 1: there is no article 'bridgge'; nearest ids: bridge"
    ]
    assert findings(library, GoldEvidence("The tower is 324 metres tall.", "gone")) == [
        "question q, evidence 1: there is no article 'gone'; these words stand in 'tower'"
    ]
    assert findings(library, GoldEvidence("", "gone"))[0].startswith(
        "question q, evidence 1: there is no article 'gone'"
    )


def test_evidence_without_an_article_is_looked_for_in_the_most_similar_ones(library: Library) -> None:
    assert findings(library, GoldEvidence("The tower is 324 metres tall.")) == []
    assert (
        "in the articles that are most like it" in findings(library, GoldEvidence("The tower was 324 metres tall."))[0]
    )


def test_questions_asked_twice_are_named_and_contradictions_among_them(library: Library) -> None:
    again = replace(OPENED, id="again", question="when did  the bridge open?")
    opposite = replace(OPENED, id="opposite", unanswerable=True, answers=(), evidence=())
    assert [str(each) for each in check_questions([OPENED, again, opposite], library).findings] == [
        "question again, question: the same as question opened",
        "question opposite, question: the same as question opened, but only one of them is marked unanswerable",
    ]


def test_an_answer_that_is_not_in_the_evidence_is_a_note(library: Library) -> None:
    (finding,) = check_questions([replace(OPENED, answers=("1933",))], library).findings
    assert (finding.field, finding.is_error) == ("answers", False)


def test_nearest_finds_runs_of_sentences() -> None:
    found = nearest_sentences("It did cost six million pounds, and trains cross it each day.", [RIVER, BRIDGE])
    assert found is not None
    article, where = found
    assert (article.id, where.of(article.text)) == ("bridge", "It cost six million pounds. Trains cross it daily.")
    assert nearest_sentences("", [BRIDGE]) is None
