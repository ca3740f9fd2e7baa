from dataclasses import replace

import pytest

from qa_bot.evaluation import GoldEvidence, Question
from qa_bot.evaluation.metrics.places import find_gold
from qa_bot.evaluation.metrics.quotation import same_person, speaker_scores
from qa_bot.model import Article, Citation

from .fakes import span

ARTICLE = Article("a", "A", 'Lloyd Austin said: "We leave." Then Cook added: "So do we."')
LEAVE, SO_DO = "We leave.", "So do we."


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("General Lloyd Austin", "Lloyd Austin", True),
        ("Austin", "Lloyd Austin", True),
        ("Lloyd", "Lloyd Austin", False),
        ("John Austin", "Lloyd Austin", False),
        ("LLOYD AUSTIN", "lloyd austin", True),
        ("", "Austin", False),
    ],
)
def test_a_person_may_be_named_in_full_or_by_the_last_name(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same_person(other, one) is same


def scores(*speakers: str | None) -> tuple[float | None, float | None]:
    evidence = (GoldEvidence(LEAVE, "a", "Lloyd Austin"), GoldEvidence(SO_DO, "a", "Cook"))
    golds = find_gold(Question("q", "?", evidence=evidence), [], {"a": ARTICLE}.get)
    citations = [
        replace(Citation(ARTICLE, span(ARTICLE, words), n=n), speaker=span(ARTICLE, name) if name else None)
        for n, (words, name) in enumerate(zip((LEAVE, SO_DO), speakers, strict=False), 1)
    ]
    found = speaker_scores(citations, golds)
    return found["speaker_coverage"], found["speaker_correct"]


@pytest.mark.parametrize(
    ("speakers", "coverage", "correct"),
    [
        (("Lloyd Austin", "Cook"), 1, 1),
        (("Cook", "Cook"), 1, 1 / 2),
        (("Austin", None), 1 / 2, 1),
        ((None, None), 0, None),
        ((), None, None),
    ],
)
def test_speakers_are_counted_where_the_set_names_them(
    speakers: tuple[str | None, ...], coverage: float | None, correct: float | None
) -> None:
    assert scores(*speakers) == (coverage, correct)
