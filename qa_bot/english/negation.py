"""Tell which words of a text are denied, and know words that mean the opposite of each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa_bot.text.terms import STOPWORDS

_NEGATION = re.compile(
    r"n['’]t$|^(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|hardly|barely|den(?:y|ies|ied|ying)"
    r"|refus(?:e|es|ed|ing)|fail(?:s|ed|ing)?|lack(?:s|ed|ing)?)$"
)
_NEAR, _FAR = 2, 7
_WORD = re.compile(r"\w+(?:['’]\w+)*|[,.;:!?]")
_BREAK = frozenset(".;:!?")

_OPPOSITE_PAIRS = """
rise/fall rose/fell risen/fallen increase/decrease increased/decreased increasing/decreasing more/less more/fewer
most/least higher/lower high/low highest/lowest up/down above/below over/under before/after earlier/later early/late
first/last win/lose won/lost winner/loser victory/defeat accept/reject accepted/rejected approve/reject
approved/rejected allow/ban allowed/banned allow/forbid allowed/forbidden permit/ban permitted/banned legal/illegal
lawful/unlawful guilty/innocent guilty/acquitted convicted/acquitted support/oppose supported/opposed
supporters/opponents agree/disagree agreed/disagreed agree/refuse agreed/refused open/close opened/closed open/closed
opening/closing start/end started/ended begin/end began/ended begun/ended start/stop started/stopped join/leave
joined/left enter/leave arrive/depart arrived/departed buy/sell bought/sold push/pull import/export imports/exports
gain/loss gains/losses profit/loss profits/losses profitable/unprofitable success/failure succeeded/failed
successful/unsuccessful alive/dead living/dead survive/die survived/died born/died safe/dangerous safe/unsafe
healthy/sick well/ill strong/weak stronger/weaker strengthen/weaken strengthened/weakened good/bad better/worse
best/worst positive/negative hot/cold warm/cool wet/dry rich/poor large/small larger/smaller big/small long/short
longer/shorter old/new old/young older/younger old/young former/current previous/next past/future public/private
official/unofficial known/unknown known/unnamed identified/unidentified many/few all/none always/never everyone/nobody
include/exclude included/excluded including/excluding inside/outside indoor/outdoor internal/external domestic/foreign
local/foreign national/local north/south northern/southern east/west eastern/western left/right male/female man/woman
men/women boy/girl boys/girls son/daughter father/mother brother/sister husband/wife king/queen he/she his/her him/her
confirm/deny confirmed/denied admit/deny admitted/denied praise/criticise praised/criticised praise/criticize
praised/criticized welcome/condemn welcomed/condemned hire/fire hired/fired appoint/dismiss appointed/dismissed
build/demolish built/demolished create/destroy created/destroyed raise/lower raised/lowered raise/cut raised/cut
expand/shrink expanded/shrank expand/reduce expanded/reduced improve/worsen improved/worsened optimistic/pessimistic
hopeful/hopeless easy/difficult simple/complex possible/impossible likely/unlikely certain/uncertain able/unable
permanent/temporary voluntary/mandatory voluntary/compulsory optional/mandatory required/optional forced/allowed
keep/delete keep/remove kept/removed add/remove added/removed attack/defend attacked/defended offensive/defensive
peace/war friend/enemy ally/enemy allies/enemies democrat/republican majority/minority maximum/minimum full/empty
complete/incomplete finished/unfinished fast/slow faster/slower quick/slow quickly/slowly near/far heavy/light
light/dark day/night morning/evening love/hate loved/hated hope/fear hopes/fears remember/forget remembered/forgot
trust/distrust encourage/discourage encouraged/discouraged controlled/uncontrolled affected/unaffected
expected/unexpected prepared/unprepared satisfied/dissatisfied happy/unhappy fair/unfair armed/unarmed
resolved/unresolved solved/unsolved changed/unchanged harmed/unharmed hurt/unhurt damaged/undamaged
suspend/resume suspended/resumed release/arrest released/arrested freed/jailed charged/cleared advance/retreat
advanced/retreated deploy/withdraw deployed/withdrew recruit/dismiss borrow/lend borrowed/lent
human/animal humans/animals adult/child adults/children teacher/pupil teachers/pupils
only/also both/neither still/already despite/because
"""

OPPOSITES: dict[str, frozenset[str]] = {}
for _pair in _OPPOSITE_PAIRS.split():
    _one, _other = _pair.split("/")
    OPPOSITES[_one] = OPPOSITES.get(_one, frozenset()) | {_other}
    OPPOSITES[_other] = OPPOSITES.get(_other, frozenset()) | {_one}


def flipped(claim: str, held: str) -> list[str]:
    """Return the words that are denied in one of the two texts and never in the other, though both have them.

    A word counts as denied where a negation stands right before it, and as not denied only where none stands anywhere
    near: what "not thought to be a danger" denies is a matter of taste.
    """
    return [word for word in _added(claim, held) + _added(held, claim) if word not in STOPWORDS]


def denies(text: str) -> bool:
    """Say whether anything in the text is denied."""
    return any(is_denied and word not in STOPWORDS for word, is_denied in _denied(text, _NEAR))


def _added(one: str, other: str) -> list[str]:
    """Return the words that every mention in `one` denies and no mention in `other` can be taken to deny."""
    strict, wide = _by_word(one, _NEAR), _by_word(other, _FAR)
    return [word for word, found in strict.items() if all(found) and word in wide and not any(wide[word])]


def _by_word(text: str, reach: int) -> dict[str, list[bool]]:
    found: dict[str, list[bool]] = {}
    for word, is_denied in _denied(text, reach):
        found.setdefault(word, []).append(is_denied)
    return found


def _denied(text: str, reach: int) -> list[tuple[str, bool]]:
    """Return each word in lower case with whether a negation stands at most `reach` words before it in its clause."""
    words: Sequence[str] = _WORD.findall(text.lower())
    found, last = [], -reach - 1
    for at, word in enumerate(words):
        if word in _BREAK:
            last = -reach - 1
        elif _NEGATION.search(word):
            last = at
        elif word != ",":
            found.append((word, at - last <= reach))
    return found
