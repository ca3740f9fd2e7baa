"""Adding, replacing and removing, on the real database and the real index."""

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest
from fakes import CountingEmbedder, FailingEmbedder, HashingEmbedder, make_article

from qa_bot import Passage, QABot, Settings
from qa_bot.library import AddReport, Library
from qa_bot.models import Encoded
from qa_bot.read import FoundArticle

pytestmark = pytest.mark.slow

BRIDGE = "The bridge over the Orla was opened in 1932 by the mayor, and it had cost six million crowns."
HARBOUR = "The harbour of Vell was dredged for the third time, so that ships of any size can call there now."
ANYTHING = Settings.load(threshold=0, max_quotes=1)


def quotes(bot: QABot, question: str) -> list[str]:
    return [citation.quote for citation in bot.ask(question).citations]


def test_a_new_article_is_added_and_answers(bot: QABot) -> None:
    assert bot.add(make_article(BRIDGE, "bridge")) == AddReport(added=("bridge",))
    assert quotes(bot, "Who opened the bridge over the Orla?") == [BRIDGE]
    assert bot.library.check().sound


def test_an_unchanged_file_is_skipped_without_embedding_it_again(folder: Path, tmp_path: Path) -> None:
    embedder = CountingEmbedder()
    file = tmp_path / "bridge.txt"
    file.write_text(BRIDGE)
    with QABot.open(folder, embedder=embedder) as bot:
        (added,) = bot.add(file).added
        seen = list(embedder.seen)
        assert bot.add(file) == AddReport(unchanged=(added,))
    assert embedder.seen == seen == [BRIDGE]


