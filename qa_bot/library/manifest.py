"""Write down what a library was made with, so that vectors of two models never mix."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.errors import ModelMismatchError
from qa_bot.library.sqlite.schema import SCHEMA_VERSION
from qa_bot.text.passages import CHUNKING

if TYPE_CHECKING:
    from qa_bot.library.protocols import Truth
    from qa_bot.models import PassageEmbedder


def write_manifest(database: Truth, embedder: PassageEmbedder, library: str = "") -> None:
    """Write the model, the chunking, the schema and the name of the library, a new one unless it has one already."""
    database.set_manifest(
        {
            "model": embedder.fingerprint,
            "chunking": CHUNKING,
            "schema": str(SCHEMA_VERSION),
            "library": library or uuid.uuid4().hex,
        }
    )


def make_another(database: Truth) -> None:
    """Make a copy a library of its own, with an index of its own."""
    database.set_manifest({"library": uuid.uuid4().hex, "index": "", "index_state": ""})


def check_manifest(folder: Path, database: Truth, embedder: PassageEmbedder) -> None:
    """Write the manifest of a new library; raise ModelMismatchError if that of an old one does not fit."""
    found = database.manifest()
    if not found:
        write_manifest(database, embedder)
    elif (found["model"], found["chunking"]) != (embedder.fingerprint, CHUNKING):
        raise ModelMismatchError(
            f"the library {folder} was made with {found['model']} ({found['chunking']}), but this is"
            f" {embedder.fingerprint} ({CHUNKING}); run qa-bot rebuild, or set QA_BOT_EMBEDDER to the first"
        )
