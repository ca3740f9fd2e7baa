from __future__ import annotations

import pytest

from qa_bot.english.forms import Form, asked_form, has_form


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("What happened to the ferry?", "summary"),
        ("Please summarise the story about the dam.", "summary"),
        ("Can you give me a short overview of the strike?", "summary"),
        ("What is this article about?", "summary"),
        ("What is the latest on the ferry?", "latest"),
        ("latest news from Skarholm", "latest"),
        ("Any updates on the dam?", "latest"),
        ("What's new with the dam?", "latest"),
        ("Which towns were flooded?", "list"),
        ("Which coastal towns were flooded?", "list"),
        ("Which members of the council resigned?", "list"),
        ("Who belongs to the new board?", "list"),
        ("What is the difference between the two plans?", "comparison"),
        ("Which bridge is longer, the old or the new one?", "comparison"),
        ("How did the price of wheat change?", "change"),
        ("How much did the fire grow on Sunday?", "change"),
        ("How was the ferry raised?", "manner"),
        ("By what means was it raised?", "manner"),
        ("What is a fusible plug?", "definition"),
        ("Who is Vera Holm?", "definition"),
        ("What is the Treaty of Skarholm?", "definition"),
        ("How many towns were flooded?", None),
        ("What is the latest train to Brix?", None),
        ("How long is the bridge?", None),
        ("Which bus stops at the harbour?", None),
        ("What is the population of Skarholm?", None),
        ("Who is the mayor of Skarholm?", None),
        ("What does the council do?", None),
        ("Did the ferry sink?", None),
        ("Why did the ferry sink?", None),
    ],
)
def test_the_words_of_a_question_tell_the_form_of_its_answer(question: str, form: Form | None) -> None:
    assert asked_form(question) == form


@pytest.mark.parametrize(
    ("form", "sentence", "other"),
    [
        ("list", "The towns of Aller, Brix, Corm and Dale were flooded.", "The towns were flooded on Monday."),
        ("manner", "She was raised by pumping air into her hull.", "She was raised on Monday."),
        ("change", "The price rose from 210 to 260 a tonne.", "The price of wheat matters to all."),
        ("definition", "A fusible plug is a safety device of boilers.", "They looked at the fusible plug for long."),
        ("definition", "The fusible plug, a safety device, melted.", "The fusible plug melted."),
    ],
)
def test_a_sentence_has_more_of_the_form_than_another(form: Form, sentence: str, other: str) -> None:
    asked = "What is a fusible plug?"
    assert 1 >= has_form(form, sentence, asked) > has_form(form, other, asked) >= 0
