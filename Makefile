# One natural order: install -> check -> test; `make run` alone serves everything.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: install run chat test check format train bench bench-matching faults audit lock wheel clean

run: $(VENV)/.run
	$(BIN)/troly run

chat: $(VENV)/.run
	$(BIN)/troly chat

install: $(VENV)/.dev

# what serving needs, nothing else
$(VENV)/.run: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(PIP) --require-hashes -r requirements-dev.lock
	touch $@

test: check
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n auto --dist worksteal
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python tests/licences.py
	$(BIN)/troly check

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

train: $(VENV)/.dev
	$(BIN)/python tests/matching/train.py $(JUDGED)

bench: $(VENV)/.dev
	$(BIN)/python tests/bench/bench_talks.py

bench-matching: $(VENV)/.dev
	$(BIN)/python tests/matching/bench_matching.py
	$(BIN)/python tests/matching/bench_blind.py
	$(BIN)/python tests/matching/bench_demands.py
	$(BIN)/python tests/matching/bench_wordings.py

# the real process, killed at random under load, on SQLite and on PostgreSQL
faults: $(VENV)/.dev
	PYTHONPATH=tests/telegram:tests $(BIN)/python tests/faults/run_faults.py

# needs the network: asks the advisory service about every locked version
audit: $(VENV)/.dev
	$(PIP) pip-audit
	$(BIN)/pip-audit --require-hashes -r requirements.lock

# resolve anew (needs uv); the locks name versions and hashes, no host
lock:
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate -o requirements.lock
	uv pip compile pyproject.toml --group build --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
	  -c requirements.lock -o requirements-dev.lock

wheel: $(VENV)/.dev
	$(BIN)/python -m hatchling build -t wheel

clean:
	rm -rf $(VENV) dist .coverage .mypy_cache .ruff_cache .pytest_cache
