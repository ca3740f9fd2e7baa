"""What a person sets of an article, on the real database and the real index."""

from datetime import date
from pathlib import Path

import pytest
from fakes import HashingEmbedder, make_article

from qa_bot import Article, QABot, QABotError, keeping
from qa_bot.history.conversations import from_record, to_record
from qa_bot.library import AddReport

pytestmark = pytest.mark.slow

BRIDGE = "The bridge over the Orla was opened in 1932 by the mayor, and it had cost six million crowns."
HARBOUR = "The harbour of Vell was dredged for the third time, so that ships of any size can call there now."
MORE = "The council will paint it next year."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "bridge.txt"
    made.write_text(BRIDGE)
    return made


def known(article: Article | None) -> tuple[object, ...]:
    assert article
    return article.published, article.source, article.authors, article.set_by_hand


def test_what_is_set_counts_at_once(bot: QABot, file: Path) -> None:
    (id_,) = bot.add(file).added
    bot.add(make_article(HARBOUR, "harbour"))
    assert bot.library.set(id_, "nobody", published="2016-06-15", source="River  Gazette", authors=["Ann"]) == [id_]
    by_hand = ("published", "source", "authors")
    assert known(bot.library.article(id_)) == (date(2016, 6, 15), "River Gazette", ("Ann",), by_hand)
    assert bot.library.sources() == ["River Gazette"]
    assert [each.article.id for each in bot.ask("Who opened it?", source="River Gazette").citations] == [id_]
    assert bot.ask("Who opened it?", after="2016-06-01").citations[0].quote == BRIDGE
    assert bot.ask("Who opened it?", before="2016-06-01").reason == "outside_dates"
    assert bot.library.check().sound


def test_a_title_that_is_set_is_searched(bot: QABot, file: Path) -> None:
    (id_,) = bot.add(file).added
    bot.library.set(id_, title="Festivities in Marwick")
    assert bot.library.listing("marwick").articles[0].id == id_
    assert bot.search("festivities")[0].passage.article.title == "Festivities in Marwick"


def test_what_is_set_is_kept_when_the_file_is_added_again(bot: QABot, file: Path) -> None:
    (id_,) = bot.add(file).added
    bot.library.set(id_, published=date(2016, 6, 15), source="Gazette")
    assert bot.add(file) == AddReport(unchanged=(id_,))
    file.write_text(f"{BRIDGE} {MORE}")
    (changed,) = bot.add(file).replaced
    assert changed != id_
    assert known(bot.library.article(changed)) == (date(2016, 6, 15), "Gazette", (), ("published", "source"))


def test_what_is_set_wins_over_what_the_file_states(bot: QABot, tmp_path: Path) -> None:
    file = tmp_path / "bridge.md"
    file.write_text(f"---\nsource: Wrong Post\ndate: 2001-01-01\n---\n{BRIDGE}")
    (id_,) = bot.add(file).added
    bot.library.set(id_, source="Gazette", published="")
    assert bot.add(file) == AddReport(unchanged=(id_,))
    assert known(bot.library.article(id_)) == (None, "Gazette", (), ("published", "source"))


def test_another_text_in_the_place_is_not_what_was_set(bot: QABot, file: Path) -> None:
    (id_,) = bot.add(file).added
    bot.library.set(id_, published="2016-06-15", title="The bridge")
    file.write_text(HARBOUR)
    (other,) = bot.add(file).replaced
    assert known(bot.library.article(other)) == (None, None, (), ())


