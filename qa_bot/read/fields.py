"""Know the fields of a record (a JSON object or a front matter) under the names that people and programs give them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qa_bot.read.build import ArticleDraft
from qa_bot.read.document import problem
from qa_bot.read.kinds import is_url
from qa_bot.read.page_blocks import fragment_text, is_markup

# The first name that a record has, and that is not empty, is taken; case does not matter.
NAMES = {
    "text": (
        *("text", "body", "content", "article", "full_text", "fulltext", "maintext", "bodytext", "articlebody"),
        *("content_text", "content_html"),
    ),
    "title": ("title", "headline", "webtitle", "title_page", "name"),
    "published": (
        *("published", "date", "published_at", "publishedat", "publish_date", "date_publish", "date_published"),
        *("pubdate", "pub_date", "datepublished", "publication_date", "webpublicationdate", "issued", "seendate"),
    ),
    "source": ("source", "publisher", "site", "site_name", "outlet", "publication", "container-title", "source_domain"),
    "url": ("url", "link", "weburl"),
    "authors": ("authors", "author", "byline", "creator"),
    "language": ("language", "lang"),
    "id": ("id", "_id"),
    "path": ("path",),
    "origins": ("origins",),
    "set_by_hand": ("set_by_hand",),
}
SHORT_TEXTS = ("abstract", "description", "summary", "excerpt")
"""What may stand for a text that a record has not got; that it does is said."""

_WITHIN = ("fields", "_source", "attributes")
"""Objects within a record whose fields are the record's."""

_ABSENT = re.compile(r"\s*(?:nan|none|null|nil|n/?a|#n/a|undefined|[-–—])?\s*", re.IGNORECASE)
_CUT = re.compile(r"(?P<dots>…|\.\.\.)?\s*\[\+\d+ chars\]\s*$")
_LONGEST_CUT = 60
"""Characters of the note of a program that it cut a text."""

