"""Files are written whole or not at all."""

from pathlib import Path

import pytest

from qa_bot.files import replacing


def test_a_file_takes_the_place_of_the_old_one_once_it_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text("old")
    with replacing(file) as stream:
        stream.write("new \udc80")
        assert file.read_text() == "old"
    assert file.read_text() == "new \\udc80"
    assert list(tmp_path.iterdir()) == [file]


def test_a_failure_leaves_the_old_one_and_nothing_beside(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text("old")
    with pytest.raises(ZeroDivisionError), replacing(file) as stream:
        stream.write(f"half {1 // 0}")
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]
