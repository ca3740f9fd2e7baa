"""Know auxiliaries, past tenses and verbs of saying."""

from __future__ import annotations

from collections.abc import Set

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
