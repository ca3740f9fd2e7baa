"""Train the word matcher (qa_bot/retrieve/match.npz) on questions about paragraphs, half of them not answered there.

python -m benchmarks.match TRAIN --work DIR [--epochs 4]

TRAIN holds `NAME.jsonl.gz`, a context a line: {"context", "questions": [{"question", "answers", "answer_start",
"unanswerable"}]}. The embedding model stays as it is; its token vectors are kept in DIR. One block of 24 consecutive
contexts in ten is held back: the figures printed are of those, and `benchmarks.fit` uses them too.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from qa_bot.embed import Tokens, TransformerEmbedder, load_embedder
from qa_bot.evaluation.metrics.abstention import auroc
from qa_bot.evaluation.metrics.quotation import answer_contained
from qa_bot.evaluation.metrics.statistics import mean
from qa_bot.model import Article, Passage, Span
from qa_bot.retrieve.match import closeness
from qa_bot.text.sentences import split_sentences

SETS = ("squad2_unanswerable_aligned", "squad2_answerable_aligned", "squadshifts_new_wiki")
BLOCK, HELD_BACK = 24, 10
SIZE, HIDDEN, BATCH, RATE, SEED = 96, 64, 32, 2e-3, 20161115
MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Context:
    """A paragraph: its tokens, how close each is to each sentence, and the block that it belongs to."""

    tokens: Tokens
    close: Tensor
    block: int


@dataclass(frozen=True, slots=True)
class Example:
    """A question about a context, with the sentences that answer it: none if it is not answered there."""

    asked: Tokens
    context: int
    gold: tuple[int, ...]


class Matcher(nn.Module):
    """The matcher of qa_bot/retrieve/match.py, for batches and with gradients."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.a = nn.Linear(width, SIZE, bias=False)
        self.b = nn.Linear(width, SIZE)
        self.w = nn.Linear(width, 1)
        self.tau = nn.Parameter(torch.tensor(3.0))
        self.cmp0, self.cmp1 = nn.Linear(3 * SIZE + 2, HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.out0, self.out1 = nn.Linear(2 * HIDDEN + 2 * SIZE, HIDDEN), nn.Linear(HIDDEN, 1)
        self.drop = nn.Dropout(0.2)

    def forward(self, asked: Tensor, real: Tensor, shown: Tensor, close: Tensor, same: Tensor) -> Tensor:
        """Return log odds, shape (batch, sentences); `real` and `close` are 0 where a batch is padded."""
        question, there = self.b(self.drop(asked)), self.b(self.drop(shown))
        similar = functional.normalize(self.a(asked), dim=-1) @ functional.normalize(self.a(shown), dim=-1).mT
        similar = similar * self.tau.exp()
        attention = (similar - similar.amax(2, keepdim=True)).exp()
        near = attention.unsqueeze(3) * close.unsqueeze(1)
        aligned = torch.einsum("bmns,bnd->bmsd", near, there) / (near.sum(2).unsqueeze(-1) + 1e-9)
        best = (similar.unsqueeze(3) + torch.log(close.unsqueeze(1) + 1e-6)).amax(2) / self.tau.exp()
        exact = (same.unsqueeze(3) * close.unsqueeze(1)).amax(2)
        words = question.unsqueeze(2).expand_as(aligned)
        signs = torch.stack([best, exact], -1)
        compared = torch.cat([words, words * aligned, (words - aligned).abs(), signs], -1)
        hidden = functional.relu(self.cmp1(functional.relu(self.cmp0(compared))))
        importance = (torch.sigmoid(self.w(asked)) * real.unsqueeze(-1)).unsqueeze(2)
        average = (hidden * importance).sum(1) / (importance.sum(1) + 1e-6)
        most = hidden.masked_fill(~real.bool()[:, :, None, None], 0).amax(1)
        own = (close >= 1).float()
        sentence = own.mT @ there / (own.sum(1).unsqueeze(-1) + 1e-6)
        whole = ((question * real.unsqueeze(-1)).sum(1) / real.sum(1, keepdim=True)).unsqueeze(1).expand_as(sentence)
        odds = self.out1(functional.relu(self.out0(torch.cat([average, most, whole * sentence, whole], -1))))
        return odds.squeeze(-1).masked_fill(own.sum(1) == 0, -1e4)


def main() -> None:
    """Train, print how the held-back questions do after each epoch, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path, help="folder of training data")
    parser.add_argument("--work", type=Path, required=True, help="folder that keeps the token vectors between runs")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--out", type=Path, default=Path("qa_bot/retrieve/match.npz"))
    arguments = parser.parse_args()
    random.seed(SEED)
    torch.manual_seed(SEED)
    embedder = load_embedder()
    contexts, examples = load(arguments.train, arguments.work, embedder)
    held = [each for each in examples if is_held_back(contexts[each.context].block)]
    seen = [each for each in examples if not is_held_back(contexts[each.context].block)]
    print(f"{len(contexts)} contexts, {len(seen)} questions to train on, {len(held)} held back", flush=True)
    model = train(contexts, seen, held, arguments.epochs)
    weights = {name: value.detach().numpy().astype(np.float16) for name, value in _named(model)}
    np.savez_compressed(arguments.out, fingerprint=embedder.fingerprint, **weights)


def is_held_back(block: int) -> bool:
    """Say whether a block of contexts is kept out of training."""
    return block % HELD_BACK == 0


def rows(train: Path, name: str) -> list[dict[str, Any]]:
    """Return the contexts of a set with their questions."""
    with gzip.open(train / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def load(train: Path, work: Path, embedder: TransformerEmbedder) -> tuple[list[Context], list[Example]]:
    """Return contexts and examples; token vectors come from `work` where they are already there."""
    texts: dict[str, int] = {}
    asked: dict[str, list[dict[str, Any]]] = {}
    for name in SETS:
        for row in rows(train, name):
            texts.setdefault(row["context"], len(texts) // BLOCK)
            asked.setdefault(row["context"], []).extend(row["questions"])
    # every second block: half of the data trains in minutes
    chosen = [text for text, block in texts.items() if block % 2 == 0]
    questions = [(at, row) for at, text in enumerate(chosen) for row in asked[text]]
    shown = embed(embedder, chosen, work / "contexts.pt")
    heard = embed(embedder, [row["question"].lower() for _, row in questions], work / "questions.pt")
    spans = [split_sentences(text) for text in chosen]
    contexts = [
        Context(tokens, torch.from_numpy(closeness(tokens, _passage(text, span))), texts[text])
        for text, span, tokens in zip(chosen, spans, shown, strict=True)
    ]
    examples = []
    for (at, row), tokens in zip(questions, heard, strict=True):
        seen = contexts[at].close.amax(0) >= 1  # a long paragraph has sentences that the model sees nothing of
        gold = tuple(each for each in _gold(row, chosen[at], spans[at]) if seen[each])
        if len(tokens.ids) <= MOST_WORDS and bool(gold) != bool(row["unanswerable"]):
            examples.append(Example(tokens, at, gold))
    return contexts, examples


def embed(embedder: TransformerEmbedder, texts: Sequence[str], file: Path) -> list[Tokens]:
    """Return the tokens of each text, from the file if it is there."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        found = []
        for start in range(0, len(texts), 128):
            found += [
                (each.vectors.astype(np.float16), each.offsets, each.ids)
                for each in embedder.embed_tokens(texts[start : start + 128])
            ]
        torch.save(found, file)
    return [Tokens(*each) for each in torch.load(file, weights_only=False)]


def train(contexts: Sequence[Context], seen: Sequence[Example], held: Sequence[Example], epochs: int) -> Matcher:
    """Return a matcher trained so that the sentence that answers, or "none of them", is likeliest for each question."""
    answered = [each for each in seen if each.gold]
    empty = [each for each in seen if not each.gold]
    beside: dict[int, list[int]] = {}
    for at, context in enumerate(contexts):
        beside.setdefault(context.block, []).append(at)
    model = Matcher(contexts[0].tokens.vectors.shape[1])
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=1e-3)
    size = len(answered) + min(len(empty), len(answered)) + len(answered) // 3
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1, 0.01, epochs * (size // BATCH + 1))
    for epoch in range(epochs):
        model.train()
        chosen = [*answered, *random.sample(empty, min(len(empty), len(answered)))]
        for each in random.sample(answered, len(answered) // 3):  # the same question, another paragraph of the subject
            chosen.append(Example(each.asked, random.choice(beside[contexts[each.context].block]), ()))
        losses = []
        for batch in _batches(chosen, contexts):
            inputs, target = _tensors(batch, contexts)
            odds = functional.pad(model(*inputs), (0, 1))
            loss = -torch.log_softmax(odds, 1).masked_fill(~target, -1e4).logsumexp(1).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}: loss {mean(losses):.3f}; held back: {measure(model, contexts, held)}", flush=True)
    return model


def measure(model: Matcher, contexts: Sequence[Context], examples: Sequence[Example]) -> str:
    """Return how well the odds tell answered questions from others, and how often the best sentence is right."""
    model.eval()
    best, first = [], []
    ordered = sorted(examples, key=lambda each: len(contexts[each.context].tokens.ids))
    with torch.inference_mode():
        for start in range(0, len(ordered), 64):
            batch = ordered[start : start + 64]
            odds = model(*_tensors(batch, contexts)[0])
            best += torch.logsumexp(odds, 1).tolist()
            top = odds.argmax(1).tolist()
            first += [float(at in each.gold) for at, each in zip(top, batch, strict=True) if each.gold]
    separation = auroc(best, [bool(each.gold) for each in ordered])
    return f"AUROC {separation:.3f}, right sentence {mean(first):.3f}, n={len(best)}"


def _gold(row: dict[str, Any], text: str, spans: Sequence[Span]) -> Iterator[int]:
    starts = row.get("answer_start") or []
    for at, span in enumerate(spans):
        begins = any(span.start <= start < span.end for start in starts)
        holds = not (starts or row["unanswerable"]) and answer_contained(row["answers"], [span.of(text)])
        if begins or holds:
            yield at


def _passage(text: str, spans: Sequence[Span]) -> Passage:
    return Passage(Article("context", "", text), Span(spans[0].start, spans[-1].end), tuple(spans))


def _batches(examples: Sequence[Example], contexts: Sequence[Context]) -> list[list[Example]]:
    """Return the examples in batches of about the same length, in random order."""
    ordered = sorted(examples, key=lambda each: len(contexts[each.context].tokens.ids) + 30 * random.random())
    batches = [ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH)]
    random.shuffle(batches)
    return batches


