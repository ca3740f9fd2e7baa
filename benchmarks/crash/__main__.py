"""Kill a process that changes a library, fill its disk, or kill its Chroma server, and look at what is left.

python -m benchmarks.crash                         # 240 kills, 40 full disks, 40 deaths of the server
python -m benchmarks.crash --kills 12 --full 0 --server 0
python -m benchmarks.crash --work SMALL_DISK       # a small file system of its own: its disk is filled too

A library of 1,500 passages, so large that Chroma writes its graph to files, lives through all of them. Prints how many
were tried and survived: no article is lost, doubled or half there, every quotation stands in its article, the doctor
finds nothing, and the same command finishes what was cut off. Exit code 1 if any did not.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from benchmarks.crash.faults import Full, Kill, ServerDies
from benchmarks.crash.run import Trial, run, table
from benchmarks.crash.trial import processes


def main(arguments: Sequence[str] | None = None) -> int:
    """Try everything, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=240)
    parser.add_argument("--full", type=int, default=40)
    parser.add_argument("--server", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--work", type=Path, help="folder for the libraries  [default: a temporary one]")
    options = parser.parse_args(arguments)
    faults = ((Kill(), options.kills), (Full(), options.full), (ServerDies(), options.server))
    trials: list[Trial] = []
    with tempfile.TemporaryDirectory(dir=options.work) as work, tqdm(total=sum(times for _, times in faults)) as bar:
        context, rng = processes(), random.Random(options.seed)
        for fault, times in faults:
            if times:
                folder = Path(work) / fault.name.replace(" ", "-")
                trials += run(fault, times, folder, options.articles, rng=rng, context=context, tell=bar.update)
    sys.stdout.write(table(trials))
    return 1 if any(each.problems for each in trials) else 0


if __name__ == "__main__":
    sys.exit(main())
