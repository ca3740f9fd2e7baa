"""Read the YAML front matter of a Markdown file."""

from __future__ import annotations

import re
from typing import Any

import yaml

from qa_bot.readers.found import problem

MOST_CHARACTERS = 64_000

_OPENING = re.compile(r"\ufeff?---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_COLON = re.compile(r"^(title|headline|description):[ \t]+(?![\"'|>\[{&*!])(.*:[ \t].*?)[ \t]*$", re.MULTILINE)
"""A title with a colon in it, which people write without quotation marks."""

_NULL = "tag:yaml.org,2002:null"


def split_front_matter(text: str, where: str) -> tuple[dict[Any, Any], str]:
    """Return the front matter, empty if there is none, and the text after it.

    Values stay text as they are written (an id 007 is no number, a title Yes no truth value); only null is None.
    Raises ReadError, naming the line, if it is no YAML.
    """
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if not opening or not closing:
        return {}, text
    source = text[opening.end() : closing.start()]
    if len(source) > MOST_CHARACTERS:
        raise problem(where, f"its front matter is longer than {MOST_CHARACTERS // 1000} kB")
    source = _COLON.sub(_quoted, source)
    try:
        # The loader is a SafeLoader.
        front = yaml.load(source, Loader=_Loader) or {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise problem(f"{where} line {line}", f"the front matter is not YAML: {error.problem}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise problem(where, f"the front matter is not YAML: {error}") from None
    # Text between two rulers is no front matter.
    return (front, text[closing.end() :]) if isinstance(front, dict) else ({}, text)


def _quoted(match: re.Match[str]) -> str:
    return f"{match[1]}: '{match[2].replace(chr(39), 2 * chr(39))}'"


class _Loader(yaml.SafeLoader):
    """Takes scalars as text, and no aliases, of which a few lines can make gigabytes."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [pair for pair in pairs if pair[0] == _NULL]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "aliases (*) are not read", event.start_mark)
        return super().compose_node(parent, index)