def _tensors(batch: Sequence[Example], contexts: Sequence[Context]) -> tuple[tuple[Tensor, ...], Tensor]:
    shown = [contexts[each.context] for each in batch]
    words = max(len(each.asked.ids) for each in batch)
    tokens = max(len(each.tokens.ids) for each in shown)
    sentences = max(each.close.shape[1] for each in shown)
    width = shown[0].tokens.vectors.shape[1]
    asked, real = torch.zeros(len(batch), words, width), torch.zeros(len(batch), words)
    there, close = torch.zeros(len(batch), tokens, width), torch.zeros(len(batch), tokens, sentences)
    same = torch.zeros(len(batch), words, tokens)
    target = torch.zeros(len(batch), sentences + 1, dtype=torch.bool)
    for at, (each, context) in enumerate(zip(batch, shown, strict=True)):
        m, n = len(each.asked.ids), len(context.tokens.ids)
        asked[at, :m], real[at, :m] = torch.from_numpy(each.asked.vectors.astype(np.float32)), 1
        there[at, :n] = torch.from_numpy(context.tokens.vectors.astype(np.float32))
        close[at, :n, : context.close.shape[1]] = context.close
        same[at, :m, :n] = torch.from_numpy((each.asked.ids[:, None] == context.tokens.ids).astype(np.float32))
        target[at, list(each.gold) or [sentences]] = True
    return (asked, real, there, close, same), target


def _named(model: Matcher) -> Iterator[tuple[str, Tensor]]:
    """Yield the weights under the names that qa_bot/retrieve/match.py has for them, matrices turned for x @ w."""
    for name, value in model.state_dict().items():
        layer, _, kind = name.partition(".")
        yield (f"{layer}_bias" if kind == "bias" else layer), value.T if kind == "weight" else value


if __name__ == "__main__":
    main()
