"""Stand between visitors and the page: each module refuses one kind of request, or hardens the response."""

from qa_bot.web.guard.chain import guards
from qa_bot.web.guard.limits import Allowance
from qa_bot.web.guard.login import Sessions

__all__ = ["Allowance", "Sessions", "guards"]
