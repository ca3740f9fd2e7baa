"""Check at the border what one entry of a question set may look like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date as Day
from typing import Annotated, Literal

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StrictBool,
    StringConstraints,
    Tag,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

_PLAIN = {
    "missing": "is missing",
    "string_type": "should be text",
    "string_too_short": "is empty",
    "string_unicode": "has half of a surrogate pair, which is no character",
    "bool_type": "should be true or false",
    "tuple_type": "should be a list",
    "model_type": "should be an object",
    "date_type": "should be a day such as 2016-06-15",
    "date_from_datetime_parsing": "should be a day such as 2016-06-15",
    "date_from_datetime_inexact": "should be a day such as 2016-06-15, without a time",
    "date_parsing": "should be a day such as 2016-06-15",
    "literal_error": "should be {expected}",
}
_KINDS = ("question", "turn", "message")


def _number_to_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _one_to_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _kind(item: object) -> str | None:
    if isinstance(item, str):
        return "question"
    if isinstance(item, dict):
        return "message" if "role" in item else "turn"
    return None


_AnyText = Annotated[str, StringConstraints(strip_whitespace=True)]
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Texts = Annotated[tuple[_Text, ...], BeforeValidator(_one_to_list)]
_Id = Annotated[_Text, BeforeValidator(_number_to_text)]


class _Row(BaseModel):
    """An object in which null means absent and unknown fields are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, value: object) -> object:
        if isinstance(value, dict):
            return {name: field for name, field in value.items() if field is not None}
        return value


class EvidenceRow(_Row):
    """A quotation that answers, the article that it should stand in, and who says it; without one, all the article."""

    quote: _AnyText = ""
    article_id: _Id | None = None
    speaker: _Text | None = None


class TurnRow(_Row):
    """An earlier question with its answer."""

    question: _Text
    answer: _AnyText = ""


class MessageRow(_Row):
    """A message of an earlier conversation."""

    role: Literal["user", "assistant", "agent"]
    text: _Text = Field(validation_alias=AliasChoices("text", "content"))


HistoryRow = Annotated[
    Annotated[_Text, Tag("question")] | Annotated[TurnRow, Tag("turn")] | Annotated[MessageRow, Tag("message")],
    Discriminator(
        _kind,
        custom_error_type="history",
        custom_error_message="should be a question, {question, answer} or {role, text}",
    ),
]


class QuestionRow(_Row):
    """One question with what is known about its answer."""

    question: _Text
    id: _Id | None = None
    answers: _Texts = ()
    unanswerable: StrictBool = False
    evidence: tuple[EvidenceRow, ...] = ()
    history: tuple[HistoryRow, ...] = ()
    type: _AnyText = ""
    tag: _Texts = ()
    tags: _Texts = ()
    reference: _AnyText = ""
    date: Day | None = None
    draft: StrictBool = False
    day: Day | None = None
    conflict: StrictBool | None = None


def check_row(value: object, names: Mapping[str, str] | None = None) -> QuestionRow | list[str]:
    """Return the row, or all that is wrong with it, each as `field: what is wrong`.

    `names` has what the file calls a field, where that is not our name.
    """
    try:
        row = QuestionRow.model_validate(value)
    except ValidationError as error:
        problems = [_line(problem) for problem in error.errors(include_url=False)]
    else:
        problems = list(_contradictions(row))
    return [_renamed(problem, names or {}) for problem in problems] or row


def _renamed(problem: str, names: Mapping[str, str]) -> str:
    """Return the problem with the name that the file has for its field."""
    field, colon, what = problem.partition(":")
    first, dot, rest = field.partition(".")
    return f"{names.get(first, first)}{dot}{rest}{colon}{what}"


def _contradictions(row: QuestionRow) -> Iterator[str]:
    if row.unanswerable and row.answers:
        yield "answers: given, but the question is marked unanswerable"
    if row.unanswerable and row.evidence:
        yield "evidence: given, but the question is marked unanswerable"
    if row.unanswerable and row.reference:
        yield "reference: given, but the question is marked unanswerable"
    if not (row.unanswerable or row.answers or row.evidence or row.reference or row.draft):
        yield "answers: neither answers nor evidence is given, and the question is not marked unanswerable"
    for n, evidence in enumerate(row.evidence):
        if not (evidence.quote or evidence.article_id):
            yield f"evidence.{n}.quote: is missing, and so is article_id"
    first = row.history[0] if row.history else None
    if isinstance(first, MessageRow) and first.role != "user":
        yield "history.0: an answer with no question before it"


def _line(problem: ErrorDetails) -> str:
    name = ".".join(str(part) for at, part in enumerate(problem["loc"]) if not _is_kind(problem["loc"], at))
    plain = _PLAIN.get(problem["type"])
    return f"{name or 'entry'}: {plain.format(**problem.get('ctx', {})) if plain else problem['msg']}"


def _is_kind(loc: tuple[int | str, ...], at: int) -> bool:
    """Say whether a part of a location is the name that tells kinds of history items apart."""
    return at == 2 and loc[0] == "history" and loc[at] in _KINDS
