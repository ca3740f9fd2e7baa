"""The sample corpus and its questions are what the documentation promises."""

from collections import Counter
from pathlib import Path

import pytest

from qa_bot.evaluation import Question, load_questions
from qa_bot.evaluation.sets.check import check_evidence
from qa_bot.model import Article
from qa_bot.read import FoundArticle, find, read
from qa_bot.settings import Settings

CORPUS = Path(__file__).parent.parent / "corpus"
FILES = sorted(path for path in CORPUS.glob("*.md") if path.name != "README.md")


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    """Return the articles by id, read as `qa-bot add corpus` reads them."""
    settings = Settings.load()
    found = [item for source in find([CORPUS]).sources for item in read(source, settings)]
    return {item.article.id: item.article for item in found if isinstance(item, FoundArticle)}


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return load_questions(CORPUS / "questions.jsonl")


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_an_article_of_the_corpus_is_whole(path: Path) -> None:
    (found,) = read(str(path), Settings.load())
    assert isinstance(found, FoundArticle)
    article = found.article
    assert article.id == path.stem
    assert article.title
    assert article.published
    assert article.source
    assert article.authors
    assert 300 <= len(article.text.split()) <= 800


def test_there_are_articles_on_six_or_more_subjects(articles: dict[str, Article]) -> None:
    assert len(FILES) >= 30
    assert set(articles) >= {path.stem for path in FILES}
    subjects = Counter(path.stem.split("-")[0] for path in FILES)
    assert len([subject for subject, count in subjects.items() if count >= 2]) >= 6
    assert subjects["syria"] >= 5
    assert len({article.published for article in articles.values() if article.id.startswith("syria-")}) >= 5


def test_nothing_in_the_corpus_is_unreadable() -> None:
    settings = Settings.load()
    items = [item for source in find([CORPUS]).sources for item in read(source, settings)]
    assert [
        str(item) for item in items if not isinstance(item, FoundArticle) and "holds questions" not in str(item)
    ] == []


def test_every_quotation_stands_in_its_article(articles: dict[str, Article], questions: list[Question]) -> None:
    assert check_evidence(questions, articles.get) == []


def test_there_are_questions_of_every_type(questions: list[Question]) -> None:
    assert len(questions) >= 120
    types = {question.type for question in questions}
    assert types >= {"who", "when", "how_many", "why", "said", "multi", "follow_up"}


def test_answerable_questions_have_evidence_and_answers(questions: list[Question]) -> None:
    answerable = [question for question in questions if not question.unanswerable]
    assert [question.id for question in answerable if not (question.evidence and question.answers)] == []


def test_questions_of_several_articles_and_follow_ups_are_such(questions: list[Question]) -> None:
    several = [question for question in questions if question.type == "multi"]
    assert [each.id for each in several if len({evidence.article_id for evidence in each.evidence}) < 2] == []
    assert [each.id for each in questions if each.type == "follow_up" and not each.history] == []


def test_a_quarter_or_so_has_no_answer_half_of_them_on_a_subject_of_the_corpus(questions: list[Question]) -> None:
    unanswerable = [question for question in questions if question.unanswerable]
    on_subject = [question for question in unanswerable if "on_subject" in question.tags]
    assert len(unanswerable) >= 30
    assert len(on_subject) >= 15
    assert 2 * len(on_subject) >= min(30, len(unanswerable))
    assert [question.id for question in unanswerable if question.evidence] == []


def test_no_question_is_asked_twice(questions: list[Question]) -> None:
    asked = Counter((question.question.casefold(), question.history) for question in questions)
    assert [question for question, times in asked.items() if times > 1] == []
