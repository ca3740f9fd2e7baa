from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.show.links import with_text_fragment

PAGE = "https://example.org/story"


@pytest.mark.parametrize(
    ("url", "quotation", "link"),
    [
        (PAGE, "A truce began.", f"{PAGE}#:~:text=A%20truce%20began."),
        (f"{PAGE}#top", "so-called, he said", f"{PAGE}#top:~:text=so%2Dcalled%2C%20he%20said"),
        (PAGE, " ".join("abcdefghijkl"), f"{PAGE}#:~:text=a%20b%20c%20d%20e,h%20i%20j%20k%20l"),
        (PAGE, "  ", PAGE),
    ],
)
def test_a_link_leads_to_the_quoted_words(url: str, quotation: str, link: str) -> None:
    assert with_text_fragment(url, quotation) == link


@given(st.text(min_size=1))
def test_whatever_is_quoted_nothing_but_words_is_in_the_directive(quotation: str) -> None:
    link = with_text_fragment(PAGE, quotation.encode("utf-8", "replace").decode())
    directive = link.removeprefix(PAGE).removeprefix("#:~:text=")
    assert not set(directive) & set("#&-\"'<> \n")
    assert all(unquote(part).split() for part in directive.split(",") if link != PAGE)
