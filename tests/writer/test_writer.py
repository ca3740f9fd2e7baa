"""Answers written by a scripted model, driven through the public interface."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from threading import Event

import pytest
from fakes import LIGHTHOUSE, STORIES, HashingEmbedder, make_article
from hypothesis import given
from hypothesis import strategies as st
from scripted import ScriptedChat, numbered, offered, scripted

from qa_bot import Answer, QABot, Settings, Turn
from qa_bot.errors import ModelError

QUESTION = "How much money was raised for the repair of the lantern?"
RAISED = "Volunteers raised 240,000 euros for the repair."
QUOTED = re.compile("“([^”]*)”")


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QABot]:
    folder = tmp_path_factory.mktemp("stories") / "library"
    with QABot.open(folder, embedder=HashingEmbedder(), settings=Settings.load(threshold=0, model_seconds=5)) as opened:
        opened.add(*STORIES)
        yield opened


def saying(*lines: str, **kwargs: object) -> ScriptedChat:
    """Return a model that says these lines; {money} and {screw} are the numbers of two sentences."""

    def reply(prompt: str) -> str:
        numbers = {"money": numbered(prompt, "240,000 euros"), "screw": numbered(prompt, "every screw")}
        return "\n".join(lines).format(**numbers)

    return scripted(reply, **kwargs)


def claims(answer: Answer) -> list[tuple[str, str]]:
    return [(each.text, each.why) for each in answer.claims]


def test_a_claim_that_its_sentence_holds_is_the_answer(stories: QABot) -> None:
    answer = stories.ask(QUESTION, engine=saying(RAISED + " [{money}]"))
    (citation,) = answer.citations
    assert "240,000 euros" in citation.quote
    assert answer.text == f"{RAISED} [{citation.n}]"
    assert (answer.engine, answer.notice, claims(answer)) == ("scripted:scripted", "", [(RAISED, "")])


def test_sentences_of_several_articles_are_woven(stories: QABot) -> None:
    def reply(prompt: str) -> str:
        number, words = max((number, text) for number, text in offered(prompt).items() if '"' not in text)
        return f"{RAISED} [{numbered(prompt, '240,000 euros')}]\n{words} [{number}]"

    answer = stories.ask(QUESTION, engine=scripted(reply))
    assert [each.supported for each in answer.claims] == [True, True]
    assert len({each.article.id for each in answer.citations}) == 2


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Volunteers raised 250,000 euros for the repair. [{money}]", "not in the sentences named: 250,000 euros"),
        ("Volunteers raised 240,000 dollars for it. [{money}]", "not in the sentences named: 240,000 dollars"),
        ("Volunteers of Norway raised 240,000 euros. [{money}]", "not in the sentences named: Norway"),
        ("Volunteers had not raised 240,000 euros for the repair. [{money}]", "it denies what the sentences named say"),
        ("Volunteers raised 240,000 euros. [99]", "it names a sentence that was not offered: 99"),
        ("Volunteers raised 240,000 euros. [{money}][0]", "it names a sentence that was not offered: 0"),
        ("Volunteers raised 240,000 euros.", "it names no sentence"),
        ('Marta Lind said "we lost every screw". [{screw}]', "its quotation does not stand in the sentences named"),
        ("x" * 600 + " [{money}]", "it is too long to be checked as one claim"),
    ],
)
def test_a_claim_that_nothing_holds_is_struck_out_with_the_reason(stories: QABot, line: str, why: str) -> None:
    answer = stories.ask(QUESTION, engine=saying(RAISED + " [{money}]", line))
    kept, struck = answer.claims
    assert kept.supported
    assert struck.why.startswith(why)
    assert struck.text not in answer.text
    assert not struck.numbers


def test_unsupported_claims_can_be_dropped(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = Settings.load(threshold=0, unsupported="drop")
    folder = tmp_path_factory.mktemp("drop") / "library"
    with QABot.open(folder, embedder=HashingEmbedder(), settings=settings) as bot:
        bot.add(*STORIES)
        answer = bot.ask(QUESTION, engine=saying(RAISED + " [{money}]", "It cost 5 dollars. [{money}]"))
    assert claims(answer) == [(RAISED, "")]


def test_if_no_claim_survives_the_sentences_answer_and_the_reason_is_said(stories: QABot) -> None:
    answer = stories.ask(QUESTION, engine=saying("It cost 5 dollars. [{money}]"))
    plain = stories.ask(QUESTION)
    assert (answer.text, answer.citations, answer.engine) == (plain.text, plain.citations, "extractive")
    assert answer.notice == (
        "Nothing that scripted:scripted wrote is held by the sentences that it named. The sentences themselves answer."
    )
    assert [each.supported for each in answer.claims] == [False]


def test_a_refusal_is_decided_before_the_model_is_asked(refusing_bot: QABot) -> None:
    refusing_bot.add(LIGHTHOUSE)
    model = scripted("Paris. [1]")
    answer = refusing_bot.ask("What is the capital of France?", engine=model)
    assert not answer.answered
    assert model.asked == []


@pytest.mark.parametrize("reply", ["NOT STATED", '{"claims": []}', "The capital of France is Paris. [1]"])
def test_a_doubtful_question_is_refused_if_the_model_finds_nothing_either(
    tmp_path_factory: pytest.TempPathFactory, reply: str
) -> None:
    folder = tmp_path_factory.mktemp("doubt") / "library"
    with QABot.open(folder, embedder=HashingEmbedder(), settings=Settings.load(threshold=0)) as bot:
        bot.add(*STORIES)
        sure = bot.ask(QUESTION).confidence
    odds = sure / (1 - sure)
    between = (sure + odds / (odds + 3)) / 2  # of what it was and what it is with a third of the odds
    with QABot.open(folder, embedder=HashingEmbedder(), settings=Settings.load(threshold=between)) as bot:
        assert bot.ask(QUESTION).answered
        answer = bot.ask(QUESTION, engine=scripted(reply))
    assert (answer.reason, answer.citations) == ("not_stated", ())
    assert answer.nearest
    assert "scripted" in answer.notice


def test_the_quotations_come_before_the_model_and_each_sentence_as_it_is_checked(stories: QABot) -> None:
    heard = Event()

    def reply(prompt: str) -> Iterator[str]:
        heard.set()
        yield f"{RAISED} [{numbered(prompt, '240,000 euros')}]\n"
        yield f"Every screw was counted twice. [{numbered(prompt, 'every screw')}]\n"

    steps = stories.stream(QUESTION, engine=scripted(reply))
    first = next(steps)
    assert not heard.is_set()
    assert first.citations == stories.ask(QUESTION).citations
    shown = [len(step.claims) for step in steps]
    assert shown == [1, 2, 2]


def test_numbers_stay_while_an_answer_is_written(stories: QABot) -> None:
    steps = list(stories.stream(QUESTION, engine=saying(RAISED + " [{money}]", "Each screw was counted. [{screw}]")))
    known: dict[int, str] = {}
    for step in steps:
        for each in step.citations:
            assert known.setdefault(each.n, each.quote) == each.quote
    assert {each.n for each in steps[-1].citations} == {n for claim in steps[-1].claims for n in claim.numbers}


def test_writing_can_be_stopped(stories: QABot) -> None:
    stop = Event()

    def reply(prompt: str) -> Iterator[str]:
        yield f"{RAISED} [{numbered(prompt, '240,000 euros')}]\n"
        while True:
            time.sleep(0.01)
            yield "and "

    steps = stories.stream(QUESTION, engine=scripted(reply), stop=stop)
    next(steps)
    next(steps)
    stop.set()
    *_, last = steps
    assert (claims(last), last.notice) == ([(RAISED, "")], "Stopped.")


def test_closing_the_iterator_ends_the_request(stories: QABot) -> None:
    ended = Event()

    def reply(prompt: str) -> Iterator[str]:
        try:
            while True:
                time.sleep(0.01)
                yield f"{RAISED} [{numbered(prompt, '240,000 euros')}]\n"
        finally:
            ended.set()

    steps = stories.stream(QUESTION, engine=scripted(reply))
    next(steps)
    next(steps)
    steps.close()
    assert ended.wait(5)


class Refused(Exception):
    """What a provider's client raises when a server answers with an error."""

    def __init__(self, status: int, message: str = "", wait: str | None = None) -> None:
        super().__init__(message)
        self.status_code = status
        self.response = type("Response", (), {"headers": {"retry-after": wait} if wait else {}, "status_code": status})


