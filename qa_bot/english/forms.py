"""Tell which form of answer a question wants, and whether a sentence has that form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from qa_bot.english.names import CAPITAL, NAME
from qa_bot.english.questions import topic, without_manners
from qa_bot.english.verbs import AUXILIARY, BE
from qa_bot.text.terms import content_terms

Form = Literal["summary", "latest", "list", "comparison", "change", "manner", "definition"]

_TEXT = r"(?:this|it|(?:this|the) (?:article|story|text|piece|report|page))"
_PLEASE = r"(?:(?:can|could|would) you )?"
_SUMMARY = (
    r"(?:summari[sz]e|sum up)\b",
    rf"{_PLEASE}(?:give|write|show)(?: (?:me|us))? (?:an? |the )?(?:\w+ )?(?:overview|summary|recap)\b",
    rf"{_PLEASE}tell me (?:more |something )?about\b",
    r"what (?:has |have )?(?:happened|went on|is going on|was going on) (?:to|in|at|during|on|with|after|when)\b",
    rf"what(?:['’]s| is| was) {_TEXT} about\b",
)
_NEWS = r"(?:news|developments?|updates?)"
_LATEST = (
    rf"what(?:['’]s| is| are|) the (?:latest|newest|most recent)(?: {_NEWS})? (?:on|about|from|in|with|for)\b",
    rf"(?:(?:the |any )?(?:latest|recent|new)|any|what) {_NEWS} (?:on|about|from|in|with)\b",
    r"(?:what(?:['’]s| is)|anything) new (?:on|about|from|in|with)\b",
)
_PLURAL = (
    r"(?!does\b|is\b|was\b|has\b|this\b|news\b|gas\b|series\b|\w*(?:ss|us|is)\b)(?:[\w'’-]{2,40}s|people|men|women)"
)
_LIST = (
    rf"(?:which|what) {_PLURAL}\b",
    rf"(?:which|what) (?:[\w'’-]{{1,40}} ){{1,3}}?{_PLURAL} (?:{AUXILIARY}|[\w'’-]{{1,40}}ed)\b",
    r"who (?:are|were|all|else|belongs? to)\b|(?:list|name)\b",
)
_COMPARISON = (
    r".{0,200}\bdifferences? between\b|.{0,200}\bcompared? (?:to|with)\b|how (?:do|does|did) .{0,200} compare\b",
    r"(?:which|who|what)\b.{0,200}\b(?:more|less|fewer|most|least|better|worse|[a-z]{2,12}er)\b.{0,200}\bor\b",
)
_CHANGES = r"(?:change|differ|grow|evolve|rise|fall|drop|increase|decrease|shrink|develop)(?:d|ed|n|en|s)?"
_CHANGE = (
    rf"how (?:much |many )?.{{0,200}}\b(?:did|has|have|does|do)\b.{{0,200}}\b{_CHANGES}\b",
    r"what(?:['’]s| has| have)? .{0,40}\bchanged\b",
)
_MANNER = (
    r"how (?!many\b|much\b|long\b|old\b|far\b|often\b|big\b|large\b|tall\b|high\b|deep\b|fast\b|heavy\b|wide\b|come\b"
    r"|about\b|likely\b|else about\b)",
    r"(?:by|through) (?:what|which) (?:means|method|way)s?\b|in (?:what|which) ways?\b",
)
_NAMED = rf"{NAME}(?: (?:for|of|in|on)(?: the)? {NAME})?"
_NO_THING = (
    r"(?!the\b)(?!.*\b(?:of|for|in|on|to|by|at|from|with|about|used|called|made|known|needed|going|happening)\b)"
)
_DEFINED = re.compile(
    rf"(?i:what|who)(?:['’]s| {BE}) (?:{_NAMED}|{_NO_THING}(?:an? )?[a-z][\w'’-]{{1,40}}(?: [\w'’-]{{2,40}}){{0,2}})"
    r"|(?i:define)\b.{1,100}|(?i:what does) .{1,100} mean"
)
_PATTERNS: Mapping[Form, Sequence[str]] = {
    "summary": _SUMMARY,
    "latest": _LATEST,
    "comparison": _COMPARISON,
    "change": _CHANGE,
    "manner": _MANNER,
    "list": _LIST,
}
_FORMS = {form: re.compile("|".join(patterns), re.IGNORECASE) for form, patterns in _PATTERNS.items()}
_BY_MEANS = re.compile(
    r"\bby (?:\w+ly )?\w{2,20}ing\b|\b(?:using|via|through|by means of|with the help of|thanks to|helped by)\b"
    r"|\b(?:first|then|next|finally|after that)\b,? \w",
    re.IGNORECASE,
)
_NEW_VALUE = re.compile(
    r"\b(?:(?:up |down )?from|compared with|rose|risen|fell|fallen|grew|grown|rais\w+|lower\w+|cut|reduc\w+"
    r"|increas\w+|decreas\w+|declin\w+|initially|at first|originally|earlier|later|now|since)\b[^.]{0,200}\d"
    r"|\d[^.]{0,200}\b(?:at first|initially|earlier|later|now|by then)\b",
    re.IGNORECASE,
)
_ITEM = re.compile(rf"(?:,|,? and|;) (?:the |an? |{CAPITAL}?[\w.'’-]{{1,40}} ){{0,3}}{CAPITAL}[\w'’-]{{1,60}}")
_MOST_ITEMS = 4
_NEAR = 200
"""Characters behind a name in which it is said what that is."""
_IS_A = re.compile(
    rf"['’\w]*(?: \([^()]{{1,60}}\))?,? (?:{BE}|which {BE}|means?|refers to|known as)\s(?:an?|the|one of)\b"
)
_IN_APPOSITION = re.compile(r"['’\w]*(?: \([^()]{1,60}\))?, (?:an?|the) \w")


def asked_form(question: str) -> Form | None:
    """Return the form of answer that a question wants, None if a plain fact."""
    plain = " ".join(without_manners(question).split()).rstrip(" ?!.")
    if _DEFINED.fullmatch(plain):
        return "definition"
    return next((form for form, pattern in _FORMS.items() if pattern.match(plain)), None)


def has_form(form: Form, sentence: str, question: str) -> float:
    """Return how much a sentence has of the form, from 0 to 1: items of a list, a means, a new value, "X is a ..."."""
    if form == "list":
        return min(_MOST_ITEMS, len(_ITEM.findall(sentence))) / _MOST_ITEMS
    if form == "manner":
        return float(bool(_BY_MEANS.search(sentence)))
    if form == "change":
        return float(bool(_NEW_VALUE.search(sentence)))
    return float(form == "definition" and _defines(sentence, topic(question)))


def _defines(sentence: str, subject: str) -> bool:
    """Say whether a sentence says what the subject is."""
    if not content_terms(subject):
        return False
    name = subject.lower().removeprefix("the ").removeprefix("an ").removeprefix("a ")
    at = sentence.lower().find(name)
    rest = sentence[at + len(name) :][:_NEAR]
    return bool(at >= 0 and (_IS_A.match(rest) or _IN_APPOSITION.match(rest)))
