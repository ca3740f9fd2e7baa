"""Who says what is told from the tags of speech; nobody is named where that is not certain."""

from __future__ import annotations

from itertools import pairwise

import pytest
from fakes import texts
from growing import growth
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.model import Saying
from qa_bot.news import is_of, sayings, says_most, within

NEWS = """The mayor of Orn, Ann Berg, wants a second bridge.

“The old one is tired,” Berg said on Monday. “It will not last.” The council met for an hour.

Tom Holt, a shipowner, told reporters that the ferry was enough. “Nobody asked for a bridge,” he added.

“We have counted the cars,

“and there are too many of them,” said Ida Lund, an engineer of the county.

Holt denied that he had paid for the leaflets. According to the Gazette, he had. He declined to say who had.

The word “bridge” stands on every wall. “Build it!”"""


def one(text: str) -> list[tuple[str, str, str]]:
    return [(each.speaker.of(text), each.cue.of(text), each.span.of(text)) for each in sayings(text)]


@pytest.mark.parametrize(
    ("text", "speaker", "cue"),
    [
        ("“It rains,” Ann Berg said.", "Ann Berg", "said"),
        ("“It rains,” said Ann Berg.", "Ann Berg", "said"),
        ('"It rains," she said.', "she", "said"),
        ("“It rains!” cried the mayor of Orn.", "the mayor of Orn", "cried"),
        ("“Does it rain?” asked Berg.", "Berg", "asked"),
        ("“It rains,” Berg, the mayor of Orn, told reporters.", "Berg, the mayor of Orn", "told"),
        ("“It rains,” Sen. Ann Berg (D-Orn.) said.", "Sen. Ann Berg", "said"),
        ("“It rains,” Ann Berg, 30, of Orn, who has no umbrella, said.", "Ann Berg", "said"),
        ("“It rains,” said Emily Holt, a director of the Union of Sailors.", "Emily Holt", "said"),
        ("Ann Berg said: “It rains.”", "Ann Berg", "said"),
        ("When the door opened, Berg shot back, “It rains.”", "Berg", "shot"),
        ("Berg told the council, “It rains.”", "Berg", "told"),
        ("Ann Berg took off her hat, saying, “It rains.”", "Ann Berg", "saying"),
        ("Berg: “It rains.”", "Berg", ":"),
        ("Berg continued:\n\n“It rains in Orn.”", "Berg", "continued"),
        ("According to the Gazette, “it rains in Orn.”", "the Gazette", "According to"),
        ("“It rains in Orn.”\n\n— Ann Berg", "Ann Berg", "—"),
        ("‘It has rained for days,’ said Ann Berg.", "Ann Berg", "said"),
        ("He is 6’2” tall. “I am 6’2”,” Berg said.", "Berg", "said"),
    ],
)
def test_a_quotation_has_the_speaker_that_its_tag_names(text: str, speaker: str, cue: str) -> None:
    found = [each for each in sayings(text) if each.direct]
    assert [(each.speaker.of(text), each.cue.of(text), each.denied) for each in found] == [(speaker, cue, False)]


@pytest.mark.parametrize(
    "text",
    [
        "The word “bridge” is long.",
        "“It rains.” The council met, and Berg said nothing.",
        "“It rains.”\n\nBerg left the room.",
        "Berg was asked, “Does it rain?”",
        "She went home and said, “It rains.”",
        "The poster “It rains” was torn down by Berg.",
        "“It rains, Berg said.",
        "",
    ],
)
def test_a_quotation_without_a_certain_speaker_has_none(text: str) -> None:
    assert [each for each in sayings(text) if each.direct] == []


@pytest.mark.parametrize(
    ("text", "speaker", "said", "denied"),
    [
        ("Ann Berg said that it rains in Orn.", "Ann Berg", "it rains in Orn", False),
        ("Berg said on Monday that it rains in Orn.", "Berg", "it rains in Orn", False),
        ("The ministry says it was the rain.", "The ministry", "it was the rain", False),
        ("Experts warn that the river is rising.", "Experts", "the river is rising", False),
        ("The bridge will be closed, the mayor said.", "the mayor", "The bridge will be closed", False),
        ("The bridge, Berg said, will be closed.", "Berg", "The bridge, Berg said, will be closed", False),
        ("According to the Gazette, the bridge is closed.", "the Gazette", "the bridge is closed", False),
        ("The bridge is closed, according to the Gazette.", "the Gazette", "The bridge is closed", False),
        ("Berg denied that she closed the bridge.", "Berg", "she closed the bridge", True),
        ("Berg has not said whether she closed it.", "Berg", "whether she closed it", True),
        ("Berg declined to say who closed the bridge.", "Berg", "who closed the bridge", True),
    ],
)
def test_what_is_said_without_quotation_marks(text: str, speaker: str, said: str, denied: bool) -> None:
    found = [(each.speaker.of(text), each.span.of(text), each.direct, each.denied) for each in sayings(text)]
    assert found == [(speaker, said, False, denied)]


