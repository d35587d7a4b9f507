# Everything below makes its own .venv first; nothing else is needed but Python 3.11+, pip and make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help run test lint format bench setup lock catalogues manifest
.DEFAULT_GOAL := help

help:
	@echo "make run     start the bot (settings: .env.example)"
	@echo "make test    all tests, on SQLite and PostgreSQL"
	@echo "make lint    formatting, lint and types"
	@echo "make bench   the figures, as ratios side by side"

# The locks are complete: without --no-deps an older pip looks past a pinned version for its extras.
.venv/run: requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes --requirement requirements.lock
	@touch $@

.venv/dev: .venv/run requirements-dev.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes --requirement requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

setup: .venv/dev

run: .venv/run
	$(BIN)/python -m bot run

test: .venv/dev
	tests/system-packages.sh
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

lint: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: .venv/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/dev
	tests/system-packages.sh
	$(BIN)/python -m tests.benchmarks

# After changing what the bot says: puts new messages into the catalogues, to be translated there.
catalogues: .venv/dev
	mkdir -p build
	$(BIN)/pybabel --quiet extract -k say -k say_many:1,2 -k tr --no-location --sort-output -o build/messages.pot rules bot
	$(BIN)/pybabel --quiet update -i build/messages.pot -d bot/locale --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --omit-header --width 100

manifest: .venv/dev
	$(BIN)/python -m bot manifest > manifest.yml

# uv resolves for every platform at once; the lock files carry hashes and no addresses.
lock:
	uv pip compile --quiet --universal --no-header --generate-hashes --upgrade pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --no-header --generate-hashes --upgrade --all-extras --group dev pyproject.toml -o requirements-dev.lock

# The sandbox's page; what comes out is committed, so that running it needs no Node.
.PHONY: web screenshots
web:
	cd web && npm ci && npm run build

# The README's pictures, of a workspace started for them.
screenshots: .venv/dev
	tests/system-packages.sh
	$(BIN)/python -m tests.e2e.browser.pictures
