from dataclasses import replace
from math import log2

import pytest

from qa_bot.errors import QuestionError, QuestionSetError
from qa_bot.evaluation import Answerer, GoldEvidence, Question, evaluate
from qa_bot.evaluation.measure import examine, is_right
from qa_bot.evaluation.metrics.places import find_gold
from qa_bot.model import Answer, Article, Citation, Direct, Span, Turn

from .fakes import (
    ARTICLES,
    BRIDGE,
    COST,
    HEIGHT,
    HITS,
    OPENED,
    OWNER,
    PAINTER,
    QUESTIONS,
    RIVER,
    TOWER,
    ScriptedBot,
    answered,
    cite,
    refused,
    scripted_bot,
)


def right(question: Question, answer: Answer) -> bool:
    shown = [citation.article for citation in answer.citations]
    return is_right(question, answer, find_gold(question, shown, ARTICLES.get))


def test_the_fake_is_an_answerer() -> None:
    bot: Answerer = scripted_bot()
    assert bot.library.article("bridge") is BRIDGE


def test_every_metric_of_a_right_answer() -> None:
    metrics = examine(scripted_bot(), OPENED, k=3).metrics
    assert metrics == {
        "accuracy": 1, "score": 1, "coverage": 1, "selective_accuracy": 1, "answer_accuracy": 1,
        "answer_contained": 1, "reference_recall": None, "direct_coverage": 1, "exact_match": 1, "token_f1": 1,
        "refusal_precision": None, "refusal_recall": None,
        "quote_precision": 1, "quote_recall": 1, "quote_f1": 1,
        "sentence_precision": 1, "sentence_recall": 1, "sentence_f1": 1,
        "speaker_coverage": None, "speaker_correct": None,
        "article_hit@1": 0, "article_hit@3": 1, "article_recall@3": 1, "article_mrr": 1 / 2,
        "article_ndcg@3": round(1 / log2(3), 6),
        "passage_hit@1": 0, "passage_hit@3": 1, "passage_recall@3": 1, "passage_mrr": 1 / 2,
        "passage_ndcg@3": round(1 / log2(3), 6),
        "quote_validity": 1, "confidence": 0.95, "holds_answer": 1,
    }  # fmt: skip


def test_a_wrong_answer_costs_and_evidence_without_article_is_found_among_the_hits() -> None:
    metrics = examine(scripted_bot(), HEIGHT).metrics
    assert (metrics["accuracy"], metrics["score"], metrics["answer_contained"]) == (0, -1, 0)
    assert (metrics["quote_precision"], metrics["quote_recall"], metrics["quote_f1"]) == (0, 0, 0)
    assert (metrics["passage_mrr"], metrics["article_mrr"]) == (1 / 4, pytest.approx(1 / 3, abs=1e-6))


def test_a_refusal_of_an_answerable_question_is_not_right_but_its_nearest_may_hold_the_answer() -> None:
    metrics = examine(scripted_bot(), COST).metrics
    assert (metrics["accuracy"], metrics["score"], metrics["selective_accuracy"]) == (0, 0, None)
    assert (metrics["answer_contained"], metrics["direct_coverage"], metrics["refusal_precision"]) == (0, 0, 0)
    assert (metrics["exact_match"], metrics["token_f1"]) == (None, None)
    assert (metrics["holds_answer"], metrics["quote_validity"]) == (1, 1)
    assert (metrics["quote_recall"], metrics["passage_mrr"]) == (None, None)


def test_refusing_is_right_where_the_articles_do_not_answer() -> None:
    painter, owner = (examine(scripted_bot(), question).metrics for question in (PAINTER, OWNER))
    assert (painter["accuracy"], painter["score"], painter["refusal_recall"], painter["holds_answer"]) == (1, 1, 1, 0)
    assert (owner["accuracy"], owner["score"], owner["refusal_recall"], owner["holds_answer"]) == (0, -1, 0, 0)
    assert (painter["answer_accuracy"], painter["quote_validity"], painter["token_f1"]) == (None, None, None)


@pytest.mark.parametrize(
    ("question", "citation", "expected"),
    [
        (OPENED, cite(BRIDGE, "opened in 1932"), True),
        (replace(OPENED, answers=()), cite(BRIDGE, "The bridge opened"), True),  # a part of the evidence
        (replace(OPENED, answers=()), cite(BRIDGE, "32. It cost six million"), False),  # touches it by three letters
        (replace(OPENED, evidence=()), cite(BRIDGE, "The bridge opened in"), False),
        (OPENED, cite(TOWER, "The tower is 324 metres tall."), False),
        (replace(OPENED, answers=("metres",)), cite(TOWER, "324 metres"), True),  # the answer elsewhere is enough
    ],
)
def test_right_is_the_answer_or_half_of_the_evidence(question: Question, citation: Citation, expected: bool) -> None:
    assert right(question, answered(question.question, citation)) is expected


