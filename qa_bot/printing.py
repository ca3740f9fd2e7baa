"""Print: the one way to a terminal, on which nothing that comes from outside steers it or makes up a line."""

from __future__ import annotations

import re
import sys

import click

_STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_WIDEST = 100


def safe(text: str) -> str:
    """Return the text with escapes, as JSON has them, for all that would steer a terminal; lines and tabs stay."""
    return _STEERS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def one_line(text: str) -> str:
    """Return the text in one line, with escapes for what cannot be printed or would steer a terminal."""
    return _UNPRINTABLE.sub(lambda match: ascii(match[0])[1:-1], " ".join(text.splitlines()))


def say(text: str = "", *, err: bool = False, nl: bool = True) -> None:
    """Print a text that may have several lines of its own; letters that the terminal has not got become "?"."""
    click.echo(_written(safe(text), err=err), err=err, nl=nl)


def say_document(text: str) -> None:
    """Print a document of its own, such as JSON or HTML, in UTF-8: that is what its readers expect, if it is kept."""
    click.echo(safe(text).encode(), nl=False)


def say_row(*values: str, err: bool = False) -> None:
    """Print a line of values, a tab between; none of them can begin another line or another value."""
    say("\t".join(map(one_line, values)), err=err)


def redraw(text: str) -> None:
    """Print a text in the place of the last one that was redrawn, if this is a terminal."""
    if sys.stdout.isatty():
        click.echo(_written(f"\r\x1b[K{one_line(text)[:_WIDEST]}"), nl=False)


def is_terminal() -> bool:
    """Say whether what is printed as an error is seen by a person."""
    return sys.stderr.isatty()


def _written(text: str, *, err: bool = False) -> str:
    """Return the text as the terminal can show it."""
    encoding = getattr(sys.stderr if err else sys.stdout, "encoding", None) or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)
