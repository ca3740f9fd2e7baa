"""HTML from templates: what is put into one is text and never markup, unless another template made it.

Each package keeps its templates in its folder `templates`; one is named `show/answer.html`. A template is laid out in
lines for whoever reads it: a line break counts as a blank, and beside a tag or an expression as nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from qa_bot.show import links, words

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["Markup", "compile_templates", "dotted", "render", "text"]

_PACKAGE = Path(__file__).parent.parent
_BREAK = re.compile(r"(?P<before>[>}]?)\s*\n\s*(?=(?P<after>[<{]|\Z)?)")


def render(template: str, values: Mapping[str, object]) -> Markup:
    """Return what a template makes of values."""
    return Markup(_environment().get_template(template).render(values))


def compile_templates(*packages: str) -> None:
    """Compile the templates of packages, so that nobody who asks for one waits for that."""
    for package in packages:
        for path in (_PACKAGE / package / "templates").glob("*.html"):
            _environment().get_template(f"{package}/{path.name}")


def text(value: object) -> Markup:
    """Return a value for the inside of an element or a quoted attribute, to be read back unchanged; of None nothing."""
    if isinstance(value, Markup):
        return value
    return Markup(escape("" if value is None else str(value)).replace("\r", "&#13;"))


def dotted(parts: Iterable[object]) -> Markup:
    """Return the parts that there are with a dot between."""
    return Markup(" · ").join(filter(None, map(text, parts)))


@cache
def _environment() -> Environment:
    """Return what keeps the templates, each compiled once."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    made = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=text,
        loader=FunctionLoader(_source),
        auto_reload=False,
        cache_size=-1,
        keep_trailing_newline=True,
    )
    made.filters |= {"text": text, "dotted": dotted, "day": words.day, "counted": words.counted}
    made.filters |= {"sentence": words.sentence, "sureness": words.sureness}
    made.globals |= {"words": words, "original": links.original}
    return made


def _source(name: str) -> tuple[str, str, Callable[[], bool]]:
    package, _, file = name.partition("/")
    path = _PACKAGE / package / "templates" / file
    written = path.read_text(encoding="utf-8")
    return _BREAK.sub(_joined, written) if path.suffix == ".html" else written, str(path), lambda: True


def _joined(line_break: re.Match[str]) -> str:
    is_layout = line_break["before"] or line_break["after"] is not None
    return line_break["before"] if is_layout else " "
