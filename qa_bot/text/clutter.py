"""Tell the clutter of web pages (links, captions, calls to subscribe, credits) from what an article says."""

from __future__ import annotations

import re

_MARKERS = (
    r"^\W*(read|see|watch|view|hear|learn|show|load|click)( \w+){0,2} more\W*$",
    r"^\W*(read|see|watch|hear|learn|find out)?( \w+)? ?more( on (this|that|the) \w+| from \w+)?\s*[:>»›→]",
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
    r"^\W*contributing( writers?)?\s*:|\bcontributed to this (report|story|article)\b|\bcontent partner\b",
    r"^\W*(click|tap|swipe|scroll) (here|to|on|through|down)\b|\bclick here\b",
)
_CLUTTER = re.compile("|".join(_MARKERS), re.IGNORECASE)
_DATELINE = re.compile(r"^\W*[\w .,]{0,30}\([A-Z]{2,8}\)\s*[-–—]*\W*$|^[\w .,]{0,30}\b[A-Z]{2,8}( \w+)?\s*[–—-]+\W*$")
_RULE = re.compile(r"[\s!-/:-@\[-`{-~•·–—]{2,}")
"""A row of stars, lines or dots."""

_END = re.compile(r"[.!?…。！？؟।:;,][\"'”’»)\]]*$|[\"”»]$")
_MOST_WORDS = 16


def is_clutter(sentence: str) -> bool:
    """Say whether a sentence leads elsewhere, sells or credits something: it is never quoted as an answer."""
    plain = " ".join(sentence.split())
    return bool(_CLUTTER.search(plain) or _DATELINE.match(plain) or _RULE.fullmatch(plain))


def is_fragment(sentence: str) -> bool:
    """Say whether a sentence is a short line without an end: a heading, a link or an entry of a list."""
    plain = sentence.strip()
    return len(plain.split()) <= _MOST_WORDS and not _END.search(plain)
