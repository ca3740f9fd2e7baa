"""What is measured: pure functions, each with its definition and its source; docs/evaluation.md has examples."""
