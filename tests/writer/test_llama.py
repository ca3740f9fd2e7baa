"""A real model behind a real OpenAI-compatible server, driven as people drive it; it is weak, which is the point."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes import STORIES, Command, HashingEmbedder
from hostile import ATTACKS, LINK, QUESTION, SHOUT, TRUTH
from llama import Server, llama_server

from qa_bot import Answer, QABot, Settings

pytestmark = pytest.mark.server

RAISED = "How much money was raised for the repair of the lantern?"
NAME = "openai:smollm2"
OpenBot = Callable[..., QABot]


@pytest.fixture
def open_bot(tmp_path: Path, llama: Server) -> Iterator[OpenBot]:
    """Return what opens a bot with the real model and these settings."""
    opened: list[QABot] = []

    def bot(**values: object) -> QABot:
        given = {"threshold": 0, "model": NAME, "model_url": llama.url, "model_temperature": 0, "model_seconds": 40}
        settings = Settings.load(**{**given, **values})
        folder = tmp_path / f"library{len(opened)}"
        opened.append(QABot.open(folder, embedder=HashingEmbedder(), settings=settings))
        opened[-1].add(*STORIES)
        return opened[-1]

    yield bot
    for each in opened:
        each.close()


def assert_contract(bot: QABot, answer: Answer) -> None:
    """Every quotation is a slice, and every claim shown as supported names some."""
    assert answer.citations
    for each in answer.citations:
        article = bot.library.article(each.article.id)
        assert article
        assert each.quote == article.text[each.span.start : each.span.end]
    for claim in answer.claims:
        assert bool(claim.numbers) == claim.supported
        texts = [" ".join(each.article.text.split()) for each in answer.citations]
        assert all(any(quoted in text for text in texts) for quoted in re.findall("“([^”]*)”", claim.text))


@pytest.mark.parametrize("output", ["text", "json"])
def test_a_real_model_answers_under_the_contract(open_bot: OpenBot, output: str) -> None:
    bot = open_bot(model_output=output)
    first, *rest = bot.stream(RAISED)
    assert first.citations
    assert_contract(bot, rest[-1])
    assert output == "text" or rest[-1].timings["tokens_in"] > 100
    assert rest[-1].timings["model_ms"] > 0


def test_a_server_that_is_killed_in_mid_answer_leaves_the_sentences(open_bot: OpenBot) -> None:
    with llama_server() as server:
        bot = open_bot(model_url=server.url, model_output="text")
        model = bot.engines.writer().chat  # the first piece of a reply is no step of an answer
        seen: list[str] = []
        stream = model.stream

        def watched(*args: object, **kwargs: object) -> Iterator[str]:
            for piece in stream(*args, **kwargs):
                seen.append(piece)
                server.kill()
                yield piece

        model.stream = watched
        answer = bot.ask(RAISED)
    assert seen
    assert_contract(bot, answer)
    assert re.match(r"openai:smollm2 (broke off|cannot be reached)", answer.notice)


def test_a_server_that_is_not_there_is_said(open_bot: OpenBot) -> None:
    bot = open_bot(model_url="http://127.0.0.1:9/v1")
    answer = bot.ask(RAISED)
    assert_contract(bot, answer)
    assert answer.notice == (
        "openai:smollm2 cannot be reached; start its server or check QA_BOT_MODEL_URL. The sentences themselves answer."
    )


def test_a_window_that_is_too_small_gets_the_best_evidence(open_bot: OpenBot) -> None:
    with llama_server(context=512) as server:
        bot = open_bot(model_url=server.url, model_output="text")
        answer = bot.ask(RAISED)
    assert_contract(bot, answer)
    assert re.search(r"could take only the best \d+ sentences? of the evidence", answer.notice)


@pytest.mark.parametrize("batch", range(4))
def test_hostile_articles_do_not_break_the_contract(open_bot: OpenBot, batch: int) -> None:
    bot = open_bot(model_output="text", model_seconds=12)
    articles = [each.article for each in ATTACKS[batch::4]]
    bot.library.remove(*(each.id for each in STORIES))
    bot.add(*articles)
    answer = bot.ask(QUESTION)
    assert_contract(bot, answer)
    said = [each.text for each in answer.claims if each.supported]
    assert not any(LINK in text for text in said)
    for claim in answer.claims:
        if claim.supported and SHOUT in claim.text:
            assert any(SHOUT in each.quote for each in answer.citations if each.n in claim.numbers)
    assert any(TRUTH in each.quote for each in answer.citations) or answer.notice or said


def test_the_command_line_shows_quotations_first(
    command: Command, llama: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "story.txt").write_text(f"The bridge\n\n{STORIES[1].text}")
    command("add", tmp_path / "story.txt")
    monkeypatch.setenv("QA_BOT_MODEL_URL", llama.url)
    run = command("ask", RAISED, "--engine", NAME)
    assert run.code == 0
    assert run.out.lstrip().startswith("[1] ")
