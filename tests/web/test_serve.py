from __future__ import annotations

import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from qa_bot import QABot, Settings
from qa_bot.errors import SettingsError
from qa_bot.web import add_samples, create_app, open_bot
from qa_bot.web.serve import launch, looks


@pytest.mark.server
def test_a_taken_port_is_said_and_another_is_taken(bot: QABot, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        demo = create_app(bot)
        url = launch(demo, Settings.load(port=port))
    assert url
    assert not url.endswith(f":{port}")
    assert f"Port {port} is taken; taking {url.rsplit(':')[-1]} instead." in capsys.readouterr().out
    with urllib.request.urlopen(url) as page:
        assert "--qa-paper" in page.read().decode()
    demo.close()


@pytest.mark.server
def test_opening_it_wider_is_warned_of(bot: QABot, capsys: pytest.CaptureFixture[str]) -> None:
    demo = create_app(bot)
    launch(demo, Settings.load(host="0.0.0.0", port=0))
    demo.close()
    assert "Warning: QA Bot listens on 0.0.0.0 without a login." in capsys.readouterr().err


@pytest.mark.server
@pytest.mark.parametrize("host", ["::1", "localhost", "127.0.0.1"])
def test_every_name_of_this_machine_serves(bot: QABot, host: str) -> None:
    demo = create_app(bot)
    url = launch(demo, Settings.load(host=host, port=0))
    assert url
    for name in ("localhost", "127.0.0.1", "[::1]"):
        asked = urllib.request.Request(f"{url}/health", headers={"Host": f"{name}:{url.rsplit(':')[-1]}"})
        with urllib.request.urlopen(asked) as answer:
            assert answer.status == 200
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(urllib.request.Request(f"{url}/health", headers={"Host": "evil.test"}))
    demo.close()


def test_an_address_of_another_machine_is_refused(bot: QABot) -> None:
    with pytest.raises(SettingsError, match=r"cannot listen on 192\.0\.2\.1"):
        launch(create_app(bot), Settings.load(host="192.0.2.1"))


def test_samples_are_added_once(bot: QABot, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    samples = tmp_path / "corpus"
    samples.mkdir()
    (samples / "bridge.txt").write_text("The bridge was opened on Monday by the mayor of the town.")
    (samples / "picture.xyz").write_text("x")
    add_samples(bot, samples)
    said = capsys.readouterr().out
    assert "1 added, 1 skipped" in said
    assert "skipped: " in said
    assert "picture.xyz: " in said
    add_samples(bot, samples)
    assert capsys.readouterr().out == ""


def test_a_library_that_cannot_be_opened_ends_with_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("QA_BOT_LIBRARY", str(tmp_path / "file"))
    with pytest.raises(SystemExit) as ended:
        open_bot()
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_style_does_not_leave_its_element() -> None:
    assert looks().count("</style") == 1
    assert "http" not in looks()


def test_it_is_said_at_once_that_the_page_is_starting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    command = [
        sys.executable,
        "-c",
        "from qa_bot.cli import main; main()",
        "serve",
        "--library",
        str(tmp_path / "file"),
    ]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.stderr.splitlines()[0] == "QA Bot is starting …"
