from __future__ import annotations

from pathlib import Path

import pytest
from fakes import Command

from qa_bot import Settings
from qa_bot.accounts import Accounts, hash_password, user_line
from qa_bot.errors import SettingsError

HASH = "$argon2id$v=19$m=19456,t=2,p=1$F1Stz2+VPs3Z/LAVYQoMTw$5c+6eSCyKhIldz3QQLx1WTra3222H4kP/6tuRZoJ9LE"


def of_file(tmp_path: Path, content: str) -> Accounts:
    (tmp_path / "users.txt").write_text(content)
    return Accounts.of(Settings.load(users=tmp_path / "users.txt"))


def test_a_password_is_kept_as_a_salted_hash_of_the_usual_cost() -> None:
    first, second = hash_password("secret word"), hash_password("secret word")
    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert first != second
    assert "secret" not in first


def test_the_file_of_users_lets_in_whom_it_names(tmp_path: Path) -> None:
    lines = f"# the editors\n\n{user_line('ann', 'secret word')}\n{user_line('bob', 'pässword ☃')}\n"
    accounts = of_file(tmp_path, lines)
    assert accounts.allows("ann", "secret word")
    assert accounts.allows("bob", "pässword ☃")
    for name, password in (("ann", "pässword ☃"), ("ann", ""), ("eve", "secret word"), ("", ""), ("eve", "nobody")):
        assert not accounts.allows(name, password)


def test_plain_accounts_are_hashed_at_once_and_go_with_the_file(tmp_path: Path) -> None:
    (tmp_path / "users.txt").write_text(user_line("ann", "secret word"))
    accounts = Accounts.of(Settings.load(auth="bob:plain", users=tmp_path / "users.txt"))
    assert accounts.allows("ann", "secret word")
    assert accounts.allows("bob", "plain")
    assert "plain" not in repr(accounts)
    assert not Accounts.of(Settings.load())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "names no user; add one with: qa-bot user NAME >> "),
        ("ann:secret\n", "line 1 of .* is not name:hash; make one with: qa-bot user NAME"),
        ("# x\nann\n", "line 2 of "),
        (
            ":$argon2id$v=19$m=19456,t=2,p=1$F1Stz2+VPs3Z/LAVYQoMTw$5c+6eSCyKhIldz3QQLx1WTra3222H4kP/6tuRZoJ9LE",
            "line 1",
        ),
        (f"a:{HASH}\n" * 2, "line 2 of .* names a user twice"),
    ],
)
def test_a_file_that_is_none_is_an_error_that_names_the_line(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        of_file(tmp_path, content)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read: No such file"):
        Accounts.of(Settings.load(users=tmp_path / "none.txt"))


def test_the_command_prints_a_line_that_works(command: Command, tmp_path: Path) -> None:
    run = command("user", "ann", typed="secret word\n")
    assert (run.code, run.err, run.out.count("\n")) == (0, "", 1)
    assert of_file(tmp_path, run.out).allows("ann", "secret word")


@pytest.mark.parametrize(
    ("name", "password", "message"),
    [
        ("ann", "short", "the password is too short; take at least 8 characters"),
        ("a:b", "long enough", "'a:b' is no name for a user"),
        ("", "long enough", "'' is no name"),
        ("#ann", "long enough", "is no name"),
        ("x" * 65, "long enough", "is no name"),
    ],
)
def test_what_will_not_do_is_one_line(command: Command, name: str, password: str, message: str) -> None:
    run = command("user", name, typed=f"{password}\n")
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
    assert message in run.err
