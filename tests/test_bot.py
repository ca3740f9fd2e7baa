"""The whole path, on the real database and index, with hashed bags of words for vectors."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise, permutations
from pathlib import Path
from typing import Any

import pytest
from fakes import AIR_STRIKES, LIGHTHOUSE, OBSERVATORY, STORIES, HashingEmbedder, make_article, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot import Answer, QABot, QABotError, Settings, Turn
from qa_bot.bot import MAX_QUESTION
from qa_bot.english.clutter import is_clutter
from qa_bot.errors import QuestionError
from qa_bot.text.sentences import split_sentences

ANSWER_KEYS = {
    "question",
    "standalone_question",
    "answered",
    "reason",
    "text",
    "direct",
    "confidence",
    "unsure",
    "as_of",
    "citations",
    "nearest",
    "timeline",
    "sources",
    "claims",
    "notice",
    "filters",
    "covered",
    "unnamed",
    "language",
    "engine",
    "reader",
    "timings",
}
CITATION_KEYS = {
    "id",
    "n",
    "quote",
    "start",
    "end",
    "speaker",
    "saying",
    "times",
    "later",
    "copies",
    "score",
    "parts",
    "article",
}
ARTICLE_KEYS = {"id", "title", "source", "published", "authors", "url", "path", "language", "set_by_hand"}
TOWER = "The tower of Vell was built in 1874 by the engineer Orm Staal."


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QABot]:
    """Return a bot for tests that put articles in and take them out again, many times over."""
    folder = tmp_path_factory.mktemp("scratch") / "library"
    with QABot.open(folder, embedder=HashingEmbedder(), settings=Settings.load(threshold=0)) as opened:
        yield opened


def shown(answer: Answer) -> dict[str, Any]:
    return {**answer.to_dict(), "timings": None}


def assert_verbatim(bot: QABot, answer: Answer) -> None:
    """Every quotation is the slice of the article as the library has it."""
    record = answer.to_dict()
    for each in record["citations"] + record["nearest"]:
        article = bot.library.article(each["article"]["id"])
        assert article
        assert each["quote"] == article.text[each["start"] : each["end"]]
        assert each["quote"].strip() == each["quote"] != ""


@settings(max_examples=40)
@given(texts(most=120), st.data())
def test_every_quotation_is_a_slice_of_a_stored_article(scratch: QABot, text: str, data: st.DataObject) -> None:
    asked = data.draw(st.lists(st.sampled_from(text.split() or ["nothing"]), min_size=1, max_size=12))
    scratch.add(make_article(text, "random"), make_article(TOWER, "tower"))
    try:
        answer = scratch.ask(" ".join(asked))
        assert answer.citations or answer.reason == "other_language"
        assert_verbatim(scratch, answer)
        for hit in scratch.search(" ".join(asked)):
            assert hit.passage.text == hit.passage.article.text[hit.passage.span.start : hit.passage.span.end]
    finally:
        scratch.library.remove("random", "tower")


@settings(max_examples=25)
@given(texts(most=60), st.data())
def test_nearest_quotations_are_slices_too(refusing: QABot, text: str, data: st.DataObject) -> None:
    asked = data.draw(st.lists(st.sampled_from(text.split() or ["nothing"]), min_size=1, max_size=12))
    refusing.add(make_article(text, "random"))
    try:
        answer = refusing.ask(" ".join(asked))
        assert not answer.answered
        assert len(answer.nearest) <= 3
        assert answer.nearest or all(is_clutter(span.of(text)) for span in split_sentences(text))
        assert_verbatim(refusing, answer)
    finally:
        refusing.library.remove("random")


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QABot]:
    folder = tmp_path_factory.mktemp("refusing") / "library"
    with QABot.open(folder, embedder=HashingEmbedder(), settings=Settings.load(threshold=1)) as opened:
        yield opened


@settings(max_examples=15)
@given(st.lists(texts(most=40), min_size=1, max_size=3, unique=True))
def test_export_and_add_keep_texts_and_quotations(
    scratch: QABot, tmp_path_factory: pytest.TempPathFactory, written: list[str]
) -> None:
    """Texts as readers leave them: what is exported has been normalised once already."""
    folder = tmp_path_factory.mktemp("export")
    for n, text in enumerate(written):
        (folder / f"{n}.txt").write_bytes(f"Report {n} of many.\n\n{text}".encode())
    added = scratch.add(*sorted(folder.glob("*.txt"))).added
    question = "What do the reports say of many things?"
    try:
        before, cited = list(scratch.library.articles()), scratch.ask(question).citations
        scratch.library.export(folder / "all.jsonl")
    finally:
        scratch.library.remove(*added)
    report = scratch.add(folder / "all.jsonl")
    try:
        assert report.failed == ()
        assert list(scratch.library.articles()) == before
        again = scratch.ask(question)
        assert {each.id for each in again.citations} == {each.id for each in cited}
        assert_verbatim(scratch, again)
    finally:
        scratch.library.remove(*report.added)


def test_ids_of_quotations_stay_the_same_after_reopening(folder: Path) -> None:
    def ask() -> list[str]:
        with QABot.open(folder, embedder=HashingEmbedder(), settings=Settings.load(threshold=0)) as bot:
            bot.add(*STORIES)
            return [each.id for each in bot.ask("Who put forward the proposal of joint air strikes?").citations]

    assert ask() == ask() != []


def test_an_answer_has_the_keys_of_the_design(bot: QABot) -> None:
    bot.add(*STORIES)
    record = bot.ask("How many meteors were counted in one night?").to_dict()
    assert set(record) == ANSWER_KEYS
    assert set(record["citations"][0]) == CITATION_KEYS
    assert set(record["citations"][0]["article"]) == ARTICLE_KEYS
    assert (record["answered"], record["reason"], record["nearest"], record["engine"]) == (True, None, [], "extractive")
    assert set(record["timings"]) == {"retrieve_ms", "answer_ms"}
    assert 0 <= record["confidence"] <= 1


def test_an_answer_leads_with_a_piece_of_a_citation(bot: QABot) -> None:
    bot.add(*STORIES)
    record = bot.ask("how many meteors were counted in one night in august?").to_dict()
    direct = record["direct"]
    assert direct["text"] == "812"
    cited = next(each for each in record["citations"] if each["n"] == direct["citation"])
    assert cited["start"] <= direct["start"] < direct["end"] <= cited["end"]
    why = bot.ask("Why was the sky clear?").direct
    assert why
    assert "the wind had turned to the north" in why.text


def test_a_refusal_has_the_keys_of_the_design(refusing_bot: QABot) -> None:
    refusing_bot.add(*STORIES)
    record = refusing_bot.ask("How many meteors were counted in one night?").to_dict()
    assert set(record) == ANSWER_KEYS
    assert (record["answered"], record["text"], record["citations"]) == (False, "", [])
    assert record["direct"] is None
    assert record["reason"] in ("not_stated", "no_match")
    assert [each["n"] for each in record["nearest"]] == [1, 2, 3]
    assert set(record["nearest"][0]) == CITATION_KEYS


def test_quotations_are_numbered_in_reading_order_and_stand_in_the_text(bot: QABot) -> None:
    bot.add(*STORIES)
    answer = bot.ask("Who put forward the joint air strikes, and what was decided on joint air strikes?")
    assert [each.n for each in answer.citations] == list(range(1, len(answer.citations) + 1))
    for article_id in {each.article.id for each in answer.citations}:
        spans = [each.span for each in answer.citations if each.article.id == article_id]
        assert spans == sorted(spans)
        assert not any(one.overlaps(other) for one, other in pairwise(spans))
    assert (answer.text, answer.said) == ("", " ".join(f"{each.quote} [{each.n}]" for each in answer.citations))


def test_neighbouring_sentences_become_one_quotation(bot: QABot) -> None:
    text = "The tower of Vell was built in 1874. The builder of the tower of Vell was Orm Staal."
    bot.add(make_article(text, "tower"))
    asked = "When was the tower of Vell built, and who was the builder of the tower of Vell?"
    assert [each.quote for each in bot.ask(asked).citations] == [text]


def test_near_identical_sentences_are_quoted_once(bot: QABot) -> None:
    bot.add(
        make_article("The tower of Vell was built in 1874 by the engineer Orm Staal.", "one"),
        make_article("The tower of Vell was built, in 1874, by the engineer Orm Staal!", "two"),
        make_article("“The tower of Vell was built in 1874 by the engineer Orm Staal.”", "three"),
    )
    assert len(bot.ask("Who built the tower of Vell?").citations) == 1


def test_at_most_as_many_quotations_as_set(folder: Path) -> None:
    with QABot.open(folder, embedder=HashingEmbedder(), settings=Settings.load(threshold=0, max_quotes=1)) as bot:
        bot.add(*STORIES)
        assert len(bot.ask("What happened to joint air strikes, the lighthouse and the meteors?").citations) == 1


def test_the_same_question_has_the_same_answer(bot: QABot) -> None:
    bot.add(*STORIES)
    question = "Who put forward the proposal of joint air strikes?"
    assert shown(bot.ask(question)) == shown(bot.ask(question))


def test_the_order_of_adding_does_not_matter(tmp_path: Path) -> None:
    twins = (make_article(TOWER, "x1"), make_article(TOWER, "x2", title="A title"), LIGHTHOUSE)
    questions = ("Who built the tower of Vell?", "Who leads the society that owns the lighthouse tower?")
    answers = []
    for n, order in enumerate(permutations(twins)):
        with QABot.open(
            tmp_path / str(n), embedder=HashingEmbedder(), settings=Settings.load(threshold=0, max_quotes=1)
        ) as bot:
            for article in order:
                bot.add(article)
            answers.append([shown(bot.ask(question)) for question in questions])
    assert all(each == answers[0] for each in answers)


def test_a_follow_up_is_answered_with_the_question_before_it(bot: QABot) -> None:
    bot.add(*STORIES)
    answer = bot.ask("And when was that?", history=[Turn("Who raised money for the lighthouse of Skarholm?", "...")])
    assert answer.question == "And when was that?"
    assert answer.standalone_question == "Who raised money for the lighthouse of Skarholm – and when was that?"
    assert answer.citations[0].article.id == "lighthouse"


def test_a_long_history_does_no_harm(bot: QABot) -> None:
    bot.add(*STORIES)
    history = [Turn(f"And what about the lighthouse {n}?", "word " * 100) for n in range(3000)]
    assert bot.ask("And when was it lit?", history=history).question == "And when was it lit?"


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "\u00a0"])
def test_an_empty_question_is_refused(bot: QABot, question: str) -> None:
    with pytest.raises(QuestionError, match=r"^the question is empty; type what you want to know$"):
        bot.ask(question)


def test_too_long_a_question_is_refused(bot: QABot) -> None:
    bot.add(*STORIES)
    with pytest.raises(QuestionError, match=r"^the question has 100,000 characters; ask in at most 2,000$"):
        bot.ask("why " * 25_000)
    assert bot.ask(("why " * MAX_QUESTION)[:MAX_QUESTION])


@pytest.mark.parametrize(
    "question", ["?", '"a" OR b*', "AND NOT NEAR(", "'; DROP TABLE articles; --", "\0", "❤️", "title:bridge", "\ufffd"]
)
def test_no_question_trips_the_search(bot: QABot, question: str) -> None:
    bot.add(*STORIES)
    assert_verbatim(bot, bot.ask(question))


def test_a_question_with_broken_characters_is_answered_or_refused_clearly(bot: QABot) -> None:
    """What a terminal passes on where it got bytes that are not UTF-8."""
    bot.add(*STORIES)
    try:
        answer = bot.ask("Who leads the society \udcff?")
    except QABotError:
        return
    answer.question.encode()


def test_days_out_of_order_are_refused(bot: QABot) -> None:
    with pytest.raises(QuestionError, match=r"^no day is both after 2020-01-02 and before 2020-01-01; swap them$"):
        bot.ask("why?", after="2020-01-02", before=date(2020, 1, 1))


def test_a_day_that_is_none_is_refused(bot: QABot) -> None:
    with pytest.raises(QuestionError, match=r"^'tomorrow' is not a day; write it as 2016-06-15$"):
        bot.ask("why?", after="tomorrow")


def test_an_unknown_source_is_refused_with_those_known(bot: QABot) -> None:
    bot.add(*STORIES)
    with pytest.raises(QuestionError) as raised:
        bot.ask("why?", source="Nobody")
    assert str(raised.value) == "no article is from 'Nobody'; the sources are: Island Post, Sky Letter, Test Wire"


def test_an_empty_library_says_so(bot: QABot) -> None:
    answer = bot.ask("Who built the tower?")
    assert (answer.reason, answer.citations, answer.nearest) == ("empty_library", (), ())


def test_days_that_leave_nothing_are_the_reason(bot: QABot) -> None:
    bot.add(*STORIES)
    assert bot.ask("Who leads the society?", after="2022-01-01").reason == "outside_dates"
    assert bot.ask("Who leads the society?", before="2019-08-13").reason == "outside_dates"


def test_days_and_sources_restrict_what_is_quoted(bot: QABot) -> None:
    bot.add(*STORIES)
    question = "How many joint air strikes, meteors and euros?"

    def quoted(**filters: str) -> set[str]:
        return {each.article.id for each in bot.ask(question, **filters).citations}  # type: ignore[arg-type]

    assert quoted(after="2019-08-14", before="2019-08-14") == {OBSERVATORY.id}
    assert quoted(after="2020-01-01") == {LIGHTHOUSE.id}
    assert quoted(source="test wire") == {AIR_STRIKES.id}
    assert {hit.passage.article.id for hit in bot.search(question, source="Sky Letter")} == {OBSERVATORY.id}


def test_hits_are_ordered_and_say_why(bot: QABot) -> None:
    bot.add(*STORIES)
    hits = bot.search("How many meteors were counted at the observatory?", k=2)
    assert len(hits) == 2
    assert hits[0].passage.article.id == OBSERVATORY.id
    assert hits[0].score >= hits[1].score
    assert {"vector", "keywords", "best_sentence", "sentence", "words"} <= set(hits[0].parts)


def test_sources_and_articles_are_listed(bot: QABot) -> None:
    bot.add(*STORIES)
    assert bot.library.sources() == ["Island Post", "Sky Letter", "Test Wire"]
    assert list(bot.library.articles()) == sorted(STORIES, key=lambda article: article.id)
    assert bot.library.article("lighthouse") == LIGHTHOUSE
    assert bot.library.article("nothing") is None


def test_a_bot_does_few_things_itself() -> None:
    assert sorted(name for name in vars(QABot) if not name.startswith("_")) == [
        "add", "among", "answers", "as_retriever", "as_runnable", "as_tool", "ask", "chat", "close", "conversation",
        "evaluate", "identity", "library", "open", "search", "stream", "with_settings",
    ]  # fmt: skip


def test_an_export_that_cannot_be_written_is_a_clear_error(bot: QABot) -> None:
    with pytest.raises(QABotError):
        bot.library.export("/proc/nothing/all.jsonl")


SENTENCES = {
    "what was decided about joint air strikes?": "what was decided in the end was not to do joint air strikes",
    "Who proposed the joint air strikes?": "Russian defence minister, Sergey Shoigu",
    "When did the ceasefire come into effect?": "on 27 February",
}


@pytest.mark.model
@pytest.mark.parametrize(("question", "words"), list(SENTENCES.items()))
def test_the_real_model_quotes_the_sentence_that_answers(seed_bot: QABot, question: str, words: str) -> None:
    answer = seed_bot.ask(question)
    assert answer.answered
    assert any(words in each.quote for each in answer.citations)
    assert_verbatim(seed_bot, answer)


@pytest.mark.model
def test_the_real_model_refuses_what_no_article_is_about(seed_bot: QABot) -> None:
    answer = seed_bot.ask("How many people live in Paris?")
    assert (answer.answered, answer.reason, answer.citations) == (False, "no_match", ())
    assert_verbatim(seed_bot, answer)


@pytest.mark.parametrize(("unsure_below", "unsure"), [(0.0, False), (1.0, True)])
def test_below_the_setting_an_answer_is_unsure_and_has_no_short_answer(
    folder: Path, unsure_below: float, unsure: bool
) -> None:
    settings = Settings.load(threshold=0, unsure_below=unsure_below)
    with QABot.open(folder, embedder=HashingEmbedder(), settings=settings) as opened:
        opened.add(make_article("The bridge over the Orla was opened in 1932.", "bridge"))
        answer = opened.ask("When was the bridge over the Orla opened?")
    assert (answer.answered, answer.unsure) == (True, unsure)
    assert (answer.direct is None) == unsure
