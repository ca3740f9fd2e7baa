"""Checking claims: fit the weights on one part of the articles and report on the others.

python -m benchmarks.claims [DATA] [--reader FILE] [--write]

Without DATA, only the 200 paraphrases of `paraphrases.jsonl` are checked: sentences of the sample articles told in
other words, 111 rightly and 89 wrongly, each beside the sentences that a model would have named. DATA holds
`summedits` and `qags`, each with `claims.jsonl[.gz]`: an article and a claim with `supported`, or with `sentences`,
each a claim. Parts are by article, told by a checksum of its text. As in use, a claim is checked against three
sentences at most: those of the article that together hold most of its words. A reader that judges claims
(`training.export` wrote it) sees as many as its window has room for, and is reported on all of them. With `--write`,
what is fitted takes its place in `qa_bot/fitted.json`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from qa_bot.claims import HELD, Compared, Verdict, check, claim_features, text_words
from qa_bot.evaluation.metrics.abstention import auroc
from qa_bot.fitted import FITTED, Logistic
from qa_bot.models.reader import TrainedReader
from qa_bot.text.sentences import split_sentences
from training.claims import closest

SETS = ("summedits", "qags")
PARAPHRASES = Path(__file__).with_name("paraphrases.jsonl")
NAMED = 3
_SAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Case:
    """A claim about an article, what is computed from it, and whether annotators found it supported."""

    name: str
    article: str
    claim: str
    supported: bool
    values: Mapping[str, float]
    verdict: Verdict

    @property
    def for_fitting(self) -> bool:
        """Say whether weights may be fitted on it."""
        return zlib.crc32(self.article.encode()) % 2 == 0


def main() -> None:
    """Fit, print the weights, and report on the articles that had no part in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?", help="folder with the folders summedits and qags")
    parser.add_argument("--reader", help="judge with this reader")
    parser.add_argument("--write", action="store_true", help="put what is fitted into qa_bot/fitted.json")
    arguments = parser.parse_args()
    reader = TrainedReader(Path(arguments.reader).read_bytes, arguments.reader) if arguments.reader else None
    report_paraphrases(reader)
    if not arguments.data:
        return
    if reader:
        report_reader(reader, arguments.data)
        return
    cases = [each for name in SETS for each in load(arguments.data / name)]
    fitted = fit([each for each in cases if each.for_fitting])
    if arguments.write:
        FITTED.write(claim_held=fitted)
    for title, part in (("fitted on", True), ("reported", False)):
        for name in SETS:
            chosen = [each for each in cases if each.name == name and each.for_fitting == part]
            print(f"\n{name}, {title}: {len(chosen)} claims about {len({each.article for each in chosen})} articles")
            report(chosen)


def report_paraphrases(reader: TrainedReader | None) -> None:
    """Print which of our own paraphrases are kept and struck, and those about which the check is wrong."""
    cases = []
    for row in _rows(PARAPHRASES):
        claim, sentences = row["claim"], row["evidence"]
        verdict = _judged(reader, claim, sentences) if reader else check(claim, sentences)
        cases.append(Case("paraphrases", row["article"], claim, row["label"] == "supported", {}, verdict))
    print(f"paraphrases: {len(cases)} about {len({each.article for each in cases})} sample articles")
    report(cases)
    for each in cases:
        if each.verdict.supported != each.supported:
            print(f"  {'struck' if each.supported else 'kept'}, {each.article}: {each.claim}  {each.verdict.why}")


def _judged(reader: TrainedReader, claim: str, sentences: Sequence[str]) -> Verdict:
    supported = reader.judge(claim, sentences).supported
    return Verdict(supported, "" if supported >= HELD else "not held")


def report_reader(reader: TrainedReader, data: Path) -> None:
    """Print what a reader makes of all claims, none of which it was trained on."""
    for name in SETS:
        cases = []
        for row in _rows(data / name / "claims.jsonl"):
            sentences = [span.of(row["article"]) for span in split_sentences(row["article"])]
            for claim, supported in _claims(row):
                verdict = _judged(reader, claim, [sentences[at] for at in closest(claim, sentences)])
                cases.append(Case(name, row["article"], claim, supported, {}, verdict))
        print(f"\n{name}: {len(cases)} claims about {len({each.article for each in cases})} articles")
        report(cases)


