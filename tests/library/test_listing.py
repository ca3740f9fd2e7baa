from __future__ import annotations

from dataclasses import replace

from fakes import AIR_STRIKES, LIGHTHOUSE, OBSERVATORY, STORIES

from qa_bot import QABot
from qa_bot.library import Order


def ids(bot: QABot, search: str = "", source: str = "", order: Order = "newest") -> list[str]:
    return [each.id for each in bot.library.listing(search, source=source, order=order).articles]


def test_articles_are_listed_newest_first_and_undated_last(bot: QABot) -> None:
    bot.add(*STORIES)
    assert ids(bot) == [LIGHTHOUSE.id, OBSERVATORY.id, AIR_STRIKES.id]
    assert ids(bot, order="oldest") == [OBSERVATORY.id, LIGHTHOUSE.id, AIR_STRIKES.id]
    assert ids(bot, order="title") == [AIR_STRIKES.id, OBSERVATORY.id, LIGHTHOUSE.id]
    assert ids(bot, order="source") == [LIGHTHOUSE.id, OBSERVATORY.id, AIR_STRIKES.id]


def test_they_are_found_by_title_source_and_text(bot: QABot) -> None:
    bot.add(*STORIES)
    assert ids(bot, "meteo") == [OBSERVATORY.id]
    assert ids(bot, "island POST") == [LIGHTHOUSE.id]
    assert ids(bot, "volunteers euros") == [LIGHTHOUSE.id]
    assert ids(bot, source="sky letter") == [OBSERVATORY.id]
    assert ids(bot, "lighthouse", source="Sky Letter") == []
    assert ids(bot, "%") == []
    assert ids(bot, '"') == []


def test_they_are_found_by_days_source_and_what_is_asked_alone(bot: QABot) -> None:
    bot.add(*STORIES)
    day = OBSERVATORY.published
    assert [each.id for each in bot.library.listing(after=day, before=day).articles] == [OBSERVATORY.id]
    assert bot.library.listing(after="2031-01-01", most=0).total == 0
    assert bot.among(LIGHTHOUSE.id).library.listing().total == 1
    assert bot.among(LIGHTHOUSE.id).library.listing(before=day).total == 0


def test_a_list_has_pages_and_counts_all(bot: QABot) -> None:
    bot.add(*STORIES)
    page = bot.library.listing(first=1, most=1)
    assert (page.total, [each.id for each in page.articles]) == (3, [OBSERVATORY.id])


def test_the_library_says_what_it_is(bot: QABot) -> None:
    assert (bot.library.about().articles, bot.library.about().changed) == (0, None)
    bot.add(*STORIES)
    about = bot.library.about()
    assert (about.articles, about.model) == (3, "hashing-64")
    assert about.passages >= 3
    assert about.size > 10_000
    before = about.changed
    assert before is not None
    bot.add(replace(LIGHTHOUSE, title="Another title"))
    assert (bot.library.about().changed or before) >= before
