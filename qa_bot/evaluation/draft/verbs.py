"""English past tenses, as far as a question needs them."""

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
PAST = dict(pair.split(":") for pair in _IRREGULAR.split())
_AUXILIARIES = "was were is are had has have will can could would did does do"
AUXILIARIES = frozenset(_AUXILIARIES.split())


def is_finite(word: str) -> bool:
    """Say whether a word looks like a verb with a subject: an auxiliary or a past tense."""
    return word in AUXILIARIES or word in PAST or (word.endswith("ed") and len(word) > 4)


def base(past: str, vocabulary: Set[str]) -> str | None:
    """Return the plain form of a past tense, None if it is not certain: a regular one must be among known words.

    "closed" is "close" and "opened" "open" where the articles hold these words.
    """
    if past in PAST:
        return PAST[past]
    if not past.endswith("ed") or len(past) < 5:
        return None
    forms = [past[:-1], past[:-2]]
    if past[-3] == past[-4]:
        forms.append(past[:-3])
    if past.endswith("ied"):
        forms.append(past[:-3] + "y")
    return next((form for form in forms if form in vocabulary), None)
