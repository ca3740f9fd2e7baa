"""Times in words: the period that a question asks about, and the days that a passage names."""

from qa_bot.when.absolute import month_names
from qa_bot.when.infer import TimeFrame, infer_time
from qa_bot.when.named import names
from qa_bot.when.period import Period
from qa_bot.when.relative import WEEKDAYS

CALENDAR = frozenset((*WEEKDAYS, *(name for month in range(1, 13) for name in month_names(month))))
"""What the months and the days of the week are called, in lower case."""

__all__ = ["CALENDAR", "Period", "TimeFrame", "infer_time", "month_names", "names"]
