# Two commands are all a newcomer needs: `make refresh` and `make test`. `make help` lists the rest.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# No tool of ours calls home. The code says so itself too; this covers the tools started from here.
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export GX_ANALYTICS_ENABLED := false
export DAGSTER_DISABLE_TELEMETRY := yes
export DO_NOT_TRACK := 1
# Read by scripts/setup when it is given on the command line: make setup PYTHON=python3.12
export PYTHON

BIN := .venv/bin
READY := .venv/.ready

ARCHIVE ?= examples/archive
WAREHOUSE ?= warehouse/finsam.duckdb
REPORTS ?= ../shared/reports
GOLDEN ?= ../shared/golden
SCORERS ?= ../shared/tools
MISSES ?= 0
FLOORS ?=
PORT ?= 3000
# More than four workers buy little: each pays the imports of dbt and Great Expectations anew.
WORKERS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); echo $$(( n > 4 ? 4 : n )))
PYTEST_ARGS ?=

.PHONY: help setup refresh test lint format dev score press lock clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | while IFS=$$'\t' read -r name text; do printf '  make %-9s %s\n' "$$name" "$$text"; done

setup: $(READY) ## make .venv and install everything from the locks (the others do it when needed)

$(READY): requirements.lock bootstrap.lock pyproject.toml scripts/setup
	@scripts/setup
	@touch $@

refresh: $(READY) ## read the sample archive and publish a checked warehouse (ARCHIVE=, WAREHOUSE=)
	@mkdir -p "$(dir $(WAREHOUSE))"
	@echo "refresh: reading $(ARCHIVE), publishing $(WAREHOUSE)"
	@$(BIN)/finsam refresh --archive "$(ARCHIVE)" --warehouse "$(WAREHOUSE)"

test: $(READY) ## ruff, mypy, sqlfluff and pytest: what continuous integration runs (WORKERS=, PYTEST_ARGS=)
	@$(MAKE) lint
	@echo "[4/4] pytest on $(WORKERS) workers"
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile $(PYTEST_ARGS)

lint: $(READY) ## the checks that run no test
	@echo "[1/4] ruff: lint and format"
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet .
	@echo "[2/4] mypy --strict"
	@$(BIN)/mypy --no-error-summary
	@echo "[3/4] sqlfluff"
	@$(BIN)/sqlfluff lint --disable-progress-bar --processes 0 dbt_project

format: $(READY) ## rewrite Python and SQL in the house style
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format . ; $(BIN)/sqlfluff fix --disable-progress-bar --quiet dbt_project

dev: $(READY) ## Dagster's user interface, with its schedule (ARCHIVE=, WAREHOUSE=, PORT=)
	@mkdir -p "$(dir $(WAREHOUSE))"
	@echo "dev: starting Dagster on http://localhost:$(PORT) (half a minute); Ctrl-C stops it"
	@$(BIN)/finsam dev --archive "$(ARCHIVE)" --warehouse "$(WAREHOUSE)" --port $(PORT)

score: $(READY) ## measure the reader against hand-made truth (REPORTS=, GOLDEN=, MISSES=, FLOORS=yes)
	@scripts/score "$(REPORTS)" "$(GOLDEN)" "$(SCORERS)" "$(MISSES)" "$(FLOORS)"

press: $(READY) ## render the sample reports anew; needs a word processor, see the README
	@$(BIN)/python -m tests.press render

lock: $(READY) ## resolve the two locks anew from pyproject.toml and bootstrap.in
	@echo "[1/2] bootstrap.lock"
	@$(BIN)/uv pip compile --quiet bootstrap.in $(LOCK_FLAGS) -o bootstrap.lock
	@echo "[2/2] requirements.lock"
	@$(BIN)/uv pip compile --quiet pyproject.toml bootstrap.in --extra dev --extra postgres --extra press $(LOCK_FLAGS) -o requirements.lock

# One file for every Python from 3.11 on, with hashes and without any host's name.
LOCK_FLAGS := --upgrade --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header

clean: ## remove what was built; keeps .venv and the warehouse
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .dagster build dist dbt_project/target dbt_project/logs logs
	@find . -path ./.venv -prune -o -name __pycache__ -type d -print0 | xargs -0 rm -rf
