"""Say how the reader does on the questions and claims held back from training, all windows of their contexts read.

python -m training.measure --work DIR [--checkpoint FILE] [--most 1500]
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean

import torch

from qa_bot.evaluation.metrics.abstention import auroc
from qa_bot.models.reader import likeliest_span, windows
from training.data import SUPPORTED, UNSUPPORTED, Context, Data, Example, Question, example, load, room_beside
from training.network import Reader, batch_of, reader_of, sentence_logits
from training.sample import marks

_TOGETHER = 32
"""Claims that are read at once."""


def main() -> None:
    """Read and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder of what training.prepare wrote")
    parser.add_argument("--checkpoint", type=Path, help="checkpoint.pt in that folder, if no other is named")
    parser.add_argument("--most", type=int, default=1500, help="questions, and claims, taken at random")
    arguments = parser.parse_args()
    data = load(arguments.work / "questions.pickle")
    reader, step = load_reader(arguments.checkpoint or arguments.work / "checkpoint.pt")
    reader.to("cuda" if torch.cuda.is_available() else "cpu")
    print(f"step {step}")
    with torch.inference_mode():
        for line in (*_questions(reader, data, arguments.most), *_verdicts(reader, data, arguments.most)):
            print(line, flush=True)


def _questions(reader: Reader, data: Data, most: int) -> Iterator[str]:
    """Yield figures of the questions."""
    every = [each for each in data.of(held_back=True) if each.verdict is None]
    held, swapped = ([each for each in every if each.swapped == wanted] for wanted in (False, True))
    chosen = random.Random(0).sample(held, min(most, len(held)))
    swapped = random.Random(0).sample(swapped, min(most // 2, len(swapped)))
    odds, sentences, spans = [], [], []
    exchanged = [read(reader, each, data.contexts[each.context])[0] for each in swapped]
    for question in chosen:
        best, sentence, span = read(reader, question, data.contexts[question.context])
        odds.append(best)
        if question.answers:
            sentences.append(float(sentence))
            spans.append(float(span))
    answered = [bool(each.answers) for each in chosen]
    squad = [at for at, each in enumerate(chosen) if data.contexts[each.context].name.startswith("squad2")]
    yield f"{len(chosen)} questions: AUROC {auroc(odds, answered):.3f}"
    yield f"{len(squad)} of squad2: AUROC {auroc([odds[at] for at in squad], [answered[at] for at in squad]):.3f}"
    odds_answered = [each for each, there in zip(odds, answered, strict=True) if there]
    there = [*(True for _ in odds_answered), *(False for _ in exchanged)]
    yield f"against {len(exchanged)} exchanged: AUROC {auroc([*odds_answered, *exchanged], there):.3f}"
    yield f"{len(sentences)} answered: right sentence {mean(sentences):.3f}, right words {mean(spans):.3f}"


def _verdicts(reader: Reader, data: Data, most: int) -> Iterator[str]:
    """Yield the balanced accuracy of supported or not by set, and of the three verdicts."""
    held = [each for each in data.of(held_back=True) if each.verdict is not None]
    chosen = random.Random(0).sample(held, min(most, len(held)))
    if not chosen or reader.head.out_features == 3:
        return
    by_set: dict[str, list[tuple[int, list[float]]]] = defaultdict(list)
    for start in range(0, len(chosen), _TOGETHER):
        some = chosen[start : start + _TOGETHER]
        for question, chances in zip(some, judge(reader, some, data.contexts), strict=True):
            by_set[data.contexts[question.context].name].append((question.verdict or 0, chances))
    balanced = {
        name: _balanced([(right == SUPPORTED, chances[0] > 0.5) for right, chances in rows])
        for name, rows in by_set.items()
    }
    for name, score in sorted(balanced.items()):
        yield f"{name}: supported or not, balanced accuracy {score:.3f} of {len(by_set[name])}"
    both = {
        name: score for name, score in balanced.items() if len({right == SUPPORTED for right, _ in by_set[name]}) == 2
    }
    yield f"mean of the {len(both)} sets with both: {mean(both.values()):.3f}"
    three = [row for rows in by_set.values() for row in rows if row[0] != UNSUPPORTED]
    kinds = [
        mean(float(max(range(3), key=chances.__getitem__) == kind) for right, chances in three if right == kind)
        for kind in range(3)
    ]
    yield f"{len(three)} with three verdicts: recall " + ", ".join(f"{each:.3f}" for each in kinds)


def _balanced(rows: Sequence[tuple[bool, bool]]) -> float:
    """Return the mean of the shares that are right of those that are so and of those that are not, if there are any."""
    groups = [[right == said for right, said in rows if right == wanted] for wanted in (True, False)]
    return mean(mean(map(float, each)) for each in groups if each)


def judge(reader: Reader, claims: Sequence[Question], contexts: Sequence[Context]) -> list[list[float]]:
    """Return the probabilities of supported, contradicted and not stated of each claim beside its own context."""
    shown = []
    for each in claims:
        context = contexts[each.context]
        asked = set(each.ids.tolist())
        places = windows(context.sentences, room_beside(each))
        spans = [(context.sentences[first][0], context.sentences[end - 1][1]) for first, end in places]
        shared = [len(asked & set(context.ids[start:end].tolist())) for start, end in spans]
        shown.append(example(each, context, places[shared.index(max(shared))], marks()))
    batch = batch_of(shown).to(reader.head.weight.device)
    return torch.softmax(reader(batch.ids, batch.mask, batch.kinds)[:, 0, 3:], 1).tolist()


def load_reader(file: Path) -> tuple[Reader, int]:
    """Return the reader with the averaged weights of a checkpoint, and its step."""
    averaged, step = averaged_weights(file)
    return reader_of(averaged), step


def averaged_weights(file: Path) -> tuple[dict[str, torch.Tensor], int]:
    """Return the averaged weights of a checkpoint by name, and its step."""
    state = torch.load(file, map_location="cpu", weights_only=True)
    return state["averaged"], state["step"]


def read(reader: Reader, question: Question, context: Context) -> tuple[float, bool, bool]:
    """Return the log odds that the context answers, and whether the best sentence and the best span are right."""
    shown = [example(question, context, each, marks()) for each in windows(context.sentences, room_beside(question))]
    batch = batch_of(shown)
    on = batch.to(reader.head.weight.device)
    logits = reader(on.ids, on.mask, on.kinds).cpu()
    sentences = sentence_logits(logits, batch)
    odds = sentences[:, 1:] - sentences[:, :1]
    window, sentence = divmod(int(odds.argmax()), odds.shape[1])
    return (
        float(odds.max()),
        sentence in shown[window].gold,
        _span(logits, shown) in {(at, answer) for at, each in enumerate(shown) for answer in each.answers},
    )


def _span(logits: torch.Tensor, shown: Sequence[Example]) -> tuple[int, tuple[int, int]]:
    """Return the window and the tokens of the likeliest short answer."""
    spans = [likeliest_span(logits[at].numpy(), each.asked, len(each.ids) - 1) for at, each in enumerate(shown)]
    at = max(range(len(spans)), key=lambda at: spans[at][2])
    return at, spans[at][:2]


if __name__ == "__main__":
    main()
