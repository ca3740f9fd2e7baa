import pytest

from qa_bot.retrieve.expects import asked_kind, holds


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many people came?", "number"),
        ("how old is the tower", "number"),
        ("When did the ceasefire come into effect?", "time"),
        ("In which year was it built?", "time"),
        ("Who proposed it?", "person"),
        ("Where did they land?", "place"),
        ("Which city was it?", "place"),
        ("Why did the US decline?", "reason"),
        ("What did the general say?", None),
        ("", None),
    ],
)
def test_a_question_tells_what_it_asks_for(question: str, kind: str | None) -> None:
    assert asked_kind(question) == kind


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("How many came?", "Some 300 came.", True),
        ("How many came?", "Many came.", False),
        ("How many of the 300 came?", "Of the 300, most came.", False),
        ("When was it?", "It was on 27 February.", True),
        ("When was it?", "It was late.", False),
        ("Who said it?", "It was said by Marta Lind.", True),
        ("Who is Marta Lind?", "It is about Marta Lind again.", False),
        ("Where was it?", "It was on Skarholm.", True),
        ("Why was it?", "It was because of the wind.", True),
        ("Why was it?", "It was windy.", False),
        ("Why was it?", "It is so since it is windy.", True),
        ("Why was it?", "It has been so since February 2016.", False),
        ("Why was it?", "It was the wind, she explained.", True),
    ],
)
def test_a_sentence_holds_the_kind_if_it_is_new(question: str, sentence: str, expected: bool) -> None:
    kind = asked_kind(question)
    assert kind
    assert holds(kind, sentence, question) is expected
