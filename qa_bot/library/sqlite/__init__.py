"""Keep the articles of a library in one SQLite file."""
