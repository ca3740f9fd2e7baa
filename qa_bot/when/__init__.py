"""Read times in words: the period that a question asks about, and the days that a passage names."""

from qa_bot.when.infer import TimeFrame, days_near, infer_time, names_time, time_points
from qa_bot.when.period import Period, Point

__all__ = ["Period", "Point", "TimeFrame", "days_near", "infer_time", "names_time", "time_points"]
