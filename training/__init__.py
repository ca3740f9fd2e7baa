"""Train an evidence reader: prepare, train, measure, export. README.md says how."""
