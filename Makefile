# Two commands do all the set-up: `make report` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

.DEFAULT_GOAL := help
.PHONY: help report templates test lint types bench bench-check bench-batch bench-peers bench-pdf bench-edit soak clean

help:
	@echo "make report   build the strategy and all extracts into output/"
	@echo "make test     run the tests, the type checker and the linter"
	@echo "make bench    measure the rendering engine (bench-check, bench-batch, bench-edit, bench-pdf, bench-peers: others)"
	@echo "make soak     the tests that take long, thousands of examples for those that try any, and a batch killed 200 times"

$(STAMP): pyproject.toml requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "iomreport needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is not complete; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(DEV_STAMP): $(STAMP) requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

report: $(STAMP)
	$(BIN)/iomreport build

templates: $(STAMP)
	$(BIN)/python -m templates.design

test: $(DEV_STAMP)
	@sh tests/system/prepare.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV_STAMP)
	$(BIN)/pyright

bench: $(DEV_STAMP)
	$(BIN)/python -m benchmarks.engine

bench-check: $(DEV_STAMP)
	$(BIN)/python -m benchmarks.check

bench-pdf: $(DEV_STAMP)
	$(BIN)/python -m benchmarks.pdf

bench-edit: $(DEV_STAMP)
	$(BIN)/python -m benchmarks.edit

bench-batch: $(DEV_STAMP)
	$(BIN)/python -m benchmarks.batch

bench-peers: $(DEV_STAMP)
	$(BIN)/python -m benchmarks.peers

soak: $(DEV_STAMP)
	@sh tests/system/prepare.sh
	$(BIN)/python -m pytest -n auto --dist worksteal -m soak --hypothesis-profile soak
	$(BIN)/python -m benchmarks.soak --kills 200

clean:
	rm -rf $(VENV) dist .pytest_cache .ruff_cache .hypothesis
