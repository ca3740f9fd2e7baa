import pytest
from fakes import AIR_STRIKES, span
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.answer.followup import standalone
from qa_bot.model import Citation, Reason, Turn

LIGHT = Turn("Who repaired the lighthouse of Skarholm?", "Volunteers did.")
STRIKES = Turn(
    "Who proposed joint air strikes in Syria?",
    "Russia's defence minister, Sergei Shoigu, proposed air strikes together with the United States. [1]",
)
turns = st.builds(
    Turn,
    st.text(max_size=80),
    st.text(max_size=80),
    st.text(max_size=80),
    reason=st.sampled_from(["no_match", "not_stated", None]),
)


@pytest.mark.parametrize(
    "question", ["When was the bridge over the Orla opened?", "Which ferries call at Skarholm island?"]
)
def test_a_new_subject_is_left_as_it_is(question: str) -> None:
    assert standalone(question, [LIGHT]) == question


@pytest.mark.parametrize(
    "question", ["And when?", "What about the keeper's house next door?", "How long did they work?", "Why?", "how much"]
)
def test_a_question_that_leans_says_behind_it_on_what(question: str) -> None:
    assert standalone(question, [LIGHT])[: len(question)] == question
    assert "repaired the lighthouse of Skarholm" in standalone(question, [LIGHT])


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("and who agreed to it?", "and who agreed to it? (proposed joint air strikes in Syria)"),
        (
            "what did he say about that?",
            "what did he say about that? (Sergei Shoigu; proposed joint air strikes in Syria)",
        ),
        ("in Aleppo?", "Who proposed joint air strikes in Aleppo?"),
        ("why?", "why? (proposed joint air strikes in Syria)"),
        ("what about France?", "what about France? (Who proposed joint air strikes in Syria?)"),
        ("how many of them?", "how many of them? (proposed joint air strikes in Syria)"),
    ],
)
def test_follow_ups_become_standalone_questions(question: str, found: str) -> None:
    assert standalone(question, [STRIKES]) == found


def test_why_after_when_becomes_a_whole_question() -> None:
    assert standalone("Why?", [Turn("When did the US end the talks?")]) == "Why did the US end the talks?"


def test_the_person_is_taken_from_the_quotations() -> None:
    text = AIR_STRIKES.text
    named = Citation(AIR_STRIKES, span(text, text.split(". ")[0]), n=1)
    found = standalone("What did he say?", [Turn("Who invited the coalition?", citations=(named,))])
    assert found.startswith("What did he say? (")
    assert found.removeprefix("What did he say? (").split("; ")[0] in named.quote


def test_a_person_named_in_the_question_goes_before_those_quoted() -> None:
    turn = Turn("What did Maria Lund propose?", "Peter Holm said that it was too dear.")
    assert standalone("Why did she do that?", [turn]) == "Why did she do that? (Maria Lund propose)"


def test_leaning_reaches_back_over_questions_that_lean_themselves() -> None:
    found = standalone("And how long did they work?", [LIGHT, Turn("And with whose money?"), Turn("And who led them?")])
    assert found == "And how long did they work? (led; money; repaired the lighthouse of Skarholm)"


def test_a_refusal_does_not_leak_into_the_next_question() -> None:
    bread = Turn("How long does sourdough bread rise?", reason="no_match")
    assert standalone("And who led them?", [LIGHT, bread]) == standalone("And who led them?", [LIGHT])
    assert standalone("And with rye?", [bread]) == "And with rye?"


@pytest.mark.parametrize("reason", ["not_stated", "outside_dates"])
def test_a_refusal_on_the_subject_can_be_followed_up(reason: Reason) -> None:
    tall = Turn("How tall is the lighthouse of Skarholm?", reason=reason)
    assert standalone("And how old is it?", [tall]) == "And how old is it? (the lighthouse of Skarholm)"


def test_thanks_are_passed_over() -> None:
    assert standalone("And why?", [LIGHT, Turn("Thank you!")]) == standalone("And why?", [LIGHT])


def test_a_corrected_turn_is_followed_up_as_corrected() -> None:
    corrected = Turn("And when?", standalone_question="When was the harbour of Vell dredged?")
    assert standalone("Why?", [LIGHT, corrected]) == "Why was the harbour of Vell dredged?"


@given(st.text())
def test_without_a_history_a_question_is_left_as_it_is(question: str) -> None:
    assert standalone(question, []) == question


@given(st.text(max_size=100), st.lists(turns, max_size=10), st.integers(100, 300))
def test_a_standalone_question_is_deterministic_and_not_too_long(
    question: str, history: list[Turn], longest: int
) -> None:
    found = standalone(question, history, longest=longest)
    assert len(found) <= longest
    assert standalone(question, history, longest=longest) == found


@given(st.sampled_from(["What did he say?", "and who agreed to it?", "how many of them?"]), st.lists(turns, max_size=5))
def test_a_question_in_brackets_stands_alone(question: str, history: list[Turn]) -> None:
    found = standalone(question, [*history, STRIKES])
    assert standalone(found, [*history, STRIKES]) == found
