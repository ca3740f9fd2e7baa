"""Say in a line what visitors are told of an error."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from tempfile import gettempdir

from qa_bot.errors import LibraryError, ModelError, QABotError
from qa_bot.settings import Settings
from qa_bot.web.address import is_private

_FOLDERS = re.compile(r"(?<![\w:/.%?&=-])/(?:[^\s/:\"'“”()]+/)+|\b[A-Za-z]:\\(?:[^\s\\:\"']+\\)*")
"""The folders of a path, of this system or of Windows; not what an address has after its host."""

BROKEN = "something went wrong inside QA Bot; its log says what"


def visitor_message(error: Exception, settings: Settings) -> str:
    """Return a line for a visitor, and log what they are not told.

    Where others can reach the page they are not told what concerns whoever runs it, which may name places on this
    machine.
    """
    if isinstance(error, QABotError) and is_private(settings):
        return str(error)
    if isinstance(error, QABotError) and not isinstance(error, LibraryError | ModelError):
        return without_places(str(error), settings)
    logging.getLogger(__name__).error("not told to a visitor: %s", error, exc_info=not isinstance(error, QABotError))
    return BROKEN


def without_places(text: str, settings: Settings) -> str:
    """Return a line for a visitor: of each path on this machine only the last name is left."""
    known = {str(each) for each in (settings.library.absolute(), Path.home(), Path.cwd(), gettempdir())} - {"/"}
    for folder in sorted(known, key=len, reverse=True):  # these may have blanks in their names
        text = text.replace(f"{folder}/", "")
    return _FOLDERS.sub("", text)
