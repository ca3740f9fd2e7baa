"""Let a language model answer from evidence: what it writes is checked, and its quotations are cut by code."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from threading import Event
from time import perf_counter
from typing import Literal

from qa_bot.answer import Found
from qa_bot.answer.extractive import cite, nearest
from qa_bot.claims import check, contradicts
from qa_bot.model import Answer, Article, Citation, Claim, Turn
from qa_bot.news import dated
from qa_bot.retrieve import Evidence
from qa_bot.show.words import day
from qa_bot.text.terms import STOPWORDS, terms, words
from qa_bot.writer.chat import Chat, Deadline, ModelFault, Usage
from qa_bot.writer.prompt import Message, Offer, harmless, messages, repair
from qa_bot.writer.reply import (
    Reply,
    Said,
    leads_elsewhere,
    read_reply,
    unquoted,
    with_quotations,
    without_addresses,
    without_markup,
    without_thoughts,
)


@dataclass(slots=True)
class DraftedAnswer:
    """An answer while it is written: its quotations, each with its number, and the claims so far."""

    citations: list[Citation]
    claims: list[Claim] = field(default_factory=list)

    @property
    def kept(self) -> list[Claim]:
        """Return the claims that are supported."""
        return [each for each in self.claims if each.supported]

    def cite(self, evidence: Evidence) -> int:
        """Return the number of the quotation that holds this sentence; it becomes one if there is none."""
        for each in self.citations:
            if _holds(each, evidence):
                return each.n
        n = 1 + max((each.n for each in self.citations), default=0)
        self.citations.append(dated(cite(evidence, n)))
        return n

    def contrary(self, offer: Offer) -> list[int]:
        """Return the numbers of quotations from other articles that say otherwise than a claim; they become citations.

        The model is told to state both sides; where it states one, the other is shown all the same.
        """
        found = []
        cited = {each.n: each for each in self.citations}
        told = [cited[n] for each in self.kept for n in each.numbers]
        for claim in self.kept:
            own = {cited[n].article.id for n in claim.numbers}
            for each in offer.sentences:
                if each.passage.article.id in own or any(_holds(one, each) for one in told):
                    continue
                if contradicts(each.sentence.text, claim.text):
                    found.append(self.cite(each))
        return list(dict.fromkeys(found))


def _holds(citation: Citation, evidence: Evidence) -> bool:
    """Say whether a quotation holds a sentence."""
    return citation.article.id == evidence.passage.article.id and citation.span.holds(evidence.span)


_MOST_CLAIMS = 8
_LONGEST_CLAIM = 500
_DOUBT = 3.0
"""By how much the odds of an answer shrink where the model finds none; an assumption, since it depends on the model."""

INSTEAD = "The sentences themselves answer."
"""What is said where they do because the model cannot."""
_ENDS = re.compile(r"[\]】］}\n]")
"""What a sentence of a reply can be complete with."""


class Writer:
    """Writes answers with a chat model; safe to use from several threads."""

    def __init__(self, chat: Chat, *, threshold: float, unsupported: Literal["strike", "drop"] = "strike") -> None:
        self.chat = chat
        self._threshold = threshold
        self._unsupported = unsupported

    def write(self, found: Found, stop: Event | None = None) -> Iterator[Answer]:
        """Yield the answer as it grows: what the sentences themselves answer, then with each claim, then the last.

        Each is a whole answer of its own. A refusal stays what it is, and the model is not asked. Where the model fails
        or nothing that it writes is held, the last is the answer without it, and its `notice` says what happened.
        Set `stop`, or close the iterator, to end early.
        """
        yield found.answer
        if found.answer.answered:
            yield from _Writing(self, found, Deadline(self.chat.seconds, stop or Event())).run()

    def check(self, said: Said, offer: Offer, draft: DraftedAnswer) -> Claim | None:
        """Return a sentence of the model with the numbers of its quotations or why it is struck; None to pass over."""
        text = without_markup(said.text[: 4 * _LONGEST_CLAIM])
        if not any(each.isalnum() for each in text) or text.endswith("?"):
            return None
        named = [(number, offer.named(number)) for number in said.numbers]
        cited = [each for _, each in named if each]
        shown, foreign = with_quotations(text, [each.sentence for each in cited])
        strange = [str(number) for number, each in named if not each]
        if not named:
            why = "it names no sentence"
        elif strange:
            why = f"it names a sentence that was not offered: {', '.join(strange)}"
        elif foreign:
            why = "its quotation does not stand in the sentences named"
        elif leads_elsewhere(shown, [each.sentence.text for each in cited]):
            why = "it gives an address that does not stand in the sentences named"
        elif len(text) > _LONGEST_CLAIM:
            why = "it is too long to be checked as one claim"
        else:
            about = " ".join(dict.fromkeys(_about(each.passage.article) for each in cited))
            why = check(unquoted(shown), [each.sentence.text for each in cited], about).why
        if why:
            return Claim(without_addresses(unquoted(text))[:_LONGEST_CLAIM], (), why)
        return Claim(shown, tuple(sorted({draft.cite(each) for each in cited})))

    def settle(self, answer: Answer, evidence: Sequence[Evidence], notice: str) -> Answer:
        """Return what stands where no claim does: the answer of the sentences, or a refusal if they are less sure."""
        odds = answer.confidence / max(1e-9, 1 - answer.confidence) / _DOUBT
        sure = odds / (1 + odds)
        if sure >= self._threshold:
            return replace(answer, confidence=sure, unsure=True, direct=None, notice=f"{notice} {INSTEAD}")
        blank = replace(answer, text="", citations=(), direct=None, confidence=sure, reason="not_stated", notice=notice)
        return replace(blank, nearest=nearest(evidence))

    def shown(self, claims: Sequence[Claim]) -> tuple[Claim, ...]:
        """Return the claims that a person gets to see."""
        return tuple(each for each in claims if each.supported or self._unsupported == "strike")


class _Writing:
    """One answer being written."""

    def __init__(self, writer: Writer, found: Found, clock: Deadline) -> None:
        self._writer = writer
        self._found = found
        self._clock = clock
        self._began = perf_counter()
        self._offer = Offer.of(found.evidence)
        self._draft = DraftedAnswer(list(found.answer.citations))
        self._usage = Usage()
        self._timings = dict(found.answer.timings)
        self._abstains = self._points = False
        self._notes: list[str] = []

    def run(self) -> Iterator[Answer]:
        """Yield the answer after each claim, and the last."""
        try:
            yield from self._ask_until_it_fits()
        except ModelFault as fault:
            self._notes.append(f"{self._name} {fault}.")
            is_fault = True
        else:
            is_fault = False
        yield self._last(is_fault=is_fault)

    @property
    def _name(self) -> str:
        return self._writer.chat.name

    def _ask_until_it_fits(self) -> Iterator[Answer]:
        """Ask; with less evidence if the model cannot take it all, as text if it cannot be held to a schema."""
        while True:
            try:
                yield from self._ask_and_repair()
                return
            except ModelFault as fault:
                if fault.kind == "form" and self._writer.chat.writes_json and not self._draft.claims:
                    self._writer.chat.give_up_json()
                elif fault.kind == "window" and len(self._offer.sentences) > 1:
                    self._offer = self._offer.halved()
                    left = len(self._offer.sentences)
                    self._notes = [f"{self._name} could take only the best {left} sentences of the evidence."]
                else:
                    raise

    def _ask_and_repair(self) -> Iterator[Answer]:
        """Ask, and once more if nothing in the reply has a number."""
        as_json = self._writer.chat.writes_json
        question = self._found.answer.standalone_question
        asked = messages(question, self._offer, as_json=as_json)
        reply, text = yield from self._ask(asked, shaped=as_json)
        if not self._draft.claims and not reply.abstains and not self._clock.is_over:
            again = repair(asked, text, as_json=as_json)
            reply, text = yield from self._ask(again, shaped=as_json, is_last=True)
        self._abstains = reply.abstains

    def _ask(
        self, asked: Sequence[Message], *, shaped: bool, is_last: bool = False
    ) -> Generator[Answer, None, tuple[Reply, str]]:
        """Yield the answer as the reply comes in; return the reply as read, and its text.

        Sentences without numbers wait until one has some: if none has, the model is asked again.
        """
        text, read = "", Reply(())
        waiting: list[Said] = []
        with closing(self._writer.chat.stream(asked, self._clock, self._usage, shaped=shaped)) as pieces:
            for piece in pieces:
                text += piece
                if _ENDS.search(piece):
                    known, read = len(read.said), read_reply(text, is_whole=False)
                    waiting += read.said[known:]
                    yield from self._take(waiting, force=False)
                if len(self._draft.claims) >= _MOST_CLAIMS:
                    return read, text
        if not self._clock.stop.is_set():
            known, read = len(read.said), read_reply(text, is_whole=True)
            waiting += read.said[known:]
            yield from self._take(waiting, force=is_last)
        return read, text

    def _take(self, waiting: list[Said], *, force: bool) -> Iterator[Answer]:
        """Check the sentences that wait and yield the answer after each; without `force` only if one has numbers."""
        if not (force or self._draft.claims or any(each.numbers for each in waiting)):
            return
        while waiting and len(self._draft.claims) < _MOST_CLAIMS:
            said = waiting.pop(0)
            self._points = self._points or bool(said.numbers)
            claim = self._writer.check(said, self._offer, self._draft)
            if claim and claim.text not in [each.text for each in self._draft.claims]:
                self._draft.claims.append(claim)
                if claim.supported:
                    self._timings.setdefault("first_sentence_ms", self._milliseconds)
                yield self._with_claims(self._draft.citations)

    @property
    def _milliseconds(self) -> float:
        return 1000 * (perf_counter() - self._began)

    def _with_claims(self, citations: Sequence[Citation]) -> Answer:
        """Return the answer with the claims so far, or what the sentences answer if none of them is held."""
        found, kept = self._found.answer, self._draft.kept
        return replace(
            found,
            text=" ".join(each.marked for each in kept) if kept else found.text,
            citations=tuple(citations) if kept else found.citations,
            claims=self._writer.shown(self._draft.claims),
            engine=self._name,
            timings=dict(self._timings),
        )

    def _last(self, *, is_fault: bool) -> Answer:
        """Return the answer as it stays."""
        self._timings |= {"model_ms": self._milliseconds, **self._usage.counted}
        stopped = self._clock.stop.is_set()
        if stopped:
            self._notes.append("Stopped.")
        if self._draft.kept:
            contrary = self._draft.contrary(self._offer)
            if contrary:
                numbers = "".join(f"[{n}]" for n in contrary)
                self._notes.append(f"Another article says otherwise: {numbers}.")
            return replace(self._with_claims(self._used(contrary)), notice=" ".join(self._notes))
        notice = " ".join(self._notes)
        answer = replace(self._with_claims(()), engine=self._found.answer.engine)
        if is_fault or stopped:
            return replace(answer, notice=f"{notice} {INSTEAD}")
        if self._abstains:
            self._notes.append(f"{self._name} finds no answer in the sentences.")
        elif self._points:
            self._notes.append(f"Nothing that {self._name} wrote is held by the sentences that it named.")
        else:
            self._notes.append(f"{self._name} named no sentence for what it wrote.")
            return replace(answer, notice=" ".join([*self._notes, INSTEAD]))
        return self._writer.settle(answer, self._found.evidence, " ".join(self._notes))

    def _used(self, contrary: Sequence[int]) -> list[Citation]:
        """Return the quotations that claims, what is contrary or the direct answer name, under their numbers."""
        used = {*contrary, *(n for each in self._draft.kept for n in each.numbers)}
        if direct := self._found.answer.direct:
            used.add(direct.n)
        return [each for each in self._draft.citations if each.n in used]


def _about(article: Article) -> str:
    """Return what a reader sees beside a quotation."""
    return ", ".join(filter(None, (article.title, article.source, day(article.published))))


_SECONDS = 15.0
_TURNS = 4
_LONGEST = 300
_RULES = """\
Write the last question so that it can be understood alone: put the names and things that it refers to, from the \
earlier questions and answers, in place of words like "he", "it" and "that". Add nothing else and do not answer it. \
Write the question only, on one line."""


def rewritten(chat: Chat, question: str, history: Sequence[Turn]) -> str | None:
    """Return the question as the model writes it, None if that fails or brings in words that nobody said."""
    said = [f"Question: {harmless(each.question, 300)}\nAnswer: {_answer(each)}" for each in history[-_TURNS:]]
    asked = [
        Message("system", _RULES),
        Message("human", "\n".join([*said, f"Last question: {harmless(question)}", "Alone:"])),
    ]
    clock = Deadline(min(_SECONDS, chat.seconds))
    try:
        with closing(chat.stream(asked, clock, Usage(), shaped=False)) as pieces:
            written = "".join(pieces)
    except ModelFault:
        return None
    return _taken(written, question, " ".join([question, *said]))


def _taken(written: str, question: str, said: str) -> str | None:
    lines = [without_markup(line) for line in without_thoughts(written).splitlines() if line.strip()]
    alone = lines[0].strip("\"'“”") if len(lines) == 1 else ""
    if not alone.endswith("?") or len(alone) > _LONGEST:
        return None
    fresh = {word for word in words(alone) if word not in STOPWORDS}
    known = {*words(said), *terms(said)}
    asked = {word for word in words(question) if word not in STOPWORDS}
    invents = any(word not in known and not set(terms(word)) & known for word in fresh)
    return None if invents or not fresh or (asked and not asked & fresh) else alone


def _answer(turn: Turn) -> str:
    return harmless(turn.answer or " ".join(turn.quotes), 400) if turn.reason is None else "not found"
