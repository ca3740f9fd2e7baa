import re

import pytest

from qa_bot.evaluation.draft import propose
from qa_bot.evaluation.draft.ask import about
from qa_bot.evaluation.draft.swap import named, swapped
from qa_bot.evaluation.sets.check import check_evidence
from qa_bot.model import Article

WORDS = frozenset(["open", "close", "plan", "the", "a", "court", "first", "bridge", "scientists", "carry"])


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        ("General Lloyd Austin signed the paper for the American side, he said.",
         "Who signed the paper for the American side?", "General Lloyd Austin"),
        ("Peter Berdowski, the head of the company, told Dutch television that the work might take weeks.",
         "Who told Dutch television that the work might take weeks?", "Peter Berdowski"),
        ("The bridge opened to all traffic on 19 March 1932.", "When did the bridge open to all traffic?",
         "19 March 1932"),
        ("The court ruled on 24 January 2017, by eight judges to three.", None, None),  # "rule" is no known word
        ("The bridge was opened in 1932 by the mayor of the city.",
         "When was the bridge opened by the mayor of the city?", "1932"),
        ("The bridge will be opened in New York on 22 April 2016.", "When will the bridge be opened in New York?",
         "22 April 2016"),
        ("The bridge may have been closed on 22 April 2016.", "When may the bridge have been closed?", "22 April 2016"),
        ("Eight tugs tried to pull the ship free without success.", "How many tugs tried to pull the ship free without"
         " success?", "Eight"),
        ("The bridge lost twelve cables in the storm of that night.",
         "How many cables did the bridge lose in the storm of that night?", "twelve"),
        ("Scientists opened the tomb on 4 November 1922 in Egypt.", "When did scientists open the tomb in Egypt?",
         "4 November 1922"),
    ],
)  # fmt: skip
def test_a_sentence_is_turned_into_a_question(sentence: str, question: str | None, answer: str | None) -> None:
    asked = {(each.question, each.answer) for each in about(sentence, sentence, WORDS) if each.kind != "cloze"}
    assert asked == ({(question, answer)} if question else set())


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        ("In the referendum held on 23 June 2016, many people chose to leave.",
         "What belongs in the gap: In the referendum held on ____, many people chose to leave.", "23 June 2016"),
        ("The way was opened by the letter of Theresa May in the end.",
         "What belongs in the gap: The way was opened by the letter of ____ in the end.", "Theresa May"),
    ],
)  # fmt: skip
def test_a_sentence_that_cannot_be_turned_gets_a_gap(sentence: str, question: str, answer: str) -> None:
    (drafted,) = about(sentence, sentence, frozenset())
    assert (drafted.kind, drafted.question, drafted.answer) == ("cloze", question, answer)


def test_what_a_sentence_has_two_of_is_not_asked_for() -> None:
    sentence = "The bridge opened in 1932 and was closed in 1940 for good."
    assert list(about(sentence, sentence, WORDS)) == []


BRIDGE = Article(
    "bridge",
    "The bridge",
    "The Orla Bridge was opened in 1932 by Anna Lindt. Anna Lindt said that it had cost six million crowns.\n\n"
    "It is long. The bridge was repaired in 1999 after the flood of that spring.",
)
HARBOUR = Article(
    "harbour",
    "The harbour",
    "Peter Vell opened the harbour of the city on 3 May 1950. The Vell Tower stands beside the harbour of the city.",
)


def test_a_name_is_swapped_for_one_of_the_same_sort_from_another_article() -> None:
    articles = {each.id: each for each in (BRIDGE, HARBOUR)}
    known = named([BRIDGE, HARBOUR])
    assert {(each.name, each.sort) for each in known} == {
        ("Anna Lindt", "person"), ("Peter Vell", "person"), ("Orla Bridge", "place"), ("Vell Tower", "place"),
    }  # fmt: skip
    asked = swapped("When was the car of Anna Lindt stolen?", "bridge", known, articles)
    assert asked == "When was the car of Peter Vell stolen?"


def test_a_swap_that_the_articles_answer_is_no_trap() -> None:
    articles = {each.id: each for each in (BRIDGE, HARBOUR)}
    question = "When did Anna Lindt open the harbour of the city?"
    assert swapped(question, "bridge", named([BRIDGE, HARBOUR]), articles) is None


def test_drafts_are_marked_and_their_evidence_stands_in_its_article() -> None:
    drafts = propose([BRIDGE, HARBOUR], most=10)
    assert drafts == propose([BRIDGE, HARBOUR], most=10)
    assert all(each.draft for each in drafts)
    assert len({each.id for each in drafts}) == len(drafts)
    assert check_evidence(drafts, {each.id: each for each in (BRIDGE, HARBOUR)}.get) == []
    answerable = [each for each in drafts if not each.unanswerable]
    assert {each.evidence[0].article_id for each in answerable} == {"bridge", "harbour"}
    for each in answerable:
        assert each.answers[0] in each.evidence[0].quote
        assert each.answers[0] not in each.question
    assert all(re.match(r"(Who|When|How many|What belongs)\b", each.question) for each in drafts)


def test_no_more_drafts_than_wanted_and_traps_only_if_wanted() -> None:
    assert len(propose([BRIDGE, HARBOUR], most=2)) <= 2
    assert not any(each.unanswerable for each in propose([BRIDGE, HARBOUR], most=10, unanswerable=0))
    assert propose([], most=5) == []
