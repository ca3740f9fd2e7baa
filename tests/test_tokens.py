from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from fakes import Command

from qa_bot.accounts import user_line
from qa_bot.errors import SettingsError
from qa_bot.tokens import Tokens


def test_a_token_is_known_by_its_words_alone_and_only_their_hash_is_kept(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    secret = tokens.issue("ann", ["ask", "add"])
    held = tokens.holder(secret)
    assert held
    assert (held.user, held.scopes, held.until) == ("ann", ("ask", "add"), None)
    assert [tokens.holder(each) for each in ("", "qab_", secret[:-1], f"{secret} ", held.sha256, held.id)] == [None] * 6
    assert secret not in (tmp_path / "tokens.json").read_text()
    assert (tmp_path / "tokens.json").stat().st_mode & 0o077 == 0


def test_a_server_that_runs_knows_of_a_change_at_once(tmp_path: Path) -> None:
    serving, command = Tokens(tmp_path), Tokens(tmp_path)
    assert serving.holder("qab_x") is None
    one, two = command.issue("ann", ["ask"]), command.issue("bob", ["ask"])
    assert [each and each.user for each in map(serving.holder, (one, two))] == ["ann", "bob"]
    assert command.revoke(serving.all()[0].id, "nowhere") == [serving.all()[0].id] or serving.holder(one) is None
    assert [each and each.user for each in map(serving.holder, (one, two))] == [None, "bob"]


def test_a_token_ends_with_its_last_day(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    secret = tokens.issue("ann", ["ask"], days=2)
    held = tokens.holder(secret)
    assert held
    assert held.until == held.made + timedelta(2)
    assert [held.holds_on(held.made + timedelta(days)) for days in (0, 2, 3)] == [True, True, False]
    lines = json.loads((tmp_path / "tokens.json").read_text())
    (tmp_path / "tokens.json").write_text(json.dumps([{**lines[0], "until": str(date(2020, 1, 1))}]))
    assert tokens.holder(secret) is None


@pytest.mark.parametrize("content", ["", "{", "[1]", '[{"id": "a"}]', '{"a": 1}', "\x00"])
def test_a_damaged_file_lets_nobody_in_and_says_so(tmp_path: Path, content: str) -> None:
    (tmp_path / "tokens.json").write_text(content)
    for work in (lambda: Tokens(tmp_path).holder("qab_x"), lambda: Tokens(tmp_path).issue("ann", ["ask"])):
        with pytest.raises(SettingsError, match=r"tokens.json is no list of tokens"):
            work()
    assert (tmp_path / "tokens.json").read_text() == content


def test_the_command_makes_lists_and_revokes(command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = command("token", "add", "ann", "--scope", "evaluate", "--scope", "ask", "--days", 30)
    assert (made.code, made.err) == (0, "Keep it: it cannot be shown again.\n")
    held = Tokens(folder).holder(made.out.strip())
    assert held
    assert held.scopes == ("ask", "evaluate")
    assert command("token", "list").out.split() == [held.id, "ann", "ask,evaluate", str(held.made), str(held.until)]
    assert command("token", "revoke", held.id).out == "1 revoked\n"
    assert command("token", "list").out == ""
    again = command("token", "revoke", held.id)
    assert (again.code, "no token has the id" in again.err) == (2, True)
    assert command("token", "add", "a b").code == 2
    assert command("token", "add", "ann", "--scope", "root").code == 2
    users = folder.parent / "users.txt"
    users.write_text(user_line("bob", "long enough"))
    monkeypatch.setenv("QA_BOT_USERS", str(users))
    refused = command("token", "add", "ann")
    assert (refused.code, "ann is no user of the web chat" in refused.err) == (2, True)
    assert command("token", "add", "bob").code == 0
