import pytest

from qa_bot.read.title import headline, opening

LONG = "The council met on Tuesday and decided to close the old bridge over the river for repairs. " * 4


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            f"All news\n\nCouncil closes the old bridge\n\nRepairs will take a long time\n\n{LONG}",
            "Council closes the old bridge",
        ),
        (f"Council closes the old bridge\n{LONG}", "Council closes the old bridge"),
        (f"Why is the bridge closed?\n\n{LONG}", "Why is the bridge closed?"),
        (f"Bridge closes\n\nIt is for repairs only.\n\n{LONG}", "Bridge closes"),
        (f"Bridge closes\n\nBy Jane Roe and John Doe\n\n15 June 2016\n\n{LONG}", "Bridge closes"),
        (f"15 June 2016\n\nBy Jane Roe\n\n{LONG}", None),
        (f"* * *\n\nBridge closes\n\n{LONG}", "Bridge closes"),
        ("It rained.", "It rained."),
        (LONG, None),
        (f"{LONG}\n\nA headline that comes too late", None),
        ("\n".join(["These lines were broken by hand, at about seventy columns, in the"] * 5), None),
    ],
)
def test_headline(text: str, title: str | None) -> None:
    assert headline(text) == title


def test_opening_is_cut_between_words() -> None:
    assert opening(LONG) == "The council met on Tuesday and decided to close the old bridge over the river …"
    assert opening("x" * 500) == "x" * 79 + "…"
