"""Turn articles into a pandas data frame."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from qa_bot.errors import QABotError
from qa_bot.model import Article

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "id",
    "title",
    "source",
    "published",
    "authors",
    "url",
    "path",
    "language",
    "set_by_hand",
    "characters",
    "text",
)


def to_dataframe(articles: Iterable[Article]) -> pd.DataFrame:
    """Return a row for each article, indexed by `id`; `published` is datetime64, NaT where no day is stated.

    Raises QABotError where pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise QABotError("a data frame needs pandas; install it with pip install pandas") from error
    frame = pd.DataFrame([_row(article) for article in articles], columns=list(COLUMNS))
    return frame.assign(published=pd.to_datetime(frame["published"])).set_index("id")


def _row(article: Article) -> dict[str, Any]:
    return {**article.to_dict(), "characters": len(article.text), "text": article.text}
