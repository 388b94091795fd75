# make demo   reads the reports in seeds/ and writes the graph into exports/
# make test   everything that is checked before a change lands
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null \
	&& echo $$python && break; done)
BIN := .venv/bin
# Treebanks and name corpora, see training/README.md.
DATA ?= ../shared/language-data
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq

.PHONY: demo picture gallery test check format quality model bench clean help
.DELETE_ON_ERROR:

help:
	@echo "make demo     read the reports in seeds/ and write the graph into exports/"
	@echo "make test     lint, types and tests"
	@echo "make check    lint and types alone;  make format  mends what can be mended"
	@echo "make picture  make docs/page.png anew, the demo's page in a real browser; make gallery docs/images"
	@echo "make quality  measure the reading on ../shared and rewrite docs/quality.md"
	@echo "make model    train the English pipeline again (one to two hours)"
	@echo "make bench    run the benchmarks"
	@echo "make clean    remove what was made, the environment included"

demo: .venv/installed
	$(BIN)/kg build seeds --store .kg --out exports
	@echo
	@echo "Open this page in a browser: $(CURDIR)/exports/graph.html"

picture: .venv/installed-test demo
	$(BIN)/python scripts/picture.py

gallery: .venv/installed-test demo
	$(BIN)/python scripts/screenshots.py exports/graph.html docs/images
	$(BIN)/python scripts/screenshots.py exports/graph.html docs/images --theme dark --states overview contested

test: .venv/installed-test
	scripts/check
	$(BIN)/python -m pytest

check: .venv/installed-test
	scripts/check

format: .venv/installed-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

quality: .venv/installed
	$(BIN)/python -m benchmarks.quality

model: .venv/installed-train
	PYTHON=$(BIN)/python sh training/build.sh $(DATA) kg/model

bench: .venv/installed-test
	$(BIN)/python -m benchmarks.language $(DATA)

clean:
	rm -rf .venv .kg build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find exports -mindepth 1 ! -name README.md -delete
	find kg tests benchmarks training -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed: make PYTHON=/path/to/python3"; exit 1; }
	@echo "Making .venv with $(PYTHON)"
	@$(PYTHON) -m venv .venv

# An environment is stale when the dependencies have changed since it was filled.
.venv/installed: pyproject.toml constraints.txt | .venv/bin/python
	@echo "Installing into .venv (a few minutes the first time)"
	@$(PIP) install -c constraints.txt -e .
	@touch $@

.venv/installed-test: pyproject.toml constraints.txt | .venv/bin/python
	@echo "Installing into .venv, with what the tests need"
	@$(PIP) install -c constraints.txt -e '.[test]'
	@$(PIP) install -c constraints.txt -e '.[exchange]' >.venv/exchange.log 2>&1 || echo "Without" \
		"the libraries of FollowTheMoney and STIX (see .venv/exchange.log); tests that need them are skipped."
	@touch .venv/installed $@

.venv/installed-train: pyproject.toml constraints.txt | .venv/bin/python
	@echo "Installing into .venv, with what the training needs"
	@$(PIP) install -c constraints.txt -e '.[train]'
	@touch .venv/installed $@
