"""The reader: a small transformer over a question or a claim and a window of text, with six numbers a token."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from training.base import empty_encoder
from training.data import Example

_NEVER = -1e4
OUTPUTS = 6


class Reader(nn.Module):
    """Question and window in; for each token, the logits of: answer starts here, ends here, its sentence is evidence.

    Those of the first token, [CLS], stand for "not here", so that all three are choices that include refusing
    (Devlin et al.: BERT, 2019, section 4.3). A sentence's logit is the mean of its tokens'. Whether a token stands on
    the other side too is told from the start (Chen et al.: Reading Wikipedia, 2017, section 3.2): a small model need
    not learn to compare. The first token has three more: what is claimed (or asked, to be answered by yes or no) is
    supported, contradicted or not stated.
    """

    def __init__(self, encoder: Any, outputs: int = OUTPUTS) -> None:  # noqa: ANN401 - transformers are not typed
        super().__init__()
        self.encoder = encoder
        self.encoder.embeddings.requires_grad_(requires_grad=False)
        self.shared = nn.Embedding(2, self.encoder.config.hidden_size)
        nn.init.zeros_(self.shared.weight)
        self.head = nn.Linear(self.encoder.config.hidden_size, outputs)

    def trained(self) -> dict[str, nn.Parameter]:
        """Return the weights that training changes, by name."""
        return {name: value for name, value in self.named_parameters() if value.requires_grad}

    def forward(self, ids: Tensor, mask: Tensor, kinds: Tensor) -> Tensor:
        """Return logits, shape (batch, tokens, outputs); `kinds` are 0 for the question, 1 for the window."""
        across = kinds.unsqueeze(2) != kinds.unsqueeze(1)
        shared = ((ids.unsqueeze(2) == ids.unsqueeze(1)) & across).any(2).long()
        words = self.encoder.embeddings.word_embeddings(ids) + self.shared(shared)
        found: Tensor = self.head(
            self.encoder(inputs_embeds=words, attention_mask=mask, token_type_ids=kinds).last_hidden_state
        )
        return found


def reader_of(weights: Mapping[str, Tensor]) -> Reader:
    """Return a reader with all of these weights; they tell how many layers and numbers a token it has."""
    layers = {name.split(".")[3] for name in weights if name.startswith("encoder.encoder.layer.")}
    reader = Reader(empty_encoder(len(layers)), len(weights["head.bias"]))
    reader.load_state_dict(weights)
    return reader.eval()


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples as tensors, padded; `within` says what share of its sentence a token is, (batch, sentences, tokens)."""

    ids: Tensor
    mask: Tensor
    kinds: Tensor
    within: Tensor
    choices: Tensor
    """Which tokens may start or end an answer: [CLS] and the window."""
    starts: Tensor
    ends: Tensor
    gold: Tensor
    """Which sentences answer, (batch, 1 + sentences); the first place stands for none."""
    has_span: Tensor
    has_gold: Tensor
    verdict: Tensor
    """Place among supported, contradicted, not stated; 3 is one of the latter two; -1 is none."""
    swapped: Tensor
    """Of which teachers are not asked: its answer was taken away."""

    def to(self, device: str | torch.device) -> Batch:
        """Return it on a device."""
        return Batch(*(getattr(self, name).to(device, non_blocking=True) for name in self.__slots__))


