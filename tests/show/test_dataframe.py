"""Articles as a data frame."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date

import pandas as pd
from fakes import LIGHTHOUSE, OBSERVATORY, STORIES

from qa_bot import QABot
from qa_bot.show.table import COLUMNS, to_dataframe

WITHOUT_PANDAS = """
import sys
sys.modules["pandas"] = None
from qa_bot import Article, QABotError
from qa_bot.show.table import to_dataframe
try:
    to_dataframe([Article("a", "T", "x")])
except QABotError as error:
    print(error)
"""


def test_each_article_is_a_row(bot: QABot) -> None:
    bot.add(*STORIES)
    frame = bot.library.to_dataframe()
    assert list(frame.index) == ["air-strikes", "lighthouse", "observatory"]
    assert [frame.index.name, *frame.columns] == list(COLUMNS)
    assert frame.loc["lighthouse", "published"] == pd.Timestamp("2021-09-12")
    assert pd.isna(frame.loc["air-strikes", "published"])
    assert frame.loc["lighthouse", "characters"] == len(LIGHTHOUSE.text)
    assert (frame.loc["lighthouse", "text"], frame.loc["lighthouse", "source"]) == (LIGHTHOUSE.text, "Island Post")
    assert list(frame[frame["published"] >= "2020-01-01"].index) == ["lighthouse"]


def test_an_empty_library_has_the_same_columns(bot: QABot) -> None:
    assert list(bot.library.to_dataframe().columns) == list(COLUMNS[1:])
    assert bot.library.to_dataframe()["published"].dtype.kind == "M"


def test_a_day_may_be_older_than_nanoseconds_can_say() -> None:
    old = replace(OBSERVATORY, published=date(1514, 3, 1))
    assert to_dataframe([old]).loc["observatory", "published"].year == 1514


def test_without_pandas_the_error_says_what_to_install() -> None:
    ran = subprocess.run([sys.executable, "-c", WITHOUT_PANDAS], capture_output=True, text=True, check=True)
    assert ran.stdout == "a data frame needs pandas; install it with pip install pandas\n"
