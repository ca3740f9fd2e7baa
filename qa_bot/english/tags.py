"""Find the tags of speech, "Ann Berg said", in a paragraph whose quotations are known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa_bot.english.names import ROLES, TITLES
from qa_bot.english.times import MONTHS, WEEKDAYS
from qa_bot.english.verbs import AUXILIARIES, SPEECH, UTTERANCE, UTTERING, is_finite
from qa_bot.model import Span

_SHORT = (
    r"(?:[A-Z]-(?:[A-Z][a-z]{1,5}|[A-Z])|Mr|Mrs|Ms|Dr|Jr|Sr|St|Gen|Col|Lt|Sgt|Capt|Maj|Adm|Cmdr|Prof|Rev|Sen|Gov|Rep|Reps|Sens|Mt|Hon|Inc|Corp|Co|No"
    r"|Fla|Ariz|Calif|Mass|Pa|Va|Tenn|Tex|Wis|Wash|Ala|Ark|Colo|Conn|Del|Ga|Ill|Ind|Kan|Ky|La|Md|Me|Mich|Minn|Miss|Mo"
    r"|Neb|Nev|Okla|Ore|Vt|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\."
)
_TOKEN = re.compile(
    rf"(?P<word>{_SHORT}|(?:[A-Za-z]\.){{2,4}}|[A-Z]\.(?=\s[A-Z])|[@#$]?\w{{1,40}}(?:[-'’/&.]\w{{1,40}}){{0,6}}(?:['’](?=\s))?)|(?P<mark>\.\.\.|\S)"
)


def _words(several: str) -> frozenset[str]:
    return frozenset(several.split())


PERSONAL = frozenset(("he", "she", "they", "it", "we", "i", "you"))
_DETERMINERS = _words(
    "the a an his her its their our my this that these those one two three four several some many most another both"
    " all other each every no few"
)
_NO_PART = _words("""
    and or but nor so yet as when while where if because since although though after before until unless whether that
    which who whom whose what how why than then in on at during with to by about against into through over under within
    without despite like via per amid among between around upon also however meanwhile not never there here
    """)
"""What a speaker's words do not begin with and, but for "of" and the like, do not hold."""

