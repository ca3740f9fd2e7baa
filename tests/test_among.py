"""Asking some of the articles: chosen ones, those of sources, a collection; the answer says which."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from fakes import Command, HashingEmbedder, make_article

from qa_bot import QABot, Settings, keeping
from qa_bot.answer import Draft
from qa_bot.answer.extractive import Extractive
from qa_bot.errors import QuestionError
from qa_bot.evaluation import Question
from qa_bot.evaluation.sets.question import GoldEvidence
from qa_bot.library import Library
from qa_bot.retrieve import Evidence

pytestmark = pytest.mark.slow

TEXTS = {
    "bridge": "The bridge over the Orla was opened in 1932 by the mayor.",
    "harbour": "The harbour of Vell was opened in 1948 by the king.",
    "tower": "The tower of Skelle was opened in 1971 by a general.",
}
SOURCES = {"bridge": "Gazette", "harbour": "Post", "tower": "Wire"}
ASKED = "Who opened what?"


@pytest.fixture
def three(bot: QABot) -> QABot:
    """Return a bot with three articles, each of a source of its own."""
    bot.add(*(make_article(text, name, source=SOURCES[name]) for name, text in TEXTS.items()))
    return bot


def answering(bot: QABot) -> set[str]:
    return {each.article.id for each in bot.ask(ASKED).citations}


def test_only_what_was_chosen_answers(three: QABot) -> None:
    assert answering(three.among("tower")) == {"tower"}
    assert answering(three.among("tower", "bridge")) == {"tower", "bridge"}
    assert answering(three.among(sources=["post", "Wire"])) == {"harbour", "tower"}
    assert answering(three.among("tower", "bridge", sources=["Gazette"])) == {"bridge"}
    assert answering(three.among()) == set(TEXTS)
    assert [hit.passage.article.id for hit in three.among("tower").search(ASKED)] == ["tower"]
    assert [each.metadata["article_id"] for each in three.among("tower").as_retriever().invoke(ASKED)] == ["tower"]


def test_a_collection_is_asked_by_its_name(three: QABot) -> None:
    assert three.library.collect("Buildings  of stone", "bridge", "tower", "nothing") == ["bridge", "tower"]
    three.library.collect("buildings of stone", "harbour")
    assert three.library.collections() == {"Buildings of stone": ("bridge", "harbour", "tower")}
    three.library.uncollect("Buildings of stone", "harbour")
    asked = three.among(collection="BUILDINGS of stone")
    assert answering(asked) == {"bridge", "tower"}
    assert asked.conversation().ask(ASKED).filters.to_dict()["among"] == {
        "collection": "Buildings of stone",
        "sources": [],
        "articles": None,
    }
    three.library.uncollect("buildings of stone")
    assert three.library.collections() == {}


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"articles": ["tower", "bridge"]}, "Only 2 chosen articles."),
        ({"sources": ["Post", "Wire"]}, "Only articles of Post or Wire."),
        ({"collection": "Stone"}, "Only articles of the collection “Stone”."),
    ],
)
def test_every_surface_says_what_was_asked(three: QABot, chosen: dict[str, list[str]], said: str) -> None:
    three.library.collect("Stone", "bridge", "tower")
    answer = three.among(*chosen.pop("articles", []), **chosen).ask(ASKED)  # type: ignore[arg-type]
    for form in ("text", "markdown", "html"):
        assert getattr(answer, f"to_{form}")().count(said) == 1
    assert answer._repr_html_().count(said) == 1


def test_the_answer_says_which_source_and_days_were_asked(three: QABot) -> None:
    three.library.set("tower", published="2016-06-15")
    answer = three.ask(ASKED, source="Wire", after="2016-06-01")
    for shown in (answer.to_text(), answer.to_markdown(), answer.to_html(), answer._repr_html_()):
        assert shown.count("Only articles of Wire from 1 June 2016 or later.") == 1


def test_dates_that_leave_nothing_of_what_was_chosen_say_so(three: QABot) -> None:
    three.library.set("tower", published="2016-06-15")
    three.library.collect("Stone", "bridge", "tower")
    refused = three.among(collection="Stone").ask(ASKED, after="2020-01-01")
    assert refused.reason == "outside_dates"
    assert (
        "No article of the collection “Stone” is from 1 January 2020 or later."
        " Those of the collection “Stone” are from 15 June 2016."
    ) in " ".join(refused.to_text().split())


@pytest.mark.parametrize(
    ("articles", "chosen", "line"),
    [
        ((), {"collection": "Wood"}, "there is no collection 'Wood'; there are: Stone"),
        (("x",), {}, "no article has the id x; qa-bot list shows the ids"),
        ((), {"sources": ["Sun"]}, "no article is from 'Sun'; the sources are: Gazette, Post, Wire"),
        (("tower",), {"sources": ["Post"]}, "no article fits all that was chosen; choose less"),
    ],
)
def test_what_cannot_be_chosen_is_named(
    three: QABot, articles: tuple[str, ...], chosen: dict[str, object], line: str
) -> None:
    three.library.collect("Stone", "bridge")
    with pytest.raises(QuestionError) as raised:
        three.among(*articles, **chosen)  # type: ignore[arg-type]
    assert str(raised.value) == line


def test_a_collection_follows_its_articles(bot: QABot, tmp_path: Path) -> None:
    file = tmp_path / "bridge.txt"
    file.write_text(f"{TEXTS['bridge']} It had cost six million crowns.")
    (id_,) = bot.add(file).added
    bot.add(make_article(TEXTS["tower"], "tower"))
    bot.library.collect("Stone", id_, "tower")
    file.write_text(f"{TEXTS['bridge']} It had cost seven million crowns.")
    (mended,) = bot.add(file).replaced
    assert set(bot.library.collections()["Stone"]) == {mended, "tower"}
    bot.library.remove("tower")
    assert bot.library.collections() == {"Stone": (mended,)}
    bot.add(make_article(TEXTS["tower"], "tower"))
    assert bot.library.collections() == {"Stone": (mended,)}


def test_collections_survive_rebuild_and_backup(three: QABot, folder: Path, tmp_path: Path) -> None:
    three.library.collect("Stone", "bridge", "tower")
    keeping.backup(tmp_path / "kept.zip", folder)
    three.close()
    keeping.rebuild(folder, embedder=HashingEmbedder())
    keeping.restore(tmp_path / "kept.zip", tmp_path / "restored")
    for place in (folder, tmp_path / "restored"):
        with QABot.open(place, embedder=HashingEmbedder()) as opened:
            assert opened.library.collections() == {"Stone": ("bridge", "tower")}


def test_a_collection_is_evaluated(three: QABot) -> None:
    question = Question(id="q", question="Who opened the harbour?", evidence=(GoldEvidence("the king", "harbour"),))
    three.library.collect("Stone", "bridge", "tower")
    whole, stone = three.evaluate([question]), three.among(collection="Stone").evaluate([question])
    assert [each.figures["article_hit@10"].value for each in (whole, stone)] == [1, 0]
    assert stone.run["settings"]["among"].startswith("Stone (2 articles, ")
    assert "among" not in whole.run["settings"]


@pytest.fixture
def filled(command: Command, tmp_path: Path) -> Command:
    """Return the command with the three articles."""
    records = [{"id": name, "text": text, "source": SOURCES[name]} for name, text in TEXTS.items()]
    (tmp_path / "three.json").write_text(json.dumps(records))
    command("add", tmp_path / "three.json")
    return command


def test_the_command_line_collects_and_asks(filled: Command) -> None:
    assert filled("collect", "Stone", "bridge", "tower").out == "2 in Stone\n"
    assert filled("collect", "Water", "--search", "harbour").out == "1 in Water\n"
    assert filled("collections").out == "Stone\t2\nWater\t1\n"

    def asked(*chosen: str) -> set[str]:
        record = json.loads(filled("ask", ASKED, "--json", *chosen).out)
        return {each["article"]["id"] for each in record["citations"]}

    assert asked("--collection", "Stone") <= {"bridge", "tower"}
    assert asked("--article", "tower") == {"tower"}
    assert asked("--source", "Post", "--source", "Wire") <= {"harbour", "tower"}
    assert filled("uncollect", "Stone").code == 0
    assert filled("collections").out == "Water\t1\n"
    assert filled("uncollect", "Stone").err == "qa-bot: there is no collection 'Stone'; qa-bot collections lists them\n"


@dataclass(frozen=True)
class Brief:
    """Quotes once; satisfies Engine."""

    name: str = "brief"

    def answer(self, question: str, evidence: Sequence[Evidence]) -> Draft:
        return Extractive(1).answer(question, evidence)


def test_it_answers_as_the_bot_does_of_all_articles(folder: Path) -> None:
    embedder = HashingEmbedder()
    with QABot(Library(folder, embedder), embedder, engine=Brief(), settings=Settings.load(threshold=0)) as bot:
        bot.add(*(make_article(text, name) for name, text in TEXTS.items()))
        assert {each.ask(ASKED).engine for each in (bot, bot.among(), bot.among("tower"))} == {"brief"}