def test_articles_that_move_in_their_file_keep_what_was_set(bot: QABot, tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    texts = [f"{BRIDGE} Number {number}." for number in range(40)]
    lines = [f'{{"text": "{text}"}}\n' for text in texts]
    file.write_text("".join(lines))
    ids = bot.add(file).added
    bot.library.set(*ids[:2], source="Gazette")
    bot.library.set(ids[1], published="2016-06-15")
    file.write_text("".join([f'{{"text": "{HARBOUR}"}}\n', *lines]))
    bot.add(file)
    marked = {each.text: known(each) for each in bot.library.articles() if each.set_by_hand}
    assert marked == {
        texts[0]: (None, "Gazette", (), ("source",)),
        texts[1]: (date(2016, 6, 15), "Gazette", (), ("published", "source")),
    }


def test_the_text_of_another_paper_stays_an_article_of_its_own(bot: QABot, file: Path, tmp_path: Path) -> None:
    (id_,) = bot.add(file).added
    bot.library.set(id_, source="Gazette")
    post = tmp_path / "post.md"
    post.write_text(f"---\nsource: Post\n---\n{BRIDGE}")
    bot.add(post)
    assert bot.library.sources() == ["Gazette", "Post"]


def test_it_survives_rebuild_backup_and_export(bot: QABot, file: Path, folder: Path, tmp_path: Path) -> None:
    (id_,) = bot.add(file).added
    bot.library.set(id_, published="2016-06-15", source="Gazette")
    wanted = known(bot.library.article(id_))
    keeping.backup(tmp_path / "kept.zip", folder)
    bot.library.export(tmp_path / "kept.jsonl")
    bot.close()
    keeping.rebuild(folder, embedder=HashingEmbedder())
    keeping.restore(tmp_path / "kept.zip", tmp_path / "restored")
    with QABot.open(tmp_path / "imported", embedder=HashingEmbedder()) as imported:
        imported.add(tmp_path / "kept.jsonl")
        assert imported.add(tmp_path / "kept.jsonl") == AddReport(unchanged=(id_,))
    for place in (folder, tmp_path / "restored", tmp_path / "imported"):
        with QABot.open(place, embedder=HashingEmbedder()) as opened:
            assert known(opened.library.article(id_)) == wanted


def test_what_was_set_goes_with_the_article_and_comes_back_with_it(bot: QABot, file: Path) -> None:
    (id_,) = bot.add(file).added
    bot.library.set(id_, source="Gazette")
    removed = bot.library.article(id_)
    assert removed
    bot.library.remove(id_)
    bot.add(file)
    assert known(bot.library.article(id_)) == (None, None, (), ())
    bot.library.remove(id_)
    bot.add(removed)
    assert known(bot.library.article(id_)) == (None, "Gazette", (), ("source",))


def test_setting_is_undone(bot: QABot, file: Path) -> None:
    (id_,) = bot.add(file).added
    before = bot.library.article(id_)
    assert before
    bot.library.set(id_, source="Gazette", title="Another")
    assert bot.library.set_back(before) == [id_]
    assert bot.library.article(id_) == before


def test_quotations_of_an_earlier_answer_stand_when_a_date_is_set(bot: QABot, file: Path) -> None:
    (id_,) = bot.add(file).added
    record = to_record(bot.ask("Who opened the bridge?"))
    bot.library.set(id_, published="2016-06-15")
    answer, lost = from_record(record, bot.library.article)
    assert lost == ()
    assert answer
    assert answer.citations[0].article.published == date(2016, 6, 15)


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"published": "2016"}, '"2016" is no date stated in full; write it as 2016-06-15'),
        ({"title": " "}, "an article has a title; give it one that is not empty"),
    ],
)
def test_what_cannot_be_set_is_named(bot: QABot, values: dict[str, str], line: str) -> None:
    bot.add(make_article(BRIDGE))
    with pytest.raises(QABotError) as raised:
        bot.library.set("a", **values)  # type: ignore[arg-type]
    assert str(raised.value) == line


def test_one_title_is_not_that_of_several(bot: QABot) -> None:
    bot.add(make_article(BRIDGE), make_article(HARBOUR, "b"))
    with pytest.raises(QABotError, match="one title cannot be that of several articles"):
        bot.library.set("a", "b", title="Same")


def test_it_is_in_the_json(bot: QABot, file: Path) -> None:
    (id_,) = bot.add(file).added
    bot.library.set(id_, source="Gazette")
    (citation,) = bot.ask("Who opened the bridge?").to_dict()["citations"]
    assert citation["article"]["set_by_hand"] == ["source"]
