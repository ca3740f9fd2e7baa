"""Find names, dates, numbers in a text, as spans of it."""
