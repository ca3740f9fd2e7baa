"""What was changed between two versions: nothing is lost of either, and a person finds what they look for."""

from __future__ import annotations

from fakes import texts
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.news import changes

OLD = (
    "The fire in Vell killed 12 people on Monday. Mayor Holm visited the harbour.\n\nNobody knows why it began."
    " Ships left the harbour in the night."
)
NEW = (
    "The fire in Vell killed 14 people on Monday. Nobody knows why it began. The police asks for witnesses."
    " Ships left the harbour in the night.\n\nIt rained at last on Tuesday."
)


def told(old: str, new: str) -> list[tuple[str, str, str]]:
    sides = [
        (each.kind, each.before.of(old) if each.before else "", each.after.of(new) if each.after else "")
        for each in changes(old, new)
    ]
    return [(kind, before.strip(), after.strip()) for kind, before, after in sides]


def test_sentences_are_kept_changed_removed_and_added() -> None:
    assert told(OLD, NEW) == [
        ("changed", "The fire in Vell killed 12 people on Monday.", "The fire in Vell killed 14 people on Monday."),
        ("removed", "Mayor Holm visited the harbour.", ""),
        ("kept", "Nobody knows why it began.", "Nobody knows why it began."),
        ("added", "", "The police asks for witnesses."),
        ("kept", "Ships left the harbour in the night.", "Ships left the harbour in the night."),
        ("added", "", "It rained at last on Tuesday."),
    ]


def test_of_equal_texts_all_is_kept_and_blanks_do_not_count() -> None:
    assert told(OLD, OLD) == [("kept", OLD, OLD)]
    assert [each.kind for each in changes(OLD, OLD.replace("\n\n", " "))] == ["kept"]
    assert [kind for kind, _, _ in told("", OLD)] == ["added"] * 4
    assert changes("", "") == ()


def test_long_texts_that_have_little_in_common_are_one_removed_and_one_added() -> None:
    old, new = (" ".join(f"Line {n} of the {word} list stands here." for n in range(2000)) for word in ("old", "new"))
    assert [each.kind for each in changes(f"{OLD}\n\n{old}", f"{OLD}\n\n{new}")] == ["kept", "removed", "added"]


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str]:
    """Return two texts that share pieces."""
    pieces = st.lists(texts(most=12), min_size=1, max_size=6)
    shared = draw(pieces)
    others = draw(pieces)
    order = draw(st.lists(st.sampled_from([*shared, *others]), max_size=8))
    return "".join(shared), "".join(order)


@given(versions())
def test_both_versions_can_be_made_of_what_was_changed(pair: tuple[str, str]) -> None:
    old, new = pair
    found = changes(old, new)
    assert "".join(each.before.of(old) for each in found if each.before) == old
    assert "".join(each.after.of(new) for each in found if each.after) == new
    for each in found:
        sides = (each.before is not None, each.after is not None)
        assert sides == {"removed": (True, False), "added": (False, True)}.get(each.kind, (True, True))
        if each.before and each.after:
            same = each.before.of(old).split() == each.after.of(new).split()
            assert same == (each.kind == "kept")