@pytest.mark.parametrize(
    ("error", "notice"),
    [
        (Refused(500, "boom\nsecond line"), "broke off (boom)"),
        (Refused(401), "refused the API key"),
        (Refused(404), "is not known to its server"),
        (ConnectionRefusedError("refused"), "cannot be reached"),
        (TimeoutError("timed out"), "did not answer in time"),
        (ValueError("\x1b[31m" + "x" * 500), "broke off ("),
    ],
)
def test_a_model_that_fails_is_said_and_the_sentences_answer(stories: QABot, error: Exception, notice: str) -> None:
    answer = stories.ask(QUESTION, engine=scripted(error))
    assert answer.notice.startswith(f"scripted:scripted {notice}")
    assert answer.notice.endswith("The sentences themselves answer.")
    assert (answer.citations, answer.engine) == (stories.ask(QUESTION).citations, "extractive")
    assert len(answer.notice) < 300
    assert answer.notice.isprintable()


def test_what_was_checked_before_it_broke_off_stands(stories: QABot) -> None:
    model = saying(RAISED + " [{money}]", "And then much more " * 20, breaks_after=12, breaks_with=OSError("cut off"))
    answer = stories.ask(QUESTION, engine=model)
    assert claims(answer) == [(RAISED, "")]
    assert answer.notice == "scripted:scripted broke off (cut off)."


