"""Compute what is measured: pure functions, each with its definition and source; docs/evaluation.md has examples."""
