# Everything below makes its own .venv first; nothing else is needed but Python 3.11+, pip and make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test lint format bench setup lock catalogues web screenshots
.DEFAULT_GOAL := help

help:
	@echo "make run     start the bot (settings: .env.example)"
	@echo "make test    all tests, on SQLite and PostgreSQL"
	@echo "make lint    formatting, lint and types"
	@echo "make bench   the figures, as ratios side by side"

.venv/run: requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	@touch $@

.venv/dev: .venv/run requirements-dev.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

setup: .venv/dev

run: .venv/run
	$(BIN)/python -m bot run

test: .venv/dev
	tests/system-packages.sh
	$(BIN)/python -m pytest

lint: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: .venv/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# uv resolves for every platform at once; the lock files carry hashes and no addresses.
lock:
	uv pip compile --quiet --universal --no-header --generate-hashes --upgrade pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --no-header --generate-hashes --upgrade --group dev pyproject.toml -o requirements-dev.lock

# The sandbox's page; what comes out is committed, so that running it needs no Node.
web:
	cd web && npm ci && npm run build

screenshots:
	cd web && npm ci && npm run screenshots
