import asyncio
from datetime import date
from pathlib import Path

import pytest
from fakes import LIGHTHOUSE, STORIES
from langchain_core.embeddings import DeterministicFakeEmbedding
from langchain_core.messages import AIMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda, RunnablePassthrough

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
        "speakers": ["Marta Lind"],
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
        assert bot.library.check().sound
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


def test_a_chain_answers_from_retrieved_passages(bot: QABot) -> None:
    """As docs/notebook.md has it; the model says what it was shown, so that the whole way is seen."""
    bot.add(*STORIES)
    prompt = ChatPromptTemplate.from_template("{context}\n\nQuestion: {question}")
    model = RunnableLambda(lambda shown: AIMessage(shown.to_string()))
    context = bot.as_retriever(k=1) | (lambda documents: "\n".join(each.page_content for each in documents))
    chain = {"context": context, "question": RunnablePassthrough()} | prompt | model | StrOutputParser()
    said = chain.invoke(QUESTION)
    assert "Marta Lind, who leads the society" in said
    assert said.endswith(f"Question: {QUESTION}")
    assert asyncio.run(chain.ainvoke(QUESTION)) == said
    assert "".join(chain.stream(QUESTION)) == said


def test_a_runnable_takes_part_in_a_chain(bot: QABot) -> None:
    bot.add(*STORIES)
    chain = bot.as_runnable() | (lambda answer: answer.to_markdown())
    assert chain.invoke(QUESTION) == bot.ask(QUESTION).to_markdown()
    assert chain.batch([QUESTION]) == [chain.invoke(QUESTION)]
    assert bot.as_runnable().get_name() == "qa_bot"


def test_a_retriever_takes_filters(bot: QABot) -> None:
    bot.add(*STORIES)
    found = bot.as_retriever(k=9, after="2020-01-01", before=date(2021, 12, 31)).invoke(QUESTION)
    assert {each.metadata["article_id"] for each in found} == {"lighthouse"}
    found = bot.as_retriever(k=9, source="Sky Letter").invoke(QUESTION)
    assert {each.metadata["article_id"] for each in found} == {"observatory"}
    with pytest.raises(QABotError, match="no article is from 'Nobody'"):
        bot.as_retriever(source="Nobody").invoke(QUESTION)