def test_a_busy_server_is_asked_again_after_the_time_that_it_names(stories: QABot) -> None:
    good = saying(RAISED + " [{money}]").scripts[0]
    model = scripted(Refused(429, wait="0.2"), Refused(503, wait="0"), good)
    began = time.monotonic()
    answer = stories.ask(QUESTION, engine=model)
    assert claims(answer) == [(RAISED, "")]
    assert time.monotonic() - began >= 0.2
    assert len(model.asked) == 3


def test_a_server_that_asks_for_more_time_than_there_is_is_not_asked_again(stories: QABot) -> None:
    model = scripted(Refused(429, wait="120"))
    assert "status 429" in stories.ask(QUESTION, engine=model).notice
    assert len(model.asked) == 1


def test_a_server_that_stays_busy_is_given_up(stories: QABot) -> None:
    model = scripted(Refused(429, wait="0"))
    answer = stories.ask(QUESTION, engine=model)
    assert "is overloaded or limits how often it is asked (status 429)" in answer.notice
    assert len(model.asked) == 3


def test_a_model_that_hangs_is_left(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = Settings.load(threshold=0, model_seconds=0.3)
    folder = tmp_path_factory.mktemp("hang") / "library"
    freed = Event()

    def hang(prompt: str) -> str:
        freed.wait(30)
        return ""

    with QABot.open(folder, embedder=HashingEmbedder(), settings=settings) as bot:
        bot.add(*STORIES)
        began = time.monotonic()
        answer = bot.ask(QUESTION, engine=scripted(hang))
        freed.set()
    assert time.monotonic() - began < 10
    assert answer.notice.startswith("scripted:scripted did not finish in time.")


@pytest.mark.parametrize("reply", ["", "   \n", "{", '{"claims": 7}', "[1][2]", "```json\n```"])
def test_a_reply_that_cannot_be_read_is_asked_for_once_more(stories: QABot, reply: str) -> None:
    model = scripted(reply)
    answer = stories.ask(QUESTION, engine=model)
    assert len(model.asked) == 2
    assert "That could not be read" in str(model.asked[1][-1].content)
    assert answer.engine == "extractive"
    assert answer.notice


def test_a_reply_that_points_nowhere_says_nothing_of_the_evidence(stories: QABot) -> None:
    answer = stories.ask(QUESTION, engine=scripted("It was a lot of money."))
    assert answer.confidence == stories.ask(QUESTION).confidence
    assert answer.notice == "scripted:scripted named no sentence for what it wrote. The sentences themselves answer."


def test_the_second_try_counts(stories: QABot) -> None:
    model = scripted("I think it was a lot.", saying(RAISED + " [{money}]").scripts[0])
    model.scripts[1] = lambda prompt: f"{RAISED} [{numbered(str(model.asked[0][1].content), '240,000 euros')}]"
    assert (RAISED, "") in claims(stories.ask(QUESTION, engine=model))


def test_a_reply_of_a_hundred_kilobytes_is_cut_off(stories: QABot) -> None:
    began = time.monotonic()
    answer = stories.ask(QUESTION, engine=scripted("blah " * 20_000, piece=50))
    assert time.monotonic() - began < 20
    assert answer.engine == "extractive"


def test_evidence_is_cut_by_rank_if_the_window_is_too_small(stories: QABot) -> None:
    def narrow(prompt: str) -> str:
        if len(offered(prompt)) > 3:
            raise Refused(400, "This model's maximum context length is 512 tokens")
        return f"{RAISED} [{numbered(prompt, '240,000 euros')}]"

    answer = stories.ask(QUESTION, engine=scripted(narrow))
    assert claims(answer) == [(RAISED, "")]
    assert answer.notice == "scripted:scripted could take only the best 3 sentences of the evidence."


def test_tokens_and_times_are_noted(stories: QABot) -> None:
    timings = stories.ask(QUESTION, engine=saying(RAISED + " [{money}]")).timings
    assert (timings["tokens_in"], timings["tokens_out"]) == (100, 10)
    assert 0 < timings["first_sentence_ms"] <= timings["model_ms"]


def test_conflicting_sources_are_both_stated_with_their_quotations(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("conflict") / "library"
    with QABot.open(folder, embedder=HashingEmbedder(), settings=Settings.load(threshold=0)) as bot:
        bot.add(
            make_article("The flood of Marwick killed 12 people on Monday.", "a", title="A", source="Morning Post"),
            make_article("The flood of Marwick killed 15 people on Monday.", "b", title="B", source="Evening Post"),
        )
        one_sided = scripted(lambda prompt: f"The flood killed 12 people. [{numbered(prompt, '12 people')}]")
        answer = bot.ask("How many people did the flood of Marwick kill?", engine=one_sided)
    assert {each.quote for each in answer.citations} == {
        "The flood of Marwick killed 12 people on Monday.",
        "The flood of Marwick killed 15 people on Monday.",
    }
    assert "otherwise" in answer.notice


def test_a_model_is_chosen_for_the_bot_and_for_one_question(stories: QABot) -> None:
    model = saying(RAISED + " [{money}]")
    assert stories.engines.name == "extractive"
    stories.engines.use(model)
    try:
        assert stories.engines.name == "scripted:scripted"
        assert stories.ask(QUESTION).claims
        assert not stories.ask(QUESTION, engine="extractive").claims
    finally:
        stories.engines.use("extractive")


def test_a_model_that_cannot_be_set_up_is_an_error(stories: QABot) -> None:
    with pytest.raises(ModelError, match="names no model; write provider:name"):
        stories.ask(QUESTION, engine="gpt")


def test_a_conversation_streams_and_keeps_its_turns(stories: QABot) -> None:
    conversation = stories.conversation()
    *_, last = conversation.stream(QUESTION, engine=saying(RAISED + " [{money}]"))
    assert conversation.turns == (Turn.of(last),)
    assert conversation.turns[0].answer == last.text


WORDS = [
    "[1]",
    "[2]",
    "[99]",
    '"',
    "“",
    "”",
    "‘",
    "’",
    "«",
    "\n",
    "{",
    "}",
    '{"claims": [',
    "<b>",
    "240,000",
    "euros",
    "not",
    "Marta",
    "Lind",
    "We counted every screw of it twice",
    "The lighthouse was lit again.",
    "\x00",
    "\u202e",
    "【3】",
]


@given(st.one_of(st.text(max_size=120), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)))
def test_whatever_a_model_writes_every_quotation_is_a_slice_of_an_article(stories: QABot, reply: str) -> None:
    texts = [" ".join(each.text.split()) for each in STORIES]
    for answer in stories.stream(QUESTION, engine=scripted(reply, piece=11)):
        for citation in (*answer.citations, *answer.nearest):
            article = stories.library.article(citation.article.id)
            assert article
            assert citation.quote == article.text[citation.span.start : citation.span.end]
        for claim in answer.claims:
            assert claim.supported or not re.search('["“”„«»]', claim.text)
            assert all(any(" ".join(quoted.split()) in text for text in texts) for quoted in QUOTED.findall(claim.text))
            assert not re.search('["„«»]', claim.text)
            assert set(claim.numbers) <= {each.n for each in answer.citations}
