"""What a find looks like: the features of a name, and those of a time or number, beside what is wanted."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qa_bot.answer.direct.countries import COUNTRIES, STATES
from qa_bot.answer.direct.layout import Layout
from qa_bot.answer.direct.wanted import Wanted

_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Sir|Lord|Lady|King|Queen|Prince|Princess|Pope|Saint|St|President|General|Emperor|Bishop"
    r"|Archbishop|Cardinal|Captain|Colonel|Professor|Senator|Governor|Minister|Duke|Count|Justice|Judge|Chancellor)\b"
)
_ORGANISATION = re.compile(
    r"\b(?:University|College|School|Company|Corporation|Inc|Ltd|Party|Council|Committee|Church|Association|League"
    r"|Court|Act|War|Treaty|Museum|Institute|Society|Department|Ministry|Union|Club|Awards?|Prize|Bank|Agency|Army"
    r"|Navy|Force|Group|Band|Records|Times|Post|Press|Games|Cup|Revolution|Empire|Dynasty|Constitution|House"
    r"|Commission|Prix)\b"
)
_GEOGRAPHY = re.compile(
    r"\b(?:City|River|Lake|Islands?|County|Mountains?|Valley|Sea|Ocean|Bay|Street|Avenue|Park|Square|Bridge|Road"
    r"|Province|Republic|Kingdom|States|Coast|Hills?|Airport|Station|Hall|Stadium|Palace|Castle|Center|Centre|Fort"
    r"|Africa|America|Asia|Europe|Gulf|Peninsula|District)\b"
)
_PEOPLE = re.compile(r"(?:ans?|ese|ish|i|is|ch|ine)$")
_JOINED = re.compile(r",?\s(?:and|or|&)\s(?:the\s)?[A-Z]|\sand\s(?:his|her|their|other|others)\b")
_NO_NOUN_WORDS = (
    "and or of in on at to from by for with as is was were are had has have who which that the a an but said"
)
_NO_NOUN = frozenset(_NO_NOUN_WORDS.split())
_PARTS = ("city", "town", "state", "county", "province", "region")
_FITS: Mapping[str, frozenset[str]] = {
    "measure": frozenset({"measure", "length", "duration"}),
    "amount": frozenset({"money", "percent", "measure", "length", "count"}),
    "decade": frozenset({"decade", "year"}),
    "day": frozenset({"day", "day year"}),
    "time": frozenset({"day", "day year", "month year", "year", "month", "decade", "other"}),
}
"""What is found for what is wanted, where that is not one and the same."""


def name_shape(wanted: Wanted, layout: Layout, own: range, what: str) -> dict[str, float]:
    """Return what tells a person from a place and from other names, and what is asked for from what is not."""
    text, end = _text(layout, own), layout.words[own[-1]].span.end
    to_noun = layout.between(own[-1] + 1) == " " and layout.term(own[-1] + 1) not in _NO_NOUN
    people = len(own) == 1 and bool(_PEOPLE.search(text))
    country = text in COUNTRIES
    first = own[0] == 0 or layout.words[own[0] - 1].sentence != layout.words[own[0]].sentence
    shape = {
        "two": len(own) == 2,
        "more": len(own) > 2,
        "title": bool(_TITLE.search(text)),
        "organisation": bool(_ORGANISATION.search(text)),
        "geography": bool(_GEOGRAPHY.search(text)),
        "acronym": text.isupper() and len(text) < 7,
        "opening": what == "opening",
        "the": layout.term(own[0] - 1) == "the",
        "people": people and to_noun,
        "joined": what != "list" and bool(_JOINED.match(layout.text, end)),
        "list": what == "list",
        "list_wanted": what == "list" and wanted.auxiliary in ("were", "are"),
        "country": country,
        "country_wanted": country and wanted.phrase.endswith(("country", "nation")),
        "part_wanted": country and wanted.phrase.endswith(_PARTS),
        "state_wanted": text in STATES and wanted.phrase.endswith("state"),
        "to_noun": to_noun,
        "first": first,
    }
    return {name: float(value) for name, value in shape.items()}


def measure_shape(wanted: Wanted, layout: Layout, own: range, what: str) -> dict[str, float]:
    """Return whether a time or number is of the sort that is wanted, and what speaks against its being asked for."""
    text = _text(layout, own)
    shape = {
        "fits": what in _FITS.get(wanted.sort, ()) or wanted.sort in what.split(),
        "exact": what == wanted.sort,
        "day": what.startswith("day") or what == "month year",
        "one": text.lower() == "one",
        "spelt": text.isalpha(),
        "range": bool(re.search(r"[-–]|\sto\s", text)),
    }
    return {name: float(value) for name, value in shape.items()}


def _text(layout: Layout, own: range) -> str:
    return layout.text[layout.words[own[0]].span.start : layout.words[own[-1]].span.end]
