"""Say whether a few words of a sentence can be the short answer to a question: of the right type, and not cut short."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from qa_bot.english.forms import Form, asked_form, has_form
from qa_bot.english.names import CAPITAL
from qa_bot.english.numbers import numbers
from qa_bot.english.questions import ASKING, Kind, asked_kind, asked_speaker, holds
from qa_bot.english.times import asks_of_now, times
from qa_bot.english.verbs import AUXILIARY, UTTERANCE
from qa_bot.model import Span
from qa_bot.text.fold import spelt
from qa_bot.text.terms import content_terms, words

_CUT_AFTER = re.compile(
    r"\b(?:not|never|no|nor|neither|hardly|without|if|unless|whether|instead of|rather than|other than|denied|denies)"
    r"(?:\s\w{1,12}){0,1}\W*$|n['’]t\W*$",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:not|never|no|nor|neither|hardly|without|instead|other than)\b|n['’]t\b", re.IGNORECASE)
_CAUSE = (
    r"(?:because|due to|owing to|in order to|to|so that|so as to|since|for fear|amid|out of|in response to|citing"
    r"|thanks to|in protest at|on the grounds|given)"
)
_CAUSE_BEFORE = re.compile(rf"\b{_CAUSE}(?: of| that)?(?: the| an?| its| his| her| their)?\s*$", re.IGNORECASE)
_CAUSE_FIRST = re.compile(rf"{_CAUSE}\b.*\s", re.IGNORECASE)
_MEANS_BEFORE = re.compile(r"\b(?:by|through|using|via|with)(?: the| an?)?\s*$", re.IGNORECASE)
_MEANS_FIRST = re.compile(r"(?:by|through|using|via|with)\s\w", re.IGNORECASE)
_YES_OR_NO = re.compile(rf"{AUXILIARY}(?:n['’]t)?\b", re.IGNORECASE)
_ASKS = re.compile(rf"\b{ASKING}\b", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow many\b", re.IGNORECASE)
_UNIT_KINDS = frozenset(("length", "money", "percent", "age", "duration", "measure", "year"))
_NAMED = re.compile(rf"(?<!^){CAPITAL}[\w'’-]*")
_RELATIVE = re.compile(rf"(?<=\w )\b(?:that|{ASKING})\b.*", re.IGNORECASE | re.DOTALL)
_MORE_ITEMS_AFTER = re.compile(rf"\s*(?:,|,? and|,? or|,? as well as)\s(?:the |an? )?{CAPITAL}")
_MORE_ITEMS_BEFORE = re.compile(rf"(?:,|{CAPITAL}[\w'’-]{{0,40}},? (?:and|or))\s(?:[a-z-]{{1,20}} ){{0,2}}$")
_WHICH = re.compile(r"(?:which|what) (?:[\w'’-]{1,40} ){0,3}?([\w'’-]{2,40}s|people|men|women)\b", re.IGNORECASE)
_TWO_QUESTIONS = re.compile(rf"\band {ASKING}\b", re.IGNORECASE)
_NOT_NOW = re.compile(r"\b(?:usually|once|formerly|originally|used to|previously|traditionally|until)\b", re.IGNORECASE)
_SEVERAL = re.compile(r",|\sand\s")
_PAIRS = (("“", "”"), ("(", ")"), ("[", "]"), ("«", "»"))
_DIGITS_ALONE = re.compile(r"\W*\d+\W*$")
_TIME_WORD = re.compile(r"\d|\b(?:ago|century|week|month|year|yesterday|today)\b")
_WORD = re.compile(r"\w+")
_OF_A_NAME = re.compile(rf"\b(?P<name>{CAPITAL}[\w'’-]*), (?:who (?:was|had been) )?(?P<verb>\w{{1,20}}ed)\b")
_SPEECH = UTTERANCE | {"according"}
_BY_BEFORE = re.compile(r"\bby (?:the )?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Words of a sentence that may answer a question, and what stands before and behind them there."""

    question: str
    sentence: str
    words: str
    before: str
    after: str


def may_answer(question: str, sentence: str, said: Span) -> bool:
    """Say whether the words at `said` in a sentence can answer a question by themselves.

    They must be of the type asked for (a name to "who", a time to "when", a cause to "why", a means to "how", two
    things or more where several are asked for), whole (quotation marks and lists not cut), and not behind a "not" or an
    "if". Whether they are right is another question.
    """
    pieces = said.of(sentence), sentence[: said.start], sentence[said.end :]
    given = _Candidate(question, sentence, *map(spelt, pieces))
    is_cut = _CUT_AFTER.search(given.before) and not _DENIES.search(question)
    if is_cut or not _is_whole(given.words) or _is_beside_the_question(given):
        return False
    form = asked_form(question)
    if form:
        return _FORMS[form](given)
    if _YES_OR_NO.match(question.strip()):
        return False
    kind = asked_kind(_without_clause(question))
    return _KINDS[kind](given) if kind else bool(_ASKS.search(question) or re.search(r"\d", given.words))


