"""What is put into a template is text; what a template of ours rendered is markup."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError
from made import HOSTILE, Elements
from markupsafe import Markup

from qa_bot.show.html import compile_templates, dotted, render, text


def test_what_is_not_markup_is_text() -> None:
    for value in (HOSTILE, f"{HOSTILE}\r\n"):
        assert Elements(f"<p>{text(value)}</p>").texts("p") == [value]
    assert text("<\r'\"&>") == "&lt;&#13;&#x27;&quot;&amp;&gt;"
    assert (text(None), text(3), text(Markup("<b>"))) == ("", "3", "<b>")


def test_parts_are_joined_as_text_and_missing_ones_left_out() -> None:
    assert dotted(["<a>", None, "", Markup("<b>x</b>")]) == "&lt;a&gt; · <b>x</b>"


def test_a_template_that_lacks_a_value_says_so() -> None:
    with pytest.raises(UndefinedError):
        render("show/answer.html", {})


def test_every_template_compiles() -> None:
    compile_templates("show", "evaluation", "web")
