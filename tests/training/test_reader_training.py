"""The reader learns, a cut run goes on as if it had not been cut, and what is exported reads as what was trained."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch

from qa_bot.errors import ModelError
from qa_bot.model import Article, Passage, Span
from qa_bot.models import Reader, load_reader
from qa_bot.models.reader import TrainedReader
from qa_bot.text.sentences import split_sentences
from training.base import tokenizer
from training.blend import blend
from training.data import WINDOW, load, save
from training.export import export, quantise
from training.measure import averaged_weights, read
from training.measure import load_reader as load_trained
from training.prepare import SETS, prepare
from training.recover import PACKAGED, recover
from training.train import Plan, train

pytestmark = [pytest.mark.model, pytest.mark.slow]

KEEPERS = ("Marta Lind", "Orm Staal", "Ada Berg", "Jon Vik")
PLACES = ("Skarholm", "Ternoya", "Grindvik", "Hellesund")


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepare forty paragraphs, each with a question that it answers and one that it does not."""
    made = tmp_path_factory.mktemp("training")
    rows = [_row(at) for at in range(40)]
    for name in SETS:
        with gzip.open(made / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in (rows if name == SETS[0] else []))
    save(prepare(made), made / "questions.pickle")
    return made


def _row(at: int) -> dict[str, Any]:
    keeper, place = KEEPERS[at % 4], PLACES[at // 4 % 4]
    context = (
        f"The lighthouse of {place} was built in {1800 + at}. Its first keeper was {keeper}, who lived there alone."
    )
    answered = {
        "question": f"Who first kept the lighthouse of {place}?",
        "answers": [keeper],
        "answer_start": [context.index(keeper)],
        "unanswerable": False,
    }
    not_answered = {"question": f"Who painted the lighthouse of {place}?", "answers": [], "unanswerable": True}
    return {"context": context, "questions": [answered, {**not_answered, "plausible": keeper}]}


def _odds(reader: Reader, at: int) -> float:
    """Return what a reader in use says of the best sentence for the answered question about a paragraph."""
    row = _row(at)
    text = row["context"]
    passage = Passage(Article("a", "", text), Span(0, len(text)), tuple(split_sentences(text)))
    (found,) = reader.read(row["questions"][0]["question"], [passage])
    return max(each.odds for each in found)


def test_answers_are_found_among_the_tokens(work: Path) -> None:
    data = load(work / "questions.pickle")
    words = tokenizer()
    assert len(data.contexts) == 40
    assert sum(not each.swapped for each in data.questions) == 80
    for question in data.questions:
        ids = data.contexts[question.context].ids
        for first, last in question.answers or (question.near,):
            assert words.decode(ids[first : last + 1].tolist()) in [name.lower() for name in KEEPERS]
    assert all(context.held_back == (at < 24) for at, context in enumerate(data.contexts))


def test_exchanged_questions_are_about_another_place_or_person_and_point_at_the_lost_answer(work: Path) -> None:
    data = load(work / "questions.pickle")
    words = tokenizer()
    swapped = [each for each in data.questions if each.swapped]
    assert len(swapped) > 5
    for question in swapped:
        assert not question.answers
        assert question.near
        asked, context = words.decode(question.ids.tolist()), data.contexts[question.context]
        there = words.decode(context.ids.tolist())
        places = [place.lower() for place in PLACES if place.lower() in asked]
        assert "who last kept" in asked or not any(place in there for place in places)


def test_a_second_stage_starts_from_the_first_and_sees_what_was_exchanged(work: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    train(Plan(steps=2, batch=2, rate=1e-4, seed=1), work, first)
    train(Plan(steps=1, batch=2, rate=0.0, seed=2, start=first / "checkpoint.pt"), work, second)
    before, after = (averaged_weights(each / "checkpoint.pt")[0] for each in (first, second))
    for name, value in before.items():
        torch.testing.assert_close(value, after[name])
    blend(first / "checkpoint.pt", first / "checkpoint.pt", tmp_path / "same", share=0.3)
    train(Plan(steps=2, batch=2, rate=1e-3, seed=3, start=first / "checkpoint.pt"), work, tmp_path / "far")
    blend(first / "checkpoint.pt", tmp_path / "far" / "checkpoint.pt", tmp_path / "between", share=0.25)
    far, between, same = (averaged_weights(tmp_path / each / "checkpoint.pt")[0] for each in ("far", "between", "same"))
    name = "head.weight"
    torch.testing.assert_close(same[name], before[name])
    torch.testing.assert_close(between[name], before[name] + (far[name] - before[name]) / 4)
    assert load_trained(tmp_path / "between" / "checkpoint.pt")[1] == 2


def test_a_cut_run_gives_what_it_would_have_given(work: Path, tmp_path: Path) -> None:
    plan = Plan(steps=4, batch=2, rate=1e-4, seed=1)
    for name, stops in (("whole", (4,)), ("cut", (1, 3, 4))):
        for stop in stops:
            train(plan, work, tmp_path / name, until=stop)
    whole, cut = (torch.load(tmp_path / name / "checkpoint.pt") for name in ("whole", "cut"))
    for part in ("reader", "averaged"):
        for name, value in whole[part].items():
            torch.testing.assert_close(value, cut[part][name])


def test_it_learns_and_what_is_exported_reads_the_same(work: Path, tmp_path: Path) -> None:
    train(Plan(steps=60, batch=4, rate=3e-4, seed=1), work, tmp_path)
    trained, step = load_trained(tmp_path / "checkpoint.pt")
    assert step == 60
    data = load(work / "questions.pickle")
    held = [each for each in data.of(held_back=True) if not each.swapped]
    with torch.inference_mode():
        read_by_torch = [read(trained, each, data.contexts[each.context]) for each in held]
    there = [bool(each.answers) for each in held]
    odds = np.array([best for best, _, _ in read_by_torch])
    assert odds[there].mean() > odds[~np.array(there)].mean() + 1
    export(tmp_path / "checkpoint.pt", tmp_path / "reader.onnx")
    exported = load_reader(str(tmp_path / "reader.onnx"))
    assert exported
    for at in range(4):
        assert _odds(exported, at) == pytest.approx(read_by_torch[2 * at][0], abs=1e-3)


def test_what_is_exported_says_its_window_and_judges_claims_in_eight_bits_too(work: Path, tmp_path: Path) -> None:
    train(Plan(steps=1, batch=2, rate=1e-4, seed=1), work, tmp_path)
    export(tmp_path / "checkpoint.pt", tmp_path / "whole.onnx")
    quantise(tmp_path / "whole.onnx", tmp_path / "reader.onnx")
    whole, rounded = (TrainedReader((tmp_path / each).read_bytes, each) for each in ("whole.onnx", "reader.onnx"))
    sentences = [_row(0)["context"]] * 40  # more than a window holds
    for reader in (whole, rounded):
        judged = reader.judge("Marta Lind was its first keeper.", sentences)
        assert judged.supported + judged.contradicted + judged.not_stated == pytest.approx(1)
        model = onnx.load(tmp_path / reader.name)
        assert {each.key: each.value for each in model.metadata_props}["window"] == str(WINDOW)
    again = whole.judge("Marta Lind was its first keeper.", sentences)
    assert again.supported == pytest.approx(judged.supported, abs=0.1)


def test_a_reader_that_was_not_trained_to_judge_says_so() -> None:
    with pytest.raises(ModelError, match="judges no claims"):
        TrainedReader(PACKAGED.read_bytes, "packaged").judge("It rains.", ["It rained."])


def test_the_packaged_reader_becomes_a_checkpoint_again(work: Path, tmp_path: Path) -> None:
    recover(PACKAGED, tmp_path)
    recovered, step = load_trained(tmp_path / "checkpoint.pt")
    assert step == 0
    packaged = load_reader()
    assert packaged
    data = load(work / "questions.pickle")
    held = [each for each in data.of(held_back=True) if each.answers][:4]
    assert held
    for at, question in enumerate(held):
        with torch.inference_mode():
            odds, right_sentence, right_span = read(recovered, question, data.contexts[question.context])
        assert odds == pytest.approx(_odds(packaged, at), abs=0.5)
        assert right_sentence
        assert right_span


def test_only_a_reader_in_eight_bits_is_recovered(tmp_path: Path) -> None:
    recover(PACKAGED, tmp_path)
    export(tmp_path / "checkpoint.pt", tmp_path / "whole.onnx")
    with pytest.raises(ValueError, match=r"whole\.onnx is no reader in eight bits"):
        recover(tmp_path / "whole.onnx", tmp_path / "again")
    assert not (tmp_path / "again").exists()
