"""Measure quotations, direct answers and named speakers against gold evidence and gold answers."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from functools import lru_cache

from qa_bot.evaluation.metrics.places import EvidencePlace, Gold
from qa_bot.evaluation.metrics.statistics import Scores
from qa_bot.model import Citation, Span
from qa_bot.text.sentences import paragraphs, split_sentences
from qa_bot.text.terms import content_terms

Characters = Set[tuple[str, int]]

_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLES = re.compile(r"\b(a|an|the)\b")
# Chinese and Japanese are written without blanks: each character is a word of its own.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


def characters(places: Sequence[EvidencePlace]) -> set[tuple[str, int]]:
    """Return every character of the places as (article id, offset)."""
    return {(place.article_id, offset) for place in places for offset in range(place.span.start, place.span.end)}


def character_scores(cited: Characters, gold: Characters) -> Scores:
    """Return precision, recall and F1 of the cited characters; all None if there is no gold.

    The overlap measure of evidence spans, e.g. DeYoung et al.: ERASER (2020), with characters for tokens.
    """
    if not gold:
        return Scores(None, None, None)
    return Scores.from_counts(both=len(cited & gold), predicted=len(cited), gold=len(gold))


def gold_characters(golds: Sequence[Gold], cited: Sequence[EvidencePlace]) -> set[tuple[str, int]]:
    """Return the characters of the gold evidence, each piece where most of it was cited.

    A piece that stands in no article at hand still counts with its length, as missed.
    """
    found: set[tuple[str, int]] = set()
    for n, gold in enumerate(golds):
        place = gold.nearest_to(cited)
        found |= characters([place]) if place else {(f"\0missed {n}", at) for at in range(len(gold.evidence.quote))}
    return found


def sentence_scores(cited: Sequence[EvidencePlace], golds: Sequence[Gold], text_of: Callable[[str], str]) -> Scores:
    """Return precision, recall and F1 of the cited sentences against the gold ones; all None if there is no gold.

    A sentence of an article is cited, or gold, if it shares with a citation, or with a piece of evidence, at least half
    of the shorter of the two. Evidence that stands in no article at hand is one sentence missed. As the supporting
    facts of Yang et al.: HotpotQA (2018). `text_of` gives the text of an article.
    """
    if not golds:
        return Scores(None, None, None)
    places = [place for gold in golds if (place := gold.nearest_to(cited))]
    wanted, quoted = _sentences(places, text_of), _sentences(cited, text_of)
    missed = sum(not gold.places for gold in golds)
    return Scores.from_counts(both=len(wanted & quoted), predicted=len(quoted), gold=len(wanted) + missed)


def _sentences(places: Sequence[EvidencePlace], text_of: Callable[[str], str]) -> set[tuple[str, Span]]:
    return {
        (place.article_id, sentence)
        for place in places
        for sentence in sentences_near(text_of(place.article_id), place.span)
        if _share_half(sentence, place.span)
    }


def matches(cited: EvidencePlace, gold: Gold) -> bool:
    """Say whether the two share at least half of the shorter one: a part of the evidence, or a sentence around it.

    Partial match at one half: DeYoung et al.: ERASER (2020), there as intersection over union.
    """
    return any(cited.article_id == place.article_id and _share_half(cited.span, place.span) for place in gold.places)


def covers(cited: EvidencePlace, gold: Gold) -> bool:
    """Say whether the citation has at least half of the evidence."""
    return any(2 * cited.shared(place) >= len(place.span) for place in gold.places)


def _share_half(one: Span, other: Span) -> bool:
    return 2 * (min(one.end, other.end) - max(one.start, other.start)) >= min(len(one), len(other))


def normalise_answer(text: str) -> str:
    """Return `text` as SQuAD compares it: lower-case, without ASCII punctuation, without a/an/the, single blanks.

    Rajpurkar et al.: SQuAD (2016), official evaluation script v1.1.
    """
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def answer_contained(answers: Sequence[str], quotes: Sequence[str]) -> bool | None:
    """Say whether a gold answer stands in a quotation, as whole words; None if there is no gold answer.

    Both are normalised as in SQuAD; as this joins what punctuation separates ("Ann's", "2009-17"), it also counts if
    the words stand there with punctuation as a blank.
    """
    if not answers:
        return None
    return any(_contains(quote, answer) for quote in quotes for answer in answers)


def reference_recall(reference: str, quotes: Sequence[str]) -> float | None:
    """Return the share of the reference's words that stand in the quotations; None if it has none.

    ROUGE-1 recall (Lin 2004) over the set of stemmed words without stop words.
    """
    wanted = set(content_terms(reference))
    if not wanted:
        return None
    return len(wanted & set(content_terms(" ".join(quotes)))) / len(wanted)


def exact_match(prediction: str, answers: Sequence[str]) -> float:
    """Return 1 if the normalised prediction equals a normalised gold answer, else 0; no gold answers: if it is empty.

    Rajpurkar et al.: SQuAD (2016); with questions that have no answer, SQuAD 2.0 (2018).
    """
    return float(any(normalise_answer(prediction) == normalise_answer(answer) for answer in answers or ("",)))


def token_f1(prediction: str, answers: Sequence[str]) -> float:
    """Return the best F1 of the prediction's normalised tokens, as a bag, over the gold answers.

    If either side has no token, 1 if both have none, else 0. Same source as `exact_match`.
    """
    return max(
        _token_f1(normalise_answer(prediction).split(), normalise_answer(answer).split()) for answer in answers or ("",)
    )


def _token_f1(predicted: Collection[str], gold: Collection[str]) -> float:
    if not predicted or not gold:
        return float(not predicted and not gold)
    both = (Counter(predicted) & Counter(gold)).total()
    return Scores.from_counts(both=both, predicted=len(predicted), gold=len(gold)).f1 or 0.0


def _contains(quote: str, answer: str) -> bool:
    if normalise_answer(answer) and _run(normalise_answer(answer).split(), normalise_answer(quote).split()):
        return True
    words = _WORD.findall(answer.lower())
    if not words:
        return bool(answer.strip()) and answer.lower() in quote.lower()
    return _run(words, _WORD.findall(quote.lower()))


def _run(words: Sequence[str], within: Sequence[str]) -> bool:
    return f" {' '.join(words)} " in f" {' '.join(within)} "


def sentences_near(text: str, span: Span) -> Iterator[Span]:
    """Yield the sentences of `text` that share at least one character with the span, in order."""
    for block in _paragraphs(text):
        if block.overlaps(span):
            shifted = (Span(block.start + each.start, block.start + each.end) for each in _split(block.of(text)))
            yield from (each for each in shifted if each.overlaps(span))


@lru_cache(maxsize=64)
def _paragraphs(text: str) -> tuple[Span, ...]:
    return tuple(paragraphs(text))


@lru_cache(maxsize=4096)
def _split(paragraph: str) -> tuple[Span, ...]:
    return tuple(split_sentences(paragraph))


def speaker_scores(citations: Sequence[Citation], golds: Sequence[Gold]) -> Mapping[str, float | None]:
    """Return `speaker_coverage`, the share of citations of words with a gold speaker that show one, and
    `speaker_correct`, the share of those shown that are the right one; None where there is nothing to divide by.

    As attribution is scored in quotation corpora, by the speaker of each quotation: Pareti (2015).
    """
    attributed = [gold for gold in golds if gold.evidence.speaker]
    cited = [(each, gold) for each in citations for gold in attributed if matches(EvidencePlace.of(each), gold)]
    shown = [(each.speaker.of(each.article.text), gold) for each, gold in cited if each.speaker]
    right = [same_person(name, gold.evidence.speaker or "") for name, gold in shown]
    return {
        "speaker_coverage": len(shown) / len(cited) if cited else None,
        "speaker_correct": sum(right) / len(right) if right else None,
    }


def same_person(one: str, other: str) -> bool:
    """Say whether two names are of one person: the words of one are all in the other, and the last is the same."""
    words, others = (normalise_answer(each.partition(",")[0]).split() for each in (one, other))
    if not words or not others or words[-1] != others[-1]:
        return False
    return set(words) <= set(others) or set(others) <= set(words)
