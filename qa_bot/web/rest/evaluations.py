"""Evaluate question sets that programs send: in the background, one after the other, each caller's runs their own."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request, Response
from fastapi import Path as InPath
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from qa_bot.bot import QABot
from qa_bot.errors import QuestionSetError
from qa_bot.evaluation import Question, evaluate, load_questions
from qa_bot.web.rest.given import EvaluationGiven, QuestionGiven
from qa_bot.web.rest.serving import Route, allowed
from qa_bot.web.rest.told import EvaluationsTold, EvaluationTold
from qa_bot.web.runs import RUNNING, Runs
from qa_bot.web.turns import Shares
from qa_bot.web.visitor import caller_of, visitor_message, without_places

_MOST_WAITING = 5
"""Evaluations of a caller that have not been begun."""

_MOST_REMEMBERED = 1000
_Name = Annotated[str, InPath(min_length=1, max_length=100)]


@dataclass(frozen=True, slots=True)
class _Progress:
    """How far a run is that this process was given."""

    name: str
    state: Literal["waiting", "running", "finished", "failed", "stopped"] = "waiting"
    done: int = 0
    total: int | None = None
    problem: str | None = None

    def to_dict(self, report: dict[str, Any] | None = None) -> dict[str, Any]:
        return {
            "name": self.name,
            "state": self.state,
            "done": self.done,
            "total": self.total,
            "problem": self.problem,
            "report": report,
        }


class _StoppedError(Exception):
    """Ends a run that its caller has stopped."""


def evaluation_routes(bot: QABot) -> tuple[APIRouter, Evaluating]:
    """Return what answers under /evaluations, and what does the work."""
    evaluating = Evaluating(bot, bot.library.folder / "runs")
    router = APIRouter(route_class=Route, tags=["evaluations"], dependencies=[Depends(allowed("evaluate"))])
    told: dict[int | str, dict[str, Any]] = {200: {"model": EvaluationTold}}
    router.post("/evaluations", status_code=202, responses={202: {"model": EvaluationTold}}, response_model=None)(
        evaluating.start
    )
    router.get("/evaluations", responses={200: {"model": EvaluationsTold}}, response_model=None)(
        evaluating.list_evaluations
    )
    router.get("/evaluations/{name}", responses=told, response_model=None)(evaluating.evaluation)
    router.delete("/evaluations/{name}", status_code=204)(evaluating.stop)
    return router, evaluating


class Evaluating:
    """What programs may do with evaluations; docstrings and signatures are what the schema says."""

    def __init__(self, bot: QABot, folder: Path) -> None:
        self._bot = bot
        self._folder = folder
        self._shares = Shares(1, "evaluating")
        self._lock = Lock()
        self._known: OrderedDict[Path, _Progress] = OrderedDict()

    def close(self) -> None:
        """Stop what is being evaluated; what has not begun is not."""
        with self._lock:
            for place in self._known:
                self._stop(place)
        self._shares.close()

    def start(self, given: EvaluationGiven, request: Request) -> Response:
        """Begin to evaluate a question set, and say under which name it is found."""
        caller = caller_of(request.scope)
        if self._shares.waiting(caller.name) >= _MOST_WAITING:
            raise HTTPException(429, f"{_MOST_WAITING} of your evaluations wait already", {"retry-after": "60"})
        bot, questions = self._bot.among(collection=given.collection), self._questions(given)
        bot = bot if given.threshold is None else bot.with_settings(threshold=given.threshold)
        place = Runs.of(caller.name, self._folder).new(given.name)
        progress = _Progress(place.name, total=len(given.questions))
        self._set(place, progress)
        self._shares.submit(caller.name, lambda: self._work(place, bot, questions, given.k))
        return JSONResponse(progress.to_dict(), 202, {"location": f"evaluations/{place.name}"})

    def list_evaluations(self, request: Request) -> Response:
        """List the evaluations, without their reports: those that go on first, then the finished ones, newest first."""
        runs = Runs.of(caller_of(request.scope).name, self._folder)
        with self._lock:
            own = [each for place, each in reversed(self._known.items()) if place.parent == runs.folder]
        known = {each.name for each in own}
        finished = [_Progress(name, "finished") for name in runs.names() if name not in known]
        return JSONResponse({"evaluations": [each.to_dict() for each in (*own, *finished)]})

    def evaluation(self, name: _Name, request: Request) -> Response:
        """Return how far an evaluation is, with its report once it is finished."""
        runs = Runs.of(caller_of(request.scope).name, self._folder)
        known = self._known.get(runs.folder / name)
        if name in runs.names():
            report = runs.report(name)
            many = len(report.outcomes)
            return JSONResponse(_Progress(name, "finished", many, many).to_dict(report.to_dict()))
        if known is None:
            raise HTTPException(404, "there is no evaluation of that name; /evaluations lists them")
        return JSONResponse(known.to_dict())

    def stop(self, name: _Name, request: Request) -> Response:
        """Stop an evaluation that has not finished."""
        place = Runs.of(caller_of(request.scope).name, self._folder).folder / name
        with self._lock:
            if place not in self._known:
                raise HTTPException(404, "no evaluation of that name goes on; /evaluations lists them")
            self._stop(place)
        return Response(status_code=204)

    def _questions(self, given: EvaluationGiven) -> list[Question]:
        """Return the questions of a set, read as from a file; raise QuestionSetError with all that is wrong in it."""
        with TemporaryDirectory() as folder:
            file = Path(folder) / "questions.jsonl"
            file.write_text("".join(map(_line, given.questions)), encoding="utf-8")
            try:
                return load_questions(file, self._bot.settings)
            except QuestionSetError as error:
                raise QuestionSetError(str(error).replace(f"{file} ", "").replace(f"{file}: ", "")) from None

    def _work(self, place: Path, bot: QABot, questions: Sequence[Question], k: int) -> None:
        def tell(_: str, done: int, total: int | None, /) -> None:
            if self._known[place].state == "stopped":
                raise _StoppedError
            self._set(place, replace(self._known[place], state="running", done=done, total=total))

        try:
            with RUNNING:
                tell("", 0, len(questions))
                evaluate(bot, questions, k=k, out=place, progress=tell)
            self._set(place, replace(self._known[place], state="finished"))
        except _StoppedError:
            pass
        except Exception as error:
            told = without_places(visitor_message(error, self._bot.settings), self._bot.settings)
            self._set(place, replace(self._known[place], state="failed", problem=told))
        finally:
            with suppress(OSError):  # something is in it
                place.rmdir()

    def _set(self, place: Path, progress: _Progress) -> None:
        with self._lock:
            if place not in self._known or self._known[place].state != "stopped":
                self._known[place] = progress
            while len(self._known) > _MOST_REMEMBERED:
                self._known.popitem(last=False)

    def _stop(self, place: Path) -> None:
        if self._known[place].state in ("waiting", "running"):
            self._known[place] = replace(self._known[place], state="stopped")


def _line(given: QuestionGiven) -> str:
    return given.model_dump_json(exclude_defaults=True) + "\n"
