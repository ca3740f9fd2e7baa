import asyncio
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from fakes import LIGHTHOUSE, STORIES
from langchain.agents import create_agent
from langchain_core.embeddings import DeterministicFakeEmbedding
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable, RunnableLambda, RunnablePassthrough

from qa_bot import Answer, QABot, QABotError, Settings
from qa_bot.langchain import as_message, as_runnable

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


class Scripted(GenericFakeChatModel):
    """A chat model that says what it is given, whatever tools it has."""

    def bind_tools(self, tools: Sequence[object], **kwargs: object) -> Runnable[object, AIMessage]:
        return self


def call(**arguments: object) -> dict[str, object]:
    return {"name": "ask_articles", "args": arguments, "id": "call-1", "type": "tool_call"}


def test_an_agent_of_langgraph_asks_the_articles_and_has_the_answer_behind_its_words(bot: QABot) -> None:
    bot.add(*STORIES)
    model = Scripted(messages=iter([AIMessage("", tool_calls=[call(question=QUESTION)]), AIMessage("Marta Lind.")]))
    agent = create_agent(model, tools=[bot.as_tool()])
    messages = agent.invoke({"messages": [HumanMessage(QUESTION)]})["messages"]
    told = next(each for each in messages if isinstance(each, ToolMessage))
    assert told.artifact.citations == bot.ask(QUESTION).citations
    assert told.artifact.citations[0].quote in str(told.content)
    assert messages[-1].content == "Marta Lind."


def test_the_tool_tells_a_model_of_its_wrong_question_and_runs_beside_the_loop(bot: QABot) -> None:
    bot.add(*STORIES)
    tool = bot.as_tool(name="ask_stories")
    assert tool.name == "ask_stories"
    assert set(tool.args) == {"question", "after", "before", "source", "speaker"}
    assert tool.invoke({**call(question="  "), "name": "ask_stories"}).content.startswith("the question is empty")
    later = asyncio.run(tool.ainvoke({**call(question=QUESTION, after="2021-01-01"), "name": "ask_stories"}))
    assert later.artifact.filters.after == date(2021, 1, 1)


def test_an_answer_is_a_message_with_a_citation_for_each_block(bot: QABot) -> None:
    bot.add(*STORIES)
    answer = bot.ask(QUESTION)
    blocks = as_message(answer).content_blocks
    assert [each["text"] for each in blocks] == [each.quote for each in answer.citations]
    first, cited = answer.citations[0], blocks[0]["annotations"][0]
    assert cited["type"] == "citation"
    assert (cited["cited_text"], cited["title"]) == (first.quote, first.article.title)
    place = cited["extras"]
    article = bot.library.article(place["article_id"])
    assert article
    assert article.text[place["start"] : place["end"]] == blocks[0]["text"]


def test_a_refusal_is_a_message_without_citations(refusing_bot: QABot) -> None:
    refusing_bot.add(*STORIES)
    (refused,) = as_message(refusing_bot.ask(QUESTION)).content_blocks
    assert refused["text"]
    assert not refused.get("annotations")
