"""From evidence to an answer, or to a refusal."""
