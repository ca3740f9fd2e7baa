"""Read a question set, whatever its format, and say all that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import date
from datetime import date as Day
from pathlib import Path
from typing import Annotated, Any, Literal

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

from qa_bot.apart import ApartError, work_apart
from qa_bot.errors import QuestionSetError
from qa_bot.evaluation.sets import formats
from qa_bot.evaluation.sets.dialects import Entry, to_native, unknown_answers, without_absent
from qa_bot.evaluation.sets.question import GoldEvidence, Question
from qa_bot.model import Turn
from qa_bot.settings import Settings

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


READERS: Mapping[str, Callable[[Path], Iterator[Entry]]] = {
    ".jsonl": formats.json_lines,
    ".ndjson": formats.json_lines,
    ".json": formats.json_document,
    ".csv": formats.table_entries,
    ".tsv": formats.table_entries,
}
"""By the suffix of a file's name; a folder is one of BEIR. Inside, field names tell ours, ragas and deepeval apart."""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """What a file holds: the questions that can be asked, where each stands, and lines on what is wrong or unclear."""

    path: Path
    questions: tuple[Question, ...]
    places: Mapping[str, str]
    problems: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def require(self) -> list[Question]:
        """Return the questions; raise QuestionSetError with all problems, a line each, or if there is no question."""
        if self.problems:
            raise QuestionSetError("\n".join(f"{self.path} {problem}" for problem in self.problems))
        if not self.questions:
            raise QuestionSetError(f"{self.path}: there are no questions in this file")
        return list(self.questions)


def load_questions(path: Path | str, settings: Settings | None = None) -> list[Question]:
    """Return the questions of a file or BEIR folder; raise QuestionSetError with all that is wrong in it, a line each.

    Formats: JSON Lines, JSON, CSV and TSV with our field names or those of ragas and deepeval; SQuAD; BEIR.
    """
    return read_questions(path, settings).require()


def read_questions(path: Path | str, settings: Settings | None = None) -> QuestionSet:
    """Return what can be read of a file; raise QuestionSetError only if it is no question set at all.

    It is read like an article, in a process of its own with the bounds that the settings name.
    """
    path = Path(path)
    settings = settings or Settings.load()
    if not _is_folder(path):
        _check_file(path, settings)
    work = f"{read_given.__module__}:{read_given.__name__}"
    questions: list[Question] = []
    try:
        with closing(work_apart(work, {"path": str(path)}, seconds=settings.read_seconds)) as answers:
            for value in answers:
                if "question" not in value:
                    return _whole(path, questions, value)
                questions.append(_from_json(value))
    except ApartError as error:
        raise QuestionSetError(f"{path}: {error}") from None
    raise AssertionError("the last answer is no question")


def _check_file(path: Path, settings: Settings) -> None:
    if path.suffix.lower() not in READERS:
        raise QuestionSetError(f"{path}: not a question set in a known format ({', '.join(READERS)}, a BEIR folder)")
    with suppress(OSError):  # said by its reader
        size = path.stat().st_size
        if size > settings.max_file_mb * 1e6:
            limit = f"over the limit of {settings.max_file_mb:g} MB (QA_BOT_MAX_FILE_MB)"
            raise QuestionSetError(f"{path}: {size / 1e6:.3g} MB is {limit}")


def read_given(given: Mapping[str, Any], data: bytes) -> Iterator[dict[str, Any]]:
    """Yield the questions of a file, then all else that is to be said of it, in the process that reads it."""
    path = Path(given["path"])
    try:
        reader = formats.beir_entries if _is_folder(path) else READERS[path.suffix.lower()]
        questions, places, problems, notes = _questions(map(to_native, map(without_absent, reader(path))))
    except QuestionSetError as error:
        yield {"error": str(error)}
        return
    for question in questions:
        yield {**asdict(question), "asked": question.asked.isoformat() if question.asked else None}
    yield {"places": places, "problems": problems, "notes": notes}


def _whole(path: Path, questions: Sequence[Question], value: Mapping[str, Any]) -> QuestionSet:
    if "error" in value:
        raise QuestionSetError(value["error"])
    return QuestionSet(path, tuple(questions), value["places"], tuple(value["problems"]), tuple(value["notes"]))


def _from_json(value: dict[str, Any]) -> Question:
    return Question(
        **{
            **value,
            "answers": tuple(value["answers"]),
            "evidence": tuple(GoldEvidence(**each) for each in value["evidence"]),
            "history": tuple(Turn(each["question"], each["answer"]) for each in value["history"]),
            "tags": tuple(value["tags"]),
            "asked": date.fromisoformat(value["asked"]) if value["asked"] else None,
        }
    )


def question_from(fields: object) -> Question:
    """Return the question that an object with our field names is; raise QuestionSetError if it is none."""
    row = check_row(fields)
    if isinstance(row, list):
        raise QuestionSetError("; ".join(row))
    return _question(row, "q1")


def _is_folder(path: Path) -> bool:
    return path.is_dir() and path.suffix.lower() not in READERS


def _questions(entries: Iterable[Entry]) -> tuple[list[Question], dict[str, str], list[str], list[str]]:
    questions: list[Question] = []
    problems: list[str] = []
    notes: list[str] = []
    places: dict[str, str] = {}
    for entry in entries:
        notes += [f"{entry.where}: {note}" for note in entry.notes]
        row = [f"entry: {entry.problem}"] if entry.problem else check_row(entry.fields, entry.names)
        if isinstance(row, list):
            problems += [f"{entry.where}: {problem}" for problem in row]
            continue
        question = _question(row, entry.key)
        if question.id in places:
            problems.append(f"{entry.where}: id: {question.id!r} is also the id of {places[question.id]}")
            continue
        places[question.id] = entry.where
        questions.append(question)
        notes += [f"{entry.where}: {note}" for note in unknown_answers(question.answers)]
    return questions, places, problems, notes


def _question(row: QuestionRow, key: str) -> Question:
    return Question(
        id=row.id or key,
        question=row.question,
        answers=row.answers,
        evidence=tuple(GoldEvidence(each.quote, each.article_id, each.speaker) for each in row.evidence),
        unanswerable=row.unanswerable,
        history=_turns(row.history),
        type=row.type,
        tags=tuple(dict.fromkeys((*row.tag, *row.tags))),
        reference=row.reference,
        asked=row.date,
        draft=row.draft,
    )


def _turns(rows: Sequence[HistoryRow]) -> tuple[Turn, ...]:
    """Return the conversation as turns; an answer in several messages is joined, a blank line between them."""
    turns: list[Turn] = []
    for row in rows:
        if isinstance(row, TurnRow):
            turns.append(Turn(row.question, row.answer))
        elif isinstance(row, str):
            turns.append(Turn(row))
        elif isinstance(row, MessageRow) and row.role == "user":
            turns.append(Turn(row.text))
        else:
            last = turns.pop()
            turns.append(Turn(last.question, f"{last.answer}\n\n{row.text}" if last.answer else row.text))
    return tuple(turns)
