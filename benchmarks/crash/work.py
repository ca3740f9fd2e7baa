"""What a process does to a library when something happens to it, step by step."""

from __future__ import annotations

import random
import resource
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.crash.world import Hashing, State, article
from qa_bot import QABot, Settings
from qa_bot.errors import ModelMismatchError, QABotError
from qa_bot.library import backup, rebuild, restore
from qa_bot.progress import silent

KINDS = ("add", "replace", "remove", "rebuild", "backup", "restore")
_MODELS = ("one", "two")


@dataclass(frozen=True, slots=True)
class Step:
    """One call: the articles that it puts or removes, with their versions; what is not named stays."""

    put: State
    removed: tuple[str, ...] = ()

    def after(self, state: State) -> State:
        """Return the state that the step makes of a state."""
        return {number: version for number, version in (state | self.put).items() if number not in self.removed}


@dataclass(frozen=True, slots=True)
class Job:
    """Steps of one kind on a library; a rebuild, a backup and a restoring change no article."""

    kind: str
    folder: Path
    steps: tuple[Step, ...]
    chroma_url: str = ""
    largest_file: int | None = None

    @property
    def file(self) -> Path:
        """Return where the backup goes."""
        return self.folder.with_name("backup.zip")

    @property
    def restored(self) -> Path:
        """Return the folder to restore to."""
        return self.folder.with_name("restored")


def plan(kind: str, state: State, rng: random.Random) -> tuple[Step, ...]:
    """Return what to do to a library in that state."""
    if kind == "add":
        first = max((int(number) for number in state), default=0) + 1
        new = [str(number) for number in range(first, first + 8)]
        return tuple(Step({each: 1 for each in new[at : at + 2]}) for at in range(0, len(new), 2))
    if kind not in ("replace", "remove"):
        return (Step({}),)
    chosen = rng.sample(sorted(state), min(8, len(state) // 2))
    if kind == "replace":
        return tuple(Step({each: state[each] + 1 for each in chosen[at : at + 2]}) for at in range(0, len(chosen), 2))
    return tuple(Step({}, removed=(each,)) for each in chosen)


def work(job: Job, say: Callable[[str], None]) -> None:
    """Do a job; say a dot for each step that is done, and the message of what went wrong on purpose."""
    if job.largest_file:
        resource.setrlimit(resource.RLIMIT_FSIZE, (job.largest_file, job.largest_file))
    try:
        do(job, say)
    except QABotError as error:
        say(str(error))


def do(job: Job, say: Callable[[str], None]) -> None:
    """Do a job to its end."""
    if job.kind == "rebuild":
        _rebuild(job)
    elif job.kind == "backup":
        backup(job.folder, job.file)
    elif job.kind == "restore":
        if (job.restored / "library.db").exists():
            shutil.rmtree(job.restored)
        restore(job.file, job.restored)
    else:
        with opened(job.folder, job.chroma_url) as bot:
            for step in job.steps:
                bot.add(*(article(number, version) for number, version in step.put.items()))
                bot.library.remove(*step.removed)
                say(".")
        return
    say(".")


def opened(folder: Path, chroma_url: str = "") -> QABot:
    """Open a library with the model that made it."""
    settings = Settings.load(threshold=0, chroma_url=chroma_url)
    try:
        return QABot.open(folder, embedder=Hashing(_MODELS[0]), settings=settings)
    except ModelMismatchError:
        return QABot.open(folder, embedder=Hashing(_MODELS[1]), settings=settings)


def fill(folder: Path, numbers: Sequence[str], chroma_url: str = "") -> State:
    """Make a library of first versions."""
    with opened(folder, chroma_url) as bot:
        bot.add(*(article(number, 1) for number in numbers))
    return dict.fromkeys(numbers, 1)


def _rebuild(job: Job) -> None:
    """Rebuild with the model that did not make the library."""
    with opened(job.folder, job.chroma_url) as bot:
        made_with = bot.library.about().model
    (other,) = {*_MODELS} - {made_with}
    rebuild(job.folder, Hashing(other), silent, chroma_url=job.chroma_url)
