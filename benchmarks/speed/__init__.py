"""How fast QA Bot is, alone and beside others: `python -m benchmarks.speed --help`."""
