"""Know auxiliaries, past tenses and verbs of saying; tell which tense a sentence has at a place."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import Literal

from qa_bot.model import Span

_IRREGULAR = """
became:become began:begin bore:bear beat:beat bought:buy broke:break brought:bring built:build came:come caught:catch
chose:choose cost:cost cut:cut drew:draw drove:drive fell:fall fought:fight flew:fly found:find gave:give got:get
grew:grow had:have held:hold hit:hit kept:keep knew:know led:lead left:leave lost:lose made:make met:meet paid:pay
put:put ran:run rose:rise said:say sank:sink saw:see sent:send set:set shot:shoot shut:shut sold:sell spent:spend
spoke:speak stood:stand struck:strike swore:swear took:take taught:teach told:tell thought:think threw:throw
went:go withdrew:withdraw won:win wore:wear wrote:write
"""
_DEED_WORDS = """
announced:announce approved:approve banned:ban demanded:demand denied:deny discovered:discover expected:expect
launched:launch offered:offer ordered:order promised:promise proposed:propose published:publish rejected:reject
signed:sign stated:state suspended:suspend
"""
_SAYING_WORDS = """
said says say added announced argued believe believes claimed claims concluded confirmed denied estimated estimates
insisted noted reported reports stated suggested suggests tweeted warned wrote writes
"""
_SPEECH_WORDS = """
acknowledge add admit allege announce argue assert assure boast caution claim complain concede conclude confirm contend
counter declare deny emphasise emphasize estimate explain hint insist lament maintain note observe pledge point predict
proclaim promise recall reiterate remark repeat report reply respond reveal say state stress suggest tell testify
tweet underline urge vow warn write
"""
_UTTERANCE_WORDS = """
advise agree answer ask beg begin brag chant charge chide comment continue crow cry deadpan demand exclaim fume gripe
gush implore inquire interject joke muse mutter offer opine plead post press pronounce propose protest quip read recount
remember remind retort scoff scold scream shout sigh sing sneer snap speculate surmise swear taunt tease thunder
vent volunteer whisper wonder yell
"""
_AUXILIARY_WORDS = "is are was were do does did has have had can could will would should may might must"

_PAST = dict(pair.split(":") for pair in _IRREGULAR.split())
"""The plain forms of irregular past tenses."""

DEEDS = dict(pair.split(":") for pair in _DEED_WORDS.split()) | {past: _PAST[past] for past in ("found", "said", "won")}
"""The plain forms of what somebody in the news may have done to ask about."""

SAYING = tuple(_SAYING_WORDS.split())
_FORMS = {
    "say": "says said saying", "tell": "tells told telling", "write": "writes wrote written writing",
    "read": "reads read reading",
    "begin": "begins began beginning", "sing": "sings sang sung singing", "swear": "swears swore sworn swearing",
}  # fmt: skip
AUXILIARIES = frozenset(_AUXILIARY_WORDS.split())
AUXILIARY = rf"(?:{'|'.join(_AUXILIARY_WORDS.split())})"
BE = r"(?:is|are|was|were)"


def _forms(verb: str) -> tuple[str, str, str]:
    """Return the forms of a verb in -s, in the past and in -ing; of a regular one by how English is spelt."""
    if verb in _FORMS:
        known = _FORMS[verb].split()
        return known[0], known[1], known[-1]
    if verb.endswith("y") and verb[-2] not in "aeo":
        return f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    stem = verb[:-1] if verb.endswith("e") else verb + verb[-1] * (verb in _DOUBLING)
    third = f"{verb}es" if verb.endswith(("s", "sh", "ch")) else f"{verb}s"
    return third, f"{stem}ed", f"{verb if verb.endswith('ee') else stem}ing"


_DOUBLING = frozenset(("admit", "beg", "brag", "quip", "snap", "chat"))
_SPOKEN = {verb: _forms(verb) for verb in (*_SPEECH_WORDS.split(), *_UTTERANCE_WORDS.split())}

_NOUN_WORDS = "state states point points report claim note stress estimate promise vow hint caution boast"
SPEECH = frozenset(form for verb in _SPEECH_WORDS.split() for form in (verb, *_SPOKEN[verb][:2])) - frozenset(
    _NOUN_WORDS.split()
)
"""Forms of verbs that say what somebody says also without quotation marks: "said", "warns"."""

UTTERANCE = SPEECH | frozenset(form for verb in _UTTERANCE_WORDS.split() for form in (verb, *_SPOKEN[verb][:2]))
"""Forms of verbs that stand beside a quotation: "said", "quipped"."""

UTTERING = frozenset(forms[2] for forms in _SPOKEN.values())
"""The same in -ing."""


def is_finite(word: str) -> bool:
    """Say whether a word looks like a verb with a subject: an auxiliary or a past tense."""
    return word in AUXILIARIES or word in _PAST or (word.endswith("ed") and len(word) > 4)


def base(past: str, vocabulary: Set[str]) -> str | None:
    """Return the plain form of a past tense, None if it is not certain: a regular one must be among known words.

    "closed" is "close" and "opened" "open" where the articles hold these words.
    """
    if past in _PAST:
        return _PAST[past]
    if not past.endswith("ed") or len(past) < 5:
        return None
    forms = [past[:-3] + "y"] if past.endswith("ied") else []
    forms += [past[:-1], past[:-2]]
    if past[-3] == past[-4]:
        forms.append(past[:-3])
    return next((form for form in forms if form in vocabulary), None)


Tense = Literal["past", "coming", ""]

_WORD = re.compile(r"[\w'’-]+|[,;:()—–“”\"]")
_BACK, _AHEAD = 18, 24
"""Words in which the verb of a time is looked for, before it and, where it opens its sentence, behind it."""

_CHARACTERS = 220
_RIGHT_BEHIND = 2
_COMING = frozenset(("will", "shall", "won't", "won’t", "due", "slated"))
_PLANNED_WORDS = "scheduled expected planned set slated due poised supposed bound likely"
_PLANNED = frozenset(_PLANNED_WORDS.split())
_TIMETABLE_WORDS = """
opens begins starts ends closes meets returns expires premieres arrives airs debuts resumes
"""
_TIMETABLE = frozenset(_TIMETABLE_WORDS.split())
"""Verbs in the present with a time right behind them: "the fair opens on Tuesday" has not happened."""

_PAST_AUXILIARIES = frozenset(("was", "were", "did", "had", "has", "have", "didn't", "didn’t", "wasn't", "hasn't"))
_DONE_WORDS = """
had failed managed began continued refused forced went moved used helped seemed appeared started rushed
"""
_DONE = frozenset(_DONE_WORDS.split())
"""What stands before "to" and a verb for what has happened all the same: "failed to appear on Tuesday"."""

_NOT_PAST = frozenset(("need", "needed", "indeed", "united", "hundred", "speed", "proposed", "so-called", "based"))
_BEFORE_NOUNS = frozenset(("be", "the", "a", "an", "its", "his", "her", "their"))
_OPENERS = frozenset(
    ("on", "late", "early", "but", "and", "then", "in", "by", "only", "just", "earlier", ",", "“", '"', "—", "–", "(")
)


def tense_at(text: str, sentence: Span, time: Span) -> Tense:
    """Return whether a time in a sentence is told as past or as coming, "" if its verb does not tell.

    The verb is the nearest one before the time, or, of a time that opens its sentence, the first one behind it.
    """
    before = _WORD.findall(text[max(sentence.start, time.start - _CHARACTERS) : time.start].lower())
    if all(each in _OPENERS for each in before):
        behind = _WORD.findall(text[time.end : min(sentence.end, time.end + _CHARACTERS)].lower())
        return _first(behind[:_AHEAD])
    return _last(before[-_BACK:])


def _first(words: Sequence[str]) -> Tense:
    for at, word in enumerate(words):
        if found := _tense(words, at):
            return _known(found)
        if word == ";":
            break
    return ""


def _last(words: Sequence[str]) -> Tense:
    for at in range(len(words) - 1, -1, -1):
        if found := _tense(words, at, is_near=len(words) - at <= _RIGHT_BEHIND):
            return _known(found)
        if words[at] == ";":
            break
    return ""


def _known(found: str) -> Tense:
    return "past" if found == "past" else "coming" if found == "coming" else ""


def _tense(words: Sequence[str], at: int, *, is_near: bool = True) -> str:
    """Return what a word tells: "past", "coming", "unknown" for a verb that does not tell, "" for no verb.

    `is_near` says that the time stands right beside it, or opens the sentence.
    """
    word, before = words[at], words[at - 1] if at else ""
    behind = words[at + 1] if at + 1 < len(words) else ""
    if word in _COMING or word.endswith(("'ll", "’ll")) or (is_near and word in _TIMETABLE):
        return "coming"
    if word in _PLANNED:
        return "coming" if behind in ("to", "for", "on", "in", "") or before in ("is", "are") else ""
    if word in ("next", "upcoming"):
        return "unknown"
    if word == "be" or (before == "be" and word.endswith(("ed", "n"))):
        return "coming" if {"will", "to", "shall"} & set(words[max(0, at - 4) : at]) else "unknown"
    if word == "to" and behind and not behind.endswith(("ing", "ed")) and at + 2 < len(words):
        return _infinitive(words, at, before)
    if word == "have" and before in AUXILIARIES:
        return "coming" if before == "will" else "unknown"
    if word in _PAST_AUXILIARIES:
        return "" if behind in _PLANNED else "past"
    if word in AUXILIARIES or word in ("is", "are", "am", "isn't", "aren't"):
        return "unknown"
    return "past" if is_finite(word) and word not in _NOT_PAST and before not in _BEFORE_NOUNS else ""


def _infinitive(words: Sequence[str], at: int, before: str) -> str:
    """Return what "to" tells: of what is wanted nothing, unless it was done; before a noun it is no verb."""
    if before in _DONE:
        return "past"
    is_noun = words[at + 1] in ("the", "a", "an", "his", "her", "their", "its") or words[at + 1][0].isdigit()
    return "" if is_noun else "unknown"
