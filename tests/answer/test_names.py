import pytest

from qa_bot.answer.names import people


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Russia's defence minister, Sergei Shoigu, proposed it to the United States.", ["Sergei Shoigu"]),
        ("Secretary of State John Kerry and Foreign Minister Sergei Lavrov met.", ["John Kerry", "Sergei Lavrov"]),
        ('"We already miss you," Tusk said in Brussels.', ["Tusk"]),
        ("Peter Cook spoke; Cook said that it was so.", ["Peter Cook"]),
        ("General Charles Q. Brown commands the air component.", ["Charles Q. Brown"]),
        ("It was signed by Ursula von der Leyen and President Macron.", ["Ursula von der Leyen", "Macron"]),
        ("The Security Council met near Deir ez-Zor and in New York on Monday.", []),
        ("no capitals here", []),
        ("", []),
    ],
)
def test_people_are_told_from_other_names(text: str, found: list[str]) -> None:
    assert people(text) == found
