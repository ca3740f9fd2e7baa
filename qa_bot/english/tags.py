"""Find the tags of speech, "Ann Berg said", in a paragraph whose quotations are known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa_bot.english.subjects import (
    ADVERBS,
    DASHES,
    DAYS,
    MOST_WORDS,
    NO_PART,
    PERSONAL,
    PREPOSITIONS,
    bare_subject,
    is_verb,
    opening_subject,
    subject_before,
    subject_from,
    subject_with_appositions,
    word_set,
)
from qa_bot.english.tokens import CLOSING, Token, sentence_start
from qa_bot.english.verbs import AUXILIARIES, SPEECH, UTTERANCE, UTTERING, is_finite
from qa_bot.model import Span

_NAMING = frozenset(("called", "calls", "dubbed", "labelled", "labeled", "cited", "cites"))
_NEGATIONS = word_set("not never n't")
_TWO_WORDS = frozenset(
    (verb, behind)
    for behind, verbs in (
        ("on", "went goes go"),
        ("back", "shot fired hit shoots fires hits wrote"),
        ("in", "cut chimed"),
    )
    for verb in verbs.split()
)
_LEAST_SAID = 12
"""Characters of what is said without being quoted."""
_REFUSING = word_set("declined refused declines refuses")
_SET_APART = word_set("like as when while even though although whereas if once asked unlike nevertheless in for")
_BEFORE_A_THING = word_set("to of in on with from about at by for")
_OPENERS = word_set("but and so still yet then meanwhile however instead earlier later also separately")
_PLAIN = word_set("said says say")
_SUBJECTS = word_set("he she they it we i there")
_TELLING = frozenset(("tell", "tells", "told", "telling"))


@dataclass(frozen=True, slots=True)
class Tag:
    """Who says something and by which word; `denied` where the word says that they do not say it.

    `start` and `end` are the tokens from which and up to which it goes, `way` how it was found.
    """

    speaker: Span
    cue: Span
    denied: bool
    start: int
    end: int
    way: str


def behind(found: Sequence[Token], at: int) -> Tag | None:
    """Return the tag behind the quotation that is token `at`: “...,” Ann Berg said; “...,” said Ann Berg."""
    last = found[at].text.rstrip(CLOSING)[-1:]
    start, comma = at + 1, last in ",?!…—-–"
    while start < len(found) and found[start].text in (",", "—", "–", "-"):
        start, comma = start + 1, True
    if start >= len(found) or not found[start].is_word:
        return None
    first = found[start]
    if not comma and not (last == "." and first.low in PERSONAL | UTTERANCE and first.text.islower()):
        return None
    if first.low in UTTERANCE and first.text.islower() and first.low not in _TELLING:
        who = subject_from(found, start + 1)
        return _tag(found, who, (start, start + 1), "behind, verb first") if who else None
    return _subject_first(found, start, certain=last == ",")


def _subject_first(found: Sequence[Token], start: int, *, certain: bool) -> Tag | None:
    """Return the tag that begins at a token with who says it."""
    if found[start].low == "as":
        start += 1
    end = min(len(found), start + MOST_WORDS)
    for at in range(start, end):
        each = found[at]
        if each.kind == "quote" or each.ends or each.text in ";:":
            return None
        if at > start and _is_utterance(found, at):
            who = subject_before(found, start, at)
            if not who or not _reaches(found, start, who[0]):
                who = subject_with_appositions(found, start, at)
            return _tag(found, who, (at, at + 1), "behind, subject first") if who else None
        if at > start and certain and _is_some_verb(found, start, at):
            return _tag(found, (start, at), (at, at + 1), "behind, other verb")
    return None


def _is_some_verb(found: Sequence[Token], start: int, at: int) -> bool:
    """Say whether any verb follows a pronoun or a bare name: “...,” Berg quavered."""
    word = found[at]
    named = found[start].low in PERSONAL or all(each.is_capitalised for each in found[start:at])
    return named and word.text.islower() and is_finite(word.low) and word.low not in AUXILIARIES


def _reaches(found: Sequence[Token], start: int, first: int) -> bool:
    return first <= start or all(each.low in ADVERBS | {","} for each in found[start:first])


def _is_utterance(found: Sequence[Token], at: int) -> bool:
    """Say whether a token is a verb that stands beside a quotation: "said", "went on", "shot back"."""
    word = found[at].text
    behind = found[at + 1].text if at + 1 < len(found) else ""
    return word in UTTERANCE or (word, behind) in _TWO_WORDS


def ahead_of(found: Sequence[Token], at: int) -> Tag | None:
    """Return the tag before the quotation that is token `at`: Ann Berg said, “...”."""
    start = sentence_start(found, at)
    if at - start < 2 or any(each.kind == "quote" for each in found[max(start, at - MOST_WORDS) : at]):
        return None if at - start < 2 else _after_quote(found, start, at)
    verb = _leading_verb(found, start, at)
    if verb is not None:
        return _by_verb(found, start, verb, at)
    if found[at - 1].text == ":" and (tag := _by_colon(found, start, at)):
        return tag
    return _according(found, start, at)


def _after_quote(found: Sequence[Token], start: int, at: int) -> Tag | None:
    """Return the tag that stands between another quotation of the sentence and this one."""
    last = max(each for each in range(start, at) if found[each].kind == "quote")
    verb = _leading_verb(found, last + 1, at)
    return _by_verb(found, start, verb, at) if verb is not None else None


def _leading_verb(found: Sequence[Token], start: int, at: int) -> int | None:
    """Return the verb of saying that leads to the quotation."""
    for verb in range(at - 1, max(start, at - MOST_WORDS) - 1, -1):
        said = _is_utterance(found, verb) or found[verb].text in UTTERING | _NAMING
        if said and _leads_to(found, verb, at, found[at - 1]):
            return verb
    return None


def _by_verb(found: Sequence[Token], start: int, verb: int, at: int) -> Tag | None:
    if found[verb - 1].text in {"and", "but"}:
        return None  # who did the thing before may be far away
    if found[verb].text in UTTERING:
        who = opening_subject(found, start, verb)
        if found[verb - 1].text == "," and _is_utterance(found, verb - 2):
            who = subject_before(found, start, verb - 2)
        return _tag(found, who, (verb, verb + 1), "before, -ing") if who else None
    who = subject_before(found, start, verb) or subject_with_appositions(found, start, verb)
    return _tag(found, who, (verb, verb + 1), _way(found, verb, at)) if who else None


def _by_colon(found: Sequence[Token], start: int, at: int) -> Tag | None:
    """Return the tag of a sentence that ends with a colon: Berg: “...”; Berg shrugged: “...”."""
    if who := bare_subject(found, start, at - 1):
        return _tag(found, who, (at - 1, at), "before, colon")
    if is_finite(found[at - 2].text) and (who := subject_before(found, start, at - 2)):
        return _tag(found, who, (at - 2, at - 1), "before, colon verb")
    who = opening_subject(found, start, at - 1)
    return _tag(found, who, (at - 1, at), "before, colon sentence") if who else None


def _way(found: Sequence[Token], verb: int, at: int) -> str:
    if found[verb].text in _NAMING:
        return "before, naming"
    return "before, near" if found[at].span.start - found[verb].span.end <= 3 else "before, far"


def _leads_to(found: Sequence[Token], verb: int, at: int, last: Token) -> bool:
    """Say whether a verb of saying leads to the quotation: nothing between them but whom it is said to, or when."""
    between = found[verb + 1 : at]
    if found[verb].text in _NAMING:
        return len(between) < 6 and all(each.is_word and not is_verb(each) for each in between)
    if last.text == ":":
        return not any(each.text in DASHES or each.low == "that" or is_finite(each.low) for each in between)
    if any(each.text in ";:" or each.low in {"and", "but", "because", "while"} for each in between):
        return False
    if last.text == ",":
        return len(between) < 14
    return (
        not between
        or (len(between) == 1 and last.low in {"that", "of", "it"})
        or (
            found[verb].low in _TELLING
            and len(between) < 6
            and not any(each.low in PERSONAL or is_verb(each) for each in between)
        )
    )


def signature(found: Sequence[Token]) -> Tag | None:
    """Return the tag of a line that is nothing but a dash and the name of whom the line before quotes."""
    if len(found) < 2 or found[0].text not in DASHES:
        return None
    end = len(found) - found[-1].ends
    is_name = 1 < end <= 7 and all(each.is_capitalised for each in found[1:end])
    return _tag(found, (1, end), (0, 1), "signature") if is_name else None


def indirect(found: Sequence[Token], start: int, end: int) -> tuple[Tag, Span] | None:
    """Return the tag of a sentence that says what somebody said without quoting it, and where what was said stands.

    Berg said that it rains; it rains, Berg said; according to Berg, it rains; it rains, according to Berg.
    """
    end -= found[end - 1].ends
    for find in (_leading, _trailing, _sourced, _amid):
        said = find(found, start, end)
        if said and len(said[1]) >= _LEAST_SAID:
            return said
    return None


def _leading(found: Sequence[Token], start: int, end: int) -> tuple[Tag, Span] | None:
    verb = next((at for at in range(start + 1, end - 2) if found[at].text in SPEECH), None)
    if verb is None or any(each.kind == "quote" or each.text == "who" for each in found[verb - 1 : verb]):
        return None
    if any(each.kind == "quote" for each in found[start:verb]):
        return None
    refused = found[verb - 1].text == "to" and found[verb - 2].text in _REFUSING
    who = subject_before(found, start, verb - 2 if refused else verb)
    if not who or not _opens_sentence(found, start, who[0]):
        who = None if refused else subject_with_appositions(found, start, verb)
    if not who:
        return None
    if found[verb].low.startswith("suggest") and not (
        found[who[0]].low in PERSONAL or found[who[1] - 1].is_capitalised
    ):
        return None  # a trip or a poll may suggest something without anybody's saying it
    tag = _tag(found, who, (verb - 2 if refused else verb, verb + 1), "indirect, before")
    tag = replace(tag, denied=True) if refused else tag
    first = _complement(found, verb, end, denied=tag.denied)
    return (tag, _span(found, first, end)) if first else None


def _complement(found: Sequence[Token], verb: int, end: int, *, denied: bool) -> int | None:
    """Return the token with which what is said begins, behind "that" or, after "said", at once."""
    opens = {"that", "whether", "if", "how", "why", "what", "who", "when", "where"} if denied else {"that"}
    for at in range(verb + 1, min(end - 1, verb + 15)):
        each = found[at]
        if each.low in opens and found[at - 1].low not in _BEFORE_A_THING:
            return at + (each.low == "that")
        if each.text in {",", ":", ";"} or each.kind == "quote":
            return None
        if each.low in _SUBJECTS and at > verb + 1 and found[verb].low in _TELLING | _PLAIN:
            return at
        if at == verb + 1 and _begins_clause(found, at, end):
            is_plain = found[verb].low in _PLAIN
            if is_plain or ((each.low in PERSONAL or each.is_capitalised) and _has_verb(found, at + 1, at + 4)):
                return at
    return None


def _begins_clause(found: Sequence[Token], at: int, end: int) -> bool:
    """Say whether a clause with a subject and a verb begins at a token."""
    first = found[at]
    if (
        first.low in NO_PART | {"of", "for", "from"}
        or first.text in DAYS
        or first.low in ADVERBS
        or first.low in {"last", "so", "yes"}
    ):
        return False
    if re.split("['’]", first.low)[0] in PERSONAL and first.low not in PERSONAL:
        return True
    return _has_verb(found, at + 1, min(end, at + 12))


def _has_verb(found: Sequence[Token], start: int, end: int) -> bool:
    return any(is_verb(each) or each.low in AUXILIARIES for each in found[start:end])


def _trailing(found: Sequence[Token], start: int, end: int) -> tuple[Tag, Span] | None:
    for verb in range(end - 1, max(start + 3, end - 10), -1):
        if found[verb].text not in SPEECH:
            continue
        if any(each.kind == "quote" for each in found[verb:end]) or found[start].low == "asked":
            return None
        who = subject_before(found, start, verb)
        if who and found[who[0] - 1].text == "," and who[0] - 1 > start + 2 and found[verb - 1].low != "that":
            if any(is_verb(each) for each in found[verb + 1 : end]):
                return None
            return _tag(found, who, (verb, verb + 1), "indirect, behind"), _span(found, start, who[0] - 1)
        who = subject_from(found, verb + 1) if found[verb].low in _PLAIN else None
        if (
            found[verb - 1].text == ","
            and who
            and found[who[0]].low not in PERSONAL | {"that"}
            and verb - 1 > start + 2
        ):
            return _tag(found, who, (verb, verb + 1), "indirect, behind"), _span(found, start, verb - 1)
        return None
    return None


def _sourced(found: Sequence[Token], start: int, end: int) -> tuple[Tag, Span] | None:
    at = next((at for at in range(start, end - 2) if found[at].low == "according" and found[at + 1].low == "to"), None)
    who = subject_from(found, at + 2) if at is not None else None
    if at is None or who is None:
        return None
    tag = _tag(found, who, (at, at + 2), "indirect, according to")
    if at == start:
        comma = next((each for each in range(who[1], end) if found[each].text == ","), None)
        return (tag, _span(found, comma + 1, end)) if comma and comma - who[1] < 8 and comma + 2 < end else None
    if found[at - 1].text == "," and at - 1 > start + 2:
        return tag, _span(found, start, at - 1)
    return None


def _amid(found: Sequence[Token], start: int, end: int) -> tuple[Tag, Span] | None:
    """Return the tag that commas set apart in the midst of what is said: the rain, Berg said, will last."""
    for verb in range(start + 4, end - 3):
        if found[verb].text not in SPEECH or found[verb + 1].text != ",":
            continue
        who = subject_before(found, start, verb)
        if who and found[who[0] - 1].text == "," and who[1] - who[0] < 5 and who[1] == verb:
            return _tag(found, who, (verb, verb + 1), "indirect, amid"), _span(found, start, end)
    return None


def _opens_sentence(found: Sequence[Token], start: int, first: int) -> bool:
    """Say whether a subject opens its sentence, or stands behind an opening that a comma sets apart."""
    if all(each.low in _OPENERS or each.text == "," for each in found[start:first]):
        return True
    if found[first - 1].text != ",":
        return False
    is_clause = found[start].low in _SET_APART | PREPOSITIONS or found[start].low.endswith("ing") or first - start < 5
    is_named = found[first].is_capitalised or found[first].low in PERSONAL
    has_verb = any(is_verb(each) for each in found[start:first])
    return (found[start].low in PREPOSITIONS and not has_verb) or (is_clause and is_named)


def _span(found: Sequence[Token], start: int, end: int) -> Span:
    return Span(found[start].span.start, found[end - 1].span.end)


def _according(found: Sequence[Token], start: int, at: int) -> Tag | None:
    """Return the tag of "According to Ann Berg, “..."."""
    for first in range(start, at - 2):
        if found[first].low == "according" and found[first + 1].low == "to":
            who = subject_from(found, first + 2)
            if who and who[1] >= at - 1:
                return _tag(found, who, (first, first + 2), "according to")
    return None


def _tag(found: Sequence[Token], who: tuple[int, int], cue: tuple[int, int], way: str) -> Tag:
    speaker = Span(found[who[0]].span.start, found[who[1] - 1].span.end)
    said = Span(found[cue[0]].span.start, found[cue[1] - 1].span.end)
    between = found[who[1] : cue[0]]
    denied = found[cue[0]].low.startswith(("den",)) or any(
        each.low in _NEGATIONS or each.low.endswith(("n't", "n’t")) for each in between
    )
    return Tag(speaker, said, denied, min(who[0], cue[0]), max(who[1], cue[1]), way)
