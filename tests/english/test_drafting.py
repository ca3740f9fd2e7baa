import pytest

from qa_bot.english.drafting import (
    about_deeds,
    about_names,
    about_places,
    about_reasons,
    about_sentence,
    about_speakers,
    stands_by_itself,
)

WORDS = frozenset(["open", "close", "plan", "the", "a", "court", "first", "bridge", "scientists", "carry"])


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        ("General Lloyd Austin signed the paper for the American side, he said.",
         "Who signed the paper for the American side?", "General Lloyd Austin"),
        ("Peter Berdowski, the head of the company, told Dutch television that the work might take weeks.",
         "Who told Dutch television that the work might take weeks?", "Peter Berdowski"),
        ("The bridge opened to all traffic on 19 March 1932.", "When did the bridge open to all traffic?",
         "19 March 1932"),
        ("The court ruled on 24 January 2017, by eight judges to three.", None, None),  # "rule" is no known word
        ("The bridge was opened in 1932 by the mayor of the city.",
         "When was the bridge opened by the mayor of the city?", "1932"),
        ("The bridge will be opened in New York on 22 April 2016.", "When will the bridge be opened in New York?",
         "22 April 2016"),
        ("The bridge may have been closed on 22 April 2016.", "When may the bridge have been closed?", "22 April 2016"),
        ("Eight tugs tried to pull the ship free without success.", "How many tugs tried to pull the ship free without"
         " success?", "Eight"),
        ("The bridge lost twelve cables in the storm of that night.",
         "How many cables did the bridge lose in the storm of that night?", "twelve"),
        ("Scientists opened the tomb on 4 November 1922 in Egypt.", "When did scientists open the tomb in Egypt?",
         "4 November 1922"),
    ],
)  # fmt: skip
def test_a_sentence_is_turned_into_a_question(sentence: str, question: str | None, answer: str | None) -> None:
    asked = {(each.question, each.answer) for each in about_sentence(sentence, sentence, WORDS) if each.kind != "cloze"}
    assert asked == ({(question, answer)} if question else set())


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        ("In the referendum held on 23 June 2016, many people chose to leave.",
         "What belongs in the gap: In the referendum held on ____, many people chose to leave.", "23 June 2016"),
        ("The way was opened by the letter of Theresa May in the end.",
         "What belongs in the gap: The way was opened by the letter of ____ in the end.", "Theresa May"),
    ],
)  # fmt: skip
def test_a_sentence_that_cannot_be_turned_gets_a_gap(sentence: str, question: str, answer: str) -> None:
    (drafted,) = about_sentence(sentence, sentence, frozenset())
    assert (drafted.kind, drafted.question, drafted.answer) == ("cloze", question, answer)


def test_what_a_sentence_has_two_of_is_not_asked_for() -> None:
    sentence = "The bridge opened in 1932 and was closed in 1940 for good."
    assert list(about_sentence(sentence, sentence, WORDS)) == []


def test_who_is_quoted_is_asked_about_what_the_title_names() -> None:
    text = "He met the Scots in Wales. “No,” Donald Tusk said of the Scots. “Yes,” Tusk said, and left the Scots alone."
    assert (
        list(about_speakers("Scots are told", text, ["Donald Tusk", "Tusk", "he"]))
        == ["What did Donald Tusk say about the Scots?"] * 2
    )
    assert list(about_speakers("", "“Never,” said Ann Berg.", ["Ann Berg", "the ministry"])) == [
        "What did Ann Berg say?"
    ]


def test_what_somebody_did_is_asked_for() -> None:
    text = "The State Department announced it. Donald Tusk won. He said so. When Tusk said so, Others denied it."
    assert list(about_deeds(text)) == ["What did the State Department announce?", "What did Donald Tusk win?"]


def test_names_and_places_are_asked_about_as_their_text_says_them() -> None:
    text = "Ships passed the Suez Canal in Egypt. Many waited in Egypt for the Suez Canal to open."
    assert list(about_names(text, text)) == ["What do the articles say about the Suez Canal?"]
    assert list(about_places("It was in Egypt.", text)) == ["What happened in Egypt?"]
    assert list(about_places("It was in Wales.", text)) == []


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        (
            "Harbour masters closed the canal because the wind was too strong.",
            "Why did harbour masters close the canal?",
            "because the wind was too strong",
        ),
        ("Norway carried the stones by using sledges.", "How did Norway carry the stones?", "by using sledges"),
        ("Lind stayed in the tower, because of the storm, for days.", "Why did Lind stay in the tower?", None),
    ],
)
def test_why_and_how_are_asked_where_a_sentence_says_it(sentence: str, question: str, answer: str | None) -> None:
    (drafted,) = about_reasons(sentence, frozenset({"harbour", "close", "carry", "stay"}))
    assert drafted.question == question
    assert answer is None or drafted.answer == answer


@pytest.mark.parametrize(
    "sentence", ["The canal was closed.", "Because of the wind the canal was closed.", "He left because he could."]
)
def test_no_reason_is_asked_for_where_none_is_said_plainly(sentence: str) -> None:
    assert list(about_reasons(sentence, frozenset({"close", "leave"}))) == []


@pytest.mark.parametrize(
    ("question", "is_plain"),
    [
        ("Why did French diplomats spend more than a year preparing?", True),
        ("When did Washington cut most military ties with Moscow?", True),
        ("Who elected the president of France?", True),
        ("When will the agreement be signed in New York?", False),
        ("When did Obama nominate him?", False),
        ("How many firefighters fought fires?", False),
        ("Who is a group of five galaxies in Pegasus?", False),
        ("Who spoke on Monday?", False),
    ],
)
def test_only_what_is_understood_without_the_article_stands_by_itself(question: str, is_plain: bool) -> None:
    assert stands_by_itself(question) is is_plain
