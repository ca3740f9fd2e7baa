"""Damage a file of a library and look at what comes of it: right answers, one line, or something wrong.

python -m benchmarks.crash.damage                  # 500 of each harm
python -m benchmarks.crash.damage --times 50 --seed 7

Every trial copies a sound library with conversations, harms one of its files, and asks, looks through the kept answers
and calls the doctor, in a process of its own. Half of the harms leave the time of the file as it was, as a failing disk
does. Exit code 1 if any trial is wrong: a quotation that stands in no article, another answer than before, more than
one line, a traceback or a crash.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import Enum
from multiprocessing.connection import Connection
from pathlib import Path

from tqdm import tqdm

from benchmarks.crash.trial import processes
from benchmarks.crash.work import fill, opened
from benchmarks.crash.world import article, marker
from qa_bot import QABot
from qa_bot.ask import Ask
from qa_bot.errors import QABotError
from qa_bot.history import History
from qa_bot.model import Answer

_PAGE = 4096
_LONGEST = 120


class Outcome(Enum):
    """What came of a harm."""

    RIGHT = "right answers"
    LINE = "one line"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a harm to a file, and what was said."""

    outcome: Outcome
    said: str = ""


Harm = Callable[[Path, random.Random], None]


def flip(file: Path, rng: random.Random) -> None:
    """Change one to eight bytes."""
    content = bytearray(file.read_bytes())
    for _ in range(rng.randint(1, 8) if content else 0):
        content[rng.randrange(len(content))] ^= rng.randint(1, 255)
    file.write_bytes(content)