def with_hedge(question: str, sentence: str, said: Span) -> Span:
    """Return where the words stand with all of the number that they open with: "about 400", not "400"."""
    if asked_kind(_without_clause(question)) != "number":
        return said
    starts = (each.start for each, _ in numbers(sentence) if each.start < said.start < each.end)
    return Span(min(starts, default=said.start), said.end)


def _without_clause(question: str) -> str:
    """Return a question without the clause behind what is asked for: "What is the site where it was posted?"."""
    first = _ASKS.search(question)
    start = first.end() if first else 0
    return question[:start] + _RELATIVE.sub("", question[start:])


def _is_whole(words: str) -> bool:
    pairs = all(words.count(opening) == words.count(closing) for opening, closing in _PAIRS)
    return pairs and words.count('"') % 2 == 0 and bool(re.search(r"\w", words))


def _is_beside_the_question(given: _Candidate) -> bool:
    """Say whether no words of the sentence can be the whole answer, whatever their type."""
    told = asked_speaker(given.question) and not _SPEECH & set(words(given.sentence))
    past = asks_of_now(given.question) and _NOT_NOW.search(given.sentence)
    return bool(told or past or _TWO_QUESTIONS.search(given.question) or _is_of_another(given))


def _is_of_another(given: _Candidate) -> bool:
    """Say whether what is asked is told of somebody else: of "bin Laden, killed in 2011" where Zawahiri is named."""
    asked = {word.lower() for word in _WORD.findall(given.question)}
    found = [each for each in _OF_A_NAME.finditer(given.before) if each["verb"].lower() in asked]
    return bool(found and _NAMED.search(given.question) and found[-1]["name"].lower() not in asked)


def _list(given: _Candidate) -> bool:
    cut = _MORE_ITEMS_AFTER.match(given.after) or _MORE_ITEMS_BEFORE.search(given.before)
    which = _WHICH.match(given.question)
    names_none = which and set(content_terms(which[1])) & set(content_terms(given.words))
    return bool(_SEVERAL.search(given.words)) and not cut and not names_none


def _defines(given: _Candidate) -> bool:
    is_other_kind = asked_kind(given.question) not in (None, "person")
    return is_other_kind or bool(has_form("definition", given.sentence, given.question))


def _means(given: _Candidate) -> bool:
    is_behind = _MEANS_BEFORE.search(given.before) and len(given.words.split()) > 1
    return bool(_MEANS_FIRST.match(given.words) or is_behind)


def _person(given: _Candidate) -> bool:
    return holds("person", f". {given.words}", given.question)


def _place(given: _Candidate) -> bool:
    return holds("place", f". {given.words}", given.question) and not _BY_BEFORE.search(given.before)


def _time(given: _Candidate) -> bool:
    """Say whether it is a time, and that of the predicate: no other time stands behind that while it stands before."""
    is_time = any(times(given.words)) or bool(_TIME_WORD.search(given.words))
    asked = set(content_terms(given.question))
    behind = [each.end() for each in _WORD.finditer(given.after) if asked & set(content_terms(each[0]))]
    return is_time and not (behind and any(times(given.after[behind[-1] :])))


def _number(given: _Candidate) -> bool:
    """Say whether it is a number: to "how many" one of the things counted, in a sentence that speaks of them."""
    kinds = {what for _, what in numbers(given.words)}
    if not _HOW_MANY.search(given.question):
        return bool(kinds - {"year"}) or bool(_DIGITS_ALONE.match(given.words))
    asked = set(content_terms(_NAMED.sub("", given.question)))
    is_count = not kinds <= _UNIT_KINDS or bool(asked & set(content_terms(given.words)))
    return bool(kinds) and is_count and bool(asked & set(content_terms(given.sentence)))


def _reason(given: _Candidate) -> bool:
    return bool(_CAUSE_FIRST.match(given.words) or _CAUSE_BEFORE.search(given.before))


def _never(_: _Candidate) -> bool:
    return False


_Rule = Callable[[_Candidate], bool]
_FORMS: dict[Form, _Rule] = {
    "summary": _never,
    "latest": _never,
    "comparison": _never,
    "change": _never,
    "list": _list,
    "definition": _defines,
    "manner": _means,
}
_KINDS: dict[Kind, _Rule] = {
    "person": _person,
    "place": _place,
    "time": _time,
    "number": _number,
    "reason": _reason,
}
