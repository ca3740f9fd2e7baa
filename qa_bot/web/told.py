"""What visitors are told of an error."""

from __future__ import annotations

import logging

from qa_bot.errors import LibraryError, ModelError, QABotError
from qa_bot.settings import Settings
from qa_bot.web.address import is_private

BROKEN = "something went wrong inside QA Bot; its log says what"


def told(error: Exception, settings: Settings) -> str:
    """Return a line for a visitor, and log what they are not told.

    Where others can reach the page they are not told what concerns whoever runs it, which may name places on this
    machine.
    """
    is_theirs = isinstance(error, QABotError) and (
        is_private(settings) or not isinstance(error, LibraryError | ModelError)
    )
    if is_theirs:
        return str(error)
    logging.getLogger(__name__).error("not told to a visitor: %s", error, exc_info=not isinstance(error, QABotError))
    return BROKEN
