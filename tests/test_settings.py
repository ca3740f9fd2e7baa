import runpy
from pathlib import Path

import pytest
from pydantic import ValidationError

from qa_bot.errors import SettingsError
from qa_bot.settings import GROUPS, Settings

ROOT = Path(__file__).parent.parent


def test_the_defaults_are_local_and_closed() -> None:
    settings = Settings.load()
    assert (settings.library, settings.embedder, settings.host) == (Path("library"), "all-MiniLM-L6-v2", "127.0.0.1")
    assert settings.allow_private_urls is False


def test_the_environment_sets_and_arguments_set_over_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_BOT_THRESHOLD", "0.25")
    monkeypatch.setenv("QA_BOT_PORT", "0")
    monkeypatch.setenv("QA_BOT_ALLOW_PRIVATE_URLS", "true")
    settings = Settings.load(port=8080, threshold=None)
    assert (settings.threshold, settings.port, settings.allow_private_urls) == (0.25, 8080, True)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("threshold", "2", "setting threshold (QA_BOT_THRESHOLD): Input should be less than or equal to 1, got '2'"),
        (
            "max_quotes",
            "0",
            "setting max_quotes (QA_BOT_MAX_QUOTES): Input should be greater than or equal to 1, got '0'",
        ),
        ("port", "70000", "setting port (QA_BOT_PORT): Input should be less than or equal to 65535, got '70000'"),
    ],
)
def test_a_bad_value_is_named_with_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(f"QA_BOT_{name.upper()}", value)
    with pytest.raises(SettingsError) as raised:
        Settings.load()
    assert str(raised.value) == message


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(SettingsError, match="setting treshold"):
        Settings.load(treshold=0.5)


def test_settings_do_not_change() -> None:
    settings = Settings.load()
    with pytest.raises(ValidationError):
        settings.threshold = 0.1


def test_the_page_of_settings_has_all_of_them_as_they_are() -> None:
    listed = [name for names in GROUPS.values() for name in names]
    assert sorted(listed) == sorted(Settings.model_fields)
    written = runpy.run_path(str(ROOT / "scripts" / "settings"))["table"]()
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == written, "run scripts/settings"
