import asyncio
from pathlib import Path

import pytest
from fakes import LIGHTHOUSE, STORIES
from langchain_core.embeddings import DeterministicFakeEmbedding
from langchain_core.runnables import RunnableLambda

from qa_bot import Answer, QABot, QABotError, Settings
from qa_bot.langchain import as_runnable

QUESTION = "Who leads the society that owns the lighthouse?"


def test_a_retriever_returns_the_best_passages_as_documents(bot: QABot) -> None:
    bot.add(*STORIES)
    first, second = bot.as_retriever(k=2).invoke(QUESTION)
    start, end = first.metadata["start"], first.metadata["end"]
    assert first.page_content == LIGHTHOUSE.text[start:end]
    assert first.id == f"lighthouse:{start}-{end}"
    assert first.metadata["score"] >= second.metadata["score"]
    assert {name: value for name, value in first.metadata.items() if name not in ("start", "end", "score")} == {
        "article_id": "lighthouse",
        "title": "The lighthouse of Skarholm is lit again",
        "source": "Island Post",
        "published": "2021-09-12",
    }


def test_a_retriever_composes_and_is_asynchronous_too(bot: QABot) -> None:
    bot.add(*STORIES)
    chain = bot.as_retriever(k=3) | RunnableLambda(
        lambda documents: [each.metadata["article_id"] for each in documents]
    )
    found = chain.invoke(QUESTION)
    assert found[0] == "lighthouse"
    assert asyncio.run(chain.ainvoke(QUESTION)) == found
    assert chain.batch([QUESTION, QUESTION]) == [found, found]


def test_a_bot_is_a_runnable(bot: QABot) -> None:
    bot.add(*STORIES)
    answer = as_runnable(bot).invoke(QUESTION)
    assert isinstance(answer, Answer)
    assert answer.citations == bot.ask(QUESTION).citations


def test_any_langchain_embeddings_will_do(folder: Path) -> None:
    embeddings = DeterministicFakeEmbedding(size=16)
    with QABot.open(folder, embedder=embeddings, settings=Settings.load(threshold=0)) as bot:
        bot.add(*STORIES)
        cited = bot.ask(QUESTION).citations
        assert "Marta Lind, who leads the society" in " ".join(each.quote for each in cited)
        assert bot.check().sound
    with QABot.open(folder, embedder=DeterministicFakeEmbedding(size=16), settings=Settings.load(threshold=0)) as bot:
        assert bot.ask(QUESTION).citations == cited


def test_embeddings_of_another_size_are_refused_clearly(folder: Path) -> None:
    with QABot.open(folder, embedder=DeterministicFakeEmbedding(size=16)) as bot:
        bot.add(*STORIES)
    with (
        pytest.raises(QABotError),
        QABot.open(folder, embedder=DeterministicFakeEmbedding(size=8)) as bot,
    ):
        bot.ask(QUESTION)
