"""Find the sample articles: in the package, or in the project that it is installed from."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def sample_articles() -> list[Path]:
    """Return the files of the sample articles, sorted; none if neither place has them."""
    found = (sorted((place / "corpus").glob("*.md")) for place in (_PACKAGE, _PACKAGE.parent))
    return next(filter(None, found), [])
