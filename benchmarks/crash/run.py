"""Let a library meet a fault again and again, and count."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext
from pathlib import Path

from benchmarks.crash.faults import Fault, nothing
from benchmarks.crash.trial import ran, verified
from benchmarks.crash.work import Job, fill, plan
from qa_bot.library import backup


@dataclass(frozen=True, slots=True)
class Trial:
    """A fault, the kind of job that it met, whether that was cut off, what it said, and what is wrong after it."""

    fault: str
    kind: str
    cut_off: bool
    said: str
    problems: tuple[str, ...]


def run(
    fault: Fault,
    times: int,
    folder: Path,
    articles: int,
    *,
    rng: random.Random,
    context: ForkServerContext,
    tell: Callable[[], object],
) -> Iterator[Trial]:
    """Let a library of so many articles meet a fault so many times, in jobs of each kind in turn."""
    folder.mkdir()
    url = fault.ready(folder)
    library = folder / "library"
    typical: dict[str, float] = {}
    with closing(fault):
        state = fill(library, [str(number) for number in range(1, articles + 1)], url)
        for at in range(times):
            kind = fault.kinds[at % len(fault.kinds)]
            if kind == "restore":
                backup(library, folder / "backup.zip")
            if kind not in typical:
                job = Job(kind, library, plan(kind, state, rng), url)
                undisturbed = ran(job, nothing, context)
                typical[kind] = undisturbed.seconds
                problems, state = verified(job, state, undisturbed, context)
                if problems:
                    raise AssertionError(f"where nothing happens: {problems}")
            job = Job(kind, library, plan(kind, state, rng), url)
            with fault.meet(job, rng, typical[kind]) as (met, happen):
                outcome = ran(met, happen, context)
            if outcome.done == len(job.steps):
                typical[kind] = min(typical[kind], outcome.seconds)  # the first of all takes longer
            problems, state = verified(job, state, outcome, context)
            words = " ".join(each for each in outcome.said if each != ".").replace(f"{folder}/", "")
            yield Trial(fault.name, kind, outcome.done < len(job.steps), words, tuple(problems))
            tell()


def table(trials: Sequence[Trial]) -> str:
    """Return how many were tried, cut off and survived, by fault and kind, what was said, and all that went wrong."""
    tried = Counter((each.fault, each.kind) for each in trials)
    cut_off = Counter((each.fault, each.kind) for each in trials if each.cut_off)
    survived = Counter((each.fault, each.kind) for each in trials if not each.problems)
    rows = [("fault", "job", "tried", "cut off", "survived")]
    rows += [(*key, str(tried[key]), str(cut_off[key]), str(survived[key])) for key in tried]
    rows.append(("all", "", *(str(sum(each.values())) for each in (tried, cut_off, survived))))
    lines = [f"{a:14} {b:8} {c:>6} {d:>8} {e:>9}" for a, b, c, d, e in rows]
    lines += [f"{number} x {said}" for said, number in Counter(each.said for each in trials if each.said).most_common()]
    lines += [f"{each.fault}, {each.kind}: {problem}" for each in trials for problem in each.problems]
    return "\n".join(lines) + "\n"
