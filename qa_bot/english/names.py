"""Find the names in a text by their capitals, and tell which of them are people or places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import dropwhile

from qa_bot.english.times import MONTHS, WEEKDAYS
from qa_bot.model import Span
from qa_bot.text.terms import STOPWORDS

_SMALL = "".join(letter for letter in map(chr, range(0x590)) if letter.islower())
"""The small letters of the Latin, Greek and Cyrillic alphabets."""

CAPITAL = rf"[^\W\d_{_SMALL}]"
"""A letter that is not small: a capital, or one of a script that has none."""

LATIN_CAPITAL = rf"[{''.join(letter for letter in map(chr, range(0x250)) if letter.isupper())}]"
_CAPITALISED = rf"{CAPITAL}[\w'’-]{{0,60}}"
NAME = rf"(?:the\s+)?{_CAPITALISED}(?:\s+(?:(?:of|the|ez|al|von|der|de)\s+)*{_CAPITALISED})*"
"""A name in a question: Wales, the Security Council, Ursula von der Leyen."""

_TITLE_WORDS = """
president prime minister secretary general gen sir lord lady dame dr doctor professor prof mr mrs ms miss pope king
queen prince princess senator sen governor gov mayor chancellor ambassador judge justice captain capt colonel col
lieutenant lt major maj admiral adm sergeant sgt chief director chairman rep representative st saint
"""
_OFFICE_WORDS = "deputy foreign defence defense interior finance state navy archbishop bishop cardinal"
_OPENING_WORDS = """
according additionally along although among another around based both currently despite due early earlier either
eventually every finally five following former four furthermore given however initially instead late later like many
meanwhile moreover much nevertheless often once one originally other others prior rather recently several similarly
since six sometimes subsequently ten therefore though three throughout thus today together two typically unlike upon
usually within without yesterday
"""
_PLAIN_WORDS = """
i ii iii iv bc ad bce ce first second third north south east west northern southern eastern western english french
german american british russian chinese japanese italian spanish roman greek european christian catholic jewish muslim
islamic african asian indian latin dutch polish irish scottish welsh internet god mr mrs ms dr
"""
_BODIES = """
Academy Agency Army Association Authority Bank Board Bureau Commission Committee Company Congress Corporation Council
Court Department Foundation Institute Laboratory Ministry Organization Organisation Parliament Party Senate Society
Union University
"""
_PLACES = """
Airport Bay Bridge Canal Cathedral Hospital House Island Islands Lake Mountain Museum Palace River Sea Square Station
Street Tower Valley
"""
_OTHER_THINGS = """
Act Administration Agreement Basin Center Centre Central City College Command Commons Conference Convention Country
County Day East Eastern Family Force Forces Fund Government Group Initiative International Kingdom Law Letters Line
Mount National Nations New Nobel North Northern Office Prize Protocol Railway Region Republic Road School Service South
Southern Space State States Summit Supreme Telescope Time Treaty United Universal War West Western White World
"""
_HEAD_WORDS = """
Act Archbishop Battle Bishop Center Centre Chamber Church City College Confederation Count Countess Declaration Duchess
Duke Earl Empire Federation Gulf Isle King Kingdom League Library Lord Minister Office Order Port Prince Princess Queen
Republic School Secretary State States Treaty War
"""
TITLES = frozenset(_TITLE_WORDS.split())
"""What stands before the name of a person, in lower case."""

OPENERS = frozenset(_OPENING_WORDS.split())
"""Words, besides stop words, that have a capital only because a sentence begins with them, in lower case."""

BODY_WORDS, PLACE_WORDS = frozenset(_BODIES.split()), frozenset(_PLACES.split())
"""What is part of the name of an institution, of a place."""

_CALENDAR = frozenset((*MONTHS, *WEEKDAYS))
_AT_AN_OPENING = STOPWORDS | OPENERS | frozenset(map(str.lower, _CALENDAR))
_OPEN_SENTENCES = (STOPWORDS | OPENERS) - {"will"}
_NO_NAMES = _AT_AN_OPENING | frozenset(_PLAIN_WORDS.split())

_INITIALS = rf"{CAPITAL}\.(?:\s?{CAPITAL}\.)*"
_SHORT = r"(?:St|Mr|Mrs|Ms|Dr|Jr|Sr|Gen|Col|Lt|Sgt|Capt|Prof|Rev|Sen|Gov|Mt)\."
_FULL = rf"(?:[dDlLO]['’]|Mc|al-|el-)?{CAPITAL}\w*(?:[-'’](?!s\b){CAPITAL}\w*)*"
_WORD = rf"(?:{_INITIALS}|{_SHORT}|{_FULL})"
_INNER = r"(?:of(?:\sthe)?|de(?:\sla|l)?|da|di|du|van(?:\sde[rn]?)?|von(?:\sder)?|bin|ibn|al|the|la|le|zu|y|for)"
_NAME = re.compile(rf"(?<![\w'’-]){_WORD}(?:(?:\s{_INNER})?[\s-]{_WORD}|\s\d+(?=\s{_WORD}))*(?:,\s(?:Jr|Sr)\.)?")
_FIRST = re.compile(r"[\w'’]+\.?[\s-]*(?:(?:of|the|and|for)\s)*")
_LONGEST = 60
_CUT_OFF = re.compile(r"[-\w]\w")
_HEADS = rf"(?:{'|'.join(sorted(BODY_WORDS | PLACE_WORDS | frozenset(_HEAD_WORDS.split())))})\b"
_PERSON_OF = re.compile(rf"(?P<who>(?:(?!{_HEADS})[\w.'’-]+\s)+(?!{_HEADS})[\w.'’-]+)\sof\b")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;\"“”‘(\n]['\"”’)]*\s*|\]\s*)$")

_PARTICLE = r"(?:(?:von|van|der|den|de|del|di|du|la|le|bin|al)\s+)"
_RUN = re.compile(rf"\b{_CAPITALISED}(?:\s+(?:[A-Z]\.\s+)?{_PARTICLE}*{_CAPITALISED})*")
_SPEAKER = re.compile(rf"\b({_CAPITALISED})\s+(?:said|told|added)\b|\bsaid\s+({_CAPITALISED})")
_NO_PERSON_FOLLOWS = re.compile(r"\b(?:the|in|at|near|of|across|around|over|on|as)\s+$", re.IGNORECASE)
_BEFORE_PEOPLE = (TITLES - {"st", "saint"}) | frozenset(_OFFICE_WORDS.split())
_THINGS = (BODY_WORDS | PLACE_WORDS | _CALENDAR | frozenset(_OTHER_THINGS.split())) - {"May"}
_A_WORD = re.compile(r"\S+")
_ROLE_WORDS = """
leader speaker commissioner spokesman spokeswoman spokesperson strategist adviser advisor executive candidate nominee
manager reporter anchor host columnist correspondent analyst author activist actor actress singer coach attorney
lawyer officer head founder co-founder ceo cfo premier delegate congressman congresswoman lawmaker rabbi pastor
"""
ROLES = frozenset(_ROLE_WORDS.split())
"""What stands before a name with a capital, besides titles, in lower case."""

_MOST_PARTS = 4
_BEFORE = 40
"""Characters in which it shows that no person follows."""

_CAPITALS = rf"{CAPITAL}[\w-]{{1,60}}(?: {CAPITAL}[\w-]{{1,60}})*"
_IN_A_TITLE = re.compile(rf"\b{_CAPITALS}")
_INSIDE = re.compile(rf"(?<=[{_SMALL},] ){_CAPITALS}")
"""Not at the beginning of a sentence, where every word has a capital."""

_LONG_WORD = rf"{CAPITAL}[\w’'-]{{0,60}}[{_SMALL}]"
UP_TO_THREE_WORDS = rf"(?:{_LONG_WORD} ){{0,2}}{_LONG_WORD}"
_LONGER = re.compile(rf"(?<=[{_SMALL},] )({_LONG_WORD} (?:{_LONG_WORD} )?{_LONG_WORD})(?<!['’]s)\b")
_PLACE = re.compile(rf"\b(?:in|at|near|to) ({UP_TO_THREE_WORDS})\b")
_SAID_OF = (
    r"\b(?:about|against|and|at|between|by|for|from|in|of|on|that|to|with) (the )?{}"
    r"(?=[.,;:”\"]| (?:and|are|at|by|for|from|had|has|have|in|is|of|on|that|to|was|were|which|who|will|with|would)\b)"
)


def names(text: str, article: str) -> Iterator[tuple[Span, bool]]:
    """Yield the names in a text that is a piece of `article`, each with whether it certainly is one.

    A single word at the start of a sentence is not certain, and no name if the article has it in lower-case too.
    """
    plain = _lower_case_words(article)
    for match in _NAME.finditer(text):
        yield from _trimmed(text, match, plain)


def people(text: str) -> list[str]:
    """Return what look like people's names, in order and without titles; best effort, in English.

    Two capitalised words or more are one, and a single word after a title or beside "said"; not where "the" or "in"
    stands before it, or a word like "Council" is part of it.
    """
    named = list(dict.fromkeys(_full_names(text)))
    known = {part for name in named for part in name.split()} | _THINGS
    quoted = dict.fromkeys(match[1] or match[2] for match in _SPEAKER.finditer(text))
    return [*named, *(name for name in quoted if name not in known and not _is_no_part(name))]


def people_named(text: str) -> Iterator[Span]:
    """Yield where a text names people by two capitalised words or more, without what stands before them.

    Of "Senate Majority Leader Ann Berg" it is the last two words, of "the Security Council" nothing.
    """
    for match in _RUN.finditer(text):
        words = list(_A_WORD.finditer(text, match.start(), match.end()))
        titled = [at for at, word in enumerate(words[:-1]) if _is_no_part(word[0]) or word[0].lower() in ROLES]
        parts = words[titled[-1] + 1 :] if titled else words
        things = _THINGS | {"News", "Times", "Post", "Street", "Democrat", "Republican"}
        before = _NO_PERSON_FOLLOWS.search(text, max(0, match.start() - _BEFORE), match.start())
        if not 2 <= len(parts) <= _MOST_PARTS or things & {_bare(each[0]) for each in parts} or (before and not titled):
            continue
        end = parts[-1].start() + len(_bare(parts[-1][0]))
        yield Span(parts[0].start(), end)


def _bare(word: str) -> str:
    """Return a word without the ending of possession."""
    return re.sub(r"['’]s?$", "", word) or word


def names_in_title(title: str, text: str) -> list[str]:
    """Return the names in a title that its text has more than once inside a sentence, in order."""
    inside = Counter(_INSIDE.findall(text))
    return [name for name in dict.fromkeys(_IN_A_TITLE.findall(title)) if inside[name] > 1]


def longer_names(text: str) -> list[str]:
    """Return the names of two or three words inside sentences, in order."""
    return list(dict.fromkeys(_LONGER.findall(text)))


def places(text: str) -> list[str]:
    """Return the names behind "in", "at", "near" or "to", in order, but for months and days of the week."""
    return [name for name in dict.fromkeys(_PLACE.findall(text)) if name not in _CALENDAR]


def opens_sentences(word: str) -> bool:
    """Say whether a capitalised word is rather the first one of a sentence than part of a name: "When", "Both"."""
    return word.lower() in _OPEN_SENTENCES


def as_in_a_sentence(name: str, text: str) -> str | None:
    """Return a name as a question can say it, "the United States"; None if the text has it in front of nouns only."""
    found = re.findall(_SAID_OF.format(re.escape(name)), text)
    return (f"the {name}" if 2 * sum(map(bool, found)) > len(found) else name) if found else None


def full_name(name: str, text: str) -> str:
    """Return the longer form in which the text has a name, such as Donald Tusk for Tusk."""
    found = re.search(rf"\b{CAPITAL}[\w’-]{{1,60}} {re.escape(name)}\b", text) if " " not in name else None
    return found[0] if found else name


def _full_names(text: str) -> Iterator[str]:
    for match in _RUN.finditer(text):
        run = match[0].split()
        parts = list(dropwhile(_is_no_part, run))
        titled = len(parts) < len(run) and run[0].lower() in _BEFORE_PEOPLE
        named = len(parts) > 1 and not _NO_PERSON_FOLLOWS.search(text, max(0, match.start() - _BEFORE), match.start())
        if parts and (titled or named) and not _THINGS & set(parts):
            yield " ".join(parts)


def _is_no_part(word: str) -> bool:
    """Say whether a word before a name is no part of it: a title, or what only opens a sentence."""
    return word.lower() in _BEFORE_PEOPLE or opens_sentences(word)


def _trimmed(text: str, match: re.Match[str], plain: frozenset[str]) -> Iterator[tuple[Span, bool]]:
    start, end = match.span()
    opens = bool(_SENTENCE_START.search(text, max(0, start - 5), start))
    dropped = STOPWORDS if not opens else _AT_AN_OPENING
    while (first := _FIRST.match(text, start, end)) and _first_word(text, start, end) in dropped:
        start, opens = first.end(), False
    name = text[start:end]
    alone = name.lower().strip(".")
    if len(name) < 2 or alone in _NO_NAMES or _CUT_OFF.match(text, end) or not name[0].isalpha():
        return
    if opens and " " not in name and alone in plain:
        return
    cut = _PERSON_OF.match(name)
    yield Span(start, start + cut.end("who") if cut else end), not opens or " " in name


def _first_word(text: str, start: int, end: int) -> str:
    return text[start : min(end, start + _LONGEST)].split()[0].lower().strip(".")


@lru_cache(maxsize=64)
def _lower_case_words(article: str) -> frozenset[str]:
    return frozenset(re.findall(r"\b[a-z]+\b", article))
