"""What a visitor takes along: links that ask the same again, and files of their own answers only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl

import gradio as gr
from fakes import OBSERVATORY, STORIES
from hypothesis import given
from hypothesis import strategies as st
from made import HOSTILE, Elements, answer, cite

from qa_bot import QABot
from qa_bot.ask import Ask
from qa_bot.history import Exchange, History, KeptConversation
from qa_bot.model import Answer, Filters
from qa_bot.web import chat_html
from qa_bot.web.exports import Exports, asking_link
from qa_bot.web.visitor import visitor

ANSWER = answer(cite(OBSERVATORY, "812 meteors"))
WORDS = st.text(min_size=1, max_size=20).filter(str.strip)


def exchange(asked: Ask, found: Answer = ANSWER) -> Exchange:
    return Exchange("e1", "c1", asked, "answered", found)


def read(query: str) -> Ask:
    """Return what the page's script makes of the query of its address."""
    given: dict[str, Any] = dict(parse_qsl(query.removeprefix("?")))
    return Ask.of({**given, "infer_dates": given.get("infer_dates") != "false"})


@given(WORDS, st.one_of(st.none(), WORDS), st.booleans())
def test_a_link_carries_what_was_asked(question: str, source: str | None, infers: bool) -> None:
    asked = Ask(question, after="2019-01-01", source=source, infer_dates=infers)
    found = replace(ANSWER, question=question, standalone_question=question)
    assert read(asking_link(exchange(asked, found), found)) == asked


def test_a_follow_up_is_linked_as_what_it_stands_for() -> None:
    found = replace(ANSWER, question="And then?", standalone_question="How many meteors were counted then?")
    linked = read(asking_link(exchange(Ask("And then?", today="2026-01-05"), found), found))
    assert linked == Ask("And then?", standalone_question="How many meteors were counted then?")


def test_a_relative_time_keeps_the_day_that_it_counted_from(bot: QABot) -> None:
    bot.add(*STORIES)
    asked = Ask("What was counted last month?", today="2019-09-15")
    found = bot.ask(asked.question, today=asked.today)
    assert found.filters.inferred == "last month"
    linked = read(asking_link(exchange(asked, found), found))
    assert linked == asked
    again = bot.ask(linked.question, today=linked.today, infer_dates=linked.infer_dates)
    assert (again.citations, again.filters) == (found.citations, found.filters)


def test_a_menu_escapes_what_was_asked() -> None:
    found = replace(ANSWER, question=HOSTILE, filters=Filters(after=date(2019, 1, 1)))
    asked = exchange(Ask(HOSTILE, source=HOSTILE), found)
    elements = Elements(chat_html.conversation(KeptConversation("c1", "T", (asked,)), lambda _: None, lambda _: 1))
    assert elements.texts("button", **{"data-link": asking_link(asked, found)}) == ["Copy link"]
    assert not elements.tags & {"img", "script"}
    assert not {name for name in elements.attributes if name.startswith("on")}


def test_only_ones_own_answers_are_taken_along(bot: QABot, tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text("The ferry to Oskholm leaves at noon and comes back at six in the evening.")
    bot.add(tmp_path / "ferry.txt")
    kept = History(bot.library.folder / "conversations.db", bot.library.article)
    mine, theirs = (SimpleNamespace(username=name, headers={}, session_hash="s") for name in ("ann", "bo"))
    asked = Ask("When does the ferry to Oskholm leave? ../../etc")
    conversation_id, exchange_id, run = kept.ask(visitor(mine), asked)  # type: ignore[arg-type]
    kept.answered(run, bot.ask(asked.question))
    taking = Exports(kept)

    def take(request: SimpleNamespace, **given: str) -> list[dict[str, str]]:
        html = taking.take(gr.EventData(None, {"format": "json", **given}), request)  # type: ignore[arg-type]
        return [has for _, has, _ in Elements(html).all]

    (file,) = take(mine, what="exchange", exchange=exchange_id)
    assert file["data-file"] == "when-does-the-ferry-to-oskholm-leave-etc.json"
    assert "leaves at noon" in file["data-text"]
    assert str(tmp_path) not in file["data-text"]
    (chat,) = take(mine, what="conversation", conversation=conversation_id, format="html")
    assert chat["data-text"].startswith("<!doctype html>")
    assert take(theirs, what="exchange", exchange=exchange_id) == []
    assert take(theirs, what="conversation", conversation=conversation_id) == []
    assert take(mine, what="exchange", exchange=exchange_id, format="exe") == []
    assert take(mine, what="exchange", exchange="none") == []
    kept.close()
