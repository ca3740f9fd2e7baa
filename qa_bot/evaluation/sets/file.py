"""Read the text of a question set."""

from __future__ import annotations

from pathlib import Path

from qa_bot.errors import QuestionSetError


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, without a byte order mark; raise QuestionSetError if there is none."""
    if path.exists() and not path.is_file():
        raise QuestionSetError(f"{path}: is no file of questions")
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise QuestionSetError(f"{path}: there is no such file") from None
    except OSError as error:
        raise QuestionSetError(f"{path}: cannot be read ({error.strerror})") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise QuestionSetError(f"{path} line {line}: not UTF-8; save the file in this encoding") from None
