"""Read times in words: the period that a question asks about, and the days that a passage names."""

from qa_bot.when.infer import TimeFrame, infer_time
from qa_bot.when.named import names_time
from qa_bot.when.period import Period

__all__ = ["Period", "TimeFrame", "infer_time", "names_time"]
