from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from qa_bot.errors import QuestionSetError
from qa_bot.evaluation import Question, evaluate
from qa_bot.evaluation.run import NAME
from qa_bot.model import Answer

from .fakes import OPENED, PAINTER, QUESTIONS, ScriptedBot, scripted_bot
from .untimed import untimed


@dataclass(frozen=True)
class Failing(ScriptedBot):
    """Breaks down at the question after so many."""

    after: int = 2

    def ask(self, question: str, *, history: object = (), today: object = None) -> Answer:
        if len(asked(self)) == self.after:
            raise KeyboardInterrupt
        self.heard.append((question, (), None))
        return self.answers[question]


def cut_off(folder: Path, *, after: int = 2) -> None:
    bot = scripted_bot()
    with pytest.raises(KeyboardInterrupt):
        evaluate(Failing(bot.answers, bot.hits, after=after), QUESTIONS, out=folder)
    assert [path.name for path in folder.iterdir()] == [NAME]


def asked(bot: ScriptedBot) -> list[str]:
    return [heard[0] for heard in bot.heard if isinstance(heard, tuple) and isinstance(heard[1], tuple)]


def test_a_run_that_was_cut_off_goes_on_and_gives_the_same_files(tmp_path: Path) -> None:
    cut_off(tmp_path / "a")
    bot = scripted_bot()
    report = evaluate(bot, QUESTIONS, out=tmp_path / "a")
    assert asked(bot) == [each.question for each in QUESTIONS[2:]]
    assert report.resumed == 2
    evaluate(scripted_bot(), QUESTIONS, out=tmp_path / "b")
    assert untimed(tmp_path / "a") == untimed(tmp_path / "b")


def test_a_line_that_was_cut_in_the_middle_is_asked_again(tmp_path: Path) -> None:
    cut_off(tmp_path)
    path = tmp_path / NAME
    path.write_bytes(path.read_bytes()[:-20])
    bot = scripted_bot()
    assert evaluate(bot, QUESTIONS, out=tmp_path).resumed == 1
    assert asked(bot) == [each.question for each in QUESTIONS[1:]]


def test_a_run_of_something_else_begins_anew(tmp_path: Path) -> None:
    cut_off(tmp_path)
    assert evaluate(scripted_bot(), QUESTIONS, out=tmp_path, today=date(2020, 1, 1)).resumed == 0
    cut_off(tmp_path / "b")
    assert evaluate(scripted_bot(), QUESTIONS[:4], out=tmp_path / "b").resumed == 0
    cut_off(tmp_path / "c")
    assert evaluate(scripted_bot(), QUESTIONS, out=tmp_path / "c", fresh=True).resumed == 0


def test_a_finished_run_is_made_anew(tmp_path: Path) -> None:
    evaluate(scripted_bot(), QUESTIONS, out=tmp_path)
    bot = scripted_bot()
    assert evaluate(bot, QUESTIONS, out=tmp_path).resumed == 0
    assert len(asked(bot)) == len(QUESTIONS)


def test_drafts_are_left_out_unless_they_are_asked_for() -> None:
    drafts = [replace(OPENED, draft=True), PAINTER]
    assert len(evaluate(scripted_bot(), drafts).outcomes) == 1
    assert len(evaluate(scripted_bot(), drafts, drafts=True).outcomes) == 2
    with pytest.raises(QuestionSetError, match="all 1 questions are drafts"):
        evaluate(scripted_bot(), drafts[:1])


def test_a_draft_that_says_nothing_of_its_answer_cannot_be_measured() -> None:
    empty = Question("empty", OPENED.question, draft=True)
    with pytest.raises(QuestionSetError, match="1 drafts say nothing of their answer and cannot be measured: empty"):
        evaluate(scripted_bot(), [OPENED, empty], drafts=True)


def test_two_questions_of_one_id_are_refused() -> None:
    with pytest.raises(QuestionSetError, match="several questions have the id opened"):
        evaluate(scripted_bot(), [OPENED, OPENED])


def test_the_day_of_a_question_goes_before_that_of_the_run() -> None:
    bot = scripted_bot()
    evaluate(bot, [replace(OPENED, asked=date(2016, 6, 15)), PAINTER], today=date(2020, 1, 1))
    assert [heard[2] for heard in bot.heard if isinstance(heard, tuple)] == [
        *[date(2016, 6, 15)] * 2, *[date(2020, 1, 1)] * 2,
    ]  # fmt: skip


def test_without_a_day_it_is_that_of_the_newest_article() -> None:
    @dataclass(frozen=True)
    class Dated(ScriptedBot):
        def identity(self) -> dict[str, object]:
            return {"settings": {}, "library": {"published": ["2015-01-01", "2016-06-15"]}}

    bot = scripted_bot()
    dated = Dated(bot.answers, bot.hits)
    report = evaluate(dated, [PAINTER])
    assert report.run["today"] == "2016-06-15"
    assert {heard[2] for heard in dated.heard if isinstance(heard, tuple)} == {date(2016, 6, 15)}
