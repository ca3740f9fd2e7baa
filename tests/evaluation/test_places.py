import pytest

from qa_bot.evaluation import GoldEvidence, Question
from qa_bot.evaluation.metrics.places import EvidencePlace, Gold, find_gold, relevant_articles, relevant_passages
from qa_bot.model import Article, Span

from .fakes import ARTICLES, BRIDGE, HITS, RIVER, TOWER, hit, span


def golds(*evidence: GoldEvidence, shown: tuple[Article, ...] = ()) -> tuple[Gold, ...]:
    return find_gold(Question("a", "b?", evidence=evidence), shown, ARTICLES.get)


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        (EvidencePlace("a", Span(5, 15)), 5),
        (EvidencePlace("a", Span(10, 15)), 0),
        (EvidencePlace("b", Span(0, 10)), 0),
        (EvidencePlace("a", Span(2, 4)), 2),
    ],
)
def test_places_share_characters_of_one_article(other: EvidencePlace, shared: int) -> None:
    place = EvidencePlace("a", Span(0, 10))
    assert (place.shared(other), other.shared(place)) == (shared, shared)


def test_evidence_with_an_article_is_located_there_only() -> None:
    (gold,) = golds(GoldEvidence("It was built by", "tower"), shown=(RIVER,))
    assert gold.places == (EvidencePlace("tower", span(TOWER, "It was built by")),)


def test_evidence_without_an_article_is_located_in_all_that_was_shown() -> None:
    (gold,) = golds(GoldEvidence("It was built by"), shown=(RIVER, BRIDGE, TOWER, RIVER))
    assert gold.places == (
        EvidencePlace("river", span(RIVER, "It was built by")),
        EvidencePlace("tower", span(TOWER, "It was built by")),
    )
    assert gold.article_ids == {"river", "tower"}


def test_words_that_stand_twice_in_an_article_have_two_places() -> None:
    article = Article("a", "A", "It rains. We said: It rains. It rainse.")
    (gold,) = find_gold(Question("a", "b?", evidence=(GoldEvidence("It rains"),)), [article], ARTICLES.get)
    assert [place.span for place in gold.places] == [Span(0, 8), Span(19, 27)]


@pytest.mark.parametrize("article_id", ["nowhere", "bridge"])
def test_evidence_that_stands_nowhere_still_names_its_article(article_id: str) -> None:
    (gold,) = golds(GoldEvidence("no such words", article_id), shown=tuple(ARTICLES.values()))
    assert (gold.places, gold.article_ids, gold.nearest_to([])) == ((), frozenset({article_id}), None)


def test_overlapping_passages_around_the_same_evidence_count_once() -> None:
    assert relevant_passages(HITS, golds(GoldEvidence("It cost six million pounds.", "bridge"))) == {"bridge:0-54"}


def test_one_passage_may_hold_all_the_evidence() -> None:
    both = golds(GoldEvidence("opened in 1932", "bridge"), GoldEvidence("six million", "bridge"))
    assert relevant_passages(HITS, both) == {"bridge:0-54"}


def test_missed_evidence_counts_as_relevant_passages_that_were_not_found() -> None:
    found, *missed = relevant_passages(
        HITS, golds(GoldEvidence("324 metres", "tower"), GoldEvidence("It was built", "tower"), GoldEvidence("nowhere"))
    ) - {"tower:0-29"}
    assert len({found, *missed}) == 2
    assert not {found, *missed} & {str(EvidencePlace.of(each.passage)) for each in HITS}


def test_articles_are_relevant_once_however_much_evidence_they_hold() -> None:
    evidence = (
        GoldEvidence("opened in 1932", "bridge"),
        GoldEvidence("six million", "bridge"),
        GoldEvidence("nobody", "river"),
    )
    assert relevant_articles(HITS, golds(*evidence)) == {"bridge", "river"}
    assert len(relevant_articles([hit(RIVER, "The river")], golds(*evidence))) == 2
    assert len(relevant_articles([], golds(*evidence))) == 2


def test_of_articles_with_the_same_words_the_best_ranked_is_relevant() -> None:
    shared = golds(GoldEvidence("It was built by"), shown=(TOWER, RIVER))
    assert relevant_articles(HITS, shared) == {"river"}
    assert relevant_articles(HITS[1:], shared) == {"tower"}


def test_without_evidence_nothing_is_relevant() -> None:
    assert (relevant_passages(HITS, ()), relevant_articles(HITS, ())) == (set(), set())
