"""Work in processes of their own, bounded in time and memory."""

from qa_bot.apart.process import ApartError, StoppedError, work_apart

__all__ = ["ApartError", "StoppedError", "work_apart"]
