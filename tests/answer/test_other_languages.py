"""Questions and articles in other languages than English."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fakes import make_article

from qa_bot import QABot
from qa_bot.models import TransformerEmbedder
from qa_bot.show.text import answer_text
from qa_bot.show.words import IN_THEIR_LANGUAGE, REASONS

pytestmark = pytest.mark.model

GERMAN = (
    "Die Brücke über die Orla wurde am 3. Mai 1932 von Bürgermeisterin Käthe Möller eröffnet. Sie hatte sechs Millionen"
    " Kronen gekostet.\n\nDer Baumeister Anton Wiese starb zwei Wochen vor der Eröffnung."
)
CHINESE = "奥尔拉大桥于1932年5月3日由市长王丽开通。大桥花费了六百万克朗。工程师李明在开通前两周去世。"
ENGLISH = "Harbour chief Sean O’Neil resigned on Monday over the lost barges. The mayor opened the new ferry in May."


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, embedder: TransformerEmbedder) -> Iterator[QABot]:
    with QABot.open(tmp_path_factory.mktemp("languages") / "library", embedder=embedder) as bot:
        bot.add(make_article(GERMAN, "de"), make_article(CHINESE, "zh"), make_article(ENGLISH, "en"))
        yield bot


def test_an_article_in_another_language_is_quoted_in_whole_sentences(world: QABot) -> None:
    answer = world.ask("Wer hat die Brücke über die Orla eröffnet?")
    assert answer.language == "de"
    best = max(answer.citations, key=lambda each: each.score)
    assert best.quote == GERMAN.split(" Sie")[0]


def test_an_article_without_blanks_is_found_by_its_words(world: QABot) -> None:
    hit = world.search("大桥花费了多少克朗?")[0]
    assert hit.passage.article.id == "zh"
    assert "大桥花费了六百万克朗。" in [span.of(CHINESE) for span in hit.passage.sentences]


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("¿Quién inauguró el puente sobre el Orla?", "es"),
        ("Кто подал в отставку в понедельник?", "ru"),
        ("¿Por qué dimitió Sean O’Neil el lunes?", "es"),
        ("Hvorfor vedtog byrådet planen for vinteren?", "da"),
    ],
)
def test_a_question_that_cannot_be_answered_for_its_language_is_told_so_in_it(
    world: QABot, question: str, language: str
) -> None:
    answer = world.ask(question)
    assert (answer.reason, answer.language, answer.unnamed) == ("other_language", language, ())
    said = IN_THEIR_LANGUAGE.get(language, REASONS["other_language"])
    assert f"No answer. {said}" in " ".join(answer_text(answer).split())


def test_an_english_question_is_refused_for_what_is_missing_only(world: QABot) -> None:
    answer = world.ask("What did Médecins Sans Frontières say about Château Rouge?")
    assert (answer.reason, answer.language) == ("no_match", None)
    assert world.ask("Who resigned on Monday?").answered
