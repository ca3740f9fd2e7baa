import pytest
from fakes import STORIES, make_article, texts
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.answer.direct import best_candidate, direct_answer
from qa_bot.model import Article, Citation, Span
from qa_bot.text.sentences import split_sentences


def cite(text: str) -> list[Citation]:
    return [Citation(make_article(text), Span(0, len(text)), n=1)]


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Who built the tower of Vell?", "The tower of Vell was built by the engineer Orm Staal in 1874.", "Orm Staal"),
        ("Who built the tower of Vell?", "Orm Staal built the tower of Vell in 1874.", "Orm Staal"),
        (
            "Who commanded the forces?",
            "The forces were commanded by General Lloyd Austin during the campaign.",
            "General Lloyd Austin",
        ),
        ("When was the tower of Vell built?", "Orm Staal built the tower of Vell in 1874.", "1874"),
        (
            "When did the ceasefire come into effect?",
            "A ceasefire brokered in Geneva came into effect on 27 February.",
            "27 February",
        ),
        ("In what year did the bridge open?", "The bridge opened on 15 June 2016.", "2016"),
        ("How many troops were sent to Mosul?", "The army sent about 600 troops to Mosul.", "about 600"),
        ("How many troops were sent to Mosul?", "The army sent 30 tanks and 600 troops to Mosul.", "600"),
        ("How much money was raised for the lantern?", "They raised $3.5 million for the lantern.", "$3.5 million"),
        ("What percentage of voters came?", "Only 11 per cent of voters came.", "11 per cent"),
        ("How tall is the tower?", "The tower is 324 metres tall.", "324 metres"),
        ("Which country won the cup?", "The cup was won by Brazil.", "Brazil"),
    ],
)
def test_the_one_thing_asked_for(question: str, text: str, expected: str) -> None:
    for asked in (question, question.lower()):
        direct = direct_answer(asked, cite(text))
        assert direct
        assert direct.text == expected


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("When was the tower built?", "The tower was built in 1874 or built in 1921."),
        ("Who built the tower?", "Some say Orm Staal built the tower, others say Ann Lind built the tower."),
        ("How many troops were sent?", "They sent 300 troops to Basra and 600 troops to Mosul."),
        ("When did the truce begin?", "A truce agreed on 22 February began at midnight on 27 February."),
        ("Who is Marta Lind?", "Marta Lind counted the screws."),
        ("When was the tower built?", "The tower was built long ago."),
        ("Why was the tower built?", "The tower was built in 1874 because of the storms."),
    ],
)
def test_none_where_two_are_as_good_or_nothing_is_there(question: str, text: str) -> None:
    assert direct_answer(question, cite(text)) is None


def test_what_another_citation_says_too_is_likelier() -> None:
    one = cite("The tower was built in 1874 by Orm Staal.")
    two = Citation(make_article("Its tower was built in 1874 of stone.", "b"), Span(0, 37), n=2)
    other = Citation(make_article("Its tower was built in 1921 of stone.", "b"), Span(0, 37), n=2)
    question = "When was the tower built?"
    agreed, doubted = best_candidate(question, [*one, two]), best_candidate(question, [*one, other])
    assert agreed
    assert doubted
    assert agreed.probability > doubted.probability


def test_a_direct_answer_names_its_citation() -> None:
    text = "It rained. The bridge opened in 1932."
    citation = Citation(make_article(text), Span(11, len(text)), n=3)
    direct = direct_answer("When did the bridge open?", [citation])
    assert direct
    assert (direct.n, direct.span, direct.kind) == (3, Span(32, 36), "time")
    assert citation.shows(direct)


def test_without_citations_or_another_question_there_is_no_candidate() -> None:
    assert best_candidate("When did it open?", []) is None
    assert best_candidate("Why did it open?", cite("It opened in 1932.")) is None


ASKED = ("Who said it?", "When was it?", "Where is it?", "How many are there?", "How old?", "In what year?")


@given(texts(), st.data())
def test_every_direct_answer_is_a_piece_of_a_citation(text: str, data: st.DataObject) -> None:
    article = Article("a", "T", text)
    citations = [Citation(article, span, n=n) for n, span in enumerate(split_sentences(text), start=1)]
    question = data.draw(st.sampled_from(ASKED)) + " " + data.draw(texts(most=4))
    candidate = best_candidate(question, citations)
    assert candidate is None or 0 <= candidate.probability <= 1
    direct = direct_answer(question, citations)
    assert direct is None or any(citation.shows(direct) for citation in citations)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.id)
def test_the_question_is_never_answered_with_its_own_words(story: Article) -> None:
    citations = [Citation(story, span, n=n) for n, span in enumerate(split_sentences(story.text), start=1)]
    for citation in citations:
        assert best_candidate(f"Who said that {citation.quote}", [citation]) is None