def test_a_changed_file_replaces_its_old_text(bot: QABot, tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_text(BRIDGE)
    (old,) = bot.add(file).added
    file.write_text(HARBOUR)
    (new,) = bot.add(file).replaced
    assert [article.text for article in bot.library.articles()] == [HARBOUR]
    assert bot.library.article(old) is None
    assert bot.library.origins(new) == [str(file)]
    assert quotes(bot, "Who opened the bridge over the Orla in 1932?") == [HARBOUR]
    assert [hit.passage.text for hit in bot.search("bridge over the Orla")] == [HARBOUR]
    assert (bot.library.check().articles, bot.library.check().sound) == (1, True)


def test_an_article_with_an_id_is_replaced_in_its_place(bot: QABot) -> None:
    bot.add(make_article(BRIDGE, "story"))
    assert bot.add(make_article(HARBOUR, "story")) == AddReport(replaced=("story",))
    assert [article.text for article in bot.library.articles()] == [HARBOUR]
    assert [hit.passage.text for hit in bot.search("bridge or harbour?")] == [HARBOUR]
    assert (bot.library.check().passages, bot.library.check().sound) == (1, True)


def test_a_changed_title_replaces_too(bot: QABot) -> None:
    bot.add(make_article(BRIDGE, title="Old"))
    assert bot.add(make_article(BRIDGE, title="New")) == AddReport(replaced=("a",))
    assert [article.title for article in bot.library.articles()] == ["New"]


def test_a_removed_article_is_gone_from_answers_at_once(bot: QABot) -> None:
    bot.add(make_article(BRIDGE, "bridge"), make_article(HARBOUR, "harbour"))
    assert bot.library.remove("bridge", "nothing") == ["bridge"]
    assert quotes(bot, "Who opened the bridge over the Orla?") == [HARBOUR]
    assert [article.id for article in bot.library.articles()] == ["harbour"]
    assert bot.library.check().sound


def test_a_removed_article_can_be_added_again(bot: QABot) -> None:
    bot.add(make_article(BRIDGE))
    bot.library.remove("a")
    assert bot.add(make_article(BRIDGE)) == AddReport(added=("a",))
    assert bot.library.check().sound


def test_the_same_text_under_two_paths_is_stored_once(bot: QABot, tmp_path: Path) -> None:
    first, second = tmp_path / "one.txt", tmp_path / "two.txt"
    first.write_text(BRIDGE)
    second.write_text(BRIDGE)
    report = bot.add(first, second)
    (article,) = bot.library.articles()
    assert report == AddReport(added=(article.id,), unchanged=(article.id,))
    assert bot.library.origins(article.id) == [str(first), str(second)]
    assert bot.library.check().passages == 1
    assert bot.add(first, second) == AddReport(unchanged=(article.id, article.id))


def test_of_two_paths_with_the_same_text_one_can_change(bot: QABot, tmp_path: Path) -> None:
    first, second = tmp_path / "one.txt", tmp_path / "two.txt"
    first.write_text(BRIDGE)
    second.write_text(BRIDGE)
    bot.add(first, second)
    first.write_text(HARBOUR)
    bot.add(first)
    assert {article.text: bot.library.origins(article.id) for article in bot.library.articles()} == {
        BRIDGE: [str(second)],
        HARBOUR: [str(first)],
    }
    assert {article.text: article.path for article in bot.library.articles()} == {
        BRIDGE: str(second),
        HARBOUR: str(first),
    }
    second.write_text(HARBOUR)
    bot.add(second)
    assert {article.text: bot.library.origins(article.id) for article in bot.library.articles()} == {
        HARBOUR: [str(first), str(second)]
    }
    assert bot.library.check().sound


def test_a_model_that_breaks_down_leaves_nothing_half_done(folder: Path) -> None:
    embedder = FailingEmbedder()
    articles = [make_article(f"{BRIDGE} Number {n} of many.", f"a{n:03}") for n in range(70)]
    articles[40] = make_article(f"{HARBOUR} Then came the breakdown.", "a040")
    with QABot.open(folder, embedder=embedder, settings=ANYTHING) as bot:
        with pytest.raises(MemoryError):
            bot.add(*articles)
        there = [article.id for article in bot.library.articles()]
        assert there == [article.id for article in articles[: len(there)]]
        assert len(there) <= 40
        assert bot.library.check().sound
        embedder.broken = False
        report = bot.add(*articles)
        assert len(report.added) == 70 - len(there)
        assert report.unchanged == tuple(there)
        assert [article.text for article in bot.library.articles()] == [article.text for article in articles]
        assert bot.library.check().sound


def test_a_replacement_that_breaks_down_leaves_the_old_article(folder: Path) -> None:
    with QABot.open(folder, embedder=FailingEmbedder(), settings=ANYTHING) as bot:
        bot.add(make_article(BRIDGE))
        with pytest.raises(MemoryError):
            bot.add(make_article("All of it ended in a breakdown at once."))
        assert quotes(bot, "Who opened the bridge?") == [BRIDGE]
        assert bot.library.check().sound


def test_what_cannot_be_read_is_named_and_the_rest_goes_in(bot: QABot, tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "good.txt").write_text(BRIDGE)
    (articles / "empty.txt").write_text("")
    (articles / "picture.xyz").write_bytes(b"\0\1\2")
    report = bot.add(articles)
    assert (len(report.added), report.failed) == (1, (f"{articles}/empty.txt: the file is empty",))
    assert [line.split(":")[0] for line in report.skipped] == [f"{articles}/picture.xyz"]


def test_a_library_inside_the_folder_that_is_added_is_no_failure(bot: QABot, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(BRIDGE)
    report = bot.add(tmp_path)
    assert (len(report.added), report.failed) == (1, ())


def test_progress_is_told(bot: QABot) -> None:
    heard: list[tuple[str, int, int | None]] = []
    bot.add(make_article(BRIDGE, title="Bridge"), progress=lambda what, done, total: heard.append((what, done, total)))
    assert heard == [("loading the embedding model", 0, None), ("Bridge", 0, None), ("Bridge", 1, None), ("", 1, 1)]


def test_reports_read_as_a_sentence() -> None:
    report = AddReport(added=("a", "b"), unchanged=("c",), failed=("x: is empty",))
    assert (str(report), str(AddReport())) == ("2 added, 1 unchanged, 1 failed", "nothing to add")


def test_articles_without_a_word_are_kept_and_never_quoted(bot: QABot) -> None:
    bot.add(make_article("", "empty"))
    answer = bot.ask("Who opened the bridge?")
    assert (answer.reason, answer.citations, answer.nearest) == ("no_match", (), ())


def test_export_and_add_give_the_same_library(bot: QABot, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(BRIDGE)
    (tmp_path / "two.txt").write_text(BRIDGE)
    bot.add(tmp_path / "one.txt", tmp_path / "two.txt", make_article(HARBOUR, "x", published="2016-06-15", source="S"))
    assert bot.library.export(tmp_path / "all.jsonl") == 2
    with QABot.open(tmp_path / "copy", embedder=HashingEmbedder(), settings=bot.settings) as copy:
        assert copy.add(tmp_path / "all.jsonl").failed == ()
        assert list(copy.library.articles()) == list(bot.library.articles())
        assert [copy.library.origins(each.id) for each in copy.library.articles()] == [
            bot.library.origins(each.id) for each in bot.library.articles()
        ]
        question = "Who opened the bridge over the Orla?"
        assert copy.ask(question).citations == bot.ask(question).citations
        assert len(copy.add(tmp_path / "all.jsonl").unchanged) == 2


def test_ids_that_start_again_in_another_file_do_not_collide(bot: QABot, tmp_path: Path) -> None:
    for name, text in (("2023", BRIDGE), ("2024", HARBOUR)):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"id": 1, "text": text}))
        (tmp_path / f"{name}.md").write_text(f"---\nid: story\n---\n{text} In {name}.")
    first, second = bot.add(tmp_path), bot.add(tmp_path)
    assert (len(first.added), first.failed, second.unchanged) == (4, (), first.added)
    assert {"1", "story"} <= set(first.added)
    (tmp_path / "2024.jsonl").write_text(json.dumps({"id": 1, "text": f"{HARBOUR} On Monday."}))
    assert len(bot.add(tmp_path).replaced) == 1
    texts = [article.text for article in bot.library.articles()]
    assert sorted(texts) == sorted([BRIDGE, f"{HARBOUR} On Monday.", f"{BRIDGE} In 2023.", f"{HARBOUR} In 2024."])


