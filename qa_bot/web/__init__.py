"""The web chat: the only place that imports Gradio."""

import os

# Read by Gradio when it is imported: it would ask its makers for their newest version.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

from qa_bot.web.page import create_app
from qa_bot.web.serve import add_samples, open_bot, serve

__all__ = ["add_samples", "create_app", "open_bot", "serve"]
