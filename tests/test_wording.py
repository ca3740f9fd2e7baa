"""Why a question was refused, in words."""

import dataclasses

from qa_bot.model import Answer
from qa_bot.wording import refusal

REFUSED = Answer("q", "q", 0.01, "extractive", reason="no_match")


def test_a_refusal_names_what_no_article_mentions() -> None:
    assert refusal(REFUSED) == "None of the articles is about this."
    one, two = (dataclasses.replace(REFUSED, unnamed=names) for names in (("Titanic",), ("Girl", "Earring")))
    assert refusal(one) == "None of the articles mentions “Titanic”."
    assert refusal(two) == "None of the articles mentions “Girl” or “Earring”."


def test_what_the_articles_speak_of_without_saying_it_is_told_apart() -> None:
    said = dataclasses.replace(REFUSED, reason="not_stated", unnamed=("Titanic",))
    assert refusal(said) == "The articles speak of this, but do not say."
