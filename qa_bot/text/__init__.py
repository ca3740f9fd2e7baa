"""Compute over text with pure functions: folding, sentences, passages, terms."""
