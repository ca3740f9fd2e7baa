"""Say how the reader does on the questions held back from training, all windows of their contexts read.

python -m training.measure --work DIR [--checkpoint FILE] [--most 1500]
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import torch

from qa_bot.evaluation.metrics.abstention import auroc
from qa_bot.reading.windows import WINDOW, likeliest_span, windows
from training.data import Context, Example, Question, example, load
from training.network import Reader, batch_of, sentence_logits
from training.sample import marks


def main() -> None:
    """Read and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder of what training.prepare wrote")
    parser.add_argument("--checkpoint", type=Path, help="checkpoint.pt in that folder, if no other is named")
    parser.add_argument("--most", type=int, default=1500, help="questions, taken at random")
    arguments = parser.parse_args()
    data = load(arguments.work / "questions.pickle")
    every = list(data.of(held_back=True))
    held, swapped = ([each for each in every if each.swapped == wanted] for wanted in (False, True))
    chosen = random.Random(0).sample(held, min(arguments.most, len(held)))
    swapped = random.Random(0).sample(swapped, min(arguments.most // 2, len(swapped)))
    reader, step = load_reader(arguments.checkpoint or arguments.work / "checkpoint.pt")
    reader.to("cuda" if torch.cuda.is_available() else "cpu")
    odds, sentences, spans = [], [], []
    with torch.inference_mode():
        exchanged = [read(reader, each, data.contexts[each.context])[0] for each in swapped]
        for question in chosen:
            best, sentence, span = read(reader, question, data.contexts[question.context])
            odds.append(best)
            if question.answers:
                sentences.append(float(sentence))
                spans.append(float(span))
    answered = [bool(each.answers) for each in chosen]
    squad = [at for at, each in enumerate(chosen) if data.contexts[each.context].name.startswith("squad2")]
    print(f"step {step}, {len(chosen)} questions: AUROC {auroc(odds, answered):.3f}", end="; ")
    print(
        f"of {len(squad)} of squad2 {auroc([odds[at] for at in squad], [answered[at] for at in squad]):.3f}", end="; "
    )
    odds_answered = [each for each, there in zip(odds, answered, strict=True) if there]
    there = [*(True for _ in odds_answered), *(False for _ in exchanged)]
    print(f"against {len(exchanged)} exchanged {auroc([*odds_answered, *exchanged], there):.3f}", end="; ")
    print(f"right sentence {sum(sentences) / len(sentences):.3f}, span {sum(spans) / len(spans):.3f}", end=" ")
    print(f"of {len(sentences)} answered")


def load_reader(file: Path) -> tuple[Reader, int]:
    """Return the averaged weights of a checkpoint, and its step."""
    averaged, step = averaged_weights(file)
    reader = Reader(0.0).eval()
    reader.load_state_dict(averaged, strict=False)
    return reader, step


def averaged_weights(file: Path) -> tuple[dict[str, torch.Tensor], int]:
    """Return the averaged weights of a checkpoint by name, and its step."""
    state = torch.load(file, map_location="cpu", weights_only=True)
    return state["averaged"], state["step"]


def read(reader: Reader, question: Question, context: Context) -> tuple[float, bool, bool]:
    """Return the log odds that the context answers, and whether the best sentence and the best span are right."""
    shown = [
        example(question, context, each, marks()) for each in windows(context.sentences, WINDOW - 3 - len(question.ids))
    ]
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
