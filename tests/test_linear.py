"""No text freezes the server: what a rule over a whole text takes grows with its length, and other rules are bounded.

Texts are made to be slow (`growing.py`); time is what the thread computes, whatever else the machine does.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

import pytest
from growing import MAKERS, Rule, growth, hostile, seconds

from qa_bot import claims, printing
from qa_bot.answer import direct, followup, joined, summary
from qa_bot.ask import MAX_QUESTION
from qa_bot.english import (
    amounts,
    clutter,
    drafting,
    forms,
    names,
    nations,
    negation,
    numbers,
    pointing,
    questions,
    short_answers,
    times,
    tokens,
    verbs,
)
from qa_bot.evaluation.metrics import quotation
from qa_bot.model import Article, Citation, Claim, Saying, Span, Turn
from qa_bot.news import copies, days, is_of, mentions, quoted, sayings
from qa_bot.read import dates, decode, pdf, title
from qa_bot.read.build import MOST_LINE_CHARACTERS, ArticleDraft, build, normalise
from qa_bot.show import blocks, links, markdown
from qa_bot.show import text as shown_text
from qa_bot.text import fold, language, passages, sentences, terms
from qa_bot.text.sentences import MAX_SENTENCE
from qa_bot.when import Period, infer
from qa_bot.writer import reply

pytestmark = pytest.mark.slow

DAY = date(2016, 9, 19)
TITLE = "Aa of the Thing 1 May 2016"
LEAST, LINEAR = 0.25, 7.0
"""Seconds, and growth: twice what is linear; of what is quadratic it would be sixteen."""


def article(text: str) -> Article:
    return Article("a", TITLE, text, DAY)


def halves(rule: Callable[[str, str], object]) -> Rule:
    """Return a rule over a text and the half of it."""
    return lambda text: rule(text[: len(text) // 2], text)


def all_of(rule: Callable[[str], Iterator[object]]) -> Rule:
    return lambda text: list(rule(text))


def cite(text: str) -> list[Citation]:
    return [Citation(article(text), Span(0, len(text)), n=1)]


WHOLE: dict[Any, Rule] = {
    clutter.is_fragment: clutter.is_fragment,
    fold.fold: fold.fold,
    fold.locate: halves(fold.locate),
    fold.locate_folded: halves(lambda quote, text: fold.locate_folded(f"{quote}q", fold.fold(text))),
    links.with_text_fragment: lambda text: links.with_text_fragment("https://example.org", text),
    sentences.split_sentences: sentences.split_sentences,
    sentences.paragraphs: sentences.paragraphs,
    passages.split_passages: lambda text: passages.split_passages(article(text), lambda t: [1 for _ in t], 256),
    language.is_english: language.is_english,
    summary.lead: lambda text: summary.lead(article(text)),
    pdf.marks_behind_numbers: pdf.marks_behind_numbers,
    terms.terms: terms.terms,
    fold.spelt: fold.spelt,
    terms.content_terms: terms.content_terms,
    terms.words: terms.words,
    terms.initials: terms.initials,
    names.people: names.people,
    names.people_named: all_of(names.people_named),
    tokens.tokens: lambda text: tokens.tokens(text, Span(0, len(text)), []),
    quoted.quoted_lines: quoted.quoted_lines,
    copies.runs: copies.runs,
    copies.may_be_copies: lambda text: copies.may_be_copies(article(text), article(text)),
    days.written_on: lambda text: days.written_on(article(text)),
    days.tells_later: lambda text: days.tells_later(article(text)),
    sayings: sayings,
    mentions.with_role: lambda text: mentions.with_role(text, Span(0, 1)),
    sentences.lines: sentences.lines,
    names.names_in_title: halves(names.names_in_title),
    names.longer_names: names.longer_names,
    names.places: names.places,
    names.as_in_a_sentence: lambda text: names.as_in_a_sentence("Aa", text),
    names.full_name: lambda text: names.full_name("Aa", text),
    claims.name_words: claims.name_words,
    quotation.normalise_answer: quotation.normalise_answer,
    quotation.answer_contained: halves(lambda part, text: quotation.answer_contained([part], [text])),
    normalise: normalise,
    title.headline: title.headline,
    title.opening: title.opening,
    title.without_title: lambda text: title.without_title(text, text[:100]),
    dates.stated_date: dates.stated_date,
    dates.feed_date: dates.feed_date,
    decode.decode: lambda text: decode.decode(text.encode(), "x"),
    printing.one_line: printing.one_line,
    printing.safe: printing.safe,
    build: lambda text: build(ArticleDraft(f"a {text}", title=text, authors=(text,), url=text), "x"),
    drafting.about_speakers: lambda text: list(drafting.about_speakers(TITLE, text, text.split())),
    drafting.small_words: lambda text: drafting.small_words(text, frozenset({"a"})),
    drafting.stands_by_itself: drafting.stands_by_itself,
    drafting.about_deeds: all_of(drafting.about_deeds),
    drafting.about_names: lambda text: list(drafting.about_names(text, text)),
    drafting.about_places: lambda text: list(drafting.about_places(text, text)),
    markdown.escape_markdown: markdown.escape_markdown,
    shown_text.paragraph: shown_text.paragraph,
    blocks.written: lambda text: blocks.written(Claim(text), {}),
    reply.read_reply: lambda text: reply.read_reply(text, is_whole=True),
}
"""Rules over a whole text, each by the function that it is."""

SENTENCE: dict[Any, Rule] = {
    clutter.is_clutter: clutter.is_clutter,
    clutter.addresses_readers: clutter.addresses_readers,
    clutter.is_dateline: clutter.is_dateline,
    clutter.is_headline: lambda text: clutter.is_headline(text, Span(0, max(1, len(text) // 2))),
    claims.text_words: claims.text_words,
    amounts.amounts: amounts.amounts,
    negation.denies: negation.denies,
    negation.flipped: halves(negation.flipped),
    claims.check: halves(lambda part, text: claims.check(text, [part], TITLE)),
    claims.contradicts: halves(claims.contradicts),
    questions.holds: lambda text: [
        questions.holds(kind, text, "Why?") for kind in ("number", "time", "person", "reason")
    ],
    forms.has_form: lambda text: [
        forms.has_form(form, text, "What is a thing?") for form in ("list", "manner", "change", "definition")
    ],
    short_answers.may_answer: lambda text: [
        short_answers.may_answer(question, text, Span(0, max(1, len(text) // 2)))
        for question in ("Who?", "When?", "Why?", "How many are there?", "How was it?", "Which things are there?", "Aa")
    ],
    short_answers.with_hedge: lambda text: short_answers.with_hedge("How many?", text, Span(0, max(1, len(text) // 2))),
    drafting.about_sentence: lambda text: list(drafting.about_sentence(text, text, frozenset({"a"}))),
    drafting.about_facts: lambda text: list(drafting.about_facts(text, frozenset({"a"}))),
    drafting.about_reasons: lambda text: list(drafting.about_reasons(text, frozenset({"a"}))),
    names.names: halves(lambda part, text: list(names.names(text, part))),
    numbers.numbers: all_of(numbers.numbers),
    times.times: all_of(times.times),
    verbs.tense_at: lambda text: verbs.tense_at(text, Span(0, len(text)), Span(len(text) // 2, len(text))),
    infer.time_points: lambda text: infer.time_points(text, DAY, coming=True),
    days.told_times: lambda text: days.told_times(article(text), Span(0, len(text))),
    reply.without_thoughts: reply.without_thoughts,
    reply.without_markup: reply.without_markup,
    reply.unquoted: reply.unquoted,
    reply.unquoted_piece: reply.unquoted_piece,
    reply.leads_elsewhere: lambda text: reply.leads_elsewhere(text, [text]),
    reply.without_addresses: reply.without_addresses,
    reply.with_quotations: lambda text: reply.with_quotations(text, cite(text)),
}
"""Rules over a sentence or a title."""

QUESTION: dict[Any, Rule] = {
    infer.infer_time: lambda text: infer.infer_time(text, DAY),
    questions.without_manners: questions.without_manners,
    questions.asks_nothing: questions.asks_nothing,
    questions.asks_who: questions.asks_who,
    times.asks_of_now: times.asks_of_now,
    questions.is_elliptic: questions.is_elliptic,
    questions.topic: questions.topic,
    questions.asked_speaker: questions.asked_speaker,
    is_of: lambda text: is_of(Saying(*[Span(0, max(1, len(text)))] * 3), text or " ", text),
    questions.asked_again: lambda text: questions.asked_again(text, text),
    pointing.opens_by_pointing: pointing.opens_by_pointing,
    pointing.is_pronoun: pointing.is_pronoun,
    pointing.needs_context: pointing.needs_context,
    pointing.means_a_person: pointing.means_a_person,
    followup.standalone: lambda text: followup.standalone(text, [Turn(text, text)] * 3),
    joined.join: lambda text: joined.join(text, [text] * 3, 2000),
    joined.split: joined.split,
    joined.is_joined: joined.is_joined,
    joined.as_searched: lambda text: joined.as_searched(f"{text}{joined.JOINT}{text}"),
    joined.without_and: joined.without_and,
    joined.meaning: joined.meaning,
    pointing.name_people: lambda text: [pointing.name_people(text, [text] * many) for many in (1, 2)],
    pointing.name_thing: lambda text: pointing.name_thing(text, text),
    pointing.means_several: pointing.means_several,
    questions.asked_kind: questions.asked_kind,
    forms.asked_form: forms.asked_form,
    direct.best_candidate: lambda text: direct.best_candidate(text, (), ()),
    direct.direct_answer: lambda text: direct.direct_answer(text, (), ()),
    summary.summarised: lambda text: summary.summarised(text, ()),
    summary.latest: lambda text: summary.latest(text, ()),
    language.question_language: language.question_language,
    nations.nation: nations.nation,
    claims.missing_names: lambda text: claims.missing_names(text, frozenset({"aa", "thing"})),
}
PASSAGE: dict[Any, Rule] = {
    infer.names_time: lambda text: infer.names_time(
        f"{TITLE}\n{text}", DAY, Period(date(2000, 1, 1), date(2000, 1, 2))
    ),
}

MODULES = (
    "qa_bot.text", "qa_bot.english", "qa_bot.when", "qa_bot.news", "qa_bot.claims", "qa_bot.answer", 
    "qa_bot.read.title", "qa_bot.read.dates", "qa_bot.read.decode",
    "qa_bot.writer.reply",
)  # fmt: skip
PIECES = {
    "before_marks", "strip", "to_month", "day_number", "season", "find_points", "weekday_before", "counterparts",
    "utf16", "opening", "cut_apart", "is_finite", "base", "opens_sentences", "word_set",
}  # fmt: skip
"""Functions that others of these call with a few characters, or for a step of their own."""


@pytest.mark.parametrize("rule", WHOLE.values(), ids=[f"{each.__module__}.{each.__name__}" for each in WHOLE])
def test_rules_over_a_whole_text_take_time_that_grows_with_its_length(rule: Rule) -> None:
    for make in MAKERS:
        grown = growth(rule, make)
        if grown > LINEAR:  # once more, for the machine may have been at something else
            grown = min(growth(rule, make, enough=0.02) for _ in range(2))
        assert grown <= LINEAR, make(20)


@pytest.mark.parametrize(
    ("rules", "length"),
    [(SENTENCE, max(MAX_SENTENCE, MOST_LINE_CHARACTERS)), (QUESTION, MAX_QUESTION), (PASSAGE, 5000)],
    ids=["sentence", "question", "passage"],
)
def test_rules_over_what_is_bounded_take_no_time_to_speak_of(rules: dict[Any, Rule], length: int) -> None:
    for function, rule in rules.items():
        for text in hostile(length):
            took = seconds(rule, text)
            assert min(took, seconds(rule, text) if took > LEAST else took) <= LEAST, (function, text[:20], took)


def test_every_rule_over_text_is_among_them() -> None:
    known = {*WHOLE, *SENTENCE, *QUESTION, *PASSAGE}
    missing = [
        f"{module.__name__}.{name}"
        for module in modules()
        for name, each in inspect.getmembers(module, inspect.isfunction)
        if each.__module__ == module.__name__ and not name.startswith("_")
        if takes_text(each) and name not in PIECES and each not in known
    ]
    assert missing == []


def modules() -> Iterator[ModuleType]:
    for name in MODULES:
        module = import_module(name)
        yield module
        for each in walk_packages(getattr(module, "__path__", ()), f"{name}."):
            yield import_module(each.name)


def takes_text(function: Callable[..., object]) -> bool:
    """Say whether the first argument is text."""
    first = next(iter(inspect.signature(function).parameters.values()), None)
    return first is not None and first.annotation in ("str", "bytes", "Article")
