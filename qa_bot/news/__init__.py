"""Know what news is made of: who says what."""
