from __future__ import annotations

import pytest

from qa_bot.claims import missing_names, name_words

HELD = "General Mark Welsh of the US Air Force said that Russia and Britain had asked the European Union in Damascus."


@pytest.mark.parametrize(
    "claim",
    [
        "Welsh said so.",
        "Gen. Welsh and President Welsh are one person.",
        "The Russian side asked.",
        "British aircraft flew.",
        "The United States Air Force flew.",
        "The EU was asked.",
        "According to Mark Welsh, it was so.",
        "Nobody knows.",
        "Two aircraft flew. Meanwhile, five did. Later, all did.",
    ],
)
def test_a_name_in_another_form_is_there(claim: str) -> None:
    assert missing_names(claim, name_words(HELD)) == []


@pytest.mark.parametrize(
    ("claim", "missing"),
    [
        ("General Smith said so.", ["Smith"]),
        ("It was said in Moscow.", ["Moscow"]),
        ("Sergey Shoigu said so.", ["Sergey", "Shoigu"]),
        ("The Austrian side asked.", ["Austrian"]),
        ("Maroš Šefčovič said so.", ["Maroš", "Šefčovič"]),
        ("May said so.", ["May"]),
    ],
)
def test_another_name_is_missing(claim: str, missing: list[str]) -> None:
    assert missing_names(claim, name_words(HELD)) == missing
