"""A text with ligatures is found, read and quoted as one with the letters that they stand for."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import make_article

from qa_bot import QABot
from qa_bot.models import TransformerEmbedder
from qa_bot.text.fold import LIGATURES, spelt

TEXT = (
    "The fire brigade of Orla was called to the office of the flour mill at nine in the evening. Officer Kurt Laffler"
    " said that the first floor was lost, and that the five clerks were safe. The damage was put at fifty thousand"
    " florins by the financial affairs board."
)
LETTERS = sorted(LIGATURES.items(), key=lambda pair: -len(pair[1]))


def printed(text: str) -> str:
    for sign, letters in LETTERS:
        text = text.replace(letters, sign)
    return text


def test_ligatures_stand_for_their_letters() -> None:
    assert printed(TEXT) != TEXT
    assert spelt(printed(TEXT)) == TEXT


@pytest.mark.model
@pytest.mark.parametrize("question", ["What did Officer Laffler say?", "How many clerks were safe?"])
def test_a_question_in_letters_is_answered_as_without_them(
    tmp_path: Path, embedder: TransformerEmbedder, question: str
) -> None:
    answers = []
    for text in (TEXT, printed(TEXT)):
        with QABot.open(tmp_path / f"library{len(answers)}", embedder=embedder) as bot:
            bot.add(make_article(text, "fire"))
            answers.append(bot.ask(question))
    plain, signs = answers
    assert [each.quote for each in signs.citations] == [printed(each.quote) for each in plain.citations]
    assert signs.direct is not None
    assert plain.direct is not None
    assert spelt(signs.direct.text) == plain.direct.text
    assert signs.confidence == pytest.approx(plain.confidence, abs=0.02)