_TYPES = {str: "text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}


@dataclass(frozen=True, slots=True)
class Fields:
    """A record to ask for its fields; what is not of the right type is absent, and a line of `notes` says so.

    A text of the wrong type is a ReadError that names `where` and the field. NaN, "", "None", "N/A" and the like are
    absent.
    """

    given: Mapping[str, tuple[str, Any]]
    where: str
    notes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, record: Mapping[Any, Any], where: str) -> Fields:
        """Return the fields of a record, to be found whatever the case of their names."""
        inner = [value for name, value in record.items() if str(name).lower() in _WITHIN and isinstance(value, dict)]
        pairs = ((name, value) for part in (*inner, record) for name, value in part.items())
        return cls({str(name).lower(): (str(name), value) for name, value in pairs}, where)

    def has(self, field: str) -> bool:
        """Say whether the record has the field, be it empty."""
        return any(name in self.given for name in NAMES[field])

    def has_text(self) -> bool:
        """Say whether the record has a text or what may stand for one, be it empty."""
        return self.has("text") or any(name in self.given for name in SHORT_TEXTS)

    def draft(self, *, text: str | None = None, path: str | None, url: str | None, fallback: str = "") -> ArticleDraft:
        """Return the article that the record describes; `text`, `path` and `url` are for what it leaves open."""
        return ArticleDraft(
            text=self._full_text() if text is None else text,
            title=self.title(),
            fallback=fallback,
            published=self.published(),
            source=None if self._source_is_address() else self.name("source"),
            authors=self.names("authors"),
            url=self.text("url") or (self.name("source") if self._source_is_address() else url),
            path=self.text("path") if self.has("path") else path,
            language=self.text("language"),
            id=self.id(),
            set_by_hand=self.names("set_by_hand"),
            notes=tuple(self.notes),
        )

    def text(self, field: str) -> str | None:
        """Return a field that holds text."""
        name, value = self._find(field)
        if value is None or isinstance(value, str):
            return value
        self._misfit(name, value, "text")
        return None

    def title(self) -> str | None:
        """Return the title, without the markup that it may have."""
        title = self.text("title")
        return fragment_text(title) if title and is_markup(title) else title

    def published(self) -> object:
        """Return what the record says of its date, to be understood by `build`."""
        name, value = self._find("published")
        if isinstance(value, dict):
            parts = value.get("date-parts")
            value = "-".join(map(str, parts[0])) if isinstance(parts, list) and parts else value.get("raw", value)
        if isinstance(value, bool | list | dict):
            self._misfit(name, value, "a date such as 2016-06-15")
            return None
        return value

    def id(self) -> str | None:
        """Return the id; a whole number will do."""
        name, value = self._find("id")
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if value is None or isinstance(value, str):
            return value
        self._misfit(name, value, "text or a whole number")
        return None

    def name(self, field: str) -> str | None:
        """Return a field that holds a name, as text or as an object with a "name"."""
        name, value = self._find(field)
        return None if value is None else self._name(name, value)

    def names(self, field: str) -> tuple[str, ...]:
        """Return a field that holds one or several names."""
        name, value = self._find(field)
        if isinstance(value, int) and not isinstance(value, bool):  # WordPress numbers them, and names them if asked to
            embedded = self.given.get("_embedded", ("", None))[1]
            value = embedded.get("author") if isinstance(embedded, dict) else None
        values: Sequence[Any] = value if isinstance(value, list) else [] if value is None else [value]
        named = (text for each in values if not is_absent(each) and (text := self._name(name, each)))
        return tuple(text.removeprefix("[[").removesuffix("]]") for text in named)

    def _source_is_address(self) -> bool:
        """Say whether "source" is where the article was clipped from, and not who published it."""
        _, value = self._find("source")
        return isinstance(value, str) and is_url(value)

    def _full_text(self) -> str:
        name, value = self._find("text")
        if value is not None and not isinstance(value, str):
            kind = _TYPES.get(type(value), "empty")
            raise problem(self.where, f'field "{name}" is {kind}, should be text')
        return self._uncut(_plain(value)) if value else self._short_text()

    def _short_text(self) -> str:
        given = ((name, self._value(name)) for name in SHORT_TEXTS)
        for name, value in given:
            if isinstance(value, str):
                self.notes.append(f'has no text but a field "{name}", which is taken for it')
                return _plain(value)
        return ""

    def _uncut(self, text: str) -> str:
        """Return a text up to the last whole sentence, and note it, if the program that it comes from cut it."""
        cut = _CUT.search(text, max(0, len(text) - _LONGEST_CUT))
        if not cut:
            return text
        self.notes.append(f"its text was cut where it comes from ({text.rpartition('[')[2].rstrip(' ]')} are missing)")
        kept = text[: cut.start()]
        return (kept[: max(map(kept.rfind, ".!?…")) + 1] if cut["dots"] else kept) or text

    def _find(self, field: str) -> tuple[str, Any]:
        pairs = ((self.given[name][0], self._value(name)) for name in NAMES[field] if name in self.given)
        return next((pair for pair in pairs if pair[1] is not None), ("", None))

    def _value(self, name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Return the value of a field, None if it is absent; WordPress has text in an object as "rendered"."""
        value = self.given.get(name, ("", None))[1]
        if isinstance(value, dict) and isinstance(value.get("rendered"), str):
            value = value["rendered"]
        note = f'field "{name}" is "{value}", which is taken for absent'
        if isinstance(value, str) and value.strip() and is_absent(value) and note not in self.notes:
            self.notes.append(note)  # once, however often it is asked for
        return None if is_absent(value) else value

    def _name(self, field: str, value: object) -> str | None:
        if isinstance(value, dict):
            named = {str(key).lower(): part for key, part in value.items() if isinstance(part, str)}
            parts = filter(None, (named.get("given"), named.get("family")))
            value = named.get("name") or named.get("literal") or " ".join(parts) or value
        if isinstance(value, str):
            return value
        self._misfit(field, value, "a name or an object with a name")
        return None

    def _misfit(self, name: str, value: object, expected: str) -> None:
        kind = _TYPES.get(type(value), "empty")
        self.notes.append(f'field "{name}" is {kind}, should be {expected}; it is left out')


def is_absent(value: object) -> bool:
    """Say whether a value means that nothing is there: null, NaN, "", "None", "N/A", an empty list and the like."""
    if isinstance(value, float):
        return math.isnan(value)
    return value is None or value in ([], {}) or (isinstance(value, str) and _ABSENT.fullmatch(value) is not None)


def _plain(text: str) -> str:
    return fragment_text(text) if is_markup(text) else text
