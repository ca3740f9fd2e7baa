"""Let a language model write the standalone question of a follow-up, and take it only if it invents nothing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from qa_bot.model import Turn
from qa_bot.text.terms import STOPWORDS, terms, words
from qa_bot.writer.chat import Chat, Clock, ModelFault, Usage
from qa_bot.writer.prompt import Message, harmless
from qa_bot.writer.reply import without_thoughts
from qa_bot.writer.words import plain

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
    clock = Clock(min(_SECONDS, chat.seconds))
    try:
        with closing(chat.stream(asked, clock, Usage(), shaped=False)) as pieces:
            written = "".join(pieces)
    except ModelFault:
        return None
    return _taken(written, question, " ".join([question, *said]))


def _taken(written: str, question: str, said: str) -> str | None:
    lines = [plain(line) for line in without_thoughts(written).splitlines() if line.strip()]
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
