"""Opens a library, as nobody if root runs it, and prints the error: python opening.py LIBRARY."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import chromadb  # noqa: F401 - nobody may not be allowed to read it
from fakes import HashingEmbedder

from qa_bot import QABot
from qa_bot.errors import QABotError

if os.geteuid() == 0:
    os.setegid(65534)
    os.seteuid(65534)
try:
    QABot.open(sys.argv[1], embedder=HashingEmbedder()).close()
except QABotError as error:
    sys.stdout.write(f"{error}\n")
