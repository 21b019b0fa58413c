# redstring: `make demo` shows it, `make test` proves it; `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help demo test neo4j setup setup-test lint bench model clean lock

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-compile --no-deps --require-hashes

help:  ## list what can be made
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

demo: setup  ## read seeds/ into a store of its own, serve it, open the browser
	@$(BIN)/redstring demo

test: setup-test  ## everything: lint, types, contracts, tests with a real browser and a real Neo4j
	@tools/check.sh

neo4j: $(VENV)/.runtime  ## start a Neo4j to play with, wiped at Ctrl-C (needs Java and Maven)
	@$(BIN)/python -m tools.neo4j.server

setup: $(VENV)/.runtime  ## make .venv with what redstring needs to run

setup-test: $(VENV)/.test  ## make .venv with what the tests need too, Chromium and Neo4j included
	@tools/browser.sh
	@$(BIN)/python -m tools.neo4j.server --prepare

lint: $(VENV)/.test  ## format check, lint, types, import contracts
	@tools/lint.sh

bench: $(VENV)/.test  ## print every figure of the README, measured here and now
	@tools/browser.sh && $(BIN)/python -m bench

model: $(VENV)/.train  ## train the claim model on corpus/ (an hour and more), into build/model/
	@$(BIN)/python -m training

lock:  ## write the lock files again from pyproject.toml (needs uv)
	@tools/lock.sh

clean:  ## remove .venv and caches; stores are left alone
	rm -rf $(VENV) .cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) tools/python_version.py
	@echo "making $(VENV)" && $(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "installing what redstring needs (once)" && $(PIP) -r requirements.lock
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.runtime requirements-test.lock
	@echo "installing what its tests need (once)" && $(PIP) -r requirements-test.lock
	@touch $@

$(VENV)/.train: $(VENV)/.runtime requirements-train.lock
	@echo "installing what training needs (once; 6 GB)" && $(PIP) -r requirements-train.lock
	@touch $@
