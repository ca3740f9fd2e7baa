"""Serve the web chat: the only place that imports Gradio."""

import os

# Read by Gradio when it is imported: it would ask its makers for their newest version.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
# It would sum up the times of all events after each of them, with pandas, for a page that is off here.
os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", str(10**9))

from qa_bot.web.page import create_app
from qa_bot.web.serve import add_samples, open_bot, serve, show

__all__ = ["add_samples", "create_app", "open_bot", "serve", "show"]
