import pytest
from fakes import AIR_STRIKES, span
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.answer.followup import standalone
from qa_bot.answer.joined import as_searched
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
def test_a_question_that_leans_is_joined_to_the_one_before(question: str) -> None:
    said = question.removeprefix("And ")
    said = said[0].lower() + said[1:]
    assert standalone(question, [LIGHT]) == f"Who repaired the lighthouse of Skarholm – and {said}"


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("and who agreed to it?", "Who proposed joint air strikes in Syria – and who agreed to it?"),
        (
            "what did he say about that?",
            "Who proposed joint air strikes in Syria – Sergei Shoigu – and what did he say about that?",
        ),
        ("in Aleppo?", "Who proposed joint air strikes in Aleppo?"),
        ("why?", "Who proposed joint air strikes in Syria – and why?"),
        ("what about France?", "Who proposed joint air strikes in Syria – and what about France?"),
        ("how many of them?", "Who proposed joint air strikes in Syria – and how many of them?"),
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
    who = found.removeprefix("Who invited the coalition – ").removesuffix(" – and what did he say?")
    assert who in named.quote


def test_a_person_named_in_the_question_goes_before_those_quoted() -> None:
    turn = Turn("What did Maria Lund propose?", "Peter Holm said that it was too dear.")
    assert standalone("Why did she do that?", [turn]) == "What did Maria Lund propose – and why did she do that?"
    assert standalone("Where does she live?", [turn]) == "Where does Maria Lund live?"


def test_leaning_reaches_back_over_questions_that_lean_themselves() -> None:
    found = standalone("And how long did they work?", [LIGHT, Turn("And with whose money?"), Turn("And who led them?")])
    root = "Who repaired the lighthouse of Skarholm"
    assert found == f"{root} – and with whose money – and who led them – and how long did they work?"
    assert as_searched(found) == "how long did they work? (led; money; repaired the lighthouse of Skarholm)"


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (
            "Why did they get it?",
            "Why did Rainer Weiss, Barry Barish and Kip Thorne get the Nobel Prize in Physics in 2017?",
        ),
        ("And how much is it worth?", "How much is the Nobel Prize in Physics in 2017 worth?"),
        (
            "What did his wife say?",
            "Who won the Nobel Prize in Physics in 2017 – Rainer Weiss – and what did his wife say?",
        ),
    ],
)
def test_what_is_pointed_at_is_named_as_a_person_would(question: str, found: str) -> None:
    said = "The Nobel Prize in Physics went to Rainer Weiss, to Barry Barish and to Kip Thorne."
    assert standalone(question, [Turn("Who won the Nobel Prize in Physics in 2017?", said)]) == found


def test_whom_a_joined_question_means_is_searched_for_but_not_read_into_it() -> None:
    found = standalone("what did he say about that?", [STRIKES])
    assert as_searched(found) == "what did he say about that? (Sergei Shoigu; proposed joint air strikes in Syria)"
    later = standalone("why?", [STRIKES, Turn("what did he say about that?")])
    assert as_searched(later) == "why? (Sergei Shoigu; proposed joint air strikes in Syria)"


@pytest.mark.parametrize("question", ["Who proposed it? (joint air strikes)", "Who led – and who proposed it?"])
def test_a_question_that_was_made_to_stand_alone_is_left_as_it_is(question: str) -> None:
    assert standalone(question, [STRIKES]) == question


def test_a_turn_that_was_kept_with_brackets_is_followed_up() -> None:
    kept = Turn("And when?", standalone_question="And when? (repaired the lighthouse of Skarholm)")
    assert standalone("And who paid?", [kept]) == "repaired the lighthouse of Skarholm – and who paid?"


def test_a_refusal_does_not_leak_into_the_next_question() -> None:
    bread = Turn("How long does sourdough bread rise?", reason="no_match")
    assert standalone("And who led them?", [LIGHT, bread]) == standalone("And who led them?", [LIGHT])
    assert standalone("And with rye?", [bread]) == "And with rye?"


@pytest.mark.parametrize("reason", ["not_stated", "outside_dates"])
def test_a_refusal_on_the_subject_can_be_followed_up(reason: Reason) -> None:
    tall = Turn("How tall is the lighthouse of Skarholm?", reason=reason)
    assert standalone("And how old is it?", [tall]) == "How old is the lighthouse of Skarholm?"


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
def test_a_question_that_was_joined_stands_alone(question: str, history: list[Turn]) -> None:
    found = standalone(question, [*history, STRIKES])
    assert standalone(found, [*history, STRIKES]) == found
