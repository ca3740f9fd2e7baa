"""Make the evidence reader that ships in `qa_bot/retrieve`: prepare, train, measure, export. README.md says how."""