def load(folder: Path) -> Iterator[Case]:
    """Yield the claims of a set."""
    for row in _rows(folder / "claims.jsonl"):
        for claim, supported in _claims(row):
            sentences = best_sentences(claim, row["article"])
            values = claim_features(Compared.of(claim, sentences))
            yield Case(folder.name, row["article"], claim, supported, values, check(claim, sentences))


def best_sentences(claim: str, article: str) -> list[str]:
    """Return the sentences that together hold most of the claim's words, one after the other, in their order."""
    wanted = {word.stem for word in text_words(claim) if word.is_content}
    sentences = [span.of(article) for span in split_sentences(article)]
    stems = [{word.stem for word in text_words(each)} for each in sentences]
    chosen: list[int] = []
    while len(chosen) < NAMED and wanted:
        best = max(range(len(sentences)), key=lambda at: (len(stems[at] & wanted), -at))
        if not stems[best] & wanted:
            break
        chosen.append(best)
        wanted -= stems[best]
    return [sentences[at] for at in sorted(chosen)] or sentences[:1]


def fit(cases: Sequence[Case]) -> Logistic:
    """Print and return a logistic regression in which each set, and each verdict in it, weighs the same."""
    names = list(cases[0].values)
    rows = np.array([[each.values[name] for name in names] for each in cases])
    groups = [(each.name, each.supported) for each in cases]
    weights = [len(cases) / groups.count(group) for group in groups]
    model = LogisticRegression(C=1.0, max_iter=1000)
    model.fit(rows, [each.supported for each in cases], sample_weight=np.array(weights) / np.mean(weights))
    found = {name: round(float(value), 2) for name, value in zip(names, model.coef_[0], strict=True)}
    fitted = Logistic(round(float(model.intercept_[0]), 2), found)
    print(f"to use: {fitted}")
    for name in SETS:
        covered = [each.values["covered"] for each in cases if each.name == name and each.supported]
        print(f"covered, {name}: {np.percentile(covered, 2):.2f}, which 98 % of the supported claims reach")
    return fitted


def report(cases: Sequence[Case]) -> None:
    """Print balanced accuracy with 95 % bootstrap intervals, over claims and over whole articles, and AUROC."""
    held = [each.verdict.supported for each in cases]
    right = [each.supported for each in cases]
    print(f"  balanced accuracy   {balanced(held, right):.3f}  {_interval(cases, held, right)}")
    print(f"  supported found     {_share(held, right, True):.3f}")
    print(f"  unsupported found   {1 - _share(held, right, False):.3f}")
    print(f"  AUROC               {auroc([each.verdict.probability for each in cases], right):.3f}")


def balanced(held: Sequence[bool], right: Sequence[bool]) -> float:
    """Return the mean of the shares of supported and of unsupported claims that were told rightly."""
    return (_share(held, right, True) + 1 - _share(held, right, False)) / 2


def _share(held: Sequence[bool], right: Sequence[bool], kind: bool) -> float:
    chosen = [one for one, other in zip(held, right, strict=True) if other == kind]
    return sum(chosen) / len(chosen) if chosen else 0.5


def _interval(cases: Sequence[Case], held: Sequence[bool], right: Sequence[bool]) -> str:
    """Return the intervals if claims were drawn anew, and if whole articles were."""
    by_article: dict[str, list[int]] = {}
    for at, each in enumerate(cases):
        by_article.setdefault(each.article, []).append(at)
    shown = []
    for name, groups in (("claims", [[at] for at in range(len(cases))]), ("articles", list(by_article.values()))):
        chance = random.Random(0)
        values = []
        for _ in range(_SAMPLES):
            drawn = [at for group in chance.choices(groups, k=len(groups)) for at in group]
            values.append(balanced([held[at] for at in drawn], [right[at] for at in drawn]))
        low, high = np.percentile(values, [2.5, 97.5])
        shown.append(f"[{low:.3f}, {high:.3f}] over {name}")
    return ", ".join(shown)


def _claims(row: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    if "claim" in row:
        yield row["claim"], row["supported"]
    for each in row.get("sentences", ()):
        yield each["sentence"], each["supported"]


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    packed = file.with_name(f"{file.name}.gz")
    with gzip.open(packed, "rt", encoding="utf-8") if packed.exists() else file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    main()
