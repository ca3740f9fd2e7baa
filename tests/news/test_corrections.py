"""An article that says of itself that it was corrected, and articles that speak of corrections."""

from __future__ import annotations

import pytest

from qa_bot.news import correction

BODY = "The bridge of Orn was opened on Monday. It is 312 metres long.\n\nFerries crossed the river before."
MORE = "\n\n".join(f"Paragraph {n} tells of the river, of its ferries and of who paid for them." for n in range(30))

NOTES = [
    "Correction: The bridge is 312 metres long, not 321.",
    "CORRECTION (3 June 2021): An earlier version gave the wrong length.",
    "Correction, June 3, 2021: The bridge is 312 metres long.",
    "Correction - The bridge is 312 metres long.",
    "*Clarification: The ferries belong to the town.*",
    "CLARIFICATION — The ferries belong to the town.",
    "Corrections and clarifications: The ferries belong to the town.",
    "Corrections & Clarifications: The ferries belong to the town.",
    "Corrected: An earlier version of this article misspelled the river.",
    "Correction\nThe bridge is 312 metres long, not 321.",
    "This article was amended on 12 June 2020. The bridge is 312 metres long, not 321 as an earlier version said.",
    "• This article was amended on 12 June 2020 because an earlier version gave the wrong length.",
    "This story has been corrected to show that the bridge is 312 metres long.",
    "(This story has been corrected to say 312 metres, not 321.)",
    "This story has been updated to correct the length of the bridge.",
    "This article has since been clarified.",
    "An earlier version of this story said the bridge was 321 metres long.",
    "An earlier version of this article misspelled the name of the river.",
    "A previous version of this report gave the wrong length.",
    "The original version of this headline named another river.",
    "Editor’s note: An earlier version of this story misstated the length.",
    "[Editor's note: This article has been corrected.]",
]
NO_NOTES = [
    "Corrections officers guard the bridge.",
    "The correction: it came on Tuesday, when shares fell.",
    "The market expects a correction - soon.",
    "“This article was amended on 12 June,” the editor of the Post said.",
    "The Post wrote that an earlier version of this story was wrong.",
    "This article was amended by the Act of 1992 and again in 2004.",
    "This article has been updated.",
    "This story was updated on 12 June with the reaction of the mayor.",
    "This article was written by three reporters.",
    "A previous version of this bridge fell down in 1911.",
    "Sports: An earlier version of this story misspelled a name.",
    "Mayor Holm asked for a clarification.",
    "",
]


@pytest.mark.parametrize("note", NOTES)
def test_a_note_is_found_at_the_end_and_at_the_beginning(note: str) -> None:
    for text in (f"{BODY}\n\n{note}", f"{note}\n\n{BODY}", f"{BODY}\n\n{MORE}\n\n{note}\n\nThe Orn Post"):
        found = correction(text)
        assert found is not None
        assert found.of(text).lstrip("•*([ ") == note.lstrip("•*([ ")


@pytest.mark.parametrize("line", NO_NOTES)
def test_what_speaks_of_corrections_is_no_note(line: str) -> None:
    assert correction(f"{BODY}\n\n{line}") is None
    assert correction(f"{line}\n\n{BODY}") is None


def test_in_the_midst_of_an_article_a_note_has_a_heading() -> None:
    assert correction(f"{MORE}\n\n{NOTES[0]}\n\n{MORE}") is not None
    assert correction(f"{MORE}\n\n{NOTES[-1]}\n\n{MORE}") is None


def test_a_note_begins_where_its_sentence_does_and_has_an_end() -> None:
    note = "This article was amended on 12 June 2020. An earlier version gave the wrong length."
    text = f"{BODY} {note}"
    found = correction(text)
    assert found is not None
    assert found.of(text) == note
    long = "Correction: " + "The bridge is long. " * 100
    cut = correction(long)
    assert cut is not None
    assert 500 < len(cut) <= 600
    assert cut.of(long).endswith("long.")