@pytest.mark.parametrize(
    "text",
    [
        "The trip suggests that she wants a bridge.",
        "The state reports of the year are long.",
        "His claims that it rains were wrong.",
        "It’s odd, they insist on rain.",
        "Trams run on time, so they say.",
    ],
)
def test_not_everything_with_a_verb_of_saying_is_said_by_somebody(text: str) -> None:
    assert sayings(text) == []


def test_a_tag_holds_for_both_halves_of_a_quotation_and_for_its_next_paragraph() -> None:
    assert one(NEWS)[:6] == [
        ("Berg", "said", "“The old one is tired,”"),
        ("Berg", "said", "“It will not last.”"),
        ("Tom Holt, a shipowner", "told", "the ferry was enough"),
        ("he", "added", "“Nobody asked for a bridge,”"),
        ("Ida Lund", "said", "“We have counted the cars,"),
        ("Ida Lund", "said", "“and there are too many of them,”"),
    ]


def test_the_fuller_words_of_the_article_stand_beside_a_name_and_a_pronoun() -> None:
    known = {each.speaker.of(NEWS): each.known_as and each.known_as.of(NEWS) for each in sayings(NEWS)}
    assert known["Berg"] == "Ann Berg"
    assert known["he"] == "Tom Holt, a shipowner"
    assert known["Ida Lund"] == "Ida Lund, an engineer of the county"


@pytest.mark.parametrize(
    ("text", "known_as"),
    [
        ("General Ann Berg, an officer, came. “No,” Berg said.", "General Ann Berg, an officer"),
        ("Ann Berg and Tom Berg came. “No,” Berg said.", None),
        ("Ann Berg met Ida Lund there. “No,” she said.", None),
        ("Ann Berg came to Orn. “No,” she said.", "Ann Berg"),
        ("Ann Berg came to Orn. “No,” a spokesman said. “Yes,” he said.", None),
        ("The former governor Ann Berg came. “No,” Berg said.", "former governor Ann Berg"),
        ("“No,” Berg said. Ann Berg came later.", None),
    ],
)
def test_whom_a_name_or_pronoun_means_is_told_only_where_it_is_one(text: str, known_as: str | None) -> None:
    last = sayings(text)[-1]
    assert (last.known_as and last.known_as.of(text)) == known_as


def test_somebody_is_found_by_any_part_of_their_name() -> None:
    text = "General Mark Welsh spoke. “No,” Welsh said. Ann Berg denied that it rains in Orn."
    no, rain = sayings(text)
    assert all(is_of(no, text, name) for name in ("Welsh", "mark welsh", "General Welsh", "General Mark Welsh"))
    assert not any(is_of(no, text, name) for name in ("Ann Welsh", "Berg", "General Berg", ""))
    assert not is_of(rain, text, "Berg"), "what is denied is not said"


def test_of_several_speakers_the_one_who_says_most_counts() -> None:
    text = "“No,” Berg said. “We shall never have a bridge in this town,” Holt said."
    whole = sayings(text)[0].span.start, len(text)
    found = sayings(text)
    most = says_most(found, type(found[0].span)(*whole), text)
    assert most is not None
    assert most.speaker.of(text) == "Holt"
    assert len(within(found, found[0].span)) == 1


PIECES = st.sampled_from(
    ["“", "”", '"', "‘", "’", " ", "\n\n", "\n", ". ", ", ", ": ", "Ann Berg", "he", "said", "told", "that", "It rains"]
)


def certain(text: str) -> None:
    found = sayings(text)
    for each in found:
        for span in filter(None, (each.span, each.speaker, each.cue, each.known_as)):
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end] == span.of(text)
    ordered = sorted((each.span for each in found), key=lambda span: span.start)
    assert all(not one.overlaps(other) for one, other in pairwise(ordered))


@given(st.lists(PIECES, max_size=40).map("".join))
def test_all_places_lie_in_the_text_and_no_two_sayings_overlap(text: str) -> None:
    certain(text)


@given(texts())
def test_no_text_has_a_saying_outside_itself(text: str) -> None:
    certain(text)


def test_a_saying_is_a_value() -> None:
    text = "“It rains,” Ann Berg said."
    (found,) = sayings(text)
    assert found == Saying(found.span, found.speaker, found.cue)
    assert found.to_dict(text) == {
        "speaker": "Ann Berg", "cue": "said", "direct": True, "denied": False, "known_as": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    "unit",
    [
        "“It rains,” Ann Berg said. ",
        "“It rains” ",
        "“It rains,” he said, ",
        "Ann Berg said that ",
        "“It rains,\n\n",
        "‘It ",
    ],
)
def test_what_it_takes_grows_with_the_length_of_the_text(unit: str) -> None:
    grown = growth(sayings, lambda length: unit * (length // len(unit)))
    assert grown <= 8 or growth(sayings, lambda length: unit * (length // len(unit)), enough=0.05) <= 8
