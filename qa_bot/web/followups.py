"""Questions that may follow an answer and that the collection can answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain, islice

from qa_bot.bot import QABot
from qa_bot.english.names import UP_TO_THREE, as_in_a_sentence, full_name, longer_names, opens_sentences, places
from qa_bot.english.verbs import DEEDS
from qa_bot.errors import QuestionError
from qa_bot.model import Answer, Article
from qa_bot.text.terms import content_terms
from qa_bot.web.examples import about_speakers, opening

_MOST = 3
_MOST_TRIED = 6
_MOST_NAMES = 50
_SURE_ENOUGH = 0.3
_DID = re.compile(rf"((?:[Tt]he )?{UP_TO_THREE}) ({'|'.join(DEEDS)})\b")


def find_followups(bot: QABot, answer: Answer, wait: Callable[[], None] = lambda: None) -> tuple[str, ...]:
    """Return up to three questions made of the words of the quoted articles; each was asked, and has an answer.

    An answer counts if it is likely enough and its best quotation is not among these. `wait` is called before each is
    asked.
    """
    shown = {each.id for each in answer.citations}
    found: list[str] = []
    for question in islice(_candidates(answer), _MOST_TRIED):
        if len(found) == _MOST:
            break
        wait()
        try:
            other = bot.ask(question, infer_dates=False, engine="extractive")
        except QuestionError:
            continue
        if not other.answered or other.confidence < _SURE_ENOUGH:
            continue
        best = max(other.citations, key=lambda each: each.score)
        if best.id not in shown:
            found.append(question)
            shown.add(best.id)
    return tuple(found)


def _candidates(answer: Answer) -> Iterator[str]:
    """Yield questions that share no name with what was asked, each about something else."""
    articles = list({each.article.id: each.article for each in answer.citations}.values())
    known = set(content_terms(answer.standalone_question))
    kinds = [
        *map(_about_deeds, articles),
        *map(about_speakers, articles),
        *(_about_names(each.quote, opening(each.article)) for each in answer.citations),
        *(_about_places(each.quote, opening(each.article)) for each in answer.citations),
        *(_about_names(text, text) for text in map(opening, articles)),
    ]
    for question in chain(*(islice(each, 6) for each in kinds)):
        told = set(content_terms(question)) - _ASKING
        if told and not told <= known and not _is_asked(told, known):
            known |= told
            yield question


def _is_asked(told: set[str], known: set[str]) -> bool:
    return len(told & known) > len(told) / 2


def _about_deeds(article: Article) -> Iterator[str]:
    """Yield questions for what somebody did or said: "What did the State Department announce?"."""
    text = opening(article)
    done = dict.fromkeys((found[1], found[2]) for found in _DID.finditer(text))
    for who, deed in islice(done, _MOST_NAMES):
        the, name = ("the ", who[4:]) if who[:4].lower() == "the " else ("", who)
        if not any(map(opens_sentences, name.split())):
            yield f"What did {the}{full_name(name, text)} {DEEDS[deed]}?"


def _about_names(text: str, whole: str) -> Iterator[str]:
    """Yield questions about the names in a text, as the whole article says them."""
    for found in longer_names(text)[:_MOST_NAMES]:
        if name := as_in_a_sentence(found, whole):
            yield f"What do the articles say about {name}?"


def _about_places(text: str, whole: str) -> Iterator[str]:
    for found in places(text)[:_MOST_NAMES]:
        if whole.count(f" in {found}") > 1:
            yield f"What happened in {found}?"


_ASKING = set(content_terms("what did say about happened do the articles"))
