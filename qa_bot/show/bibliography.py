"""The cited articles for a reference manager: BibTeX and CSL-JSON.

Nothing is guessed: a name stays as the article has it, and what an article does not state is left out. One with a
source and a day of publication is an article in a newspaper, any other a web page or a document.
BibTeX: https://www.ctan.org/pkg/bibtex; CSL-JSON: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from qa_bot.english.times import MONTHS
from qa_bot.model import Article
from qa_bot.show.answers import Answers, cited_articles
from qa_bot.show.links import link

_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "#$%&_"},
}
_IN_TEX = str.maketrans(_TEX)
_IN_TEX_LINK = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})
_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9]+")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f]+")


def to_bibtex(answers: Answers) -> str:
    """Return an entry for each cited article, in UTF-8; nothing if none is cited.

    The key of an article is made from its id and the same in every export.
    """
    return "\n".join(_bibtex(article) for article in cited_articles(answers))


def to_csl_json(answers: Answers) -> str:
    """Return a JSON list with an item for each cited article."""
    items = [csl_item(article) for article in cited_articles(answers)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def csl_item(article: Article) -> dict[str, Any]:
    """Return an article as an item of CSL-JSON."""
    published = article.published
    known = {
        "id": article.id,
        "type": "article-newspaper" if _in_newspaper(article) else "webpage" if link(article.url) else "document",
        "title": _line(article.title),
        "author": [{"literal": name} for name in _lines(article.authors)],
        "container-title": _line(article.source or ""),
        "issued": {"date-parts": [[published.year, published.month, published.day]]} if published else None,
        "URL": link(article.url),
        "language": article.language,
    }
    return {name: value for name, value in known.items() if value}


def bibtex_key(article: Article) -> str:
    """Return the key of an article: its id, or if that has other than ASCII letters and digits, much of it and a hash.

    Keys of different ids differ, also for programs to which upper and lower case are the same.
    """
    plain = unicodedata.normalize("NFKD", article.id).encode("ascii", "ignore").decode()
    key = _NOT_IN_KEY.sub("-", plain).strip("-")[:60].strip("-")
    if key and key == article.id.lower() == article.id:
        return key
    return f"{key or 'article'}-{hashlib.sha256(article.id.encode()).hexdigest()[:8]}"


def _bibtex(article: Article) -> str:
    published = article.published
    in_newspaper = _in_newspaper(article)
    known = {
        "title": f"{{{_tex(article.title)}}}",
        "author": " and ".join(f"{{{_tex(name)}}}" for name in _lines(article.authors)),
        "journal" if in_newspaper else "howpublished": _tex(article.source or ""),
        "year": f"{published.year:04}" if published else "",
        "url": _UNPRINTABLE.sub("", link(article.url) or "").translate(_IN_TEX_LINK),
        "langid": _tex(article.language or ""),
    }
    fields = [f"  {name} = {{{value}}}" for name, value in known.items() if value]
    fields += (
        [f"  month = {MONTHS[published.month - 1][:3].lower()}", f"  day = {{{published.day}}}"] if published else []
    )
    return f"@{'article' if in_newspaper else 'misc'}{{{bibtex_key(article)},\n" + ",\n".join(fields) + "\n}\n"


def _in_newspaper(article: Article) -> bool:
    return bool(article.source and article.published)


def _lines(names: Sequence[str]) -> Iterable[str]:
    return filter(None, map(_line, names))


def _line(text: str) -> str:
    """Return a text on one line, without control characters."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def _tex(text: str) -> str:
    return _line(text).translate(_IN_TEX)
