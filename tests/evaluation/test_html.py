import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest

from qa_bot.evaluation import GoldEvidence, Outcome, Question, Report, compare, evaluate
from qa_bot.evaluation.html import (
    comparison_html,
    interval_bar,
    reliability_plot,
    report_fragment,
    report_html,
    report_notebook,
    risk_plot,
)
from qa_bot.evaluation.metrics.abstention import Bin, Risk
from qa_bot.model import Article

from .fakes import COST, HEIGHT, OPENED, QUESTIONS, TOWER, ScriptedBot, answered, cite, hit, scripted_bot

ATTACK = '<img src=x onerror="attack()"><script>attack()</script>\'"&'
TOWER_HEIGHT = "The tower is 324 metres tall."
VOID = {"meta", "input", "br"}


class Tags(HTMLParser):
    """Notes tags, and that each is closed."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def outcome(question: Question, bot: ScriptedBot | None = None) -> Outcome:
    return evaluate(bot or scripted_bot(), [question]).outcomes[0]


def question_html(one: Outcome) -> str:
    """Return a report of one question, from where its questions begin."""
    return str(report_fragment(Report.of([one], k=10))).split('<details class="qe-question', 1)[1]


def words(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())


@pytest.mark.parametrize("page", [report_html, report_notebook], ids=["page", "notebook"])
def test_a_report_is_self_contained_and_well_formed(page: object) -> None:
    markup = page(evaluate(scripted_bot(), QUESTIONS))  # type: ignore[operator]
    tags = Tags(markup)
    assert tags.open == []
    assert not {"script", "link", "img", "iframe", "object"} & set(tags.seen)
    assert [name for name, _ in tags.attributes if name.startswith("on") or name == "src"] == []
    assert "url(" not in markup
    assert "@import" not in markup
    assert "http" not in re.sub(r'http-equiv="[^"]*"', "", markup)


def test_strings_from_outside_are_text_and_nothing_else() -> None:
    article = Article(ATTACK, ATTACK, f"{ATTACK} The bridge opened in 1932.", source=ATTACK, url="javascript:attack()")
    question = Question(
        ATTACK,
        ATTACK,
        answers=(ATTACK,),
        evidence=(GoldEvidence("opened in 1932", ATTACK, ATTACK),),
        type=ATTACK,
        tags=(ATTACK,),
    )
    answer = answered(ATTACK, cite(article, article.text), direct="1932")
    bot = ScriptedBot({ATTACK: answer}, [hit(article, article.text)], {ATTACK: article})
    report = evaluate(bot, [question])
    other = evaluate(replace(bot, answers={ATTACK: answered(ATTACK, cite(article, "The bridge"))}), [question])
    for markup in (
        report_html(report),
        report_fragment(report, openable=True),
        comparison_html(compare(report, other)),
    ):
        tags = Tags(markup)
        assert not {"script", "img"} & set(tags.seen)
        assert [name for name, _ in tags.attributes if name.startswith("on")] == []
        assert not any("javascript:" in (value or "") for name, value in tags.attributes if name == "href")


def test_a_question_opens_to_its_answer_with_gold_and_answers_marked() -> None:
    markup = question_html(outcome(OPENED))
    assert '<mark class="qe-gold">The bridge opened in </mark>' in markup
    assert '<mark class="qe-gold qe-answer qe-direct-mark">1932</mark><mark class="qe-gold">.</mark>' in markup
    assert "Evidence, quoted" in words(markup)
    assert "Expected 1932" in words(markup)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (HEIGHT, "Evidence missed, retrieved at rank 4"),
        (replace(HEIGHT, evidence=(GoldEvidence("Trains cross it daily.", "bridge"),)), "retrieved at rank 3"),
        (
            replace(HEIGHT, evidence=(GoldEvidence("It was built by nobody.", "river"),)),
            "Evidence missed, not retrieved",
        ),
        (
            replace(HEIGHT, evidence=(GoldEvidence("no such words", "bridge"),)),
            "Evidence that was not found in any article",
        ),
        (replace(HEIGHT, evidence=(GoldEvidence("", "tower"),)), "the whole article"),
        (COST, "No answer : the articles do not say."),
        (replace(OPENED, unanswerable=True, answers=(), evidence=()), "The articles do not answer this."),
    ],
)
def test_what_was_missed_is_said_and_at_which_rank(question: Question, said: str) -> None:
    assert said in words(question_html(outcome(question)))


def test_articles_are_buttons_where_a_page_can_open_them() -> None:
    report = evaluate(scripted_bot(), [OPENED])
    buttons = re.findall(r"<button[^>]*>", report_fragment(report, openable=True))
    assert buttons[0] == (
        '<button type="button" data-act="evidence" data-article="bridge" data-start="0" data-end="26">'
    )
    assert "<button" not in report_fragment(report)


def test_the_worst_come_first_and_the_rest_is_counted() -> None:
    report = evaluate(scripted_bot(), QUESTIONS)
    assert [each.question.id for each in report.worst()] == ["height", "owner", "cost", "opened", "painter"]
    markup = report_fragment(report, most=2)
    assert re.findall(r'data-question="(\w+)"', markup) == ["height", "owner"]
    assert "and 3 more, which are in the saved report" in markup


def test_an_empty_report_is_a_page_too() -> None:
    assert "0 questions evaluated" in report_html(evaluate(scripted_bot(), []))


def test_a_comparison_has_both_answers_side_by_side() -> None:
    bot = scripted_bot()
    right = answered(HEIGHT.question, cite(TOWER, TOWER_HEIGHT))
    after = evaluate(replace(bot, answers={**bot.answers, HEIGHT.question: right}), QUESTIONS)
    markup = comparison_html(compare(evaluate(bot, QUESTIONS), after, names=("old", "new")))
    assert Tags(markup).open == []
    assert "Became right: 1 How tall is the tower?" in words(markup)
    assert words(markup).index("The river is") < words(markup).index("324 metres tall.")


def test_plots_say_in_words_what_they_show() -> None:
    risk = risk_plot([Risk(0.5, 0.0), Risk(0.75, 1 / 3), Risk(1.0, 0.5)])
    reliability = reliability_plot([Bin(0.3, 0.4, 2, 0.35, 0.5)])
    assert risk
    assert reliability
    assert risk.said == "Risk at coverage: 0% at 50%, 33% at 75%, 50% at 100%"
    assert "0.35 is right 50% (2)" in reliability.said
    assert [risk_plot([]), reliability_plot([]), interval_bar(None, None, None)] == [None] * 3
    shown = report_fragment(evaluate(scripted_bot(), QUESTIONS))
    assert re.findall(r'aria-label="(Risk at coverage|Calibration): ', shown) == ["Risk at coverage", "Calibration"]


def test_a_p_value_that_is_small_is_text_too() -> None:
    bot = scripted_bot()
    right = replace(bot, answers={**bot.answers, HEIGHT.question: answered(HEIGHT.question, cite(TOWER, TOWER_HEIGHT))})
    many = [replace(HEIGHT, id=f"h{n}") for n in range(30)]
    markup = comparison_html(compare(evaluate(bot, many), evaluate(right, many)))
    assert "<td>&lt;.001</td>" in markup


def test_a_notebook_shows_report_and_comparison_and_a_table_has_a_row_for_each_question() -> None:
    report = evaluate(scripted_bot(), QUESTIONS)
    assert "5 questions evaluated" in report._repr_html_()
    assert "before → after" in compare(report, report)._repr_html_()
    table = report.to_dataframe()
    assert list(table["verdict"]) == ["right", "wrong", "refused", "right", "wrong"]
    assert list(table.columns[:6]) == ["id", "question", "type", "verdict", "answer", "reason"]
    assert table["accuracy"].mean() == report.figures["accuracy"].value
    assert repr(report) == "<Report on 5 questions>"
    assert str(report).startswith("5 questions")
