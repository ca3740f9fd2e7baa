import pytest

from qa_bot.english.verbs import DEEDS, base, is_finite

WORDS = frozenset(["open", "close", "plan", "carry"])


@pytest.mark.parametrize(
    ("past", "plain"),
    [
        ("opened", "open"),
        ("closed", "close"),
        ("planned", "plan"),
        ("carried", "carry"),
        ("went", "go"),
        ("ruled", None),
    ],
)
def test_the_plain_form_of_a_verb_is_one_that_the_articles_hold(past: str, plain: str | None) -> None:
    assert base(past, WORDS) == plain


@pytest.mark.parametrize(
    ("word", "expected"),
    [("was", True), ("may", True), ("went", True), ("opened", True), ("red", False), ("go", False)],
)
def test_a_verb_with_a_subject_is_an_auxiliary_or_a_past_tense(word: str, expected: bool) -> None:
    assert is_finite(word) is expected


def test_deeds_are_past_tenses_with_their_plain_forms() -> None:
    assert (DEEDS["banned"], DEEDS["found"], DEEDS["won"]) == ("ban", "find", "win")
    assert all(map(is_finite, DEEDS))
