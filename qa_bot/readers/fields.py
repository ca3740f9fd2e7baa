"""The fields of a record (a JSON object or a front matter), under the names that people give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from qa_bot.readers.build import Draft
from qa_bot.readers.dates import stated_date
from qa_bot.readers.found import problem

# The first name that a record has, and that is not empty, is taken; case does not matter.
NAMES = {
    "text": ("text", "body", "content", "article", "full_text"),
    "title": ("title", "headline", "name"),
    "published": ("published", "date", "published_at", "publish_date", "pubdate", "datepublished"),
    "source": ("source", "publisher", "site", "outlet"),
    "url": ("url", "link"),
    "authors": ("authors", "author", "byline"),
    "language": ("language", "lang"),
    "id": ("id", "_id"),
    "path": ("path",),
    "origins": ("origins",),
}
_TYPES = {str: "text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}


@dataclass(frozen=True, slots=True)
class Fields:
    """A record to ask for its fields; what has the wrong type is a ReadError that names `where` and the field."""

    given: Mapping[str, tuple[str, Any]]
    where: str

    @classmethod
    def of(cls, record: Mapping[Any, Any], where: str) -> Fields:
        """Return the fields of a record, to be found whatever the case of their names."""
        return cls({str(name).lower(): (str(name), value) for name, value in record.items()}, where)

    def has(self, field: str) -> bool:
        """Say whether the record has the field, be it empty."""
        return any(name in self.given for name in NAMES[field])

    def draft(self, *, text: str | None = None, path: str | None, url: str | None, fallback: str = "") -> Draft:
        """Return the article that the record describes; `text`, `path` and `url` are for what it leaves open."""
        return Draft(
            text=self.text("text") or "" if text is None else text,
            title=self.text("title"),
            fallback=fallback,
            published=self.date("published"),
            source=self.name("source"),
            authors=self.names("authors"),
            url=self.text("url") or url,
            path=self.text("path") if self.has("path") else path,
            language=self.text("language"),
            id=self.id(),
        )

    def text(self, field: str) -> str | None:
        """Return a field that holds text."""
        name, value = self._find(field)
        if value is None or isinstance(value, str):
            return value
        self._refuse(name, value, "text")

    def date(self, field: str) -> date | None:
        """Return a field that holds a date, None if it does not state one in full."""
        name, value = self._find(field)
        if isinstance(value, bool | list | dict):
            self._refuse(name, value, "a date such as 2016-06-15")
        return stated_date(value)

    def id(self) -> str | None:
        """Return the id; a whole number will do."""
        name, value = self._find("id")
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if value is None or isinstance(value, str):
            return value
        self._refuse(name, value, "text or a whole number")

    def name(self, field: str) -> str | None:
        """Return a field that holds a name, as text or as an object with a "name"."""
        name, value = self._find(field)
        return None if value is None else self._name(name, value)

    def names(self, field: str) -> tuple[str, ...]:
        """Return a field that holds one or several names."""
        name, value = self._find(field)
        values: Sequence[Any] = value if isinstance(value, list) else [] if value is None else [value]
        return tuple(self._name(name, value) for value in values)

    def _find(self, field: str) -> tuple[str, Any]:
        given = [self.given[name] for name in NAMES[field] if name in self.given]
        return next((pair for pair in given if pair[1] not in (None, "", [])), ("", None))

    def _name(self, field: str, value: object) -> str:
        if isinstance(value, dict):
            value = next((value[key] for key in value if str(key).lower() == "name"), value)
        if isinstance(value, str):
            return value
        self._refuse(field, value, "a name or an object with a name")

    def _refuse(self, field: str, value: object, expected: str) -> NoReturn:
        kind = _TYPES.get(type(value), "empty")
        raise problem(self.where, f'field "{field}" is {kind}, should be {expected}')