def batch_of(examples: Sequence[Example]) -> Batch:
    """Return the tensors of some examples."""
    size, length = len(examples), max(len(each.ids) for each in examples)
    most = max(len(each.sentences) for each in examples)
    ids, mask = torch.zeros(size, length, dtype=torch.long), torch.zeros(size, length, dtype=torch.long)
    kinds, choices = torch.zeros_like(ids), torch.zeros(size, length, dtype=torch.bool)
    within = torch.zeros(size, most, length)
    starts, ends = torch.zeros_like(choices), torch.zeros_like(choices)
    gold = torch.zeros(size, most + 1, dtype=torch.bool)
    for at, each in enumerate(examples):
        end = len(each.ids)
        ids[at, :end], mask[at, :end], kinds[at, each.asked : end] = torch.from_numpy(each.ids).long(), 1, 1
        choices[at, 0], choices[at, each.asked : end - 1] = True, True
        for number, (first, last) in enumerate(each.sentences):
            within[at, number, first:last] = 1 / (last - first)
        starts[at, [first for first, _ in each.answers] or [0]] = True
        ends[at, [last for _, last in each.answers] or [0]] = True
        gold[at, [number + 1 for number in each.gold] or [0]] = True
    has_span = torch.tensor([float(each.has_span) for each in examples])
    has_gold = torch.tensor([float(each.has_gold) for each in examples])
    verdict = torch.tensor([-1 if each.verdict is None else each.verdict for each in examples])
    swapped = torch.tensor([each.swapped for each in examples])
    return Batch(ids, mask, kinds, within, choices, starts, ends, gold, has_span, has_gold, verdict, swapped)


def sentence_logits(logits: Tensor, batch: Batch) -> Tensor:
    """Return the logits of none and of each sentence, shape (batch, 1 + sentences)."""
    evidence = logits[..., 2]
    mean = torch.einsum("bst,bt->bs", batch.within, evidence)
    mean = mean.masked_fill(batch.within.sum(2) == 0, _NEVER)
    return torch.cat([evidence[:, :1], mean], 1)


def loss_of(logits: Tensor, batch: Batch, taught: Tensor | None = None) -> Tensor:
    """Return the mean negative log likelihood of where the answer starts, ends (half each), its sentence, the verdict.

    With the logits of teachers, half of it is the cross entropy with what they say (Hinton et al.: Distilling the
    knowledge in a neural network, 2015, at temperature 1), but for questions that lost their answer by an exchange.
    """
    start, end, sentence = (torch.log_softmax(each, 1) for each in _choices(logits, batch))
    own = batch.has_span * (_likelihood(start, batch.starts) + _likelihood(end, batch.ends)) / 2
    own = own + batch.has_gold * _likelihood(sentence, batch.gold)
    judged = _judged(logits)
    if judged is not None:
        own = own + _verdict_likelihood(judged, batch.verdict)
    if taught is None:
        return -own.mean()
    said = [torch.softmax(each, 1) for each in _choices(taught, batch)]
    alike = batch.has_span * ((said[0] * start).sum(1) + (said[1] * end).sum(1)) / 2
    alike = alike + batch.has_gold * (said[2] * sentence).sum(1)
    taught_verdict = _judged(taught)
    if judged is not None and taught_verdict is not None:
        alike = alike + (batch.verdict >= 0) * (taught_verdict.exp() * judged).sum(1)
    return -torch.where(batch.swapped, own, (own + alike) / 2).mean()


def _judged(logits: Tensor) -> Tensor | None:
    """Return the log probabilities of the verdicts, (batch, 3); None of a reader that gives no verdict."""
    return torch.log_softmax(logits[:, 0, 3:].float(), 1) if logits.shape[2] == OUTPUTS else None


def _verdict_likelihood(judged: Tensor, verdict: Tensor) -> Tensor:
    either = torch.logsumexp(judged[:, 1:], 1, keepdim=True)
    chosen = torch.cat([judged, either], 1).gather(1, verdict.clamp(min=0).unsqueeze(1)).squeeze(1)
    return (verdict >= 0) * chosen


def _choices(logits: Tensor, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """Return the logits of where it starts and ends, (batch, tokens), and of the sentences, (batch, 1 + sentences)."""
    logits = logits.float()
    start, end = (logits[..., at].masked_fill(~batch.choices, _NEVER) for at in (0, 1))
    return start, end, sentence_logits(logits, batch)


def _likelihood(chances: Tensor, right: Tensor) -> Tensor:
    """Return the log of the sum of the probabilities of what is right, shape (batch,)."""
    return chances.masked_fill(~right, _NEVER).logsumexp(1)
