from __future__ import annotations

from fakes import LIGHTHOUSE, OBSERVATORY, span

from qa_bot.history.conversations import from_record, to_record
from qa_bot.model import Answer, Article, Citation, Claim

RAISED = Citation(LIGHTHOUSE, span(LIGHTHOUSE.text, "Volunteers had raised 240,000 euros"), n=2)
METEORS = Citation(OBSERVATORY, span(OBSERVATORY.text, "The previous record, 640 meteors"), n=4)
WRITTEN = Answer(
    "How much?",
    "How much?",
    0.8,
    "a:b",
    "Much was raised. [2] The record was 640. [4]",
    citations=(RAISED, METEORS),
    claims=(
        Claim("Much was raised.", (2,)),
        Claim("A lie.", (), "it names no sentence"),
        Claim("The record was 640.", (4,)),
    ),
    notice="a:b took its time.",
)


def test_a_written_answer_comes_back_whole() -> None:
    articles = {each.id: each for each in (LIGHTHOUSE, OBSERVATORY)}
    assert from_record(to_record(WRITTEN), articles.get) == (WRITTEN, ())


def test_what_a_lost_article_held_is_no_longer_said() -> None:
    articles: dict[str, Article] = {LIGHTHOUSE.id: LIGHTHOUSE}
    answer, lost = from_record(to_record(WRITTEN), articles.get)
    assert answer
    assert answer.text == "Much was raised. [2]"
    assert [each.text for each in answer.claims] == ["Much was raised.", "A lie."]
    assert [each.n for each in lost] == [4]
