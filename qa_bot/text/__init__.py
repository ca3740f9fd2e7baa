"""Pure functions over text: folding, sentences, passages, terms."""
