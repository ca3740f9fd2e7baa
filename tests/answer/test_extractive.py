from fakes import make_article, span

from qa_bot.answer.extractive import Extractive, nearest
from qa_bot.model import Article, Passage, Span
from qa_bot.retrieve import Evidence
from qa_bot.text.terms import terms

TEXT = "Orm Staal built the tower. It was\npainted white in 1874. Nobody climbed it for years.\n\nStorms came and went."
TOWER = make_article(TEXT, "tower")
LAMP = make_article("The lamp burned oil. A keeper lit it each night.", "lamp")


def evidence(article: Article, words: str, score: float) -> Evidence:
    where = span(article.text, words)
    passage = Passage(article, Span(0, len(article.text)), sentences=(where,))
    return Evidence(passage, where, score=score, parts={"words": score}, terms=frozenset(terms(words)))


BUILT = evidence(TOWER, "Orm Staal built the tower.", 1.0)
PAINTED = evidence(TOWER, "It was\npainted white in 1874.", 0.9)
STORMS = evidence(TOWER, "Storms came and went.", 0.8)
KEEPER = evidence(LAMP, "A keeper lit it each night.", 0.95)


def test_the_article_with_the_best_sentence_comes_first_and_its_sentences_in_their_order() -> None:
    draft = Extractive(4).answer("?", [STORMS, KEEPER, BUILT])
    assert [(each.n, each.quote) for each in draft.citations] == [
        (1, "Orm Staal built the tower."),
        (2, "Storms came and went."),
        (3, "A keeper lit it each night."),
    ]
    assert draft.text == ""


def test_the_best_quotation_comes_first_and_the_others_follow_in_their_order() -> None:
    best = evidence(TOWER, "Storms came and went.", 1.5)
    draft = Extractive(4).answer("?", [best, BUILT, KEEPER])
    assert [(each.n, each.quote) for each in draft.citations] == [
        (1, "Storms came and went."),
        (2, "Orm Staal built the tower."),
        (3, "A keeper lit it each night."),
    ]


def test_neighbours_become_one_quotation_with_the_better_score() -> None:
    (citation,) = Extractive(4).answer("?", [PAINTED, BUILT]).citations
    assert citation.quote == "Orm Staal built the tower. It was\npainted white in 1874."
    assert (citation.score, citation.parts) == (1.0, {"words": 1.0})


def test_a_sentence_that_points_back_brings_the_one_before_it() -> None:
    sentences = tuple(span(TEXT, words) for words in ("Orm Staal built the tower.", "It was\npainted white in 1874."))
    passage = Passage(TOWER, Span(0, len(TEXT)), sentences)
    painted = Evidence(passage, sentences[1], score=1.0, parts={"words": 1.0}, terms=frozenset(terms("painted white")))
    (citation,) = Extractive(1).answer("When was it painted?", [painted]).citations
    assert citation.quote == "Orm Staal built the tower. It was\npainted white in 1874."


def test_what_is_brought_along_counts_against_the_limit() -> None:
    text = "Anna came. She sang a song. Bert came. He danced all night. Cora came. She spoke for hours."
    article = make_article(text, "feast")
    pieces = [piece + "." for piece in text.rstrip(".").split(". ")]
    sentences = tuple(span(text, piece) for piece in pieces)
    passage = Passage(article, Span(0, len(text)), sentences)
    found = [
        Evidence(passage, sentences[at], score=1.0, parts={}, terms=frozenset(terms(pieces[at]))) for at in (1, 3, 5)
    ]
    (citation,) = Extractive(3).answer("?", found).citations
    assert citation.quote == "Anna came. She sang a song. Bert came. He danced all night."


def test_a_quotation_keeps_its_line_breaks() -> None:
    (citation,) = Extractive(1).answer("?", [PAINTED]).citations
    assert citation.quote == "It was\npainted white in 1874."


def test_what_says_the_same_is_left_out() -> None:
    again = make_article("It is said that Orm Staal built the tower. Orm Staal built the tower!", "again")
    twin = evidence(again, "Orm Staal built the tower!", 0.99)
    assert [each.article.id for each in Extractive(4).answer("?", [BUILT, twin, KEEPER]).citations] == ["tower", "lamp"]


def test_no_more_sentences_than_asked_for() -> None:
    draft = Extractive(1).answer("?", [BUILT, KEEPER, STORMS])
    assert [each.quote for each in draft.citations] == ["Orm Staal built the tower."]


def test_what_lies_far_behind_is_left_out() -> None:
    far = evidence(LAMP, "The lamp burned oil.", -1000.0)
    assert [each.quote for each in Extractive(4).answer("?", [BUILT, far]).citations] == ["Orm Staal built the tower."]
    assert [each.quote for each in nearest([BUILT, far])] == ["Orm Staal built the tower.", "The lamp burned oil."]


def test_the_nearest_are_at_most_three_best_first() -> None:
    oil = evidence(LAMP, "The lamp burned oil.", 0.1)
    assert [(each.n, each.quote) for each in nearest([BUILT, KEEPER, PAINTED, oil])] == [
        (1, "Orm Staal built the tower."),
        (2, "A keeper lit it each night."),
        (3, "It was\npainted white in 1874."),
    ]


def test_long_sentences_do_not_make_a_long_answer() -> None:
    """Of three sentences of fifty words two are quoted, and one of two hundred is, alone."""
    pieces = [" ".join(f"{name}{at}" for at in range(50)) for name in ("alpha", "beta", "gamma")]
    article = make_article("\n\n".join(pieces), "long")
    found = [evidence(article, piece, score) for piece, score in zip(pieces, (1.0, 0.9, 0.8), strict=True)]
    assert [each.quote for each in Extractive(3).answer("?", found).citations] == pieces[:2]
    endless = make_article(" ".join(["word"] * 200), "endless")
    (only,) = Extractive(3).answer("?", [evidence(endless, endless.text, 1.0), *found]).citations
    assert only.quote == endless.text
