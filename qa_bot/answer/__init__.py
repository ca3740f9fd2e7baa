"""Make an answer, or a refusal, of evidence."""