def test_a_refusal_is_right_only_for_unanswerable_questions() -> None:
    assert right(PAINTER, refused(PAINTER.question))
    assert not right(OPENED, refused(OPENED.question, cite(BRIDGE, "The bridge opened in 1932.")))


@pytest.mark.parametrize(
    ("direct", "is_judged_right"),
    [("1932", True), ("in 1932", True), ("bridge", False), ("The bridge opened", False)],
)
def test_what_is_said_first_must_not_be_wrong(direct: str, is_judged_right: bool) -> None:
    citation = cite(BRIDGE, "The bridge opened in 1932.")
    start = BRIDGE.text.index(direct)
    said = Direct(BRIDGE, Span(start, start + len(direct)), citation.n, 0.9)
    answer = replace(answered(OPENED.question, citation), direct=said)
    assert right(replace(OPENED, answers=("in the year 1932", "1932")), answer) is is_judged_right
    assert right(replace(OPENED, answers=()), answer)


def test_retrieval_is_measured_on_the_standalone_question_with_the_history_asked() -> None:
    question = Question("a", "And its cost?", answers=("six",), history=(Turn("Which bridge?", "The old one."),))
    answer = Answer(question.question, "What did the bridge cost?", 0.5, "fake", reason="not_stated")
    bot = ScriptedBot({question.question: answer}, HITS)
    outcome = examine(bot, question, k=2)
    assert bot.heard == [("And its cost?", question.history, None), ("What did the bridge cost?", 30, None)]
    assert [(one.rank, str(one.place)) for one in outcome.retrieved] == [(1, "river:0-18"), (2, "bridge:0-54")]


def test_retrieved_passages_say_whether_they_hold_evidence() -> None:
    assert [one.holds_evidence for one in examine(scripted_bot(), HEIGHT).retrieved] == [False, False, False, True]


@pytest.mark.parametrize("articles", [{}, {"bridge": replace(BRIDGE, text="T" + BRIDGE.text)}])
def test_a_quotation_that_is_not_in_the_library_is_invalid_and_named(articles: dict[str, Article]) -> None:
    bot = replace(scripted_bot(), articles=articles)
    outcome = examine(bot, COST)
    assert outcome.metrics["quote_validity"] == 0
    (warning,) = outcome.warnings
    assert warning.endswith("does not stand in article 'bridge' at the place it names")


def test_evidence_that_does_not_stand_in_its_article_is_named_and_counts_as_missed() -> None:
    question = replace(OPENED, evidence=(GoldEvidence("The bridge opened in 1933.", "bridge"),))
    outcome = examine(scripted_bot(), question)
    assert outcome.warnings == ("evidence 1 does not stand in article 'bridge', and counts as missed",)
    assert (outcome.metrics["passage_mrr"], outcome.metrics["article_mrr"]) == (0, 1 / 2)
    assert (outcome.metrics["quote_recall"], outcome.metrics["sentence_recall"]) == (0, 0)


def test_evidence_without_article_that_was_not_retrieved_is_missed_without_a_warning() -> None:
    outcome = examine(scripted_bot(), replace(HEIGHT, evidence=(GoldEvidence("somewhere else"),)))
    assert (outcome.metrics["passage_recall@10"], outcome.metrics["article_recall@10"]) == (0, 0)
    assert outcome.warnings == ()


def test_progress_hears_of_each_question() -> None:
    heard: list[tuple[str, int, int | None]] = []
    evaluate(scripted_bot(), QUESTIONS[:2], progress=lambda what, done, total: heard.append((what, done, total)))
    assert heard == [(OPENED.question, 1, 2), (HEIGHT.question, 2, 2)]


def test_a_question_that_cannot_be_asked_is_named() -> None:
    class Refusing(ScriptedBot):
        def ask(self, question: str, *, history: object = (), today: object = None) -> Answer:
            raise QuestionError("the question is too long")

    with pytest.raises(QuestionSetError, match="question opened: the question is too long"):
        evaluate(Refusing({}), [OPENED])


def test_k_counts_from_one() -> None:
    with pytest.raises(ValueError, match="counts from 1"):
        evaluate(scripted_bot(), QUESTIONS, k=0)


def test_a_citation_of_the_same_words_in_another_article_is_as_good() -> None:
    question = Question("built", "Was it built?", evidence=(GoldEvidence("It was built by"),))
    assert right(question, answered(question.question, cite(RIVER, "It was built by nobody.")))
