import re

from qa_bot.evaluation.draft import named, propose, swapped
from qa_bot.evaluation.sets.check import check_evidence
from qa_bot.model import Article

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
