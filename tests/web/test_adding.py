from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa_bot import QABot
from qa_bot.web.adding import Adding, Item
from qa_bot.web.turns import Baton

STORY = "The bridge over the river was opened on Monday by the mayor, and trains cross it daily."


def sent(folder: Path, name: str, text: str | bytes) -> Path:
    """Return a file as Gradio has it after an upload: in a folder of its own with a name that says nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.fixture
def adding(bot: QABot, tmp_path: Path) -> Adding:
    return Adding(bot, tmp_path / "uploads", Baton())


def finished(adding: Adding, visitor: str = "ann") -> list[Item]:
    """Return what became of what the visitor added, once everything is read."""
    for _ in adding.changes(visitor):
        pass
    return adding.items(visitor)


def added(adding: Adding, path: Path) -> Item:
    adding.begin("ann")
    adding.add_file("ann", path)
    (item,) = finished(adding)
    return item


def test_a_file_is_added_under_its_own_name(bot: QABot, adding: Adding, tmp_path: Path) -> None:
    assert added(adding, sent(tmp_path / "4f1c", "bridge.txt", STORY)) == Item("bridge.txt", "added", "added")
    (article,) = bot.library.articles()
    assert Path(article.path or "").name == "bridge.txt"
    assert Path(article.path or "").read_text() == STORY


def test_the_same_file_sent_again_changes_nothing(bot: QABot, adding: Adding, tmp_path: Path) -> None:
    for folder, outcome in (("4f1c", "added"), ("99ab", "unchanged")):
        assert added(adding, sent(tmp_path / folder, "bridge.txt", STORY)).outcome == outcome
    (article,) = bot.library.articles()
    assert len(bot.library.origins(article.id)) == 1


def test_another_file_of_the_same_name_replaces_nobody_elses(bot: QABot, adding: Adding, tmp_path: Path) -> None:
    added(adding, sent(tmp_path / "1", "notes.txt", STORY))
    added(adding, sent(tmp_path / "2", "notes.txt", "The ferry is late again, said its captain."))
    assert len(list(bot.library.articles())) == 2


def test_an_id_that_is_taken_takes_nobodys_article_away(bot: QABot, adding: Adding, tmp_path: Path) -> None:
    texts = (STORY, STORY + " It is new.")
    for folder, text in zip("12", texts, strict=True):
        assert added(adding, sent(tmp_path / folder, "b.md", f"---\nid: b\n---\n\n{text}")).state == "added"
    kept = {article.id: article.text for article in bot.library.articles()}
    assert kept["b"] == STORY
    assert sorted(kept.values()) == sorted(texts)


def test_a_record_cannot_claim_the_place_of_another_article(bot: QABot, adding: Adding, tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text(STORY)
    bot.add(own)
    record = json.dumps({"text": "The ferry is late again.", "origins": [str(own)]})
    added(adding, sent(tmp_path / "1", "evil.json", record))
    assert sorted(article.text for article in bot.library.articles()) == sorted([STORY, "The ferry is late again."])


def test_what_cannot_be_read_says_why_and_is_not_kept(adding: Adding, tmp_path: Path) -> None:
    item = added(adding, sent(tmp_path / "1", "empty.txt", b""))
    assert (item.state, item.outcome, len(item.problems)) == ("failed", "not added", 1)
    assert str(tmp_path) not in item.problems[0]
    assert not [each for each in (tmp_path / "uploads").rglob("*") if each.is_file()]


def test_a_folder_that_cannot_be_written_is_said(adding: Adding, tmp_path: Path) -> None:
    (tmp_path / "uploads").write_text("a file")
    item = added(adding, sent(tmp_path / "1", "a.txt", STORY))
    assert (item.outcome, len(item.problems)) == ("not added", 1)


def test_several_articles_in_one_file_are_counted(adding: Adding, tmp_path: Path) -> None:
    records = [
        {"id": "a", "title": "A", "text": STORY},
        {"id": "b", "title": "B", "text": f"{STORY} Really."},
        {"no": 1},
    ]
    item = added(adding, sent(tmp_path / "1", "two.jsonl", "\n".join(map(json.dumps, records))))
    assert item.outcome == "2 added"
    assert len(item.problems) == 1


def test_a_pasted_text_has_its_first_line_for_a_title(bot: QABot, adding: Adding) -> None:
    adding.add_text("ann", "", f"Bridge opened\n\n{STORY}")
    adding.add_text("ann", "  A title\n", f"{STORY} Again.")
    adding.add_text("ann", "Nothing", "  ")
    assert [(each.name, each.state) for each in finished(adding)] == [
        ("Bridge opened", "added"),
        ("A title", "added"),
        ("Nothing", "failed"),
    ]
    assert sorted(article.title for article in bot.library.articles()) == ["A title", "Bridge opened"]


def test_an_address_is_never_a_file_of_this_machine(adding: Adding, tmp_path: Path) -> None:
    own = sent(tmp_path / "own", "secret.txt", STORY)
    for address in (str(own), f"file://{own}", "http://127.0.0.1:9/x"):
        adding.add_address("ann", address)
    assert {each.state for each in finished(adding)} == {"failed"}


def test_each_visitor_sees_what_became_of_their_own(adding: Adding) -> None:
    adding.add_text("ann", "Mine", STORY)
    adding.add_text("bob", "Theirs", f"{STORY} Too.")
    assert [each.name for each in finished(adding, "ann")] == ["Mine"]
    assert [each.name for each in finished(adding, "bob")] == ["Theirs"]
    assert adding.items("eve") == []


def test_what_is_sent_while_the_page_stops_is_not_read(bot: QABot, adding: Adding) -> None:
    adding.close()
    adding.add_text("ann", "", STORY)
    assert [each.state for each in finished(adding)] == ["waiting"]
    assert not list(bot.library.articles())


@pytest.mark.parametrize("typed", ["not a url", "https://", "http://[::1", "two words.org"])
def test_what_is_no_address_is_said_as_it_was_typed(adding: Adding, typed: str) -> None:
    adding.add_address("ann", typed)
    assert finished(adding) == [
        Item(typed, "failed", "not added", ("this is not the address of a web page (https://…)",))
    ]


def test_an_address_whose_name_is_not_known_says_so_without_a_number(adding: Adding) -> None:
    adding.add_address("ann", "https://no-such-name.invalid/")
    (item,) = finished(adding)
    assert item.problems == ("cannot be fetched: the name no-such-name.invalid is not known",)
