# `make` alone lists what one can do.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ENGAGE := $(BIN)/python -m engage
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --no-emit-index-url --no-header --quiet

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev chromium run test check bench lock screenshots clean

help: ## list what one can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

setup: $(VENV)/ready ## make a virtual environment and install what the product needs

setup-dev: $(VENV)/ready-dev ## install what tests and checks need as well

run: setup ## serve the sample consultation on this computer, with demo people to sign in as
	@exec $(ENGAGE) serve --demo $(if $(DATABASE_URL),,--sample)

test: setup-dev chromium ## run every test, in a real browser and on a real PostgreSQL too
	@CI=$(if $(WITHOUT_CHROMIUM),,1) $(BIN)/python -m pytest $(ARGS)

check: setup-dev ## check format, lint, types and licences, as CI does before the tests
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/python -m tools.licences

bench: setup-dev chromium ## measure what docs/benchmarks.md promises, each figure beside its baseline
	@$(BIN)/python -m benchmarks $(ARGS)

screenshots: setup-dev chromium ## take the README's screenshots from the running product
	@$(BIN)/python -m tools.screenshots $(ARGS)

lock: setup ## compile the short list of dependencies to pinned requirements
	@$(PIP) install uv
	@$(COMPILE) --no-annotate -o requirements.txt $(ARGS)
	@$(COMPILE) --no-annotate --group dev -c requirements.txt -o requirements-dev.txt $(ARGS)

clean: ## remove the virtual environment and caches; data stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 or later is needed. On Debian or Ubuntu: apt-get install python3 python3-venv"; \
	  echo "If another one is installed: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python cannot make virtual environments here. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/ready: requirements.txt | $(VENV)/bin/python
	@echo "Installing what the product needs (once; a few minutes)."
	@$(PIP) install -r requirements.txt
	@touch $@

$(VENV)/ready-dev: requirements.txt requirements-dev.txt | $(VENV)/ready
	@echo "Installing what tests and checks need (once; a few minutes)."
	@$(PIP) install -r requirements-dev.txt
	@touch $@

chromium:
	@if [ -z "$(WITHOUT_CHROMIUM)" ] && ! command -v chromium chromium-browser google-chrome >/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Chromium for the browser tests."; \
	    { apt-get install -y -qq chromium || { apt-get update -qq && apt-get install -y -qq chromium; }; } >/dev/null; \
	  else \
	    echo "Chromium is missing. Install it (Debian and Ubuntu: sudo apt-get install chromium) and run this again,"; \
	    echo "or leave the browser tests out: make $(MAKECMDGOALS) WITHOUT_CHROMIUM=1"; exit 1; \
	  fi; \
	fi
