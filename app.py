"""The web chat: start it with `python app.py`, or with `gradio app.py` to see changes to the page at once."""

from pathlib import Path

import gradio as gr

from qa_bot.web import add_samples, create_app, open_bot, serve

if gr.NO_RELOAD:  # kept while the page is reloaded: a library is opened once, and its model takes seconds to load
    bot = open_bot()

demo = create_app(bot)

if __name__ == "__main__":
    add_samples(bot, Path(__file__).parent / "corpus")
    serve(bot, demo=demo)
