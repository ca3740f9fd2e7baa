"""Write a report as JUnit XML, which continuous integration shows: a case for each bar and for each question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from qa_bot.evaluation.gate import Bar, shortfall
from qa_bot.evaluation.outcome import Outcome
from qa_bot.evaluation.report import Report

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(report: Report, bars: Sequence[Bar] = ()) -> str:
    """Return two suites: the bars, which fail where they are not cleared, and the questions, with what is wrong."""
    root = ElementTree.Element("testsuites", name="qa-bot eval")
    if bars:
        _suite(root, "bars", [_bar(report, bar) for bar in bars])
    _suite(root, "questions", [_question(outcome) for outcome in report.outcomes])
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _suite(root: ElementTree.Element, name: str, cases: Sequence[ElementTree.Element]) -> None:
    failed = sum(case.find("failure") is not None for case in cases)
    suite = ElementTree.SubElement(root, "testsuite", name=name, tests=str(len(cases)), failures=str(failed))
    suite.extend(cases)


def _bar(report: Report, bar: Bar) -> ElementTree.Element:
    return _case("bars", f"{bar.metric}={bar.value:g}", shortfall(report, bar))


def _question(outcome: Outcome) -> ElementTree.Element:
    case = _case(outcome.question.type or "questions", f"{outcome.question.id}: {outcome.question.question}", None)
    case.set("time", f"{outcome.timings.get('ask_ms', 0) / 1000:.4f}")
    if outcome.verdict != "right":
        _fail(case, outcome.verdict, _message(outcome))
    return case


def _message(outcome: Outcome) -> str:
    if outcome.verdict == "refused":
        return f"refused ({outcome.answer['reason']}), but the articles answer it: {_expected(outcome)}"
    if outcome.question.unanswerable:
        return f"answered, but the articles do not answer it: {outcome.answer['text']}"
    return f"expected {_expected(outcome)}; answered: {outcome.answer['text']}"


def _expected(outcome: Outcome) -> str:
    question = outcome.question
    return " or ".join(question.answers) or question.reference or " and ".join(each.quote for each in question.evidence)


def _case(group: str, name: str, problem: str | None) -> ElementTree.Element:
    case = ElementTree.Element("testcase", classname=_clean(group), name=_clean(name))
    if problem:
        _fail(case, "bar", problem)
    return case


def _fail(case: ElementTree.Element, kind: str, message: str) -> None:
    ElementTree.SubElement(case, "failure", type=kind, message=_clean(message))


def _clean(text: str) -> str:
    """Return the text without characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
