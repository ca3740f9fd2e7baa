"""Tell the clutter of web pages (links, captions, calls to subscribe, credits) from what an article says."""

from __future__ import annotations

import re

from qa_bot.model import Span

_MARKERS = (
    r"^\W*(read|see|watch|view|hear|learn|show|load|click)( \w+){0,2} more\W*$",
    r"^\W*(read|see|watch|hear|learn|find out)?( \w+)? ?more( on (this|that|the) \w+| from \w+)?\s*[:>»›→]",
    r"^\W*(read|see|watch|hear) (the|our|this) (whole |full |entire |rest of the )?(story|article|report|interview)"
    r"( here| below)?\s*(:|$)",
    r"^\W*(related( \w+)?|also (read|see|on)|(read|see|watch|listen) (also|next|now|it)|up next|don['’]t miss"
    r"|most (read|popular)|recommended( for you)?|you may (also )?like|must watch|just watched|opinion|live updates"
    r"|newsletter)\s*[:>»›|]",
    r"^\W*(photos?|images?|pictures?|video|gallery|slideshow|graphic|illustration|caption|listen|watch|podcast)"
    r"( \w+)?( by| credit| gallery)?\s*[:/]",
    r"\b(getty images|afp via|ap photo|hide caption|photograph by)\b|\bfile photo\)|\(photo by\b|/reuters\b",
    r"^\W*video ad feedback\b|\breplay more videos\b|\bjust watched\b.*\bmust watch\b|^\W*skip (to|past) \w+",
    r"\b(sign|signed|signing) up (here|now|today|for (our|free|\w+['’]s)|to (get|receive|our))\b",
    r"(^\W*|\b(please|can|and|or) )subscribe (here|now|today|to)\b|\b(delivered to|in) your inbox\b",
    r"\b(follow|like|find|join) (us|me|him|her|them|(\w+['’]?\w*\.? ){1,4})\s?(on|at|@)\s?"
    r"(twitter|facebook|instagram|x|tiktok|youtube|linkedin|threads|mastodon|bluesky|@\w+)\b",
    r"\b(e-?mail|contact|reach) (the (author|reporter|writer)|him|her|them|us|\w+ \w+) at\b.*@",
    r"^\W*(advertisement|advertising|sponsored( content)?|promoted|share this( \w+)?|share on \w+|print this|"
    r"comments?|loading)\W*$",
    r"\ball rights reserved\b|^\W*(©|copyright\b)|\b(terms of (use|service)|privacy policy|cookie policy)\b",
    r"\bthis (story|article|report|post)( and (its )?headline)? (has been|was|will be) (updated|corrected|revised)\b",
    r"\bthis (story|article|report) (was )?(originally|first) (appeared|published|ran)\b",
    r"^\W*for more (on|about|information|details|stories|coverage)\b",
    r"^\W*contributing( writers?)?\s*:|\bcontributed to this (report|story|article)\b|\bcontent partner\b",
    r"^\W*(click|tap|swipe|scroll) (here|to|on|through|down)\b|\bclick here\b",
    r"\b(as follows|(the|these) following|(is|are) below|transcript( follows| below)?)\W*:\W*$"
    r"|^\W*((partial|full|rough|edited|a|the) ){0,3}transcript\b.{0,40}:\W*$"
    r"|^\W*(here (is|are)|below (is|are))\b.{0,80}:\W*$",
)
_CLUTTER = re.compile("|".join(_MARKERS), re.IGNORECASE)
_TO_READERS = re.compile(r"\b(?:you|your|readers|newsletter|subscribers?|airs)\b", re.IGNORECASE)
_DATELINE = re.compile(
    r"^\W*[\w .,]{0,30}\((?:[A-Z]{2,8}|Reuters|dpa)\)\s*[-–—]*\W*$|^[\w .,]{0,30}\b[A-Z]{2,8}( \w+)?\s*[–—-]+\W*$"
    r"|^[\w .,'’-]{0,40}, \w{3,9}\.? \d{1,2}\.? ?/[\w-]{2,12}/\W*$|^[A-Z][A-Z &'’-]{3,40}:$"
)
"""Where and by whom: LONDON (Reuters) -, MOSCOW, June 15. /TASS/., CNN —; and a line in capitals with a colon."""

_SPEAKER = re.compile(r"\W{0,9}[A-Z][A-Z.,'’ -]{1,60}(?:\([^()]{1,30}\) ?)?:\s+(?P<said>.*)", re.DOTALL)
"""Whose turn it is in a transcript: WALLACE: If I may, sir."""

_MANNERS = re.compile(
    r"(?:\W*\b(?:if i may|may i|sir|madam|ma['’]?am|thank you|thanks|thank|so much|very much|right|okay|ok|yes|yeah|no"
    r"|well|please|sure|exactly|absolutely|of course|go ahead|good (?:morning|evening|afternoon)|hello|hi|welcome|again"
    r"|i see|let me|excuse me|sorry|senator|governor|mr|mrs|ms|president|secretary|general|crosstalk|inaudible"
    r"|laughter|applause|mr\. \w+)\b)*\W*",
    re.IGNORECASE,
)

_RULE = re.compile(r"[\s!-/:-@\[-`{-~•·–—]{2,}")
"""A row of stars, lines or dots."""

_END = re.compile(r"[.!?…。！？؟।:;,][\"'”’»)\]]*$|[\"”»]$")
_MOST_WORDS = 16
_BELOW = re.compile(r"[ \t]*\n\s{0,20}(\S[^\n]{0,400})")
_DATA = re.compile(r"^\W|[:|\t]|\d\W*$")
"""A line of a list or a table, or one that gives a figure."""


def is_clutter(sentence: str) -> bool:
    """Say whether a sentence leads elsewhere, sells or credits something: it is never quoted as an answer."""
    plain = " ".join(sentence.split())
    return bool(
        _CLUTTER.search(plain) or _DATELINE.match(plain) or _RULE.fullmatch(plain) or _MANNERS.fullmatch(_said(plain))
    )


def addresses_readers(sentence: str) -> bool:
    """Say whether a sentence speaks to whoever reads, or of a broadcast: it may be quoted, but begins no story."""
    return bool(_TO_READERS.search(sentence))


def is_headline(text: str, span: Span) -> bool:
    """Say whether a piece of a text is a line without an end that stands alone over a paragraph of prose."""
    line = span.of(text)
    if not is_fragment(line) or _DATA.search(line) or text[max(0, span.start - 1) : span.start] not in ("", "\n"):
        return False
    below = _BELOW.match(text, span.end)
    return below is not None and len(below[1].split()) > _MOST_WORDS


def _said(plain: str) -> str:
    """Return what is said in a turn of a transcript, else the words as they are."""
    turn = _SPEAKER.fullmatch(plain)
    return turn["said"] if turn else plain


def is_dateline(line: str) -> bool:
    """Say whether a line only says where and by which agency a text was written."""
    return _DATELINE.match(" ".join(line.split())) is not None


def is_fragment(sentence: str) -> bool:
    """Say whether a sentence is a short line without an end: a heading, a link or an entry of a list."""
    plain = sentence.strip()
    return len(plain.split()) <= _MOST_WORDS and not _END.search(plain)
