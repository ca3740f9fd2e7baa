import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.read.page_blocks import fragment_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain &amp; simple", "plain & simple"),
        ("<p>One <b>bold</b>\n word</p><p>Two<br/>lines</p>", "One bold word\n\nTwo\nlines"),
        ("<h2>Head</h2><ul><li>a</li> <li>b</li></ul>", "Head\n\na\nb"),
        ("<table><tr><th>Year</th><th>People</th></tr><tr><td>2016<td>8,000</table>", "Year People\n2016 8,000"),
        ("a<script>x</script><style>y</style>b", "ab"),
        ("“It\u2019s\u00a0on”", "“It\u2019s\u00a0on”"),
        ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
        ("<p> </p>", ""),
        ("<a>" * 50_000 + "deep", "deep"),
    ],
)
def test_fragment_text(html: str, text: str) -> None:
    assert fragment_text(html) == text


@given(st.text("<>/&;!-abp\"'= \n"))
def test_no_markup_breaks_it(html: str) -> None:
    assert "\n\n\n" not in fragment_text(html)