def zero(file: Path, rng: random.Random) -> None:
    """Make a page zeros."""
    content = bytearray(file.read_bytes())
    start = rng.randrange(max(1, len(content) // _PAGE)) * _PAGE
    content[start : start + _PAGE] = bytes(len(content[start : start + _PAGE]))
    file.write_bytes(content)


def cut(file: Path, rng: random.Random) -> None:
    """Cut the end off."""
    os.truncate(file, rng.randrange(max(1, file.stat().st_size)))


def swap(file: Path, rng: random.Random) -> None:
    """Exchange it with another file of the library."""
    others = [each for each in files(file.parents[1 if file.parent.name != "library" else 0]) if each != file]
    other = rng.choice(others or [file])
    ours, theirs = file.read_bytes(), other.read_bytes()
    file.write_bytes(theirs)
    other.write_bytes(ours)


HARMS: tuple[Harm, ...] = (flip, zero, cut, swap)


def files(folder: Path) -> list[Path]:
    """Return the files of a library."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def made(folder: Path, articles: int) -> Path:
    """Make a library of so many articles, with a conversation and an uploaded file, and return its folder."""
    fill(folder, [str(number) for number in range(1, articles + 1)])
    with opened(folder) as bot, closing(History(folder / "conversations.db", bot.library.article)) as kept:
        for number in range(1, articles + 1):
            _, _, run = kept.ask("ann", Ask(_question(number)), None)
            kept.answered(run, bot.ask(_question(number)))
    (folder / "uploads").mkdir()
    (folder / "uploads" / "story.txt").write_text("A story.")
    return folder


def _question(number: int) -> str:
    return f"What does line 3 of {marker(str(number), 1)} tell?"


def outcomes(library: Path, work: Path, *, times: int, seed: int, harms: Harm) -> Counter[Outcome]:
    """Return what came of so many harms of a kind, counted."""
    return Counter(each.outcome for each in tried(library, work, times=times, rng=random.Random(seed), harm=harms))


def tried(library: Path, work: Path, *, times: int, rng: random.Random, harm: Harm) -> Iterator[Found]:
    """Yield what comes of so many harms, each to a copy of the library."""
    names = [path.relative_to(library) for path in files(library)]
    articles = sum(1 for _ in range(1, 1 + _count(library)))
    for at in range(times):
        copy = work / "library"
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(library, copy)
        name = rng.choice(names)
        before = (copy / name).stat()
        harm(copy / name, rng)
        if at % 2:
            os.utime(copy / name, ns=(before.st_atime_ns, before.st_mtime_ns))
        found = _look(copy, articles)
        yield Found(found.outcome, f"{harm.__name__} {name}: {found.said}".replace(str(work), ""))


def _count(library: Path) -> int:
    with opened(library) as bot:
        return bot.library.about().articles


def _look(library: Path, articles: int) -> Found:
    """Ask in a process of its own, which a damaged file could bring down."""
    receiver, sender = processes().Pipe(duplex=False)
    process = processes().Process(target=_asked, args=(library, articles, sender))
    process.start()
    sender.close()
    try:
        found: Found = receiver.recv() if receiver.poll(_LONGEST) else Found(Outcome.WRONG, "it does not end")
    except EOFError:
        process.join()
        found = Found(Outcome.WRONG, f"the process ended with {process.exitcode}")
    process.kill()
    process.join()
    return found


def _asked(library: Path, articles: int, sender: Connection) -> None:
    try:
        sender.send(Found(Outcome.WRONG if (wrong := _wrong(library, articles)) else Outcome.RIGHT, wrong))
    except QABotError as error:
        sender.send(Found(Outcome.WRONG if "\n" in str(error) else Outcome.LINE, str(error)))
    except BaseException as error:
        sender.send(Found(Outcome.WRONG, f"{type(error).__name__}: {error}"))


def _wrong(library: Path, articles: int) -> str:
    """Return what is wrong with the answers of a library, new and kept, or nothing."""
    with opened(library) as bot, closing(History(library / "conversations.db", bot.library.article)) as kept:
        for number in range(1, articles + 1):
            if wrong := _misquoted(bot.ask(_question(number)), number):
                return wrong
        for each in kept.conversations("ann"):
            talk = kept.conversation("ann", each.id)
            for exchange in talk.exchanges if talk else ():
                if exchange.answer and (wrong := _stray(exchange.answer)):
                    return f"kept: {wrong}"
        return _unsound(bot)


def _unsound(bot: QABot) -> str:
    bot.library.check()
    return ""


def _misquoted(answer: Answer, number: int) -> str:
    if not answer.citations or answer.citations[0].article.id != str(number):
        return f"another answer to question {number}"
    return _stray(answer)


def _stray(answer: Answer) -> str:
    """Return a quotation that does not stand where it says, or nothing."""
    for each in answer.citations:
        if each.quote != each.span.of(article(each.article.id, 1).text):
            return f"a quotation that stands nowhere: {each.quote[:60]}"
    return ""


def table(found: Sequence[tuple[str, Found]]) -> str:
    """Return the counts by harm, and all that is wrong."""
    counts = Counter((harm, each.outcome) for harm, each in found)
    lines = [f"{'harm':8}" + "".join(f"{each.value:>15}" for each in Outcome)]
    for harm in dict.fromkeys(name for name, _ in found):
        lines.append(f"{harm:8}" + "".join(f"{counts[harm, each]:>15}" for each in Outcome))
    return "\n".join([*lines, *(each.said for _, each in found if each.outcome is Outcome.WRONG)]) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Try every harm, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int, default=8)
    options = parser.parse_args(arguments)
    rng, found = random.Random(options.seed), []
    with tempfile.TemporaryDirectory() as folder, tqdm(total=len(HARMS) * options.times) as bar:
        library = made(Path(folder) / "library", options.articles)
        for harm in HARMS:
            for each in tried(library, Path(folder) / "work", times=options.times, rng=rng, harm=harm):
                found.append((harm.__name__, each))
                bar.update()
    sys.stdout.write(table(found))
    return 1 if any(each.outcome is Outcome.WRONG for _, each in found) else 0


if __name__ == "__main__":
    sys.exit(main())
