from __future__ import annotations

import json
from pathlib import Path

from qa_bot import QABot
from qa_bot.web.uploads import Upload, add_upload

STORY = "The bridge over the river was opened on Monday by the mayor, and trains cross it daily."


def sent(folder: Path, name: str, text: str | bytes) -> Path:
    """Return a file as Gradio has it after an upload: in a folder of its own with a name that says nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_file_is_added_under_its_own_name(bot: QABot, tmp_path: Path) -> None:
    upload = add_upload(bot, sent(tmp_path / "4f1c", "opening-of-the-bridge.txt", STORY), tmp_path / "uploads")
    assert upload == Upload("opening-of-the-bridge.txt", "added")
    (article,) = bot.articles()
    assert Path(article.path or "").name == "opening-of-the-bridge.txt"
    assert Path(article.path or "").read_text() == STORY


def test_the_same_file_sent_again_changes_nothing(bot: QABot, tmp_path: Path) -> None:
    for folder, outcome in (("4f1c", "added"), ("99ab", "unchanged")):
        upload = add_upload(bot, sent(tmp_path / folder, "bridge.txt", STORY), tmp_path / "uploads")
        assert upload == Upload("bridge.txt", outcome)
    (article,) = bot.articles()
    assert len(bot.origins(article.id)) == 1


def test_another_file_of_the_same_name_replaces_nobody_elses(bot: QABot, tmp_path: Path) -> None:
    add_upload(bot, sent(tmp_path / "1", "notes.txt", STORY), tmp_path / "uploads")
    add_upload(
        bot, sent(tmp_path / "2", "notes.txt", "The ferry is late again, said its captain."), tmp_path / "uploads"
    )
    assert len(list(bot.articles())) == 2


def test_an_id_that_is_taken_takes_nobodys_article_away(bot: QABot, tmp_path: Path) -> None:
    for folder, text, outcome in (("1", STORY, "added"), ("2", STORY + " It is new.", "not added")):
        upload = add_upload(bot, sent(tmp_path / folder, "b.md", f"---\nid: b\n---\n\n{text}"), tmp_path / "uploads")
        assert upload.outcome == outcome
    assert [(article.id, article.text) for article in bot.articles()] == [("b", STORY)]


def test_a_record_cannot_claim_the_place_of_another_article(bot: QABot, tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text(STORY)
    bot.add(own)
    record = json.dumps({"text": "The ferry is late again.", "origins": [str(own)]})
    add_upload(bot, sent(tmp_path / "1", "evil.json", record), tmp_path / "uploads")
    assert sorted(article.text for article in bot.articles()) == sorted([STORY, "The ferry is late again."])


def test_what_cannot_be_read_says_why_and_is_not_kept(bot: QABot, tmp_path: Path) -> None:
    upload = add_upload(bot, sent(tmp_path / "1", "empty.txt", b""), tmp_path / "uploads")
    assert upload.outcome == "not added"
    assert len(upload.problems) == 1
    assert str(tmp_path) not in upload.problems[0]
    assert not [each for each in (tmp_path / "uploads").rglob("*") if each.is_file()]


def test_a_folder_that_cannot_be_written_is_said(bot: QABot, tmp_path: Path) -> None:
    (tmp_path / "uploads").write_text("a file")
    upload = add_upload(bot, sent(tmp_path / "1", "a.txt", STORY), tmp_path / "uploads")
    assert (upload.outcome, len(upload.problems)) == ("not added", 1)


def test_several_articles_in_one_file_are_counted(bot: QABot, tmp_path: Path) -> None:
    records = [
        {"id": "a", "title": "A", "text": STORY},
        {"id": "b", "title": "B", "text": f"{STORY} Really."},
        {"no": 1},
    ]
    lines = "\n".join(map(json.dumps, records))
    upload = add_upload(bot, sent(tmp_path / "1", "two.jsonl", lines), tmp_path / "uploads")
    assert upload.outcome == "2 added"
    assert len(upload.problems) == 1