def test_an_id_that_a_program_gives_is_kept_or_refused(bot: QABot, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"---\nid: story\n---\n{BRIDGE}")
    bot.add(tmp_path)
    assert "has the id 'story' of" in bot.add(make_article(HARBOUR, "story")).failed[0]


def test_the_same_text_in_two_papers_is_two_articles(bot: QABot, tmp_path: Path) -> None:
    records = [
        {"text": BRIDGE, "title": f"In the {name}", "published": f"2024-03-0{day}", **more}
        for day, (name, more) in enumerate(
            [
                ("Courier", {"source": "Orla Courier", "url": "https://courier.example.org/a"}),
                ("Post", {"source": "Skelle Post", "url": "https://post.example.org/a"}),
                ("Echo", {"url": "https://www.echo.example.org/a"}),
            ],
            1,
        )
    ]
    (tmp_path / "papers.jsonl").write_text("\n".join(map(json.dumps, records)))
    (tmp_path / "copy.txt").write_text(BRIDGE)
    first, second = bot.add(tmp_path / "papers.jsonl"), bot.add(tmp_path)
    assert (len(first.added), first.failed, len(second.unchanged), second.added) == (3, (), 4, ())
    assert {(each.title, each.source, str(each.published), each.url) for each in bot.library.articles()} == {
        (each["title"], each.get("source"), each["published"], each["url"]) for each in records
    }


def test_a_later_file_with_a_taken_id_replaces_nothing_while_the_first_stands(bot: QABot, tmp_path: Path) -> None:
    first, second = tmp_path / "a.md", tmp_path / "b.md"
    for file, text in ((first, BRIDGE), (second, HARBOUR)):
        file.write_text(f"---\nid: story\n---\n{text}")
    bot.add(first)
    assert len(bot.add(second).added) == 1
    assert {article.text for article in bot.library.articles()} == {BRIDGE, HARBOUR}
    first.unlink()
    assert bot.add(second).replaced == ("story",)
    assert [article.text for article in bot.library.articles()] == [HARBOUR]


def test_what_a_moved_file_says_anew_is_taken_over(bot: QABot, tmp_path: Path) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(BRIDGE)
    bot.add(old)
    old.unlink()
    new.write_text(f"---\npublished: 2016-06-15\n---\n{BRIDGE}")
    assert len(bot.add(new).replaced) == 1
    assert [(str(article.published), article.path) for article in bot.library.articles()] == [("2016-06-15", str(new))]


def test_the_same_id_twice_is_told_apart_wherever_the_two_stand(folder: Path) -> None:
    """A batch is embedded while the next is gathered: what is gathered may not be written yet."""
    others = [make_article(f"Number {n} of the weather.", f"a{n}") for n in range(70)]
    with closing(Library(folder, HashingEmbedder())) as library:
        given = [FoundArticle(f"id:{each.id}", each) for each in others]
        changed = [FoundArticle(f"id:a{n}", make_article(f"Number {n} has changed.", f"a{n}")) for n in (0, 40, 69, 69)]
        report = library.add([*given, *changed, given[1], FoundArticle("elsewhere.txt", others[2])], lambda *_: None)
        texts = {each.id: each.text for each in library.truth.articles()}
    assert (len(report.added), report.replaced, report.unchanged) == (70, ("a0", "a40", "a69"), ("a69", "a1", "a2"))
    assert report.failed == ()
    assert {each for each, text in texts.items() if "changed" in text} == {"a0", "a40", "a69"}
    assert len(texts) == 70


def test_a_batch_is_embedded_while_the_one_before_is_written(folder: Path) -> None:
    embedding, written = Event(), Event()

    class Slow(HashingEmbedder):
        def embed_passages(self, passages: Sequence[Passage]) -> list[Encoded]:
            if any("Number 40 " in passage.text for passage in passages):
                embedding.set()
                assert written.wait(10)
            return super().embed_passages(passages)

    def progress(what: str, done: int, total: int | None, /) -> None:
        if done == 32:
            assert embedding.wait(10)
            written.set()

    with closing(Library(folder, Slow())) as library:
        articles = [make_article(f"Number {n} of the weather.", f"a{n}") for n in range(64)]
        report = library.add([FoundArticle(f"id:{each.id}", each) for each in articles], progress)
    assert len(report.added) == 64