_PREPOSITIONS = _words("in on at during after before despite with")
_RELATIVE = _words("who which where whose whom that while")
_JOINS = frozenset(("of", "for", "from", "de", "la", "van", "von", "bin", "al", "del", "der", "den", "di", "du", "le"))
_JOINS_LOOSELY = frozenset(("in", "at", "on", "with", "to"))
_DAYS = frozenset((*MONTHS, *WEEKDAYS))
_OF_A_SUBJECT = _JOINS | ROLES | TITLES | {"presidential", "campaign", "former"}
_NAMING = frozenset(("called", "calls", "dubbed", "labelled", "labeled", "cited", "cites"))
_BE = _words("is are was were be been being am 's ’s isn't wasn't aren't")
_HAVE = _words("has have had having would will could may might can must should did does do")
_ADVERBS = _words(
    "also later then recently once often repeatedly earlier previously even still just now always already again"
    " reportedly never not ever first further simply instead too only soon long finally eventually initially"
)
_NEGATIONS = _words("not never n't")
_TWO_WORDS = frozenset(
    (verb, behind)
    for behind, verbs in (
        ("on", "went goes go"),
        ("back", "shot fired hit shoots fires hits wrote"),
        ("in", "cut chimed"),
    )
    for verb in verbs.split()
)
_CONTRACTED = re.compile(r"(?:it|he|she|that|there|what|here)['’]s$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
_CLOSING = "”\"»’' "
_ENDS = frozenset(".!?…")
_DASHES = frozenset("—–-")
_MOST_WORDS = 24
_LONGEST_SENTENCE = 200
"""Tokens."""

_LEAST_SAID = 12
"""Characters of what is said without being quoted."""

_REFUSING = _words("declined refused declines refuses")
_SET_APART = _words("like as when while even though although whereas if once asked unlike nevertheless in for")
_BEFORE_A_THING = _words("to of in on with from about at by for")
_OPENERS = _words("but and so still yet then meanwhile however instead earlier later also separately")
_PLAIN = _words("said says say")
_SUBJECTS = _words("he she they it we i there")
_TELLING = frozenset(("tell", "tells", "told", "telling"))


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark or a whole quotation of a paragraph."""

    text: str
    span: Span
    kind: str

    @property
    def low(self) -> str:
        """Return the word in small letters."""
        return self.text.lower()

    @property
    def is_word(self) -> bool:
        """Say whether it is a word."""
        return self.kind == "word"

    @property
    def is_capitalised(self) -> bool:
        """Say whether it is a word that begins with a capital."""
        return self.is_word and self.text[:1].isupper()

    @property
    def ends(self) -> bool:
        """Say whether it is a mark that ends a sentence."""
        return self.kind == "mark" and self.text in _ENDS


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


def tokens(text: str, line: Span, quoted: Sequence[Span]) -> list[Token]:
    """Return the words, marks and quotations of a paragraph."""
    found: list[Token] = []
    at = line.start
    for span in quoted:
        found += _plain(text, at, span.start)
        found.append(Token(span.of(text), span, "quote"))
        at = span.end
    return [*found, *_plain(text, at, line.end)]


def _plain(text: str, start: int, end: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(text, start, end):
        yield Token(match[0], Span(match.start(), match.end()), str(match.lastgroup))


def sentence_start(found: Sequence[Token], at: int) -> int:
    """Return the token at which the sentence begins that a token is in."""
    first = max(0, at - _LONGEST_SENTENCE)
    for before in range(at - 1, first - 1, -1):
        each = found[before]
        if each.ends or (each.kind == "quote" and _closes(each) and _opens(found[before + 1])):
            return before + 1
    return first


def sentence_end(found: Sequence[Token], at: int) -> int:
    """Return the token behind the last one of the sentence that a token is in."""
    last = min(len(found), at + _LONGEST_SENTENCE)
    for behind in range(at, last):
        each = found[behind]
        if each.ends:
            return behind + 1
        if each.kind == "quote" and _closes(each) and (behind + 1 == len(found) or _opens(found[behind + 1])):
            return behind + 1
    return last


def _closes(quote: Token) -> bool:
    return quote.text.rstrip(_CLOSING)[-1:] in _ENDS


def _opens(token: Token) -> bool:
    return token.kind == "quote" or token.is_capitalised


def behind(found: Sequence[Token], at: int) -> Tag | None:
    """Return the tag behind the quotation that is token `at`: “...,” Ann Berg said; “...,” said Ann Berg."""
    last = found[at].text.rstrip(_CLOSING)[-1:]
    start, comma = at + 1, last in ",?!…—-–"
    while start < len(found) and found[start].text in (",", "—", "–", "-"):
        start, comma = start + 1, True
    if start >= len(found) or not found[start].is_word:
        return None
    first = found[start]
    if not comma and not (last == "." and first.low in PERSONAL | UTTERANCE and first.text.islower()):
        return None
    if first.low in UTTERANCE and first.text.islower() and first.low not in _TELLING:
        who = _ahead(found, start + 1)
        return _tag(found, who, (start, start + 1), "behind, verb first") if who else None
    return _subject_first(found, start, certain=last == ",")


def _subject_first(found: Sequence[Token], start: int, *, certain: bool) -> Tag | None:
    """Return the tag that begins at a token with who says it."""
    if found[start].low == "as":
        start += 1
    end = min(len(found), start + _MOST_WORDS)
    for at in range(start, end):
        each = found[at]
        if each.kind == "quote" or each.ends or each.text in ";:":
            return None
        if at > start and _is_utterance(found, at):
            who = _back(found, start, at)
            if not who or not _reaches(found, start, who[0]):
                who = _with_appositions(found, start, at)
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
    return first <= start or all(each.low in _ADVERBS | {","} for each in found[start:first])


def _is_utterance(found: Sequence[Token], at: int) -> bool:
    """Say whether a token is a verb that stands beside a quotation: "said", "went on", "shot back"."""
    word = found[at].text
    behind = found[at + 1].text if at + 1 < len(found) else ""
    return word in UTTERANCE or (word, behind) in _TWO_WORDS


def ahead_of(found: Sequence[Token], at: int) -> Tag | None:
    """Return the tag before the quotation that is token `at`: Ann Berg said, “...”."""
    start = sentence_start(found, at)
    if at - start < 2 or any(each.kind == "quote" for each in found[max(start, at - _MOST_WORDS) : at]):
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
    for verb in range(at - 1, max(start, at - _MOST_WORDS) - 1, -1):
        said = _is_utterance(found, verb) or found[verb].text in UTTERING | _NAMING
        if said and _leads_to(found, verb, at, found[at - 1]):
            return verb
    return None


def _by_verb(found: Sequence[Token], start: int, verb: int, at: int) -> Tag | None:
    if found[verb - 1].text in {"and", "but"}:
        return None  # who did the thing before may be far away
    if found[verb].text in UTTERING:
        who = _opening(found, start, verb)
        if found[verb - 1].text == "," and _is_utterance(found, verb - 2):
            who = _back(found, start, verb - 2)
        return _tag(found, who, (verb, verb + 1), "before, -ing") if who else None
    who = _back(found, start, verb) or _with_appositions(found, start, verb)
    return _tag(found, who, (verb, verb + 1), _way(found, verb, at)) if who else None


def _by_colon(found: Sequence[Token], start: int, at: int) -> Tag | None:
    """Return the tag of a sentence that ends with a colon: Berg: “...”; Berg shrugged: “...”."""
    if who := _bare(found, start, at - 1):
        return _tag(found, who, (at - 1, at), "before, colon")
    if is_finite(found[at - 2].text) and (who := _back(found, start, at - 2)):
        return _tag(found, who, (at - 2, at - 1), "before, colon verb")
    who = _opening(found, start, at - 1)
    return _tag(found, who, (at - 1, at), "before, colon sentence") if who else None


def _way(found: Sequence[Token], verb: int, at: int) -> str:
    if found[verb].text in _NAMING:
        return "before, naming"
    return "before, near" if found[at].span.start - found[verb].span.end <= 3 else "before, far"


def _leads_to(found: Sequence[Token], verb: int, at: int, last: Token) -> bool:
    """Say whether a verb of saying leads to the quotation: nothing between them but whom it is said to, or when."""
    between = found[verb + 1 : at]
    if found[verb].text in _NAMING:
        return len(between) < 6 and all(each.is_word and not _is_verb(each) for each in between)
    if last.text == ":":
        return not any(each.text in _DASHES or each.low == "that" or is_finite(each.low) for each in between)
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
            and not any(each.low in PERSONAL or _is_verb(each) for each in between)
        )
    )


def signature(found: Sequence[Token]) -> Tag | None:
    """Return the tag of a line that is nothing but a dash and the name of whom the line before quotes."""
    if len(found) < 2 or found[0].text not in _DASHES:
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
    who = _back(found, start, verb - 2 if refused else verb)
    if not who or not _opens_sentence(found, start, who[0]):
        who = None if refused else _with_appositions(found, start, verb)
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
        first.low in _NO_PART | {"of", "for", "from"}
        or first.text in _DAYS
        or first.low in _ADVERBS
        or first.low in {"last", "so", "yes"}
    ):
        return False
    if re.split("['’]", first.low)[0] in PERSONAL and first.low not in PERSONAL:
        return True
    return _has_verb(found, at + 1, min(end, at + 12))


def _has_verb(found: Sequence[Token], start: int, end: int) -> bool:
    return any(_is_verb(each) or each.low in AUXILIARIES for each in found[start:end])


def _trailing(found: Sequence[Token], start: int, end: int) -> tuple[Tag, Span] | None:
    for verb in range(end - 1, max(start + 3, end - 10), -1):
        if found[verb].text not in SPEECH:
            continue
        if any(each.kind == "quote" for each in found[verb:end]) or found[start].low == "asked":
            return None
        who = _back(found, start, verb)
        if who and found[who[0] - 1].text == "," and who[0] - 1 > start + 2 and found[verb - 1].low != "that":
            if any(_is_verb(each) for each in found[verb + 1 : end]):
                return None
            return _tag(found, who, (verb, verb + 1), "indirect, behind"), _span(found, start, who[0] - 1)
        who = _ahead(found, verb + 1) if found[verb].low in _PLAIN else None
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
    who = _ahead(found, at + 2) if at is not None else None
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
        who = _back(found, start, verb)
        if who and found[who[0] - 1].text == "," and who[1] - who[0] < 5 and who[1] == verb:
            return _tag(found, who, (verb, verb + 1), "indirect, amid"), _span(found, start, end)
    return None


def _opens_sentence(found: Sequence[Token], start: int, first: int) -> bool:
    """Say whether a subject opens its sentence, or stands behind an opening that a comma sets apart."""
    if all(each.low in _OPENERS or each.text == "," for each in found[start:first]):
        return True
    if found[first - 1].text != ",":
        return False
    is_clause = found[start].low in _SET_APART | _PREPOSITIONS or found[start].low.endswith("ing") or first - start < 5
    is_named = found[first].is_capitalised or found[first].low in PERSONAL
    has_verb = any(_is_verb(each) for each in found[start:first])
    return (found[start].low in _PREPOSITIONS and not has_verb) or (is_clause and is_named)


def _span(found: Sequence[Token], start: int, end: int) -> Span:
    return Span(found[start].span.start, found[end - 1].span.end)


def _according(found: Sequence[Token], start: int, at: int) -> Tag | None:
    """Return the tag of "According to Ann Berg, “..."."""
    for first in range(start, at - 2):
        if found[first].low == "according" and found[first + 1].low == "to":
            who = _ahead(found, first + 2)
            if who and who[1] >= at - 1:
                return _tag(found, who, (first, first + 2), "according to")
    return None


def _bare(found: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    """Return a speaker who is all that stands before a colon: Berg: “..."."""
    start = max([start, *(at + 1 for at in range(start, end) if found[at].text in _DASHES)])
    if start < end and found[start].low in UTTERANCE:
        start += 1
    if start < end and found[end - 1].text == ")":
        end = next((at for at in range(end - 1, start, -1) if found[at].text == "("), start)
    if 0 < end - start <= 7 and all(each.is_capitalised or each.text == "and" for each in found[start:end]):
        return start, end
    return None


def _opening(found: Sequence[Token], start: int, verb: int) -> tuple[int, int] | None:
    """Return the subject with which a sentence opens, a pronoun or a bare name before its verb."""
    if found[start].low in _NO_PART:
        commas = [at for at in range(start, verb) if found[at].text == ","]
        if not commas or found[start].low not in _PREPOSITIONS:
            return None
        start = commas[0] + 1
    if any(each.text in _RELATIVE or each.kind == "quote" for each in found[start:verb]):
        return None
    end = start
    while end < verb and found[end].is_word and (found[end].is_capitalised or found[end].text in _OF_A_SUBJECT):
        end += 1
    if found[start].low in PERSONAL:
        end = start + 1
    behind = end
    if end < verb and found[end].text == "," and found[start].low not in PERSONAL:
        behind = next((at + 1 for at in range(end + 1, verb) if found[at].text == ","), verb)
    while behind < verb and (found[behind].low in _ADVERBS or found[behind].low.endswith("ly")):
        behind += 1
    if end == start or behind >= verb or found[start].low in _NO_PART:
        return None
    is_verb = is_finite(found[behind].text) or found[behind].text in UTTERANCE or found[behind].text.endswith("s")
    return (start, end) if is_verb and found[behind].text.islower() else None


def _ahead(found: Sequence[Token], start: int) -> tuple[int, int] | None:
    """Return who stands from a token on, with what is said of them behind a comma: Ann Berg, a minister of Orn."""
    if start >= len(found) or not found[start].is_word:
        return None
    first = found[start]
    if first.low in PERSONAL:
        return start, start + 1
    if (
        first.low in _NO_PART - {"that"}
        or first.low in _ADVERBS
        or (first.text.islower() and first.low.endswith("ly"))
        or first.text in _DAYS
    ):
        return None
    end = _noun_end(found, start)
    if end == start or _CONTRACTED.match(first.text):
        return None
    named = any(each.is_capitalised for each in found[start:end])
    if not named and first.low not in _DETERMINERS and not _is_plural(found, start, end):
        return None
    return start, end


def _is_plural(found: Sequence[Token], start: int, end: int) -> bool:
    return end > start and found[end - 1].low.endswith("s")


def _noun_end(found: Sequence[Token], start: int) -> int:
    """Return where the words for somebody end."""
    at = start
    loosely = found[start].low in _DETERMINERS or found[start].text.islower()
    while at < len(found) and found[at].is_word and at - start < _MOST_WORDS:
        low = found[at].low
        if found[at].text in _DAYS or low in PERSONAL or (at > start and found[at].text in _NO_PART - {"and"}):
            break
        if found[at].text in _JOINS and not (loosely or low not in {"for", "from"} or at > start + 2):
            break
        if low == "and" and not (at + 1 < len(found) and found[at + 1].is_capitalised):
            break
        if at > start and found[at].text.islower() and (is_finite(low) or low in UTTERANCE):
            break
        at += 1
    while at > start and found[at - 1].text in _JOINS | {"and", "the"}:
        at -= 1
    return at


def _back(found: Sequence[Token], start: int, verb: int) -> tuple[int, int] | None:
    """Return who stands before a verb, in a clause that begins at `start` or later."""
    at = verb - 1
    while (
        at >= start
        and found[at].is_word
        and (
            found[at].low in _ADVERBS | _HAVE
            or (found[at].text.islower() and found[at].low.endswith("ly"))
            or found[at].low.endswith(("n't", "n’t"))
        )
    ):
        at -= 1
    if at > start and found[at].text == ")":
        at = next((each - 1 for each in range(at - 1, start, -1) if found[each].text == "("), start - 1)
    if at < start or found[at].low in _BE:
        return None
    if found[at].low == "who" and at > start:
        at -= 1
        if found[at].text == ",":
            at -= 1
        return _clause(found, start, at)
    if found[at].low in PERSONAL:
        return at, at + 1
    if found[at].text in (",", "—", "–"):
        return _with_apposition(found, start, at)
    return _clause(found, start, at)


def _with_apposition(found: Sequence[Token], start: int, comma: int) -> tuple[int, int] | None:
    """Return who stands before a comma and what is said of them: Ann Berg, a minister of Orn, said."""
    for at in range(comma - 1, max(start, comma - _MOST_WORDS), -1):
        each = found[at]
        if each.kind == "quote" or each.text in ";:":
            return None
        if each.text == found[comma].text:
            who = _clause(found, start, at - 1) if at > start else None
            is_somebody = who and (found[who[1] - 1].is_capitalised or found[who[0]].low in _DETERMINERS)
            return (who[0], comma) if who and is_somebody else None
    return None


def _with_appositions(found: Sequence[Token], start: int, verb: int) -> tuple[int, int] | None:
    """Return who stands at a token where commas and what they set apart lead to the verb: Berg, 30, of Orn, said."""
    who = _ahead(found, start)
    if who is None or not found[who[0]].is_capitalised or found[verb - 1].text != "," or found[who[1]].text != ",":
        return None
    return who if not any(each.text in {";", ":", "and", "but"} for each in found[who[1] : verb]) else None


def _clause(found: Sequence[Token], start: int, last: int) -> tuple[int, int] | None:
    """Return the words for somebody that end with a token."""
    first = last
    while first >= start and found[first].is_word and last - first < _MOST_WORDS:
        low = found[first].low
        if low in _NO_PART - _JOINS_LOOSELY or low in PERSONAL or low in _ADVERBS:
            break
        first -= 1
    first += 1
    while first <= last and (found[first].low in _JOINS | _JOINS_LOOSELY or found[first].text in _DAYS):
        first += 1
    if first > last:
        return None
    if any(_is_verb(each) for each in found[first : last + 1]):
        first = _last_name(found, first, last)
    return (first, last + 1) if first <= last and _can_speak(found, first, last) else None


def _is_verb(token: Token) -> bool:
    return token.text.islower() and (is_finite(token.low) or token.low in UTTERANCE | UTTERING | _BE)


def _last_name(found: Sequence[Token], first: int, last: int) -> int:
    """Return where the run of capitalised words that ends with a token begins."""
    at = last
    while at >= first and (found[at].is_capitalised or found[at].low in TITLES):
        at -= 1
    return at + 1


def _can_speak(found: Sequence[Token], first: int, last: int) -> bool:
    word = found[first]
    if (first == last and word.low in _DETERMINERS - {"this", "these", "those"}) or _POSSESSIVE.search(
        found[last].text
    ):
        return False
    if word.low in _DETERMINERS or found[last].is_capitalised:
        return found[last].text not in _DAYS
    is_of_somebody = bool(_POSSESSIVE.search(word.text)) and word.is_capitalised
    return is_of_somebody or found[last].low in ROLES | TITLES or _is_plural(found, first, last + 1)


def _tag(found: Sequence[Token], who: tuple[int, int], cue: tuple[int, int], way: str) -> Tag:
    speaker = Span(found[who[0]].span.start, found[who[1] - 1].span.end)
    said = Span(found[cue[0]].span.start, found[cue[1] - 1].span.end)
    between = found[who[1] : cue[0]]
    denied = found[cue[0]].low.startswith(("den",)) or any(
        each.low in _NEGATIONS or each.low.endswith(("n't", "n’t")) for each in between
    )
    return Tag(speaker, said, denied, min(who[0], cue[0]), max(who[1], cue[1]), way)
