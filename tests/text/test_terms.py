from concurrent.futures import ThreadPoolExecutor

import pytest
from fakes import texts
from hypothesis import given

from qa_bot.text.terms import content_terms, initials, terms, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister’s Pla\u00adnes", ["the", "minister", "planes"]),
        ("CAFÉ cafe\u0301 Straße", ["cafe", "cafe", "strasse"]),
        ("don't won’t boys'", ["dont", "wont", "boys"]),
        ("eﬃcient ½ ²", ["efficient", "1", "2", "2"]),
        ("… — !", []),
    ],
)
def test_words_are_folded(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_terms_are_stems_in_order() -> None:
    assert terms("Decided to decline the strikes, declining again") == [
        "decid",
        "to",
        "declin",
        "the",
        "strike",
        "declin",
        "again",
    ]


def test_content_terms_leave_out_common_words_and_repetitions() -> None:
    assert content_terms("Why did the US decline the joint strikes and decline them again?") == [
        "us",
        "declin",
        "joint",
        "strike",
    ]


def test_a_question_of_common_words_keeps_them() -> None:
    assert content_terms("Who is he?") == ["who", "is", "he"]


@given(texts())
def test_no_term_is_empty_or_holds_what_a_query_would_trip_over(text: str) -> None:
    for term in terms(text):
        assert term
        assert not set(term) & set("\"' ")


def test_stemming_is_the_same_in_many_threads() -> None:
    texts = [f"running runners {n}x decided deciding" for n in range(50)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(terms, texts)) == [terms(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The United States and Russia met.", ["us"]),
        ("the Department of Defense", ["dd", "dod"]),
        ("Russia met Turkey, and he left.", []),
        ("", []),
    ],
)
def test_longer_names_are_also_found_by_their_initials(text: str, expected: list[str]) -> None:
    assert initials(text) == expected
    assert all(each in terms(text) for each in expected)


def test_dots_do_not_cut_initials_apart() -> None:
    assert content_terms("Why did the U.S. decline?") == content_terms("Why did the US decline?")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("大桥花了", ["大桥", "桥花", "花了"]),
        ("橋は1932年", ["橋は", "1932", "年"]),
        ("桥", ["桥"]),
        ("Orla大桥 costs", ["orla", "大桥", "costs"]),
    ],
)
def test_what_is_written_without_blanks_is_found_by_pairs(text: str, expected: list[str]) -> None:
    assert words(text) == expected
